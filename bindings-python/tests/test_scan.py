"""``python -m nhi_lifecycle scan`` and ``formats``: what they print and where, and the exit status."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nhi_lifecycle as nhi
import pytest
from nhi_lifecycle.__main__ import main
from nhi_lifecycle._command import bar

ROOT = Path(__file__).parents[2]
EXPORTS = ROOT / "examples" / "data" / "four-exports"
AT = "--at=2026-03-01T00:00:00Z"
REPORT = f"--source=aws-credential-report={EXPORTS / 'report.csv'}"
PEOPLE = f"--source=hr-people={EXPORTS / 'people.csv'}"


def keys(folder: Path, status: str) -> str:
    path = folder / f"{status}.json"
    key = {"UserName": "deploy", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": status}
    path.write_text(json.dumps({"AccessKeyMetadata": [key]}), "utf-8")
    return f"--source=aws-access-keys={path}"


def test_findings_go_out_and_the_account_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", REPORT, PEOPLE, AT]) == 1
    output, account = capsys.readouterr()
    assert output.startswith("SEVERITY")
    assert "user/backup" in output
    assert account.startswith("aws-credential-report: 4 entries, 4 identities, 4 credentials, 1 relations\n  assumed: ")
    assert account.endswith("together: merged 0, conflicts 0\n\n")
    assert main(["scan", REPORT, PEOPLE, AT, "--quiet"]) == 1
    assert capsys.readouterr().err == ""


def test_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", REPORT, AT, "--format=json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert main(["scan", REPORT, AT, "--format=csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["credential"] for row in rows] == [finding["credential"] for finding in findings]
    assert len(rows) == 3


def test_none_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", PEOPLE]) == 0
    assert capsys.readouterr().out == "0 of 0 live credentials are orphaned\n"


def test_a_journal_remembers_the_last_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = f"--journal={tmp_path / 'scans.jsonl'}"
    assert main(["scan", journal, keys(tmp_path, "Inactive"), "--at=2026-03-01T00:00:00Z"]) == 0
    command = ["scan", journal, keys(tmp_path, "Active"), "--at=2026-03-02T00:00:00Z", "--since", "--format=json"]
    capsys.readouterr()
    assert main(command) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["since"] == "2026-03-02T00:00:00Z"
    # What is gone from an export may have been cut off.
    assert main(["scan", journal, PEOPLE, "--at=2026-03-03T00:00:00Z"]) == 1
    account = capsys.readouterr().err
    assert "no longer shown: 2 of what was shown the last time, which stand as they were\n" in account
    assert "\n  `credential:AKIAIOSFODNN7EXAMPLE`\n" in account
    # A day that lies before the last is none to compare with.
    assert main(["scan", journal, keys(tmp_path, "Active"), "--at=2026-02-01T00:00:00Z"]) == 2
    assert "`observed_at` 2026-02-01T00:00:00Z lies before the last observation" in capsys.readouterr().err
    assert nhi.Inventory.replay(tmp_path / "scans.jsonl").sequence == 3


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("hr-people=nowhere.csv", "nhi_lifecycle: nowhere.csv: can't be read"),
        ("spreadsheet=people.csv", "nhi_lifecycle: no such format; one of: aws-credential-report"),
        (f"okta-users={EXPORTS / 'people.csv'}", "this is not JSON; export it so"),
    ],
)
def test_what_could_not_be_found_out(source: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--source", source]) == 2
    output, account = capsys.readouterr()
    assert output == ""
    assert told in account


@pytest.mark.parametrize("source", ["report.csv", "=report.csv", "hr-people=", "hr-people@=people.csv"])
def test_a_source_is_a_format_and_a_path(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["scan", "--source", source])
    assert raised.value.code == 2
    assert "like aws-credential-report=report.csv" in capsys.readouterr().err


def test_a_scope_keeps_two_apart(capsys: pytest.CaptureFixture[str]) -> None:
    people = EXPORTS / "people.csv"
    assert main(["scan", f"--source=hr-people@north={people}", f"--source=hr-people@south={people}"]) == 0
    account = capsys.readouterr().err
    assert "hr-people@north (hr-people): 2 entries" in account
    assert "merged 2" in account


def test_who_is_right_and_what_is_kept_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.csv"
    other.write_text("id,name,email\n9,Dana F.,dana@larkfield.example\n", "utf-8")
    sources = [PEOPLE, f"--source=hr-people@north={other}"]
    assert main(["scan", *sources]) == 0
    assert "field `name`: hr-people was followed, hr-people@north says" in capsys.readouterr().err
    assert main(["scan", *sources, "--trust=name=hr-people@north"]) == 0
    assert "field `name`: hr-people@north was followed, hr-people says" in capsys.readouterr().err
    assert main(["scan", *sources, "--keep-apart", "identity:hr:person/1042", "identity:hr/north:person/9"]) == 0
    assert "together: merged 0, conflicts 0" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["scan", *sources, "--trust=name"])


def test_the_help_teaches_by_examples_that_parse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["scan", "--help"])
    assert raised.value.code == 0
    text = capsys.readouterr().out.replace("\\\n", " ")
    known = {format.name for format in nhi.formats()}
    examples = [line.strip() for line in text.splitlines() if line.startswith("    python -m nhi_lifecycle scan")]
    assert len(examples) >= 5
    for example in examples:
        words = shlex.split(example)
        sources = [word for before, word in pairwise(words) if before == "--source"]
        assert {re.split("[@=]", source)[0] for source in sources} <= known


def test_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    output = capsys.readouterr().out
    for format in nhi.formats():
        assert f"{format.name}: {format.title}\n    {format.export}\n" in output
    assert main(["formats", "snipe"]) == 0
    assert capsys.readouterr().out.startswith("snipe-it-hardware: ")
    assert main(["formats", "spreadsheet"]) == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_on_a_terminal_and_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bar, "PATIENCE", 0)
    terminal = Terminal()
    with bar.Bar(2_000_000, terminal) as shown:
        shown(500_000)
        assert terminal.getvalue() == f"\rreading [{'#' * 8}{'.' * 22}]  25% of 2 MB"
        shown(9_000_000)
        assert "100%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_bar_shows_nothing_elsewhere_nor_for_what_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    with bar.Bar(10, terminal) as shown:
        shown(10)
    assert terminal.getvalue() == ""
    monkeypatch.setattr(bar, "PATIENCE", 0)
    with bar.Bar(10, stream := io.StringIO()) as shown:
        shown(10)
    assert stream.getvalue() == ""


def test_the_bar_knows_what_there_is_to_read(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.json").write_text("12345", "utf-8")
    (tmp_path / "b.json").write_text("123", "utf-8")
    assert bar.bytes_of([str(tmp_path), str(tmp_path / "b.json"), str(tmp_path / "absent")]) == 11


def test_the_readme_shows_what_a_scan_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.split("\n## From the exports you have\n")[1].split("\n## ")[0]
    block = section.split("```console\n")[1].split("```")[0].replace("\\\n", " ")
    shown = {command: output for command, _, output in (part.partition("\n") for part in block.split("$ ")[1:])}
    place, links, scan = shown
    assert (ROOT / place.removeprefix("cd ")) == EXPORTS
    assert shown[links] == (EXPORTS / "links.csv").read_text("utf-8")
    command = [sys.executable, *shlex.split(scan)[1:]]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=EXPORTS)
    assert done.returncode == 1
    rest = done.stderr + done.stdout
    for part in shown[scan].split("...\n"):
        _, found, rest = rest.partition(part)
        assert found == part
    assert rest == ""
    listed = section.split("33 formats")[1]
    for format in nhi.formats():
        assert f"`{format.name}`" in listed
    assert len(nhi.formats()) == 33
