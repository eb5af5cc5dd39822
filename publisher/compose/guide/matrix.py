"""The comparison matrix: provision by country, each with its assessment as sign, word and date.

A provision that gives a State an option, or declares something, is not rated: nobody can be in
breach of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from publisher.compose.context import told_finder
from publisher.compose.guide.cells import GuideCountry, MatrixCell
from publisher.compose.guide.values import MatrixGroup, MatrixRow
from publisher.compose.presentation import House
from publisher.compose.table import outdated, printed_entries
from publisher.compose.typeset import Typesetter
from publisher.domain.colours import UNSHADED
from publisher.domain.language import Language
from publisher.domain.report import Assessment, CountryReport, Entry, Rating, State
from publisher.domain.treaty import Group, Provision, Treaty
from publisher.domain.worded import WordedTreaty

# A subject area with its provisions.
Area = tuple[Group, tuple[Provision, ...]]


@dataclass(frozen=True)
class Cells:
    """The reports of the guide, row by row: what each says about a provision."""

    covered: tuple[tuple[GuideCountry, CountryReport], ...]
    worded: WordedTreaty
    house: House

    @property
    def treaty(self) -> Treaty:
        """The treaty, in the words of the language."""
        return self.worded.treaty

    @property
    def language(self) -> Language:
        """The language, with its fixed words."""
        return self.worded.language

    @cached_property
    def typesetter(self) -> Typesetter:
        """What makes texts of the guide's language ready for print; references to provisions stay
        words.
        """
        return Typesetter(self.language, self.treaty, (), sets_marks=True)

    def text(self, text: str) -> str:
        """Return a short text ready for print."""
        return self.typesetter.text(text)

    @cached_property
    def entries(self) -> dict[tuple[str, str], Entry]:
        """What a country's report says about a provision, by the country's code and the provision's
        id.
        """
        return {
            (country.code, entry.provision.id): entry
            for country, report in self.covered
            for entry in printed_entries(report.entries)
        }

    def of(self, provision: Provision) -> Iterator[tuple[GuideCountry, CountryReport, Entry]]:
        """Yield what each country's report says about a provision."""
        for country, report in self.covered:
            entry = self.entries.get((country.code, provision.id))
            if entry is not None:
                yield country, report, entry

    def cell(self, provision: Provision, country: str) -> MatrixCell:
        """Return how a provision was assessed in a country, by its code."""
        key = country, provision.id
        if key not in self._cells:
            entry = self.entries.get(key) if provision.is_rated else None
            finding = entry.finding if entry else Assessment()
            is_outdated = provision.is_rated and key in self.outdated
            cell = matrix_cell(country, finding, self.language, self.house, is_outdated=is_outdated)
            if provision.is_rated and entry is None:
                cell = replace(
                    cell, label=self.language.words("guide")["not_printed"], is_printed=False
                )
            told = self.text(cell.told)
            self._cells[key] = replace(cell, told=told, has_texts=key in self.with_texts)
        return self._cells[key]

    @cached_property
    def _cells(self) -> dict[tuple[str, str], MatrixCell]:
        return {}

    def ratings(
        self, provisions: Iterable[Provision], countries: Iterable[GuideCountry]
    ) -> Iterator[Rating | None]:
        """Yield how the rated provisions were assessed in some countries; None where nobody did.

        A row that a report leaves out is not counted, as it is not in the report.
        """
        codes = tuple(country.code for country in countries)
        for provision in provisions:
            if provision.is_rated:
                keys = ((code, provision.id) for code in codes)
                yield from (self.entries[key].finding.rating for key in keys if key in self.entries)

    @property
    def countries(self) -> tuple[GuideCountry, ...]:
        """The countries of the guide, in its order."""
        return tuple(country for country, _ in self.covered)

    @cached_property
    def with_texts(self) -> frozenset[tuple[str, str]]:
        """The rows that hold a text, by country's code and provision's id."""
        return frozenset(
            key
            for key, entry in self.entries.items()
            if any(content.state is State.TEXT for content in entry.contents)
        )

    @cached_property
    def outdated(self) -> frozenset[tuple[str, str]]:
        """The rows whose finding is older than a reform that they name, by country's code and
        provision's id.
        """
        reports = {country.code: report for country, report in self.covered}
        return frozenset(
            key
            for key, entry in self.entries.items()
            if outdated(entry, self.treaty.columns, reports[key[0]].facts) is not None
        )


def matrix_groups(
    areas: Sequence[Area], cells: Cells, countries: Sequence[GuideCountry]
) -> tuple[MatrixGroup, ...]:
    """Return the provisions by subject area, with the cells of some countries."""
    return tuple(
        MatrixGroup(
            group.id, group.title, tuple(matrix_row(each, cells, countries) for each in provisions)
        )
        for group, provisions in areas
    )


def matrix_row(provision: Provision, cells: Cells, countries: Iterable[GuideCountry]) -> MatrixRow:
    """Return a provision with its assessment in some countries, in their order."""
    remark = cells.language.words("report").get(f"obligation_{provision.obligation.value}", "")
    return MatrixRow(
        id=provision.id,
        reference=cells.text(provision.un_reference),
        title=cells.text(provision.title),
        remark=remark,
        is_rated=provision.is_rated,
        cells=tuple(cells.cell(provision, country.code) for country in countries),
    )


def matrix_cell(
    country: str, finding: Assessment, language: Language, house: House, *, is_outdated: bool
) -> MatrixCell:
    """Return one cell of the matrix."""
    words = language.words("report")
    if finding.rating is None:
        return MatrixCell(country, "", "", words["not_assessed"], "", is_outdated)
    return MatrixCell(
        country=country,
        id=finding.rating.value,
        symbol=house.symbols.get(finding.rating, ""),
        label=language.words("choices.assessment")[finding.rating],
        told=told_finder(finding, language),
        is_outdated=is_outdated,
        colour=house.colours.get(finding.rating, UNSHADED),
    )
