"""What a reader sees, ready to be written in any format.

Templates use these values by name, so a field renamed here is a field renamed in every template.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.dates import PartialDate
from publisher.model import Block, CellKey, Inline, State
from publisher.treaty import Column


@dataclass(frozen=True, slots=True)
class Edition:
    """An editor's choices for a publication: whose it is, in which order, where the notes stand."""

    organisation: str = ""
    licence: str = ""
    order: str = ""
    notes_at: str = "group"


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
    """A content cell under its column's heading; `blocks` holds fixed words where the cell has no text."""

    key: CellKey
    heading: str
    state: State
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One provision: what it is about, at the left, and its content cells.

    `remark` tells a provision that is not a plain duty; `assessment` is empty where nobody assessed it, `assessment_id`
    is its id, for a marker; `warning` says that the finding is older than a reform in the row; `is_short` is true of a
    row that can stand on one page without leaving much of another empty.
    """

    id: str
    title: str
    reference: str
    summary: str
    remark: str
    assessment: str
    assessment_id: str
    warning: str
    is_short: bool
    cells: tuple[PublishedCell, ...]


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """Provisions under one heading, with the source notes that stand at its end."""

    id: str
    title: str
    rows: tuple[PublishedRow, ...]
    notes: tuple[Note, ...]
    notes_heading: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the national partner about one provision."""

    reference: str
    title: str
    blocks: tuple[Block, ...]


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
class Publication:
    """A country report as a reader sees it, in one language."""

    language: str
    direction: str
    words: Mapping[str, str]
    country: str
    country_code: str
    local_name: str
    treaty: str
    treaty_abbreviation: str
    title: str
    organisation: str
    licence: str
    contact: str
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
    front_notes: tuple[Note, ...]
    how_to_read: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[PublishedGroup, ...]
    end_notes: tuple[Note, ...]
    questions: tuple[Question, ...]
    source_groups: tuple[SourceGroup, ...]
    contributors: tuple[Block, ...]
    acknowledgements: tuple[Block, ...]
    citation: str
