"""What an inventory answers, as plain frozen values. The compiled part makes these from the engine's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ._native import Reached
    from .words import GateVerdict, Lack, Reason, RelationKind, Severity, Stage, Status, Verdict


@dataclass(frozen=True, slots=True)
class Added:
    """What an accepted batch did."""

    event: int
    """The number of its event."""
    new: int
    """How many records have a new key."""
    replaced: int
    """How many took the place of one with the same key."""
    unchanged: int
    """How many were there already, the same."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What an observation brought."""

    added: Added
    """What became of it: records new or replaced, among them the changes it was turned into."""
    no_longer_shown: tuple[str, ...]
    """References to what the source showed the time before and no longer does. Nothing is concluded from it."""
    relations_no_longer_shown: tuple[dict[str, Any], ...] = field(hash=False)
    """The same for relations given as records of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The bytes that an inventory takes, by part, as it asked the allocator for them."""

    id_texts: int
    """The texts of all ids, each once."""
    ids: int
    """What finds an id: where its text lies, and the tables of hashes."""
    records: int
    """Assets, identities and credentials."""
    relations: int
    """Relations, those of short-hands included."""
    changes: int
    """Changes and the histories that they make."""
    papers: int
    """Evidence, overrides, exceptions, coverage and lines of logs."""
    sources: int
    """What each source showed last, for ``observe``."""
    graph: int
    """What is laid out for analyses when a question is asked, until the next batch."""
    record_count: int
    """How many records there are, of every type; no bytes."""
    total: int
    """All parts together."""
    per_record: int
    """The total for each record, rounded; 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFinding:
    """One orphaned credential as a monitor knew it. ``monitor.inventory.explain`` tells more."""

    kind: Literal["orphaned"]
    """The kind of finding."""
    subject: str
    """The credential as a reference, like ``credential:ak-7``."""
    credential: str
    """The id of the credential."""
    status: Status
    """Open, or indeterminate where all of its reasons are."""
    severity: Severity
    """How bad it is."""
    reasons: tuple[Reason, ...]
    """All reasons that hold, in the order of the model."""
    indeterminate: tuple[Reason, ...]
    """Of these, those that rest on records which are referred to and missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A record that makes a reason true: which asset was retired, when, by whom."""

    record: str
    """The reference, like ``asset:helpdesk``."""
    state: str
    """A stage or status, or what else became of it, like ``absent``, ``expired`` or ``unstaffed``."""
    reason: Reason | None = None
    """The reason it makes true; None where it explains something else."""
    relation: RelationKind | None = None
    """By which relation it is connected."""
    at: datetime | None = None
    """When it came to be so, at the latest."""
    not_before: datetime | None = None
    """When it came to be so, at the earliest, where that is not known exactly."""
    by: str | None = None
    """Who did it."""
    because: str | None = None
    """Why they did it."""


@dataclass(frozen=True, slots=True)
class Control:
    """A control, requirement or tenet of a published standard."""

    id: str
    title: str
    standard: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Summary:
    """How many findings a report has."""

    live_credentials: int
    """Credentials that work."""
    orphaned: int
    """Those of them that are orphaned."""
    unowned_only: int
    """Those whose only reason is that nobody owns them: on a first import most are, and what is missing may be data."""
    indeterminate: int
    """Those that rest on records which are referred to and missing."""
    by_severity: Mapping[Severity, int] = field(hash=False)
    by_reason: Mapping[Reason, int] = field(hash=False)
    """How many bear each reason; one may bear several."""


@dataclass(frozen=True, slots=True)
class Link:
    """One relation of a chain, as it is recorded: ``from_`` has the relation, ``to`` is where it leads."""

    from_: str
    relation: RelationKind
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a credential is orphaned, what justifies it, or why it does not work."""

    credential: str
    """The reference, like ``credential:ak-7``."""
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    """The reasons, if it is orphaned."""
    sentence: str
    """One plain sentence that a person can act on."""
    witnesses: tuple[Witness, ...] = ()
    """For an orphan, what makes each reason true; for one that does not work, since when and why."""
    accountable: tuple[Link, ...] = ()
    """For a justified credential, the relations that lead to somebody who answers for it."""
    needed: tuple[Link, ...] = ()
    """For a justified credential, the relations that lead to what keeps it needed."""
    responsible: tuple[str, ...] = ()
    """References of the owners, gone or not, and of the team that the policy names."""

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody who holds a credential could reach."""

    credential: str
    """The reference, like ``credential:ak-7``."""
    assets: tuple[Reached, ...]
    """The assets, by id."""


@dataclass(frozen=True, slots=True)
class Radius:
    """How far a credential reaches."""

    credential: str
    """Its id."""
    assets: int
    """How many assets it lets its holder enter."""


@dataclass(frozen=True, slots=True)
class EstimatedRadius:
    """About how far a credential reaches."""

    credential: str
    """Its id."""
    about: float
    """About how many assets it lets its holder enter; 0 is exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that a gate misses, as data: ``what`` says what the other fields mean."""

    what: Lack
    record: str | None = None
    """Which record it is about."""
    name: str | None = None
    """Which field, kind, method, serial number or relation."""
    since: datetime | None = None
    """From when on."""
    until: datetime | None = None
    """Until when, or when."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """A gate that does not let an act through: which, what it says, and what it misses."""

    gate: str
    """One of the model's gates, or one of the user's own."""
    verdict: GateVerdict
    message: str
    """What is missing and what to do."""
    missing: tuple[Missing, ...] = ()

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """What a gate said of an act."""

    gate: str
    verdict: GateVerdict
    overridden_by: str | None = None
    """Who gave leave to pass it all the same."""


@dataclass(frozen=True, slots=True)
class Transitioned:
    """What an act did."""

    from_: Stage
    """The stage before."""
    to: Stage
    """The stage since; the same one after an asset was reassigned or rehomed."""
    gates: tuple[GateOutcome, ...]
    """What every gate said."""
    added: Added
    """The act's event, and what became of the records it brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UngatedTransition:
    """A reported change of stage that the rules would not have let through."""

    asset: str
    """The reference, like ``asset:web-1``."""
    from_: Stage
    to: Stage
    at: datetime
    """When, at the latest."""
    by: str | None = None
    """Who made the change, where it says."""
    severity: Severity
    in_table: bool
    """Whether such a transition is legal at all."""
    legal: tuple[Stage, ...] = ()
    """The stages that were legal instead; empty if this one was."""
    blockers: tuple[Blocker, ...] = ()
    """The gates that it would have failed."""
