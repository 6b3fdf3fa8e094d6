"""Finds the credentials that still work although what they were made for is gone.

The exit status is 0 if there are none, 1 if there are some, and 2 if that could not be found out.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence

from . import Error
from ._command import formats, orphans, scan


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Error as error:
        print(f"nhi_lifecycle: {error}", file=sys.stderr)
        return 2
    except Exception:
        # Python's own status for this is 1, which says that some were found.
        traceback.print_exc()
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nhi_lifecycle", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in (("scan", scan), ("orphans", orphans), ("formats", formats)):
        of_command = commands.add_parser(name, help=command.HELP, description=command.__doc__)
        command.add_options(of_command)
        of_command.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
