"""Links of a PDF that lead to each other by name.

A Typst template writes a link between a note and its call as an address: "call:call-3-1>note-3" is
a call of the name call-3-1 that leads to note-3. "at:source-DE-8" is a place that others lead to.
Typst knows no name of a place that is no heading, and no words for a link.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class PdfLink:
    """A link as a PDF has it: its element of structure, the names in its address (None for every
    other link) and its annotations, one for each of its lines, with the pages they are on.
    """

    element: pikepdf.Object
    named: NamedLink | None
    annotations: list[pikepdf.Object] = field(default_factory=list)
    pages: list[pikepdf.Object] = field(default_factory=list)


class Links:
    """The links of a PDF, in the order of its pages, and the places they lead to by name."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._by_element: dict[_Number, PdfLink] = {}
        self._spots: dict[str, _Spot] = {}
        root = pdf.Root.StructTreeRoot
        if "/ParentTree" not in root:  # nothing on the pages has a tag
            return
        elements = pikepdf.NumberTree(root.ParentTree)
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                self._add(elements[int(annotation.StructParent)], annotation, page.obj)

    def _add(
        self, element: pikepdf.Object, annotation: pikepdf.Object, page: pikepdf.Object
    ) -> None:
        number = element.objgen
        link = self._by_element.get(number)
        if link is None:
            link = self._by_element[number] = PdfLink(element, named(annotation))
            if link.named and link.named.name:
                left, _, _, top = annotation.Rect
                self._spots.setdefault(link.named.name, (page, float(left), float(top)))
        link.annotations.append(annotation)
        link.pages.append(page)

    def __iter__(self) -> Iterator[PdfLink]:
        return iter(self._by_element.values())

    def is_place(self, element: pikepdf.Object) -> bool:
        """Tell whether an element of structure is a place that links lead to by its name."""
        link = self._by_element.get(element.objgen)
        return link is not None and link.named is not None and link.named.kind == "at"

    def has_place(self, name: str) -> bool:
        """Tell whether a place of this name stands on a page."""
        return name in self._spots

    def lead(self, annotation: pikepdf.Object, target: str) -> None:
        """Let an annotation lead to a place, in the size in which the page is shown."""
        page, left, top = self._spots[target]
        annotation.Dest = Array([page, Name.XYZ, round(left, 2), round(top + _ABOVE, 2), 0])
        del annotation.A


def take_off(link: PdfLink) -> None:
    """Take the annotations of a link off their pages."""
    for annotation, page in zip(link.annotations, link.pages, strict=True):
        left = [each for each in page.Annots if each.objgen != annotation.objgen]
        page.Annots = Array(left)
