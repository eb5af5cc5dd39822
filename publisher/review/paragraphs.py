"""Paragraphs of a returned draft: their text with the changes, comments and fields in which it
stands.

Wrappers are looked through: content controls, smart tags, links, simple fields (17.5.2, 17.5.1,
17.16).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from publisher.review.names import FORMAT_MARKS, KINDS, PLAIN_VALUES, child, name_of, named, value
from publisher.review.returned import PICTURE, ChangeKind, Line, Piece, TrackedChange

_LOOKS = {"strike": "struck", "dstrike": "struck", "highlight": "highlighted", "vanish": "hidden"}
_SYMBOLS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
    "ptab": "\t",
}
_DRAWINGS = ("drawing", "pict", "object", "AlternateContent")


@dataclass(slots=True)
class TextContext:
    """What is open across paragraphs: comments, fields, moves; and what was read so far.

    `seen` counts the marks that were read; `on_drawing` takes a drawing and returns the ids of the
    text boxes in it. `links` are the addresses by the id of their relationship.
    """

    on_drawing: Callable[[Any], tuple[str, ...]]
    links: Mapping[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    bookmarks: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def change(self, element: Any) -> TrackedChange:  # noqa: ANN401 - an lxml element
        """Return a tracked change, counted as read."""
        name = name_of(element)
        self.seen[name] += 1
        move = self.moves.get(name, "")
        return TrackedChange(
            KINDS[name], value(element, "author"), value(element, "date"), move, self.seen.total()
        )

    def marks_in(self, properties: Any) -> tuple[TrackedChange, ...]:  # noqa: ANN401 - an lxml element
        """Return the changes of a paragraph mark, a row or a cell, which stand among its
        properties.
        """
        found = properties if properties is not None else ()
        return tuple(self.change(element) for element in found if name_of(element) in KINDS)

    def format_marks(self, properties: Any) -> tuple[TrackedChange, ...]:  # noqa: ANN401 - an lxml element
        """Return the changes of formatting among properties, at any depth, counted as read."""
        found = []
        for element in named(properties, *FORMAT_MARKS):
            self.seen[name_of(element)] += 1
            author, date = value(element, "author"), value(element, "date")
            found.append(TrackedChange(ChangeKind.INSERTED, author, date, number=self.seen.total()))
        return tuple(found)

    def note(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Note where a comment, a bookmark or the half of a move begins or ends."""
        match name_of(element):
            case "commentRangeStart":
                self.comments.append(value(element, "id"))
            case "commentRangeEnd":
                self.comments = [each for each in self.comments if each != value(element, "id")]
            case "bookmarkStart":
                self.bookmarks.append(value(element, "name"))
            case "moveFromRangeStart" | "moveToRangeStart" as name:
                self.moves[name.removesuffix("RangeStart")] = value(element, "name")
            case "moveFromRangeEnd" | "moveToRangeEnd" as name:
                self.moves.pop(name.removesuffix("RangeEnd"), None)
            case _:
                pass


def read_line(paragraph: Any, context: TextContext) -> Line:  # noqa: ANN401 - an lxml element
    """Return a paragraph; bookmarks that began before it belong to it."""
    properties = child(paragraph, "pPr")
    numbering = child(properties, "numPr")
    mark = context.marks_in(child(properties, "rPr"))
    formats = context.format_marks(properties)
    pieces = tuple(_pieces(paragraph, (), "", context))
    bookmarks, context.bookmarks = tuple(context.bookmarks), []
    return Line(
        pieces=pieces,
        style=value(child(properties, "pStyle"), "val"),
        level=int(value(child(numbering, "ilvl"), "val") or 0) if numbering is not None else None,
        mark=mark,
        bookmarks=bookmarks,
        is_formatted=formats,
    )


_WRAPPERS = ("smartTag", "customXml", "dir", "bdo", "sdtContent")


def _pieces(
    parent: Iterable[Any], changes: tuple[TrackedChange, ...], link: str, context: TextContext
) -> Iterator[Piece]:
    for element in parent:
        name = name_of(element)
        if name == "r":
            yield from _run(element, changes, link, context)
        elif name in ("ins", "del", "moveFrom", "moveTo"):
            yield from _pieces(element, (*changes, context.change(element)), link, context)
        elif name == "hyperlink":
            address = context.links.get(value(element, "id"), "")
            yield from _pieces(element, changes, address or f"#{value(element, 'anchor')}", context)
        elif name == "sdt" or name in _WRAPPERS:
            yield from _pieces(element, changes, link, context)
        elif name == "fldSimple":
            context.fields.append("result")
            yield from _pieces(element, changes, link, context)
            context.fields.pop()
        else:
            yield from _beside(element, changes, link, context)


def _beside(
    element: Any,  # noqa: ANN401
    changes: tuple[TrackedChange, ...],
    link: str,
    context: TextContext,
) -> Iterator[Piece]:
    """Yield the text of a formula; note where a comment, a bookmark or a move begins or ends."""
    if name_of(element) in ("oMath", "oMathPara"):
        text = "".join(each.text or "" for each in named(element, "t"))
        yield _piece(text, changes, frozenset(), link, context)
    context.note(element)


def _run(
    run: Any,  # noqa: ANN401
    changes: tuple[TrackedChange, ...],
    link: str,
    context: TextContext,
) -> Iterator[Piece]:
    properties = child(run, "rPr")
    formats = context.format_marks(properties)
    look = frozenset(_looks(properties))
    for element in run:
        name = name_of(element)
        if name == "fldChar":
            _field(value(element, "fldCharType"), context)
        elif (
            name == "commentReference"
        ):  # a comment that has no range stands at a point (17.13.4.5)
            yield Piece("", changes, (*context.comments, value(element, "id")))
        elif name in ("footnoteReference", "endnoteReference"):
            yield Piece(
                "", changes, refers=f"{name.removesuffix('Reference')} {value(element, 'id')}"
            )
        elif name in _DRAWINGS:
            yield from _drawing(element, changes, context)
        elif (text := _text(element, name, context)) is not None:
            yield replace(_piece(text, changes, look, link, context), formats=formats)


def _drawing(
    element: Any,  # noqa: ANN401
    changes: tuple[TrackedChange, ...],
    context: TextContext,
) -> Iterator[Piece]:
    boxes = context.on_drawing(element)
    yield from (Piece("", changes, refers=box) for box in boxes)
    if not boxes:
        yield Piece(PICTURE, changes, tuple(context.comments))


def _text(element: Any, name: str, context: TextContext) -> str | None:  # noqa: ANN401 - an lxml element
    """Return what an element of a run prints; None where it prints nothing."""
    if name in ("t", "delText"):
        return None if context.fields and context.fields[-1] == "code" else element.text or ""
    if name == "sym":
        return "\ufffd"  # a sign of a font of symbols, which has no letter
    return _SYMBOLS.get(name)


def _piece(
    text: str,
    changes: tuple[TrackedChange, ...],
    look: frozenset[str],
    link: str,
    context: TextContext,
) -> Piece:
    is_field = bool(context.fields) and context.fields[-1] == "result"
    return Piece(text, changes, tuple(context.comments), is_field, look, link)


def _looks(properties: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    for element in properties if properties is not None else ():
        if (look := _LOOKS.get(name_of(element))) and value(element, "val") not in PLAIN_VALUES:
            yield look


def _field(kind: str, context: TextContext) -> None:
    if kind == "begin":
        context.fields.append("code")
    elif kind == "separate" and context.fields:
        context.fields[-1] = "result"
    elif kind == "end" and context.fields:
        context.fields.pop()
