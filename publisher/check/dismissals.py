"""Problems that a person has looked at and lets stand, with a reason, in the workbook itself.

A problem is dismissed by its mark, such as C247-7f3a, which changes with the text of the cell: when
the text changes, the problem is told again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.check.cells import cell_of, cell_problem
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.model import SheetRow

_TOKEN = re.compile(r"\b([A-Z]\d{3}-[0-9a-f]{4})\b")


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A problem that was dismissed, and why."""

    diagnostic: Diagnostic
    reason: str


def dismiss(
    rows: Iterable[SheetRow], diagnostics: Iterable[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Dismissed, ...]]:
    """Return the problems that stand, with what is wrong with dismissals, and those that the rows
    dismiss.
    """
    standing = list(diagnostics)
    dismissed: list[Dismissed] = []
    told: list[Diagnostic] = []
    for row in rows:
        cell = cell_of(row, "dismissed")
        wishes = tuple(_wishes(cell.text))
        if cell.text and not wishes:
            told.append(cell_problem("C256", cell, written=cell.text[:40]))
        for token, reason in wishes:
            meant = [each for each in standing if each.token == token and _is_in_row(each, row)]
            fault = _fault_of(meant, reason)
            if fault:
                told.append(cell_problem(fault, cell, token=token))
            else:
                standing = [each for each in standing if each not in meant]
                dismissed.extend(Dismissed(each, _tidy(reason)) for each in meant)
    return (*standing, *told), tuple(dismissed)


def _wishes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the marks in a text, each with the reason that follows it."""
    pieces = _TOKEN.split(text)
    return zip(pieces[1::2], pieces[2::2], strict=True)


def _fault_of(meant: list[Diagnostic], reason: str) -> str:
    """Return the code of why problems cannot be dismissed, or the empty string."""
    if not meant:
        return "C258"
    if not re.search(r"\w{2}", reason):
        return "C257"
    return "" if all(each.is_dismissible for each in meant) else "C259"


def _tidy(reason: str) -> str:
    return " ".join(reason.strip(" :;,-–\n").split())


def _is_in_row(diagnostic: Diagnostic, row: SheetRow) -> bool:
    place = diagnostic.place
    number = place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return place.sheet == row.place.sheet and number == row.place.cell
