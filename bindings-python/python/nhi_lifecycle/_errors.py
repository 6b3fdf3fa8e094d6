"""What the library raises. The compiled part makes these; the codes and the messages are the engine's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .words import Code


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a batch: what, where, and what to do about it."""

    code: Code
    message: str
    file: str | None = None
    """The file it stands in, where the records came from one."""
    line: int | None = None
    """The line in that file, from 1."""
    record: int | None = None
    """The position of the record in its batch, from 0."""
    field: str | None = None


class Error(Exception):
    """Everything that the library refuses. ``code`` is a word that never changes.

    >>> import nhi_lifecycle as nhi
    >>> try:
    ...     nhi.Inventory().as_known_at(0)
    ... except nhi.Error as error:
    ...     print(error.code)
    journal_not_kept
    """

    code: Code

    def __init__(self, message: str, code: Code = "internal") -> None:
        super().__init__(message)
        self.code = code

    def __str__(self) -> str:
        # Some of the other bases of the classes below write their messages in ways of their own.
        return str(self.args[0])


class InvalidInput(Error, ValueError):
    """A batch has problems; nothing of it was applied.

    >>> import nhi_lifecycle as nhi
    >>> try:
    ...     nhi.Inventory().add([{"record": "asset", "id": "web-1", "stage": "in_use"}])
    ... except nhi.InvalidInput as error:
    ...     problem, = error.problems
    ...     print(problem.code, problem.record, problem.field)
    missing_field 0 kind
    """

    problems: tuple[Problem, ...]
    """The first hundred."""
    total: int
    """How many there are."""

    def __init__(
        self, message: str, code: Code = "invalid_input", problems: tuple[Problem, ...] = (), total: int | None = None
    ) -> None:
        super().__init__(message, code)
        self.problems = problems
        self.total = len(problems) if total is None else total


class InvalidArgument(Error, ValueError):
    """An argument that makes no sense, whatever the inventory holds."""


class NotFound(Error, LookupError):
    """A question names a record that the inventory does not bear."""


class JournalError(Error):
    """The journal was not kept, could not be written or read, or does not tell one story."""


class FileError(Error, OSError):
    """A file could not be read or written; ``errno`` and ``filename`` are the system's."""

    def __init__(self, message: str, code: Code = "io", errno: int | None = None, filename: str | None = None) -> None:
        super().__init__(message, code)
        self.errno = errno
        self.filename = filename

    def __reduce__(self) -> tuple[type[FileError], tuple[object, ...]]:
        # OSError would forget both.
        return type(self), (*self.args, self.code, self.errno, self.filename)
