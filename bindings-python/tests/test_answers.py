"""Answers as values: they compare, hash, pickle and show themselves; a report is a sequence."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import nhi_lifecycle as nhi
import pytest
from conftest import NOW

RETIRED = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def many() -> nhi.Inventory:
    """A dozen credentials of nobody; one of them rests on what is missing."""
    inventory = nhi.Inventory()
    key = {"record": "credential", "kind": "api_key", "status": "active"}
    inventory.add([key | {"id": f"key-{number:02}"} for number in range(12)])
    inventory.add([key | {"id": "<b>", "issued_by": "gone"}], strict=False)
    return inventory


def test_a_finding_tells_everything(helpdesk: nhi.Inventory) -> None:
    policy = nhi.Policy(retirement_team="it-ops")
    (finding,) = helpdesk.orphans(at=NOW, since=True, policy=policy)
    assert (finding.kind, finding.subject, finding.credential) == ("orphaned", "credential:hd-key", "hd-key")
    assert (finding.status, finding.severity, finding.reasons) == ("open", "high", ("issuer_retired",))
    assert (finding.indeterminate, finding.since) == ((), RETIRED)
    assert finding.responsible == ("identity:alice", "identity:it-ops")
    assert finding.witnesses == (
        nhi.Witness(
            record="asset:helpdesk",
            state="retired",
            reason="issuer_retired",
            relation="issued_by",
            at=RETIRED,
            by="dana",
        ),
    )
    assert "NHI1:2025" in map(str, finding.controls)
    assert finding.explanation.endswith("which issued it, was retired on 2026-02-01 by dana")


def test_since_is_told_when_asked_for(many: nhi.Inventory) -> None:
    assert {finding.since for finding in many.orphans(at=NOW)} == {None}
    assert {finding.since for finding in many.orphans(at=NOW, since=True)} == {"always"}


def test_findings_are_values(helpdesk: nhi.Inventory) -> None:
    (one,), (other,) = helpdesk.orphans(at=NOW), helpdesk.orphans(at=NOW)
    assert one == other
    assert hash(one) == hash(other)
    (with_since,) = helpdesk.orphans(at=NOW, since=True)
    assert one != with_since
    assert one != "hd-key"
    assert repr(one) == "<Finding credential='hd-key' severity='high' reasons=('issuer_retired',)>"


def test_answers_pickle(helpdesk: nhi.Inventory) -> None:
    answers: list[object] = [
        *helpdesk.orphans(at=NOW, since=True),
        *helpdesk.orphans(at=NOW)[0].witnesses,
        helpdesk.orphans(at=NOW).summary(),
        helpdesk.explain("hd-key", at=NOW),
        helpdesk.explain("hd-key", at=RETIRED - timedelta(days=1)),
        helpdesk.blast_radius("hd-key", at=RETIRED - timedelta(days=1)),
        helpdesk.observe([], observed_at=NOW, source="cmdb"),
        nhi.Policy(retirement_team="it-ops"),
        nhi.Limits(records=7),
    ]
    for answer in answers:
        for again in [pickle.loads(pickle.dumps(answer)), copy.copy(answer), copy.deepcopy(answer)]:
            assert again == answer
            assert hash(again) == hash(answer)
            assert repr(again) == repr(answer)


def test_answers_are_frozen(helpdesk: nhi.Inventory) -> None:
    report = helpdesk.orphans(at=NOW)
    answers: list[tuple[Any, str]] = [
        (report, "at"),
        (report[0], "severity"),
        (report[0].witnesses[0], "by"),
        (nhi.Policy(), "retirement_team"),
        (nhi.Limits(), "records"),
        (helpdesk, "sequence"),
    ]
    for answer, name in answers:
        with pytest.raises(AttributeError):
            setattr(answer, name, None)


def test_a_report_is_a_sequence(many: nhi.Inventory) -> None:
    report = many.orphans(at=NOW)
    everything = list(report)
    assert isinstance(report, Sequence)
    assert len(report) == len(everything) == 13
    assert (report[0], report[-1]) == (everything[0], everything[-1])
    assert report[2:9:3] == tuple(everything[2:9:3])
    assert report[::-1] == tuple(reversed(report)) == tuple(reversed(everything))
    assert report[50:] == ()
    assert (report.index(everything[4]), report.count(everything[4])) == (4, 1)
    assert everything[4] in report
    assert "key-04" not in report
    with pytest.raises(ValueError):
        report.index(everything[4], 5)
    for index in (13, -14, 2**62):
        with pytest.raises(IndexError):
            report[index]
    with pytest.raises(TypeError):
        report["key-04"]  # type: ignore[call-overload]
    assert not nhi.Inventory().orphans(at=NOW)


def test_a_report_outlives_what_it_is_about() -> None:
    inventory = nhi.Inventory()
    inventory.add([{"record": "credential", "id": "key", "kind": "api_key", "status": "active"}])
    report = inventory.orphans(at=NOW)
    inventory.add(
        [
            {"record": "identity", "id": "alice", "kind": "employee", "status": "active"},
            {"record": "credential", "id": "key", "kind": "api_key", "status": "active", "owner": "alice"},
        ]
    )
    finding = report[0]
    del inventory, report
    assert "nobody owns it" in finding.explanation


def test_a_summary_counts(many: nhi.Inventory) -> None:
    summary = many.orphans(at=NOW).summary()
    assert (summary.live_credentials, summary.orphaned) == (13, 13)
    assert (summary.unowned_only, summary.indeterminate) == (12, 0)
    assert summary.by_severity == {"medium": 12, "high": 1}
    assert summary.by_reason == {"issuer_retired": 1, "unowned": 13}


def test_a_report_is_written(many: nhi.Inventory) -> None:
    report = many.orphans(at=NOW, since=True)
    written = json.loads(report.to_json())
    assert [finding["credential"] for finding in written["findings"]] == [finding.credential for finding in report]
    assert report.to_csv().splitlines()[1].startswith("2026-03-01T00:00:00Z,orphaned,credential:<b>,<b>,open,high")
    assert max(map(len, report.to_table(width=60).splitlines())) <= 60
    assert "\x1b[" in report.to_table(colour=True)
    assert len(report.to_table(explanations=False)) < len(report.to_table())


def test_a_notebook_shows_the_first_findings(many: nhi.Inventory) -> None:
    report = many.orphans(at=NOW)
    assert repr(report) == "<Report at=2026-03-01T00:00:00Z findings=13>"
    html = report._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert html.count("<tr>") == 14


def test_a_justified_credential_has_chains(helpdesk: nhi.Inventory) -> None:
    explanation = helpdesk.explain("credential:hd-key", at=RETIRED - timedelta(days=1))
    assert (explanation.verdict, explanation.reasons) == ("justified", ())
    assert explanation.accountable == (nhi.Link("credential:hd-key", "owned_by", "identity:alice"),)
    assert str(explanation) == explanation.sentence


def test_reach_has_paths(helpdesk: nhi.Inventory) -> None:
    reach = helpdesk.blast_radius("hd-key", at=RETIRED - timedelta(days=1))
    path = ("credential:hd-key", "asset:helpdesk")
    assert reach == nhi.Reach("credential:hd-key", (nhi.Reached("helpdesk", "read", path),))
    assert helpdesk.blast_radius("hd-key", at=NOW).assets == ()


def test_radii_are_a_sequence(helpdesk: nhi.Inventory) -> None:
    before = RETIRED - timedelta(days=1)
    helpdesk.add([{"record": "credential", "id": "ftp-pw", "kind": "password", "status": "active"}])
    helpdesk.add([{"record": "credential", "id": "old-pw", "kind": "password", "status": "revoked"}])
    radii = helpdesk.blast_radii(at=before)
    assert isinstance(radii, Sequence)
    assert list(radii) == [nhi.Radius("hd-key", 1), nhi.Radius("ftp-pw", 0)] == list(radii[:])
    assert (radii.at, len(radii), radii[-1].credential) == (before, 2, "ftp-pw")
    assert (radii.of("hd-key"), radii.of("credential:ftp-pw"), radii.of("old-pw")) == (1, 0, None)
    assert nhi.Radius("hd-key", 1) in radii
    assert radii.index(nhi.Radius("ftp-pw", 0)) == 1
    assert [radius.assets for radius in reversed(radii)] == [0, 1]
    assert repr(radii) == "<Radii at=2026-01-31T00:00:00Z credentials=2>"
    with pytest.raises(IndexError):
        radii[2]
    with pytest.raises(nhi.NotFound):
        radii.of("nobody")
    assert helpdesk.blast_radii(at=before, least="write").of("hd-key") == 0
    with pytest.raises(nhi.InvalidArgument):
        helpdesk.blast_radii(at=before, least="everything")  # type: ignore[arg-type]


def test_estimates_say_so(helpdesk: nhi.Inventory) -> None:
    radii = helpdesk.estimated_blast_radii(at=RETIRED - timedelta(days=1))
    (one,) = radii
    assert isinstance(one, nhi.EstimatedRadius)
    assert one.about >= 1.0 == (radii.of("hd-key") or 0.0) / one.about
    assert 0.1 < radii.standard_error < 0.2
    assert helpdesk.estimated_blast_radii(at=NOW)[0].about == 0.0


def test_rings_are_found() -> None:
    inventory = nhi.Inventory()
    asset = {"record": "asset", "kind": "server", "stage": "in_use"}
    inventory.add([asset | {"id": "b", "depends_on": "a"}, asset | {"id": "a", "runs_on": "b"}, asset | {"id": "c"}])
    assert inventory.rings(at=NOW) == [["a", "b"]]


def test_a_neighbourhood_is_drawn(helpdesk: nhi.Inventory) -> None:
    assert helpdesk.dot("asset:helpdesk", hops=1).count("label=") == 3
    assert helpdesk.dot(["asset:helpdesk", "identity:alice"], hops=0, at=NOW).count("shape=") == 2


def test_limits_have_the_librarys_values_where_left_out() -> None:
    usual = nhi.Limits()
    assert nhi.Limits(records=usual.records) == usual
    assert nhi.Limits(records=7) != usual
    assert repr(nhi.Limits(records=7)).startswith("Limits(bytes=")
    with pytest.raises(OverflowError):
        nhi.Limits(records=-1)


def test_the_ways_of_a_long_chain_are_made_one_by_one() -> None:
    length = 20_000
    inventory = nhi.Inventory()
    repository = {"record": "asset", "kind": "repository", "stage": "in_use"}
    key = {"record": "credential", "kind": "deploy_key", "status": "active"}
    inventory.add([repository | {"id": f"a{number}"} for number in range(length)])
    inventory.add([key | {"id": f"k{n}", "issued_by": f"a{n}", "stored_on": [f"a{n - 1}"][:n]} for n in range(length)])
    reach = inventory.blast_radius("k0", at=NOW)
    assert len(reach.assets) == length
    farthest = max(reach.assets, key=lambda reached: reached.steps)
    assert (farthest.asset, farthest.steps) == (f"a{length - 1}", 2 * length - 1)
    assert len(farthest.path) == 2 * length
    assert farthest.path is farthest.path
    assert repr(farthest) == f"<Reached asset='a{length - 1}' privilege='read' steps={2 * length - 1}>"
    assert farthest != nhi.Reached(farthest.asset, farthest.privilege, farthest.path[1:])
