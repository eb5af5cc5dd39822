"""A workbook opened with openpyxl, after it was looked at from outside and cut down to what is
read.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.utils import column_index_from_string
from openpyxl.workbook.workbook import Workbook as XlsxFile
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Diagnostic, Place, failure, problem
from publisher.workbook import layout
from publisher.workbook.needed import Link, Needed, needed
from publisher.workbook.safe_open import require_workbook

# No sheet of ours comes near these; a stray cell in the last row of Excel must not make us walk
# there.
MAX_ROWS, MAX_COLUMNS = 2_000, 100
_MOST_LINKS = 5_000
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """A workbook that can be read; `identity` says for which treaty, State and language it was
    issued, `diagnostics` what of the file was passed over.
    """

    file: str
    identity: Mapping[str, str]
    book: XlsxFile
    diagnostics: tuple[Diagnostic, ...] = ()
    lost: frozenset[str] = frozenset()  # the names of sheets whose part is gone


# One command opens the same bytes for its check, its register and its copies.
@lru_cache(maxsize=4)
def open_workbook(content: bytes, file: str, *, with_empty: bool = False) -> OpenedWorkbook:
    """Return a workbook ready for reading, which nobody may change; `file` is the name to use in
    messages, `with_empty` keeps the look of cells that hold nothing.

    Raises PublisherError where the file cannot be read as a workbook at all.
    """
    require_workbook(content, file)
    try:
        return _opened(content, file, is_plain=False, with_empty=with_empty)
    # openpyxl raises whatever comes up inside it: eight kinds of exception were seen in 2,439 real
    # files. Mostly it is how cells look, which is left out then.
    except Exception:
        pass
    try:
        opened = _opened(content, file, is_plain=True, with_empty=with_empty)
    except Exception as fault:
        raise failure("F020", Place(file), fault=type(fault).__name__) from fault
    return replace(opened, diagnostics=(problem("F030", Place(file)), *opened.diagnostics))


def _opened(content: bytes, file: str, *, is_plain: bool, with_empty: bool) -> OpenedWorkbook:
    own = needed(content, is_plain=is_plain, with_empty=with_empty)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that only a writer would lose
        book = openpyxl.load_workbook(io.BytesIO(own.content), rich_text=True)
    for sheet in book.worksheets:
        _link(sheet, own.links.get(sheet.title, ()))
    return OpenedWorkbook(file, _identity(book), book, tuple(_miscounted(own, file)), own.lost)


def _miscounted(own: Needed, file: str) -> Iterator[Diagnostic]:
    """Yield that a file holds more or fewer shared texts than it says: cells count them from the
    first, so one that was lost or doubled moves all others.
    """
    count, promised = own.texts.count, own.texts.promised
    if promised and count != promised:
        yield problem("C267", Place(file), promised=promised, count=count)


def _link(sheet: Worksheet, links: Sequence[Link]) -> None:
    """Give cells that hold anything their links; an empty cell says nothing, whatever it leads
    to.
    """
    for link in links[:_MOST_LINKS]:
        area = _AREA.fullmatch(link.area)
        if area is None:
            continue
        first, last = area[1], area[3] or area[1]
        rows = sheet.iter_rows(
            min_row=int(area[2]),
            max_row=min(int(area[4] or area[2]), sheet.max_row, MAX_ROWS),
            min_col=column_index_from_string(first),
            max_col=min(column_index_from_string(last), sheet.max_column, MAX_COLUMNS),
        )
        for cells in rows:
            for cell in cells:
                if isinstance(cell, XlsxCell) and cell.value is not None:
                    cell.hyperlink = link.address


def _identity(book: XlsxFile) -> dict[str, str]:
    sheet = next((sheet for sheet in book.worksheets if sheet.title == layout.IDENTITY_SHEET), None)
    if sheet is None:
        return {}
    rows = sheet.iter_rows(max_row=20, max_col=2, values_only=True)
    return {str(key): str(value) for key, value in rows if key is not None and value is not None}
