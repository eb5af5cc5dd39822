"""A sheet of a workbook, found by its name, with what it should hold.

Sheets have a heading row, and below it one row per thing (`sheet_rows`) or one field per row
(`sheet_fields`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Checked, Diagnostic, Place, problem
from publisher.domain.names import folded, likely
from publisher.workbook import layout
from publisher.workbook.check_notes import is_check_note
from publisher.workbook.opened import MAX_COLUMNS, MAX_ROWS, OpenedWorkbook

CellOfSheet = XlsxCell | MergedCell


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet with what it should hold; `file` is the name of the workbook in messages.

    `ids` are those of its rows by number where the column that holds them is gone; None where it is
    there.
    """

    sheet: Worksheet
    described: layout.Sheet
    file: str
    ids: Mapping[int, str] | None = None

    def place(self, cell: str = "", name: str = "") -> Place:
        """Return a place in the sheet; `name` is what a person calls the cell."""
        return Place(self.file, self.sheet.title, cell, name)

    @property
    def headings(self) -> tuple[CellOfSheet, ...]:
        """The cells of the heading row."""
        columns = min(self.sheet.max_column, MAX_COLUMNS)
        rows = self.sheet.iter_rows(max_row=layout.HEADING_ROW, max_col=columns)
        return next(rows, ())

    @property
    def rows_below(self) -> Iterator[tuple[CellOfSheet, ...]]:
        """The rows below the heading, cell by cell."""
        return self.sheet.iter_rows(
            min_row=layout.HEADING_ROW + 1,
            max_row=min(self.sheet.max_row, MAX_ROWS),
            max_col=min(self.sheet.max_column, MAX_COLUMNS),
        )


def find_sheet(opened: OpenedWorkbook, described: layout.Sheet) -> Checked[FoundSheet | None]:
    """Return the sheet of a name, or one whose name is nearly that; None where there is none."""
    sheets = opened.book.worksheets
    by_name = {folded(sheet.title): sheet for sheet in sheets}
    told: list[Diagnostic] = []
    sheet = by_name.get(folded(described.name)) or by_name.get(folded(described.key))
    if sheet is None:
        titles = [each.title for each in sheets if not each.title.startswith("_")]
        near = likely(described.name, titles)
        if not near:
            names = ", ".join(f"'{title}'" for title in titles)
            is_lost = folded(described.name) in map(folded, opened.lost)
            missing = problem(
                "S101",
                Place(opened.file),
                name=described.name,
                names=names,
                damaged=described.name if is_lost else "",
            )
            return Checked(None, (missing,))
        told.append(problem("S118", Place(opened.file, near), other=near, name=described.name))
        sheet = by_name[folded(near)]
    told += _copies(sheet, sheets, opened.file)
    return Checked(FoundSheet(sheet, described, opened.file), tuple(told))


def _copies(sheet: Worksheet, sheets: Iterable[Worksheet], file: str) -> Iterator[Diagnostic]:
    """Yield a warning for each copy of a sheet: whoever works in the copy would lose it all."""
    for other in sheets:
        # Excel names a copy 'Sources (2)', openpyxl a second sheet of one name 'Sources1'.
        original = folded(other.title).rstrip(" 0123456789")
        if other is not sheet and original == folded(sheet.title):
            yield problem("S113", Place(file, other.title), other=other.title, name=sheet.title)


def notes_of(found: FoundSheet) -> Iterator[Diagnostic]:
    """Yield a note where a researcher has attached comments to cells below the heading."""
    cells = (cell for row in found.rows_below for cell in row)
    noted = [cell for cell in cells if cell.comment and not is_check_note(cell.comment.text)]
    if noted:
        yield problem("S114", found.place(), count=len(noted), cell=noted[0].coordinate)


def outside_table(place: Place, value: object) -> Diagnostic:
    """Return the warning that a text stands where nothing is read."""
    return problem("S109", place, text=str(value)[:40])
