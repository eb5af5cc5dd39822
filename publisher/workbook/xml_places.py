"""Where elements lie in the bytes of a small part, so that pieces are put in or cut out and no
other byte changes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from publisher.workbook.sheet_xml import PatchError, end_of_tag

_NOT_UTF_8 = re.compile(rb"\xff\xfe|\xfe\xff|<\?xml[^>]*encoding=[\"'](?!utf-8|UTF-8)")


@dataclass(slots=True)
class PlacedElement:
    """An element by the names on its way from the root, without prefixes; from where to where its
    start tag, its content and the whole of it reach.
    """

    path: tuple[str, ...]
    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int = 0
    content_end: int = 0
    end: int = 0

    @property
    def prefix(self) -> str:
        """The prefix of its name with the colon; '' where it has none."""
        return self.name[: self.name.find(":") + 1]

    def attribute(self, name: str) -> str:
        """Return an attribute by its name without prefix; '' where there is none."""
        found = (value for key, value in self.attributes.items() if key.split(":")[-1] == name)
        return next(found, "")


def placed_elements(xml: bytes, depth: int) -> list[PlacedElement]:
    """Return the root and the elements so many steps below it, in the order of the document.

    Raises PatchError where the part is not in UTF-8 or has a document type, expat.ExpatError where
    it is no XML.
    """
    if _NOT_UTF_8.match(xml):
        raise PatchError("a part that is not in UTF-8")
    return _Placer(xml, depth).found


class _Placer:
    def __init__(self, xml: bytes, depth: int) -> None:
        self.found: list[PlacedElement] = []
        self._xml, self._depth = xml, depth
        self._open: list[PlacedElement] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        above = self._open[-1].path if self._open else ()
        path = (*above, name.rpartition(":")[2]) if self._open else ()
        element = PlacedElement(path, name, attributes, at)
        if len(path) <= self._depth:
            element.tag_end = end_of_tag(self._xml, at)
            self.found.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if len(element.path) > self._depth:
            return
        is_whole = self._xml[element.tag_end - 2 : element.tag_end] == b"/>"
        at = element.tag_end if is_whole else self._parser.CurrentByteIndex
        element.content_end = at
        element.end = at if is_whole else end_of_tag(self._xml, at)

    def _refuse(self, *_: object) -> None:
        raise PatchError("a part with a document type")


@dataclass(slots=True)
class Pieces:
    """What is to be put in where, and what is to be cut out, of the bytes of a part."""

    xml: bytes
    _edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def cut(self, elements: Iterable[PlacedElement]) -> None:
        """Cut out elements."""
        self._edits += [(each.start, each.end, b"") for each in elements]

    def put(self, at: int, piece: bytes) -> None:
        """Put bytes in at a place."""
        self._edits.append((at, at, piece))

    def append(self, parent: PlacedElement, piece: bytes) -> None:
        """Put bytes in behind the content of an element, which is opened where it was <a/>."""
        if not piece:
            return
        if parent.tag_end < parent.end:
            self.put(parent.content_end, piece)
            return
        tag = self.xml[parent.start : parent.tag_end][: -len(b"/>")].rstrip()
        whole = tag + b">" + piece + f"</{parent.name}>".encode()
        self._edits.append((parent.start, parent.end, whole))

    def joined(self) -> bytes:
        """Return the changed bytes; what was put in at one place comes in the order of the
        calls.
        """
        pieces, position = [], 0
        for start, end, piece in sorted(self._edits, key=lambda each: each[:2]):
            pieces += [self.xml[position:start], piece]
            position = end
        return b"".join([*pieces, self.xml[position:]])
