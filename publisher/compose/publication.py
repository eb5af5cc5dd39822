"""What a reader sees, ready to be written in any format.

Templates use these values by name, so a field renamed here is a field renamed in every template.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.compose.changed import Changes
from publisher.compose.imprint import ImprintLine
from publisher.compose.presentation import House
from publisher.domain.colours import UNSHADED, text_on
from publisher.domain.dates import PartialDate
from publisher.domain.report import CellKey, State
from publisher.domain.text import Block, Inline
from publisher.domain.treaty import Column


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as vectors and, for programs that know none, as points: its size in millimetres, the
    same in words.
    """

    svg: bytes
    png: bytes
    width_mm: float
    height_mm: float
    description: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts box."""

    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A source note: its number, its text and the calls that lead to it."""

    id: str
    number: int
    inlines: tuple[Inline, ...]
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A content cell under its column's heading; `blocks` holds fixed words where the cell has no
    text; `runs_on` heads a page on which the cell goes on, away from its heading.
    """

    key: CellKey
    heading: str
    state: State
    blocks: tuple[Block, ...]
    runs_on: str


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One provision: what it is about, at the left, and its content cells.

    `remark` tells a provision that is not a plain duty; `assessment` is empty where nobody assessed
    it, `assessed` is the same as inlines, which show in a redline what it was as well;
    `assessment_id` is its id and `symbol` its sign, for a marker; `warning` says that the
    finding is older than a reform in the row; `is_short` is true of a row that can stand on one
    page without leaving much of another empty, `is_wide` of one with a cell so much longer than its
    neighbours, or than a page, that each is set across the page, under its column's heading;
    `runs_on` heads a page on which the row goes on; `longest` is the place of its longest cell.
    """

    id: str
    title: str
    reference: str
    summary: str
    remark: str
    assessment: str
    assessed: tuple[Inline, ...]
    assessment_id: str
    symbol: str
    warning: str
    is_short: bool
    is_wide: bool
    runs_on: str
    longest: int
    cells: tuple[PublishedCell, ...]


@dataclass(frozen=True, slots=True)
class BlankProvision:
    """A provision of which no cell holds a text; links lead to it by its id."""

    id: str
    title: str
    reference: str


@dataclass(frozen=True, slots=True)
class BlankLine:
    """Provisions without a text that have the same states: `label` says which, with its colon."""

    label: str
    provisions: tuple[BlankProvision, ...]


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """Provisions under one heading, with the source notes that stand at its end.

    `blank` gathers those of which no cell holds a text, unless the edition shows them as rows.
    """

    id: str
    title: str
    rows: tuple[PublishedRow, ...]
    blank: tuple[BlankLine, ...]
    notes: tuple[Note, ...]
    notes_heading: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar: how many of what, and how much of the whole in per cent."""

    id: str
    label: str
    symbol: str
    colour: str
    count: int
    percent: float

    @property
    def text_colour(self) -> str:
        """The colour in which text is read on the part."""
        return text_on(self.colour or UNSHADED)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart with its parts; `total` is what they add up to, `text` says the same in
    words.
    """

    label: str
    total: int
    shares: tuple[Share, ...]
    text: str


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """Provisions that have something in common, as links to their rows."""

    id: str
    label: str
    symbol: str
    count: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that stands out, and what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class StripMark:
    """One provision in the strip of assessments: its id and reference, how it was assessed, its
    sign and colour, and the colour in which the sign is read on it.
    """

    id: str
    reference: str
    assessment_id: str
    assessment: str
    symbol: str
    colour: str
    text_colour: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The report at a glance: key figures, the strip of all provisions that can be assessed, bars
    of a chart, and which provisions stand behind them.
    """

    figures: tuple[KeyFigure, ...]
    strip: tuple[StripMark, ...]
    bars: tuple[Bar, ...]
    lines: tuple[OverviewLine, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the national partner about one provision."""

    reference: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ResearchLine:
    """A place where somebody looked.

    `looked_on` is the day in words, with a name where the settings say so; `result` is what came of
    it; `key` is that of the treaty's place, empty for others; `day` is the day for programs,
    `result_id` the result, `looked_by` the name, `sources` the keys of what was found there.
    """

    key: str
    place: str
    looked_on: str
    result: str
    day: PartialDate | None
    looked_by: str
    result_id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Research:
    """How the report was researched: `text` says what the lines are."""

    text: str
    lines: tuple[ResearchLine, ...]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One source in full, as the list of sources prints it."""

    key: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The sources of one type."""

    title: str
    entries: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Of a publication that shows two editions at once: who made the changes, in words, and on
    which day, if that is known.
    """

    author: str
    date: PartialDate | None


@dataclass(frozen=True, slots=True)
class Publication:
    """A country report as a reader sees it, in one language.

    `local_language` is the language of the country's name in its own language, where it is known;
    `address` is where the current version is found; `changes` is None unless an earlier edition was
    given, `research` is None where nobody noted where they looked, `revision` is given where two
    editions are shown at once; `imprint` says who publishes, how to cite and to correct the report.
    """

    language: str
    direction: str
    words: Mapping[str, str]
    country: str
    country_code: str
    local_name: str
    local_language: str
    treaty: str
    treaty_abbreviation: str
    title: str
    organisation: str
    licence: str
    contact: str
    address: str
    house: House
    version: str
    date: PartialDate | None
    date_line: str
    law_as_at: str
    status: str
    is_draft: bool
    mark: str
    mark_note: str
    facts: tuple[Fact, ...]
    summary: tuple[Block, ...]
    overview: Overview
    changes: Changes | None
    front_notes: tuple[Note, ...]
    how_to_read: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[PublishedGroup, ...]
    end_notes: tuple[Note, ...]
    notes_in_word: str
    questions: tuple[Question, ...]
    source_groups: tuple[SourceGroup, ...]
    contributors: tuple[Block, ...]
    acknowledgements: tuple[Block, ...]
    citation: str
    imprint: tuple[ImprintLine, ...]
    research: Research | None = None
    revision: Revision | None = None
