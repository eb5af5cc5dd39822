"""The years that a text on reforms names."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from publisher.domain.language import Language
from publisher.domain.years import YEAR

_ADDRESS = re.compile(r"https?://\S+")
_ANY_YEAR = re.compile(YEAR)
_YEAR = re.compile(rf"(?:(?P<before>[^\W\d_]+)(?:,| of)? )?{YEAR}(?P<after>[^.;]{{0,14}})")


def years_named(text: str, last: int | None, adopted: int, language: Language) -> tuple[int, ...]:
    """Return the years that a text names, each once and in order, none after `last`.

    Numbers of sections and amounts are no years. A year in the name of a law, the Penal Code 1860,
    counts only from `adopted` on, the year in which the treaty was adopted: it names what was
    reformed.
    """
    # True of most texts; to look at each word takes a hundred times as long.
    if not _ANY_YEAR.search(text):
        return ()
    plain = {*_months(language.locale), *language.words_of_rule("before_years")}
    years = set()
    for found in _YEAR.finditer(_ADDRESS.sub(" ", text)):
        year, before = int(found["year"]), found["before"] or ""
        is_number = before.casefold() in language.words_of_rule("before_numbers")
        is_amount = re.match(
            "|".join(language.rule("behind_amounts")), found["after"], re.IGNORECASE
        )
        is_name = before[:1].isupper() and before.casefold() not in plain
        if not (is_number or is_amount or (last and year > last) or (is_name and year < adopted)):
            years.add(year)
    return tuple(sorted(years))


@cache
def _months(locale: str) -> frozenset[str]:
    try:
        months = Locale.parse(locale).months["format"]
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(
        name.casefold().rstrip(".")
        for width in ("wide", "abbreviated")
        for name in months[width].values()
    )
