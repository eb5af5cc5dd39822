"""The end of the guide: glossary, further resources, indexes, recommended citation."""

from collections.abc import Iterable, Iterator, Sequence

from publisher.compose.guide.cells import GuideCountry
from publisher.compose.guide.editor import Desk
from publisher.compose.guide.entries import (
    GlossaryEntry,
    IndexEntry,
    IndexGroup,
    ResourceEntry,
    ResourceGroup,
)
from publisher.compose.guide.values import Chapter, Example, Quote
from publisher.compose.presentation import Presentation
from publisher.compose.sources import (
    full_citation,
    ready_for_print,
    short_title,
    web_address,
)
from publisher.domain.dates import format_date
from publisher.domain.editorial import Resource
from publisher.domain.names import folded
from publisher.domain.text import Inline, Span
from publisher.domain.treaty import Treaty


def glossary(desk: Desk) -> tuple[GlossaryEntry, ...]:
    """Return the terms in the order of the alphabet."""
    entries = (
        GlossaryEntry(each.term, desk.blocks(each.meaning), each.remark)
        for each in desk.editorial.glossary
    )
    return tuple(sorted(entries, key=lambda each: folded(each.term)))


def resources(desk: Desk) -> tuple[ResourceGroup, ...]:
    """Return further resources by theme, themes in the order in which the editor begins them."""
    listed = desk.editorial.resources
    return tuple(
        ResourceGroup(theme, tuple(_entry(each, desk) for each in listed if each.theme == theme))
        for theme in dict.fromkeys(each.theme for each in listed)
    )


def _entry(resource: Resource, desk: Desk) -> ResourceEntry:
    language = desk.cells.language
    opened = ""
    if resource.address and resource.accessed:
        opened = language.words("guide")["opened"].format(
            date=format_date(resource.accessed, language.locale)
        )
    comma = language.words("report")["comma"]
    line = f"{comma} ".join(filter(None, (resource.publisher, opened)))
    return ResourceEntry(
        resource.title, line, resource.address, web_address(resource.address), resource.about
    )


def citation(
    title: str, presentation: Presentation, treaty: Treaty, version: str, desk: Desk, date: str
) -> str:
    """Return how to cite the guide: the editor's own words, or by the pattern of the language."""
    language = desk.cells.language
    words, own = language.words("guide"), desk.editorial.facts.recommended_citation
    comma = language.words("report")["comma"]
    parts = (
        presentation.organisation,
        title,
        treaty.short_name,
        words["citation_version"].format(version=version) if version else "",
        date,
    )
    return own or f"{f'{comma} '.join(filter(None, parts))}."


# Indexes


def indexes(
    chapters: Sequence[Chapter], countries: Sequence[GuideCountry], desk: Desk
) -> Iterator[IndexGroup]:
    """Yield the indexes by country, by provision and by source."""
    words = desk.cells.language.words("guide")
    for id_, entries in (
        ("countries", tuple(_of_countries(chapters, countries, desk))),
        ("provisions", tuple(_of_provisions(chapters, desk))),
        ("sources", tuple(_of_sources(chapters, desk))),
    ):
        if entries:
            yield IndexGroup(f"index-{id_}", words[f"index_{id_}"], entries)


def _of_countries(
    chapters: Sequence[Chapter], countries: Iterable[GuideCountry], desk: Desk
) -> Iterator[IndexEntry]:
    """Yield the countries, with the chapters that quote their reports."""
    page = desk.cells.language.words("guide")["country_page"]
    quoted: dict[str, dict[str, str]] = {}
    for chapter in chapters:
        for each in _quoted(chapter):
            quoted.setdefault(each.origin.country_code, {})[f"#chapter-{chapter.id}"] = (
                chapter.title
            )
    for country in countries:
        places = {f"#country-{country.code}": page, **quoted.get(country.code, {})}
        yield IndexEntry(country.name, _links(places, desk))


def _of_provisions(chapters: Iterable[Chapter], desk: Desk) -> Iterator[IndexEntry]:
    """Yield the provisions by their numbers; in the chapters they stand by subject area."""
    found = [(rule, chapter) for chapter in chapters for rule in chapter.rules]
    for rule, chapter in sorted(found, key=lambda pair: _by_number(pair[0].id)):
        label = f"{rule.reference} {rule.title}"
        yield IndexEntry(label, _links({f"#row-{rule.id}": chapter.title}, desk))


def _by_number(id_: str) -> tuple[tuple[int, str], ...]:
    """Return the parts of an id, such as opsc-3-1-a, for sorting: 5 stands before 10."""
    parts = id_.split("-")
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def _of_sources(chapters: Sequence[Chapter], desk: Desk) -> Iterator[IndexEntry]:
    """Yield the sources that the quoted texts cite, by title."""
    places: dict[tuple[str, str], dict[str, str]] = {}
    for chapter in chapters:
        for each in _quoted(chapter):
            for reference in each.references:
                own = places.setdefault((each.origin.country_code, reference.source), {})
                own[f"#chapter-{chapter.id}"] = chapter.title
    language = desk.cells.language
    withheld, comma = language.words("citations")["withheld"], language.words("report")["comma"]
    entries = []
    for country, report in desk.cells.covered:
        for source in report.sources:
            cited = places.get((country.code, source.key))
            if cited is None:
                continue
            hidden = source.is_confidential
            title = withheld if hidden else short_title(source)
            cited_in_full = () if hidden else full_citation(source, language)
            full = tuple(ready_for_print(cited_in_full, desk.cells.text))
            label = f"{title} [{source.key}]{comma} {country.name}"
            entries.append(IndexEntry(label, _links(cited, desk), full))
    return iter(sorted(entries, key=lambda each: folded(each.label)))


def _quoted(chapter: Chapter) -> tuple[Example | Quote, ...]:
    return (*chapter.laws, *chapter.examples, *chapter.gaps, *chapter.reforms, *chapter.findings)


def _links(places: dict[str, str], desk: Desk) -> tuple[Inline, ...]:
    semicolon = desk.cells.language.words("report")["semicolon"]
    links: list[Inline] = []
    for anchor, text in places.items():
        links += [Span(f"{semicolon} ")] if links else []
        links.append(Span(text, link=anchor))
    return tuple(links)
