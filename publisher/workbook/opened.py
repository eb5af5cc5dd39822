"""A workbook opened with openpyxl, after it was looked at from outside; texts with formatting are
read whole.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.workbook.workbook import Workbook as XlsxFile

from publisher.domain.diagnostics import Place, failure
from publisher.domain.package import PackageGraph
from publisher.workbook import layout
from publisher.workbook.safe_open import require_workbook

# No sheet of ours comes near these; a stray cell in the last row of Excel must not make us walk
# there.
MAX_ROWS, MAX_COLUMNS = 2_000, 100
_MIXED = re.compile(
    rb"<(?:\w+:)?(?:si|is)>\s*<(?:\w+:)?t(?: [^>]*)?>[^<]*</(?:\w+:)?t>\s*<(?:\w+:)?r>"
)


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """A workbook that can be read; `identity` says for which treaty, State and language it was
    issued.
    """

    file: str
    identity: Mapping[str, str]
    book: XlsxFile


def open_workbook(content: bytes, file: str) -> OpenedWorkbook:
    """Return a workbook ready for reading; `file` is the name to use in messages.

    Raises PublisherError where the file cannot be read as a workbook at all.
    """
    require_workbook(content, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that only a writer would lose
            book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
            if _has_mixed_texts(content):
                _complete(book, openpyxl.load_workbook(io.BytesIO(content)))
    # openpyxl raises whatever comes up inside it: eight kinds of exception were seen in 2,439 real
    # files.
    except Exception as fault:
        raise failure("F020", Place(file), fault=type(fault).__name__) from fault
    return OpenedWorkbook(file, _identity(book), book)


def _has_mixed_texts(content: bytes) -> bool:
    """Tell whether a text stands in plain and formatted pieces; openpyxl's reading with formats
    drops some of it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        graph = PackageGraph(archive.namelist(), archive.read)
        texts = graph.related(graph.main, "sharedstrings", "worksheet")
        return any(_MIXED.search(archive.read(name)) for name in texts)


def _complete(book: XlsxFile, plain: XlsxFile) -> None:
    """Replace texts that were not read whole by the longer plain reading."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(
            max_row=min(sheet.max_row, MAX_ROWS), max_col=min(sheet.max_column, MAX_COLUMNS)
        ):
            for cell in row:
                whole = plain[sheet.title].cell(cell.row or 1, cell.column or 1).value
                is_cut = isinstance(whole, str) and len(whole) > len(str(cell.value or ""))
                if is_cut and isinstance(cell, XlsxCell):
                    cell.value = whole


def _identity(book: XlsxFile) -> dict[str, str]:
    sheet = next((sheet for sheet in book.worksheets if sheet.title == layout.IDENTITY_SHEET), None)
    if sheet is None:
        return {}
    rows = sheet.iter_rows(max_row=20, max_col=2, values_only=True)
    return {str(key): str(value) for key, value in rows if key is not None and value is not None}
