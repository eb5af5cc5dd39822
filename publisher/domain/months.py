"""Names of months and days of the week, as the Unicode CLDR has them, and months of other
calendars.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from publisher.domain.names import folded

# In which languages a month is understood in a cell: those of the United Nations that write it as a
# word, with the names that Arabic has in other countries. The first ones are looked into first.
MONTH_LOCALES = (
    "en", "en_GB", "fr", "es", "ar", "ar_LB", "ar_DZ", "ar_MA", "ar_MR", "ru"
)  # fmt: skip


def month_called(name: str) -> int | None:
    """Return the number of the month that a name or its abbreviation means, or None."""
    form = folded(name)
    for locale in MONTH_LOCALES:
        number = months_of(locale).get(form)
        if number:
            return number
    return None


def weekday_called(name: str) -> int | None:
    """Return the number of the day of the week, from Monday as 0, or None."""
    form = folded(name)
    for locale in MONTH_LOCALES:
        number = _weekdays_of(locale).get(form)
        if number is not None:
            return number
    return None


@cache
def months_of(locale: str) -> Mapping[str, int]:
    """Return the numbers of the months by their names in a locale, folded: whole and abbreviated,
    as they stand in a date and alone.
    """
    return _names_of(locale, "months")


@cache
def _weekdays_of(locale: str) -> Mapping[str, int]:
    return _names_of(locale, "days")


def _names_of(locale: str, what: str) -> Mapping[str, int]:
    from babel import Locale  # noqa: PLC0415 - most dates are written in digits, and need no words

    contexts = getattr(Locale.parse(locale), what)
    return {
        folded(name): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in contexts[context][width].items()
    }


@cache
def words_of_other_calendars(kind: str) -> frozenset[str]:
    """Return the names of months, or of eras, in calendars other than the Gregorian, folded."""
    table = files("publisher") / "world" / "calendar_words.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return frozenset(folded(row["word"]) for row in rows if row["kind"] == kind)
