"""A first success in Python; the README shows it. Run it where the README lies."""

from datetime import datetime, timezone

import nhi_lifecycle as nhi

now = datetime(2026, 3, 1, tzinfo=timezone.utc)
inventory = nhi.Inventory.load("examples/data/company")

for finding in inventory.orphans(at=now)[:3]:
    print(f"{finding.severity}: {finding.explanation}")
