"""The types: the words are the engine's, and the stub tells what the compiled module has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from nhi_lifecycle import _native, words

ALLOWED = Path(__file__).with_name("stubtest-allowed.txt")


@pytest.mark.parametrize("name", sorted(_native.WORDS))
def test_the_words_are_the_engines(name: str) -> None:
    assert get_args(getattr(words, name)) == _native.WORDS[name]


def test_there_are_no_other_words() -> None:
    types = {name for name in vars(words) if name[0].isupper()} - {"Literal", "TypeAlias"}
    assert types == set(_native.WORDS)


def test_the_stub_agrees_with_the_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "nhi_lifecycle", "--allowlist", str(ALLOWED)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
