"""The cells of the guide's workbook, each with its place.

Comes in: an opened workbook. Goes out: a `GuideWorkbook` and everything that is wrong with its
structure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.domain.diagnostics import Checked, Diagnostic, Place, PublisherError, failure
from publisher.domain.editorial import GuideWorkbook
from publisher.domain.language import Language
from publisher.domain.model import SheetRow
from publisher.domain.worded import WordedTreaty
from publisher.workbook import guide_layout
from publisher.workbook.annotate import CheckedRow
from publisher.workbook.layout import HEADING_ROW
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.sheet import FoundSheet, find_sheet, notes_of
from publisher.workbook.sheet_fields import read_fields
from publisher.workbook.sheet_rows import read_table


def read_guide(opened: OpenedWorkbook, worded: WordedTreaty) -> Checked[GuideWorkbook]:
    """Return what the guide's workbook holds, with the problems of its sheets, headings and cells.

    Raises PublisherError where it is the workbook of a country, or a cell cannot be read at all.
    """
    if opened.identity.get("kind") != guide_layout.KIND:
        raise failure("G702", Place(opened.file))
    try:
        return _workbook(opened, worded)
    except (IndexError, KeyError, AttributeError) as fault:  # a cell whose style is not in the file
        raise failure("F020", Place(opened.file), fault=type(fault).__name__) from fault


def _workbook(opened: OpenedWorkbook, worded: WordedTreaty) -> Checked[GuideWorkbook]:
    titles = {group.id: group.title for order in worded.treaty.orders for group in order.groups}
    told: list[Diagnostic] = []
    sheets: dict[str, FoundSheet | None] = {}
    for key, described in guide_layout.guide_sheets(worded.language).items():
        sheet = find_sheet(opened, described)
        sheets[key] = sheet.value
        told += sheet.diagnostics
    tables: dict[str, tuple[SheetRow, ...]] = {}
    for key in guide_layout.TABLES:
        tables[key] = ()
        if found := sheets[key]:
            table = read_table(found, titles)
            tables[key] = table.value.rows
            told += table.diagnostics
    fields: dict[str, SheetRow] = {}
    if form := sheets["guide"]:
        entries = read_fields(form, worded.language.words("guide_fields"))
        fields = entries.value
        told += entries.diagnostics
    for each in sheets.values():
        if each is not None:
            told += notes_of(each)
    return Checked(GuideWorkbook(opened.file, opened.identity, fields, tables), tuple(told))


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


def picks_of(opened: OpenedWorkbook, worded: WordedTreaty) -> PicksSheet:
    """Return the sheet of picks, found as the checks find it.

    Raises PublisherError where it is the workbook of a country, or the sheet or one of its columns
    is missing.
    """
    if opened.identity.get("kind") != guide_layout.KIND:
        raise failure("G702", Place(opened.file))
    sheet = find_sheet(opened, guide_layout.guide_sheets(worded.language)["picks"])
    if sheet.value is None:
        raise _unusable(sheet.diagnostics)
    table = read_table(sheet.value, {})
    needed = ("country", "article", "column", "kind", "best", "why", "text")
    if any(key not in table.value.letters for key in needed):
        raise _unusable((*sheet.diagnostics, *table.diagnostics))
    return PicksSheet(sheet.value.sheet.title, table.value.letters, table.value.rows)


def _unusable(told: Iterable[Diagnostic]) -> PublisherError:
    return PublisherError(*(each for each in told if each.code in ("S101", "S102")))


def rows_of_guide(workbook: GuideWorkbook, language: Language) -> tuple[CheckedRow, ...]:
    """Return the rows of the guide's workbook that have reserved cells, sheet by sheet."""
    described = guide_layout.guide_sheets(language)
    rows = {"guide": workbook.fields.values(), **workbook.tables}
    return tuple((described[key], row) for key, own in rows.items() for row in own)
