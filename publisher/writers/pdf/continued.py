"""The label that a row gets again where it runs on: 'Extradition art. 5 (continued)'.

WeasyPrint prints a row's label once and leaves its cell empty on the pages after. When the pages
are laid out, the wanted labels are laid out too, all in one small document of the same look, and
put into the empty cells.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from xml.etree import ElementTree

from publisher.writers.pdf.boxes import Box, CellBox, Element, RowPart, breaks, is_row, walk
from publisher.writers.pdf.render import Laid, lay_out

_SIZES = ("long", "close", "short")
_ROOMY = 150  # CSS pixels: enough for any label, so that a shorter one need not be laid out
_PAGE = "@page { size: 300mm 5000mm; margin: 0 }"


@dataclass(frozen=True, slots=True)
class _Label:
    """An empty cell, its height, its table, the word for 'continued', and its label as HTML."""

    cell: CellBox
    height: float
    table: Element
    word: str
    label: Element


def add_labels(laid: Laid, medium: str) -> None:
    """Put labels into the empty label cells of rows that run on.

    A table that wants them has the word for 'continued' in its attribute data-continued. Where the
    whole label would not fit, its parts follow each other in the same lines; where that would not
    fit either, the parts of the classes `reference` and `continued` are set alone.
    """
    wanted = tuple(_wanted(laid))
    if not wanted:
        return
    tables = []
    for number, each in enumerate(wanted):
        tables += [_table(each, number, size) for size in _sizes(each)]
    made = _laid_cells(_page(laid.tree, tables), laid, medium)
    for number, each in enumerate(wanted):
        for size in _SIZES:
            label = made.get(f"{number} {size}")
            if label is not None and label.height <= each.height:
                _move(label, each.cell.box)
                break


def _wanted(laid: Laid) -> Iterator[_Label]:
    for _, part in breaks(laid.page_boxes):
        word = part.table.get("data-continued")
        label = part.row.find("th")
        for cell in part.cells:
            if word and label is not None and cell.is_label and cell.is_empty:
                yield _Label(cell, _room(part, cell), part.table, word, label)


def _sizes(wanted: _Label) -> tuple[str, ...]:
    return ("long",) if wanted.height > _ROOMY else _SIZES


def _room(part: RowPart, cell: CellBox) -> float:
    room: float = part.bottom - cell.box.content_box_y()
    return room


def _table(wanted: _Label, number: int, size: str) -> Element:
    """Return a table of one cell, as wide as the label's, with the lines that head the label."""
    width = wanted.cell.box.border_width()
    look = {"class": wanted.table.get("class", ""), "style": f"width: {width}px"}
    table = ElementTree.Element("table", look)
    body = ElementTree.SubElement(table, "tbody")
    row = ElementTree.SubElement(body, "tr", {"data-label": f"{number} {size}"})
    label = ElementTree.SubElement(row, "th", {"scope": "row"})
    wanted_parts = ("reference",) if size == "short" else ("title", "reference")
    for part in wanted.label.iter():
        if part.get("class") in wanted_parts:
            label.append(deepcopy(part))
    if size == "close":
        for part in label:
            part.set("style", "display: inline")
            part.tail = " "
    ElementTree.SubElement(label, "span", {"class": "continued"}).text = f" ({wanted.word})"
    return table


def _page(tree: Element, tables: Iterable[Element]) -> str:
    page = ElementTree.Element("html", {key: tree.get(key, "") for key in ("lang", "dir")})
    head = ElementTree.SubElement(page, "head")
    ElementTree.SubElement(head, "style").text = _PAGE
    ElementTree.SubElement(page, "body").extend(tables)
    return ElementTree.tostring(page, encoding="unicode", method="html")


def _laid_cells(page: str, laid: Laid, medium: str) -> dict[str, Box]:
    cells = {}
    for page_box in lay_out(page, laid.look, medium).page_boxes:
        for box in walk(page_box):
            if is_row(box):
                cells[box.element.get("data-label", "")] = box.children[0]
    return cells


def _move(label: Box, cell: Box) -> None:
    """Put what a laid-out cell holds into another."""
    right = cell.content_box_x() - label.content_box_x()
    down = cell.content_box_y() - label.content_box_y()
    for child in label.children:
        child.translate(right, down)
    cell.children = label.children
