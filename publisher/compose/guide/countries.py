"""A country on one page of the guide."""

from collections.abc import Sequence

from publisher.compose.guide.matrix import Area, Cells, is_rated, matrix_row
from publisher.compose.guide.quotes import reforms_of
from publisher.compose.guide.values import CountryPage, GuideCountry, MatrixGroup
from publisher.compose.overview import assessment_bar
from publisher.dates import format_date
from publisher.model import CountryReport

_GAPS, _REFORMS = 3, 3
# The most urgent first.
_WEIGHT = ("not_in_line", "partly")


def country_page(country: GuideCountry, report: CountryReport, areas: Sequence[Area], cells: Cells) -> CountryPage:
    """Return the page of a country; its three main gaps are the provisions found least in line."""
    bound = report.facts.dates.get("bound")
    chosen = [provision for _, provisions in areas for provision in provisions]
    own = [cells.entries[country.code, each.id] for each in chosen if (country.code, each.id) in cells.entries]
    rows = [(country, report, entry) for entry in own]
    reforms = sorted(reforms_of(rows, cells), key=lambda each: -each.year)[:_REFORMS]
    return CountryPage(
        country=country,
        bound=format_date(bound, cells.language.locale) if bound else cells.language.words("report")["not_stated"],
        bar=assessment_bar(
            country.name,
            (entry.finding.assessment for entry in own if is_rated(entry.provision)),
            cells.language,
            cells.house,
        ),
        gaps=_gaps(country, areas, cells),
        reforms=tuple(reforms),
    )


def _gaps(country: GuideCountry, areas: Sequence[Area], cells: Cells) -> tuple[MatrixGroup, ...]:
    found = [
        (_WEIGHT.index(cell.id), number, MatrixGroup(group.id, group.title, (row,)))
        for number, (group, provision) in enumerate((group, each) for group, rows in areas for each in rows)
        for row in (matrix_row(provision, cells, {country.code}),)
        for cell in row.cells
        if cell.id in _WEIGHT
    ]
    return tuple(group for _, _, group in sorted(found, key=lambda each: each[:2])[:_GAPS])
