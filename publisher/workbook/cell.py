"""One cell of a workbook: its value, its text with formatting, its link."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock

from publisher.domain.diagnostics import Checked, Diagnostic, Place, problem
from publisher.domain.markup import forbidden_characters, normal_runs, normalise
from publisher.domain.model import Cell, Run

MOST_CHARACTERS = 32_767  # in one cell, by Excel's own limits
_WEB = ("http://", "https://", "mailto:")


def read_cell(cell: XlsxCell | MergedCell, place: Place) -> Checked[Cell]:
    """Return what a cell holds; what cannot be used of it is told and left out."""
    value = cell.value
    if value is None or isinstance(cell, MergedCell):
        return Checked(Cell(place))
    unusable = _unusable(cell, place)
    if unusable:
        return Checked(Cell(place), (unusable,))
    runs = normal_runs(_runs(cell))
    if isinstance(value, (str, CellRichText)):
        value = "".join(run.text for run in runs)
        # Some forbidden characters count as spaces; the checks must see them to tell of them.
        if not value.strip() and not forbidden_characters(value):
            return Checked(Cell(place))
    elif not isinstance(value, (bool, int, float, date)):
        value = str(value)  # a time of day
    struck, raised = _struck_and_raised(cell)
    link = _link(cell, str(value))
    if link and not link.lower().startswith(_WEB):
        told = problem("S110", place, link=link[:80])
        return Checked(Cell(place, value, runs, "", struck, raised), (told,))
    return Checked(Cell(place, value, runs, link, struck, raised))


def _unusable(cell: XlsxCell, place: Place) -> Diagnostic | None:
    """Return why nothing of a cell can be used: a formula, an error, too much text."""
    value = cell.value
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value))
        return problem("S107", place, formula=formula[:60])
    if cell.data_type == "e":
        return problem("S108", place, value=value)
    # A character that is written as an escape counts several times here, so the limit is twice
    # Excel's.
    is_text = isinstance(value, (str, CellRichText))
    if is_text and len(str(value)) > 2 * MOST_CHARACTERS:
        count = f"{len(str(value)):,}"
        return problem("S119", place, count=count, most=f"{MOST_CHARACTERS:,}")
    return None


def _link(cell: XlsxCell, text: str) -> str:
    """Return the address behind a cell; none where the text says it itself."""
    target = str(cell.hyperlink.target or "") if cell.hyperlink else ""
    return "" if target in text else target


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
