"""Records in and out: what a dict may hold, what is refused and how, and that what goes out comes in again."""

from __future__ import annotations

import enum
import json
from collections import UserDict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nhi_lifecycle as nhi
import pytest
from conftest import HELPDESK, NOW


def asset(**fields: object) -> dict[str, object]:
    return {"record": "asset", "id": "web-1", "kind": "server", "stage": "in_use"} | fields


def stored(record: object) -> dict[str, Any]:
    """The record as the inventory gives it back."""
    inventory = nhi.Inventory()
    inventory.add([record], strict=False)  # type: ignore[list-item]
    return next(inventory.records())


def problem(*records: object) -> nhi.Problem:
    inventory = nhi.Inventory()
    with pytest.raises(nhi.InvalidInput) as raised:
        inventory.add(records)  # type: ignore[arg-type]
    assert len(inventory) == 0
    (found,) = raised.value.problems
    return found


def test_a_record_comes_back_in_the_order_of_its_fields() -> None:
    labels = {"tier": "2", "cost centre": "4711"}
    record = stored({"labels": labels, "owner": ["bea", "al"], "legal_hold": True} | asset())
    assert list(record) == ["record", "id", "kind", "stage", "legal_hold", "labels", "owner"]
    assert (record["labels"], record["owner"], record["legal_hold"]) == (labels, ["al", "bea"], True)


@pytest.mark.parametrize("several", [list, tuple, set, frozenset])
def test_collections_are_lists(several: Callable[[list[str]], object]) -> None:
    assert stored(asset(owner=several(["al", "bea"])))["owner"] == ["al", "bea"]


def test_mappings_of_any_class_are_records() -> None:
    assert stored(UserDict(asset(labels=UserDict({"a": "b"}))))["labels"] == {"a": "b"}


def test_texts_of_any_class_are_texts() -> None:
    class Stage(enum.StrEnum):
        IN_USE = "in_use"

    assert stored(asset(stage=Stage.IN_USE))["stage"] == "in_use"


def test_none_is_a_field_left_out() -> None:
    assert "name" not in stored(asset(name=None))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 2, 1, 9, 30, tzinfo=UTC), "2026-02-01T09:30:00Z"),
        (datetime(2026, 2, 1, 9, 30, 0, 1, tzinfo=UTC), "2026-02-01T09:30:00.000001Z"),
        (datetime(2026, 2, 1, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))), "2026-02-01T04:00:00Z"),
        (datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")), "2026-06-30T22:00:00Z"),
        # The same wall clock twice, when summer time ends.
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")), "2026-10-25T00:30:00Z"),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")), "2026-10-25T01:30:00Z"),
        # Before time zones, clocks showed the sun: an offset of 53 minutes and 28 seconds.
        (datetime(1890, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")), "1889-12-31T23:06:32Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
        (datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_aware_datetimes_are_instants(value: datetime, text: str) -> None:
    assert stored(asset(purchased_at=value))["purchased_at"] == text
    assert nhi.Inventory().orphans(at=value).at == datetime.fromisoformat(text)


class Precise(datetime):
    """A datetime that knows more than Python's, as that of pandas does."""

    def astimezone(self, tz: tzinfo | None = None) -> Precise:
        return self

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        return "2026-02-01T09:30:00.000000001+00:00"


class Nowhere(tzinfo):
    """A time zone that knows no offset."""

    def utcoffset(self, at: datetime | None, /) -> timedelta | None:
        return None

    def dst(self, at: datetime | None, /) -> timedelta | None:
        return None

    def tzname(self, at: datetime | None, /) -> str | None:
        return None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 2, 1), "no offset"),
        (datetime(2026, 2, 1, tzinfo=Nowhere()), "no offset"),
        (Precise(2026, 2, 1, tzinfo=UTC), "finer than a microsecond"),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-2))), "years 1 to 9999"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "years 1 to 9999"),
    ],
)
def test_other_datetimes_are_none(value: datetime, words: str) -> None:
    found = problem(asset(), asset(id="web-2", purchased_at=value))
    assert (found.code, found.record, found.field) == ("invalid_instant", 1, "purchased_at")
    assert words in found.message
    with pytest.raises(nhi.InvalidArgument):
        nhi.Inventory().orphans(at=value)


def test_an_instant_as_argument_is_a_datetime() -> None:
    with pytest.raises(TypeError, match="at"):
        nhi.Inventory().orphans(at="2026-03-01T00:00:00Z")  # type: ignore[arg-type]


class Opaque:
    """Nothing that a record can hold."""


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"id": 7}, "id", "a number"),
        ({"id": float("nan")}, "id", "a number"),
        ({"id": True}, "id", "a truth value"),
        ({"name": b"web"}, "name", "`bytes`"),
        ({"name": Opaque()}, "name", "`Opaque`"),
        ({"purchased_at": date(2026, 2, 1)}, "purchased_at", "`date`"),
        ({"owner": ["al", 7]}, "owner", "a number"),
        ({"owner": ["al", Opaque()]}, "owner", "`Opaque`"),
        ({"owner": [["al"]]}, "owner", "nested"),
        ({"labels": {"a": {"b": "c"}}}, "labels", "nested"),
        ({"labels": {1: "b"}}, "labels", "`int`"),
        ({"owner": iter(["al"])}, "owner", "`list_iterator`"),
    ],
)
def test_wrong_types_are_problems(fields: dict[str, object], field: str, words: str) -> None:
    found = problem(asset(**fields))
    assert (found.code, found.record, found.field) == ("wrong_type", 0, field)
    assert words in found.message


@pytest.mark.parametrize("record", [None, 7, ["record", "asset"], {7: "web-1"}])
def test_what_is_no_record_is_a_problem(record: object) -> None:
    assert problem(record).code == "wrong_type"


def test_a_lone_surrogate_is_a_problem() -> None:
    found = problem(asset(name="\ud800"))
    assert (found.code, found.field) == ("invalid_utf8", "name")


def test_values_are_not_repeated() -> None:
    found = problem(asset(stage="hunter2"))
    assert "hunter2" not in str(found)


def test_problems_are_told_together() -> None:
    with pytest.raises(nhi.InvalidInput) as raised:
        nhi.Inventory().add(asset(id=f"web-{number}", stage="gone") for number in range(250))
    assert (len(raised.value.problems), raised.value.total) == (100, 250)
    assert str(raised.value).endswith("and 150 more problems")


@pytest.mark.parametrize("make", [lambda inner: [inner], lambda inner: {"a": inner}])
def test_depth_is_no_danger(make: Callable[[object], object]) -> None:
    value: object = "x"
    for _ in range(200_000):
        value = make(value)
    assert problem(asset(labels=value)).code == "wrong_type"
    while isinstance(value, list | dict):
        # Python takes it apart by recursion otherwise.
        value = value.pop() if isinstance(value, list) else value.popitem()[1]


def test_a_record_that_holds_itself() -> None:
    record = asset()
    record["labels"] = record
    assert problem(record).field == "labels"


def test_records_may_come_one_by_one() -> None:
    def records() -> Iterator[dict[str, object]]:
        yield asset(runs_on="host")
        yield asset(id="host")

    inventory = nhi.Inventory()
    assert inventory.add(records()).new == 2
    assert [record["id"] for record in inventory.records()] == ["host", "web-1"]


def test_an_exception_of_the_records_is_the_callers() -> None:
    def records() -> Iterator[dict[str, object]]:
        yield asset()
        raise KeyError("mine")

    inventory = nhi.Inventory()
    with pytest.raises(KeyError, match="mine"):
        inventory.add(records())
    assert (len(inventory), inventory.sequence) == (0, 0)


def test_limits_bound_what_never_ends() -> None:
    def records() -> Iterator[dict[str, object]]:
        number = 0
        while True:
            yield asset(id=f"web-{(number := number + 1)}")

    inventory = nhi.Inventory(limits=nhi.Limits(records=10_000))
    with pytest.raises(nhi.InvalidInput) as raised:
        inventory.add(records())
    assert raised.value.problems[0].code == "limit_exceeded"


def test_records_are_made_lazily_and_stay_as_they_were(helpdesk: nhi.Inventory) -> None:
    records = helpdesk.records()
    assert iter(records) is records
    first = next(records)
    helpdesk.add([asset(id="later")])
    assert [first["id"], *(record.get("id") for record in records)] == ["helpdesk", "alice", "hd-key", None]
    assert next(records, None) is None


def test_records_load_to_an_equal_inventory(helpdesk: nhi.Inventory) -> None:
    again = nhi.Inventory()
    again.add(reversed(list(helpdesk.records())))
    assert again == helpdesk
    again.add([asset()])
    assert again != helpdesk
    assert again != "another thing"


@pytest.mark.parametrize(("name", "tables"), [("all.jsonl", "jsonl"), ("tables", "jsonl"), ("tables", "csv")])
def test_what_is_written_loads(helpdesk: nhi.Inventory, tmp_path: Path, name: str, tables: Any) -> None:
    helpdesk.write(tmp_path / name, tables=tables)
    again = nhi.Inventory.load(tmp_path / name)
    assert again == helpdesk
    assert (tmp_path / name / f"assets.{tables}").exists() == (name == "tables")


def test_a_file_is_loaded_with_places(tmp_path: Path) -> None:
    path = tmp_path / "inventory.jsonl"
    path.write_text(json.dumps(asset()) + "\n" + json.dumps(asset(id="web-2", runs_on="nowhere")) + "\n")
    with pytest.raises(nhi.InvalidInput) as raised:
        nhi.Inventory.load(str(path))
    (found,) = raised.value.problems
    assert (found.code, found.file, found.line, found.record) == ("unknown_reference", str(path), 2, 1)
    assert len(nhi.Inventory.load(path, strict=False)) == 2


def test_a_path_is_taken_where_records_are(tmp_path: Path, helpdesk: nhi.Inventory) -> None:
    helpdesk.write(tmp_path / "inventory.jsonl")
    inventory = nhi.Inventory()
    assert inventory.add(tmp_path / "inventory.jsonl").new == len(HELPDESK)
    observed = nhi.Inventory().observe(str(tmp_path / "inventory.jsonl"), observed_at=NOW, source="cmdb")
    assert observed.added.new == len(HELPDESK)


def test_observing_tells_what_is_no_longer_shown() -> None:
    inventory = nhi.Inventory()
    member = {"record": "relation", "kind": "depends_on", "from": "asset:web-1", "to": "asset:db"}
    inventory.observe([asset(), asset(id="db"), member], observed_at=NOW - timedelta(days=1), source="cmdb")
    observed = inventory.observe([asset(stage="retired")], observed_at=NOW, source="cmdb")
    assert observed.no_longer_shown == ("asset:db",)
    assert observed.relations_no_longer_shown == (member,)
    assert inventory.value("asset:web-1", at=NOW) == "retired"
    assert inventory.value("asset:web-1", at=NOW - timedelta(hours=1)) == "in_use"


def test_the_schema_is_that_of_a_record() -> None:
    schema = nhi.json_schema()
    assert len(schema["oneOf"]) == 10


def test_memory_by_part() -> None:
    empty = nhi.Inventory().memory()
    assert (empty.record_count, empty.per_record) == (0, 0)
    inventory = nhi.Inventory()
    inventory.add(HELPDESK)
    before = inventory.memory()
    assert before.id_texts >= len("helpdesk" + "alice" + "hd-key")
    assert before.graph == 0
    inventory.orphans(at=NOW)
    after = inventory.memory()
    assert after.graph > 0
    parts = ["id_texts", "ids", "records", "relations", "changes", "papers", "sources", "graph"]
    assert after.total == sum(getattr(after, part) for part in parts)
    assert after.record_count == len(inventory)
    assert after.per_record == (after.total + len(inventory) // 2) // len(inventory)
