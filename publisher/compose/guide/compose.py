"""From country reports to the guide: everything counted or quoted, nothing judged and nothing
paraphrased.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publisher.compose.edition import Edition
from publisher.compose.guide.back import citation, glossary, indexes, resources
from publisher.compose.guide.chapters import best_group, chapter
from publisher.compose.guide.countries import country_page
from publisher.compose.guide.editor import Desk
from publisher.compose.guide.matrix import Area, Cells, matrix_cell, matrix_groups
from publisher.compose.guide.timeline import timeline
from publisher.compose.guide.values import Guide, GuideCountry, LeftOut, MatrixCell, MatrixPart
from publisher.compose.overview import assessment_bar, coverage_bar
from publisher.compose.publication import Bar
from publisher.domain.countries import country_of_code, local_name
from publisher.domain.dates import format_date
from publisher.domain.editorial import Editorial
from publisher.domain.language import Language
from publisher.domain.model import Assessment, CountryReport, Source, State
from publisher.domain.names import folded
from publisher.domain.treaty import Order, Provision, Treaty
from publisher.domain.world_regions import finest_region, region_name

# Columns of a page of the matrix that stay readable beside the provision, on A4 across.
MOST_COUNTRIES = 7


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
    words what was chosen.
    """

    covered: tuple[Covered, ...]
    left_out: tuple[LeftOut, ...] = ()
    editorial: Editorial = Editorial()  # noqa: RUF009 - it is frozen
    provisions: tuple[str, ...] = ()
    selection: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict, hash=False)


def compose_guide(
    material: Material, treaty: Treaty, language: Language, edition: Edition
) -> Guide:
    """Return the guide to some reports, in the order of the countries' names."""
    wanted = material.provisions
    chosen = tuple(each for each in treaty.provisions if not wanted or each.id in wanted)
    named = [(_country(each, chosen, language), each.report) for each in material.covered]
    covered = tuple(sorted(named, key=lambda each: folded(each[0].name)))
    countries, reports = tuple(each for each, _ in covered), tuple(each for _, each in covered)
    cells = Cells(covered, treaty, language, edition.house)
    own_sources = {source.key: source for report in reports for source in report.sources}
    desk = Desk(material.editorial, cells, chosen, material.sources or own_sources)
    areas = tuple(_areas(treaty.order(edition.order), chosen))
    words, facts = language.words("guide"), material.editorial.facts
    title = facts.texts.get("title") or words["title"]
    date = facts.dates.get("version_date")
    date_line = format_date(date, language.locale) if date else ""
    version = facts.texts.get("version", "")
    chapters = tuple(chapter(group, rows, desk) for group, rows in areas)
    best = [best_group(group, rows, desk) for group, rows in areas]
    return Guide(
        language=language.code,
        direction=language.direction,
        words={**language.words("report"), **words},
        title=title,
        subtitle=facts.texts.get("subtitle", ""),
        treaty=treaty.short_name,
        treaty_abbreviation=treaty.abbreviation,
        organisation=edition.organisation,
        licence=edition.licence,
        contact=facts.texts.get("contact", ""),
        address=edition.address,
        house=edition.house,
        version=version,
        date=date,
        date_line=date_line,
        status=language.words("choices.status")[facts.choices.get("status") or "draft"],
        mark=" · ".join(dict.fromkeys(each.mark for each in countries if each.mark)),
        mark_notes=tuple(dict.fromkeys(_mark_notes(reports, language))),
        selection=material.selection,
        front=tuple(desk.front()),
        countries=countries,
        left_out=material.left_out,
        legend=tuple(_legend(language, edition)),
        bars=tuple(_bars(cells, areas)),
        coverage=tuple(_coverage(cells, areas)),
        timeline=timeline(chapters, reports, language),
        matrix=tuple(_parts(cells, areas, countries, words["countries_from_to"])),
        chapters=chapters,
        best=tuple(each for each in best if each.examples),
        pages=tuple(country_page(country, report, areas, desk) for country, report in covered),
        glossary=glossary(desk),
        terms_note=desk.blocks(facts.blocks.get("terms_note", ())),
        resources=resources(desk),
        indexes=tuple(indexes(chapters, countries, desk)),
        contributors=desk.blocks(facts.blocks.get("contributors", ())),
        acknowledgements=desk.blocks(facts.blocks.get("acknowledgements", ())),
        citation=citation(title, edition, treaty, version, desk, date_line),
        missing=tuple(_missing(material.editorial, language)),
    )


def _bars(cells: Cells, areas: Iterable[Area]) -> Iterator[Bar]:
    """Yield for each subject area how its provisions were assessed in all reports."""
    for group, rows in areas:
        found = cells.findings(rows)
        yield assessment_bar(group.title, found, cells.language, cells.house, keeps_unassessed=True)


def _areas(order: Order, chosen: Iterable[Provision]) -> Iterator[Area]:
    """Yield the subject areas that have any of the chosen provisions, with these."""
    listed = tuple(chosen)
    for group in order.groups:
        if rows := tuple(each for each in listed if each.groups[order.id] == group.id):
            yield group, rows


def _country(covered: Covered, chosen: Iterable[Provision], language: Language) -> GuideCountry:
    facts, statuses, words = (
        covered.report.facts,
        language.words("choices.status"),
        language.words("report"),
    )
    as_at, code = facts.dates.get("law_as_at"), facts.texts["iso2"]
    region, known, name = finest_region(code), country_of_code(code), facts.texts["short_name"]
    foreign = covered.language if covered.language != language.code else ""
    wanted = {each.id for each in chosen}
    entries = [entry for entry in covered.report.entries if entry.provision.id in wanted]
    states = Counter(content.state for entry in entries for content in entry.contents)
    researched = states.total() - states[State.NOT_RESEARCHED]
    mark = facts.choices.get("mark", "")
    return GuideCountry(
        code=code,
        name=local_name(known, language.code) if foreign and known else name,
        mark=language.words("marks")[mark] if mark else "",
        language=foreign,
        region=region_name(region, language.code) if region else "",
        law_as_at=format_date(as_at, language.locale) if as_at else words["not_stated"],
        status=statuses[facts.choices["status"] or "draft"],
        version=facts.texts.get("version", ""),
        coverage=language.words("guide")["coverage_of"].format(
            count=researched, all=states.total()
        ),
        report=covered.address,
    )


def _mark_notes(reports: Iterable[CountryReport], language: Language) -> Iterator[str]:
    """Yield what the marks of the reports mean."""
    marks = (report.facts.choices.get("mark") for report in reports)
    return (language.words("marks")[f"{mark}_note"] for mark in marks if mark)


def _coverage(cells: Cells, areas: Iterable[Area]) -> Iterator[Bar]:
    """Yield for each subject area how many cells of all reports hold text, and what the others
    say.
    """
    for group, provisions in areas:
        states = (
            content.state
            for each in provisions
            for _, _, entry in cells.of(each)
            for content in entry.contents
        )
        yield coverage_bar(group.title, states, cells.language, cells.house)


def _legend(language: Language, edition: Edition) -> Iterator[MatrixCell]:
    """Yield a cell for each assessment, to explain its sign."""
    for id_ in language.words("choices.assessment"):
        yield matrix_cell("", Assessment(id_), language, edition.house, is_outdated=False)


def _parts(
    cells: Cells, areas: Sequence[Area], countries: Sequence[GuideCountry], title: str
) -> Iterator[MatrixPart]:
    """Yield the matrix in as few parts as stay readable, each with about as many countries as the
    others.
    """
    count = -(-len(countries) // MOST_COUNTRIES)
    for number in range(count):
        start, end = (len(countries) * each // count for each in (number, number + 1))
        some = tuple(countries[start:end])
        groups = matrix_groups(areas, cells, some)
        name = (
            title.format(first=some[0].name, last=some[-1].name) if len(some) > 1 else some[0].name
        )
        yield MatrixPart(name, some, groups)


def _missing(editorial: Editorial, language: Language) -> Iterator[str]:
    """Yield what only an editor can write and nobody has written."""
    words = language.words("guide_missing")
    is_there = {
        "front": any(editorial.facts.blocks.values()),
        "picks": bool(editorial.picks),
        "chapters": bool(editorial.chapters),
        "glossary": bool(editorial.glossary),
        "resources": bool(editorial.resources),
    }
    return (words[key] for key, found in is_there.items() if not found)
