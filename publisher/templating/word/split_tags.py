"""Tags that Word has cut: by tracked changes, links, fields, marks, line breaks.

docxtpl joins a tag again whose letters lie in different runs, whatever their look. It drops what
lies between the runs: harmless for a change of font, but half a tracked insertion leaves the file
broken, and a picture is lost.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from publisher.domain.diagnostics import Level
from publisher.templating.tags.parsing import lexes_alike
from publisher.templating.tags.scan import strays_in
from publisher.templating.word.package import W
from publisher.templating.word.paragraphs import TemplateParagraph, TemplatePiece
from publisher.templating.word.placed_tags import PlacedStory, PlacedTag, Spotted, anchor_of

_TRACKED = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
# What is told in another way where it lies inside a tag, or leaves nothing behind.
_HARMLESS = ("text", "break", "mark", "deleted", "field_code")
_GONE = {f"{W}moveFrom", f"{W}del"}


def splits_of(story: PlacedStory) -> Iterator[Spotted]:
    """Yield what is wrong with the way in which the tags of a story are cut."""
    by_paragraph: dict[etree._Element, list[PlacedTag]] = {}
    for placed in story.tags:
        if placed.is_text and placed.paragraph is not None:
            by_paragraph.setdefault(placed.paragraph.element, []).append(placed)
    for paragraph in story.paragraphs:
        tags = by_paragraph.get(paragraph.element, [])
        for tag in tags:
            yield from _split(tag, paragraph)
        yield from _deleted(paragraph, tags, story.story.part)
        yield from _stray(paragraph, tags, story.story.part)


def _split(placed: PlacedTag, paragraph: TemplateParagraph) -> Iterator[Spotted]:
    texts = list(_texts_of(placed, paragraph))
    between = _between(paragraph.pieces, texts[0], texts[-1])
    yield from _torn(placed, paragraph, texts, between)
    kinds = dict.fromkeys(each.kind for each in between)
    for kind in kinds:
        if kind not in _HARMLESS:
            yield Spotted("T563", placed.anchor, {"lost_kind": kind})
    # Comments are taken out before a template is filled.
    bookmarks = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
    marks = [each for each in between if each.element.tag in bookmarks]
    if any(_is_cut(mark, marks) for mark in marks):
        yield Spotted("T564", placed.anchor)
    if "break" in kinds:
        level = Level.PLEASE_CHECK if _reads_alike_without_breaks(between) else None
        yield Spotted("T565", placed.anchor, level=level)


def _texts_of(placed: PlacedTag, paragraph: TemplateParagraph) -> Iterator[TemplatePiece]:
    """Yield the pieces of text that hold letters of a tag."""
    for each in paragraph.pieces:
        overlaps = each.start < placed.tag.end and each.end > placed.tag.start
        if each.kind == "text" and overlaps:
            yield each


def _reads_alike_without_breaks(between: Sequence[TemplatePiece]) -> bool:
    """Tell whether a tag means the same with its line breaks taken away as with spaces for them."""
    joined = "".join(each.text for each in between if each.kind == "text")
    spaced = ""
    for each in between:
        if each.kind in ("text", "break"):
            spaced += each.text if each.kind == "text" else " "
    return lexes_alike(joined, spaced)


def _torn(
    placed: PlacedTag,
    paragraph: TemplateParagraph,
    texts: Sequence[TemplatePiece],
    between: Sequence[TemplatePiece],
) -> Iterator[Spotted]:
    """Yield that a tag begins inside something and ends outside, or the other way round.

    The file would break there.
    """
    first = _containers(texts[0].element, paragraph.element)
    last = _containers(texts[-1].element, paragraph.element)
    odd = set(first) ^ set(last)
    deleted = "".join(each.text for each in between if each.kind == "deleted")
    if odd & _TRACKED or set(deleted) & set("{}%#"):
        yield Spotted("T560", placed.anchor)
    elif odd:
        yield Spotted("T562", placed.anchor)
    elif _GONE & set(first):
        yield Spotted("T561", placed.anchor)


def _between(
    pieces: tuple[TemplatePiece, ...], first: TemplatePiece, last: TemplatePiece
) -> tuple[TemplatePiece, ...]:
    numbers = {id(each): number for number, each in enumerate(pieces)}
    return pieces[numbers[id(first)] : numbers[id(last)] + 1]


def _containers(element: etree._Element, paragraph: etree._Element) -> tuple[str, ...]:
    """Return what is between a paragraph and the run of a text: links, changes, controls."""
    found = []
    for each in element.iterancestors():
        if each is paragraph:
            break
        if each.tag != f"{W}r":
            found.append(str(each.tag))
    return tuple(found)


def _is_cut(mark: TemplatePiece, marks: Sequence[TemplatePiece]) -> bool:
    """Tell whether only one end of a bookmark is among the marks inside a tag.

    The other end would be left alone.
    """
    id_ = mark.element.get(f"{W}id")
    return sum(each.element.get(f"{W}id") == id_ for each in marks) == 1


def _deleted(paragraph: TemplateParagraph, tags: list[PlacedTag], part: str) -> Iterator[Spotted]:
    """Yield tags in deleted text: it is filled as long as nobody accepts the deletion."""
    deleted = [each for each in paragraph.pieces if each.kind == "deleted"]
    gone = "".join(each.text for each in deleted)
    for tag in tags:
        if any(tag.tag.start < each.start < tag.tag.end for each in deleted):
            return  # it is told that this tag is torn
    if "{{" in gone or "{%" in gone or "{#" in gone:
        yield Spotted("T561", anchor_of(paragraph, part, 0, 0), {})


def _stray(paragraph: TemplateParagraph, tags: list[PlacedTag], part: str) -> Iterator[Spotted]:
    codes = {"closing": "T522", "apart": "T523", "single": "T523"}
    for stray in strays_in(paragraph.text, tuple(each.tag for each in tags)):
        anchor = anchor_of(paragraph, part, stray.start, stray.end)
        yield Spotted(codes[stray.kind], anchor, {"braces": stray.text})
