"""What remains of a workbook after the checks: typed and trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from publisher.domain.dates import PartialDate
from publisher.domain.text import Block
from publisher.domain.treaty import Provision


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
