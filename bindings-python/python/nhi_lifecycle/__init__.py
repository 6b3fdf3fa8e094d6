"""Finds every credential that outlived its purpose, by joining assets with the credentials made for them.

>>> import nhi_lifecycle as nhi
>>> from datetime import datetime, timezone
>>> inventory = nhi.Inventory()
>>> added = inventory.add([
...     {"record": "asset", "id": "helpdesk", "kind": "saas", "stage": "retired"},
...     {"record": "change", "subject": "asset:helpdesk", "from": "in_use", "to": "retired",
...      "at": datetime(2026, 2, 1, tzinfo=timezone.utc), "by": "dana"},
...     {"record": "identity", "id": "alice", "kind": "employee", "status": "active"},
...     {"record": "credential", "id": "hd-key", "kind": "api_key", "status": "active",
...      "owner": "alice", "issued_by": "helpdesk"},
... ])
>>> for finding in inventory.orphans(at=datetime(2026, 3, 1, tzinfo=timezone.utc)):
...     print(finding.explanation)
`hd-key` still works, but `helpdesk`, which issued it, was retired on 2026-02-01 by dana

Records go in and come out as dicts; kinds, stages, reasons and the like are plain texts, whose types are in
:mod:`nhi_lifecycle.words`. Instants are aware datetimes: a naive one is refused.
"""

from collections.abc import Sequence

from ._answers import (
    Added,
    Blocker,
    Control,
    EstimatedRadius,
    Explanation,
    Footprint,
    GateOutcome,
    Link,
    Missing,
    Observed,
    Radius,
    Reach,
    StandingFinding,
    Summary,
    Transitioned,
    UngatedTransition,
    Witness,
)
from ._errors import (
    Error,
    FileError,
    GateError,
    IllegalTransition,
    InvalidArgument,
    InvalidInput,
    JournalError,
    NotFound,
    Problem,
)
from ._native import (
    ArrowTable,
    Delta,
    EstimatedRadii,
    Finding,
    Inventory,
    Lifecycle,
    Limits,
    Monitor,
    Policy,
    Radii,
    Reached,
    Report,
    Standings,
    formats,
    json_schema,
)
from ._sources import (
    Ambiguous,
    Clash,
    Conflict,
    Format,
    Loaded,
    LoadReport,
    Merge,
    MergePolicy,
    MergeReport,
    NearMiss,
    Skipped,
    Source,
)

__all__ = [
    "Added",
    "Ambiguous",
    "ArrowTable",
    "Blocker",
    "Clash",
    "Conflict",
    "Control",
    "Delta",
    "Error",
    "EstimatedRadii",
    "EstimatedRadius",
    "Explanation",
    "FileError",
    "Finding",
    "Footprint",
    "Format",
    "GateError",
    "GateOutcome",
    "IllegalTransition",
    "InvalidArgument",
    "InvalidInput",
    "Inventory",
    "JournalError",
    "Lifecycle",
    "Limits",
    "Link",
    "LoadReport",
    "Loaded",
    "Merge",
    "MergePolicy",
    "MergeReport",
    "Missing",
    "Monitor",
    "NearMiss",
    "NotFound",
    "Observed",
    "Policy",
    "Problem",
    "Radii",
    "Radius",
    "Reach",
    "Reached",
    "Report",
    "Skipped",
    "Source",
    "StandingFinding",
    "Standings",
    "Summary",
    "Transitioned",
    "UngatedTransition",
    "Witness",
    "formats",
    "json_schema",
]

for _sequence in (EstimatedRadii, Radii, Report, Standings):
    Sequence.register(_sequence)

# Tracebacks and pickles name each class by its public place.
_written_here: tuple[type, ...] = (
    *(
        Added,
        Blocker,
        Control,
        EstimatedRadius,
        Explanation,
        Footprint,
        GateOutcome,
        Link,
        Missing,
        Observed,
        Radius,
        Reach,
        StandingFinding,
        Summary,
        Transitioned,
        UngatedTransition,
        Witness,
    ),
    *(
        Ambiguous,
        Clash,
        Conflict,
        Format,
        Loaded,
        LoadReport,
        Merge,
        MergePolicy,
        MergeReport,
        NearMiss,
        Skipped,
        Source,
    ),
    *(Error, FileError, GateError, IllegalTransition, InvalidArgument, InvalidInput, JournalError, NotFound, Problem),
)
for _class in _written_here:
    _class.__module__ = __name__
