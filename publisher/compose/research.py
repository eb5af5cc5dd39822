"""How a report was researched: the places where somebody looked, and what came of it."""

from collections.abc import Iterable, Iterator, Mapping

from publisher.compose.context import Composition
from publisher.compose.publication import Research, ResearchLine
from publisher.domain.dates import format_date
from publisher.domain.places import LookedPlace, LookResult

_MOST_NAMED = 3  # of the places that were not looked at


def research(context: Composition) -> Research | None:
    """Return where was looked for a report; None where nobody noted it.

    Persons are named only where the editor has chosen so.
    """
    places = context.report.places
    if not places:
        return None
    return Research(context.text(_text(context)), tuple(_lines(context, places)))


def _text(context: Composition) -> str:
    usual = {place.key: place.place for place in context.treaty.places}
    own = context.words["research_text"]
    if not usual:
        return own
    places = [each for each in context.report.places if each.key in usual]
    searched = sum(each.was_searched for each in places)
    not_reachable = sum(each.result is LookResult.NOT_REACHABLE for each in places)
    told = context.words["research_usual"].format(
        all=len(usual),
        searched=searched,
        not_reachable=not_reachable,
        left=_left(context, usual, places),
    )
    return f"{own} {told}"


def _left(context: Composition, usual: Mapping[str, str], looked: Iterable[LookedPlace]) -> str:
    """Return how many places were not looked at, and which, where that is soon said: they are not
    in the table.
    """
    seen = {
        each.key for each in looked if each.was_searched or each.result is LookResult.NOT_REACHABLE
    }
    names = [name for key, name in usual.items() if key not in seen]
    if not 0 < len(names) <= _MOST_NAMED:
        return str(len(names))
    told = f"{context.words['semicolon']} ".join(names)
    return f"{len(names)} ({told})"


def _lines(context: Composition, places: tuple[LookedPlace, ...]) -> Iterator[ResearchLine]:
    results = context.language.words("choices.place_result")
    for each in places:
        name = each.looked_by if context.presentation.names_researchers else ""
        yield ResearchLine(
            key=each.key,
            place=context.text(each.name),
            looked_on=context.text(_looked_on(context, each, name)),
            result=results[each.result] if each.result else "",
            day=each.looked_on,
            looked_by=name,
            result_id=each.result.value if each.result else "",
            sources=each.sources,
        )


def _looked_on(context: Composition, place: LookedPlace, name: str) -> str:
    """Return when somebody looked, and who it was where that is to be said."""
    when = format_date(place.looked_on, context.language.locale) if place.looked_on else ""
    if when and name:
        return context.words["researched_by"].format(date=when, name=name)
    return when or name
