"""Lists the exports that `scan` reads, and how to make each: the command, or the menu."""

from __future__ import annotations

import argparse
import sys
import textwrap

from .. import Format, formats
from .report import put

HELP = "the exports that `scan` reads, and how to make them"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("word", metavar="WORD", nargs="?", default="", help="only those whose names have this in them")


def run(options: argparse.Namespace) -> int:
    shown = [format for format in formats() if options.word in format.name]
    if not shown:
        print(f"nhi_lifecycle: no format has `{options.word}` in its name", file=sys.stderr)
        return 2
    put("\n".join(map(_entry, shown)))
    return 0


def _entry(format: Format) -> str:
    # A command is copied: it is never broken in two.
    export = textwrap.indent(format.export, "    ")
    return f"{format.name}: {format.title}\n{export}\n"
