"""What an editor adds to the guide: picked texts with their origin, texts in their own voice."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from publisher.compose.context import told_finding
from publisher.compose.guide.cells import GuideCountry
from publisher.compose.guide.matrix import Cells
from publisher.compose.guide.quotes import (
    origin_of,
    paragraphs_of,
    references_in,
    sources_line,
    that_cite_a_source,
    that_name_a_year,
    with_citations_told,
    without_citations,
)
from publisher.compose.guide.values import EditorsText, Example, Quote
from publisher.compose.typeset import Typesetter
from publisher.domain.editorial import ChapterTexts, Editorial, Pick
from publisher.domain.report import CountryReport, Entry, Source, State
from publisher.domain.text import Block, with_lines
from publisher.domain.treaty import Provision

# Quotes by the country's code and the provision's id.
Quotes = Mapping[tuple[str, str], tuple[Quote, ...]]


@dataclass(frozen=True)
class Desk:
    """The editor's part beside the reports that it speaks of."""

    editorial: Editorial
    cells: Cells
    provisions: tuple[Provision, ...]
    sources: Mapping[str, Source]

    @cached_property
    def typesetter(self) -> Typesetter:
        """What makes the texts of the guide ready for print."""
        return Typesetter(self.cells.language, self.cells.treaty, self.provisions, sets_marks=True)

    @cached_property
    def reports(self) -> Mapping[str, tuple[GuideCountry, CountryReport]]:
        """The countries covered with their reports, by code."""
        return {country.code: (country, report) for country, report in self.cells.covered}

    @cached_property
    def laws(self) -> Quotes:
        """What each row quotes on the law in force, by the country's code and the provision's
        id.
        """
        return {key: quotes for key, _, quotes in self._with_role("law")}

    @cached_property
    def reforms(self) -> Quotes:
        """What each row quotes on reforms."""
        return {
            key: tuple(that_name_a_year(quotes, report, self.cells))
            for key, report, quotes in self._with_role("reforms")
        }

    @cached_property
    def findings(self) -> Quotes:
        """What each row quotes on compliance."""
        return {
            key: tuple(that_cite_a_source(quotes, report))
            for key, report, quotes in self._with_role("findings")
        }

    @cached_property
    def paragraphs(self) -> Mapping[tuple[str, str], Mapping[str, tuple[Quote, ...]]]:
        """All paragraphs of each row by the ids of its columns, by the country's code and the
        provision's id.
        """
        found = {}
        for key, country, report, entry in self._rows():
            origin = origin_of(country, entry, self.cells)
            found[key] = {
                each.key.column: tuple(
                    paragraphs_of(each, origin, country, report, self.typesetter)
                )
                for each in entry.contents
            }
        return found

    def _with_role(
        self, role: str
    ) -> Iterator[tuple[tuple[str, str], CountryReport, tuple[Quote, ...]]]:
        """Yield each row with its report and the paragraphs of its column of some role."""
        column = next((each.id for each in self.cells.treaty.columns if each.role == role), "")
        for key, quoted in self.paragraphs.items():
            yield key, self.reports[key[0]][1], quoted.get(column, ())

    def _rows(self) -> Iterator[tuple[tuple[str, str], GuideCountry, CountryReport, Entry]]:
        for provision in self.provisions:
            for country, report, entry in self.cells.of(provision):
                yield (country.code, provision.id), country, report, entry

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return a text of the editor ready for print, its citation marks told in brackets."""
        return self.typesetter.blocks(
            with_citations_told(blocks, self.sources, self.cells.language)
        )

    def front(self) -> Iterator[EditorsText]:
        """Yield what the editor wrote about purpose, method, reform and safety."""
        words = self.cells.language.words("guide_fields")
        for key, blocks in self.editorial.facts.front.items():
            if blocks:
                yield EditorsText(self.typesetter.text(words[key]), self.blocks(blocks))

    def introduction(self, chapter: str) -> tuple[Block, ...]:
        """Return how a chapter begins."""
        return self.blocks(self._texts(chapter).introduction)

    def advice(self, chapter: str) -> Iterator[EditorsText]:
        """Yield hints, questions, model wording, objections and replies of a chapter."""
        words = self.cells.language.words("guide_chapters")
        notes = self.cells.language.words("guide_notes")
        for key, blocks in self._texts(chapter).advice.items():
            if blocks:
                yield EditorsText(words[key], self.blocks(blocks), notes.get(key, ""))

    def _texts(self, chapter: str) -> ChapterTexts:
        return self.editorial.chapters.get(chapter, ChapterTexts())

    # Picks

    def picks(self, provisions: Set[str]) -> Iterator[Pick]:
        """Yield the picks on some provisions in the countries that the guide covers, unless their
        text has changed.
        """
        for each in self.editorial.picks:
            if (
                each.key.provision in provisions
                and each.country in self.reports
                and not each.is_changed
            ):
                yield each

    def examples(self, picks: Iterable[Pick]) -> Iterator[Example]:
        """Yield picked texts word for word; one that its workbook no longer has is left out."""
        for pick in picks:
            example = self._example(pick)
            if example is not None:
                yield example

    def _assessment(self, entry: Entry) -> str:
        language = self.cells.language
        if not entry.provision.is_rated:
            return ""
        told = self.cells.text(told_finding(entry.finding, language))
        return told or language.words("report")["not_assessed"]

    def _example(self, pick: Pick) -> Example | None:
        country, report = self.reports[pick.country]
        entry = self.cells.entries.get((pick.country, pick.key.provision))
        if entry is None:
            return None
        content = next((each for each in entry.contents if each.key == pick.key), None)
        if content is None or content.state is not State.TEXT:
            return None
        columns = self.cells.treaty.columns
        references = references_in(content.blocks)
        return Example(
            origin=origin_of(country, entry, self.cells),
            title=self.cells.text(entry.provision.title),
            heading=next(each.heading for each in columns if each.id == pick.key.column),
            assessment=self._assessment(entry),
            blocks=self._quoted(content.blocks, country),
            sources=sources_line(references, report, country, self.typesetter),
            why=self.blocks(pick.why),
            references=references,
        )

    def _quoted(self, blocks: Iterable[Block], country: GuideCountry) -> tuple[Block, ...]:
        """Return a text of a report word for word; one in another language as it was typed."""
        quoted = without_citations(blocks, country.language)
        return quoted if country.language else with_lines(quoted, self.typesetter.line)
