"""The check results written into the workbook itself: in the columns that are reserved for them, as
a note on the very cell, and one below the other in the sheet To do.

Comes in: the bytes of a workbook, its rows as read and the problems found. Goes out: the bytes with
all that; a conditional format that was issued with the workbook then colours the very cells. With
no problems it goes away again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from publisher.domain.diagnostics import Diagnostic, Level
from publisher.domain.language import Language
from publisher.domain.model import SheetRow, Workbook
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.addresses import column_of, row_of
from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.check_notes import check_notes
from publisher.workbook.note_parts import with_notes
from publisher.workbook.patch import patch_cells
from publisher.workbook.sheet_xml import PatchError
from publisher.workbook.todo_sheet import Model, with_todo

# A row with the sheet that says what its columns are.
CheckedRow = tuple[layout.Sheet, SheetRow]


def checked_rows(workbook: Workbook, worded: WordedTreaty) -> tuple[CheckedRow, ...]:
    """Return the rows of a workbook that have reserved cells, sheet by sheet."""
    described = layout.sheets(worded)
    rows = {
        "provisions": workbook.provisions,
        "country": workbook.country.values(),
        "sources": workbook.sources,
        "places": workbook.places,
    }
    return tuple((described[key], row) for key, own in rows.items() for row in own)


def annotate(
    content: bytes,
    rows: Sequence[CheckedRow],
    diagnostics: Sequence[Diagnostic],
    language: Language,
    now: datetime,
) -> bytes:
    """Return a workbook with the problems of each row in its reserved cell, in a note on their cell
    and in the sheet To do, and no others.

    Where nothing changes, the very bytes that came in are returned. Raises PatchError where the
    file cannot be changed without touching other cells. Notes and the sheet are left as they are
    where the file is built in a way that is not understood: the reserved cells say the same.
    """
    model = _model(rows)
    if model is None:
        return content
    content = _with_results(content, rows, diagnostics, language)
    content = with_notes(content, check_notes(diagnostics, language))
    try:
        return with_todo(content, diagnostics, language, now, model)
    except PatchError:
        return content


def _model(rows: Iterable[CheckedRow]) -> Model | None:
    """Return the first reserved cell, whose look the cells of the sheet To do take."""
    cells = (row.cells["checks"].place for _, row in rows if "checks" in row.cells)
    return next((Model(place.sheet, place.cell) for place in cells), None)


def _with_results(
    content: bytes,
    rows: Iterable[CheckedRow],
    diagnostics: Iterable[Diagnostic],
    language: Language,
) -> bytes:
    """Return a workbook with the problems of each row in its reserved cell, and no others."""
    by_row: dict[tuple[str, int], list[Diagnostic]] = {}
    for each in diagnostics:
        if each.place.cell:
            by_row.setdefault((each.place.sheet, row_of(each.place.cell)), []).append(each)
    texts: dict[str, dict[str, str]] = {}
    for described, row in rows:
        cell = row.cells.get("checks")
        told = by_row.get((row.place.sheet, int(row.place.cell)), [])
        text = result_text(told, row, described, language)
        if cell is not None and text != "".join(run.text for run in cell.runs):
            texts.setdefault(row.place.sheet, {})[cell.place.cell] = text
    return patch_cells(content, texts) if texts else content


def has_reserved_cells(rows: Iterable[CheckedRow]) -> bool:
    """Tell whether any row has a cell for check results; the first version had none on most
    sheets.
    """
    return any("checks" in row.cells for _, row in rows)


def result_text(
    diagnostics: Iterable[Diagnostic], row: SheetRow, sheet: layout.Sheet, language: Language
) -> str:
    """Return what the reserved cell of a row says: worst first, each with its column, its remedy
    and its mark.
    """
    levels = list(Level)
    worst_first = sorted(
        diagnostics, key=lambda each: (levels.index(each.level), column_of(each.place.cell))
    )
    return "\n".join(_line(each, row, sheet, language) for each in worst_first)[:MOST_CHARACTERS]


def _line(each: Diagnostic, row: SheetRow, sheet: layout.Sheet, language: Language) -> str:
    key = next((key for key, cell in row.cells.items() if cell.place.cell == each.place.cell), "")
    heading = sheet.columns.get(key, each.place.cell)
    level, hint = language.messages["levels"][each.level], each.hint(language.messages)
    remedy = f" → {hint}" if hint else ""
    return f"{level} {heading}: {each.message(language.messages)}{remedy} [{each.token}]"
