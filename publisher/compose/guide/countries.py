"""A country on one page of the guide."""

from collections.abc import Iterator, Sequence

from publisher.compose.context import told_bound
from publisher.compose.guide.editor import Desk
from publisher.compose.guide.matrix import Area, is_rated, matrix_row
from publisher.compose.guide.values import CountryPage, Fact, Gap, GuideCountry, MatrixGroup
from publisher.compose.overview import assessment_bar
from publisher.domain.dates import format_date
from publisher.domain.report import CountryReport
from publisher.domain.treaty import Provision

_GAPS, _REFORMS = 3, 3
# The most urgent first.
_WEIGHT = ("not_in_line", "partly")


def country_page(
    country: GuideCountry, report: CountryReport, areas: Sequence[Area], desk: Desk
) -> CountryPage:
    """Return the page of a country.

    Its main gaps are those that the editor picked; without enough of them, the provisions found
    least in line.
    """
    cells = desk.cells
    chosen = [provision for _, provisions in areas for provision in provisions]
    own = [
        cells.entries[country.code, each.id]
        for each in chosen
        if (country.code, each.id) in cells.entries
    ]
    quotes = [quote for entry in own for quote in desk.reforms[country.code, entry.provision.id]]
    latest = sorted(quotes, key=lambda each: -each.year)[:_REFORMS]
    groups = tuple(
        MatrixGroup(
            group.id,
            group.title,
            tuple(matrix_row(each, cells, (country,)) for each in rows if is_rated(each)),
        )
        for group, rows in areas
        if any(map(is_rated, rows))
    )
    ratings = [entry.finding.assessment for entry in own if is_rated(entry.provision)]
    return CountryPage(
        country=country,
        facts=tuple(_facts(country, report, desk)),
        bar=assessment_bar(country.name, ratings, cells.language, cells.house),
        is_assessed=any(ratings),
        gaps=tuple(_gaps(country, chosen, desk)),
        reforms=tuple(latest),
        groups=groups,
    )


def _facts(country: GuideCountry, report: CountryReport, desk: Desk) -> Iterator[Fact]:
    language = desk.cells.language
    words, own = language.words("report"), language.words("guide")
    dates = {key: format_date(when, language.locale) for key, when in report.facts.dates.items()}
    if country.region:
        yield Fact(own["region"], country.region)
    if country.mark:
        yield Fact(own["mark"], country.mark)
    yield Fact(own["bound"], told_bound(report.facts, language))
    yield Fact(words["next_report"], dates.get("next_report", words["not_stated"]))
    yield Fact(words["law_as_at"], country.law_as_at)
    yield Fact(words["version_label"], " · ".join(filter(None, (country.version, country.status))))
    yield Fact(own["coverage_heading"], country.coverage)


def _gaps(country: GuideCountry, chosen: Sequence[Provision], desk: Desk) -> Iterator[Gap]:
    """Yield all gaps that the editor picked, then those found least in line until there are
    three.
    """
    rows = {each.id: matrix_row(each, desk.cells, (country,)) for each in chosen}
    picked = [
        each for each in desk.picks(set(rows)) if each.is_gap and each.country == country.code
    ]
    whys = {each.key.provision: each.why for each in reversed(picked)}
    found = sorted(
        (
            row
            for row in rows.values()
            for cell in row.cells
            if cell.id in _WEIGHT and row.id not in whys
        ),
        key=lambda row: _WEIGHT.index(row.cells[0].id),
    )
    first = [rows[id_] for id_ in rows if id_ in whys]
    for row in (*first, *found[: max(0, _GAPS - len(first))]):
        yield Gap(row.reference, row.title, row.cells[0], desk.blocks(whys.get(row.id, ())))
