"""Workbooks saved by openpyxl as it always saves them, but without a file on the disk for each of their sheets."""

import io
import zipfile

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook.workbook import Workbook as XlsxFile
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


def saved(book: XlsxFile, *, with_empty: bool = True) -> bytes:
    """Return a workbook as a file; `with_empty` also the cells that hold nothing but a look.

    Those are half of the work of saving and of reading. No reader sees them (tests/test_read.py shows that it is given
    the same bytes without them), so what is only read does without; what is written into needs them.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _Book(book, archive, with_empty=with_empty).write_data()
    return stream.getvalue()


class _Sheet(WorksheetWriter):
    """Writes a sheet into memory."""

    def __init__(self, sheet, *, with_empty):
        super().__init__(sheet, io.BytesIO())
        self._with_empty = with_empty

    def rows(self):
        if self._with_empty:
            return super().rows()
        return [(number, list(filter(_holds_anything, cells))) for number, cells in super().rows()]


def _holds_anything(cell) -> bool:
    return cell._value is not None or cell._comment is not None


class _Book(ExcelWriter):
    """Writes a workbook into an archive."""

    def __init__(self, book, archive, *, with_empty):
        super().__init__(book, archive)
        self._with_empty = with_empty

    def write_worksheet(self, ws):
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = _Sheet(ws, with_empty=self._with_empty)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)
