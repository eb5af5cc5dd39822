"""Where was looked, counted over all countries of the guide."""

from collections.abc import Callable, Iterable, Sequence

from publisher.compose.guide.entries import GuideResearch, PlaceCount
from publisher.domain.language import Language
from publisher.domain.places import LookedPlace, LookResult
from publisher.domain.report import CountryReport
from publisher.domain.worded import WordedTreaty


def guide_research(
    reports: Sequence[CountryReport], worded: WordedTreaty, text: Callable[[str], str]
) -> GuideResearch | None:
    """Return in how many countries somebody looked in each place of the treaty, and in others; None
    where no report says where was looked. `text` makes a text ready for print.
    """
    noted = [report.places for report in reports if report.places]
    if not noted:
        return None
    words = worded.language.words("guide")
    usual = {place.key: text(place.place) for place in worded.treaty.places}
    lines = [
        _line(key, name, [_of_key(key, each) for each in noted], len(reports), worded.language)
        for key, name in usual.items()
    ]
    others = [[each for each in places if each.key not in usual] for places in noted]
    if any(others):
        lines.append(_line("", words["other_places"], others, len(reports), worded.language))
    told = words["research_note"].format(noted=len(noted), all=len(reports))
    return GuideResearch(told, tuple(lines))


def _of_key(key: str, places: Iterable[LookedPlace]) -> list[LookedPlace]:
    return [each for each in places if each.key == key]


def _line(
    key: str, name: str, by_report: Sequence[list[LookedPlace]], all_: int, language: Language
) -> PlaceCount:
    """Return the line of a place, of which each report may say something."""
    searched = sum(any(each.was_searched for each in places) for places in by_report)
    results = {
        result: sum(any(each.result is result for each in places) for places in by_report)
        for result in LookResult
    }
    return PlaceCount(
        key=key,
        place=name,
        searched=searched,
        searched_of=language.words("guide")["coverage_of"].format(count=searched, all=all_),
        found=results[LookResult.FOUND],
        nothing_found=results[LookResult.NOTHING_FOUND],
        not_reachable=results[LookResult.NOT_REACHABLE],
    )
