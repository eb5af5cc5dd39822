"""Texts of a workbook that stand where nothing is read: in rows that belong to nothing, in columns
that nobody asked for.

Comes in: a workbook, with what was read of it. Goes out: the rest, so that no word that somebody
wrote is passed over in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from publisher.domain.diagnostics import Place
from publisher.domain.markup import normalise
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.contents import Contents, SheetMap, is_by_people
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.sheet import CellOfSheet, FoundSheet
from publisher.workbook.sheet_headings import read_headings

_TABLES = ("provisions", "country", "sources", "places")


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A text that was not read: the key of its sheet, where it stands, and the heading of its
    column with the place of that, where it is one that nobody asked for.
    """

    sheet: str
    place: Place
    text: str
    heading: str = ""
    heading_place: Place | None = None


def unread_texts(
    opened: OpenedWorkbook, contents: Contents, worded: WordedTreaty
) -> Iterator[UnreadText]:
    """Yield the texts of the sheets that people fill in which are none of the contents, sheet by
    sheet. Formulas are none of them.
    """
    described = layout.sheets(worded)
    for key in _TABLES:
        if key in contents.sheets:
            sheet = opened.book[contents.sheets[key].title]
            found = FoundSheet(sheet, described[key], opened.file)
            yield from _of_sheet(key, found, contents.sheets[key])


def _of_sheet(key: str, found: FoundSheet, read: SheetMap) -> Iterator[UnreadText]:
    columns = read_headings(found).value
    headings = {cell.column or 0: cell for cell in found.headings if cell.value is not None}
    numbers = set(read.rows.values())
    for cells in found.rows_below:
        for cell in cells:
            column = columns.get(cell.column or 0, "")
            is_read = cell.row in numbers or not is_by_people(key, column)
            text = _text(cell)
            if not text or (column and is_read):
                continue
            place = found.place(cell.coordinate)
            heading = None if column else headings.get(cell.column or 0)
            if heading is None:
                yield UnreadText(key, place, text)
            else:
                name = " ".join(str(heading.value).split())
                yield UnreadText(key, place, text, name, found.place(heading.coordinate))


def _text(cell: CellOfSheet) -> str:
    """Return the text of a cell; the empty string where it has none or is worked out."""
    is_formula = getattr(cell, "data_type", "") == "f"
    return "" if cell.value is None or is_formula else normalise(str(cell.value)).strip()
