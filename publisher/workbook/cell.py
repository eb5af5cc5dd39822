"""One cell of a workbook: its value, its text with formatting, its link."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.markup import forbidden_characters, normal_runs, normalise
from publisher.domain.model import Cell, Run

MOST_CHARACTERS = 32_767  # in one cell, by Excel's own limits
_WEB = ("http://", "https://", "mailto:")


def read_cell(cell: XlsxCell | MergedCell, place: Place, found: list[Diagnostic]) -> Cell:
    """Return what a cell holds; what cannot be used of it is told and left out."""
    value = cell.value
    if value is None or isinstance(cell, MergedCell):
        return Cell(place)
    if cell.data_type == "f":
        found.append(problem("S107", place, formula=str(getattr(value, "text", value))[:60]))
        return Cell(place)
    if cell.data_type == "e":
        found.append(problem("S108", place, value=value))
        return Cell(place)
    if (
        isinstance(value, (str, CellRichText)) and len(str(value)) > 2 * MOST_CHARACTERS
    ):  # escapes count several
        found.append(
            problem("S119", place, count=f"{len(str(value)):,}", most=f"{MOST_CHARACTERS:,}")
        )
        return Cell(place)
    runs = normal_runs(_runs(cell))
    if isinstance(value, (str, CellRichText)):
        value = "".join(run.text for run in runs)
        if not value.strip() and not forbidden_characters(value):  # some of these count as spaces
            return Cell(place)
    elif not isinstance(value, (bool, int, float, date)):
        value = str(value)  # a time of day
    return Cell(
        place, value, runs, _link(cell, str(value), place, found), *_struck_and_raised(cell)
    )


def _link(cell: XlsxCell, text: str, place: Place, found: list[Diagnostic]) -> str:
    target = str(cell.hyperlink.target or "") if cell.hyperlink else ""
    if not target or target in text:
        return ""
    if not target.lower().startswith(_WEB):
        found.append(problem("S110", place, link=target[:80]))
        return ""
    return target


def _runs(cell: XlsxCell) -> Iterator[Run]:
    for text, font in _pieces(cell):
        yield Run(text, bool(font.b), bool(font.i))


def _pieces(cell: XlsxCell) -> Iterator[tuple[str, Any]]:
    """Yield the stretches of a cell's text, each with its font."""
    if not isinstance(cell.value, CellRichText):
        yield str(cell.value), cell.font
        return
    for piece in cell.value:
        if isinstance(piece, TextBlock):
            yield piece.text, piece.font
        else:
            yield piece, cell.font


def _struck_and_raised(cell: XlsxCell) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of a cell that are struck through and those that are raised like footnote
    marks.
    """
    pieces = list(_pieces(cell))
    struck = tuple(normalise(text) for text, font in pieces if font.strike and text.strip())
    raised = tuple(
        normalise(text) for text, font in pieces if font.vertAlign == "superscript" and text.strip()
    )
    return struck, raised
