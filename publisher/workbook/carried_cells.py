"""Cells, columns and whole sheets carried over from one workbook into another, look and all."""

from collections.abc import Container, Iterable, Iterator
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.names import folded
from publisher.workbook import layout
from publisher.workbook.check_notes import is_check_note
from publisher.workbook.opened import MAX_COLUMNS, MAX_ROWS

XlsxThing = Any  # a sheet or cell: openpyxl's types do not know the styles of its own cells


def carry_cell(old: XlsxThing, new: XlsxThing) -> None:
    """Copy text with its formatting, link and comment; the look of the new cell stays."""
    new.value = copy(old.value)
    if isinstance(old.value, str):
        new.data_type = old.data_type  # text that begins with = stays text
    if old.has_style and (old.font.b or old.font.i or old.font.strike):
        font = copy(new.font)
        new.font = Font(
            name=font.name,
            size=font.sz,
            color=font.color,
            bold=old.font.b,
            italic=old.font.i,
            strike=old.font.strike,
        )
    if old.hyperlink and old.hyperlink.target:
        new.hyperlink = old.hyperlink.target
    carry_note(old, new)


def has_own_note(cell: XlsxThing) -> bool:
    """Tell whether somebody put a note on a cell, which is not the program's: its help on a
    heading, or what a check has found.
    """
    if cell.comment is None:
        return False
    if cell.row == layout.HEADING_ROW:
        return str(cell.comment.author) != layout.AUTHOR
    return not is_check_note(cell.comment.text)


def carry_note(old: XlsxThing, new: XlsxThing) -> bool:
    """Copy somebody's note, unless another note is there; tell whether the new cell has it now."""
    if has_own_note(old) and new.comment is None:
        new.comment = Comment(old.comment.text, old.comment.author, width=320, height=140)
        return True
    return False


def copy_look(page: XlsxThing, model: int, number: int) -> None:
    """Give the cells of a row the look of those of another one."""
    for column in range(1, page.max_column + 1):
        page.cell(number, column)._style = copy(page.cell(model, column)._style)
    page.row_dimensions[number].height = page.row_dimensions[model].height


def copy_sheet(old: Worksheet, new: Worksheet) -> None:
    """Copy a sheet that somebody added: texts, look, widths, merged cells, comments."""
    for cells in old.iter_rows(
        max_row=min(old.max_row, MAX_ROWS), max_col=min(old.max_column, MAX_COLUMNS)
    ):
        for cell in cells:
            if isinstance(cell, XlsxCell) and (
                cell.value is not None or cell.has_style or cell.comment
            ):
                _copy_cell(cell, new.cell(cell.row, cell.column))
    for letter, dimension in old.column_dimensions.items():
        new.column_dimensions[letter].width = dimension.width
    for number, row in old.row_dimensions.items():
        new.row_dimensions[number].height = row.height
    for area in old.merged_cells.ranges:
        new.merge_cells(area.coord)
    new.sheet_state = old.sheet_state


def _copy_cell(old: XlsxCell, new: XlsxThing) -> None:
    carry_cell(old, new)
    new.font, new.fill, new.border = copy(old.font), copy(old.fill), copy(old.border)
    new.alignment, new.number_format = copy(old.alignment), old.number_format


def free_name(wanted: str, used: list[str]) -> str:
    """Return a sheet's name that is not taken; Excel allows 31 characters."""
    name, number = wanted[:31], 2
    while name in used:
        name, number = f"{wanted[:26]} ({number})", number + 1
    return name


# Where cells stand


def rows_by_key(page: XlsxThing) -> dict[str, int]:
    """Return the rows of a new sheet by the id or key in their first cell."""
    rows: dict[str, int] = {}
    for number in range(layout.HEADING_ROW + 1, page.max_row + 1):
        key = page.cell(number, 1).value
        if key:
            rows[str(key)] = number
    return rows


def heading_cells(page: XlsxThing) -> tuple[XlsxThing, ...]:
    """Return the cells of a sheet that hold headings."""
    return tuple(cell for cell in page[layout.HEADING_ROW] if cell.value is not None)


def headings(page: XlsxThing) -> dict[int, str]:
    """Return the headings of a sheet, as they are compared, by the number of the column."""
    return {cell.column: folded(str(cell.value)) for cell in heading_cells(page)}


def stands_beside(cell: XlsxThing, texts: Container[str], columns: Iterable[int]) -> bool:
    """Tell whether one of some texts stands in the row of a cell, in some columns."""
    return any(str(cell.parent.cell(cell.row, number).value) in texts for number in columns)


def cells_below_heading(sheet: Worksheet, most: int) -> Iterator[XlsxThing]:
    """Yield the cells that hold anything, if only a note, in so many rows at the most."""
    rows = sheet.iter_rows(
        min_row=layout.HEADING_ROW + 1,
        max_row=min(sheet.max_row, most),
        max_col=min(sheet.max_column, MAX_COLUMNS),  # looking at a cell that is not there makes one
    )
    for cells in rows:
        yield from (cell for cell in cells if cell.value is not None or has_own_note(cell))


def cells_with_notes(sheet: Worksheet) -> Iterator[XlsxThing]:
    """Yield the cells of a whole sheet on which somebody put a note."""
    for cells in sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS)):
        yield from filter(has_own_note, cells)


def add_column(page: XlsxThing, number: int, heading: XlsxThing) -> None:
    """Add a column with the heading, its note and the width of that in another workbook."""
    page.cell(1, number).value = heading.value
    carry_note(heading, page.cell(1, number))
    page.cell(1, number)._style = copy(page.cell(1, 2)._style)
    width = heading.parent.column_dimensions[heading.column_letter].width
    page.column_dimensions[get_column_letter(number)].width = width
