"""The advocacy guide as a web page, from which its PDF is made too, and its data as tables."""

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from publisher.compose.guide import Guide
from publisher.compose.guide.values import Chapter, Example, Origin, Quote
from publisher.compose.publication import Bar, Drawing
from publisher.domain.text import plain_inlines
from publisher.writers.charts import draw_years, titled
from publisher.writers.html import look_of_house, render
from publisher.writers.table import text_lines

DataTable = tuple[Sequence[str], list[Sequence[str]]]

_MATRIX = (
    "country_code", "country", "provision_id", "reference", "title", "subject_area", "rated",
    "assessment_id", "assessment", "found_by_and_when", "older_than_a_reform",
)  # fmt: skip
_COUNTRIES = (
    "country_code",
    "country",
    "mark",
    "region",
    "law_as_at",
    "status",
    "version",
    "cells_researched",
)
_QUOTES = (
    "kind", "country_code", "country", "provision_id", "reference", "subject_area", "column",
    "years", "text", "sources", "why",
)  # fmt: skip
_YEARS = ("year", "texts_on_reforms", "countries_bound")
_RESEARCH = (
    "place_id", "place", "countries", "searched", "found", "nothing_found", "not_reachable",
)  # fmt: skip
_AREAS = ("subject_area", "counted", "id", "label", "count")


def write_guide_page(guide: Guide, template: str, style_sheet: str, *, template_name: str) -> str:
    """Return the web page of the guide. Raises PublisherError where the template cannot be used."""
    chart = timeline_drawing(guide)
    timeline = titled(chart.svg.decode(), chart.description) if chart else ""
    values = {
        "guide": guide,
        "words": guide.words,
        "house": Markup(look_of_house(guide.house)),
        "style_sheet": Markup(style_sheet),
        "timeline": Markup(timeline),
    }
    return render(template, values, template_name=template_name, scale=len(guide.countries))


def timeline_drawing(guide: Guide) -> Drawing | None:
    """Return the chart of reforms over time against ratification; None where no year is known."""
    if guide.timeline is None:
        return None
    years = guide.timeline.years
    return draw_years(
        [each.year for each in years],
        [each.reforms for each in years],
        [each.bound for each in years],
        accent=guide.house.accent,
        description=guide.timeline.text,
        from_right=guide.direction == "rtl",
    )


# Tables


def guide_tables(guide: Guide) -> dict[str, DataTable]:
    """Return the data behind the guide by the name of each table: its headings and lines."""
    return {
        "Assessments": (_MATRIX, list(matrix_lines(guide))),
        "Countries": (_COUNTRIES, list(_country_lines(guide))),
        "Areas": (_AREAS, list(_area_lines(guide))),
        "Years": (_YEARS, list(_year_lines(guide))),
        "Quotes": (_QUOTES, list(_quote_lines(guide))),
        "Research": (_RESEARCH, list(_research_lines(guide))),
    }


def matrix_lines(guide: Guide) -> Iterator[Sequence[str]]:
    """Yield the cells of the matrix, country by country and provision by provision."""
    for part in guide.matrix:
        for country in part.countries:
            for group in part.groups:
                for row in group.rows:
                    about = (row.id, *map(_plain, (row.reference, row.title, group.title)))
                    rated = "yes" if row.is_rated else "no"
                    for cell in row.cells:
                        if cell.country == country.code:
                            assessment = cell.label if row.is_rated else ""
                            outdated = "yes" if cell.is_outdated else "no"
                            told = (cell.id, assessment, _plain(cell.told), outdated)
                            yield (country.code, country.name, *about, rated, *told)


def _country_lines(guide: Guide) -> Iterator[Sequence[str]]:
    for each in guide.countries:
        yield (
            each.code,
            each.name,
            each.mark,
            each.region,
            each.law_as_at,
            each.status,
            each.version,
            each.coverage,
        )


def _area_lines(guide: Guide) -> Iterator[Sequence[str]]:
    counted: tuple[tuple[str, Iterable[Bar]], ...] = (
        ("assessments", guide.bars),
        ("cells", guide.coverage),
    )
    for name, bars in counted:
        for bar in bars:
            for share in bar.shares:
                yield bar.label, name, share.id, share.label, str(share.count)


def _year_lines(guide: Guide) -> Iterator[Sequence[str]]:
    for each in guide.timeline.years if guide.timeline else ():
        yield str(each.year), str(each.reforms), str(each.bound)


def _research_lines(guide: Guide) -> Iterator[Sequence[str]]:
    for each in guide.research.lines if guide.research else ():
        counts = (each.searched, each.found, each.nothing_found, each.not_reachable)
        yield (each.key, each.place, str(len(guide.countries)), *map(str, counts))


def _quote_lines(guide: Guide) -> Iterator[Sequence[str]]:
    for chapter in guide.chapters:
        for kind, examples in (("good_example", chapter.examples), ("gap", chapter.gaps)):
            yield from (_example_line(kind, each, chapter) for each in examples)
        quoted = (("law", chapter.laws), ("reform", chapter.reforms), ("finding", chapter.findings))
        for kind, quotes in quoted:
            yield from (_quote_line(kind, each, chapter) for each in quotes)


def _example_line(kind: str, each: Example, chapter: Chapter) -> Sequence[str]:
    text, why = "\n".join(text_lines(each.blocks)), "\n".join(text_lines(each.why))
    told = (each.heading, "", text, plain_inlines(each.sources).strip(), why)
    return (kind, *_origin(each.origin), chapter.title, *told)


def _quote_line(kind: str, each: Quote, chapter: Chapter) -> Sequence[str]:
    years, sources = "; ".join(map(str, each.years)), plain_inlines(each.sources).strip()
    told = ("", years, each.text, sources, "")
    return (kind, *_origin(each.origin), chapter.title, *told)


def _origin(origin: Origin) -> Sequence[str]:
    return origin.country_code, origin.country, origin.provision, _plain(origin.reference)


def _plain(text: str) -> str:
    """Return a text as it is searched for in a table: with spaces for those that must not break."""
    return text.replace("\u00a0", " ")
