"""Reads exports of other systems, joins them, and lists the credentials that outlived their purpose."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from .. import Inventory, MergePolicy, Report, Source
from . import report
from .bar import Bar, bytes_of

HELP = "orphaned credentials in exports of other systems, as they are"

EXAMPLES = """\
examples:
  the keys of one account:
    python -m nhi_lifecycle scan --source aws-credential-report=report.csv

  with the CMDB and the list of people, for what the keys were made for and who answers for them:
    python -m nhi_lifecycle scan --source aws-credential-report=report.csv \\
        --source snipe-it-hardware=hardware.json --source hr-people=people.csv

  what no export says, by hand: a CSV with the columns kind, from, to
    python -m nhi_lifecycle scan --source okta-users=users.json --source links=links.csv

  two of the same kind; the word after the @ keeps them apart:
    python -m nhi_lifecycle scan --source netbox-devices@berlin=berlin.json --source netbox-devices@porto=porto.json

  every day: what changed since the last time becomes dated, and --since says when
    python -m nhi_lifecycle scan --journal scans.jsonl --since --source aws-credential-report=report.csv

  for a pipeline: the findings as JSON, and no account of what was read
    python -m nhi_lifecycle scan --quiet --format json --source aws-credential-report=report.csv > orphans.json

`python -m nhi_lifecycle formats` lists the formats, and how to export each. What was read, assumed, skipped and merged
is told on standard error. The exit status is 0 if no credential is orphaned, 1 if some are, and 2 if that could not be
found out.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--source",
        metavar="FORMAT[@SCOPE]=PATH",
        dest="sources",
        type=_source,
        action="append",
        required=True,
        help="an export: its format, and a file or a folder of files; give as many as there are",
    )
    parser.add_argument(
        "--trust",
        metavar="FIELD=SOURCE",
        type=_trust,
        action="append",
        default=[],
        help="which source is right where they differ, like stage=snipe-it-hardware; * for all other fields",
    )
    parser.add_argument(
        "--keep-apart",
        metavar=("ONE", "OTHER"),
        nargs=2,
        action="append",
        default=[],
        help="undo a merge: two records that are never the same, like identity:hr:person/7 identity:okta:user/00u1",
    )
    parser.add_argument("--journal", metavar="FILE", help="remember what was seen, and compare with the last time")
    parser.add_argument("--quiet", action="store_true", help="do not tell what was read, assumed, skipped and merged")
    report.add_options(parser)


def _source(text: str) -> Source:
    what, equals, path = text.partition("=")
    format, at, scope = what.partition("@")
    if not (equals and format and path) or (at and not scope):
        raise argparse.ArgumentTypeError("not of the form FORMAT=PATH, like aws-credential-report=report.csv")
    return Source(format, path, name=what, scope=scope or None)


def _trust(text: str) -> tuple[str, str]:
    field, _, source = text.partition("=")
    if not (field and source):
        raise argparse.ArgumentTypeError("not of the form FIELD=SOURCE, like stage=snipe-it-hardware")
    return field, source


def _policy(options: argparse.Namespace) -> MergePolicy:
    precedence: dict[str, list[str]] = {}
    for field, source in options.trust:
        precedence.setdefault(field, []).append(source)
    return MergePolicy(precedence=precedence, keep_apart=[(one, other) for one, other in options.keep_apart])


MOST_MISSING: Final = 10


def _missing(references: Sequence[str]) -> Iterator[str]:
    """Lines on what was shown the last time and no longer is, of which nothing is concluded."""
    if references:
        yield f"no longer shown: {len(references)} of what was shown the last time, which stand as they were"
        yield "  an export that was cut looks the same; a log of what was deleted tells their end, like aws-cloudtrail"
        yield from (f"  `{reference}`" for reference in references[:MOST_MISSING])
    if len(references) > MOST_MISSING:
        yield f"  and {len(references) - MOST_MISSING} more"


def _advice(found: Report) -> str:
    """What to do first: on a first scan hardly anything has an owner, as few exports know one."""
    unowned = [finding for finding in found if "unowned" in finding.reasons]
    if not unowned:
        return ""
    return (
        f"without an owner that is known: {len(unowned)}; say who answers, in a CSV like this, and scan again with\n"
        "--source links=links.csv and the export that has these people, like --source hr-people=people.csv\n"
        f"    kind,from,to\n    owned_by,{unowned[0].subject},identity:hr:person/7\n"
    )


def run(options: argparse.Namespace) -> int:
    at = report.instant(options)
    inventory = Inventory(journal=options.journal)
    sources: list[Source] = options.sources
    with Bar(bytes_of(str(source.path) for source in sources)) as bar:
        loaded = inventory.observe_sources(
            sources, observed_at=at, policy=_policy(options), strict=not options.lenient, progress=bar
        )
    if not options.quiet:
        print(loaded, *_missing(loaded.observed.no_longer_shown), sep="\n", end="\n\n", file=sys.stderr)
    return report.write(inventory, at, options, _advice)
