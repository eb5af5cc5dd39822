"""The tags of a story in the order in which they are filled, each with its place.

Tags stand in the text of paragraphs, but also in field codes and in attributes: captions of tables,
descriptions of pictures. All of them are filled.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from publisher.domain.diagnostics import Level
from publisher.templating.tags.parsing import CURLY_QUOTES, INSTRUCTIONS
from publisher.templating.tags.scan import Tag, quoted, tags_in
from publisher.templating.word.package import MC, Steps, TemplateStory, W
from publisher.templating.word.paragraphs import TemplateParagraph, paragraphs_of

_BRACES = re.compile(r"\{[{%#]")
# A prefix that docxtpl does not see: it is not written at once behind the braces, or no ordinary
# space follows it.
_PRINTED_SLIP = re.compile(
    r"\s*(tr|tc|p|r)\s+(?=[\w(\[\"'])(?!(?:if|or|and|in|is|not|else)\b)", re.IGNORECASE
)
_SLIP = re.compile(rf"\s*(tr|tc|p|r)\s*(?=(?:{'|'.join(INSTRUCTIONS)})\b)", re.IGNORECASE)


@dataclass(frozen=True)
class TagAnchor:
    """Where in a template something is, for a message and for a comment in Word."""

    part: str
    steps: Steps = ()
    quote: str = ""
    paragraph: etree._Element | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Spotted:
    """A problem at its place."""

    code: str
    anchor: TagAnchor
    values: Mapping[str, str] = field(default_factory=dict)
    other: TagAnchor | None = None
    level: Level | None = None


@dataclass(frozen=True)
class PlacedTag:
    """A tag with its place.

    `element` holds its first letter; `slip` is a prefix that was not written as it must be.
    """

    tag: Tag
    anchor: TagAnchor
    element: etree._Element
    paragraph: TemplateParagraph | None = None
    slip: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the tag stands in the text that an editor reads."""
        return self.element.tag == f"{W}t" and self.paragraph is not None


@dataclass(frozen=True)
class PlacedStory:
    """A story with its paragraphs and tags."""

    story: TemplateStory
    paragraphs: tuple[TemplateParagraph, ...]
    tags: tuple[PlacedTag, ...]


def placed(story: TemplateStory) -> PlacedStory:
    """Return the tags of a story in their order."""
    paragraphs = paragraphs_of(story)
    order = {element: number for number, element in enumerate(story.root.iter())}
    found = [each for paragraph in paragraphs for each in _tags_of(paragraph, story.part)]
    found += _hidden_tags(story, paragraphs)
    found.sort(key=lambda each: (order.get(each.element, 0), each.anchor.start))
    return PlacedStory(story, paragraphs, tuple(found))


def anchor_of(
    paragraph: TemplateParagraph, part: str, start: int = 0, end: int | None = None
) -> TagAnchor:
    """Return the place of a stretch of a paragraph, of all of it without one."""
    last = len(paragraph.text) if end is None else end
    quote = quoted(paragraph.text, start, last) if paragraph.text.strip() else ""
    return TagAnchor(part, paragraph.steps, quote, paragraph.element, start, last)


def _tags_of(paragraph: TemplateParagraph, part: str) -> Iterator[PlacedTag]:
    texts = [each for each in paragraph.pieces if each.kind in ("text", "break")]
    for tag in tags_in(paragraph.text, has_prefixes=True):
        first = next(each.element for each in texts if each.start <= tag.start < each.end)
        yield _placed(tag, anchor_of(paragraph, part, tag.start, tag.end), first, paragraph)
    codes = [each for each in paragraph.pieces if each.kind == "field_code"]
    code = "".join(each.text for each in codes)
    for tag in tags_in(code, has_prefixes=False):
        anchor = replace(anchor_of(paragraph, part), quote=tag.text)
        yield _placed(tag, anchor, codes[0].element, paragraph)


def _placed(
    tag: Tag, anchor: TagAnchor, element: etree._Element, paragraph: TemplateParagraph | None
) -> PlacedTag:
    """Return a tag as docxtpl reads it, its quotation marks straight, and its prefix as meant."""
    inner = tag.inner.translate(CURLY_QUOTES)
    may_slip = not tag.prefix and tag.opener != "{#" and element.tag == f"{W}t"
    slip = _slip(tag) if may_slip else None
    if slip is None:
        return PlacedTag(replace(tag, inner=inner), anchor, element, paragraph)
    prefix = slip[1].lower()
    meant = replace(tag, inner=inner[slip.end() :], prefix=prefix)
    return PlacedTag(meant, anchor, element, paragraph, prefix)


def _slip(tag: Tag) -> re.Match[str] | None:
    return _PRINTED_SLIP.match(tag.inner) if tag.prints else _SLIP.match(tag.inner)


def _hidden_tags(
    story: TemplateStory, paragraphs: tuple[TemplateParagraph, ...]
) -> Iterator[PlacedTag]:
    """Yield the tags in attributes; an attribute belongs to the paragraph or table around it."""
    steps = {each.element: each for each in paragraphs}
    for element in story.root.iter(etree.Element):
        for value in map(str, element.values()):
            if _BRACES.search(value) and next(element.iterancestors(f"{MC}Fallback"), None) is None:
                yield from _tags_of_attribute(value, element, story, steps)


def _tags_of_attribute(
    value: str,
    element: etree._Element,
    story: TemplateStory,
    paragraphs: Mapping[etree._Element, TemplateParagraph],
) -> Iterator[PlacedTag]:
    paragraph, steps = _place_around(element, story, paragraphs)
    own = paragraph.element if paragraph else None
    for tag in tags_in(value, has_prefixes=False):
        anchor = TagAnchor(story.part, (*steps, ("hidden_text", "")), tag.text, own)
        yield _placed(tag, anchor, element, paragraph)


def _place_around(
    element: etree._Element,
    story: TemplateStory,
    paragraphs: Mapping[etree._Element, TemplateParagraph],
) -> tuple[TemplateParagraph | None, Steps]:
    """Return the paragraph around an element, or the first one of the table around it."""
    for around in (element, *element.iterancestors()):
        if around in paragraphs:
            return paragraphs[around], paragraphs[around].steps
        if around.tag == f"{W}tbl":
            inside = [paragraphs[each] for each in around.iter(f"{W}p") if each in paragraphs]
            if inside:
                return inside[0], _steps_of_table(inside[0], around)
            break
    return None, story.steps


def _steps_of_table(inside: TemplateParagraph, table: etree._Element) -> Steps:
    """Return the place of a table from that of its first paragraph."""
    deeper = sum(1 for each in inside.element.iterancestors(f"{W}tbl"))
    own = sum(1 for each in table.iterancestors(f"{W}tbl")) + 1
    places = [number for number, (kind, _) in enumerate(inside.steps) if kind == "table"]
    return inside.steps[: places[own - deeper - 1] + 1]


def steps_of_row(inside: TemplateParagraph) -> Steps:
    """Return the place of the row around a paragraph."""
    last = max(number for number, (kind, _) in enumerate(inside.steps) if kind == "row")
    return inside.steps[: last + 1]
