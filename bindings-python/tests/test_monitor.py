"""A monitor: what each record and time open and close, and whose the inventory is meanwhile."""

from __future__ import annotations

import gc
import pickle
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nhi_lifecycle as nhi
import pytest
from conftest import HELPDESK, NOW

KEY = {"record": "credential", "id": "k", "kind": "api_key", "status": "active"}
RETIRED = {"record": "change", "subject": "asset:wiki", "from": "in_use", "to": "retired", "at": NOW}


def told(findings: Sequence[nhi.StandingFinding]) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.credential, finding.reasons) for finding in findings]


def begun() -> nhi.Monitor:
    inventory = nhi.Inventory()
    inventory.add(
        [
            {"record": "asset", "id": "wiki", "kind": "saas", "stage": "in_use"},
            {
                "record": "identity",
                "id": "alice",
                "kind": "employee",
                "status": "active",
                "ends_at": NOW + timedelta(days=9),
            },
            {
                "record": "credential",
                "id": "wiki-key",
                "kind": "api_key",
                "status": "active",
                "owner": "alice",
                "issued_by": "wiki",
            },
        ]
    )
    return inventory.monitor(at=NOW)


def test_what_a_record_and_time_open_and_close() -> None:
    monitor = begun()
    assert len(monitor) == 0 and not monitor.findings() and monitor.finding("wiki-key") is None
    delta = monitor.apply(RETIRED, by="dana", source="cmdb")
    assert delta and told(delta.opened) == [("wiki-key", ("issuer_retired",))] and not delta.closed
    finding = delta.opened[0]
    assert (finding.kind, finding.subject, finding.status) == ("orphaned", "credential:wiki-key", "open")
    assert (finding.severity, finding.indeterminate) == ("high", ())
    assert monitor.finding("wiki-key") == finding and list(monitor.findings()) == [finding]

    delta = monitor.advance(NOW + timedelta(days=9))
    assert told(delta.closed) == [("wiki-key", ("issuer_retired",))]
    assert told(delta.opened) == [("wiki-key", ("issuer_retired", "owner_departed"))]
    assert monitor.at == NOW + timedelta(days=9)
    assert not monitor.advance(monitor.at)
    with pytest.raises(nhi.InvalidArgument, match="only goes forward"):
        monitor.advance(NOW)


def test_acts_and_observations_say_what_they_did_and_opened() -> None:
    monitor = begun()
    plan = [
        {"record": "asset", "id": "plan", "kind": "saas", "stage": "requested"},
        {"record": "asset", "id": "host", "kind": "server", "stage": "in_use"},
        {
            "record": "credential",
            "id": "plan-key",
            "kind": "api_key",
            "status": "active",
            "owner": "alice",
            "issued_by": "plan",
        },
    ]
    observed, delta = monitor.observe(plan, observed_at=NOW, source="scan")
    assert (observed.added.event, observed.added.new) == (2, 3) and not delta
    closed = {"id": "ev-1", "subject": "asset:plan", "kind": "record_closed", "at": NOW, "by": "alice"}
    with pytest.raises(nhi.GateError):
        monitor.transition("plan", "retired", at=NOW, by="alice", reason="not needed")
    done, delta = monitor.transition("plan", "retired", at=NOW, by="alice", reason="not needed", evidence=[closed])
    assert (done.from_, done.to) == ("requested", "retired")
    assert told(delta.opened) == [("plan-key", ("issuer_retired",))] and not delta.closed
    moved, delta = monitor.rehome("wiki", host="host", at=NOW, by="alice", reason="newer")
    assert moved.added.new == 1 and not delta
    handed_on, delta = monitor.reassign("wiki", owner="alice", at=NOW, by="alice", reason="hers")
    assert handed_on.to == "in_use" and not delta
    assert told(monitor.findings()) == [(f.credential, f.reasons) for f in monitor.inventory.orphans(at=NOW)]
    with pytest.raises(nhi.InvalidArgument, match="before the last observation"):
        monitor.observe(plan, observed_at=NOW - timedelta(days=1), source="scan")


def test_what_only_stands_together_is_one_batch(tmp_path: Path) -> None:
    monitor = begun()
    again = {"record": "asset", "id": "wiki", "kind": "saas", "stage": "retired"}
    with pytest.raises(nhi.InvalidInput):
        monitor.apply(again)
    assert told(monitor.apply([again, RETIRED]).opened) == [("wiki-key", ("issuer_retired",))]
    path = tmp_path / "more.jsonl"
    path.write_text('{"record":"credential","id":"k","kind":"api_key","status":"active"}\n', "utf-8")
    assert told(monitor.apply(path).opened) == [("k", ("unowned",))]
    assert told(monitor.findings()) == [("wiki-key", ("issuer_retired",)), ("k", ("unowned",))]


def test_the_inventory_is_the_one_it_was_asked_of(tmp_path: Path) -> None:
    inventory = nhi.Inventory(journal=tmp_path / "journal.jsonl")
    inventory.add(HELPDESK)
    with inventory.monitor(at=NOW) as monitor:
        assert monitor.inventory is inventory
        monitor.apply(KEY, by="dana")
        assert inventory.sequence == 2
        assert told(monitor.findings()) == [(f.credential, f.reasons) for f in inventory.orphans(at=NOW)]
        for change in (
            lambda: inventory.add([KEY]),
            lambda: inventory.observe([KEY], observed_at=NOW, source="aws"),
            lambda: inventory.transition("helpdesk", "disposed", at=NOW, by="dana", reason="gone"),
            lambda: inventory.monitor(at=NOW),
        ):
            with pytest.raises(nhi.InvalidArgument, match="monitored"):
                change()
    assert inventory.as_known_at(2) == inventory
    inventory.add([{**KEY, "id": "later"}])


def test_closed_or_let_go() -> None:
    monitor = begun()
    inventory = monitor.inventory
    monitor.close()
    monitor.close()
    assert repr(monitor) == "<Monitor closed>"
    for call in (lambda: monitor.apply(KEY), lambda: monitor.advance(NOW), lambda: len(monitor), monitor.findings):
        with pytest.raises(nhi.InvalidArgument, match="closed"):
            call()
    inventory.add([KEY])
    other = inventory.monitor(at=NOW)
    assert told(other.findings()) == [("k", ("unowned",))]
    with pytest.raises(nhi.InvalidArgument, match="closed"):
        monitor.apply(KEY)
    del other
    gc.collect()
    inventory.add([{**KEY, "id": "l"}])


@pytest.mark.parametrize(
    "record",
    [
        {"record": "asset"},
        {"record": "credential", "id": "x", "kind": "api_key", "status": "active", "owner": "nobody"},
        {"record": "nothing"},
        {},
        {"record": "credential", "id": 7, "kind": "api_key", "status": "active"},
    ],
)
def test_what_is_refused_changes_nothing(record: dict[str, Any]) -> None:
    monitor = begun()
    before = list(monitor.inventory.records())
    with pytest.raises(nhi.InvalidInput) as raised:
        monitor.apply(record)
    assert raised.value.problems[0].record == 0
    assert list(monitor.inventory.records()) == before and len(monitor) == 0
    assert told(monitor.apply({**KEY, "owner": "nobody"}, strict=False).opened) == [("k", ("owner_departed",))]
    assert monitor.findings()[0].status == "indeterminate"


def test_findings_are_a_sequence_of_values() -> None:
    monitor = begun()
    delta = monitor.apply([{**KEY, "id": f"k{number}"} for number in range(5)])
    opened = delta.opened
    assert isinstance(opened, Sequence) and len(opened) == 5
    assert opened[-1] == opened[4] and opened[1:3] == (opened[1], opened[2])
    assert opened[2] in opened and opened.index(opened[2]) == 2 and opened.count(opened[0]) == 1
    assert [finding.credential for finding in reversed(opened)] == ["k4", "k3", "k2", "k1", "k0"]
    with pytest.raises(IndexError):
        opened[5]
    assert pickle.loads(pickle.dumps(opened[0])) == opened[0] and len({*opened}) == 5
    assert opened == monitor.findings() and hash(opened) == hash(monitor.findings())
    assert opened != delta.closed and delta == delta and delta != monitor.advance(NOW)
    assert (repr(delta), repr(opened)) == ("<Delta opened=5 closed=0>", "<Standings findings=5>")
    assert repr(monitor) == "<Monitor at=2026-03-01T00:00:00Z findings=5>"


def test_threads_take_turns() -> None:
    monitor = begun()
    opened: list[str] = []

    def apply(thread: int) -> None:
        for number in range(100):
            delta = monitor.apply({**KEY, "id": f"k-{thread}-{number}"})
            opened.extend(finding.credential for finding in delta.opened)

    threads = [threading.Thread(target=apply, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(monitor) == 400 and len(set(opened)) == 400


def test_a_record_source_that_asks_its_own_monitor_is_told() -> None:
    monitor = begun()

    def records() -> Iterator[dict[str, str]]:
        len(monitor)
        yield KEY

    with pytest.raises(nhi.InvalidArgument, match="this very call"):
        monitor.apply(records())
    assert len(monitor) == 0


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(nhi.InvalidArgument):
        begun().advance(datetime(2027, 1, 1))
    with pytest.raises(nhi.InvalidArgument):
        nhi.Inventory().monitor(at=datetime(2027, 1, 1))
    assert nhi.Inventory().monitor(at=datetime(2027, 1, 1, tzinfo=UTC)).at.year == 2027
