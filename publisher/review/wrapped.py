"""Paragraphs, tables, rows and cells that stand inside something else.

A tracked change stands around runs (ECMA-376 Part 1, 17.13.5.18); some programs put it around whole
paragraphs, rows or cells, where it holds of everything inside. Controls, smart tags, alternatives
and what is not known at all are looked through, so that no text in them is lost.
"""

from dataclasses import replace
from typing import Any

from publisher.review.names import branch_of, name_of
from publisher.review.returned import Line, ReturnedTable, TableCell, TableRow, TrackedChange

_BLOCKS = ("p", "tbl", "tr", "tc", "altChunk")
_TEXTS = ("t", "delText", "sym", "drawing", "pict", "object", "oMath")
# What holds settings or descriptions, and no text of the document.
_NO_TEXT = ("tcPr", "trPr", "tblPrEx", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr")


def inside(element: Any) -> Any:  # noqa: ANN401 - lxml elements
    """Return what stands in a wrapper, None where it holds nothing of the document.

    Of alternatives the newer one counts, as for text boxes (Part 3, 10.2).
    """
    name = name_of(element)
    if not name or name in _NO_TEXT:
        return None
    if name == "AlternateContent":
        return branch_of(element)
    return element


def is_loose_text(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether an element is text that should stand in a paragraph and does not."""
    if name_of(element) in ("", "AlternateContent", *_NO_TEXT):
        return False
    has_text = False
    for each in element.iter():
        name = name_of(each)
        has_text = has_text or name in _TEXTS
        is_block = name in _BLOCKS and each is not element
        # The paragraphs of a text box do not make a block of the run in which it hangs.
        if is_block and "txbxContent" not in map(name_of, each.iterancestors()):
            return False
    return has_text


def paragraph_of(element: Any) -> Any:  # noqa: ANN401 - lxml elements
    """Put such an element into a paragraph where it stands, and return that."""
    paragraph = element.makeelement(element.tag[: element.tag.rfind("}") + 1] + "p")
    element.addprevious(paragraph)
    paragraph.append(element)
    return paragraph


def block_within(change: TrackedChange, block: Line | ReturnedTable) -> Line | ReturnedTable:
    """Return a paragraph or table all of which was changed."""
    match block:
        case Line():
            return line_within(change, block)
        case ReturnedTable(rows):
            return ReturnedTable(tuple(row_within(change, row) for row in rows))


def row_within(change: TrackedChange, row: TableRow) -> TableRow:
    """Return a row all of which was changed."""
    cells = tuple(_with_lines(change, cell) for cell in row.cells)
    return replace(row, cells=cells, changes=(change, *row.changes))


def cell_within(change: TrackedChange, cell: TableCell) -> TableCell:
    """Return a cell all of which was changed."""
    return replace(_with_lines(change, cell), changes=(change, *cell.changes))


def _with_lines(change: TrackedChange, cell: TableCell) -> TableCell:
    return replace(cell, lines=tuple(line_within(change, line) for line in cell.lines))


def line_within(change: TrackedChange, line: Line) -> Line:
    """Return a line all of which was changed: its pieces and its mark."""
    pieces = tuple(replace(each, changes=(change, *each.changes)) for each in line.pieces)
    return replace(line, pieces=pieces, mark=(change, *line.mark))
