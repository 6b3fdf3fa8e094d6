"""The journal in a file: what is in it can be replayed, and asked for as it was known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import nhi_lifecycle as nhi
import pytest
from conftest import NOW

ASSET: dict[str, Any] = {"record": "asset", "id": "web-1", "kind": "server", "stage": "in_use"}


def begin(path: Path) -> nhi.Inventory:
    inventory = nhi.Inventory(journal=path)
    inventory.add([ASSET], by="alice", source="cmdb", reason="first load", recorded_at=NOW)
    inventory.observe([ASSET], observed_at=NOW, source="scanner", recorded_at=NOW)
    observed_at = NOW + timedelta(days=1)
    inventory.observe(
        [ASSET | {"stage": "retired"}], observed_at=observed_at, source="scanner", recorded_at=observed_at
    )
    return inventory


def test_a_journal_is_replayed_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    inventory = begin(path)
    records = list(inventory.records())
    del inventory
    again = nhi.Inventory.replay(path)
    assert (list(again.records()), again.sequence) == (records, 3)
    again.add([ASSET | {"id": "web-2"}])
    del again
    told: list[int] = []
    assert nhi.Inventory.replay(path, progress=told.append).sequence == 4
    assert nhi.Inventory(journal=path).sequence == 4
    assert '"actor":"alice"' in path.read_text("utf-8").splitlines()[0]


def test_what_was_known_then(tmp_path: Path) -> None:
    inventory = begin(tmp_path / "journal")
    for event, stage in [(1, "in_use"), (2, "in_use"), (3, "retired")]:
        then = inventory.as_known_at(event)
        assert (then.sequence, then.value("asset:web-1", at=NOW + timedelta(days=2))) == (event, stage)
    assert len(inventory.as_known_at(0)) == 0
    with pytest.raises(nhi.InvalidArgument):
        inventory.as_known_at(4)


def test_a_journal_has_one_writer(tmp_path: Path) -> None:
    inventory = begin(tmp_path / "journal")
    with pytest.raises(nhi.FileError) as raised:
        nhi.Inventory(journal=tmp_path / "journal")
    assert raised.value.filename == str(tmp_path / "journal")
    del inventory


def test_a_journal_that_was_tampered_with_is_not_replayed(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    begin(path)
    first, second, third = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(first + third + second, "utf-8")
    with pytest.raises(nhi.JournalError) as raised:
        nhi.Inventory.replay(path)
    assert raised.value.code == "journal_corrupt"


def test_reading_a_journal_may_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    begin(path)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nhi.Inventory.replay(path, progress=stop)
    inventory = nhi.Inventory.replay(path)
    with pytest.raises(KeyboardInterrupt):
        inventory.as_known_at(2, progress=stop)
    assert inventory.as_known_at(2).sequence == 2
