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
    start, end = placed.tag.start, placed.tag.end
    texts = [
        each
        for each in paragraph.pieces
        if each.kind == "text" and each.start < end and each.end > start
    ]
    between = _between(paragraph.pieces, texts[0], texts[-1])
    yield from _torn(placed, paragraph, texts, between)
    things = dict.fromkeys(each.kind for each in between)
    for kind in things:
        if kind not in ("text", "break", "mark", "deleted", "field_code"):
            yield Spotted("T563", placed.anchor, {"lost_kind": kind})
    if any(each.kind == "mark" and _is_cut(each, between) for each in between):
        yield Spotted("T564", placed.anchor)
    if "break" in things:
        joined = "".join(each.text for each in between if each.kind == "text")
        spaced = "".join({"text": each.text, "break": " "}.get(each.kind, "") for each in between)
        yield Spotted(
            "T565", placed.anchor, level=Level.PLEASE_CHECK if lexes_alike(joined, spaced) else None
        )


def _torn(
    placed: PlacedTag,
    paragraph: TemplateParagraph,
    texts: Sequence[TemplatePiece],
    between: Sequence[TemplatePiece],
) -> Iterator[Spotted]:
    """Yield that a tag begins inside something and ends outside, or the other way round; the file
    would break there.
    """
    first, last = (_containers(each.element, paragraph.element) for each in (texts[0], texts[-1]))
    odd = set(first) ^ set(last)
    if odd & _TRACKED or any(
        each.kind == "deleted" and set(each.text) & set("{}%#") for each in between
    ):
        yield Spotted("T560", placed.anchor)
    elif odd:
        yield Spotted("T562", placed.anchor)
    elif _GONE & set(first):
        yield Spotted("T561", placed.anchor)


def _between(
    pieces: tuple[TemplatePiece, ...], first: TemplatePiece, last: TemplatePiece
) -> tuple[TemplatePiece, ...]:
    start, end = (
        next(n for n, each in enumerate(pieces) if each is piece) for piece in (first, last)
    )
    return pieces[start : end + 1]


def _containers(element: etree._Element, paragraph: etree._Element) -> tuple[str, ...]:
    """Return what stands between a paragraph and the run of a text: links, tracked changes,
    controls.
    """
    found = []
    for each in element.iterancestors():
        if each is paragraph:
            break
        if each.tag != f"{W}r":
            found.append(str(each.tag))
    return tuple(found)


def _is_cut(mark: TemplatePiece, between: Sequence[TemplatePiece]) -> bool:
    """Tell whether only one end of a bookmark or comment lies inside a tag; the other end would be
    left alone.
    """
    id_ = mark.element.get(f"{W}id")
    return sum(each.kind == "mark" and each.element.get(f"{W}id") == id_ for each in between) == 1


def _deleted(paragraph: TemplateParagraph, tags: list[PlacedTag], part: str) -> Iterator[Spotted]:
    """Yield tags in deleted text: it is filled as long as nobody accepts the deletion."""
    gone = "".join(each.text for each in paragraph.pieces if each.kind == "deleted")
    starts = [each.start for each in paragraph.pieces if each.kind == "deleted"]
    inside = any(tag.tag.start < start < tag.tag.end for tag in tags for start in starts)
    if ("{{" in gone or "{%" in gone or "{#" in gone) and not inside:
        yield Spotted("T561", anchor_of(paragraph, part, 0, 0), {})


def _stray(paragraph: TemplateParagraph, tags: list[PlacedTag], part: str) -> Iterator[Spotted]:
    codes = {"closing": "T522", "apart": "T523", "single": "T523"}
    for stray in strays_in(paragraph.text, tuple(each.tag for each in tags)):
        yield Spotted(
            codes[stray.kind],
            anchor_of(paragraph, part, stray.start, stray.end),
            {"braces": stray.text},
        )
