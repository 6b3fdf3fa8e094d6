"""Acts: the gates let them through or say what is missing, and what is handed in counts."""

from __future__ import annotations

import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any

import nhi_lifecycle as nhi
import pytest
from conftest import NOW

LATER = NOW + timedelta(days=1)

RECORDS: list[dict[str, Any]] = [
    {"record": "asset", "id": "wiki", "kind": "saas", "stage": "requested", "name": "The wiki"},
    {"record": "asset", "id": "host", "kind": "server", "stage": "in_use", "environment": "staging", "owner": "dana"},
    {"record": "identity", "id": "dana", "kind": "employee", "status": "active"},
    {"record": "identity", "id": "eve", "kind": "employee", "status": "active"},
]

CLOSED: dict[str, Any] = {"id": "ev-1", "subject": "asset:wiki", "kind": "record_closed", "at": NOW, "by": "dana"}


@pytest.fixture
def inventory(tmp_path: Path) -> nhi.Inventory:
    inventory = nhi.Inventory(journal=tmp_path / "journal")
    inventory.add(RECORDS, recorded_at=NOW)
    return inventory


def test_a_gate_says_what_is_missing(inventory: nhi.Inventory) -> None:
    (blocker,) = inventory.blockers("wiki", "retired", at=NOW)
    assert (blocker.gate, blocker.verdict) == ("record_closed", "fail")
    (missing,) = blocker.missing
    assert (missing.what, missing.record, missing.name) == ("evidence", "asset:wiki", "record_closed")
    assert str(blocker) == blocker.message


def test_an_act_that_a_gate_refuses(inventory: nhi.Inventory) -> None:
    with pytest.raises(nhi.GateError) as raised:
        inventory.transition("wiki", "retired", at=NOW, by="dana", reason="not needed")
    assert raised.value.code == "gate_failed"
    assert raised.value.blockers == inventory.blockers("wiki", "retired", at=NOW)
    assert vars(pickle.loads(pickle.dumps(raised.value))) == vars(raised.value)
    assert inventory.sequence == 1


def test_an_act_that_is_illegal(inventory: nhi.Inventory) -> None:
    with pytest.raises(nhi.IllegalTransition) as raised:
        inventory.transition("asset:wiki", "disposed", at=NOW, by="dana", reason="not needed")
    assert "retired" in raised.value.legal
    assert vars(pickle.loads(pickle.dumps(raised.value))) == vars(raised.value)


def test_an_act_that_goes_through(inventory: nhi.Inventory) -> None:
    done = inventory.transition("wiki", "retired", at=LATER, by="dana", reason="not needed", evidence=[CLOSED])
    assert (done.from_, done.to) == ("requested", "retired")
    assert done.gates == (nhi.GateOutcome("record_closed", "pass"),)
    assert (done.added.event, done.added.new) == (2, 2)
    assert inventory.value("asset:wiki", at=LATER) == "retired"
    assert inventory.as_known_at(2) == inventory
    assert pickle.loads(pickle.dumps(done)) == done


def test_what_is_handed_in_has_places(inventory: nhi.Inventory) -> None:
    with pytest.raises(nhi.InvalidInput) as raised:
        evidence = [CLOSED, CLOSED | {"kind": "hearsay"}]
        inventory.transition("wiki", "retired", at=NOW, by="dana", reason="not needed", evidence=evidence)
    (problem,) = raised.value.problems
    assert (problem.code, problem.record, problem.field) == ("unknown_value", 1, "kind")


def test_reassigning(inventory: nhi.Inventory) -> None:
    blockers = inventory.reassign_blockers("host", owner="eve", at=LATER)
    assert {blocker.gate for blocker in blockers} == {"accountable"}
    with pytest.raises(nhi.GateError):
        inventory.reassign("host", owner="eve", at=LATER, by="dana", reason="moves on")
    managed = RECORDS[1] | {"management": "managed", "owner": "dana"}
    inventory.add([managed], recorded_at=NOW)
    done = inventory.reassign("host", owner="identity:eve", at=LATER, by="dana", reason="moves on")
    assert done.from_ == done.to == "in_use"


def test_rehoming(inventory: nhi.Inventory) -> None:
    assert inventory.rehome_blockers("host", environment="production", at=LATER) == ()
    inventory.rehome("host", environment="production", at=LATER, by="dana", reason="goes live")
    assert inventory.value("asset:host", "environment", at=LATER) == "production"
    with pytest.raises(nhi.InvalidArgument):
        inventory.rehome("host", at=LATER, by="dana", reason="to nowhere")


def test_what_was_reported_against_the_rules(helpdesk: nhi.Inventory) -> None:
    (change,) = helpdesk.ungated_transitions(at=NOW)
    assert (change.asset, change.from_, change.to, change.by) == ("asset:helpdesk", "in_use", "retired", "dana")
    assert not change.in_table
    assert "pending_retirement" in change.legal
