"""What a single cell means: text, a choice from a list, a date; and how a problem in it is told.

Of each meaning there are two functions: one returns what can be used of the cell, the other yields
what is wrong with it. So it is in the whole room: values here, `…_faults` there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from publisher.domain.dates import (
    PartialDate,
    ambiguous_dates,
    is_of_another_calendar,
    parse_date,
)
from publisher.domain.diagnostics import Diagnostic, Excerpt, Level, Place, problem
from publisher.domain.markup import forbidden_characters, parse
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded, likely
from publisher.domain.report import CHOICES
from publisher.domain.scrambled import scrambled_in, unscrambled
from publisher.domain.synonyms import choice_key
from publisher.domain.text import Block

EMPTY = Cell(Place(""))
_LONGEST_EXCERPT = 160
_LONG_TEXT = 60
_YEARS_AHEAD = 10  # that a report or a law may be announced before


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


def scrambled_faults(cell: Cell) -> Iterator[Diagnostic]:
    """Yield that letters of a cell were read in another encoding."""
    if span := scrambled_in(cell.text):
        spot = cell.text[span[0] : span[1]]
        yield cell_problem("C285", cell, span, spot=spot, meant=unscrambled(spot))


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


def cell_of(row: SheetRow, key: str) -> Cell:
    """Return a cell of a row; an empty one where the sheet has no such column."""
    return row.cells.get(key, EMPTY)


def required_faults(
    row: SheetRow, keys: Iterable[str], labels: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield which cells of a row are empty that must not be; `labels` are the headings of the
    columns by key.
    """
    for key in keys:
        cell = cell_of(row, key)
        if not cell.text:
            place = cell.place if cell.place.file else row.place
            yield problem("G709", place, label=labels[key])


# Text


def plain_text_of(cell: Cell) -> str:
    """Return the text of a cell in one line; nothing where a character in it cannot be printed."""
    return "" if _forbidden_in(cell) else " ".join(cell.text.split())


def blocks_of(cell: Cell, keys: Set[str] = frozenset()) -> tuple[Block, ...]:
    """Return the blocks of a cell, or none where a character in it cannot be printed; `keys` are
    those of the sources.
    """
    return () if _forbidden_in(cell) else parse(cell.runs, link=cell.link, keys=keys)


def text_faults(cell: Cell) -> Iterator[Diagnostic]:
    """Yield which characters of a cell cannot be printed."""
    forbidden = _forbidden_in(cell)
    if forbidden:
        yield cell_problem("C206", cell, characters=", ".join(forbidden))


def _forbidden_in(cell: Cell) -> tuple[str, ...]:
    return forbidden_characters("".join(run.text for run in cell.runs))


# Choices

Lists = Mapping[str, Mapping[str, str]]
Choice = TypeVar("Choice", bound=StrEnum)


def known_choices(lists: Lists) -> Lists:
    """Return the entries of the drop-down lists, by list and id, without those that a language adds
    to a list that the program knows one by one.
    """
    known = dict(lists)
    for name, kind in CHOICES.items():
        if name in lists:
            ids = [each.value for each in kind]
            known[name] = {id_: text for id_, text in lists[name].items() if id_ in ids}
    return known


def choice_of(cell: Cell, entries: Mapping[str, str]) -> str:
    """Return the id of the entry that a cell names; the empty string for an empty cell or an
    unknown entry.
    """
    text = cell.text
    return _ids_by_form(tuple(entries.items())).get(folded(text), "") if text else ""


@cache  # the few lists of a language are asked for at each cell
def _ids_by_form(entries: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {folded(text): id_ for id_, text in entries}


def one_of(kind: type[Choice], cell: Cell, entries: Mapping[str, str]) -> Choice | None:
    """Return which of the choices of a kind a cell names; None for an empty cell or an unknown
    entry.
    """
    id_ = choice_of(cell, entries)
    return kind(id_) if id_ else None


def meant_choice(cell: Cell, lists: Lists, name: str) -> str:
    """Return the entry of a list that a cell means by another word for it, in any language; the
    empty string where nobody knows the word.
    """
    id_ = lists.get("meant", {}).get(choice_key(name, cell.text), "")
    return lists[name].get(id_, "")


def choice_faults(cell: Cell, lists: Lists, name: str) -> Iterator[Diagnostic]:
    """Yield that a cell names none of the entries of its list."""
    entries = lists[name]
    if cell.text and not choice_of(cell, entries):
        near = meant_choice(cell, lists, name) or likely(cell.text, entries.values())
        listed = ", ".join(entries.values())
        yield cell_problem("C219", cell, written=cell.text, near=near, listed=listed)


# Dates


def date_of(cell: Cell) -> PartialDate | None:
    """Return the date in a cell; None for an empty cell or a date that could be read in two
    ways.
    """
    return parse_date(cell.value)


def date_faults(cell: Cell) -> Iterator[Diagnostic]:
    """Yield that a cell holds something else than a date, or one that could be read in two ways."""
    if cell.value is None or date_of(cell):
        return
    readings = ambiguous_dates(cell.text)
    if readings:
        yield cell_problem("C262", cell, written=cell.text, one=readings[0], other=readings[1])
    elif is_of_another_calendar(cell.text):
        yield cell_problem("C279", cell, written=cell.text)
    else:
        yield cell_problem("C220", cell, written=cell.text)


def future_faults(cell: Cell, when: PartialDate | None, today: date) -> Iterator[Diagnostic]:
    """Yield that a date lies in the future, where only one that is past makes sense."""
    is_future = when and PartialDate(today.year, today.month, today.day).is_before(when)
    if is_future and not _is_far_ahead(when, today):
        yield cell_problem("C241", cell, date=when)


def calendar_faults(cell: Cell, today: date) -> Iterator[Diagnostic]:
    """Yield that a date lies so far ahead that it may be one of another calendar: the year 2074 of
    Nepal was 2017.
    """
    if _is_far_ahead(date_of(cell), today):
        yield cell_problem("C278", cell, written=cell.text)


def _is_far_ahead(when: PartialDate | None, today: date) -> bool:
    return when is not None and when.year > today.year + _YEARS_AHEAD
