"""From country reports to the guide: everything counted or quoted, nothing judged and nothing paraphrased."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publisher.compose.guide.chapters import chapter
from publisher.compose.guide.countries import country_page
from publisher.compose.guide.matrix import Area, Cells, matrix_cell, matrix_groups
from publisher.compose.guide.values import Guide, GuideCountry, LeftOut, MatrixCell, MatrixPart
from publisher.compose.overview import assessment_bar
from publisher.compose.publication import Edition
from publisher.dates import format_date
from publisher.language import Language
from publisher.model import CountryReport, Finding
from publisher.treaty import Provision, Treaty

# Columns of a page of the matrix that stay readable beside the provision, on A4 across.
MOST_COUNTRIES = 7


@dataclass(frozen=True, slots=True)
class Covered:
    """A checked report with the address of the full report, relative to the guide."""

    report: CountryReport
    address: str


def compose_guide(
    covered: Sequence[Covered],
    left_out: Iterable[LeftOut],
    treaty: Treaty,
    language: Language,
    edition: Edition,
    provisions: Sequence[str] = (),
) -> Guide:
    """Return the guide to some reports, in the order of the countries' names.

    `provisions` are the ids of those that are compared; all where it is empty.
    """
    ordered = sorted(covered, key=lambda each: each.report.facts.texts["short_name"].casefold())
    countries = tuple(_country(each, language) for each in ordered)
    reports = [each.report for each in ordered]
    chosen = tuple(each for each in treaty.provisions if not provisions or each.id in provisions)
    cells = Cells(tuple(zip(countries, reports, strict=True)), treaty, language, edition.house)
    order = next((each for each in treaty.orders if each.id == edition.order), treaty.orders[0])
    areas = [(group, _of_group(chosen, order.id, group.id)) for group in order.groups]
    areas = [(group, rows) for group, rows in areas if rows]
    words = language.words("guide")
    return Guide(
        language=language.code,
        direction=language.direction,
        words={**language.words("report"), **words},
        title=words["title"],
        treaty=treaty.short_name,
        organisation=edition.organisation,
        licence=edition.licence,
        address=edition.address,
        house=edition.house,
        countries=countries,
        left_out=tuple(left_out),
        legend=tuple(_legend(language, edition)),
        bars=tuple(assessment_bar(group.title, cells.findings(rows), language, edition.house) for group, rows in areas),
        matrix=tuple(_parts(cells, areas, countries, words["countries_from_to"])),
        chapters=tuple(chapter(group, rows, cells) for group, rows in areas),
        pages=tuple(country_page(country, report, areas, cells) for country, report in cells.covered),
        missing=tuple(language.lines("guide")),
    )


def _of_group(provisions: Iterable[Provision], order: str, group: str) -> tuple[Provision, ...]:
    return tuple(each for each in provisions if each.groups[order] == group)


def _country(covered: Covered, language: Language) -> GuideCountry:
    facts, statuses = covered.report.facts, language.words("choices.status")
    as_at = facts.dates.get("law_as_at")
    return GuideCountry(
        code=facts.texts["iso2"],
        name=facts.texts["short_name"],
        law_as_at=format_date(as_at, language.locale) if as_at else language.words("report")["not_stated"],
        status=statuses[facts.choices["status"] or "draft"],
        version=facts.texts.get("version", ""),
        report=covered.address,
    )


def _legend(language: Language, edition: Edition) -> Iterator[MatrixCell]:
    """Yield a cell for each assessment, to explain its sign."""
    for id_ in language.words("choices.assessment"):
        yield matrix_cell("", Finding(id_), language, edition.house, is_outdated=False)


def _parts(cells: Cells, areas: Sequence[Area], countries: Sequence[GuideCountry], title: str) -> Iterator[MatrixPart]:
    for start in range(0, len(countries), MOST_COUNTRIES):
        some = tuple(countries[start : start + MOST_COUNTRIES])
        groups = matrix_groups(areas, cells, {country.code for country in some})
        yield MatrixPart(title.format(first=some[0].name, last=some[-1].name), some, groups)
