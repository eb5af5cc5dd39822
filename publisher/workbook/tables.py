"""Plain tables as a workbook that people filter and sort: the data behind a publication."""

from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook as XlsxFile
from openpyxl.utils import get_column_letter

from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.issue_parts import sealed
from publisher.workbook.look import TOP, fill_heading, font

_WIDEST = 60


def write_tables(tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """Return a workbook with a sheet for each table: its headings and lines, all of them text."""
    book = XlsxFile()
    book.remove(book.worksheets[0])
    for name, (headings, lines) in tables.items():
        sheet = book.create_sheet(name)
        fill_heading(sheet, {heading: heading for heading in headings})
        widths = [len(heading) for heading in headings]
        for number, line in enumerate(lines, start=2):
            for position, text in enumerate(line, start=1):
                cell = sheet.cell(number, position, text[:MOST_CHARACTERS] or None)
                cell.data_type, cell.number_format = "s" if text else "n", "@"
                cell.alignment, cell.font = TOP, font(size=10)
                widths[position - 1] = max(widths[position - 1], len(text))
        for position, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = min(width, _WIDEST) + 3
        sheet.auto_filter.ref = sheet.dimensions
    return sealed(book)
