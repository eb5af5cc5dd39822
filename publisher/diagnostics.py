"""Problems told to a person: where they are, what is wrong and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """How much a problem weighs: an error stops publishing, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files of a project a problem is; the empty string stands for 'not that precise'."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inside = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet
        return f"{self.file}: {inside}" if inside else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: `message` says what is wrong, `hint` what to do about it."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        first = f"{self.place}: {self.severity} {self.code}: {self.message}"
        return f"{first}\n    {self.hint}" if self.hint else first


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A value together with everything that was noticed while making it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = field(default=())


class PublisherError(Exception):
    """A file cannot be read or written at all; the only exception that the stages raise on purpose."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def failure(code: str, place: Place, message: str, hint: str = "") -> PublisherError:
    """Return the exception that stops work on one file with an error."""
    return PublisherError(Diagnostic(code, Severity.ERROR, place, message, hint))


def error(code: str, place: Place, message: str, hint: str = "") -> Diagnostic:
    """Return a problem that must be mended before the report can be published."""
    return Diagnostic(code, Severity.ERROR, place, message, hint)


def warning(code: str, place: Place, message: str, hint: str = "") -> Diagnostic:
    """Return a probable slip; the report is built all the same."""
    return Diagnostic(code, Severity.WARNING, place, message, hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the problems stops publishing."""
    return any(each.severity is Severity.ERROR for each in diagnostics)
