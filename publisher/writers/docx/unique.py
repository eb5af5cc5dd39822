"""Ids that a loop of the template repeated, given anew: Word repairs or refuses a file in which two
bookmarks, drawings or shapes are called the same.

What the template and the writers gave is kept at its first place, so that what leads there still
does.
"""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from publisher.writers.docx.elements import qn

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_SHAPES = tuple(
    f"{_VML}{name}"
    for name in (
        "shape",
        "rect",
        "roundrect",
        "oval",
        "line",
        "polyline",
        "arc",
        "curve",
        "image",
        "group",
    )
)
_SHAPE_TYPE = f"{_VML}shapetype"
_LONGEST_NAME = 40  # of a bookmark, in Word
# Bookmarks of a template have numbers from here on, those that the writer makes smaller ones.
FIRST_OF_TEMPLATE = 10_000_000
_FIRST_FREE = 1_000_000_000  # of bookmarks, drawings and controls: far from all that are given


@dataclass(slots=True)
class UsedIds:
    """The ids that a file has used so far, by kind."""

    used: dict[str, set[str]] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(_FIRST_FREE))

    def note(self, ids: Iterable[tuple[str, str]]) -> None:
        """Note that ids, each with its kind, are used."""
        for kind, id_ in ids:
            self.used.setdefault(kind, set()).add(id_)

    def is_new(self, kind: str, id_: str) -> bool:
        """Tell whether an id of a kind is used for the first time, and note that it is used."""
        known = self.used.setdefault(kind, set())
        is_new = id_ not in known
        known.add(id_)
        return is_new

    def number(self) -> str:
        """Return a number that nothing else has."""
        return str(next(self.numbers))

    def name(self, kind: str, name: str) -> str:
        """Return a name like another that nothing else of the kind has."""
        for number in itertools.count(2):
            ending = f"_{number}"
            other = name[: _LONGEST_NAME - len(ending)] + ending
            if self.is_new(kind, other):
                return other
        raise AssertionError


def make_unique(root: Any, used: UsedIds) -> None:  # noqa: ANN401 - an lxml element
    """Give new ids in a part to bookmarks, drawings, shapes and controls whose own are used."""
    part = _Part({_name(each) for each in root.iter(qn("bookmarkStart")) if not _is_template(each)})
    for element in list(root.iter(*_HANDLERS)):
        handler = _HANDLERS[element.tag]
        handler(element, used, part)


@dataclass(slots=True)
class _Part:
    """The names of the writer's own bookmarks in a part, and what was met of it so far: bookmarks
    that are open, by the numbers that they had, with their new ones; types of shapes.
    """

    own_names: set[str]
    open_marks: dict[str, list[str]] = field(default_factory=dict)
    shape_types: set[str] = field(default_factory=set)


def _start(mark: Any, used: UsedIds, part: _Part) -> None:  # noqa: ANN401 - an lxml element
    """Give a bookmark a number and a name of its own (17.13.6.2)."""
    id_, name = mark.get(qn("id")), _name(mark)
    # A template made of a finished report has marks like those by which a draft is known again.
    is_displaced = _is_template(mark) and name in part.own_names
    own = id_ if used.is_new("bookmark", id_) else used.number()
    part.open_marks.setdefault(id_, []).append(own)
    if own != id_:
        mark.set(qn("id"), own)
    if name and (is_displaced or not used.is_new("bookmark_name", name)):
        mark.set(qn("name"), used.name("bookmark_name", name))


def _name(mark: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the name of a bookmark as Word compares it: without case."""
    return (mark.get(qn("name")) or "").casefold()


def _is_template(mark: Any) -> bool:  # noqa: ANN401 - an lxml element
    id_ = mark.get(qn("id")) or ""
    return id_.isdigit() and int(id_) >= FIRST_OF_TEMPLATE


def _end(mark: Any, _used: UsedIds, part: _Part) -> None:  # noqa: ANN401 - an lxml element
    """Let the end of a bookmark follow its start, the nearest one that is open (17.13.6.1)."""
    id_ = mark.get(qn("id"))
    opened = part.open_marks.get(id_)
    if not opened:
        mark.getparent().remove(mark)
        return
    own = opened.pop()
    if own != id_:
        mark.set(qn("id"), own)


def _drawing(properties: Any, used: UsedIds, _part: _Part) -> None:  # noqa: ANN401 - an lxml element
    """Give a drawing a number of its own (20.4.2.5)."""
    if not used.is_new("drawing", properties.get("id")):
        properties.set("id", used.number())


def _control(id_: Any, used: UsedIds, _part: _Part) -> None:  # noqa: ANN401 - an lxml element
    """Give a control a number of its own (17.5.2.18)."""
    is_control = id_.getparent().tag == qn("sdtPr")
    if is_control and not used.is_new("control", id_.get(qn("val"))):
        id_.set(qn("val"), used.number())


def _shape(shape: Any, used: UsedIds, _part: _Part) -> None:  # noqa: ANN401 - an lxml element
    """Give a shape of VML a name of its own, and tell an object that is shown by it (19.1.2.19)."""
    old = shape.get("id")
    if old is None or used.is_new("shape", old):
        return
    new = used.name("shape", old)
    shape.set("id", new)
    shape.attrib.pop(f"{_OFFICE}spid", None)  # Word makes one
    for each in shape.getparent().iter(f"{_OFFICE}OLEObject"):
        if each.get("ShapeID") == old:
            each.set("ShapeID", new)


def _shape_type(kind: Any, _used: UsedIds, part: _Part) -> None:  # noqa: ANN401 - an lxml element
    """Take away a type of shapes that its part defines already: shapes name it (19.1.2.20)."""
    id_ = kind.get("id") or ""
    if id_ in part.shape_types:
        kind.getparent().remove(kind)
    part.shape_types.add(id_)


_HANDLERS: dict[str, Callable[[Any, UsedIds, _Part], None]] = {
    qn("bookmarkStart"): _start,
    qn("bookmarkEnd"): _end,
    qn("id"): _control,
    _DRAWING: _drawing,
    _SHAPE_TYPE: _shape_type,
    **dict.fromkeys(_SHAPES, _shape),
}
