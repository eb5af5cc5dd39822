"""Tags that take their paragraph, table row or cell with them, and all else that stands there.

{%p …%} and {{p …}} stand for their whole paragraph, {%tr …%} for its row, {%tc …%} for its cell;
{{r …}} for a run of its own. What a filter makes decides which of them is needed.
"""

import re
from collections.abc import Iterator

from lxml import etree

from publisher.templating.contract import ANY, Ready, ValueKind
from publisher.templating.tags.offered import MADE
from publisher.templating.tags.reading import PREFIXES, Reading
from publisher.templating.word.package import W
from publisher.templating.word.paragraphs import TemplateParagraph
from publisher.templating.word.placed_tags import PlacedStory, PlacedTag, Spotted

_UNITS = {"tr": ("T552", "row"), "tc": ("T553", "cell")}


def placement_of(story: PlacedStory, reading: Reading) -> Iterator[Spotted]:
    """Yield tags that stand where they cannot, or beside what they would take away."""
    told: set[etree._Element] = set()
    faulty = {fault.tag for fault in reading.faults}
    odd = {fault.tag for fault in reading.faults if fault.code in ("T526", "T527")}
    for number, placed in enumerate(story.tags):
        if number not in odd:
            yield from _letters(placed)
        if number in reading.printed and number not in faulty:
            yield from _wrong_prefix(placed, *reading.printed[number])
        if placed.tag.prefix in ("p", "tr", "tc") and placed.is_text:
            yield from _alone(placed, story, told)


def _letters(placed: PlacedTag) -> Iterator[Spotted]:
    """Yield signs inside a tag that docxtpl does not understand, and prefixes it does not see."""
    tag = placed.tag
    if placed.slip:
        values = {"prefix": placed.slip, "right": tag.opener + placed.slip}
        yield Spotted("T530", placed.anchor, values)
    signs = "&"
    if tag.prefix and not placed.slip:
        signs += "}#" if tag.opener == "{#" else "}%"
    if not placed.is_text:
        signs += '"'
    found = next((sign for sign in signs if sign in tag.inner), "")
    if tag.opener == "{%" and re.match(r"\{%-|.*-%\}$", tag.text, re.DOTALL):
        yield Spotted("T534", placed.anchor)
    if found and tag.is_whole:
        yield Spotted("T531", placed.anchor, {"sign": found})
    if set("“”‘’") & set(tag.text):
        yield Spotted("T528", placed.anchor)


def _wrong_prefix(placed: PlacedTag, kind: ValueKind, source: str) -> Iterator[Spotted]:
    """Yield that a tag needs a prefix, another one or none, for what its filter makes."""
    prefix, wanted = placed.tag.prefix, ""
    if kind == MADE or (kind == ANY and not prefix):
        return
    if isinstance(kind, Ready):
        wanted = PREFIXES.get(kind.makes, "")
    if wanted and prefix != wanted:
        filter_ = source.rsplit("| ", 1)[-1]
        code = "T554" if wanted == "p" else "T555"
        right = f"{{{{{wanted} {placed.tag.inner.strip()} }}}}"
        yield Spotted(code, placed.anchor, {"filter": filter_, "right": right})
    elif not wanted and prefix:
        right = f"{{{{ {placed.tag.inner.strip()} }}}}"
        yield Spotted("T556", placed.anchor, {"prefix": prefix, "source": source, "right": right})


def _alone(placed: PlacedTag, story: PlacedStory, told: set[etree._Element]) -> Iterator[Spotted]:
    """Yield what would be lost with the paragraph, row or cell of a tag; once for each of them."""
    assert placed.paragraph is not None
    unit = _unit_of(placed)
    if unit is None:
        yield Spotted("T551", placed.anchor, {"prefix": placed.tag.prefix})
        return
    if unit in told:
        return
    told.add(unit)
    inside = [placed.paragraph]
    if placed.tag.prefix != "p":
        inside = [each for each in story.paragraphs if unit in each.element.iterancestors()]
    lost = _lost_text(placed, inside)
    if lost:
        code = _UNITS.get(placed.tag.prefix, ("T550", ""))[0]
        yield Spotted(code, placed.anchor, {"lost": lost})
    else:
        yield from _lost_things(placed, inside)


def _unit_of(placed: PlacedTag) -> etree._Element | None:
    """Return the paragraph, row or cell that a tag stands for."""
    assert placed.paragraph is not None
    element = placed.paragraph.element
    if placed.tag.prefix == "p":
        return element
    stops = (f"{W}{placed.tag.prefix}", f"{W}txbxContent")
    around = next(element.iterancestors(*stops), None)
    return around if around is not None and around.tag == stops[0] else None


def _lost_text(placed: PlacedTag, inside: list[TemplateParagraph]) -> str:
    """Return what an editor reads beside a tag that takes all of it away."""
    texts = []
    for paragraph in inside:
        text = paragraph.text
        if paragraph is placed.paragraph:
            text = f"{text[: placed.tag.start]} {text[placed.tag.end :]}"
        texts.append(text)
    lost = " ".join(" ".join(texts).split())
    return lost if len(lost) <= 50 else f"{lost[:50]} …"


def _lost_things(placed: PlacedTag, inside: list[TemplateParagraph]) -> Iterator[Spotted]:
    for paragraph in inside:
        for piece in paragraph.pieces:
            if piece.kind not in ("text", "break", "mark", "deleted", "comment"):
                kind = "field" if piece.kind == "field_code" else piece.kind
                yield Spotted("T559", placed.anchor, {"lost_kind": kind})
                return


# Blocks that begin in one kind of place and end in another


def blocks_of(story: PlacedStory, reading: Reading) -> Iterator[Spotted]:
    """Yield blocks with tags in places of two kinds, that hold nothing, or that repeat the same."""
    for block in reading.blocks:
        first, last = story.tags[block.first], story.tags[block.last]
        others = [story.tags[number] for number in (*block.middles, block.last)]
        odd = next((each for each in others if not _match(first, each)), None)
        if odd is not None:
            values = {"tag": odd.tag.text, "other_tag": first.tag.text}
            yield Spotted("T544", odd.anchor, values, other=first.anchor)
        elif block.word in ("for", "if") and not block.middles and _is_empty(first, last):
            yield Spotted("T545", first.anchor, {"tag": first.tag.text})
        elif block.unused and first.tag.prefix in ("p", "tr"):
            yield Spotted("T546", first.anchor, {"name": block.unused})


def _match(first: PlacedTag, second: PlacedTag) -> bool:
    """Tell whether a file stays whole where what is between two tags is repeated or left out.

    The elements that are open at the first tag and not around both must be those that are open at
    the second.
    """
    at_first, at_second = _around(first), _around(second)
    common = set(at_first) & set(at_second)
    own_of_first = [each.tag for each in at_first if each not in common]
    own_of_second = [each.tag for each in at_second if each not in common]
    return own_of_first == own_of_second


def _around(placed: PlacedTag) -> list[etree._Element]:
    """Return the elements that are open where a tag stands, once it has taken its place away."""
    element = placed.element
    if placed.is_text and placed.tag.prefix:
        taken = next(element.iterancestors(f"{W}{placed.tag.prefix}"), element)
        return list(taken.iterancestors())
    return [element, *element.iterancestors()]


def _is_empty(first: PlacedTag, last: PlacedTag) -> bool:
    """Tell whether nothing stands between two tags."""
    if first.tag.prefix != last.tag.prefix or not (first.paragraph and last.paragraph):
        return False
    if first.tag.prefix in ("p", "tr", "tc"):
        unit = _unit_of(first)
        return unit is not None and unit.getnext() is _unit_of(last)
    if first.paragraph is not last.paragraph or not last.tag.text.startswith("{%"):
        return False
    between = first.paragraph.text[first.tag.end : last.tag.start]
    return not between.strip()
