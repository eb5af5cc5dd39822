"""What a workbook's file keeps besides its texts: who saved it last, which sheets it has, what
guards them.

Programs through which a workbook passes drop drop-downs, protection and hidden columns without a
word, so the file that comes home is compared with the one that is known.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.etree import ElementTree

from publisher.domain.package import BrokenPackageError, PackageGraph
from publisher.workbook import layout
from publisher.workbook.check_notes import is_check_note
from publisher.workbook.opened import MAX_COLUMNS, MAX_ROWS, OpenedWorkbook
from publisher.workbook.patch import sheet_parts
from publisher.workbook.todo_sheet import is_todo_sheet

_LAST_MODIFIED_BY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


class Guard(StrEnum):
    """What keeps a sheet as it was issued."""

    LISTS = "lists"
    PROTECTION = "protection"
    HIDDEN_COLUMNS = "hidden_columns"


# Each by what stands for it in the XML of a sheet (ECMA-376 Part 1, 18.3.1.33, 18.3.1.85 and
# 18.3.1.13).
_SIGNS = {
    Guard.LISTS: re.compile(rb"<(?:\w+:)?dataValidation[ >]"),
    Guard.PROTECTION: re.compile(rb"<(?:\w+:)?sheetProtection[ />]"),
    Guard.HIDDEN_COLUMNS: re.compile(rb"<(?:\w+:)?col [^>]*hidden=\"(?:1|true)\""),
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file keeps besides its texts: the guards by sheet; `notes` are the cells below the
    headings that have a person's note attached. What a check wrote does not count.
    """

    saved_by: str
    sheets: tuple[str, ...]
    guards: frozenset[tuple[str, Guard]]
    notes: frozenset[tuple[str, str]]


def file_facts(content: bytes, opened: OpenedWorkbook) -> FileFacts:
    """Return what a file keeps besides its texts; `content` has been opened before."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            parts = sheet_parts(archive)
        except (BrokenPackageError, KeyError, ElementTree.ParseError):
            parts = {}
        guards = frozenset(
            (title, guard)
            for title, part in parts.items()
            for guard, sign in _SIGNS.items()
            if sign.search(archive.read(part))
        )
        saved_by = _saved_by(archive)
    sheets = opened.book.worksheets
    titles = tuple(sheet.title for sheet in sheets if not is_todo_sheet(sheet))
    return FileFacts(saved_by, titles, guards, frozenset(_notes(opened)))


def _saved_by(archive: zipfile.ZipFile) -> str:
    """Return the name of who saved the file last, as its properties give it (ECMA-376 Part 2,
    11.1); the empty string where they do not.
    """
    try:
        graph = PackageGraph(archive.namelist(), archive.read)
        for part in graph.related("", "coreproperties"):
            found = ElementTree.fromstring(archive.read(part)).find(
                f"{_LAST_MODIFIED_BY}lastModifiedBy"
            )
            return (found.text or "").strip() if found is not None else ""
    except (BrokenPackageError, KeyError, ElementTree.ParseError):
        pass
    return ""


def _notes(opened: OpenedWorkbook) -> Iterator[tuple[str, str]]:
    for sheet in opened.book.worksheets:
        rows = sheet.iter_rows(
            min_row=layout.HEADING_ROW + 1,
            max_row=min(sheet.max_row, MAX_ROWS),
            max_col=min(sheet.max_column, MAX_COLUMNS),
        )
        for cells in rows:
            for cell in cells:
                if cell.comment and not is_check_note(cell.comment.text):
                    yield sheet.title, cell.coordinate
