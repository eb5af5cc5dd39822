"""Tables whose shape a template must keep: heading rows that repeat, cells that are never empty."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from publisher.templating.tags.reading import OpenBlock
from publisher.templating.word.package import W
from publisher.templating.word.paragraphs import TemplateParagraph, table_rows
from publisher.templating.word.placed_tags import (
    PlacedStory,
    PlacedTag,
    Spotted,
    TagAnchor,
    anchor_of,
    steps_of_row,
)

_HOLDERS = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "txbxContent"))


def tables_of(story: PlacedStory) -> Iterator[Spotted]:
    """Yield tables with a loop of rows whose heading row is not repeated on each page (17.4.49)."""
    by_element = {each.element: each for each in story.paragraphs}
    for table in story.story.root.iter(f"{W}tbl"):
        heading, *others = table_rows(table) or (None,)
        if heading is None or _repeats(heading) or _has_loop(heading, story):
            continue
        paragraphs = [by_element[each] for each in heading.iter(f"{W}p") if each in by_element]
        if paragraphs and any(_has_loop(row, story) for row in others):
            first = paragraphs[0]
            place = anchor_of(first, story.story.part)
            yield Spotted(
                "T574", TagAnchor(place.part, steps_of_row(first), place.quote, first.element)
            )


def _has_loop(row: etree._Element, story: PlacedStory) -> bool:
    return any(
        each.tag.prefix == "tr" and each.tag.word == "for" and row in each.element.iterancestors()
        for each in story.tags
    )


def _repeats(row: etree._Element) -> bool:
    flag = row.find(f"{W}trPr/{W}tblHeader")
    return flag is not None and flag.get(f"{W}val", "1") not in ("0", "false", "off")


# Cells that may be left without a paragraph


@dataclass(slots=True)
class _Branches:
    """The branches of a block: whether each holds a paragraph, and whether one always stays.

    A loop is taken to go through something: whether its list can be empty, the template does not
    say.
    """

    filled: list[bool]
    has_else: bool = False


def holders_of(story: PlacedStory, blocks: list[OpenBlock]) -> Iterator[Spotted]:
    """Yield cells, headers and the like all of whose paragraphs may be left out.

    Word calls such a file damaged. A cell must hold a paragraph (17.4.65), and so must a header, a
    footer, a note and a text box.
    """
    controls = _controls(story, blocks)
    by_holder: dict[etree._Element, list[TemplateParagraph]] = {}
    for paragraph in story.paragraphs:
        holder = next(paragraph.element.iterancestors(*_HOLDERS), None)
        if holder is not None:
            by_holder.setdefault(holder, []).append(paragraph)
    for own in by_holder.values():
        # A tag that stands for its row or cell takes the holder away with what it holds.
        goes_whole = any(controls.get(each.element) == "cell" for each in own)
        if not goes_whole and not _is_kept(own, controls):
            yield Spotted("T558", anchor_of(own[0], story.story.part))


def _controls(story: PlacedStory, blocks: list[OpenBlock]) -> dict[etree._Element, str]:
    """Return what becomes of the paragraphs that a tag stands for, by paragraph."""
    found: dict[etree._Element, str] = {}
    for number, placed in enumerate(story.tags):
        if placed.paragraph is not None and placed.tag.prefix:
            found[placed.paragraph.element] = _control(number, placed, blocks)
    return found


def _control(number: int, placed: PlacedTag, blocks: list[OpenBlock]) -> str:
    prefix = placed.tag.prefix
    if prefix in ("tr", "tc"):
        return "cell"
    if prefix != "p" or placed.tag.prints:
        return "paragraph"
    for block in blocks:
        if number == block.first:
            return "loop" if block.word == "for" else "open"
        if number == block.last:
            return "close"
        if number in block.middles:
            return "else" if placed.tag.word == "else" else "elif"
    return "nothing"


def _is_kept(paragraphs: list[TemplateParagraph], controls: dict[etree._Element, str]) -> bool:
    """Tell whether at least one of the paragraphs always stays."""
    stack = [_Branches([False])]
    for paragraph in paragraphs:
        match controls.get(paragraph.element, "paragraph"):
            case "paragraph":
                stack[-1].filled[-1] = True
            case "open" | "loop" as word:
                stack.append(_Branches([False], has_else=word == "loop"))
            case "else" | "elif" as word:
                stack[-1].filled.append(False)
                stack[-1].has_else |= word == "else"
            case "close" if len(stack) > 1:
                closed = stack.pop()
                stack[-1].filled[-1] |= closed.has_else and all(closed.filled)
            case _:
                pass
    return len(stack) > 1 or stack[0].filled[-1]
