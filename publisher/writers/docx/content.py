"""Blocks as paragraphs of WordprocessingML in the template's styles, and filters for templates.

Element and attribute order follows ECMA-376 Part 1, section 17.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from publisher.compose.publication import PublishedCell, PublishedRow
from publisher.domain.report import State
from publisher.domain.text import (
    Block,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    changed_whole,
    lines_of,
)
from publisher.domain.xml_text import escape
from publisher.templating.contract import Paragraphs, Runs
from publisher.writers.docx.comments import marked
from publisher.writers.docx.drawn import DRAWN
from publisher.writers.docx.inlines import (
    PartContext,
    address_runs,
    bookmark_name,
    bookmarked,
    inlines,
    internal_link,
    language,
    revision_mark,
    run,
    run_style,
)

# The list styles that go with a paragraph style: bulleted, numbered; by the first word of its name,
# without capitals.
_LISTS = {
    "cell": ("Cell Bullet", "Cell Number"),
    "content": ("Cell Bullet", "Cell Number"),
    "fact": ("Fact Bullet", "Fact Number"),
}
_OTHER_LISTS = ("List Bullet", "List Number")


_LEFT, _HANGING = re.compile(r'(w:(?:left|start)=")(\d+)"'), re.compile(r'w:hanging="(\d+)"')

# Filters that templates use: a check of a template knows what each takes and makes from its type.


def blocks_filter(around: PartContext) -> Callable[[Iterable[Block], str], Paragraphs]:
    """Return the filter `blocks("Style")`: paragraphs and lists in a style and its list styles."""

    def blocks(value: Iterable[Block], style: str) -> Markup:
        return Markup(_blocks(value, style, around))

    return blocks


def inlines_filter(around: PartContext) -> Callable[[Iterable[Inline]], Runs]:
    """Return the filter `inlines`: runs of text with emphasis, links and note calls."""
    return lambda value: Markup(inlines(value, around))


def cell_filter(around: PartContext) -> Callable[[PublishedCell], Paragraphs]:
    """Return the filter `cell`: a content cell inside its bookmark, in the paragraph style of its
    column.
    """

    def cell(value: PublishedCell) -> Markup:
        style = f"Content {value.key.column}" if value.state is State.TEXT else "Cell State"
        body = _blocks(value.blocks, style, around)
        commented = marked(body, around.comments.get(value.key, ()))
        return Markup(_bookmarked(commented, f"c_{value.key.provision}_{value.key.column}", around))

    return cell


def anchor_filter(around: PartContext) -> Callable[[PublishedRow], Paragraphs]:
    """Return the filter `anchor`: the row's id, visible, as bookmark and as link.

    Measured: all three survive LibreOffice in every format. A content control around the id would
    survive Word, but LibreOffice 7.4 and 25.2 write a control and the link beside it across each
    other where the row was deleted, and the file is damaged.
    """

    def anchor(value: PublishedRow) -> Markup:
        name = bookmark_name(f"r_{value.id}")
        number = around.bookmark_id()
        link = f'<w:hyperlink w:anchor="{name}" w:history="1">{run("#")}</w:hyperlink>'
        return Markup(
            f"<w:p>{_paragraph_style('Cell Id', around)}"
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            f"{run(escape(value.id))}{run(' ')}{link}"
            f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    return anchor


def target_filter(around: PartContext) -> Callable[..., Runs]:
    """Return the filter `target(anchor, style)`: text that links lead to."""

    def target(value: object, anchor: str, style: str = "") -> Markup:
        properties = run_style(style, around) if style else ""
        return Markup(bookmarked(run(escape(str(value)), properties), anchor, around))

    return target


def link_filter(around: PartContext) -> Callable[[object, str], Runs]:
    """Return the filter `link(anchor)`: text that leads to a target of the same document."""
    return lambda value, anchor: Markup(internal_link(anchor, run(escape(str(value)))))


def back_filter(around: PartContext) -> Callable[[tuple[str, ...]], Runs]:
    """Return the filter `back`: arrows that lead from a note to each of its calls."""

    def back(calls: tuple[str, ...]) -> Markup:
        style = run_style("Hyperlink", around)
        return Markup("".join(run(" ") + internal_link(call, run("↑", style)) for call in calls))

    return back


def address_filter(around: PartContext) -> Callable[[str], Runs]:
    """Return the filter `address`: a web address as a link to itself."""

    def address(value: str) -> Markup:
        text = address_runs(value, run_style("Hyperlink", around))
        return Markup(
            f'<w:hyperlink r:id="{around.link_id(value)}" w:history="1">{text}</w:hyperlink>'
        )

    return address


def spoken_filter(_around: PartContext) -> Callable[[str, str], Runs]:
    """Return the filter `spoken(language)`: text in another language, for spelling and screen
    readers.
    """
    return lambda value, code: Markup(run(escape(value), language(code)))


def paged_filter(around: PartContext) -> Callable[[Iterable[Inline]], Runs]:
    """Return the filter `paged`: inlines in which links into the document are followed by the page
    they lead to.
    """
    return lambda value: Markup(inlines(value, around, pages=True))


FILTERS: dict[str, Callable[[PartContext], Callable[..., Markup]]] = {
    "blocks": blocks_filter,
    "inlines": inlines_filter,
    "cell": cell_filter,
    "anchor": anchor_filter,
    "target": target_filter,
    "link": link_filter,
    "back": back_filter,
    "address": address_filter,
    "spoken": spoken_filter,
    "paged": paged_filter,
    **DRAWN,
}


# Blocks


def _blocks(blocks: Iterable[Block], style: str, around: PartContext) -> str:
    """Return blocks as paragraphs in a style and its list styles."""
    listed = tuple(blocks)
    ends: Iterator[bool | None] = itertools.repeat(None)
    if around.revision:
        ends = iter(_changed_ends([changed_whole(line) for line in lines_of(listed)]))
    written: list[str] = []
    for place, block in enumerate(listed, start=1):
        match block:
            case Paragraph(values):
                extra = "<w:bidi/>" if block.runs_to_the_left else ""
                properties = _paragraph_style(style, around, extra, end=next(ends))
                written.append(f"<w:p>{properties}{inlines(values, around)}</w:p>")
            case ListBlock(items, is_ordered):
                bulleted, numbered = _LISTS.get(style.casefold().split(maxsplit=1)[0], _OTHER_LISTS)
                list_style = numbered if is_ordered else bulleted
                numbering = around.list_id() if is_ordered else 0
                # Behind a list, as much space as behind a paragraph.
                gap = around.gaps.get(around.style_ids[style], "") if place < len(listed) else ""
                for item in items:
                    own_gap = gap if item is items[-1] else ""
                    written.append(_item(item, list_style, numbering, around, next(ends), own_gap))
    return "".join(written)


def _changed_ends(lines: list[bool | None]) -> list[bool | None]:
    """Return which ends of paragraphs were added or taken away, from which lines were.

    The end of a cell's last paragraph is that of the cell and stays. Behind the last line that
    stays, therefore, a line is parted by the end before it (17.13.5.15, 17.13.5.20).
    """
    standing = [place for place, line in enumerate(lines) if line is None]
    if not standing:
        return [*lines[:-1], None]
    last = standing[-1]
    return [*lines[:last], *lines[last + 1 :], None]


def _item(
    item: ListItem, style: str, numbering: int, around: PartContext, end: bool | None, gap: str
) -> str:
    """Return a list item; its sign and indent come from the numbering of its style (17.9.6).

    The numbering is named on the paragraph as well, though the style names it: ONLYOFFICE 10 shows
    no bullet otherwise (measured). There it would put the numbering's indent before that of the
    style (17.9.22), so the style's stands on the paragraph too.
    """
    own = around.numberings.get(around.style_ids[style])
    number = numbering or (own.number if own else 0)
    level = item.level or (own.level if own else 0)
    named = f'<w:numId w:val="{number}"/>' if number else ""
    extra = f'<w:numPr><w:ilvl w:val="{level}"/>{named}</w:numPr>' if number or level else ""
    extra += "<w:bidi/>" if item.runs_to_the_left else ""
    extra += f'<w:spacing w:after="{gap}"/>' if gap else ""
    if own:
        extra += _deeper(own.turned if item.runs_to_the_left else own.indent, item.level)
    properties = _paragraph_style(style, around, extra, end=end)
    return f"<w:p>{properties}{inlines(item.inlines, around)}</w:p>"


def _deeper(indent: str, level: int) -> str:
    """Return the indent of a style for items that lie some levels deeper: each by as much as the
    text stands behind the sign.
    """
    hanging = _HANGING.search(indent)
    if not level or not hanging:
        return indent
    return _LEFT.sub(lambda left: f'{left[1]}{int(left[2]) + level * int(hanging[1])}"', indent)


def _paragraph_style(
    style: str, around: PartContext, extra: str = "", *, end: bool | None = None
) -> str:
    """Return the properties of a paragraph; `end` says that its end was added or taken away."""
    tracked_end = ""
    if end is not None:
        tracked_end = f"<w:rPr><w:{'ins' if end else 'del'} {revision_mark(around)}/></w:rPr>"
    return f'<w:pPr><w:pStyle w:val="{around.style_ids[style]}"/>{extra}{tracked_end}</w:pPr>'


def _bookmarked(paragraphs: str, anchor: str, around: PartContext) -> str:
    """Return paragraphs with a bookmark from the start of the first to the end of the last."""
    number = around.bookmark_id()
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>'
    head, tail = paragraphs.split("</w:pPr>", 1)
    body = f"{head}</w:pPr>{start}{tail}"
    return f'{body.removesuffix("</w:p>")}<w:bookmarkEnd w:id="{number}"/></w:p>'
