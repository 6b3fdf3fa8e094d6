"""The findings as a command writes them, and the options that say how."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from .. import Inventory, Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of every command that asks for orphans."""
    parser.add_argument("--at", type=datetime.fromisoformat, help="an instant like 2026-03-01T00:00:00Z; default now")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="default table")
    parser.add_argument("--lenient", action="store_true", help="take references to records that are not there")
    parser.add_argument("--since", action="store_true", help="work out since when each has been orphaned")


def instant(options: argparse.Namespace) -> datetime:
    """The instant that the question is about."""
    at: datetime | None = options.at
    return at or datetime.now(UTC)


def write(
    inventory: Inventory, at: datetime, options: argparse.Namespace, advice: Callable[[Report], str] | None = None
) -> int:
    """Writes the findings to standard output, to people with advice. The exit status: 1 if there are some, else 0."""
    report = inventory.orphans(at=at, since=options.since)
    if options.format == "json":
        text = report.to_json()
    elif options.format == "csv":
        text = report.to_csv()
    else:
        text = report.to_table(width=shutil.get_terminal_size((100, 24)).columns, colour=sys.stdout.isatty())
        text = f"{text}\n{_summary(report)}\n" if report else f"{_summary(report)}\n"
        if advice:
            text += advice(report)
    put(text)
    return 1 if report else 0


def _summary(report: Report) -> str:
    summary = report.summary()
    severities = ", ".join(f"{count} {severity}" for severity, count in summary.by_severity.items() if count)
    orphaned = f"{summary.orphaned} of {summary.live_credentials} live credentials are orphaned"
    return f"{orphaned}: {severities}" if report else orphaned


def put(text: str) -> None:
    """Writes to standard output, as far as somebody reads it."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough. Python would try to flush once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
