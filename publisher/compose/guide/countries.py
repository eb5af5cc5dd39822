"""A country on one page of the guide."""

from collections.abc import Iterable, Iterator, Sequence

from publisher.compose.context import told_bound
from publisher.compose.guide.cells import GuideCountry
from publisher.compose.guide.editor import Desk
from publisher.compose.guide.matrix import Area, Cells, matrix_row
from publisher.compose.guide.values import CountryPage, Fact, Gap, MatrixGroup, MatrixRow, Quote
from publisher.compose.overview import assessment_bar
from publisher.domain.dates import format_date
from publisher.domain.report import CountryReport, Rating
from publisher.domain.text import Block, plain_inlines, plain_text
from publisher.domain.treaty import Provision

_GAPS, _REFORMS = 3, 3
# The most words in gaps and reforms of a country that is kept on one page: 30 of the 47 lines of a
# column there.
_SHORT_PAGE = 220


def country_page(
    country: GuideCountry, report: CountryReport, areas: Sequence[Area], desk: Desk
) -> CountryPage:
    """Return the page of a country.

    Its main gaps are those that the editor picked; without enough of them, the provisions found
    least in line.
    """
    cells = desk.cells
    chosen = [provision for _, provisions in areas for provision in provisions]
    keys = [(country.code, each.id) for each in chosen]
    own = [cells.entries[key] for key in keys if key in cells.entries]
    quotes: list[Quote] = []
    for entry in own:
        quotes.extend(desk.reforms[country.code, entry.provision.id])
    latest = sorted(quotes, key=lambda each: -each.year)[:_REFORMS]
    ratings = tuple(cells.ratings(chosen, (country,)))
    gaps = tuple(_gaps(country, chosen, desk))
    return CountryPage(
        country=country,
        facts=tuple(_facts(country, report, desk)),
        bar=assessment_bar(country.name, ratings, cells.language, cells.house),
        is_assessed=any(ratings),
        is_short=_word_count(gaps, latest) <= _SHORT_PAGE,
        gaps=gaps,
        reforms=tuple(latest),
        groups=tuple(_groups(country, areas, cells)),
    )


def _word_count(gaps: Iterable[Gap], reforms: Iterable[Quote]) -> int:
    texts = [f"{gap.title} {plain_text(gap.why)}" for gap in gaps]
    texts += [f"{reform.text} {plain_inlines(reform.sources)}" for reform in reforms]
    return sum(len(text.split()) for text in texts)


def _groups(country: GuideCountry, areas: Sequence[Area], cells: Cells) -> Iterator[MatrixGroup]:
    """Yield the rated provisions by subject area, without areas that have none."""
    for group, provisions in areas:
        rated = [each for each in provisions if each.is_rated]
        if rated:
            rows = tuple(matrix_row(each, cells, (country,)) for each in rated)
            yield MatrixGroup(group.id, group.title, rows)


def _facts(country: GuideCountry, report: CountryReport, desk: Desk) -> Iterator[Fact]:
    language = desk.cells.language
    words, own = language.words("report"), language.words("guide")
    due = report.facts.next_report
    next_report = format_date(due, language.locale) if due else words["not_stated"]
    if country.region:
        yield Fact(own["region"], country.region)
    if country.mark:
        yield Fact(own["mark"], country.mark)
    text = desk.cells.text
    yield Fact(own["bound"], text(told_bound(report.facts, language)))
    yield Fact(words["next_report"], text(next_report))
    yield Fact(words["law_as_at"], text(country.law_as_at))
    yield Fact(words["version_label"], " · ".join(filter(None, (country.version, country.status))))
    yield Fact(own["coverage_heading"], country.coverage)


def _gaps(country: GuideCountry, chosen: Sequence[Provision], desk: Desk) -> Iterator[Gap]:
    """Yield all gaps that the editor picked, then those found least in line until there are
    three.
    """
    rows = {each.id: matrix_row(each, desk.cells, (country,)) for each in chosen}
    whys: dict[str, tuple[Block, ...]] = {}
    for pick in desk.picks(set(rows)):
        if pick.is_gap and pick.country == country.code:
            whys.setdefault(pick.key.provision, pick.why)
    picked = [row for id_, row in rows.items() if id_ in whys]
    found: list[MatrixRow] = []
    for rating in filter(lambda each: each.is_gap, Rating):  # the most urgent first
        found += [row for row in rows.values() if row.cells[0].id == rating and row.id not in whys]
    for row in (*picked, *found[: max(0, _GAPS - len(picked))]):
        yield Gap(row.reference, row.title, row.cells[0], desk.blocks(whys.get(row.id, ())))
