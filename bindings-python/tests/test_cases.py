"""The shared cases: the same files that Rust and C run. Their README tells the format.

Each case runs twice: with its batches as dicts, and as files of JSON Lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nhi_lifecycle as nhi
import pytest

CASES = Path(__file__).parents[2] / "nhi-lifecycle" / "tests" / "cases"

# What a monitor says of a finding.
STANDING = ("credential", "reasons", "indeterminate", "severity", "status")

Batch = list[dict[str, Any]]
Records = Batch | Path


def read_cases() -> list[dict[str, Any]]:
    files = sorted(CASES.glob("*.json"))
    return [case for file in files for case in json.loads(file.read_text("utf-8"))["cases"]]


every_case = pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["name"])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def has_header(batch: Any) -> bool:
    """Whether it begins like a file: what is no record is not for dicts."""
    return isinstance(batch, list) and any(record.get("record") == "inventory" for record in batch)


@every_case
def test_as_dicts(case: dict[str, Any]) -> None:
    if not any(map(has_header, case["batches"])):
        run(case, lambda batch: batch)


@every_case
def test_as_files(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"

    def write(batch: Batch) -> Path:
        path.write_text("".join(json.dumps(record) + "\n" for record in batch), "utf-8")
        return path

    run(case, write)


def run(case: dict[str, Any], records: Callable[[Batch], Records]) -> None:
    inventory = nhi.Inventory()
    strict = not case.get("lenient", False)
    *batches, last = case["batches"]
    for batch in batches:
        take(inventory, batch, records, strict)
    if refused := case.get("refused"):
        before = list(inventory.records())
        with pytest.raises(nhi.InvalidInput) as raised:
            take(inventory, last, records, strict)
        assert list(inventory.records()) == before
        assert any(fits(problem, refused) for problem in raised.value.problems), raised.value.problems
    else:
        take(inventory, last, records, strict)
    for ask in case.get("asks", []):
        (question, parameters), (_, expected) = ask.items()
        ANSWERS[question](inventory, parameters, expected)


@every_case
def test_through_a_monitor(case: dict[str, Any]) -> None:
    """What a case asks about orphans, a monitor says whose inventory grew to it batch by batch."""
    asks = case.get("asks", [])
    if case.get("refused") or any(map(has_header, case["batches"])) or any("transition" in ask for ask in asks):
        return
    strict = not case.get("lenient", False)
    # An observation is no record to apply: what is observed is there at first.
    observed = [place for place, batch in enumerate(case["batches"], 1) if not isinstance(batch, list)]
    first = max(observed, default=0)
    for ask in asks:
        if "orphans" not in ask:
            continue
        inventory = nhi.Inventory()
        for batch in case["batches"][:first]:
            take(inventory, batch, lambda batch: batch, strict)
        with inventory.monitor(at=instant(ask["orphans"]["at"])) as monitor:
            for batch in case["batches"][first:]:
                monitor.apply(batch, strict=strict)
            told = [{name: comparable(finding, name) for name in STANDING} for finding in monitor.findings()]
        expected = [{name: value for name, value in fields.items() if name in STANDING} for fields in ask["expect"]]
        assert len(told) == len(expected)
        for finding, fields in zip(told, expected, strict=True):
            assert {name: finding[name] for name in fields} == fields


def take(inventory: nhi.Inventory, batch: Any, records: Callable[[Batch], Records], strict: bool) -> None:
    if isinstance(batch, list):
        inventory.add(records(batch), strict=strict)
    else:
        observed_at = instant(batch["observed_at"])
        inventory.observe(records(batch["observe"]), observed_at=observed_at, source=batch["source"], strict=strict)


def fits(problem: nhi.Problem, refused: dict[str, Any]) -> bool:
    return all(getattr(problem, name) == value for name, value in refused.items())


def orphans(inventory: nhi.Inventory, parameters: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    report = inventory.orphans(at=instant(parameters["at"]), since=parameters.get("since", False))
    assert [finding.credential for finding in report] == [finding["credential"] for finding in expected]
    for finding, fields in zip(report, expected, strict=True):
        assert {name: comparable(finding, name) for name in fields} == fields


def comparable(finding: nhi.Finding | nhi.StandingFinding, name: str) -> object:
    """A field of a finding as the cases write it."""
    value = getattr(finding, name)
    match name:
        case "since":
            return None if value == "always" else value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case "controls":
            return [control.id for control in value]
        case _:
            return list(value) if isinstance(value, tuple) else value


def explain(inventory: nhi.Inventory, parameters: dict[str, Any], expected: dict[str, Any]) -> None:
    explanation = inventory.explain(parameters["credential"], at=instant(parameters["at"]))
    assert explanation.verdict == expected["verdict"]
    for mention in expected.get("mentions", []):
        assert mention in explanation.sentence


def reach(inventory: nhi.Inventory, parameters: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    assets = inventory.blast_radius(parameters["credential"], at=instant(parameters["at"])).assets
    assert [reached.asset for reached in assets] == [reached["asset"] for reached in expected]
    radius = inventory.blast_radii(at=instant(parameters["at"])).of(parameters["credential"])
    assert (radius or 0) == len(expected)
    for reached, fields in zip(assets, expected, strict=True):
        found = {name: getattr(reached, name) for name in fields}
        assert found == {name: tuple(value) if name == "path" else value for name, value in fields.items()}


def state(inventory: nhi.Inventory, parameters: dict[str, Any], expected: str | bool | None) -> None:
    value = inventory.value(parameters["subject"], parameters["field"], at=instant(parameters["at"]))
    assert value == (str(expected).lower() if isinstance(expected, bool) else expected)


def blockers(inventory: nhi.Inventory, parameters: dict[str, Any], expected: list[dict[str, str]]) -> None:
    found = inventory.blockers(parameters["asset"], parameters["to"], at=instant(parameters["at"]))
    assert in_short(found) == expected


def in_short(found: tuple[nhi.Blocker, ...]) -> list[dict[str, str]]:
    return [{"gate": blocker.gate, "verdict": blocker.verdict} for blocker in found]


def transition(inventory: nhi.Inventory, parameters: dict[str, Any], expected: dict[str, Any]) -> None:
    act = parameters | {"at": instant(parameters["at"])}
    before = list(inventory.records())
    # What the batches brought was recorded now.
    recorded_at = max(act["at"], datetime.now(UTC))
    try:
        done = inventory.transition(**act, recorded_at=recorded_at)
    except nhi.Error as error:
        assert list(inventory.records()) == before
        assert error.code == expected["code"]
        if isinstance(error, nhi.GateError):
            assert in_short(error.blockers) == expected["blockers"]
        if isinstance(error, nhi.IllegalTransition):
            assert list(error.legal) == expected["legal"]
    else:
        assert done.from_ == expected["from"]
        if "gates" in expected:
            assert [without_none(gate) for gate in done.gates] == expected["gates"]


def without_none(outcome: nhi.GateOutcome) -> dict[str, str]:
    return {name: value for name, value in asdict(outcome).items() if value is not None}


def ungated_transitions(inventory: nhi.Inventory, parameters: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    found = inventory.ungated_transitions(at=instant(parameters["at"]))
    assert len(found) == len(expected)
    for change, fields in zip(found, expected, strict=True):
        told = asdict(change) | {
            "from": change.from_,
            "at": change.at.isoformat().replace("+00:00", "Z"),
            "legal": list(change.legal),
            "gates": [blocker.gate for blocker in change.blockers],
        }
        assert {name: told[name] for name in fields} == fields


def count(inventory: nhi.Inventory, _: dict[str, Any], expected: int) -> None:
    assert len(inventory) == len(list(inventory.records())) == expected


ANSWERS: dict[str, Callable[[nhi.Inventory, dict[str, Any], Any], None]] = {
    "orphans": orphans,
    "explain": explain,
    "reach": reach,
    "state": state,
    "blockers": blockers,
    "transition": transition,
    "ungated_transitions": ungated_transitions,
    "records": count,
}
