"""``python -m nhi_lifecycle``: what it prints, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import nhi_lifecycle as nhi
import pytest
from conftest import HELPDESK
from nhi_lifecycle.__main__ import main

AT = "--at=2026-03-01T00:00:00Z"


@pytest.fixture
def path(tmp_path: Path, helpdesk: nhi.Inventory) -> str:
    helpdesk.write(tmp_path / "inventory")
    return str(tmp_path / "inventory")


def test_a_table(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["orphans", path, AT]) == 1
    output = capsys.readouterr().out
    assert "hd-key" in output
    assert "\x1b" not in output


def test_json_with_since(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["orphans", path, AT, "--format=json", "--since"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["since"] == "2026-02-01T00:00:00Z"


def test_csv(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["orphans", path, AT, "--format=csv"]) == 1
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["credential"], row["reasons"]) == ("hd-key", "issuer_retired")


def test_none_found(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["orphans", path, "--at=2026-01-01T00:00:00Z"]) == 0
    assert main(["orphans", path]) == 1


def test_lenient(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "partial.jsonl"
    path.write_text(json.dumps(HELPDESK[-1]), "utf-8")
    assert main(["orphans", str(path)]) == 2
    assert f"{path}:1: field `issued_by`: " in capsys.readouterr().err
    assert main(["orphans", str(path), "--lenient"]) == 1


@pytest.mark.parametrize(
    "arguments", [["orphans", "nowhere.jsonl"], ["orphans", "nowhere", "--at=2026-03-01T00:00:00"]]
)
def test_what_could_not_be_found_out(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("nhi_lifecycle: ")


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["orphans", "path", "--at=yesterday"])
    assert raised.value.code == 2


def test_as_a_module(path: str) -> None:
    command = [sys.executable, "-m", "nhi_lifecycle", "orphans", path, AT]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("SEVERITY")
