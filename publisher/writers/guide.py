"""The advocacy guide as a web page, from which the PDF is made too, and as plain tables."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from publisher.compose.guide import Guide
from publisher.writers.html import house_style, render

MATRIX = (
    "country_code", "country", "provision_id", "reference", "title", "subject_area", "rated", "assessment_id",
    "assessment", "found_by_and_when", "older_than_a_reform",
)  # fmt: skip
COUNTRIES = ("country_code", "country", "law_as_at", "status", "version")


def write_guide_page(guide: Guide, template: str, style_sheet: str, *, template_name: str) -> str:
    """Return the web page of the guide. Raises PublisherError where the template cannot be used."""
    values = {
        "guide": guide,
        "words": guide.words,
        "house": Markup(house_style(guide.house)),
        "style_sheet": Markup(style_sheet),
    }
    return render(template, values, template_name=template_name)


def matrix_lines(guide: Guide) -> Iterator[Sequence[str]]:
    """Yield the cells of the matrix, country by country and provision by provision."""
    for part in guide.matrix:
        for country in part.countries:
            for group in part.groups:
                for row in group.rows:
                    for cell in (each for each in row.cells if each.country == country.code):
                        yield (
                            country.code, country.name, row.id, row.reference, row.title, group.title,
                            "yes" if row.is_rated else "no", cell.id, cell.label if row.is_rated else "", cell.told,
                            "yes" if cell.is_outdated else "no",
                        )  # fmt: skip


def country_lines(guide: Guide) -> Iterator[Sequence[str]]:
    """Yield the countries covered."""
    return ((each.code, each.name, each.law_as_at, each.status, each.version) for each in guide.countries)
