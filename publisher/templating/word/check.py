"""A Word template checked: every problem with its place, before anything is filled.

Comes in: the bytes of a template, what its tags may use, the styles that it must have. Goes out:
findings in the order of the document; each is a diagnostic, and where a comment in Word would
stand.
"""

from collections.abc import Iterator, Mapping, Sequence
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
from publisher.templating.word.sections import lost_breaks_of
from publisher.templating.word.split_tags import splits_of
from publisher.templating.word.styles import Demands, named_styles_of, styles_of
from publisher.templating.word.tables import holders_of, tables_of
from publisher.templating.word.whole import NOTES_OF_WORD, package_of, replaced_notes

# Filters that leave the marks by which a returned draft's rows and cells are known again.
_CELL_FILTER, _ROW_FILTER = "cell", "anchor"
_DRAFT = "draft"  # the value that only the template of a draft is given


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """A problem of a Word template, and where it is in the file: part, paragraph, letters."""

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
    readings = []
    for story in stories:
        tags = [each.tag for each in story.tags]
        readings.append(read_tags(tags, contract))
    # Notes that the writer makes itself are printed, whatever the template does.
    elsewhere = frozenset({Note} if demands.notes_in_word in NOTES_OF_WORD else ())
    spotted = [
        *styles_of(package, demands),
        *package_of(package, stories),
        *replaced_notes(stories, demands.notes_in_word),
    ]
    for story, reading in zip(stories, readings, strict=True):
        spotted += _of_story(package, story, reading)
    spotted += _left_out(stories, readings, contract, elsewhere)
    return _in_order(spotted, package, name)


def tags_of_template(content: bytes) -> tuple[str, ...]:
    """Return the tags of a sound template, as they stand."""
    stories = [placed(story) for story in open_package(content).stories]
    return tuple(each.tag.text for story in stories for each in story.tags)


def _of_story(package: Package, story: PlacedStory, reading: Reading) -> Iterator[Spotted]:
    yield from _of_tags(reading.faults, story.tags)
    yield from splits_of(story)
    yield from placement_of(story, reading)
    yield from blocks_of(story, reading)
    yield from lost_breaks_of(story, reading.blocks)
    yield from named_styles_of(package, reading.styles, story.tags)
    yield from tables_of(story)
    yield from holders_of(story, reading.blocks)


def _of_tags(faults: list[TagFault], tags: tuple[PlacedTag, ...]) -> Iterator[Spotted]:
    for fault in faults:
        other = tags[fault.other].anchor if fault.other is not None else None
        values = values_of(fault, [each.tag for each in tags])
        yield Spotted(fault.code, tags[fault.tag].anchor, values, other, fault.level)


def _left_out(
    stories: Sequence[PlacedStory],
    readings: Sequence[Reading],
    contract: Contract,
    elsewhere: frozenset[type],
) -> Iterator[Spotted]:
    """Yield what the workbook holds and the template does not print, and marks that are missing."""
    uses: set[tuple[type, str]] = set()
    filters: set[str] = set()
    faulty: list[str] = []
    for story, reading in zip(stories, readings, strict=True):
        uses |= reading.uses
        filters |= reading.filters
        faulty += [story.tags[fault.tag].tag.text for fault in reading.faults]
    missing = left_out(contract, uses, faulty, elsewhere)
    for code, values in missing:
        yield Spotted(code, TagAnchor(""), values)
    prints_cells = not any(code == "T575" for code, _ in missing)
    is_report = any(kind == Fields(Publication) for _, kind in contract.values)
    if is_report and prints_cells:
        yield from _lost_marks(stories, filters, faulty, contract)


def _lost_marks(
    stories: Sequence[PlacedStory], filters: set[str], faulty: list[str], contract: Contract
) -> Iterator[Spotted]:
    """Yield that the cells of a report, or the rows of a draft, are printed without their marks."""
    wanted = [
        name
        for name in (_CELL_FILTER, _ROW_FILTER)
        if contract.filter(name) and name not in filters
    ]
    if _CELL_FILTER in wanted:
        for anchor in _mentions(stories)[:1]:
            yield Spotted("T578", anchor)
    # The filter may stand in a tag that could not be read.
    is_doubtful = any("|" in text for text in faulty)
    is_draft = any(name == _DRAFT for name, _ in contract.values)
    if is_draft and _ROW_FILTER in wanted and not is_doubtful:
        yield Spotted("T577", TagAnchor(""))


def _mentions(stories: Sequence[PlacedStory]) -> list[TagAnchor]:
    """Return where the text of a content cell is printed."""
    anchors = []
    for story in stories:
        for each in story.tags:
            if "cell" in each.tag.inner and ".blocks" in each.tag.inner:
                anchors.append(each.anchor)
    return anchors


# From places in the file to places for people


def _in_order(spotted: list[Spotted], package: Package, name: str) -> tuple[TemplateFinding, ...]:
    """Return the findings in the order of the document; what concerns all of it comes first."""
    order = {story.part: number for number, story in enumerate(package.stories)}
    paragraphs = {story.part: _numbers(story) for story in package.stories}
    found = dict.fromkeys(_finding(each, paragraphs, name) for each in spotted)
    return tuple(sorted(found, key=lambda finding: _position(finding, order)))


def _position(finding: TemplateFinding, order: Mapping[str, int]) -> tuple[int, int, int]:
    """Return a place in the document; parts that are not filled come after all that are."""
    part = order.get(finding.part, len(order)) if finding.part else -1
    paragraph = -1 if finding.paragraph is None else finding.paragraph
    return part, paragraph, finding.start


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
    number = None
    if anchor.paragraph is not None:
        number = paragraphs.get(anchor.part, {}).get(anchor.paragraph)
    return TemplateFinding(diagnostic, anchor.part, number, anchor.start, anchor.end)


def _place(anchor: TagAnchor, name: str) -> Place:
    return Place(name, spot=TemplateSpot(anchor.steps, anchor.quote))
