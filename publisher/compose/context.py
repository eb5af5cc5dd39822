"""What every part of the composition of one report needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.compose.edition import Edition
from publisher.compose.notes import NoteCounter
from publisher.compose.typeset import Typesetter
from publisher.domain.dates import format_date
from publisher.domain.language import Language
from publisher.domain.model import Assessment, Block, CountryReport, Facts, Paragraph, Span
from publisher.domain.treaty import Treaty


@dataclass(frozen=True, slots=True)
class Composition:
    """A report with what it is composed by; `notes` counts the notes on the way."""

    report: CountryReport
    treaty: Treaty
    language: Language
    edition: Edition
    typesetter: Typesetter
    notes: NoteCounter

    @property
    def facts(self) -> Facts:
        """The facts of the sheet Country."""
        return self.report.facts

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words of a report."""
        return self.language.words("report")

    def date(self, field: str, otherwise: str) -> str:
        """Return a date of the sheet Country in words."""
        when = self.facts.dates.get(field)
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
    words, instrument = language.words("report"), facts.choices["instrument"]
    if instrument == "none":
        return words["not_party"]
    date = facts.dates.get("bound")
    when = format_date(date, language.locale) if date else words["date_unknown"]
    return f"{language.words('choices.instrument')[instrument]}, {when}" if instrument else when


def told_finding(finding: Assessment, language: Language) -> str:
    """Return 'Partly in line (Committee, 31 January 2014)', as much of it as is known."""
    if not finding.assessment:
        return ""
    label = language.words("choices.assessment")[finding.assessment]
    when = format_date(finding.date, language.locale) if finding.date else ""
    by_whom = ", ".join(part for part in (finding.finder, when) if part)
    return f"{label} ({by_whom})" if by_whom else label
