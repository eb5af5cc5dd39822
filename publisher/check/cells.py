"""What a single cell means: text, a choice from a list, a date; and how a problem in it is told.

Each function adds to `found` what is wrong with the cell, and returns what can be used of it.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from publisher.domain.dates import PartialDate, ambiguous_dates, parse_date
from publisher.domain.diagnostics import Diagnostic, Excerpt, Level, Place, problem
from publisher.domain.markup import forbidden_characters, parse
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded, likely
from publisher.domain.text import Block

EMPTY = Cell(Place(""))
_LONGEST_EXCERPT = 160
_LONG_TEXT = 60


def cell_problem(
    code: str,
    cell: Cell,
    span: tuple[int, int] | None = None,
    /,
    *,
    level: Level | None = None,
    **values: object,
) -> Diagnostic:
    """Return a problem of a cell; `span` says from where to where in its text the problem lies."""
    excerpt = excerpt_of(cell.text, *span) if span else _beginning(cell.text)
    return problem(code, cell.place, level=level, basis=cell.text, excerpt=excerpt, **values)


def _beginning(text: str) -> Excerpt | None:
    """Return the first sentence of a long text, for a problem that lies in no single spot of it."""
    return excerpt_of(text, 0, 0) if len(text) > _LONG_TEXT else None


def excerpt_of(text: str, start: int, end: int) -> Excerpt:
    """Return the sentence around a stretch of text, cut where it is very long."""
    ends = [found.end() for found in re.finditer(r"[.!?؟。]\s+|\n", text)]
    first = max((each for each in ends if each <= start), default=0)
    last = min((each for each in ends if each >= end), default=len(text))
    before, after = text[first:start], text[end:last].rstrip()
    if len(before) > _LONGEST_EXCERPT:
        before = f"… {before[-_LONGEST_EXCERPT:].partition(' ')[2]}"
    if len(after) > _LONGEST_EXCERPT:
        after = f"{after[:_LONGEST_EXCERPT].rpartition(' ')[0]} …"
    return Excerpt(before, text[start:end], after)


def plain_text_of(cell: Cell, found: list[Diagnostic]) -> str:
    """Return the text of a cell in one line; nothing where a character in it cannot be printed."""
    return "" if _holds_forbidden(cell, found) else " ".join(cell.text.split())


def require_entries(
    row: SheetRow, keys: Iterable[str], labels: Mapping[str, str], found: list[Diagnostic]
) -> None:
    """Tell which cells of a row are empty that must not be; `labels` are the headings of the
    columns by key.
    """
    for key in keys:
        cell = row.cells.get(key, EMPTY)
        if not cell.text:
            found.append(
                problem("G709", cell.place if cell.place.file else row.place, label=labels[key])
            )


def choice_of(cell: Cell, entries: Mapping[str, str], found: list[Diagnostic]) -> str:
    """Return the id of the entry that a cell names; the empty string for an empty cell or an
    unknown entry.
    """
    if not cell.text:
        return ""
    by_form = {folded(text): id_ for id_, text in entries.items()}
    if chosen := by_form.get(folded(cell.text)):
        return chosen
    guess, listed = likely(cell.text, entries.values()), ", ".join(entries.values())
    found.append(cell_problem("C219", cell, written=cell.text, near=guess, listed=listed))
    return ""


def date_of(cell: Cell, found: list[Diagnostic]) -> PartialDate | None:
    """Return the date in a cell; None for an empty cell or a date that could be read in two
    ways.
    """
    if cell.value is None:
        return None
    when = parse_date(cell.value)
    if when is None:
        if both := ambiguous_dates(cell.text):
            found.append(cell_problem("C262", cell, written=cell.text, one=both[0], other=both[1]))
        else:
            found.append(cell_problem("C220", cell, written=cell.text))
    return when


def require_past(
    cell: Cell, when: PartialDate | None, today: date, found: list[Diagnostic]
) -> None:
    """Tell where a date lies in the future."""
    if when and PartialDate(today.year, today.month, today.day).is_before(when):
        found.append(cell_problem("C241", cell, date=when))


def blocks_of(cell: Cell, found: list[Diagnostic]) -> tuple[Block, ...]:
    """Return the blocks of a cell, or none where a character in it cannot be printed."""
    return () if _holds_forbidden(cell, found) else parse(cell.runs, link=cell.link)


def _holds_forbidden(cell: Cell, found: list[Diagnostic]) -> bool:
    bad = forbidden_characters("".join(run.text for run in cell.runs))
    if bad:
        found.append(cell_problem("C206", cell, characters=", ".join(bad)))
    return bool(bad)
