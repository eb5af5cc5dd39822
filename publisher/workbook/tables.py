"""Plain tables as a workbook that people filter and sort: the data behind a publication."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook as XlsxFile
from openpyxl.utils import get_column_letter

from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.issue_parts import sealed
from publisher.workbook.look import TOP, fill_heading, font

_WIDEST = 60
_NUMBER = re.compile(r"0|[1-9]\d{0,8}")


def write_tables(tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """Return a workbook with a sheet for each table: headings and lines, whole numbers as numbers,
    all else as text.
    """
    book = XlsxFile()
    book.remove(book.worksheets[0])
    for name, (headings, lines) in tables.items():
        sheet = book.create_sheet(name)
        fill_heading(sheet, {heading: heading for heading in headings})
        widths = [len(heading) for heading in headings]
        for number, line in enumerate(lines, start=2):
            for position, text in enumerate(line, start=1):
                cell = sheet.cell(number, position)
                _set(cell, text)
                cell.alignment, cell.font = TOP, font(size=10)
                widths[position - 1] = max(widths[position - 1], len(text))
        for position, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = min(width, _WIDEST) + 3
        sheet.auto_filter.ref = sheet.dimensions
    return sealed(book)


def _set(cell: Any, text: str) -> None:  # noqa: ANN401 - a cell of openpyxl
    if _NUMBER.fullmatch(text):
        cell.value = int(text)
    elif text:
        cell.value = text[:MOST_CHARACTERS]
        cell.data_type, cell.number_format = "s", "@"  # also what begins like a formula
