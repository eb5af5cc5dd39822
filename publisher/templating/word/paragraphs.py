"""The paragraphs of a story with their places, and the pieces that each consists of.

Word cuts a text into runs wherever its look, its language or a mark changes. A piece is one stretch
of such a run, with its place in the text of the whole paragraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from publisher.templating.word.package import MC, Steps, TemplateStory, W

# Elements around paragraphs and tables that an editor does not see as a place.
_TRANSPARENT = {
    f"{W}{name}"
    for name in (
        "sdt",
        "sdtContent",
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "customXml",
        "smartTag",
        "body",
    )
} | {f"{MC}AlternateContent", f"{MC}Choice"}
_SKIPPED = {
    f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "txbxContent", "p", "tbl")
} | {f"{MC}Fallback"}
_MARKS = {
    f"{W}{name}"
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
}
# What would be lost with a tag that holds it, by the words of the catalogues' [kinds].
_THINGS = {
    f"{W}drawing": "picture", f"{W}pict": "picture", f"{W}object": "picture",
    f"{MC}AlternateContent": "picture",
    f"{W}fldChar": "field", f"{W}fldSimple": "field", f"{W}footnoteReference": "note_mark",
    f"{W}endnoteReference": "note_mark", f"{W}commentReference": "comment", f"{W}sym": "symbol",
    f"{W}noBreakHyphen": "symbol", f"{W}softHyphen": "symbol", f"{W}ptab": "symbol",
}  # fmt: skip
_TEXTS = {f"{W}t": "text", f"{W}delText": "deleted", f"{W}instrText": "field_code"}


@dataclass(frozen=True, slots=True)
class TemplatePiece:
    """A stretch of text in one element, or a thing without text; `kind` says which."""

    kind: str
    element: etree._Element
    start: int
    text: str = ""

    @property
    def end(self) -> int:
        """Where it ends in the text of its paragraph, in which only text and breaks take room."""
        return self.start + (len(self.text) if self.kind in ("text", "break") else 0)


@dataclass(frozen=True, slots=True)
class TemplateParagraph:
    """A paragraph with its place and what it holds; `text` is what an editor reads in it."""

    element: etree._Element
    steps: Steps
    pieces: tuple[TemplatePiece, ...]
    text: str


def paragraphs_of(story: TemplateStory) -> tuple[TemplateParagraph, ...]:
    """Return the paragraphs of a story in their order, those in tables and text boxes as well."""
    return tuple(_inside(story.root, story.steps))


def _inside(container: etree._Element, steps: Steps) -> Iterator[TemplateParagraph]:
    paragraphs = tables = 0
    for element in _seen(container):
        if element.tag == f"{W}p":
            paragraphs += 1
            yield from _paragraph(element, (*steps, ("paragraph", str(paragraphs))))
        else:
            tables += 1
            yield from _table(element, (*steps, ("table", str(tables))))


def _seen(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables that stand directly in a container, as an editor sees it."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _seen(child)


def table_rows(table: etree._Element) -> tuple[etree._Element, ...]:
    """Return the rows of a table itself, not of tables inside it."""
    return tuple(_children(table, f"{W}tr"))


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _table(table: etree._Element, steps: Steps) -> Iterator[TemplateParagraph]:
    for row_number, row in enumerate(table_rows(table), start=1):
        for column, cell in enumerate(_children(row, f"{W}tc"), start=1):
            yield from _inside(cell, (*steps, ("row", str(row_number)), ("column", str(column))))


def _paragraph(element: etree._Element, steps: Steps) -> Iterator[TemplateParagraph]:
    pieces = tuple(pieces_of(element))
    text = "".join(each.text for each in pieces if each.kind in ("text", "break"))
    yield TemplateParagraph(element, steps, pieces, text)
    boxes = 0
    for box in element.iter(f"{W}txbxContent"):
        if _is_own(box, element):
            boxes += 1
            yield from _inside(box, (*steps, ("text_box", str(boxes))))


def _is_own(box: etree._Element, paragraph: etree._Element) -> bool:
    """Tell whether a text box is anchored in this very paragraph, and no copy for old programs."""
    for each in box.iterancestors(f"{W}p", f"{MC}Fallback"):
        return each is paragraph
    return False


def pieces_of(paragraph: etree._Element) -> Iterator[TemplatePiece]:
    """Yield what a paragraph consists of, in order, but not the texts of boxes anchored in it."""
    position = 0
    for element in _parts_of(paragraph):
        piece = _piece(element, position)
        if piece is not None:
            yield piece
            position = piece.end


def _parts_of(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        yield child
        if child.tag not in _THINGS or child.tag == f"{W}fldSimple":
            yield from _parts_of(child)


def _piece(element: etree._Element, position: int) -> TemplatePiece | None:
    tag = str(element.tag)
    if tag in _TEXTS:
        return TemplatePiece(_TEXTS[tag], element, position, element.text or "")
    if tag in _MARKS:
        return TemplatePiece("mark", element, position)
    if tag in (f"{W}br", f"{W}cr", f"{W}tab"):
        if element.get(f"{W}type") in ("page", "column"):
            return TemplatePiece("page_break", element, position)
        return TemplatePiece("break", element, position, "\t" if tag == f"{W}tab" else "\n")
    return TemplatePiece(_THINGS[tag], element, position) if tag in _THINGS else None
