"""Links of a PDF that lead to each other by name.

A Typst template writes a link between a note and its call as an address: "call:call-3-1>note-3" is
a call of the name call-3-1 that leads to note-3. "at:source-DE-8" is a place that others lead to.
Typst knows no name of a place that is no heading, and no words for a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name

_KINDS = ("call", "note", "back", "source", "at")
_ABOVE = 3  # points between the upper edge of a place and that of the window that shows it

_Number = tuple[int, int]  # of an object in its PDF
_Spot = tuple[pikepdf.Object, float, float]  # the page, the left and the upper edge


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A named link: what it is, its own name, the name of the place it leads to."""

    kind: str
    name: str
    target: str


def named(annotation: pikepdf.Object) -> NamedLink | None:
    """Return the named link that an annotation is; None for every other link."""
    action = annotation.get("/A")
    address = str(action.get("/URI", "")) if action is not None else ""
    kind, colon, names = address.partition(":")
    if not colon or kind not in _KINDS:
        return None
    name, _, target = names.partition(">")
    return NamedLink(kind, name, target)


def words_of(link: NamedLink, words: Mapping[str, str], rows: Mapping[str, str]) -> str:
    """Return what a link says to those who hear it read out (ISO 14289-1, 7.18.5)."""
    if link.target in rows:
        return rows[link.target]
    if link.kind == "call":
        return words["to_note"].format(number=_after_note(link.target))
    if link.kind == "source":
        return words["to_source"].format(key=link.target.removeprefix("source-"))
    number = _after_note(link.name)
    if link.kind == "back":  # one of several: back:note-3-2 is the way to the second call
        number, _, position = number.rpartition("-")
        return f"{number}, {words['back']} ({position})"
    return f"{number}, {words['back']}"


def _after_note(name: str) -> str:
    """Return the number in the name of a note: 3 of note-3 and of extradition-note-3."""
    return name.rpartition("note-")[2]


class Places:
    """Where the named links of a PDF stand."""

    def __init__(self) -> None:
        self._spots: dict[str, _Spot] = {}
        self._pages: dict[_Number, pikepdf.Object] = {}
        self._links: dict[_Number, NamedLink | None] = {}

    @classmethod
    def of(cls, pdf: pikepdf.Pdf) -> "Places":
        """Return the places of all named links of a PDF; of one that is broken over two lines, the
        first.
        """
        places = cls()
        for page in pdf.pages:
            for annotation in page.get("/Annots", ()):
                places._add(annotation, page.obj)
        return places

    def _add(self, annotation: pikepdf.Object, page: pikepdf.Object) -> None:
        number, link = annotation.objgen, named(annotation)
        self._pages[number], self._links[number] = page, link
        if link and link.name and link.name not in self._spots:
            left, _, _, top = annotation.Rect
            self._spots[link.name] = (page, float(left), float(top))

    def link_of(self, annotation: pikepdf.Object) -> NamedLink | None:
        """Return the named link that an annotation of this PDF is; None for every other link."""
        return self._links[annotation.objgen]

    def __contains__(self, name: str) -> bool:
        return name in self._spots

    def lead(self, annotation: pikepdf.Object, target: str) -> None:
        """Let an annotation lead to a place, in the size in which the page is shown."""
        page, left, top = self._spots[target]
        annotation.Dest = Array([page, Name.XYZ, round(left, 2), round(top + _ABOVE, 2), 0])
        del annotation.A

    def remove(self, annotation: pikepdf.Object) -> None:
        """Take an annotation off its page."""
        page = self._pages[annotation.objgen]
        left = [each for each in page.Annots if each.objgen != annotation.objgen]
        page.Annots = Array(left)
