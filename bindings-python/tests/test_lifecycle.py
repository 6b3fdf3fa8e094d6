"""A lifecycle of the user's own: its rows, names and gates, and what is wrong with a mistaken one."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import nhi_lifecycle as nhi
import pytest
from conftest import NOW

RECORDS: list[dict[str, Any]] = [
    {"record": "identity", "id": "ann", "kind": "employee", "status": "active"},
    {"record": "asset", "id": "wiki", "kind": "saas", "stage": "requested"},
]
CLOSED = {"id": "ev-1", "subject": "asset:wiki", "kind": "record_closed", "at": NOW, "by": "ann"}

EXTENSION: dict[str, Any] = {
    "stages": {"pending_retirement": "sunset"},
    "rows": [{"class": "saas", "from": "in_use", "to": "retired"}],
    "gates": [{"name": "dpo_agreed", "entering": ["retired"], "requires": 'label("dpo") = "yes"', "remedy": "ask"}],
}


def test_a_lifecycle_is_a_value() -> None:
    own, model = nhi.Lifecycle(EXTENSION), nhi.Lifecycle()
    for again in [nhi.Lifecycle(EXTENSION), pickle.loads(pickle.dumps(own)), copy.copy(own)]:
        assert (again, hash(again), repr(again)) == (own, hash(own), repr(own))
    assert pickle.loads(pickle.dumps(model)) == model == nhi.Lifecycle({}) == nhi.Lifecycle("{}")
    assert own != model
    assert own.name_of("pending_retirement") == "sunset"
    assert (model.gates("saas", "in_use", "retired"), own.legal("saas", "disposed")) == (None, ())
    assert 'state "sunset" as pending_retirement' in own.mermaid("saas")
    assert "in_use -> retired" in own.dot("saas")
    with pytest.raises(nhi.InvalidArgument):
        own.mermaid("furniture")  # type: ignore[arg-type]


def test_the_users_own_gates_block(tmp_path: Path) -> None:
    own = nhi.Lifecycle(EXTENSION)
    path = tmp_path / "journal.jsonl"
    inventory = nhi.Inventory(journal=path, lifecycle=own)
    inventory.add(RECORDS, recorded_at=NOW)
    assert [blocker.gate for blocker in inventory.blockers("wiki", "retired", at=NOW)] == [
        "record_closed",
        "dpo_agreed",
    ]
    inventory.add([RECORDS[1] | {"labels": {"dpo": "yes"}}], recorded_at=NOW)
    inventory.transition("wiki", "retired", at=NOW, by="ann", reason="x", evidence=[CLOSED], recorded_at=NOW)
    assert inventory.lifecycle is own
    assert inventory.as_known_at(1).lifecycle is own
    # What was done stays done, whatever the lifecycle is now.
    told = path.with_suffix(".copy")
    told.write_bytes(path.read_bytes())
    again = nhi.Inventory.replay(told)
    assert (again, again.lifecycle) == (inventory, nhi.Lifecycle())


@pytest.mark.parametrize(
    ("extension", "code", "field"),
    [
        ({"rows": [{"class": "saas", "from": "disposed", "to": "in_use"}]}, "invalid_lifecycle", "rows[0].from"),
        ({"rows": [{"class": "saas", "from": "in_use", "to": "gone"}]}, "invalid_lifecycle", "rows[0]"),
        ({"gates": [{"name": "x", "requires": "criticality < hihg"}]}, "invalid_lifecycle", "gates[0]"),
        ({"gate": []}, "invalid_lifecycle", None),
        ("{", "invalid_syntax", None),
    ],
)
def test_a_wrong_extension_says_where(extension: dict[str, Any] | str, code: str, field: str | None) -> None:
    with pytest.raises(nhi.InvalidInput) as raised:
        nhi.Lifecycle(extension)
    assert [(problem.code, problem.field) for problem in raised.value.problems] == [(code, field)]
    assert not raised.value.problems[0].message.startswith("invalid_")


def test_what_is_no_extension_is_refused() -> None:
    for wrong in (7, ["rows"], {"gates": NOW}):
        with pytest.raises(TypeError):
            nhi.Lifecycle(wrong)  # type: ignore[arg-type]
