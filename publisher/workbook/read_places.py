"""The rows of the sheet Where we looked, each with the key of its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from publisher.domain.diagnostics import Checked, Diagnostic, Place, problem
from publisher.domain.model import Cell, Run, SheetRow
from publisher.domain.names import folded
from publisher.domain.treaty import ResearchPlace
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.sheet import FoundSheet, find_sheet, notes_of
from publisher.workbook.sheet_rows import read_table


def read_places(opened: OpenedWorkbook, worded: WordedTreaty) -> Checked[tuple[SheetRow, ...]]:
    """Return the rows of the sheet Where we looked that hold anything; none where a workbook is too
    old to have it.

    A place of the treaty whose hidden key is gone is known by its name.
    """
    found = find_sheet(opened, layout.sheets(worded)["places"])
    if found.value is None:
        return Checked((), tuple(_missing(opened, worded)))
    table = read_table(_without_key(found.value), {})
    rows = tuple(_with_keys(table.value.rows, worded.treaty.places))
    return Checked(rows, (*found.diagnostics, *table.diagnostics, *notes_of(found.value)))


def rows_by_name(rows: Iterable[SheetRow]) -> dict[str, SheetRow]:
    """Return rows by what they are known by: the key of a place, or the name that somebody gave to
    it; where a row has neither, its number. Of two of one name the first.
    """
    found: dict[str, SheetRow] = {}
    for row in rows:
        name = " ".join(_text(row.cells, "place").split())
        found.setdefault(_text(row.cells, "key") or name or row.place.cell, row)
    return found


def _missing(opened: OpenedWorkbook, worded: WordedTreaty) -> Iterator[Diagnostic]:
    """Yield that the sheet is gone, unless the workbook is told to be upgraded for its age."""
    name = layout.sheets(worded)["places"].name
    is_present = opened.identity.get("format_version") == layout.FORMAT_VERSION
    if is_present and worded.treaty.places:
        yield problem("S130", Place(opened.file), name=name, file=opened.file)


def _without_key(found: FoundSheet) -> FoundSheet:
    """Return a sheet of which no key is expected where the hidden column is gone: the names of the
    places say as much.
    """
    heading = folded(found.described.columns["key"])
    if any(folded(str(cell.value)) == heading for cell in found.headings if cell.value is not None):
        return found
    columns = {key: name for key, name in found.described.columns.items() if key != "key"}
    return replace(found, described=replace(found.described, columns=columns))


def _with_keys(rows: Iterable[SheetRow], places: Iterable[ResearchPlace]) -> Iterator[SheetRow]:
    by_name = {folded(each.place): each.key for each in places}
    for row in rows:
        key = by_name.get(folded(_text(row.cells, "place")), "")
        if key and not _text(row.cells, "key"):
            place = row.cells["place"].place
            yield replace(row, cells={**row.cells, "key": Cell(place, key, (Run(key),))})
        else:
            yield row


def _text(cells: Mapping[str, Cell], key: str) -> str:
    return cells[key].text if key in cells else ""
