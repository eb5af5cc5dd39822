"""Where rows and cells lie in the bytes of a sheet (ECMA-376 Part 1, 18.3.1), for changing a few of
them.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from publisher.workbook.addresses import column_of

# How deep what stands in a cell lies: worksheet, sheetData, row, c, f.
_IN_CELL = 5


class PatchError(Exception):
    """The cells cannot be changed without touching others."""


@dataclass(slots=True)
class LocatedElement:
    """Where an element lies in the bytes of a part: its start tag, and from its start to its
    end.
    """

    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int = 0
    end: int = 0
    has_formula: bool = False


@dataclass(slots=True)
class RowElement:
    """A row and its cells by address."""

    element: LocatedElement
    cells: dict[str, LocatedElement] = field(default_factory=dict)


@dataclass(slots=True)
class SheetXml:
    """The rows and cells of a sheet by number and address, and the element that holds them."""

    data: LocatedElement | None = None
    dimension: LocatedElement | None = None
    rows: dict[int, RowElement] = field(default_factory=dict)


class Locator:
    """Finds where rows and cells lie in a sheet's bytes; the numbers that Excel may leave out are
    counted.
    """

    def __init__(self, xml: bytes) -> None:
        self.sheet = SheetXml()
        self._xml = xml
        self._path: list[str] = []  # local names, down to what stands in a cell
        self._depth = 0
        self._open: list[tuple[int, LocatedElement]] = []
        self._row: RowElement | None = None
        self._last_row = self._last_column = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _IN_CELL:  # most of a sheet: what the texts of its cells consist of
            return
        self._path[self._depth - 1 :] = [name.rpartition(":")[2]]
        match self._path[1:]:
            case ["sheetData"]:
                self.sheet.data = self._located(name, attributes)
            case ["dimension"]:
                self.sheet.dimension = self._located(name, attributes)
            case ["sheetData", "row"]:
                self._last_row = int(attributes.get("r") or self._last_row + 1)
                self._last_column = 0
                self._row = RowElement(self._located(name, attributes))
                self.sheet.rows[self._last_row] = self._row
            case ["sheetData", "row", "c"] if self._row:
                address = attributes.get("r", "")
                self._last_column = column_of(address) if address else self._last_column + 1
                self._row.cells[
                    address or f"{get_column_letter(self._last_column)}{self._last_row}"
                ] = self._located(name, attributes)
            case ["sheetData", "row", "c", "f"]:
                self._open[-1][1].has_formula = True
            case _:
                pass

    def _located(self, name: str, attributes: dict[str, str]) -> LocatedElement:
        """Return the element that begins here; where it ends is known when it does."""
        at = self._parser.CurrentByteIndex
        element = LocatedElement(name, attributes, at, end_of_tag(self._xml, at))
        self._open.append((self._depth, element))
        return element

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._open or self._open[-1][0] <= self._depth:
            return
        _, element = self._open.pop()
        is_whole = self._xml[element.tag_end - 2 : element.tag_end] == b"/>"
        element.end = (
            element.tag_end if is_whole else end_of_tag(self._xml, self._parser.CurrentByteIndex)
        )


_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


def end_of_tag(xml: bytes, start: int) -> int:
    """Return where the tag that begins at `start` ends; a > inside quotation marks does not end
    it.
    """
    found = _TAG.match(xml, start)
    if not found:
        raise PatchError("a tag that does not end")
    return found.end()
