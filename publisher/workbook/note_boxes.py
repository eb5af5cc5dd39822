"""The boxes in which notes of cells are shown: VML, one shape for each (ECMA-376 Part 4, 19.3 and
19.4.2.12).

Excel itself writes <br> into such a part, so it need not be XML. Shapes stand one behind the other,
and are found by their tags; every byte between them stays.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from openpyxl.utils import get_column_letter

from publisher.workbook.addresses import column_of, row_of
from publisher.workbook.sheet_xml import PatchError

_SPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY_BOXES = (
    b"<xml" + _SPACES + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
# What all boxes of notes are shapes of; Excel looks for it in the same part.
_KIND = (
    b"<v:shapetype" + _SPACES + b' id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    b' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAME_OF_KIND = b"_x0000_t202"
_SHAPE = re.compile(rb"<((?:\w+:)?)shape\b[^>]*>.*?</\1shape>", re.DOTALL)
_OF_NOTE = re.compile(rb"<(?:\w+:)?ClientData\b[^>]*ObjectType=[\"']Note[\"']")
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")
_ID = re.compile(rb"id=[\"']_x0000_s(\d+)[\"']")
# The first number of a shape in Excel's sheets.
_FIRST = 1024
_WIDTH, _LINE, _LETTERS, _HIGHEST = 340, 17, 52, 400  # pixels, pixels, in a line, pixels


def box_cells(boxes: bytes) -> list[str]:
    """Return the cells whose notes have a box."""
    return [cell for cell, _ in _boxes(boxes)]


def other_shapes(boxes: bytes, cells: Iterable[str]) -> list[bytes]:
    """Return all shapes but the boxes of the notes on some cells."""
    gone = [found.span() for cell, found in _boxes(boxes) if cell in set(cells)]
    shapes = _SHAPE.finditer(boxes)
    return [found[0] for found in shapes if found.span() not in gone]


def without_boxes(boxes: bytes, cells: Iterable[str]) -> bytes:
    """Return the part without the boxes of the notes on some cells."""
    gone = set(cells)
    kept, position = [], 0
    for cell, found in _boxes(boxes):
        if cell in gone:
            kept.append(boxes[position : found.start()])
            position = found.end()
    left = b"".join([*kept, boxes[position:]])
    return left if b"#" + _NAME_OF_KIND in left else left.replace(_KIND, b"")


def with_boxes(boxes: bytes, notes: Mapping[str, str]) -> bytes:
    """Return the part with boxes for notes on cells, each as large as its text needs.

    Raises PatchError where the part has no end.
    """
    end = boxes.rfind(b"</")
    if end < 0:
        raise PatchError("boxes of notes without an end")
    if not notes:
        return boxes
    number = max([_FIRST, *(int(found[1]) for found in _ID.finditer(boxes))])
    kind = b"" if b'id="' + _NAME_OF_KIND in boxes else _KIND
    own = (_box(cell, text, number + at) for at, (cell, text) in enumerate(notes.items(), start=1))
    return boxes[:end] + kind + b"".join(own) + boxes[end:]


def _boxes(boxes: bytes) -> Iterator[tuple[str, re.Match[bytes]]]:
    """Yield the boxes of notes with their cells."""
    for found in _SHAPE.finditer(boxes):
        row, column = _ROW.search(found[0]), _COLUMN.search(found[0])
        if row and column and _OF_NOTE.search(found[0]):
            yield f"{get_column_letter(int(column[1]) + 1)}{int(row[1]) + 1}", found


def _box(cell: str, text: str, number: int) -> bytes:
    lines = sum(1 + len(line) // _LETTERS for line in text.split("\n"))
    height = min(_LINE * (lines + 1), _HIGHEST)
    style = (
        f"position:absolute; margin-left:59.25pt;margin-top:1.5pt;width:{_WIDTH}px;"
        f"height:{height}px;z-index:1;visibility:hidden"
    )
    return (
        b"<v:shape"
        + _SPACES
        + f' id="_x0000_s{number}" type="#_x0000_t202" style="{style}"'
        ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row_of(cell) - 1}</x:Row>"
        f"<x:Column>{column_of(cell) - 1}</x:Column></x:ClientData></v:shape>".encode()
    )
