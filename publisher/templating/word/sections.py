"""Section breaks that a report may lack.

A section break ends the pages before it and says what they look like (17.6.18). Where a condition
takes it away, those pages take paper size, headers and footers from the section behind.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from publisher.templating.tags.reading import OpenBlock
from publisher.templating.word.package import W
from publisher.templating.word.paragraphs import TemplateParagraph
from publisher.templating.word.placed_tags import PlacedStory, Spotted, anchor_of


def lost_breaks_of(story: PlacedStory, blocks: list[OpenBlock]) -> Iterator[Spotted]:
    """Yield section breaks inside a condition that end no pages of the condition's own.

    Of a loop it is taken that it goes through something.
    """
    order = {each.element: number for number, each in enumerate(story.paragraphs)}
    for block in blocks:
        if block.word != "if":
            continue
        places = _places_of_tags(story, block, order)
        if places is None:
            continue
        branches = [
            [each for each in story.paragraphs[start:end] if _ends_section(each)]
            for start, end in itertools.pairwise(places)
        ]
        has_else = any(story.tags[number].tag.word == "else" for number in block.middles)
        always = has_else and all(branches)
        if not any(branches) or always:
            continue
        tag = story.tags[block.first].tag.text
        first = next(each for branch in branches for each in branch)
        own = story.paragraphs[places[0] : order[first.element] + 1]
        if _has_pages_before(story, places[0]) or not _prints(own, story):
            yield Spotted("T548", anchor_of(first, story.story.part), {"tag": tag})


def _places_of_tags(
    story: PlacedStory, block: OpenBlock, order: Mapping[etree._Element, int]
) -> list[int] | None:
    """Return the paragraphs in which the tags of a block stand, by their numbers in the story."""
    places = []
    for number in (block.first, *block.middles, block.last):
        paragraph = story.tags[number].paragraph
        if paragraph is None or paragraph.element not in order:
            return None
        places.append(order[paragraph.element])
    return places


def _ends_section(paragraph: TemplateParagraph) -> bool:
    return paragraph.element.find(f"{W}pPr/{W}sectPr") is not None


def _has_pages_before(story: PlacedStory, place: int) -> bool:
    """Tell whether the section around a paragraph holds anything before it."""
    before = itertools.takewhile(
        lambda each: not _ends_section(each), reversed(story.paragraphs[:place])
    )
    return _prints(before, story)


def _prints(paragraphs: Iterable[TemplateParagraph], story: PlacedStory) -> bool:
    """Tell whether paragraphs are more than tags that are gone when the template is filled, and
    empty lines.
    """
    instructions = {
        each.paragraph.element
        for each in story.tags
        if each.paragraph is not None and each.tag.opener == "{%" and each.tag.prefix
    }
    for paragraph in paragraphs:
        things = [each for each in paragraph.pieces if each.kind != "mark"]
        if things and paragraph.element not in instructions:
            return True
    return False
