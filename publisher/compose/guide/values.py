"""What a reader of the advocacy guide sees, ready to be written in any format.

Templates use these values by name. Everything is counted from the country reports or quoted from them word for word.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.compose.publication import Bar, House, Note
from publisher.model import Inline


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A country whose workbook cannot be used, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class GuideCountry:
    """A country that the guide covers: its code and name, the state of its report, where the full report is."""

    code: str
    name: str
    law_as_at: str
    status: str
    version: str
    report: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How a provision was assessed in a country: sign, word, by whom and when.

    `id` is that of the assessment, empty where there is none; `is_outdated` tells of a finding older than a reform.
    """

    country: str
    id: str
    symbol: str
    label: str
    told: str
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A provision in the matrix; one that is not rated says why in `remark` and has no assessments in its cells."""

    id: str
    reference: str
    title: str
    remark: str
    is_rated: bool
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The provisions of a subject area in the matrix."""

    id: str
    title: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """As many countries of the matrix as stay readable on a page, with all provisions."""

    title: str
    countries: tuple[GuideCountry, ...]
    groups: tuple[MatrixGroup, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision of a chapter: what it asks, in our own words, and what the reports say of it, counted."""

    id: str
    reference: str
    title: str
    summary: str
    remark: str
    statements: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a country report, word for word: from which country and row, and the year that it names."""

    country: str
    country_code: str
    provision: str
    reference: str
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A United Nations document cited on a row of a country report, with the place in it."""

    country: str
    country_code: str
    provision: str
    reference: str
    citation: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A subject area: what the treaty asks, how many countries, reforms by year, what United Nations bodies said.

    `outdated` are the findings older than a reform; `notes` name the countries behind the numbers.
    """

    id: str
    title: str
    bar: Bar
    rules: tuple[Rule, ...]
    reforms: tuple[Quote, ...]
    documents: tuple[Document, ...]
    outdated: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class CountryPage:
    """A country on one page: its facts, its assessments, what is not in line, its latest reforms."""

    country: GuideCountry
    bound: str
    bar: Bar
    gaps: tuple[MatrixGroup, ...]
    reforms: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The advocacy guide, in one language; `missing` are parts that only an editor can write."""

    language: str
    direction: str
    words: Mapping[str, str]
    title: str
    treaty: str
    organisation: str
    licence: str
    address: str
    house: House
    countries: tuple[GuideCountry, ...]
    left_out: tuple[LeftOut, ...]
    legend: tuple[MatrixCell, ...]
    bars: tuple[Bar, ...]
    matrix: tuple[MatrixPart, ...]
    chapters: tuple[Chapter, ...]
    pages: tuple[CountryPage, ...]
    missing: tuple[str, ...]
