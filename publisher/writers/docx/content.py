"""Blocks and inlines as WordprocessingML, in the template's own named styles.

Element and attribute order follows ECMA-376 Part 1, section 17. Style ids, numbering and the addresses of links
belong to one document, so they are looked up through a `Surroundings`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from publisher.compose.publication import PublishedCell, PublishedRow
from publisher.model import Block, Break, CrossReference, Inline, ListBlock, ListItem, NoteCall, Paragraph, Span, State

# The list styles that go with a paragraph style: bulleted, numbered.
_CELL_LISTS = ("Cell Bullet", "Cell Number")
_OTHER_LISTS = ("List Bullet", "List Number")
_INDENT = 260  # twentieths of a point per level, as in the template's numbering


@dataclass(slots=True)
class Surroundings:
    """What content needs to know of the document it stands in.

    `style_ids` gives the id of a style by its name; `link_id` returns the relationship of a web address; `list_id`
    returns a new numbering that counts from 1.
    """

    style_ids: Mapping[str, str]
    link_id: Callable[[str], str]
    list_id: Callable[[], int]
    bookmarks: int = field(default=0)

    def bookmark_id(self) -> int:
        """Return the next number for a bookmark; numbers are unique in a document (17.13.6)."""
        self.bookmarks += 1
        return self.bookmarks


def bookmark_name(anchor: str) -> str:
    """Return an anchor as Word wants the names of bookmarks: letters, digits and underscores, 40 at the most."""
    return re.sub(r"\W", "_", anchor)[:40]


def safe_text(text: str) -> str:
    """Return text escaped for XML, with braces as references: docxtpl replaces '{_{' in what it has rendered."""
    return escape(text, {"{": "&#123;", "}": "&#125;"})


# Filters that templates use


def blocks_filter(around: Surroundings) -> Callable[[Iterable[Block], str], Markup]:
    """Return the filter `blocks("Style")`: paragraphs and lists in a style and its list styles."""

    def blocks(value: Iterable[Block], style: str) -> Markup:
        return Markup("".join(_block(block, style, around) for block in value))

    return blocks


def inlines_filter(around: Surroundings) -> Callable[[Iterable[Inline]], Markup]:
    """Return the filter `inlines`: runs of text with emphasis, links and note calls."""
    return lambda value: Markup(_inlines(value, around))


def cell_filter(around: Surroundings) -> Callable[[PublishedCell], Markup]:
    """Return the filter `cell`: a content cell inside its bookmark, in the paragraph style of its column."""

    def cell(value: PublishedCell) -> Markup:
        style = f"Content {value.key.column}" if value.state is State.TEXT else "Cell State"
        body = "".join(_block(block, style, around) for block in value.blocks)
        return Markup(_bookmarked(body, f"c_{value.key.provision}_{value.key.column}", around))

    return cell


def anchor_filter(around: Surroundings) -> Callable[[PublishedRow], Markup]:
    """Return the filter `anchor`: the row's id, visible, as bookmark, as link and in a locked control.

    Measured: the visible id, the bookmark and the link survive LibreOffice in every format; the control, which must
    not hold the link, survives Word. A tag may have 64 characters at the most.
    """

    def anchor(value: PublishedRow) -> Markup:
        name = bookmark_name(f"r_{value.id}")
        id_ = safe_text(value.id)
        return Markup(
            f"<w:p>{_paragraph_style('Cell Id', around)}"
            f'<w:bookmarkStart w:id="{around.bookmark_id()}" w:name="{name}"/>'
            f'<w:sdt><w:sdtPr><w:alias w:val="{id_}"/><w:tag w:val="{id_}"/><w:id w:val="{_number_of(value.id)}"/>'
            f'<w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent>{_run(id_)}</w:sdtContent></w:sdt>'
            f'{_run(" ")}<w:hyperlink w:anchor="{name}" w:history="1">{_run("#")}</w:hyperlink>'
            f'<w:bookmarkEnd w:id="{around.bookmarks}"/></w:p>'
        )

    return anchor


def target_filter(around: Surroundings) -> Callable[..., Markup]:
    """Return the filter `target(anchor, style)`: text that links lead to."""

    def target(value: object, anchor: str, style: str = "") -> Markup:
        properties = _run_style(style, around) if style else ""
        number = around.bookmark_id()
        return Markup(
            f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(bookmark_name(anchor))}/>'
            f'{_run(safe_text(str(value)), properties)}<w:bookmarkEnd w:id="{number}"/>'
        )

    return target


def link_filter(around: Surroundings) -> Callable[[object, str], Markup]:
    """Return the filter `link(anchor)`: text that leads to a target of the same document."""
    return lambda value, anchor: Markup(_internal_link(anchor, _run(safe_text(str(value)))))


def back_filter(around: Surroundings) -> Callable[[tuple[str, ...]], Markup]:
    """Return the filter `back`: arrows that lead from a note to each of its calls."""

    def back(calls: tuple[str, ...]) -> Markup:
        style = _run_style("Hyperlink", around)
        return Markup("".join(_run(" ") + _internal_link(call, _run("↑", style)) for call in calls))

    return back


# Blocks


def _block(block: Block, style: str, around: Surroundings) -> str:
    match block:
        case Paragraph(inlines):
            return f"<w:p>{_paragraph_style(style, around)}{_inlines(inlines, around)}</w:p>"
        case ListBlock(items, is_ordered):
            in_cell = style.startswith(("Cell ", "Content "))
            list_style = (_CELL_LISTS if in_cell else _OTHER_LISTS)[is_ordered]
            numbering = around.list_id() if is_ordered else 0
            return "".join(_item(item, list_style, numbering, around) for item in items)


def _item(item: ListItem, style: str, numbering: int, around: Surroundings) -> str:
    extra = ""
    if numbering:
        extra = f'<w:numPr><w:ilvl w:val="{item.level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    elif item.level:
        extra = f'<w:numPr><w:ilvl w:val="{item.level}"/></w:numPr>'
    if extra:
        extra += f'<w:ind w:left="{_INDENT * (item.level + 1)}" w:hanging="{_INDENT}"/>'
    return f"<w:p>{_paragraph_style(style, around, extra)}{_inlines(item.inlines, around)}</w:p>"


def _paragraph_style(style: str, around: Surroundings, extra: str = "") -> str:
    return f'<w:pPr><w:pStyle w:val="{around.style_ids[style]}"/>{extra}</w:pPr>'


def _bookmarked(paragraphs: str, anchor: str, around: Surroundings) -> str:
    """Return paragraphs with a bookmark from the start of the first to the end of the last."""
    number = around.bookmark_id()
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>'
    head, tail = paragraphs.split("</w:pPr>", 1)
    body = f"{head}</w:pPr>{start}{tail}"
    return f'{body.removesuffix("</w:p>")}<w:bookmarkEnd w:id="{number}"/></w:p>'


# Inlines


def _inlines(inlines: Iterable[Inline], around: Surroundings) -> str:
    return "".join(_inline(inline, around) for inline in inlines)


def _inline(inline: Inline, around: Surroundings) -> str:
    match inline:
        case Span():
            return _span(inline, around)
        case Break():
            return "<w:r><w:br/></w:r>"
        case NoteCall(number, note, id_):
            call = _internal_link(note, _run(str(number), _run_style("Note Call", around)))
            mark = around.bookmark_id()
            return f'<w:bookmarkStart w:id="{mark}" w:name="{bookmark_name(id_)}"/>{call}<w:bookmarkEnd w:id="{mark}"/>'
        case CrossReference(span, provision):
            return _field(f' HYPERLINK \\l "{bookmark_name(f"r_{provision}")}" ', _span(span, around))
        case _:
            raise TypeError(f"composing leaves no {type(inline).__name__} in a publication")


def _span(span: Span, around: Surroundings) -> str:
    style = _run_style("Hyperlink", around) if span.link else ""
    looks = f"{style}{'<w:b/><w:bCs/>' if span.bold else ''}{'<w:i/><w:iCs/>' if span.italic else ''}"
    run = _run(safe_text(span.text), looks)
    if span.link.startswith("#"):
        return _internal_link(span.link[1:], run)
    if span.link:
        return f'<w:hyperlink r:id="{around.link_id(span.link)}" w:history="1">{run}</w:hyperlink>'
    return run


def _internal_link(anchor: str, run: str) -> str:
    return f'<w:hyperlink w:anchor={quoteattr(bookmark_name(anchor))} w:history="1">{run}</w:hyperlink>'


def _field(instruction: str, result: str) -> str:
    """Return a field that shows `result` until it is updated (17.16.18)."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return f"{begin}{code}{separate}{result}{end}"


def _run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _run_style(style: str, around: Surroundings) -> str:
    return f'<w:rStyle w:val="{around.style_ids[style]}"/>'


def _number_of(id_: str) -> int:
    """Return a number for a control that is the same in every build (17.5.2.18: a signed 32-bit integer)."""
    number = 0
    for letter in id_.encode():
        number = (number * 31 + letter) % 2_000_000_000
    return number + 1
