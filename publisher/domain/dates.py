"""Dates as legal sources give them: a day, a month or only a year.

A date written in digits is taken only where it cannot be misread: 3/4/1998 is April in some
countries and March in others, so it is refused.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal

_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")


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

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{each:02}" for each in (self.month, self.day) if each)]
        return "-".join(parts)


def parse_date(value: object) -> PartialDate | None:
    """Return the date in a cell's value, or None where there is none or it can be read in two ways.

    Understood are real Excel dates, 1998, 1998-04, 1998-04-03, April 1998, 3 April 1998 and April
    3, 1998.
    """
    match value:
        case datetime() | date():
            return PartialDate(value.year, value.month, value.day)
        case int():
            return _valid(value)
        case float() if value.is_integer():
            return _valid(int(value))
        case str():
            return _parse_text(value.strip())
        case _:
            return None


def _parse_text(text: str) -> PartialDate | None:
    if found := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:[T ]00:00:00)?", text):
        return _valid(*(int(each or 0) for each in found.groups()))
    if found := re.fullmatch(r"(?:(\d{1,2})\.? )?([^\W\d_]+)\.? (\d{4})", text):
        return _with_month_name(found[3], found[2], found[1] or "0")
    if found := re.fullmatch(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})", text):
        return _with_month_name(found[3], found[1], found[2])
    return None


def _with_month_name(year: str, month_name: str, day: str) -> PartialDate | None:
    month = _months().get(month_name.casefold())
    return _valid(int(year), month, int(day)) if month else None


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names  # noqa: PLC0415 - the status and what was kept of a check need no words for dates

    return {
        name.casefold().rstrip("."): number
        for language in ("en", "fr", "es")
        for width in _WIDTHS
        for number, name in get_month_names(width, locale=language).items()
    }


def ambiguous_dates(text: str) -> tuple[str, str] | None:
    """Return the two readings of a date in digits such as 3/4/1998, or None where it has not
    two.
    """
    found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text.strip())
    if not found:
        return None
    first, second, year = (int(each) for each in found.groups())
    both = _valid(year, second, first), _valid(year, first, second)
    if None in both or first == second:
        return None
    return str(both[0]), str(both[1])


def _valid(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    try:
        date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    return PartialDate(year, month, day) if 1500 <= year <= 2200 else None


def format_date(when: PartialDate, locale: str) -> str:
    """Return the date in the words of a language, as far as it is known: 3 April 1998, April 1998,
    1998.
    """
    from babel.dates import format_date as format_day  # noqa: PLC0415 - as above
    from babel.dates import format_skeleton  # noqa: PLC0415

    day = date(when.year, when.month or 1, when.day or 1)
    if when.day:
        return format_day(day, "long", locale=locale)
    return format_skeleton("yMMMM" if when.month else "y", day, locale=locale)
