"""A progress bar on standard error, for people who wait."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

PATIENCE: Final = 0.5
"""Seconds that pass before it shows: what is done by then needs none."""

WIDTH: Final = 30


class Bar:
    """Called with the bytes read since it was called last, it shows how far that is. On no terminal it shows nothing.

    >>> import io
    >>> with Bar(10, io.StringIO()) as bar:
    ...     bar(5)
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._total = max(total, 1)
        self._read = 0
        self._next = time.monotonic() + PATIENCE if self._stream.isatty() else float("inf")
        self._shown = False

    def __enter__(self) -> Bar:
        return self

    def __call__(self, read: int) -> None:
        self._read += read
        now = time.monotonic()
        # What comes after the last byte tells of itself no more: it is joined and judged.
        if now >= self._next or (self._shown and self._read >= self._total):
            self._next = now + PATIENCE / 5
            self._show()

    def _show(self) -> None:
        # Files may grow while they are read, and the list of a folder has some that are not.
        share = min(self._read / self._total, 1.0)
        filled = round(share * WIDTH)
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%} of {_size(self._total)}"
        self._stream.write(f"\rreading {bar}" + (", joining" if share == 1.0 else ""))
        self._stream.flush()
        self._shown = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _size(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def bytes_of(paths: Iterable[str]) -> int:
    """How many bytes there are to read at these paths, folders with all that is in them. What is not there has none."""
    return sum(map(_bytes_at, paths))


def _bytes_at(path: str) -> int:
    # Files that vanish meanwhile are told of when they are read.
    if not Path(path).is_dir():
        return _length(Path(path))
    return sum(_length(Path(folder, name)) for folder, _, names in os.walk(path) for name in names)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
