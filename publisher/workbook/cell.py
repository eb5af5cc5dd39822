"""One cell of a workbook: its value, its text with formatting, its link."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock

from publisher.domain.diagnostics import Checked, Diagnostic, Place, problem
from publisher.domain.markup import forbidden_characters, normal_runs, normalise
from publisher.domain.model import Cell, Run
from publisher.workbook.colours import stands_out

MOST_CHARACTERS = 32_767  # in one cell, by Excel's own limits
# What is told of a cell that is not empty and of which nothing can be used.
UNUSABLE = ("S107", "S108", "S119")
_WEB = ("http://", "https://", "mailto:")


def read_cell(cell: XlsxCell | MergedCell, place: Place) -> Checked[Cell]:
    """Return what a cell holds; what cannot be used of it is told and left out."""
    value = cell.value
    if value is None or isinstance(cell, MergedCell):
        return Checked(Cell(place))
    unusable = _unusable(cell, place)
    if unusable:
        return Checked(Cell(place), (unusable,))
    pieces = tuple(_pieces(cell))
    runs = normal_runs(Run(text, bool(font.b), bool(font.i)) for text, font in pieces)
    if isinstance(value, (str, CellRichText)):
        value = "".join(run.text for run in runs)
        # Some forbidden characters count as spaces; the checks must see them to tell of them.
        if not value.strip() and not forbidden_characters(value):
            return Checked(Cell(place))
    elif not isinstance(value, (bool, int, float, date)):
        value = str(value)  # a time of day
    link = _link(cell, str(value))
    is_usable = not link or link.lower().startswith(_WEB)
    told = () if is_usable else (problem("S110", place, link=link[:80]),)
    read = Cell(
        place,
        value,
        runs,
        link if is_usable else "",
        struck=_stretches(pieces, lambda font: bool(font.strike)),
        raised=_stretches(pieces, lambda font: font.vertAlign == "superscript"),
        coloured=() if link else _stretches(pieces, lambda font: stands_out(font.color)),
        is_filled=cell.fill.fill_type == "solid" and stands_out(cell.fill.fgColor),
    )
    return Checked(read, told)


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


def _stretches(
    pieces: Iterable[tuple[str, Any]], has_look: Callable[[Any], bool]
) -> tuple[str, ...]:
    """Return the stretches of a cell's text whose font looks in a certain way."""
    return tuple(normalise(text) for text, font in pieces if has_look(font) and text.strip())
