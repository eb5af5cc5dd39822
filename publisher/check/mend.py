"""What of a workbook can be put right without a person: what was meant is beyond doubt, only not
written as the program asks.

Nothing is mended that can mean two things, that a person lets stand, or that the program only
guesses at.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from publisher.check.cells import (
    Lists,
    blocks_of,
    calendar_faults,
    cell_of,
    choice_of,
    date_of,
    known_choices,
    meant_choice,
)
from publisher.check.provisions import rows_by_provision
from publisher.check.sources import filled_rows, mended_keys, sources_of
from publisher.check.states import SAID_IN_WORDS, said_in, said_in_cells, state_in_words
from publisher.domain.citation import is_plain_mark, parse_citation, plain_mark, source_key
from publisher.domain.dates import format_date, parse_date
from publisher.domain.diagnostics import Diagnostic, Place
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.synonyms import choice_key, meant_choices
from publisher.domain.text import Citation, all_inlines
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.contents import Slot

# Dates in digits that everybody reads alike; one with its month in words stays as well.
_PLAIN_DATE = re.compile(r"\d{4}(?:-\d{1,2}){0,2}(?:[T ]00:00:00)?|.*[^\W\d_].*")
_LONGER_FACTS = ("declaration", "documents", "summary", "contributors", "acknowledgements")


@dataclass(frozen=True, slots=True)
class Mending:
    """A cell that can be put right: `shown` is what stands there and what is to, of the whole cell
    or of some citation marks in its text. Of the latter, `marks` are all in order, each with what
    it is to be.
    """

    place: Place
    slot: Slot
    shown: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What mending goes by."""

    lists: Lists
    keys: Set[str]
    locale: str
    today: date
    standing: Set[Place]


def mendings_of(
    workbook: Workbook, worded: WordedTreaty, today: date, standing: Set[Place]
) -> tuple[Mending, ...]:
    """Return what can be put right in a workbook, sheet by sheet; `standing` are the places of
    which a person has said that they shall stay as they are.
    """
    lists = {
        **known_choices(layout.choices(worded)),
        "said_in_cells": said_in_cells(worded.language),
        "meant": meant_choices(worded),
    }
    renamed = mended_keys(workbook)
    keys = {each.key for each in sources_of(workbook, lists)} | set(renamed.values())
    known = _Known(lists, keys, worded.language.locale, today, standing)
    columns = tuple(column.id for column in worded.treaty.columns)
    found = (
        *_of_provisions(workbook, worded, columns, known),
        *_of_country(workbook, known),
        *_of_sources(workbook, renamed, known),
    )
    return tuple(each for each in found if each.place not in standing)


# Told of what is mended wherever it is told.
_ALWAYS = ("C274", "C275")


def mended_of(problems: Iterable[Diagnostic], worded: WordedTreaty) -> tuple[Diagnostic, ...]:
    """Return those of the problems of a workbook that mending ends."""
    meant = meant_choices(worded)
    entries = known_choices(layout.choices(worded))
    keys: set[str] = set()
    found: list[Diagnostic] = []
    for each in problems:
        values = dict(each.values)
        is_mended = each.code in _ALWAYS
        if each.code == "C273":  # of two rows with one key only the first can have it
            is_mended = values["meant"] not in keys
            keys.add(values["meant"])
        elif each.code == "C219":  # another word for an entry, not only a word that is like it
            names = (name for name in entries if values["near"] in entries[name].values())
            ids = ((name, meant.get(choice_key(name, values["written"]), "")) for name in names)
            is_mended = any(entries[name].get(id_) == values["near"] for name, id_ in ids)
        if is_mended:
            found.append(each)
    return tuple(found)


def _of_provisions(
    workbook: Workbook, worded: WordedTreaty, columns: tuple[str, ...], known: _Known
) -> Iterator[Mending]:
    for id_, row in rows_by_provision(workbook, worded.treaty).items():
        for column, cell in row.cells.items():
            slot = Slot("provisions", id_, column)
            if column in columns:
                yield from _state(cell, slot, known.lists) or _citations(cell, slot, known)
            elif column in ("assessment", "finder", "research_status"):
                yield from _choice(cell, slot, known.lists, column)
            elif column == "finding_date":
                yield from _date(cell, slot, known)
            elif column == "question":
                yield from _citations(cell, slot, known)


def _of_country(workbook: Workbook, known: _Known) -> Iterator[Mending]:
    for field, row in workbook.country.items():
        cell, slot = row.cells["value"], Slot("country", field, "value")
        if field in layout.COUNTRY_CHOICES:
            yield from _choice(cell, slot, known.lists, layout.COUNTRY_CHOICES[field])
        elif field in layout.COUNTRY_DATES:
            yield from _date(cell, slot, known)
        elif field in _LONGER_FACTS:
            yield from _citations(cell, slot, known)


def _of_sources(
    workbook: Workbook, renamed: Mapping[Place, str], known: _Known
) -> Iterator[Mending]:
    for row in filled_rows(workbook):
        cell = cell_of(row, "key")
        key = renamed.get(cell.place) or source_key(cell.text)
        if cell.place in renamed:
            yield Mending(cell.place, Slot("sources", key, "key"), ((cell.text, key),))
        yield from _of_source(row, renamed.get(cell.place) or cell.text, known)


def _of_source(row: SheetRow, key: str, known: _Known) -> Iterator[Mending]:
    for column, cell in row.cells.items():
        slot = Slot("sources", key, column)
        if column in layout.SOURCE_CHOICES:
            yield from _choice(cell, slot, known.lists, layout.SOURCE_CHOICES[column])
        elif column in layout.SOURCE_DATES:
            yield from _date(cell, slot, known)


# The kinds


def _state(cell: Cell, slot: Slot, lists: Lists) -> tuple[Mending, ...]:
    if state_in_words(cell, lists["cell_states"]):
        return ()
    said = said_in(cell, lists["said_in_cells"])
    if said in SAID_IN_WORDS:
        return (Mending(cell.place, slot, ((cell.text, lists["cell_states"][said]),)),)
    if said == "not_researched":
        return (Mending(cell.place, slot, ((cell.text, ""),)),)
    return ()


def _choice(cell: Cell, slot: Slot, lists: Lists, name: str) -> Iterator[Mending]:
    meant = meant_choice(cell, lists, name)
    if cell.text and meant and not choice_of(cell, lists[name]):
        yield Mending(cell.place, slot, ((cell.text, meant),))


def _date(cell: Cell, slot: Slot, known: _Known) -> Iterator[Mending]:
    when = date_of(cell)
    is_written = isinstance(cell.value, (str, int)) and not _PLAIN_DATE.fullmatch(cell.text)
    if when is None or not is_written or any(calendar_faults(cell, known.today)):
        return
    words = format_date(when, known.locale)
    # In a language whose dates the program does not read, a date stays one in digits.
    is_read = parse_date(words) == when
    yield Mending(cell.place, slot, ((cell.text, words if is_read else str(when)),))


def _citations(cell: Cell, slot: Slot, known: _Known) -> Iterator[Mending]:
    marks = tuple(
        (each.written, _meant_mark(each))
        for each in all_inlines(blocks_of(cell, known.keys))
        if isinstance(each, Citation)
    )
    shown = tuple(dict.fromkeys(each for each in marks if each[0] != each[1]))
    if shown:
        yield Mending(cell.place, slot, shown, marks)


def _meant_mark(mark: Citation) -> str:
    plain = plain_mark(mark.references)
    is_mended = is_plain_mark(mark.written, mark.references)
    is_same = parse_citation(plain) == mark.references
    return plain if is_same and not is_mended else mark.written
