"""What the tests share: an instant, and a small inventory with one orphan."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import nhi_lifecycle as nhi
import pytest

NOW = datetime(2026, 3, 1, tzinfo=UTC)

HELPDESK: list[dict[str, Any]] = [
    {"record": "asset", "id": "helpdesk", "kind": "saas", "stage": "retired"},
    {
        "record": "change",
        "subject": "asset:helpdesk",
        "from": "in_use",
        "to": "retired",
        "at": "2026-02-01T00:00:00Z",
        "by": "dana",
    },
    {"record": "identity", "id": "alice", "kind": "employee", "status": "active"},
    {
        "record": "credential",
        "id": "hd-key",
        "kind": "api_key",
        "status": "active",
        "owner": "alice",
        "issued_by": "helpdesk",
    },
]


@pytest.fixture
def helpdesk() -> nhi.Inventory:
    inventory = nhi.Inventory()
    inventory.add(HELPDESK)
    return inventory
