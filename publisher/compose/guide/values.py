"""What a reader of the advocacy guide sees, ready to be written in any format.

Templates use these values by name. Everything is counted from the country reports or quoted from
them word for word.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.compose.guide.cells import GuideCountry, HeatMap, MatrixCell
from publisher.compose.guide.entries import (
    GlossaryEntry,
    GuideResearch,
    IndexGroup,
    ResourceGroup,
    Timeline,
)
from publisher.compose.imprint import ImprintLine
from publisher.compose.presentation import House
from publisher.compose.publication import Bar, Note, Share
from publisher.domain.dates import PartialDate
from publisher.domain.report import State
from publisher.domain.text import Block, Inline, Reference

_FEW_COUNTRIES = 12  # whose chapters take half a page or less


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A country whose workbook cannot be used, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A provision in the matrix; one that is not rated says why in `remark` and has no assessments
    in its cells.
    """

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
    """A provision of a chapter: what it asks, in our own words, and what the reports say of it:
    counted, and country by country.
    """

    id: str
    reference: str
    title: str
    summary: str
    remark: str
    statements: tuple[tuple[Inline, ...], ...]
    texts: "tuple[CountryTexts, ...]" = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in which country report something stands; `address` leads there, empty where nothing
    can be linked.

    `language` is that of the report where it is another than the guide's; `is_outdated` says that
    the finding in that row is older than a reform that the row names.
    """

    country: str
    country_code: str
    language: str
    provision: str
    reference: str
    address: str
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A paragraph of a country report, word for word: where it stands, the years it is about, the
    sources it cites.

    `text` is the paragraph as it was typed, in one line without formatting; `inlines` are ready for
    print; `sources` are short citations; `sign` is what stood before it in a list, a bullet or its
    number, and `level` how deep, from 0 on.
    """

    origin: Origin
    text: str
    inlines: tuple[Inline, ...]
    years: tuple[int, ...]
    sources: tuple[Inline, ...]
    references: tuple[Reference, ...]
    sign: str = ""
    level: int = 0

    @property
    def year(self) -> int:
        """The latest of the years; 0 where none is known."""
        return max(self.years, default=0)


@dataclass(frozen=True, slots=True)
class ColumnTexts:
    """The paragraphs under a heading of a country report."""

    heading: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CountryTexts:
    """All that a country report says of a provision, and how this was assessed there; `id` names
    the place where it stands.
    """

    id: str
    origin: Origin
    cell: MatrixCell
    columns: tuple[ColumnTexts, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that an editor picked: where it stands, under which heading, the text word for word,
    and why.

    `assessment` is how the provision was assessed there, if it was; `sources` are those that the
    text cites.
    """

    origin: Origin
    title: str
    heading: str
    assessment: str
    blocks: tuple[Block, ...]
    sources: tuple[Inline, ...]
    why: tuple[Block, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class EditorsText:
    """What an editor wrote under a heading; `note` says how to take it."""

    heading: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A subject area: what the treaty asks, how many countries, examples, reforms, what was found
    on compliance.

    `laws` are paragraphs on the law in force, `findings` those on compliance that cite a source;
    `outdated` are the findings older than a reform, `outdated_told` says which they are, provision
    by provision; `advice` is what an editor wrote; `notes` name the countries behind the numbers.
    """

    id: str
    title: str
    introduction: tuple[Block, ...]
    bar: Bar
    rules: tuple[Rule, ...]
    laws: tuple[Quote, ...]
    examples: tuple[Example, ...]
    gaps: tuple[Example, ...]
    reforms: tuple[Quote, ...]
    findings: tuple[Quote, ...]
    outdated: tuple[Origin, ...]
    outdated_told: tuple[Inline, ...]
    advice: tuple[EditorsText, ...]
    notes: tuple[Note, ...]
    notes_heading: str


@dataclass(frozen=True, slots=True)
class BestGroup:
    """The best texts on a subject area, from all countries, put together by an editor."""

    id: str
    title: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A main gap of a country: picked by an editor, or a provision found least in line."""

    reference: str
    title: str
    cell: MatrixCell
    why: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a country's facts."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CountryPage:
    """A country on one page: its facts, its row of the matrix by subject area, main gaps, latest
    reforms.

    `is_assessed` is false where nobody assessed any of its provisions; `is_short` is true of a
    country that can stand on one page without leaving much of another empty.
    """

    country: GuideCountry
    facts: tuple[Fact, ...]
    bar: Bar
    is_assessed: bool
    is_short: bool
    gaps: tuple[Gap, ...]
    reforms: tuple[Quote, ...]
    groups: tuple[MatrixGroup, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The advocacy guide, in one language; `missing` are parts that only an editor can write and
    has not written.

    `mark` is what must be printed on each page, `mark_notes` say what it means; `front` is what an
    editor wrote about purpose, method, reform and safety; `coverage` counts the cells of the
    reports by how far the research is; `research` is None where no report says where was looked;
    `spreads` are the matrix in signs alone, with as many countries beside each other as have room;
    `imprint` says who publishes, how to cite and to correct the guide;
    `is_full` asks for all paragraphs of the reports also where they are usually left to the data.
    """

    language: str
    direction: str
    words: Mapping[str, str]
    title: str
    subtitle: str
    treaty: str
    treaty_abbreviation: str
    organisation: str
    licence: str
    contact: str
    address: str
    house: House
    version: str
    date: PartialDate | None
    date_line: str
    status: str
    mark: str
    mark_notes: tuple[str, ...]
    selection: str
    front: tuple[EditorsText, ...]
    countries: tuple[GuideCountry, ...]
    left_out: tuple[LeftOut, ...]
    legend: tuple[MatrixCell, ...]
    bars: tuple[Bar, ...]
    coverage: tuple[Bar, ...]
    timeline: Timeline | None
    heat: HeatMap
    matrix: tuple[MatrixPart, ...]
    chapters: tuple[Chapter, ...]
    best: tuple[BestGroup, ...]
    pages: tuple[CountryPage, ...]
    glossary: tuple[GlossaryEntry, ...]
    terms_note: tuple[Block, ...]
    resources: tuple[ResourceGroup, ...]
    indexes: tuple[IndexGroup, ...]
    contributors: tuple[Block, ...]
    acknowledgements: tuple[Block, ...]
    citation: str
    imprint: tuple[ImprintLine, ...]
    missing: tuple[str, ...]
    research: GuideResearch | None = None
    spreads: tuple[MatrixPart, ...] = ()
    is_full: bool = False

    @property
    def coverage_states(self) -> tuple[Share, ...]:
        """What the bars of coverage are made of, each once, in their order."""
        shares = {share.id: share for bar in self.coverage for share in bar.shares}
        return tuple(shares[state] for state in State if state in shares)

    @property
    def has_long_chapters(self) -> bool:
        """Whether each chapter fills a page or more, so that it begins one: of many countries, or
        with all paragraphs of their reports.
        """
        return self.is_full or len(self.countries) > _FEW_COUNTRIES
