"""Dates as legal sources give them: a day, a month or only a year.

A date written in digits is taken only where it cannot be misread: 3/4/1998 is April in some
countries and March in others, so it is refused.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from publisher.domain.months import month_called, weekday_called, words_of_other_calendars
from publisher.domain.names import folded

_BETWEEN = r"\s?[./-]\s?"
_SEPARATORS = re.compile(r"[\s,،./-]+")
# 1st, 2nd, 3rd, 4th; 1er, 1re; 1.º: a full stop falls away as what separates
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|º|°)(?!\w)", re.IGNORECASE)
_BESIDE = ("the", "of", "le", "du", "de", "del", "el")  # small words in a date say nothing of it


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or the month and the day, may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    def is_before(self, other: "PartialDate") -> bool:
        """Whether this date is certainly earlier: 1998 is not before March 1998."""
        for own, its in zip(
            (self.year, self.month, self.day), (other.year, other.month, other.day), strict=True
        ):
            if own != its or not own:
                return bool(own and its and own < its)
        return False

    @property
    def weekday(self) -> int | None:
        """The day of the week, from Monday as 0; None where the day is not known."""
        return date(self.year, self.month, self.day).weekday() if self.day else None

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{each:02}" for each in (self.month, self.day) if each)]
        return "-".join(parts)


def parse_date(value: object) -> PartialDate | None:
    """Return the date in a cell's value, or None where there is none or it can be read in two ways.

    Understood are real Excel dates, 1998, 1998-04, 1998-04-03, 4/1998, 19980403, and the month in
    words of the languages of the United Nations: April 1998, 3rd of April 1998, April 3, 1998. Of
    17/8/1998 only one number can be a month; 3/4/1998 is refused.
    """
    match value:
        case datetime() | date():
            return PartialDate(value.year, value.month, value.day)
        case bool():
            return None
        case int():
            return _parse_text(str(value))
        case float() if value.is_integer():
            return _parse_text(str(int(value)))
        case str():
            return _parse_text(value.strip())
        case _:
            return None


def _parse_text(text: str) -> PartialDate | None:
    if not any(each.isalpha() for each in text.removesuffix("T00:00:00")):
        return _in_digits(text)
    return _in_words(text)


def _in_digits(text: str) -> PartialDate | None:
    """Return a date whose month is a number."""
    if found := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:[T ]00:00:00)?", text):
        return _valid(*(int(each or 0) for each in found.groups()))
    if found := re.fullmatch(
        rf"(\d{{4}})(?:(\d\d)(\d\d)|{_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}}))", text
    ):
        return _whole(*(int(each) for each in found.groups() if each))
    if found := re.fullmatch(rf"(\d{{1,2}}){_BETWEEN}(\d{{4}})", text):
        return _whole(int(found[2]), int(found[1]))
    if found := re.fullmatch(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}})", text):
        year, month = int(found[1]), int(found[2])
        is_session = month == (year + 1) % 100  # 2011/12 is rather a year and the next one
        return None if is_session else _whole(year, month)
    readings = _readings(text)
    return readings[0] if len(readings) == 1 else None


def _readings(text: str) -> tuple[PartialDate, ...]:
    """Return what two numbers and a year can mean: the day first, then the month first."""
    found = re.fullmatch(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}})", text)
    if not found:
        return ()
    first, second, year = (int(each) for each in found.groups())
    both = (_whole(year, second, first), _whole(year, first, second))
    return tuple(dict.fromkeys(each for each in both if each))


def _in_words(text: str) -> PartialDate | None:
    """Return a date whose month is a word: with or without a day before or behind it, the year last
    or first.
    """
    words = [each for each in _SEPARATORS.split(_ORDINAL.sub("", text)) if each]
    words = [each for each in words if each.casefold() not in _BESIDE]
    weekday = weekday_called(words[0]) if len(words) == 4 else None
    if weekday is not None:
        words = words[1:]
    numbers = [each for each in words if each.isdecimal()]
    names = " ".join(each for each in words if not each.isdecimal())
    order = "".join(map(_sign, words))
    if re.fullmatch("9?m+y|m+9y|ym+9?", order) is None:
        return None
    when = _of_parts(numbers, names)
    is_other_day = weekday is not None and when is not None and when.weekday != weekday
    return None if is_other_day else when


def _sign(word: str) -> str:
    if not word.isdecimal():
        return "m"
    return "y" if len(word) == 4 else "9"


def _of_parts(numbers: list[str], names: str) -> PartialDate | None:
    """Return the date of a month's name, a year and perhaps a day."""
    month = month_called(names)
    year = next(int(each) for each in numbers if len(each) == 4)
    days = [int(each) for each in numbers if len(each) != 4]
    return _whole(year, month, *days) if month else None


def ambiguous_dates(text: str) -> tuple[str, str] | None:
    """Return the two readings of a date in digits such as 3/4/1998, or None where it has not
    two.
    """
    readings = _readings(text.strip())
    return (str(readings[0]), str(readings[1])) if len(readings) == 2 else None


def is_of_another_calendar(text: str) -> bool:
    """Tell whether what is no date looks like one of a calendar other than the Gregorian: by the
    name of its month or era, or by a year that is past there and far from now here.
    """
    words = folded(text.replace(".", "")).split()
    years = [int(each) for each in words if each.isdecimal() and len(each) == 4]
    if not years or len(words) > 4:
        return False
    named = words_of_other_calendars("month") | words_of_other_calendars("era")
    # Of the Islamic and the Iranian calendar the last two centuries, of the Thai one likewise.
    is_far = any(1250 <= year < 1500 or 2300 <= year < 2700 for year in years)
    return is_far or not named.isdisjoint(words)


def _whole(*parts: int) -> PartialDate | None:
    """Return the date of a year, a month and perhaps a day, none of which is 0."""
    return _valid(*parts) if all(parts) else None


def _valid(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    if day and not month:
        return None
    try:
        date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    return PartialDate(year, month, day) if 1500 <= year <= 2200 else None


def keep_days_whole(text: str, locale: str) -> str:
    """Return a text in which no line can end within a day as `format_date` writes it."""
    return _written_days(locale).sub("\\1\u00a0\\2\u00a0\\3", text)


@cache
def _written_days(locale: str) -> re.Pattern[str]:
    months = "|".join(
        re.escape(format_date(PartialDate(2000, each), locale).split()[0]) for each in range(1, 13)
    )
    return re.compile(rf"\b(\d{{1,2}}(?:er)?) ({months}) (\d{{4}})\b")


@lru_cache(maxsize=10_000)  # the reports of all States name some thousand days, each many times
def format_date(when: PartialDate, locale: str) -> str:
    """Return the date in the words of a language, as far as it is known: 3 April 1998, April 1998,
    1998; in French the first day of a month is an ordinal: 1er avril 1998.
    """
    from babel.dates import format_date as format_day  # noqa: PLC0415 - the status and what was kept of a check need no words for dates
    from babel.dates import format_skeleton  # noqa: PLC0415

    day = date(when.year, when.month or 1, when.day or 1)
    if when.day:
        told = format_day(day, "long", locale=locale)
        is_first = when.day == 1 and locale.startswith("fr")
        return told.replace("1", "1er", 1) if is_first else told  # Unicode's own data leaves it out
    return format_skeleton("yMMMM" if when.month else "y", day, locale=locale)
