"""Exports of other systems: what is given to read them, and what became of them. The engine's words and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._answers import Observed
    from .words import MergeRule, RecordType


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export that is read.

    >>> import nhi_lifecycle as nhi
    >>> hardware, = [format for format in nhi.formats() if format.name == "snipe-it-hardware"]
    >>> hardware.system
    'snipe-it'
    """

    name: str
    """As it is given to read one: ``aws-credential-report``."""
    system: str
    """The system that writes it; its ids begin with this word."""
    title: str
    """What it holds."""
    export: str
    """How to export it from there: the command, or the menu."""


@dataclass(frozen=True, slots=True)
class Source:
    """An export to read, where its format and path alone do not say enough.

    >>> import nhi_lifecycle as nhi
    >>> nhi.Source("aws-access-keys", "keys.json", scope="111122223333")
    Source(format='aws-access-keys', path='keys.json', name=None, scope='111122223333')
    """

    format: str
    """The name of its format."""
    path: str | PathLike[str]
    """The file, or a folder of such files, as logs are delivered."""
    name: str | None = None
    """What reports and a policy call it; left out, the name of its format."""
    scope: str | None = None
    """The account, tenant, organisation, cluster or server it comes from, for exports that do not say so themselves,
    and to tell two of the same kind apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePolicy:
    """What makes records of different sources the same thing, and which source is right.

    >>> import nhi_lifecycle as nhi
    >>> nhi.MergePolicy(precedence={"stage": ["snipe-it-hardware"]}, keep_apart=[("asset:web-1", "asset:web-2")]).rules
    """

    rules: Sequence[MergeRule] | None = None
    """The rules that are asked, in order; one left out merges nothing. None: all."""
    precedence: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    """By field, ``*`` for all others: names of sources, the most trusted first."""
    keep_apart: Sequence[tuple[str, str]] = ()
    """Pairs of references that are never merged, whatever the rules say: this undoes a merge."""
    alike: float | None = None
    """How alike two names must be, from 0 to 1, to be proposed as the same thing. None: as the library has it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that could not be used."""

    file: str
    line: int
    """The line where it begins, from 1."""
    index: int
    """Its position in the file, from 0."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What one source gave. Nothing is lost silently: what was not read, assumed or left out stands here, counted."""

    source: str
    """Its name, as the caller gave it."""
    format: str
    entries: int
    """Entries of the export: rows, or objects of its lists."""
    records: Mapping[RecordType, int] = field(hash=False)
    """Records that they gave, by type."""
    mentioned: Mapping[RecordType, int] = field(hash=False)
    """Records that stand in for what is named but not shown; they yield to a source that shows it."""
    assumptions: Mapping[str, int] = field(hash=False)
    """What was taken for granted, each as a sentence, and for how many records."""
    incomplete: Mapping[str, int] = field(hash=False)
    """What the export says is missing from it."""
    left_out: Mapping[str, int] = field(hash=False)
    """Entries that are understood and give no record, by what they are."""
    skipped: tuple[Skipped, ...]
    """Entries that could not be used: the first hundred."""
    skipped_total: int
    """How many could not be used."""
    unread_fields: Mapping[str, int] = field(hash=False)
    """Fields that this library has no use for or does not know."""
    unknown_values: Mapping[str, int] = field(hash=False)
    """Values that this library does not know, as ``field: value``."""
    secrets_dropped: Mapping[str, int] = field(hash=False)
    """Values that looked like a live secret and were dropped, by field."""
    too_long: Mapping[str, int] = field(hash=False)
    """Values longer than the limit that were dropped, by field."""
    text: str = field(repr=False)
    """The same in a few lines."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Merge:
    """Records that became one."""

    kept: str
    """The record that they are now, as a reference."""
    joined: str
    """The record that went into it; put both into ``keep_apart`` of the policy to undo it."""
    rule: MergeRule
    """The rule that said so."""
    text: str = field(repr=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which sources differ."""

    subject: str
    """Of which record, as a reference."""
    field: str
    followed: str
    """The source that was followed."""
    other: str
    """The source that says something else."""
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Records that a rule would merge, were it clear which with which."""

    rule: MergeRule
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two records whose names are alike, for people to judge; they were left apart."""

    one: str
    other: str
    alike: float
    """How alike, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Clash:
    """An id that two sources use for different things."""

    reference: str
    """As both have it."""
    source: str
    """The source whose record was renamed."""
    renamed: str
    """Its id now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What was merged and why, and what was left apart."""

    merges: tuple[Merge, ...]
    conflicts: tuple[Conflict, ...]
    ambiguous: tuple[Ambiguous, ...]
    near_misses: tuple[NearMiss, ...]
    clashes: tuple[Clash, ...]
    discovered: tuple[str, ...]
    """Ids of assets that were seen and that no CMDB knows."""
    text: str = field(repr=False)
    """The same in a few lines."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of exports that were loaded together."""

    sources: tuple[LoadReport, ...]
    """What each gave, in the order given."""
    merge: MergeReport
    """What was merged, and what was not."""
    observed: Observed
    """What it brought to the inventory."""
    text: str = field(repr=False)
    """All of it in a few lines a source."""

    def __str__(self) -> str:
        return self.text
