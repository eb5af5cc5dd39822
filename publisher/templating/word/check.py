"""A Word template checked: every problem with its place, before anything is filled.

Comes in: the bytes of a template, what its tags may use, the styles that it must have. Goes out:
findings in the order of the document; each is a diagnostic, and where a comment in Word would
stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from publisher.compose.publication import Note, Publication
from publisher.domain.archive import TooBigError
from publisher.domain.diagnostics import Diagnostic, Place, TemplateSpot, problem
from publisher.templating.contract import Contract, Fields
from publisher.templating.coverage import left_out
from publisher.templating.tags.reading import Reading, TagFault, values_of
from publisher.templating.tags.statements import read_tags
from publisher.templating.word.package import (
    NoWordFileError,
    Package,
    TemplateStory,
    W,
    open_package,
)
from publisher.templating.word.placed_tags import PlacedStory, PlacedTag, Spotted, TagAnchor, placed
from publisher.templating.word.placement import blocks_of, placement_of
from publisher.templating.word.split_tags import splits_of
from publisher.templating.word.styles import Demands, named_styles_of, styles_of
from publisher.templating.word.tables import holders_of, tables_of
from publisher.templating.word.whole import NOTES_OF_WORD, package_of, replaced_notes

# Filters that leave the marks by which a returned draft's rows and cells are known again.
_CELL_FILTER, _ROW_FILTER = "cell", "anchor"


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """A problem of a Word template; part, number of the paragraph in it, and letters say where it
    is in the file.
    """

    diagnostic: Diagnostic
    part: str = ""
    paragraph: int | None = None
    start: int = 0
    end: int = 0


def inspect_template(
    content: bytes, name: str, contract: Contract, demands: Demands
) -> tuple[TemplateFinding, ...]:
    """Return everything that is wrong with a Word template; `name` names it in messages."""
    try:
        package = open_package(content)
    except NoWordFileError:
        return (TemplateFinding(problem("O303", Place(name))),)
    except TooBigError:
        return (TemplateFinding(problem("T583", Place(name))),)
    stories = tuple(placed(story) for story in package.stories)
    readings = tuple(read_tags([each.tag for each in story.tags], contract) for story in stories)
    spotted = [*styles_of(package, demands), *package_of(package, stories)]
    spotted += replaced_notes(stories, demands.notes_in_word)
    for story, reading in zip(stories, readings, strict=True):
        spotted += _of_story(package, story, reading)
    elsewhere = frozenset({Note} if demands.notes_in_word in NOTES_OF_WORD else ())
    spotted += _left_out(stories, readings, contract, elsewhere)
    return _in_order(spotted, package, name)


def tags_of_template(content: bytes) -> tuple[str, ...]:
    """Return the tags of a sound template, as they stand."""
    return tuple(
        each.tag.text for story in open_package(content).stories for each in placed(story).tags
    )


def _of_story(package: Package, story: PlacedStory, reading: Reading) -> Iterator[Spotted]:
    yield from _of_tags(reading.faults, story.tags)
    yield from splits_of(story)
    yield from placement_of(story, reading)
    yield from blocks_of(story, reading)
    yield from named_styles_of(package, reading.styles, story.tags)
    yield from tables_of(story)
    yield from holders_of(story, reading.blocks)


def _of_tags(faults: list[TagFault], tags: tuple[PlacedTag, ...]) -> Iterator[Spotted]:
    for fault in faults:
        other = tags[fault.other].anchor if fault.other is not None else None
        values = values_of(fault, [each.tag for each in tags])
        yield Spotted(fault.code, tags[fault.tag].anchor, values, other, fault.level)


def _left_out(
    stories: tuple[PlacedStory, ...],
    readings: tuple[Reading, ...],
    contract: Contract,
    elsewhere: frozenset[type],
) -> Iterator[Spotted]:
    """Yield what the workbook holds and the template does not print, and rows and cells without
    their marks.
    """
    both = list(zip(stories, readings, strict=True))
    uses = {use for reading in readings for use in reading.uses}
    filters = {name for reading in readings for name in reading.filters}
    faulty = [story.tags[fault.tag].tag.text for story, reading in both for fault in reading.faults]
    missing = left_out(contract, uses, faulty, elsewhere)
    for code, values in missing:
        yield Spotted(code, TagAnchor(""), values)
    is_report = any(kind == Fields(Publication) for _, kind in contract.values)
    has_cells = is_report and not any(code == "T575" for code, _ in missing)
    if has_cells and _CELL_FILTER not in filters and contract.filter(_CELL_FILTER):
        yield from (Spotted("T578", anchor) for anchor in _mentions(stories)[:1])
    is_doubtful = any("|" in text for text in faulty)
    if (
        has_cells
        and _ROW_FILTER not in filters
        and contract.filter(_ROW_FILTER)
        and not is_doubtful
    ):
        yield Spotted("T577", TagAnchor(""))


def _mentions(stories: tuple[PlacedStory, ...]) -> list[TagAnchor]:
    """Return where the text of a content cell is printed."""
    tags = (each for story in stories for each in story.tags)
    return [
        each.anchor for each in tags if "cell" in each.tag.inner and ".blocks" in each.tag.inner
    ]


# From places in the file to places for people


def _in_order(spotted: list[Spotted], package: Package, name: str) -> tuple[TemplateFinding, ...]:
    """Return the findings in the order of the document: what concerns all of it first, then part by
    part.
    """
    parts = {story.part: number for number, story in enumerate(package.stories)}
    paragraphs = {story.part: _numbers(story) for story in package.stories}
    found = [_finding(each, paragraphs, name) for each in spotted]
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda each: (
                parts.get(each.part, len(parts) if each.part else -1),
                -1 if each.paragraph is None else each.paragraph,
                each.start,
            ),
        )
    )


def _numbers(story: TemplateStory) -> dict[etree._Element, int]:
    root = story.root.getroottree().getroot()
    return {element: number for number, element in enumerate(root.iter(f"{W}p"))}


def _finding(
    each: Spotted, paragraphs: dict[str, dict[etree._Element, int]], name: str
) -> TemplateFinding:
    anchor = each.anchor
    diagnostic = problem(each.code, _place(anchor, name), level=each.level, **each.values)  # type: ignore[arg-type]
    if each.other is not None:
        diagnostic = replace(diagnostic, other=_place(replace(each.other, quote=""), name))
    number = (
        paragraphs.get(anchor.part, {}).get(anchor.paragraph)
        if anchor.paragraph is not None
        else None
    )
    return TemplateFinding(diagnostic, anchor.part, number, anchor.start, anchor.end)


def _place(anchor: TagAnchor, name: str) -> Place:
    return Place(name, spot=TemplateSpot(anchor.steps, anchor.quote))
