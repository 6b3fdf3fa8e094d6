from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from os import PathLike
from typing import Any, Final, Literal, NoReturn, TypeAlias, final, overload

from ._answers import (
    Added,
    Blocker,
    Control,
    Explanation,
    Observed,
    Reach,
    Summary,
    Transitioned,
    UngatedTransition,
    Witness,
)
from ._sources import Format, Loaded, MergePolicy, Source
from .words import AssetClass, ChangeField, Environment, Reason, Severity, Stage, Status

__all__ = [
    "WORDS",
    "Finding",
    "Inventory",
    "Lifecycle",
    "Limits",
    "Policy",
    "Records",
    "Report",
    "_panic",
    "formats",
    "json_schema",
]

_Path: TypeAlias = str | PathLike[str]
_Records: TypeAlias = Iterable[Mapping[str, object]] | _Path
_Progress: TypeAlias = Callable[[int], object]
_Sources: TypeAlias = Sequence[tuple[str, _Path] | Source]
_HandedIn: TypeAlias = Sequence[Mapping[str, object]] | None

WORDS: Final[dict[str, tuple[str, ...]]]

def formats() -> tuple[Format, ...]: ...
def json_schema() -> dict[str, Any]: ...
def _panic(*, detach: bool) -> NoReturn: ...

@final
class Lifecycle:
    def __new__(cls, extension: Mapping[str, object] | str | None = None) -> Lifecycle: ...
    def legal(self, asset_class: AssetClass, stage: Stage) -> tuple[Stage, ...]: ...
    def gates(self, asset_class: AssetClass, from_: Stage, to: Stage) -> tuple[str, ...] | None: ...
    def name_of(self, stage: Stage) -> str: ...
    def mermaid(self, asset_class: AssetClass) -> str: ...
    def dot(self, asset_class: AssetClass) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str]: ...

@final
class Limits:
    def __new__(
        cls,
        *,
        bytes: int | None = None,
        line_bytes: int | None = None,
        records: int | None = None,
        relations: int | None = None,
        field_bytes: int | None = None,
        nesting: int | None = None,
    ) -> Limits: ...
    @property
    def bytes(self) -> int: ...
    @property
    def line_bytes(self) -> int: ...
    @property
    def records(self) -> int: ...
    @property
    def relations(self) -> int: ...
    @property
    def field_bytes(self) -> int: ...
    @property
    def nesting(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, int]]: ...

@final
class Policy:
    def __new__(cls, *, retirement_team: str | None = None) -> Policy: ...
    @property
    def retirement_team(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, str | None]]: ...

@final
class Records(Iterator[dict[str, Any]]):
    def __iter__(self) -> Records: ...
    def __next__(self) -> dict[str, Any]: ...

@final
class Inventory:
    def __new__(
        cls, *, journal: _Path | None = None, limits: Limits | None = None, lifecycle: Lifecycle | None = None
    ) -> Inventory: ...
    @staticmethod
    def load(
        path: _Path,
        *,
        strict: bool = True,
        limits: Limits | None = None,
        by: str | None = None,
        source: str | None = None,
        reason: str | None = None,
        recorded_at: datetime | None = None,
        progress: _Progress | None = None,
        lifecycle: Lifecycle | None = None,
    ) -> Inventory: ...
    @staticmethod
    def replay(path: _Path, *, progress: _Progress | None = None, lifecycle: Lifecycle | None = None) -> Inventory: ...
    def add(
        self,
        records: _Records,
        *,
        by: str | None = None,
        source: str | None = None,
        reason: str | None = None,
        recorded_at: datetime | None = None,
        strict: bool = True,
        progress: _Progress | None = None,
    ) -> Added: ...
    def observe(
        self,
        records: _Records,
        *,
        observed_at: datetime,
        source: str,
        by: str | None = None,
        reason: str | None = None,
        recorded_at: datetime | None = None,
        strict: bool = True,
        progress: _Progress | None = None,
    ) -> Observed: ...
    @staticmethod
    def from_sources(
        sources: _Sources,
        *,
        at: datetime,
        policy: MergePolicy | None = None,
        limits: Limits | None = None,
        source: str = "exports",
        by: str | None = None,
        reason: str | None = None,
        recorded_at: datetime | None = None,
        strict: bool = True,
        progress: _Progress | None = None,
        lifecycle: Lifecycle | None = None,
    ) -> Inventory: ...
    def observe_sources(
        self,
        sources: _Sources,
        *,
        observed_at: datetime,
        policy: MergePolicy | None = None,
        source: str = "exports",
        by: str | None = None,
        reason: str | None = None,
        recorded_at: datetime | None = None,
        strict: bool = True,
        progress: _Progress | None = None,
    ) -> Loaded: ...
    @property
    def loaded(self) -> Loaded | None: ...
    def records(self) -> Records: ...
    def write(self, path: _Path, *, tables: Literal["jsonl", "csv"] = "jsonl") -> None: ...
    @property
    def sequence(self) -> int: ...
    @property
    def lifecycle(self) -> Lifecycle: ...
    def as_known_at(self, event: int, *, progress: _Progress | None = None) -> Inventory: ...
    def value(self, subject: str, field: ChangeField | None = None, *, at: datetime) -> str | None: ...
    def orphans(
        self,
        *,
        at: datetime,
        since: bool = False,
        policy: Policy | None = None,
        progress: _Progress | None = None,
    ) -> Report: ...
    def explain(self, credential: str, *, at: datetime, policy: Policy | None = None) -> Explanation: ...
    def blast_radius(self, credential: str, *, at: datetime) -> Reach: ...
    def rings(self, *, at: datetime) -> list[list[str]]: ...
    def dot(self, around: str | Sequence[str], *, hops: int = 2, at: datetime | None = None) -> str: ...
    def blockers(self, asset: str, to: Stage, *, at: datetime) -> tuple[Blocker, ...]: ...
    def reassign_blockers(
        self, asset: str, *, holder: str | None = None, owner: str | None = None, at: datetime
    ) -> tuple[Blocker, ...]: ...
    def rehome_blockers(
        self, asset: str, *, environment: Environment | None = None, host: str | None = None, at: datetime
    ) -> tuple[Blocker, ...]: ...
    def ungated_transitions(self, *, at: datetime) -> tuple[UngatedTransition, ...]: ...
    def transition(
        self,
        asset: str,
        to: Stage,
        *,
        at: datetime,
        by: str,
        reason: str,
        evidence: _HandedIn = None,
        overrides: _HandedIn = None,
        source: str | None = None,
        recorded_at: datetime | None = None,
    ) -> Transitioned: ...
    def reassign(
        self,
        asset: str,
        *,
        holder: str | None = None,
        owner: str | None = None,
        at: datetime,
        by: str,
        reason: str,
        evidence: _HandedIn = None,
        overrides: _HandedIn = None,
        source: str | None = None,
        recorded_at: datetime | None = None,
    ) -> Transitioned: ...
    def rehome(
        self,
        asset: str,
        *,
        environment: Environment | None = None,
        host: str | None = None,
        at: datetime,
        by: str,
        reason: str,
        evidence: _HandedIn = None,
        overrides: _HandedIn = None,
        source: str | None = None,
        recorded_at: datetime | None = None,
    ) -> Transitioned: ...
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: None  # type: ignore[assignment]

@final
class Finding:
    @property
    def kind(self) -> Literal["orphaned"]: ...
    @property
    def subject(self) -> str: ...
    @property
    def credential(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def reasons(self) -> tuple[Reason, ...]: ...
    @property
    def indeterminate(self) -> tuple[Reason, ...]: ...
    @property
    def since(self) -> datetime | Literal["always"] | None: ...
    @property
    def witnesses(self) -> tuple[Witness, ...]: ...
    @property
    def responsible(self) -> tuple[str, ...]: ...
    @property
    def controls(self) -> tuple[Control, ...]: ...
    @property
    def explanation(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Report(Sequence[Finding]):
    @property
    def at(self) -> datetime: ...
    def summary(self) -> Summary: ...
    def to_table(self, *, width: int = 100, colour: bool = False, explanations: bool = True) -> str: ...
    def to_json(self) -> str: ...
    def to_csv(self) -> str: ...
    def index(self, value: object, start: int = 0, stop: int | None = None) -> int: ...
    def count(self, value: object) -> int: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> tuple[Finding, ...]: ...
    def __contains__(self, value: object, /) -> bool: ...
    def __reversed__(self) -> Iterator[Finding]: ...
    def _repr_html_(self) -> str: ...
