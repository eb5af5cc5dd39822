"""The sheet Where we looked: what was noted can be used, and 'Nothing found' rests on it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.check.cells import (
    EMPTY,
    Lists,
    cell_of,
    cell_problem,
    choice_faults,
    choice_of,
    date_faults,
    date_of,
    future_faults,
    one_of,
    plain_text_of,
    text_faults,
)
from publisher.check.rules import Rules
from publisher.domain.citation import is_source_key, source_key
from publisher.domain.diagnostics import Diagnostic, Level, problem
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.names import likely
from publisher.domain.places import LookedPlace, LookResult
from publisher.domain.report import CountryReport, State
from publisher.domain.treaty import Column, ResearchPlace

_MOST_NAMED = 5  # cells, sources or places in one message
_NOTED = ("looked_on", "looked_by", "result", "sources")
# By the role of a column: the types of sources of which one place at least was searched before
# anybody can say that nothing was found.
_TYPES_BEHIND = {
    "law": {"constitution", "national_law", "regulation", "case", "government", "database"},
    "reforms": {"bill", "government", "state_report", "ngo"},
    "findings": {"treaty_body", "special_procedure"},
}


def places_of(workbook: Workbook, lists: Lists) -> tuple[LookedPlace, ...]:
    """Return the places of which somebody noted something."""
    return tuple(
        _place_of(row, lists) for row in _noted_rows(workbook) if cell_of(row, "place").text
    )


def _noted_rows(workbook: Workbook) -> Iterator[SheetRow]:
    for row in workbook.places:
        if any(cell_of(row, key).text for key in _NOTED):
            yield row


def _place_of(row: SheetRow, lists: Lists) -> LookedPlace:
    return LookedPlace(
        key=cell_of(row, "key").text,
        name=plain_text_of(cell_of(row, "place")),
        looked_on=date_of(cell_of(row, "looked_on")),
        looked_by=plain_text_of(cell_of(row, "looked_by")),
        result=one_of(LookResult, cell_of(row, "result"), lists["place_result"]),
        sources=_keys_in(cell_of(row, "sources").text),
    )


def _keys_in(text: str) -> tuple[str, ...]:
    words = map(source_key, re.split(r"[;,/&()\[\]\s]+", text))
    return tuple(dict.fromkeys(word for word in words if is_source_key(word)))


def place_faults(workbook: Workbook, lists: Lists) -> Iterator[Diagnostic]:
    """Yield rows without a place, and entries that cannot be used."""
    for row in workbook.places:
        for key in ("place", "looked_by"):
            yield from text_faults(cell_of(row, key))
        yield from date_faults(cell_of(row, "looked_on"))
        yield from choice_faults(cell_of(row, "result"), lists, "place_result")
    for row in _noted_rows(workbook):
        if not cell_of(row, "place").text:
            cell = cell_of(row, "place")
            yield problem("C290", cell.place if cell.place.file else row.place)


def check_places(
    workbook: Workbook, report: CountryReport, rows: Mapping[str, SheetRow], rules: Rules
) -> Iterator[Diagnostic]:
    """Yield what is doubtful on the sheet, and what the report says that nobody looked for.

    `rows` are those of the sheet Provisions by provision.
    """
    if not workbook.places:  # too old for the sheet: nobody could note anything
        return
    keys = [source.key for source in report.sources]
    for row in _noted_rows(workbook):
        yield from _row(row, keys, rules)
    searched = _Searched(report.places, rules)
    yield from _claims(report, rows, searched)
    if report.places:
        yield from _sources(workbook, report, searched)
        yield from _finders(report, rows, searched)


def _row(row: SheetRow, keys: list[str], rules: Rules) -> Iterator[Diagnostic]:
    labels, place = rules.language.words("places"), cell_of(row, "place").text
    when = cell_of(row, "looked_on")
    yield from future_faults(when, date_of(when), rules.today)
    for name in ("looked_on", "result"):
        cell = cell_of(row, name)
        if not cell.text and cell.place.file:
            yield cell_problem("C291", cell, label=labels[name], name=place)
    results = rules.language.words("choices.place_result")
    result, sources = cell_of(row, "result"), cell_of(row, "sources")
    yield from _unknown(sources, keys)
    chosen = choice_of(result, results)
    if sources.text and chosen in (LookResult.NOTHING_FOUND, LookResult.NOT_REACHABLE):
        yield cell_problem("C293", result, result=result.text, sources=sources.text)
    if chosen == LookResult.FOUND and not sources.text:
        yield cell_problem("C294", sources if sources.place.file else result, name=place)


def _unknown(cell: Cell, keys: list[str]) -> Iterator[Diagnostic]:
    """Yield what among the sources of a place is no source of the workbook."""
    for piece in filter(None, map(str.strip, re.split(r"[;,\n]", cell.text))):
        for written in _keys_in(piece) or (piece,):
            if written not in keys:
                near = likely(written, keys)
                yield cell_problem("C292", cell, written=written[:40], near=near)


# What the report says, against where somebody looked


@dataclass(frozen=True, slots=True)
class _Searched:
    """The places where somebody looked, beside those that the treaty's data names."""

    places: tuple[LookedPlace, ...]
    rules: Rules

    @property
    def known(self) -> tuple[ResearchPlace, ...]:
        """The places of the treaty that were searched."""
        keys = {each.key for each in self.places if each.was_searched}
        return tuple(place for place in self.rules.treaty.places if place.key in keys)

    @property
    def is_anywhere_else(self) -> bool:
        """Whether a place was searched that the treaty does not name: it may hold anything."""
        keys = {place.key for place in self.rules.treaty.places}
        return any(each.was_searched and each.key not in keys for each in self.places)

    @property
    def sheet(self) -> str:
        return self.rules.language.words("sheets")["places"]

    @property
    def level(self) -> Level | None:
        """The weight of claims that nobody looked for: a final report is not built with them."""
        return Level.MUST_FIX if self.rules.is_final else None


def _claims(
    report: CountryReport, rows: Mapping[str, SheetRow], searched: _Searched
) -> Iterator[Diagnostic]:
    """Yield which cells say that nothing was found though nobody looked where it would stand."""
    claims = _cells_with_nothing(report, rows)
    cells = [cell for own in claims.values() for cell in own]
    words = {"nothing": searched.rules.language.words("cell_states")[State.NOTHING_FOUND]}
    if cells and not report.places:
        where = {"sheet": searched.sheet, "count": len(cells), "cells": _named(cells)}
        yield cell_problem("C295", cells[0], level=searched.level, **words, **where)
        return
    for column in searched.rules.treaty.columns:
        own = claims.get(column.id, [])
        places = _places_behind(column, searched.rules.treaty.places)
        is_backed = searched.is_anywhere_else or any(each in searched.known for each in places)
        if own and places and not is_backed:
            where = {"sheet": searched.sheet, "count": len(own), "cells": _named(own)}
            words |= {"heading": column.heading, "places": _first(each.place for each in places)}
            yield cell_problem("C296", own[0], level=searched.level, **words, **where)


def _cells_with_nothing(
    report: CountryReport, rows: Mapping[str, SheetRow]
) -> dict[str, list[Cell]]:
    """Return the cells that say that nothing was found, by column, in the order of the treaty."""
    found: dict[str, list[Cell]] = {}
    for entry in report.entries:
        for content in entry.contents:
            if content.state is State.NOTHING_FOUND:
                column = content.key.column
                cell = cell_of(rows[entry.provision.id], column)
                found.setdefault(column, []).append(cell)
    return found


def _places_behind(column: Column, places: Iterable[ResearchPlace]) -> tuple[ResearchPlace, ...]:
    """Return the places where what a column asks for would stand."""
    types = _TYPES_BEHIND.get(column.role, set())
    return tuple(each for each in places if types.intersection(each.types))


def _sources(
    workbook: Workbook, report: CountryReport, searched: _Searched
) -> Iterator[Diagnostic]:
    """Yield which sources come from a place of which the sheet says nothing."""
    types = {kind for place in searched.known for kind in place.types}
    named = {key for place in report.places for key in place.sources}
    left = [
        source.key
        for source in report.sources
        if source.type and source.type not in types and source.key not in named
    ]
    if left:
        cells = (cell_of(row, "key") for row in workbook.sources)
        first = next((cell for cell in cells if source_key(cell.text) == left[0]), EMPTY)
        keys = _first(left)
        yield cell_problem("C297", first, count=len(left), keys=keys, sheet=searched.sheet)


def _finders(
    report: CountryReport, rows: Mapping[str, SheetRow], searched: _Searched
) -> Iterator[Diagnostic]:
    """Yield whose assessments the report gives though nobody looked where they stand."""
    known = {finder for place in searched.known for finder in place.finders}
    by_finder: dict[str, list[Cell]] = {}
    for entry in report.entries:
        finder = entry.finding.finder
        if finder and finder not in known:
            by_finder.setdefault(finder, []).append(cell_of(rows[entry.provision.id], "finder"))
    for finder, cells in by_finder.items():
        places = [each.place for each in searched.rules.treaty.places if finder in each.finders]
        if places:
            yield cell_problem(
                "C298",
                cells[0],
                finder=finder,
                count=len(cells),
                cells=_named(cells),
                sheet=searched.sheet,
                places=_first(places),
            )


def _named(cells: list[Cell]) -> str:
    return _first(cell.place.cell for cell in cells)


def _first(names: Iterable[str]) -> str:
    """Return names, the first of many."""
    listed = list(names)
    separator = "; " if any(" " in name for name in listed) else ", "
    return separator.join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "")
