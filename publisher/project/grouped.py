"""Problems as the terminal tells them: short and grouped by rule, each place first."""

from collections.abc import Iterator, Sequence

from publisher.domain.diagnostics import Catalogue, Diagnostic, Level

_MOST_PLACES = 5


def grouped(diagnostics: Sequence[Diagnostic], catalogue: Catalogue) -> Iterator[tuple[Level, str]]:
    """Yield the lines that tell the problems by level and rule; notes are left to the full list."""
    for level in (Level.MUST_FIX, Level.PLEASE_CHECK):
        of_level = [each for each in diagnostics if each.level is level]
        for code in dict.fromkeys(each.code for each in of_level):
            yield from (
                (level, line)
                for line in _group([each for each in of_level if each.code == code], catalogue)
            )


def _group(alike: Sequence[Diagnostic], catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of one rule: five places at the most, what is the same of several told once,
    and the remedy where it is not that of the line before.
    """
    yield f"{catalogue['levels'][alike[0].level]} {alike[0].code}"
    places: dict[tuple[str, str], list[str]] = {}
    for each in alike[:_MOST_PLACES]:
        told = each.message(catalogue), each.hint(catalogue)
        places.setdefault(told, []).append(each.place.inside_in(catalogue))
    following = [hint for _, hint in list(places)[1:]]
    for ((message, hint), own), after in zip(places.items(), [*following, ""], strict=True):
        yield from _told(message, own)
        if hint and hint != after:
            yield f"      {hint}"
    if len(alike) > _MOST_PLACES:
        yield f"  {catalogue['general']['more'].format(count=len(alike) - _MOST_PLACES)}"


def _told(message: str, places: Sequence[str]) -> Iterator[str]:
    """Yield a message at its place, or with each of its places below it."""
    if len(places) == 1:
        yield f"  {places[0]}: {message}" if places[0] else f"  {message}"
        return
    yield f"  {message}"
    yield from (f"    {place}" for place in places if place)
