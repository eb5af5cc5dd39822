"""From country reports to the guide: everything counted or quoted, nothing judged and nothing
paraphrased.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publisher.compose.context import ratings_in_order, told_mark, told_status
from publisher.compose.guide.back import citation, glossary, indexes, resources
from publisher.compose.guide.cells import GuideCountry, MatrixCell
from publisher.compose.guide.chapters import best_group, chapter
from publisher.compose.guide.countries import country_page
from publisher.compose.guide.editor import Desk
from publisher.compose.guide.heat import has_codes, heat_map
from publisher.compose.guide.matrix import Area, Cells, matrix_cell, matrix_groups
from publisher.compose.guide.research import guide_research
from publisher.compose.guide.timeline import timeline
from publisher.compose.guide.values import BestGroup, Chapter, Guide, LeftOut, MatrixPart
from publisher.compose.imprint import imprint
from publisher.compose.overview import assessment_bar, coverage_bar
from publisher.compose.presentation import Presentation
from publisher.compose.publication import Bar
from publisher.compose.table import printed_entries
from publisher.domain.countries import country_of_code, local_name
from publisher.domain.dates import format_date
from publisher.domain.editorial import Editorial
from publisher.domain.language import Language
from publisher.domain.names import folded
from publisher.domain.report import Assessment, CountryReport, Facts, Source, State
from publisher.domain.treaty import Order, Provision
from publisher.domain.worded import WordedTreaty
from publisher.domain.world_regions import finest_region, region_name

# Columns of a page of the matrix that stay readable beside the provision, on A4 across.
MOST_COUNTRIES = 7
# Columns of nothing but signs.
MOST_SIGNS = 45


@dataclass(frozen=True, slots=True)
class Covered:
    """A checked report with the address of the full report, empty where nothing is linked, and its
    language.
    """

    report: CountryReport
    address: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What a guide is made of: the reports, who is left out and why, the editor's part, the choice
    of provisions.

    `sources` are those that the editor may cite, by key; without them, those of the reports.
    `provisions` are the ids of those that are compared, all where it is empty; `selection` says in
    words what was chosen; `is_full` prints all paragraphs of the reports.
    """

    covered: tuple[Covered, ...]
    left_out: tuple[LeftOut, ...] = ()
    editorial: Editorial = Editorial()  # noqa: RUF009 - it is frozen
    provisions: tuple[str, ...] = ()
    selection: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict, hash=False)
    is_full: bool = False


def compose_guide(material: Material, worded: WordedTreaty, presentation: Presentation) -> Guide:
    """Return the guide to some reports, in the order of the countries' names."""
    wanted = material.provisions
    chosen = tuple(each for each in worded.treaty.provisions if not wanted or each.id in wanted)
    covered = _in_order_of_names(material, chosen, worded.language)
    reports = tuple(report for _, report in covered)
    cells = Cells(covered, worded, presentation.house)
    desk = Desk(material.editorial, cells, chosen, material.sources or _sources_of(reports))
    areas = tuple(_areas(worded.treaty.order(presentation.order), chosen))
    chapters = tuple(chapter(group, rows, desk) for group, rows in areas)
    return _guide(material, presentation, desk, areas, chapters)


def _in_order_of_names(
    material: Material, chosen: Iterable[Provision], language: Language
) -> tuple[tuple[GuideCountry, CountryReport], ...]:
    codes = has_codes(len(material.covered))
    named = [
        (_country(each, chosen, language, has_code=codes), each.report) for each in material.covered
    ]
    return tuple(sorted(named, key=lambda each: folded(each[0].name)))


def _sources_of(reports: Iterable[CountryReport]) -> dict[str, Source]:
    return {source.key: source for report in reports for source in report.sources}


def _guide(
    material: Material,
    presentation: Presentation,
    desk: Desk,
    areas: tuple[Area, ...],
    chapters: tuple[Chapter, ...],
) -> Guide:
    """Return the parts of the guide together."""
    cells, facts = desk.cells, material.editorial.facts
    treaty, language = cells.treaty, cells.language
    countries = tuple(country for country, _ in cells.covered)
    reports = tuple(report for _, report in cells.covered)
    words = _words(language, has_glossary=bool(material.editorial.glossary))
    title = facts.title or words["title"]
    date_line = format_date(facts.version_date, language.locale) if facts.version_date else ""
    cited_as = citation(title, presentation, treaty, facts.version, desk, date_line)
    return Guide(
        language=language.code,
        direction=language.direction,
        words=words,
        title=title,
        subtitle=facts.subtitle,
        treaty=treaty.short_name,
        treaty_abbreviation=treaty.abbreviation,
        organisation=presentation.organisation,
        licence=presentation.licence,
        contact=facts.contact,
        address=presentation.address,
        house=presentation.house,
        version=facts.version,
        date=facts.version_date,
        date_line=date_line,
        status=told_status(facts.status, language),
        mark=_marks(countries),
        mark_notes=tuple(_mark_notes(reports, cells)),
        selection=material.selection,
        front=tuple(desk.front()),
        countries=countries,
        left_out=material.left_out,
        legend=tuple(_legend(language, presentation)),
        bars=tuple(_bars(cells, areas)),
        coverage=tuple(_coverage(cells, areas)),
        timeline=timeline(chapters, reports, language),
        heat=heat_map(areas, cells),
        matrix=tuple(_parts(cells, areas, countries, MOST_COUNTRIES)),
        spreads=tuple(_parts(cells, _rated(areas), countries, MOST_SIGNS)),
        chapters=chapters,
        best=tuple(_best(areas, desk)),
        pages=tuple(country_page(*each, areas, desk) for each in cells.covered),
        glossary=glossary(desk),
        terms_note=desk.blocks(facts.terms_note),
        resources=resources(desk),
        indexes=tuple(indexes(chapters, countries, desk)),
        contributors=desk.blocks(facts.contributors),
        acknowledgements=desk.blocks(facts.acknowledgements),
        citation=cited_as,
        imprint=imprint(presentation, words, citation=cited_as, contact=facts.contact),
        missing=tuple(_missing(material.editorial, language)),
        research=guide_research(reports, cells.worded, cells.text),
        is_full=material.is_full,
    )


def _words(language: Language, *, has_glossary: bool) -> dict[str, str]:
    """Return the fixed words of the guide, which speaks of a glossary where it has one."""
    words = {**language.words("report"), **language.words("guide")}
    if has_glossary:
        words["terms_note_text"] += f" {words['terms_of_glossary']}"
    return words


def _best(areas: Iterable[Area], desk: Desk) -> Iterator[BestGroup]:
    """Yield the page 'Best of' by subject area, without areas of which nothing was chosen."""
    for group, provisions in areas:
        best = best_group(group, provisions, desk)
        if best.examples:
            yield best


def _bars(cells: Cells, areas: Iterable[Area]) -> Iterator[Bar]:
    """Yield for each subject area how its provisions were assessed in all reports."""
    for group, rows in areas:
        found = cells.ratings(rows, cells.countries)
        yield assessment_bar(group.title, found, cells.language, cells.house, keeps_unassessed=True)


def _areas(order: Order, chosen: Iterable[Provision]) -> Iterator[Area]:
    """Yield the subject areas that have any of the chosen provisions, with these."""
    listed = tuple(chosen)
    for group in order.groups:
        rows = tuple(each for each in listed if each.groups[order.id] == group.id)
        if rows:
            yield group, rows


def _country(
    covered: Covered, chosen: Iterable[Provision], language: Language, *, has_code: bool
) -> GuideCountry:
    facts, words = covered.report.facts, language.words("report")
    foreign = covered.language if covered.language != language.code else ""
    region, law = finest_region(facts.iso2), facts.law_as_at
    name = _name_of(facts, language, is_foreign=bool(foreign))
    return GuideCountry(
        code=facts.iso2,
        name=name,
        head=_code3(facts) if has_code else name,
        mark=told_mark(facts.mark, language),
        language=foreign,
        region=region_name(region, language.code) if region else "",
        law_as_at=format_date(law, language.locale) if law else words["not_stated"],
        status=told_status(facts.status, language),
        version=facts.version,
        coverage=_researched(covered.report, chosen, language),
        report=covered.address,
    )


def _researched(report: CountryReport, chosen: Iterable[Provision], language: Language) -> str:
    """Return how many of a report's content cells on the chosen provisions were researched."""
    wanted = {each.id for each in chosen}
    printed = printed_entries(report.entries)
    entries = (entry for entry in printed if entry.provision.id in wanted)
    states = Counter(content.state for entry in entries for content in entry.contents)
    researched = states.total() - states[State.NOT_RESEARCHED]
    return language.words("guide")["coverage_of"].format(count=researched, all=states.total())


def _name_of(facts: Facts, language: Language, *, is_foreign: bool) -> str:
    """Return the country's name in the guide's language, where its report is in another."""
    known = country_of_code(facts.iso2)
    return local_name(known, language.code) if is_foreign and known else facts.short_name


def _code3(facts: Facts) -> str:
    """Return a country's code of three letters (ISO 3166-1), that of its report where it has
    none.
    """
    known = country_of_code(facts.iso2)
    return known.iso3 if known else facts.iso2


def _marks(countries: Iterable[GuideCountry]) -> str:
    """Return the marks of all countries' reports, each once."""
    return " · ".join(dict.fromkeys(each.mark for each in countries if each.mark))


def _mark_notes(reports: Sequence[CountryReport], cells: Cells) -> Iterator[str]:
    """Yield what the marks of the reports mean, naming the countries where not all have one."""
    marks, comma = cells.language.words("marks"), cells.language.words("report")["comma"]
    for mark in dict.fromkeys(report.facts.mark for report in reports if report.facts.mark):
        marked = [each.facts.short_name for each in reports if each.facts.mark == mark]
        if len(marked) == len(reports):
            yield marks[f"guide_{mark}_all"]
        else:
            told = marks[f"guide_{mark}_note"]
            yield cells.text(told.format(countries=f"{comma} ".join(marked)))


def _coverage(cells: Cells, areas: Iterable[Area]) -> Iterator[Bar]:
    """Yield for each subject area how many cells of all reports hold text, and what the others
    say.
    """
    for group, provisions in areas:
        states: list[State] = []
        for provision in provisions:
            for _, _, entry in cells.of(provision):
                states.extend(content.state for content in entry.contents)
        yield coverage_bar(group.title, states, cells.language, cells.house)


def _legend(language: Language, presentation: Presentation) -> Iterator[MatrixCell]:
    """Yield a cell for each assessment, to explain its sign."""
    for rating in ratings_in_order(language):
        yield matrix_cell("", Assessment(rating), language, presentation.house, is_outdated=False)


def _parts(
    cells: Cells, areas: Sequence[Area], countries: Sequence[GuideCountry], most: int
) -> Iterator[MatrixPart]:
    """Yield the matrix in as few parts of at most so many countries as can be, each with about as
    many as the others.
    """
    title = cells.language.words("guide")["countries_from_to"]
    count = -(-len(countries) // most)
    for number in range(count):
        start = len(countries) * number // count
        end = len(countries) * (number + 1) // count
        some = tuple(countries[start:end])
        first, last = some[0].name, some[-1].name
        name = title.format(first=first, last=last) if len(some) > 1 else first
        yield MatrixPart(name, some, matrix_groups(areas, cells, some))


def _rated(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Return the areas with the provisions that can be rated, without areas that have none."""
    rated = ((group, tuple(each for each in rows if each.is_rated)) for group, rows in areas)
    return tuple((group, rows) for group, rows in rated if rows)


def _missing(editorial: Editorial, language: Language) -> Iterator[str]:
    """Yield what only an editor can write and nobody has written."""
    words = language.words("guide_missing")
    is_there = {
        "front": any(editorial.facts.longer_texts.values()),
        "picks": bool(editorial.picks),
        "chapters": bool(editorial.chapters),
        "glossary": bool(editorial.glossary),
        "resources": bool(editorial.resources),
    }
    return (words[key] for key, found in is_there.items() if not found)
