"""Lists the credentials that outlived their purpose, of an inventory in this library's own format."""

from __future__ import annotations

import argparse

from .. import Inventory
from . import report

HELP = "orphaned credentials of an inventory in files of this library's own format"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a .jsonl file, or a folder of tables")
    report.add_options(parser)


def run(options: argparse.Namespace) -> int:
    inventory = Inventory.load(options.path, strict=not options.lenient)
    return report.write(inventory, report.instant(options), options)
