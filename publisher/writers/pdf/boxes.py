"""What stands where on the pages that WeasyPrint laid out, as values of our own.

Comes in: a page of a laid-out document, whose boxes have a position and an element of the HTML.
Goes out: the lines, rows and headings on it, top to bottom. All lengths are CSS pixels from the top
left corner of the trimmed page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Box = Any  # a box of WeasyPrint, which has no types
Element = Any  # an element of the HTML, as ElementTree holds it

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class LineBox:
    """A line of text.

    `kind` is the innermost of heading, head (of a table), label, cell, note or text it lies in.
    """

    kind: str
    text: str
    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class CellBox:
    """What one page shows of a cell of the table; `is_label` is true of the one naming the row."""

    is_label: bool
    lines: tuple[LineBox, ...]
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
    cells: tuple[CellBox, ...]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on one page, in the order of the text.

    The sides are those of the area within the margins; `white` is the share of its height left
    white at its foot.
    """

    number: int
    white: float
    top: float
    bottom: float
    left: float
    right: float
    lines: tuple[LineBox, ...]
    rows: tuple[RowPart, ...]
    elements: frozenset[Element]


def content_of_page(page_box: Box, number: int) -> PageContent:
    """Return what stands on a page, but for its margins."""
    root = page_box.children[0]
    top, left = page_box.content_box_y(), page_box.content_box_x()
    return PageContent(
        number,
        white_of(page_box),
        top,
        top + page_box.height,
        left,
        left + page_box.width,
        tuple(_lines(root, "text")),
        tuple(_rows(root)),
        frozenset(_elements(root)),
    )


def _elements(root: Box) -> Iterator[Element]:
    """Yield the elements that have a box of their own on a page."""
    for box in walk(root):
        if box.element is not None and box.element_tag == box.element.tag:
            yield box.element


def walk(box: Box) -> Iterator[Box]:
    """Yield a box and all inside it, in the order of the text; positioned boxes too."""
    box = getattr(box, "_box", box)  # a positioned box stands behind a placeholder
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def is_row(box: Box) -> bool:
    """Tell whether a box is a row of a table."""
    return type(box).__name__ == "TableRowBox"


def _lines(box: Box, kind: str) -> Iterator[LineBox]:
    box = getattr(box, "_box", box)
    if box.style["transform"]:
        return  # its box stands where a turned text would stand if it were not turned
    if type(box).__name__ == "LineBox":
        line = _line(box, kind)
        if line is not None:
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


def _line(box: Box, kind: str) -> LineBox | None:
    texts = [each for each in walk(box) if getattr(each, "text", "").strip()]
    if not texts:
        return None
    left = min(each.position_x for each in texts)
    right = max(each.position_x + each.width for each in texts)
    text = "".join(each.text for each in texts)
    return LineBox(kind, text, box.position_y, box.position_y + box.height, left, right)


def _rows(root: Box) -> Iterator[RowPart]:
    for table, row in row_boxes(root):
        yield row_part(row, table.element)


def row_boxes(box: Box) -> Iterator[tuple[Box, Box]]:
    """Yield each row in the bodies of tables, with its table; tables inside lines are passed."""
    box = getattr(box, "_box", box)
    if type(box).__name__ == "TableBox" and box.element_tag == "table":
        for group in box.children:
            if group.element_tag == "tbody":
                for row in group.children:
                    yield box, row
    elif type(box).__name__ != "LineBox":
        for child in getattr(box, "children", ()):
            yield from row_boxes(child)


def foot_of(box: Box) -> float:
    """Return where the lowest row or line inside a box ends; 0 where there is none."""
    box = getattr(box, "_box", box)
    if is_row(box) or type(box).__name__ == "LineBox":
        return float(box.position_y + box.height)
    return max((foot_of(child) for child in getattr(box, "children", ())), default=0.0)


def white_of(page_box: Box) -> float:
    """Return how much of a page's height is left white at its foot, from 0 to 1."""
    bottom = page_box.content_box_y() + page_box.height
    return max(0.0, float((bottom - foot_of(page_box.children[0])) / page_box.height))


def row_part(row: Box, table: Element = None) -> RowPart:
    """Return what a laid-out row shows."""
    cells = tuple(_cell(box) for box in row.children)
    return RowPart(row.element, table, row.position_y, row.position_y + row.height, cells)


def _cell(box: Box) -> CellBox:
    left = box.content_box_x()
    is_label = box.element_tag == "th"
    return CellBox(is_label, tuple(_lines(box, "text")), left, left + box.width, box)


def breaks(page_boxes: Sequence[Box]) -> Iterator[tuple[RowPart, RowPart]]:
    """Yield each row that runs on over the foot of a page: its part before and its part after."""
    rows = [tuple(row_boxes(box.children[0])) for box in page_boxes]
    for before, after in pairwise(rows):
        if not before or not after:
            continue
        (table, row), (next_table, next_row) = before[-1], after[0]
        if row.element is next_row.element:
            yield row_part(row, table.element), row_part(next_row, next_table.element)
