"""``python -m nhi_lifecycle orphans PATH``: the orphaned credentials of an inventory in files.

The exit status is 0 if there are none, 1 if there are some, and 2 if that could not be found out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from . import Error, Inventory, Report


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        inventory = Inventory.load(options.path, strict=not options.lenient)
        report = inventory.orphans(at=options.at or datetime.now(UTC), since=options.since)
    except Error as error:
        print(f"nhi_lifecycle: {error}", file=sys.stderr)
        return 2
    try:
        sys.stdout.write(_written(report, options.format))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough. Python would try to flush once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if report else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nhi_lifecycle", description=__doc__)
    commands = parser.add_subparsers(required=True)
    orphans = commands.add_parser("orphans", help="credentials that work and that nobody accountable needs")
    orphans.add_argument("path", metavar="PATH", help="a .jsonl file, or a folder of tables")
    orphans.add_argument("--at", type=datetime.fromisoformat, help="an instant like 2026-03-01T00:00:00Z; default now")
    orphans.add_argument("--format", choices=("table", "json", "csv"), default="table")
    orphans.add_argument("--lenient", action="store_true", help="take references to records that are not there")
    orphans.add_argument("--since", action="store_true", help="work out since when each has been orphaned")
    return parser


def _written(report: Report, form: str) -> str:
    if form == "json":
        return report.to_json()
    if form == "csv":
        return report.to_csv()
    return report.to_table(width=shutil.get_terminal_size((100, 24)).columns, colour=sys.stdout.isatty())


if __name__ == "__main__":
    sys.exit(main())
