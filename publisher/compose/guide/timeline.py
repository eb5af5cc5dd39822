"""Reforms over time against ratification, counted year by year."""

from collections import Counter
from collections.abc import Iterable, Sequence

from publisher.compose.guide.entries import Timeline, YearCount
from publisher.compose.guide.values import Chapter
from publisher.domain.language import Language
from publisher.domain.report import CountryReport


def timeline(
    chapters: Sequence[Chapter], reports: Iterable[CountryReport], language: Language
) -> Timeline | None:
    """Return how many texts on reforms name each year and how many countries ratified or acceded in
    it.

    None where no text on reforms names a year.
    """
    reforms: Counter[int] = Counter()
    for chapter in chapters:
        for quote in chapter.reforms:
            reforms.update(quote.years)
    days = [report.facts.bound for report in reports]
    bound = Counter(day.year for day in days if day)
    if not reforms:
        return None
    first, last = min((*reforms, *bound)), max((*reforms, *bound))
    years = tuple(YearCount(year, reforms[year], bound[year]) for year in range(first, last + 1))
    text = language.words("guide")["timeline_alt"].format(
        reforms=_told(reforms), bound=_told(bound)
    )
    return Timeline(years, text)


def _told(counts: Counter[int]) -> str:
    return "; ".join(f"{year}: {counts[year]}" for year in sorted(counts)) or "–"
