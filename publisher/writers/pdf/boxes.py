"""What stands where on the pages that WeasyPrint laid out, as values of our own.

Comes in: a page of a laid-out document, whose boxes have a position and an element of the HTML. Goes out: the lines,
rows and headings on it, top to bottom. All lengths are CSS pixels from the top left corner of the trimmed page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Box = Any  # a box of WeasyPrint, which has no types
Element = Any  # an element of the HTML, as ElementTree holds it

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `kind` is the innermost of heading, head (of a table), label, cell, note or text it lies in."""

    kind: str
    text: str
    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What one page shows of a cell of the table; `is_label` is true of the one that names the row."""

    is_label: bool
    lines: tuple[Line, ...]
    left: float
    right: float
    box: Box

    @property
    def is_empty(self) -> bool:
        """Whether this page shows nothing of the cell's text."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class RowPart:
    """What one page shows of a row of the table; `row` and `table` are elements of the HTML."""

    row: Element
    table: Element
    top: float
    bottom: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one page, in the order of the text; the sides are those of the area within the margins."""

    number: int
    top: float
    bottom: float
    left: float
    right: float
    lines: tuple[Line, ...]
    rows: tuple[RowPart, ...]
    elements: frozenset[Element]

    @property
    def foot(self) -> float:
        """Where the lowest line or row ends."""
        ends = [line.bottom for line in self.lines] + [row.bottom for row in self.rows]
        return max(ends, default=self.top)

    @property
    def white(self) -> float:
        """How much of the page's height is left white at its foot, from 0 to 1."""
        return max(0.0, (self.bottom - self.foot) / (self.bottom - self.top))


def sheet_of(page_box: Box, number: int) -> Sheet:
    """Return what stands on a page, but for its margins."""
    root = page_box.children[0]
    top, left = page_box.content_box_y(), page_box.content_box_x()
    return Sheet(
        number,
        top,
        top + page_box.height,
        left,
        left + page_box.width,
        tuple(_lines(root, "text")),
        tuple(_rows(root)),
        frozenset(box.element for box in walk(root) if box.element is not None and box.element_tag == box.element.tag),
    )


def walk(box: Box) -> Iterator[Box]:
    """Yield a box and all inside it, in the order of the text; positioned boxes too."""
    box = getattr(box, "_box", box)  # a positioned box stands behind a placeholder
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def is_row(box: Box) -> bool:
    """Tell whether a box is a row of a table."""
    return type(box).__name__ == "TableRowBox"


def _lines(box: Box, kind: str) -> Iterator[Line]:
    box = getattr(box, "_box", box)
    if type(box).__name__ == "LineBox":
        if line := _line(box, kind):
            yield line
        return
    kind = _kind(box, kind)
    for child in getattr(box, "children", ()):
        yield from _lines(child, kind)


def _kind(box: Box, outer: str) -> str:
    tag, element = box.element_tag, box.element
    if tag in _HEADINGS:
        return "heading"
    if tag == "thead":
        return "head"
    if tag in ("td", "th") and outer == "text":
        return "label" if tag == "th" else "cell"
    if tag == "p" and element.get("class") == "note":
        return "note"
    return outer


def _line(box: Box, kind: str) -> Line | None:
    texts = [each for each in walk(box) if getattr(each, "text", "").strip()]
    if not texts:
        return None
    left = min(each.position_x for each in texts)
    right = max(each.position_x + each.width for each in texts)
    text = "".join(each.text for each in texts)
    return Line(kind, text, box.position_y, box.position_y + box.height, left, right)


def _rows(root: Box) -> Iterator[RowPart]:
    for table in walk(root):
        if type(table).__name__ == "TableBox" and table.element_tag == "table":
            for group in table.children:
                if group.element_tag == "tbody":
                    yield from (row_part(row, table.element) for row in group.children)


def row_part(row: Box, table: Element = None) -> RowPart:
    """Return what a laid-out row shows."""
    cells = tuple(_cell(box) for box in row.children)
    return RowPart(row.element, table, row.position_y, row.position_y + row.height, cells)


def _cell(box: Box) -> Cell:
    left = box.content_box_x()
    is_label = box.element_tag == "th"
    return Cell(is_label, tuple(_lines(box, "text")), left, left + box.width, box)


def breaks(sheets: tuple[Sheet, ...]) -> Iterator[tuple[RowPart, RowPart]]:
    """Yield each row that runs on over the foot of a page: what stands before it and what after it."""
    for sheet, following in pairwise(sheets):
        if sheet.rows and following.rows and sheet.rows[-1].row is following.rows[0].row:
            yield sheet.rows[-1], following.rows[0]
