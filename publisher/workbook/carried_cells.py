"""Single cells and whole sheets carried over from one workbook into another, look and all."""

from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

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
    if old.comment:
        new.comment = Comment(old.comment.text, old.comment.author, width=320, height=140)


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
            if isinstance(cell, XlsxCell) and (cell.value is not None or cell.has_style):
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
