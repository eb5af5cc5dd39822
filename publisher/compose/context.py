"""What every part of the composition of one report needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.compose.notes import NoteCounter
from publisher.compose.presentation import Presentation
from publisher.compose.typeset import Typesetter
from publisher.domain.dates import PartialDate, format_date
from publisher.domain.language import Language
from publisher.domain.report import (
    Assessment,
    CountryReport,
    Facts,
    Instrument,
    Mark,
    Rating,
    ReportStatus,
)
from publisher.domain.text import TO_THE_LEFT, Block, Paragraph, Span
from publisher.domain.treaty import Treaty
from publisher.domain.worded import WordedTreaty


@dataclass(frozen=True, slots=True)
class Numbered:
    """A report as an edition that is published and stays: its number, where it is found for good,
    whether readers are still asked about it. `address` may be empty.
    """

    number: int
    address: str = ""
    is_for_consultation: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """A report with what it is composed by; `notes` counts the notes on the way, `numbered` is
    given where it is published as an edition.
    """

    report: CountryReport
    worded: WordedTreaty
    presentation: Presentation
    typesetter: Typesetter
    notes: NoteCounter
    numbered: Numbered | None = None

    @property
    def treaty(self) -> Treaty:
        """The treaty, in the words of the language."""
        return self.worded.treaty

    @property
    def language(self) -> Language:
        """The language, with its fixed words."""
        return self.worded.language

    @property
    def facts(self) -> Facts:
        """The facts of the sheet Country."""
        return self.report.facts

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words of a report."""
        return self.language.words("report")

    def date(self, when: PartialDate | None, otherwise: str = "") -> str:
        """Return a date in words, ready for print."""
        return self.text(format_date(when, self.language.locale)) if when else otherwise

    def text(self, text: str) -> str:
        """Return a short text ready for print."""
        return self.typesetter.text(text)

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return the text of a cell ready for print, its citation marks numbered."""
        return self.notes.number(self.typesetter.blocks(blocks))

    def words_as_blocks(self, text: str) -> tuple[Block, ...]:
        """Return fixed words as a paragraph."""
        return (Paragraph((Span(self.text(text)),)),)


def told_bound(facts: Facts, language: Language) -> str:
    """Return how and when a State became bound: 'Ratification, 3 November 2005', or that it is not
    a party.
    """
    words = language.words("report")
    if facts.instrument is Instrument.NOT_A_PARTY:
        return words["not_party"]
    when = format_date(facts.bound, language.locale) if facts.bound else words["date_unknown"]
    if facts.instrument is None:
        return when
    return f"{language.words('choices.instrument')[facts.instrument]}{words['comma']} {when}"


def told_finding(finding: Assessment, language: Language) -> str:
    """Return 'Partly in line (Committee, 31 January 2014)', as much of it as is known."""
    if finding.rating is None:
        return ""
    label = language.words("choices.assessment")[finding.rating]
    by_whom = told_finder(finding, language)
    return f"{label} ({by_whom})" if by_whom else label


def told_finder(finding: Assessment, language: Language) -> str:
    """Return by whom and when something was found, as much of it as is known."""
    when = format_date(finding.date, language.locale) if finding.date else ""
    comma = language.words("report")["comma"]
    finder = finding.finder
    if finder and language.direction == "rtl" and not TO_THE_LEFT.search(finder):
        # Isolated (UAX 9), else the day behind a name in Latin letters would stand before it.
        finder = f"\u2066{finder}\u2069"
    return f"{comma} ".join(part for part in (finder, when) if part)


def told_status(status: ReportStatus, language: Language) -> str:
    """Return whether a text is a draft or final."""
    return language.words("choices.status")[status]


def told_mark(mark: Mark | None, language: Language) -> str:
    """Return what is printed on each page of a report that is none."""
    return language.words("marks")[mark] if mark else ""


def ratings_in_order(language: Language) -> list[Rating]:
    """Return how provisions are assessed in the order of the language's list."""
    ids = list(language.words("choices.assessment"))
    return sorted(Rating, key=lambda each: ids.index(each.value))
