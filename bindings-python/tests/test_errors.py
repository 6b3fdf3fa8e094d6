"""What is raised: the classes, their codes, and that no panic comes through."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import nhi_lifecycle as nhi
import pytest
from conftest import NOW
from nhi_lifecycle import _native


def refused(call: Callable[[], object]) -> nhi.Error:
    with pytest.raises(nhi.Error) as raised:
        call()
    return raised.value


CALLS: list[tuple[Callable[[nhi.Inventory], object], type[nhi.Error], type[Exception], str]] = [
    (lambda inventory: inventory.add([{}]), nhi.InvalidInput, ValueError, "invalid_input"),
    (lambda inventory: inventory.explain("nobody", at=NOW), nhi.NotFound, LookupError, "not_found"),
    (lambda inventory: inventory.explain("asset:web-1", at=NOW), nhi.InvalidArgument, ValueError, "invalid_argument"),
    (lambda inventory: inventory.blast_radius("nobody", at=NOW), nhi.NotFound, LookupError, "not_found"),
    (lambda inventory: inventory.value("asset:web-1", at=NOW), nhi.NotFound, LookupError, "not_found"),
    (lambda inventory: inventory.value("web-1", at=NOW), nhi.InvalidArgument, ValueError, "invalid_argument"),
    (lambda inventory: inventory.dot("asset:web-1"), nhi.NotFound, LookupError, "not_found"),
    (lambda inventory: inventory.as_known_at(0), nhi.JournalError, Exception, "journal_not_kept"),
    (lambda inventory: inventory.as_known_at(7), nhi.InvalidArgument, ValueError, "invalid_argument"),
    (lambda inventory: inventory.add("nowhere.jsonl"), nhi.FileError, OSError, "io"),
    (lambda inventory: inventory.write(__file__), nhi.FileError, OSError, "io"),
    (lambda _: nhi.Policy(retirement_team=""), nhi.InvalidArgument, ValueError, "invalid_argument"),
]


@pytest.mark.parametrize(("call", "kind", "base", "code"), CALLS)
def test_errors_have_a_class_and_a_code(
    call: Callable[[nhi.Inventory], object], kind: type[nhi.Error], base: type[Exception], code: str
) -> None:
    error = refused(lambda: call(nhi.Inventory()))
    assert type(error) is kind
    assert isinstance(error, base)
    assert error.code == code
    assert str(error)


def test_the_clock_does_not_run_backwards() -> None:
    inventory = nhi.Inventory()
    inventory.add([], recorded_at=NOW)
    error = refused(lambda: inventory.add([], recorded_at=NOW.replace(year=2025)))
    assert (type(error), error.code) == (nhi.JournalError, "clock_backwards")


def test_a_file_error_is_the_systems(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl"
    error = refused(lambda: nhi.Inventory.load(path))
    assert isinstance(error, nhi.FileError)
    assert (error.errno, error.filename) == (2, str(path))


def test_errors_pickle() -> None:
    for call, *_ in CALLS:
        error = refused(lambda call=call: call(nhi.Inventory()))  # type: ignore[misc]
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
        assert vars(again) == vars(error)
        if isinstance(error, nhi.FileError):
            assert (again.errno, again.filename) == (error.errno, error.filename)


def test_a_problem_is_a_value() -> None:
    error = refused(lambda: nhi.Inventory().add([{}]))
    assert isinstance(error, nhi.InvalidInput)
    (problem,) = error.problems
    assert problem == nhi.Problem("unknown_record", problem.message, record=0, field="record")
    assert hash(problem) == hash(pickle.loads(pickle.dumps(problem)))
    with pytest.raises(AttributeError):
        problem.code = "io"  # type: ignore[misc]


@pytest.mark.parametrize("detach", [False, True])
def test_a_panic_is_an_error(detach: bool, capfd: pytest.CaptureFixture[str]) -> None:
    error = refused(lambda: _native._panic(detach=detach))
    assert (type(error), error.code) == (nhi.Error, "internal")
    assert "as asked" in capfd.readouterr().err
