"""Sheets that the program fills in with rows of plain text: Reviewers and Review."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.names import folded
from publisher.workbook import layout
from publisher.workbook.opened import MAX_COLUMNS, OpenedWorkbook


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that the program fills in with rows of plain text: the letter of each of its columns
    by key.
    """

    sheet: Worksheet
    letters: Mapping[str, str]


def list_sheet(opened: OpenedWorkbook, described: layout.Sheet) -> ListSheet | None:
    """Return the sheet of a name with the columns that it has; None where it is not there."""
    sheet = next(
        (each for each in opened.book.worksheets if folded(each.title) == folded(described.name)),
        None,
    )
    if sheet is None:
        return None
    by_heading = {folded(heading): key for key, heading in described.columns.items()}
    letters: dict[str, str] = {}
    for cell in next(
        sheet.iter_rows(max_row=layout.HEADING_ROW, max_col=min(sheet.max_column, MAX_COLUMNS))
    ):
        if key := by_heading.get(folded(str(cell.value or ""))):
            letters.setdefault(key, get_column_letter(cell.column or 1))
    return ListSheet(sheet, letters)


def list_rows(found: ListSheet | None) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a list that hold anything: the number, and the texts by key of column."""
    last = min(found.sheet.max_row, layout.MOST_REVIEWERS) if found else 0
    for number in range(layout.HEADING_ROW + 1, last + 1):
        assert found is not None
        texts = {
            key: str(found.sheet[f"{letter}{number}"].value or "").strip()
            for key, letter in found.letters.items()
        }
        if any(texts.values()):
            yield number, texts
