"""The comparison matrix: provision by country, each with its assessment as sign, word and date.

A provision that gives a State an option, or declares something, is not rated: nobody can be in
breach of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from publisher.compose.edition import House
from publisher.compose.guide.values import GuideCountry, MatrixCell, MatrixGroup, MatrixRow
from publisher.compose.table import outdated, printed_entries
from publisher.domain.dates import format_date
from publisher.domain.language import Language
from publisher.domain.model import Assessment, CountryReport, Entry
from publisher.domain.treaty import Group, Obligation, Provision, Treaty

# A subject area with its provisions.
Area = tuple[Group, tuple[Provision, ...]]
_NOT_RATED = (Obligation.OPTIONAL, Obligation.DECLARATORY)


@dataclass(frozen=True)
class Cells:
    """The reports of the guide, row by row: what each says about a provision."""

    covered: tuple[tuple[GuideCountry, CountryReport], ...]
    treaty: Treaty
    language: Language
    house: House

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

    def findings(self, provisions: Iterable[Provision]) -> Iterator[str]:
        """Yield the assessments of all rated provisions in all countries; the empty string where
        there is none.
        """
        for provision in provisions:
            if is_rated(provision):
                yield from (entry.finding.assessment for _, _, entry in self.of(provision))

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


def is_rated(provision: Provision) -> bool:
    """Tell whether a provision asks something of a State that can be assessed."""
    return provision.obligation not in _NOT_RATED


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
    rated = is_rated(provision)
    found = []
    for country in countries:
        key = country.code, provision.id
        finding = cells.entries[key].finding if rated and key in cells.entries else Assessment()
        is_outdated = rated and key in cells.outdated
        found.append(
            matrix_cell(country.code, finding, cells.language, cells.house, is_outdated=is_outdated)
        )
    remark = cells.language.words("report").get(f"obligation_{provision.obligation.value}", "")
    return MatrixRow(
        provision.id, provision.un_reference, provision.title, remark, rated, tuple(found)
    )


def matrix_cell(
    country: str, finding: Assessment, language: Language, house: House, *, is_outdated: bool
) -> MatrixCell:
    """Return one cell of the matrix."""
    words = language.words("report")
    label = language.words("choices.assessment").get(finding.assessment, words["not_assessed"])
    when = format_date(finding.date, language.locale) if finding.date else ""
    told = ", ".join(part for part in (finding.finder, when) if part) if finding.assessment else ""
    symbol = house.symbols.get(finding.assessment, "")
    return MatrixCell(country, finding.assessment, symbol, label, told, is_outdated)
