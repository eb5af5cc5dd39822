"""Problems that a person has looked at and lets stand, with a reason, in the workbook itself.

A problem is dismissed by its mark, such as C247-7f3a, which changes with the text of the cell: when
the text changes, the problem is told again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.check.cells import EMPTY, cell_problem
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.model import Cell, SheetRow

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
        cell = row.cells.get("dismissed", EMPTY)
        if cell.text:
            told.extend(_apply(cell, row.place.cell, standing, dismissed))
    return (*standing, *told), tuple(dismissed)


def _apply(
    cell: Cell, row: str, standing: list[Diagnostic], dismissed: list[Dismissed]
) -> Iterator[Diagnostic]:
    """Move the problems that a cell dismisses from `standing` to `dismissed`; yield what is wrong
    with the cell.
    """
    pieces = _TOKEN.split(cell.text)
    if len(pieces) == 1:
        yield cell_problem("C256", cell, written=cell.text[:40])
    for token, reason in zip(pieces[1::2], pieces[2::2], strict=True):
        here = [each for each in standing if each.token == token and _is_in_row(each, cell, row)]
        if not here:
            yield cell_problem("C258", cell, token=token)
        elif not re.search(r"\w{2}", reason):
            yield cell_problem("C257", cell, token=token)
        elif not all(each.is_dismissible for each in here):
            yield cell_problem("C259", cell, token=token)
        else:
            standing[:] = [each for each in standing if each not in here]
            dismissed.extend(
                Dismissed(each, " ".join(reason.strip(" :;,-–\n").split())) for each in here
            )


def _is_in_row(diagnostic: Diagnostic, cell: Cell, row: str) -> bool:
    place = diagnostic.place
    return (
        place.sheet == cell.place.sheet and place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == row
    )
