"""What concerns a whole template: what it fetches, what is not filled, what all reports show."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from publisher.domain.package import CONTENT_TYPES, Relationship
from publisher.templating.tags.scan import quoted
from publisher.templating.word.package import Package, W, parse
from publisher.templating.word.paragraphs import TemplateParagraph
from publisher.templating.word.placed_tags import PlacedStory, Spotted, TagAnchor, anchor_of

NOTES_OF_WORD = ("footnotes", "endnotes")
_BRACES = re.compile(r"\{[{%]")
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
# Fields whose result Word or another program fetches from elsewhere (17.16.5).
_FETCHING = re.compile(
    r"^\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD)\b", re.IGNORECASE
)
# Parts that hold no text of the document, or text that another program writes anew.
_SILENT = (
    "app",
    "comments",
    "core",
    "fontTable",
    "numbering",
    "settings",
    "styles",
    "theme",
    "webSettings",
)
# What an editor calls other parts, by their folder.
_STEPS = {"word/charts": "chart", "word/diagrams": "diagram", "docProps": "properties"}


def package_of(package: Package, stories: tuple[PlacedStory, ...]) -> Iterator[Spotted]:
    """Yield macros, what would be fetched, tags that are not filled, comments, tracked changes."""
    macros = [name for name in package.parts if name.lower().endswith("vbaproject.bin")]
    if macros or b"macroEnabled" in package.parts.get(package.graph.part(CONTENT_TYPES), b""):
        yield Spotted("T581", TagAnchor(""))
    by_element: Places = {}
    for story in stories:
        for paragraph in story.paragraphs:
            by_element[paragraph.element] = (paragraph, story.story.part)
    for part in package.parts:
        if not part.endswith(".rels"):
            yield from _outside(package, part, by_element)
    yield from _outside(package, "", by_element)
    yield from _fetched(stories)
    yield from _unfilled(package, {story.story.part for story in stories})
    yield from _remarks(stories)
    yield from _bound(stories)


Places = dict[etree._Element, tuple[TemplateParagraph, str]]


def _outside(package: Package, part: str, places: Places) -> Iterator[Spotted]:
    """Yield what a part takes from outside, and links whose address is not filled."""
    for relation in package.relations(part):
        if not relation.is_external:
            continue
        address = unquote(relation.target)
        # Only a reader follows a link.
        is_link = relation.type.endswith("/hyperlink")
        if is_link and not _BRACES.search(address):
            continue
        anchor = _anchor_of_relation(package, part, relation, places)
        if is_link:
            yield Spotted("T568", anchor)
        else:
            yield Spotted("T580", anchor, {"address": address})


def _anchor_of_relation(
    package: Package, part: str, relation: Relationship, places: Places
) -> TagAnchor:
    """Return the paragraph that uses a relationship, if it is one that an editor sees."""
    for element, (paragraph, own_part) in places.items():
        if own_part == part and any(relation.id in each.values() for each in element.iter()):
            return anchor_of(paragraph, part)
    # What concerns the whole file has no place in it.
    is_whole = part in ("", package.main, "word/settings.xml")
    return TagAnchor(part, () if is_whole else (("part", part),))


def _fetched(stories: tuple[PlacedStory, ...]) -> Iterator[Spotted]:
    for story in stories:
        for paragraph in story.paragraphs:
            for code in _field_codes(paragraph):
                if _FETCHING.match(code):
                    anchor = anchor_of(paragraph, story.story.part)
                    yield Spotted("T582", anchor, {"field": code.split()[0].upper()})


def _field_codes(paragraph: TemplateParagraph) -> Iterator[str]:
    """Yield what the fields of a paragraph do: those in pieces (17.16.18) taken together."""
    yield "".join(each.text for each in paragraph.pieces if each.kind == "field_code")
    for each in paragraph.pieces:
        if each.kind == "field":
            yield each.element.get(f"{W}instr", "")


# Tags that are not filled


def _unfilled(package: Package, filled: set[str]) -> Iterator[Spotted]:
    for part, content in package.parts.items():
        # What nothing leads to is shown by no program.
        is_shown = part in package.graph.reached and part not in filled
        if is_shown and b"{" in content and _is_text_part(part):
            yield from _unfilled_part(part, content)


def _is_text_part(part: str) -> bool:
    name = re.sub(r"\d*\.xml$", "", part.rsplit("/", 1)[-1])
    is_other = part.startswith(("word/glossary/", "[Content_Types]")) or name.startswith(_SILENT)
    return part.endswith(".xml") and not is_other


def _unfilled_part(part: str, content: bytes) -> Iterator[Spotted]:
    try:
        root = parse(content)
    except etree.XMLSyntaxError:  # Word itself will say so; nothing of it is read here
        return
    for element in root.iter(etree.Element):
        is_text = etree.QName(element).localname in ("p", "t") or not len(element)
        text = "".join(map(str, element.itertext())) if is_text else ""
        found = _BRACES.search(text)
        if found:
            step = (_STEPS.get(part.rpartition("/")[0], "part"), part)
            quote = quoted(text, found.start(), found.start())
            yield Spotted("T568", TagAnchor(part, (step,), quote))
            return


# What would stand in every report, or give way to what the writer makes


def replaced_notes(stories: tuple[PlacedStory, ...], notes_in_word: str) -> Iterator[Spotted]:
    """Yield notes of the template itself whose place the report's source notes take."""
    if notes_in_word not in NOTES_OF_WORD:
        return
    mention = f"{W}{notes_in_word.removesuffix('s')}Reference"
    for anchor in _paragraphs_with(stories, (mention,)):
        yield Spotted("T569", anchor)


def _remarks(stories: tuple[PlacedStory, ...]) -> Iterator[Spotted]:
    commented = list(_paragraphs_with(stories, (f"{W}commentReference",)))
    if commented:
        yield Spotted("T567", commented[0], {"count": str(len(commented))})
    tracked = list(_paragraphs_with(stories, _TRACKED))
    if tracked:
        yield Spotted("T566", tracked[0], {"count": str(len(tracked))})


def _bound(stories: tuple[PlacedStory, ...]) -> Iterator[Spotted]:
    """Yield controls with tags whose text Word would take from the properties of the file, or from
    data beside it (17.5.2.6).
    """
    for story in stories:
        own = {each.element: each for each in story.paragraphs}
        for control in story.story.root.iter(f"{W}sdt"):
            binding = control.find(f"{W}sdtPr/{{*}}dataBinding")
            text = "".join(map(str, control.itertext()))
            if binding is None or not _BRACES.search(text):
                continue
            around = (*control.iterancestors(f"{W}p"), *control.iter(f"{W}p"))
            paragraph = next((own[each] for each in around if each in own), None)
            if paragraph is not None:
                yield Spotted("T584", anchor_of(paragraph, story.story.part))


def _paragraphs_with(
    stories: tuple[PlacedStory, ...], names: tuple[str, ...]
) -> Iterator[TagAnchor]:
    for story in stories:
        for paragraph in story.paragraphs:
            inside = next(paragraph.element.iter(*names), None)
            around = next(paragraph.element.iterancestors(*names), None)
            if inside is not None or around is not None:
                yield anchor_of(paragraph, story.story.part)
