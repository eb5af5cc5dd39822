"""Paragraphs of a returned draft: their text with the changes, comments and fields in which it
stands.

Wrappers are looked through: content controls, smart tags, links, simple fields (17.5.2, 17.5.1,
17.16).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from publisher.domain.symbol_fonts import is_symbol_font, symbol
from publisher.review.fields import OpenField
from publisher.review.names import (
    DRAWINGS,
    KINDS,
    PLAIN_VALUES,
    child,
    children,
    is_of_word,
    name_of,
    named,
    value,
)
from publisher.review.returned import PICTURE, Line, Piece, TrackedChange
from publisher.review.styles import is_highlight
from publisher.review.text_context import TextContext

_LOOKS = {"strike": "struck", "dstrike": "struck", "highlight": "highlighted", "vanish": "hidden"}
_SYMBOLS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
    "ptab": "\t",
}
_PICTURES = ("pic", "imagedata")
_PRIVATE = re.compile("[\uf000-\uf0ff]")  # where letters of symbol fonts stand (17.3.3.30)


@dataclass(frozen=True, slots=True)
class _Around:
    """What text stands in: changes, outermost first, a link, the style of its paragraph."""

    style: str = ""
    changes: tuple[TrackedChange, ...] = ()
    link: str = ""
    holds: str = ""


def read_line(paragraph: Any, context: TextContext) -> Line:  # noqa: ANN401 - an lxml element
    """Return a paragraph; bookmarks that began before it belong to it."""
    properties = child(paragraph, "pPr")
    numbering = child(properties, "numPr")
    mark = context.marks_in(child(properties, "rPr"))
    # A list put on with tracking: the mark stands in the numbering (17.3.1.19).
    listed = map(context.format_change, named(numbering, "ins"))
    formats = (*context.format_marks(properties), *listed)
    style = value(child(properties, "pStyle"), "val")
    pieces = tuple(_pieces(paragraph, _Around(style), context))
    return Line(
        pieces=pieces,
        style=style,
        level=int(value(child(numbering, "ilvl"), "val") or 0) if numbering is not None else None,
        mark=mark,
        bookmarks=context.end_paragraph(),
        is_formatted=formats,
    )


_WRAPPERS = ("smartTag", "customXml", "dir", "bdo", "sdt", "sdtContent")


def _pieces(parent: Iterable[Any], around: _Around, context: TextContext) -> Iterator[Piece]:
    for element in children(parent):
        name = name_of(element)
        if name == "r":
            yield from _run(element, around, context)
        elif name in ("ins", "del", "moveFrom", "moveTo") and is_of_word(element):
            changes = (*around.changes, context.change(element))
            yield from _pieces(element, replace(around, changes=changes), context)
        elif name == "hyperlink":
            address = context.links.get(value(element, "id"), "")
            link = address or f"#{value(element, 'anchor')}"
            yield from _pieces(element, replace(around, link=link), context)
        elif name in _WRAPPERS:
            yield from _pieces(element, around, context)
        elif name == "fldSimple":
            context.fields.append(OpenField(value(element, "instr"), shows=True))
            yield from _pieces(element, around, context)
            context.fields.pop()
        elif name in ("oMath", "oMathPara"):
            yield from _formula(element, replace(around, holds="formula"), context)
        else:
            context.note(element)


def _formula(parent: Any, around: _Around, context: TextContext) -> Iterator[Piece]:  # noqa: ANN401
    """Yield the letters of a formula in their order; how they stand above each other is lost
    (22.1).
    """
    for element in children(parent):
        name = name_of(element)
        if name == "t":
            context.read.add(element)
            yield _piece(element.text or "", None, around, context)
        elif name in KINDS and is_of_word(element):
            changes = (*around.changes, context.change(element))
            yield from _formula(element, replace(around, changes=changes), context)
        else:
            context.note(element)
            yield from _formula(element, around, context)


def _run(run: Any, around: _Around, context: TextContext) -> Iterator[Piece]:  # noqa: ANN401
    properties = child(run, "rPr")
    formats = context.format_marks(properties)
    for element in children(run):
        name = name_of(element)
        if name == "fldChar":
            context.at_field(value(element, "fldCharType"))
        elif (
            name == "commentReference"
        ):  # a comment that has no range stands at a point (17.13.4.5)
            yield Piece("", around.changes, (*context.comments, value(element, "id")))
        elif name in ("footnoteReference", "endnoteReference"):
            note = f"{name.removesuffix('Reference')} {value(element, 'id')}"
            yield Piece("", around.changes, refers=note)
        elif name in DRAWINGS:
            yield from _drawing(element, around.changes, context)
        elif name == "ruby":
            yield from _ruby(element, around, context)
        elif (text := _text(element, properties, around.style, context)) is not None:
            yield _piece(text, properties, around, context, formats)


def _ruby(ruby: Any, around: _Around, context: TextContext) -> Iterator[Piece]:  # noqa: ANN401
    """Yield a word with the guide to its sound (17.3.3.25), which stands above it and here behind
    it in brackets, as where a web page cannot show it above (HTML, 4.5.12).
    """
    guide = [each for each in _pieces(child(ruby, "rt"), around, context) if each.text]
    yield from _pieces(child(ruby, "rubyBase"), around, context)
    if guide:
        yield replace(guide[0], text="(")
        yield from guide
        yield replace(guide[-1], text=")")


def _drawing(
    element: Any,  # noqa: ANN401
    changes: tuple[TrackedChange, ...],
    context: TextContext,
) -> Iterator[Piece]:
    context.read.add(element)
    code = _code_of_row(element, context)
    if code:
        yield Piece(code, changes, tuple(context.comments))
        return
    boxes = context.on_drawing(element)
    yield from (Piece("", changes, refers=box) for box in boxes)
    if not boxes or _has_picture(element):
        yield Piece(PICTURE, changes, tuple(context.comments))


def _code_of_row(drawing: Any, context: TextContext) -> str:  # noqa: ANN401 - an lxml element
    """Return the code of a row where it became the control of a form (17.3.3.3): its name then, at
    the row's bookmark. ONLYOFFICE's .odt makes it of what older drafts had locked (measured).
    """
    name = value(next(named(drawing, "control"), None), "name")
    bookmark = "r_" + re.sub(r"\W", "_", name)
    return name if bookmark in context.bookmarks else ""


def _has_picture(drawing: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether a drawing holds a picture beside its text boxes."""
    boxes = named(drawing, "txbxContent")
    inside = {picture for box in boxes for picture in named(box, *_PICTURES)}
    return any(picture not in inside for picture in named(drawing, *_PICTURES))


def _text(element: Any, properties: Any, style: str, context: TextContext) -> str | None:  # noqa: ANN401
    """Return what an element of a run prints; None where it prints nothing."""
    name = name_of(element)
    if name in ("instrText", "delInstrText"):
        if context.fields and not context.fields[-1].shows:
            context.fields[-1].code += element.text or ""
            context.fields[-1].held.append(element)
        return None
    if name in ("t", "delText"):
        if context.is_in_code:
            context.fields[-1].held.append(element)
            return None
        context.read.add(element)
        return _letters(element.text or "", properties, style, context)
    if name in ("sym", "symEx"):
        context.read.add(element)
        return symbol(value(element, "font"), _code(value(element, "char")))
    if name == "br" and value(element, "type") in ("page", "column"):
        return ""  # where a page ends is no text; LibreOffice writes it so (17.3.3.1)
    return _SYMBOLS.get(name)


def _code(written: str) -> int:
    try:
        return int(written, 16)
    except ValueError:
        return 0


def _letters(text: str, properties: Any, style: str, context: TextContext) -> str:  # noqa: ANN401
    """Return a text in which signs of a font of symbols are the characters that they show."""
    if not _PRIVATE.search(text):
        return text
    font = context.styles.look(properties, style).get("font", "")
    if not is_symbol_font(font):
        return text
    return _PRIVATE.sub(lambda found: symbol(font, ord(found[0])), text)


def _piece(
    text: str,
    properties: Any,  # noqa: ANN401 - an lxml element, or None
    around: _Around,
    context: TextContext,
    formats: tuple[TrackedChange, ...] = (),
) -> Piece:
    return Piece(
        text,
        around.changes,
        tuple(context.comments),
        is_field=context.is_worked_out,
        look=frozenset(_looks(properties)),
        link=context.field_link or around.link,
        formats=formats,
        formatting=context.styles.formatting(properties, around.style),
        holds=around.holds,
    )


def _looks(properties: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    for element in properties if properties is not None else ():
        look = _LOOKS.get(name_of(element))
        if look == "highlighted" and not is_highlight(element):
            continue
        if look and value(element, "val") not in PLAIN_VALUES:
            yield look
