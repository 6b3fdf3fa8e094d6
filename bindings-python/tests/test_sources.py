"""Exports of other systems: loaded, accounted for, joined, and loaded again the next day."""

from __future__ import annotations

import csv
import io
import json
import os
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nhi_lifecycle as nhi
import pytest
from conftest import NOW

SAMPLES = Path(__file__).parents[2] / "nhi-lifecycle" / "import" / "tests" / "sources" / "samples"
REAL = os.environ.get("NHI_REAL_DATA")

with_real_data = pytest.mark.skipif(REAL is None, reason="NHI_REAL_DATA is not set: real exports were not read")


def sample(name: str) -> tuple[str, Path]:
    # Where a format has two forms, JSON.
    return name, max(SAMPLES.glob(f"{name}.*"))


def keys(folder: Path, status: str) -> tuple[str, Path]:
    path = folder / "keys.json"
    key = {
        "UserName": "deploy",
        "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "Status": status,
        "CreateDate": "2024-05-01T10:00:00Z",
    }
    path.write_text(json.dumps({"AccessKeyMetadata": [key]}), "utf-8")
    return "aws-access-keys", path


def test_every_format_has_a_sample() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == {format.name for format in nhi.formats()}


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_format_loads_its_sample(path: Path) -> None:
    format = path.stem
    # Links name what other exports show.
    inventory = nhi.Inventory.from_sources([(format, path)], at=NOW, strict=format != "links")
    assert inventory.loaded is not None
    (report,) = inventory.loaded.sources
    assert (report.source, report.format, report.skipped) == (format, format, ())
    assert report.entries > 0
    assert sum(report.records.values()) > 0
    assert sum(report.records.values()) + sum(report.mentioned.values()) >= inventory.loaded.observed.added.new > 0
    assert len(inventory) >= inventory.loaded.observed.added.new


def test_the_account_of_a_load() -> None:
    inventory = nhi.Inventory.from_sources([sample("aws-credential-report"), sample("hr-people")], at=NOW)
    loaded = inventory.loaded
    assert loaded is not None
    report, people = loaded.sources
    # The user's two keys and the two users; their account is just named.
    assert report.records == {"identity": 2, "credential": 2, "relation": 1}
    assert report.mentioned == {"asset": 1}
    assert "an account that the export names is in use" in report.assumptions
    assert people.records == {"identity": 2}
    assert loaded.merge.merges == ()
    assert str(report).startswith("aws-credential-report: 2 entries, ")
    assert str(loaded) == "\n".join([str(report), str(people), str(loaded.merge)])
    assert pickle.loads(pickle.dumps(loaded)) == loaded
    assert nhi.Inventory().loaded is None


def test_what_can_not_be_used_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name,desk\n7,Ada,4\n,Nobody,5\n", "utf-8")
    inventory = nhi.Inventory.from_sources([("hr-people", path)], at=NOW)
    assert inventory.loaded is not None
    (report,) = inventory.loaded.sources
    (skipped,) = report.skipped
    assert (skipped.file, skipped.line, skipped.index, report.skipped_total) == (str(path), 3, 1, 1)
    assert skipped.why == "has neither a number nor a mail address of the person"
    assert report.unread_fields == {"desk": 2}


def test_a_policy_says_what_is_the_same_and_who_is_right() -> None:
    sources = [sample("snipe-it-users"), sample("hr-people")]
    merged = nhi.Inventory.from_sources(sources, at=NOW).loaded
    assert merged is not None
    (merge,) = merged.merge.merges
    assert (merge.rule, {merge.kept, merge.joined}) == ("mail", {"identity:snipe-it:user/3", "identity:hr:person/7"})
    for policy in (
        nhi.MergePolicy(keep_apart=[(merge.kept, merge.joined)]),
        nhi.MergePolicy(rules=["serial_number"]),
    ):
        apart = nhi.Inventory.from_sources(sources, at=NOW, policy=policy).loaded
        assert apart is not None
        assert apart.merge.merges == ()


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        (nhi.MergePolicy(rules=["the_same"]), "rules: not a rule of merging; one of: serial_number, "),  # type: ignore[list-item]
        (nhi.MergePolicy(keep_apart=[("web-1", "asset:web-2")]), "keep_apart: "),
    ],
)
def test_a_policy_that_makes_no_sense(policy: nhi.MergePolicy, message: str) -> None:
    with pytest.raises(nhi.InvalidArgument, match=message):
        nhi.Inventory.from_sources([], at=NOW, policy=policy)


def test_a_source_may_have_a_name_and_a_scope() -> None:
    format, path = sample("netbox-devices")
    sources = [nhi.Source(format, path, name=site, scope=site) for site in ("berlin", "porto")]
    inventory = nhi.Inventory.from_sources(sources, at=NOW)
    assert inventory.loaded is not None
    assert [report.source for report in inventory.loaded.sources] == ["berlin", "porto"]
    policy = nhi.MergePolicy(rules=[])
    apart = nhi.Inventory.from_sources(sources, at=NOW, policy=policy)
    ids = {record["id"] for record in apart.records() if record["record"] == "asset"}
    assert ids == {"netbox/berlin:device/4", "netbox/porto:device/4"}


def test_tomorrow_adds_just_what_changed(tmp_path: Path) -> None:
    today, tomorrow = NOW, NOW + timedelta(days=1)
    inventory = nhi.Inventory.from_sources([keys(tmp_path, "Active"), sample("hr-people")], at=today)
    assert inventory.loaded is not None
    assert inventory.loaded.observed.added.new == 4

    same = inventory.observe_sources([keys(tmp_path, "Active"), sample("hr-people")], observed_at=today).observed
    assert (same.added.new, same.added.replaced, same.no_longer_shown) == (0, 0, ())

    changed = inventory.observe_sources([keys(tmp_path, "Inactive"), sample("hr-people")], observed_at=tomorrow)
    assert (changed.observed.added.new, changed.observed.added.replaced) == (1, 1)
    (change,) = (record for record in inventory.records() if record["record"] == "change")
    assert (change["subject"], change["from"], change["to"]) == (
        "credential:AKIAIOSFODNN7EXAMPLE",
        "active",
        "suspended",
    )
    assert (change["not_before"], change["at"]) == ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
    assert inventory.value("credential:AKIAIOSFODNN7EXAMPLE", at=tomorrow) == "suspended"

    gone = inventory.observe_sources([sample("hr-people")], observed_at=tomorrow).observed
    assert "credential:AKIAIOSFODNN7EXAMPLE" in gone.no_longer_shown


def test_progress_is_told_in_bytes_and_may_stop_it() -> None:
    class Enough(Exception):
        pass

    def stop(_: int) -> None:
        raise Enough

    sources = [sample("aws-cloudtrail"), sample("okta-users")]
    told: list[int] = []
    inventory = nhi.Inventory.from_sources(sources, at=NOW, progress=told.append)
    assert sum(told) == sum(path.stat().st_size for _, path in sources)
    len_before = len(inventory)
    with pytest.raises(Enough):
        inventory.observe_sources([sample("hr-people")], observed_at=NOW, progress=stop)
    assert len(inventory) == len_before


def test_a_problem_found_later_names_the_line_of_the_export(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text("kind,from,to\nowned_by,asset:web-1,identity:nobody\n", "utf-8")
    with pytest.raises(nhi.InvalidInput) as raised:
        nhi.Inventory.from_sources([("links", path)], at=NOW)
    assert {(problem.file, problem.line) for problem in raised.value.problems} == {(str(path), 2)}


def test_what_is_refused(tmp_path: Path) -> None:
    with pytest.raises(nhi.InvalidInput, match="no such format; one of: aws-credential-report, "):
        nhi.Inventory.from_sources([("spreadsheet", "x.xls")], at=NOW)
    with pytest.raises(nhi.InvalidInput, match=r"hr-people\.csv: .*limit"):
        nhi.Inventory.from_sources([sample("hr-people")], at=NOW, limits=nhi.Limits(bytes=10))
    with pytest.raises(nhi.InvalidInput) as raised:
        nhi.Inventory.from_sources([("hr-people", tmp_path / "absent.csv")], at=NOW)
    assert raised.value.problems[0].code == "io"
    with pytest.raises(TypeError):
        nhi.Inventory.from_sources(["hr-people"], at=NOW)  # type: ignore[list-item]


@with_real_data
def test_a_real_credential_report() -> None:
    path = Path(REAL or "") / "aws-cloudmapper-demo"
    reports = sorted(path.rglob("*credential-report*.csv"))
    assert reports, f"no credential report in {path}"
    for report in reports:
        rows = list(csv.DictReader(io.StringIO(report.read_text("utf-8"))))
        inventory = nhi.Inventory.from_sources([("aws-credential-report", report)], at=datetime.now(UTC))
        assert inventory.loaded is not None
        assert inventory.loaded.sources[0].entries == len(rows)
        live = [
            record["id"]
            for record in inventory.records()
            if (record["record"], record.get("kind"), record.get("status")) == ("credential", "access_key", "active")
        ]
        assert len(live) == sum(row[f"access_key_{place}_active"] == "true" for row in rows for place in (1, 2))
