"""The cells of the guide's workbook, each with its place.

Comes in: an opened workbook. Goes out: a `GuideWorkbook` and everything that is wrong with its
structure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.domain.diagnostics import Checked, Place, PublisherError, failure
from publisher.domain.editorial import GuideWorkbook
from publisher.domain.language import Language
from publisher.domain.model import SheetRow
from publisher.domain.treaty import Treaty
from publisher.workbook import guide_layout
from publisher.workbook.annotate import CheckedRow
from publisher.workbook.layout import HEADING_ROW
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.sheet import Found, SheetTable, find_sheet, notes_of, read_fields


def read_guide(
    opened: OpenedWorkbook, treaty: Treaty, language: Language
) -> Checked[GuideWorkbook]:
    """Return what the guide's workbook holds, with the problems of its sheets, headings and cells.

    Raises PublisherError where it is the workbook of a country, or a cell cannot be read at all.
    """
    if opened.identity.get("kind") != guide_layout.KIND:
        raise failure("G702", Place(opened.file))
    found: Found = []
    try:
        workbook = _workbook(opened, treaty, language, found)
    except (IndexError, KeyError, AttributeError) as fault:  # a cell whose style is not in the file
        raise failure("F020", Place(opened.file), fault=type(fault).__name__) from fault
    return Checked(workbook, tuple(found))


def _workbook(
    opened: OpenedWorkbook, treaty: Treaty, language: Language, found: Found
) -> GuideWorkbook:
    described = guide_layout.guide_sheets(language)
    titles = {group.id: group.title for order in treaty.orders for group in order.groups}
    sheets = {key: find_sheet(opened, each, found) for key, each in described.items()}
    tables = {
        key: SheetTable(sheet, described[key], opened.file, titles, found).rows()
        if (sheet := sheets[key])
        else ()
        for key in guide_layout.TABLES
    }
    labels, form = language.words("guide_fields"), sheets["guide"]
    fields = read_fields(form, described["guide"], labels, opened.file, found) if form else {}
    for each in filter(None, sheets.values()):
        found.extend(notes_of(each, opened.file))
    return GuideWorkbook(opened.file, opened.identity, fields, tables)


@dataclass(frozen=True, slots=True)
class PicksSheet:
    """The sheet of picks, to be written in: its name, the letter of each column, its rows that hold
    anything.
    """

    name: str
    letters: Mapping[str, str]
    rows: tuple[SheetRow, ...]

    def text(self, number: int, key: str) -> str:
        """Return what a cell of a row says."""
        row = next(each for each in self.rows if each.place.cell == str(number))
        return row.cells[key].text if key in row.cells else ""

    def free_row(self) -> int | None:
        """Return the number of the first row that holds nothing; None where the sheet is full."""
        used = {int(row.place.cell) for row in self.rows}
        rows = range(HEADING_ROW + 1, guide_layout.MOST_ROWS + HEADING_ROW + 1)
        return next((number for number in rows if number not in used), None)


def picks_of(opened: OpenedWorkbook, treaty: Treaty, language: Language) -> PicksSheet:
    """Return the sheet of picks, found as the checks find it.

    Raises PublisherError where it is the workbook of a country, or the sheet or one of its columns
    is missing.
    """
    if opened.identity.get("kind") != guide_layout.KIND:
        raise failure("G702", Place(opened.file))
    found: Found = []
    described = guide_layout.guide_sheets(language)["picks"]
    sheet = find_sheet(opened, described, found)
    table = SheetTable(sheet, described, opened.file, {}, found) if sheet else None
    rows = table.rows() if table else ()
    letters = table.letters() if table else {}
    missing = [
        key
        for key in ("country", "article", "column", "kind", "best", "why", "text")
        if key not in letters
    ]
    if sheet is None or missing:
        faults = [each for each in found if each.code in ("S101", "S102")]
        raise PublisherError(*faults)
    return PicksSheet(sheet.title, letters, rows)


def rows_of_guide(workbook: GuideWorkbook, language: Language) -> tuple[CheckedRow, ...]:
    """Return the rows of the guide's workbook that have reserved cells, sheet by sheet."""
    described = guide_layout.guide_sheets(language)
    rows = {"guide": workbook.fields.values(), **workbook.tables}
    return tuple((described[key], row) for key, own in rows.items() for row in own)
