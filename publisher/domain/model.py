"""What a researcher's workbook holds, as values.

`Workbook` is what the reader found, cell by cell, each with its place. `CountryReport` is what
remains after the checks: typed and trusted. Text is a tuple of blocks, a block holds inlines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from publisher.domain.dates import PartialDate
from publisher.domain.diagnostics import Place
from publisher.domain.treaty import Provision

# Text


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look; `link` is the address it leads to, if any.

    `language` is set where it is another than that of the text around it.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source by its key, with the place in it: DE-9, para. 12."""

    source: str
    pinpoint: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation mark as researchers write it: [DE-9 para. 12; DE-10]."""

    references: tuple[Reference, ...]
    written: str


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The raised number that stands for a citation mark in a publication.

    `id` names this very call, so that the note can lead back to it.
    """

    number: int
    note: str
    id: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Words that name another provision, such as 'article 3(5)', with the id of its row."""

    span: Span
    provision: str


Inline = Span | Break | Citation | NoteCall | CrossReference


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line breaks inside it are kept."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list; `level` is 0 for the outermost list."""

    inlines: tuple[Inline, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; numbers count from 1."""

    items: tuple[ListItem, ...]
    is_ordered: bool = False


Block = Paragraph | ListBlock


# The workbook as read


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a cell's text as formatted in Excel."""

    text: str
    bold: bool = False
    italic: bool = False


CellValue = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as found; `runs` holds its text with formatting, `link` the hyperlink set on the
    whole cell.

    `struck` and `raised` are the stretches that are struck through or raised like a footnote mark.
    """

    place: Place
    value: CellValue = None
    runs: tuple[Run, ...] = ()
    link: str = ""
    struck: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The cell's text without formatting and outer spaces."""
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its cells by column key."""

    place: Place
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read, before anything is believed; the rows of `country` stand by field.

    `reviewers` are the rows of the register of drafts, as texts by column.
    """

    file: str
    identity: Mapping[str, str]
    provisions: tuple[SheetRow, ...]
    country: Mapping[str, SheetRow]
    sources: tuple[SheetRow, ...]
    reviewers: tuple[Mapping[str, str], ...] = ()


# The report as checked


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """The identity of a content cell in every file: the provision's id and the column's id."""

    provision: str
    column: str

    def __str__(self) -> str:
        return f"{self.provision}/{self.column}"


class State(StrEnum):
    """What a content cell says."""

    TEXT = "text"
    NOTHING_FOUND = "nothing_found"
    NOT_RESEARCHED = "not_researched"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Content:
    """A content cell; `blocks` is empty unless the state is TEXT."""

    key: CellKey
    state: State
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Who assessed a provision how and when; an empty `assessment` means that nobody did."""

    assessment: str = ""
    finder: str = ""
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a workbook says about one provision."""

    provision: Provision
    contents: tuple[Content, ...]
    finding: Assessment = Assessment()
    research_status: str = ""
    question: tuple[Block, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether no content cell was researched."""
        return all(content.state is State.NOT_RESEARCHED for content in self.contents)


# Types of sources that are documents of the United Nations and so have a symbol.
UN_TYPES = ("treaty_body", "special_procedure", "state_report")


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its key, its type and its fields as texts and dates."""

    key: str
    type: str
    texts: Mapping[str, str]
    dates: Mapping[str, PartialDate]


@dataclass(frozen=True, slots=True)
class Facts:
    """The Country sheet: short texts, dates, choices and longer texts by field."""

    texts: Mapping[str, str]
    dates: Mapping[str, PartialDate]
    choices: Mapping[str, str]
    blocks: Mapping[str, tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who was sent a draft: whether a copy came back, and whether the reviewer may be named."""

    name: str
    has_answered: bool
    may_be_named: bool


@dataclass(frozen=True, slots=True)
class CountryReport:
    """A workbook that passed the checks."""

    facts: Facts
    entries: tuple[Entry, ...]
    sources: tuple[Source, ...]
    reviewers: tuple[Reviewer, ...] = ()
