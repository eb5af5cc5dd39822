"""One Table in the tags for each table, over however many pages it goes.

Comes in: pages as WeasyPrint laid them out and the PDF that it made of them, where each page has a
Table of its own, with the head repeated and rows cut in two. What belongs together is found by the
elements of the HTML: each part of a cell knows that of the whole (ISO 32000-1, 14.8.4.3.4).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from publisher.writers.pdf.boxes import Box, Element, walk
from publisher.writers.pdf.objects import object_of

_CELLS = ("th", "td")


def join_tables(pages: Iterable[Box], pdf: Any) -> None:  # noqa: ANN401 - pydyf's PDF
    """Put the rows of a table that goes on over a page into the Table that it began in.

    What a page repeats, the heads of columns and the label of a row, leaves the tree; the text of a
    cell that goes on comes to the cell's first part.
    """
    begun: dict[Element, Any] = {}  # the tag of the first part of each cell
    for page in pages:
        for cells in _tables(page, pdf):
            known = [box for box in cells if box.element in begun]
            if known:
                _join(pdf, cells, begun, begun[known[0].element])
            for box in cells:
                begun.setdefault(box.element, box.mark)


def _tables(page: Box, pdf: Any) -> Iterator[list[Box]]:  # noqa: ANN401
    """Yield the cells of each Table of a page."""
    cells = (box for box in walk(page) if box.element_tag in _CELLS and hasattr(box, "mark"))
    for _, own in groupby(cells, key=lambda box: _above(pdf, box.mark, "/Table").number):
        yield list(own)


def _join(pdf: Any, cells: list[Box], begun: dict[Element, Any], first: Any) -> None:  # noqa: ANN401
    """Put a part of a table into the whole, in which the cell `first` stands."""
    part, whole = (_above(pdf, cell, "/Table") for cell in (cells[0].mark, first))
    repeated = [box for box in cells if box.element in begun and "ID" in box.mark]
    ids = {box.mark["ID"].string: begun[box.element]["ID"] for box in repeated}
    body = _last_body(pdf, whole)
    for row, own in groupby(cells, key=lambda box: bytes(box.mark["P"])):
        parts = list(own)
        if all(box.element not in begun for box in parts):
            object_of(pdf, row)["P"] = body.reference
            body["K"].append(row)
            for box in parts:
                _name_heads(box.mark, ids)
        else:
            for box in parts:
                if box.element_tag == "td":
                    _append(pdf, box.mark, begun[box.element])
    parent = object_of(pdf, part["P"])
    parent["K"][:] = [kid for kid in parent["K"] if kid != part.reference]


def _last_body(pdf: Any, table: Any) -> Any:  # noqa: ANN401
    bodies = (object_of(pdf, kid) for kid in reversed(table["K"]))
    return next((each for each in bodies if each["S"] == "/TBody"), table)


def _name_heads(cell: Any, ids: dict[str, Any]) -> None:  # noqa: ANN401
    """Let a cell name the heads of the whole table in the place of those that were repeated."""
    heads = cell["A"].get("Headers", [])
    heads[:] = [ids.get(head.string, head) for head in heads]


def _append(pdf: Any, part: Any, cell: Any) -> None:  # noqa: ANN401
    for kid in part["K"]:
        object_of(pdf, kid)["P"] = cell.reference
        cell["K"].append(kid)


def _above(pdf: Any, element: Any, kind: str) -> Any:  # noqa: ANN401
    while element["S"] != kind:
        element = object_of(pdf, element["P"])
    return element
