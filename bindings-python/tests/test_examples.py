"""Every example in a docstring or in the README runs and gives what stands there."""

from __future__ import annotations

import doctest
import runpy
from collections.abc import Iterator
from pathlib import Path

import nhi_lifecycle as nhi
import pytest
from nhi_lifecycle import _answers, _errors, _native, _sources, words

README = Path(__file__).parents[1] / "README.md"
MODULES = (nhi, _answers, _errors, _native, _sources, words)


def examples() -> Iterator[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    for module in MODULES:
        yield from (test for test in finder.find(module) if test.examples)
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__.startswith("nhi_lifecycle"):
                yield from (test for test in finder.find(value, f"{module.__name__}.{name}") if test.examples)


EXAMPLES = {test.name: test for test in examples()}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_of_docstrings(name: str) -> None:
    # Each imports what it needs, as a reader who copies it would.
    test = EXAMPLES[name]
    test.globs = {}
    assert doctest.DocTestRunner().run(test).failed == 0


def test_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert results.failed == 0
    assert results.attempted > 0


def test_that_the_classes_have_some() -> None:
    names = " ".join(EXAMPLES)
    for name in ("Inventory", "Report", "InvalidInput", "Policy", "Limits", "json_schema"):
        assert name in names


def test_of_the_first_success(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    runpy.run_path(str(root / "examples" / "python" / "first_orphans.py"))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("`")[1] for line in lines] == ["copilot-session", "copilot-token", "edge-gw-07-cert"]
