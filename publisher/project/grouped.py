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
    """Yield the lines of one rule: five places at the most, and the remedy where it is not that of
    the line before.
    """
    yield f"{catalogue['levels'][alike[0].level]} {alike[0].code}"
    shown = alike[:_MOST_PLACES]
    hints = [each.hint(catalogue) for each in shown]
    for number, each in enumerate(shown):
        place = f"{inside}: " if (inside := each.place.inside_in(catalogue)) else ""
        yield f"  {place}{each.message(catalogue)}"
        following = hints[number + 1] if number + 1 < len(shown) else ""
        if hints[number] and hints[number] != following:
            yield f"      {hints[number]}"
    if len(alike) > _MOST_PLACES:
        yield f"  {catalogue['general']['more'].format(count=len(alike) - _MOST_PLACES)}"
