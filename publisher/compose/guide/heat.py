"""The world on a spread: countries by region, how their provisions were assessed by subject area.

Everything is counted or quoted; the order of the countries is that of their names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.compose.guide.cells import (
    GuideCountry,
    HeatArea,
    HeatMap,
    HeatProvision,
    HeatRegion,
    HeatRow,
    MatrixCell,
)
from publisher.compose.guide.matrix import Area, Cells
from publisher.compose.overview import assessment_bar
from publisher.compose.publication import Bar
from publisher.domain.treaty import Group, Provision

# Columns of countries that stay wide enough for a name, on A4 across.
MOST_NAMES = 12


def heat_map(areas: Sequence[Area], cells: Cells) -> HeatMap:
    """Return the assessments of all countries, by region, subject area and provision."""
    rated = [(group, [each for each in provisions if each.is_rated]) for group, provisions in areas]
    listed = [(group, provisions) for group, provisions in rated if provisions]
    groups = [provisions for _, provisions in listed]
    uses_codes = has_codes(len(cells.covered))
    return HeatMap(tuple(_heads(listed, cells)), tuple(_regions(groups, cells)), uses_codes)


def has_codes(countries: int) -> bool:
    """Tell whether so many countries have codes instead of names above their columns."""
    return countries > MOST_NAMES


def _heads(listed: Sequence[tuple[Group, list[Provision]]], cells: Cells) -> Iterator[HeatArea]:
    first = 0
    for group, provisions in listed:
        heads = (
            HeatProvision(each.id, cells.text(each.un_reference), cells.text(each.title))
            for each in provisions
        )
        yield HeatArea(group.id, group.title, tuple(heads), first)
        first += len(provisions)


def _regions(groups: Sequence[Sequence[Provision]], cells: Cells) -> Iterator[HeatRegion]:
    """Yield the regions by name, those of no known region last, each with its countries; where no
    region is known, one without a name.
    """
    by_region: dict[str, list[GuideCountry]] = {}
    for country, _ in cells.covered:
        by_region.setdefault(country.region, []).append(country)
    for region in sorted(by_region, key=lambda name: (not name, name)):
        rows = tuple(_row(country, groups, cells) for country in by_region[region])
        unnamed = cells.language.words("guide")["no_region"] if len(by_region) > 1 else ""
        yield HeatRegion(region or unnamed, rows)


def _row(country: GuideCountry, groups: Sequence[Sequence[Provision]], cells: Cells) -> HeatRow:
    bars: list[Bar] = []
    found: list[MatrixCell] = []
    for provisions in groups:
        bars.append(_area_bar(country, provisions, cells))
        found += [cells.cell(provision, country.code) for provision in provisions]
    return HeatRow(country, tuple(bars), tuple(found))


def _area_bar(country: GuideCountry, provisions: Sequence[Provision], cells: Cells) -> Bar:
    """Return how the provisions of a subject area were assessed in a country; one of which the
    report leaves out all rows says so.
    """
    ratings = cells.ratings(provisions, (country,))
    bar = assessment_bar(country.name, ratings, cells.language, cells.house, keeps_unassessed=True)
    return bar if bar.total else replace(bar, text=cells.language.words("guide")["not_printed"])
