"""Days and times in the words of a language, for pages that people read."""

from datetime import date, datetime

from publisher.domain.dates import PartialDate, format_date
from publisher.domain.language import Language


def told_day(when: date, language: Language) -> str:
    """Return a day as a language writes it: 30 November 2026."""
    day = format_date(PartialDate(when.year, when.month, when.day), language.locale)
    # From right to left, words around a date would be put between its parts.
    return f"\u2068{day}\u2069" if language.direction == "rtl" else day


def told_time(when: datetime, language: Language) -> str:
    """Return a day and its time as a language writes them: 30 November 2026, 18:29."""
    moment: str = language.words("status")["moment"]
    return moment.format(day=told_day(when, language), time=f"{when:%H:%M}")


def told_when(text: str, language: Language) -> str:
    """Return what a cell says of a day, or of a day and its time, as a language writes it; as it
    stands where that is neither.
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    is_day = len(text) <= len("2026-11-30")
    return told_day(when.date(), language) if is_day else told_time(when, language)
