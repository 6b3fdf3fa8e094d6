"""What the border to Python costs, and what a report of half a million findings costs as a data frame.

    python benches/python/border.py [FINDINGS]

Needs the package with its extras pandas and polars. Of several times the least counts: others only add to it.
"""

from __future__ import annotations

import itertools
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import nhi_lifecycle as nhi

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def records(findings: int) -> Iterator[dict[str, Any]]:
    """Credentials of accounts that are attached to retired servers and belong to people, some of whom left."""
    for domain in range(0, findings, 50):
        person = f"person-{domain:07}"
        yield {"record": "identity", "id": person, "kind": "employee", "status": "active"}
        for number in range(domain, min(domain + 50, findings)):
            name = f"{number:07}"
            if number % 5 == 0:
                server = {"record": "asset", "id": f"srv-{name}", "kind": "server", "stage": "retired", "owner": person}
                change = {"record": "change", "subject": f"asset:srv-{name}", "from": "in_use", "to": "retired"}
                yield server
                yield {**change, "at": NOW - timedelta(days=number % 700, hours=1)}
            account = {"record": "identity", "id": f"svc-{name}", "kind": "service_account", "status": "active"}
            server_name = f"srv-{number - number % 5:07}"
            yield {**account, "attached_to": server_name, "owner": person}
            key = {"record": "credential", "id": f"key-{name}", "kind": "api_key", "status": "active"}
            yield {**key, "identity": f"svc-{name}", "issued_by": server_name}


def nanos(call: Callable[[], object]) -> float:
    timer = timeit.Timer(call)
    return min(timer.repeat(repeat=7, number=20_000)) / 20_000 * 1e9


def seconds(call: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begin)
    return best


def main() -> None:
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    inventory = nhi.Inventory()
    inventory.add(records(findings))
    report = inventory.orphans(at=NOW)
    assert len(report) == findings
    one = report[0]
    places = itertools.cycle(range(findings))
    empty = nanos(lambda: None)
    calls: dict[str, Callable[[], object]] = {
        "len(report)": lambda: len(report),
        "report[i]": lambda: report[next(places)],
        "report[i].severity": lambda: report[next(places)].severity,
        "report[i].credential": lambda: report[next(places)].credential,
        "report[i].reasons": lambda: report[next(places)].reasons,
        "finding.severity, again": lambda: one.severity,
        "report.at": lambda: report.at,
        "len(inventory)": lambda: len(inventory),
        "inventory.sequence": lambda: inventory.sequence,
        "inventory.value('asset:srv-0000000', at=NOW)": lambda: inventory.value("asset:srv-0000000", at=NOW),
        "inventory.blast_radius('key-0000000', at=NOW)": lambda: inventory.blast_radius("key-0000000", at=NOW),
    }
    for name, call in calls.items():
        print(f"{nanos(call) - empty:10.0f} ns  {name}")
    whole: dict[str, Callable[[], object]] = {
        "for finding in report: finding.severity": lambda: [finding.severity for finding in report],
        "report.to_polars()": report.to_polars,
        "report.to_pandas()": report.to_pandas,
    }
    import pyarrow as pa

    whole = {"pyarrow.table(report.to_arrow())": lambda: pa.table(report.to_arrow()), **whole}
    for name, call in whole.items():
        print(f"{seconds(call):10.3f} s  {name}, {findings} findings")


if __name__ == "__main__":
    main()
