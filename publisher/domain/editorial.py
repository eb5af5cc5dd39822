"""What an editor adds to the advocacy guide, as values.

`GuideWorkbook` is what the reader found, cell by cell; `Editorial` is what remains after the
checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.domain.dates import PartialDate
from publisher.domain.model import SheetRow
from publisher.domain.report import CellKey, ReportStatus
from publisher.domain.text import Block


@dataclass(frozen=True, slots=True)
class GuideWorkbook:
    """The guide's workbook as read: the fields of its first sheet by key, the rows of the others by
    sheet.
    """

    file: str
    identity: Mapping[str, str]
    fields: Mapping[str, SheetRow]
    tables: Mapping[str, tuple[SheetRow, ...]]


@dataclass(frozen=True, slots=True)
class ChapterTexts:
    """What an editor writes about a subject area; any of it may be empty."""

    introduction: tuple[Block, ...] = ()
    hints: tuple[Block, ...] = ()
    questions: tuple[Block, ...] = ()
    wording: tuple[Block, ...] = ()
    objections: tuple[Block, ...] = ()

    @property
    def advice(self) -> dict[str, tuple[Block, ...]]:
        """The texts that stand below what the program counts, by column and in their order."""
        return {
            "hints": self.hints,
            "questions": self.questions,
            "wording": self.wording,
            "objections": self.objections,
        }


@dataclass(frozen=True, slots=True)
class Pick:
    """A text of a country report that an editor chose as a good example or a gap, and why.

    `country` is the State's two-letter code; `is_best` puts the text on the page 'Best of' as well;
    `is_changed` says that the text is no longer what it was when it was picked.
    """

    country: str
    key: CellKey
    is_gap: bool
    is_best: bool = False
    why: tuple[Block, ...] = ()
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term and what it means in the guide; `remark` says where the meaning comes from."""

    term: str
    meaning: tuple[Block, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A page, database or publication for further reading; `accessed` is when it was last
    opened.
    """

    theme: str
    title: str
    publisher: str
    address: str
    accessed: PartialDate | None
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """The first sheet: what the guide is called, which version it is, and the longer texts at its
    beginning and end.
    """

    title: str = ""
    subtitle: str = ""
    version: str = ""
    version_date: PartialDate | None = None
    status: ReportStatus = ReportStatus.DRAFT
    introduction: tuple[Block, ...] = ()
    method: tuple[Block, ...] = ()
    process: tuple[Block, ...] = ()
    safety: tuple[Block, ...] = ()
    terms_note: tuple[Block, ...] = ()
    contributors: tuple[Block, ...] = ()
    acknowledgements: tuple[Block, ...] = ()
    recommended_citation: str = ""
    contact: str = ""

    @property
    def front(self) -> dict[str, tuple[Block, ...]]:
        """The texts that stand before the countries, by field and in their order."""
        return {
            "introduction": self.introduction,
            "method": self.method,
            "process": self.process,
            "safety": self.safety,
        }

    @property
    def longer_texts(self) -> dict[str, tuple[Block, ...]]:
        """All texts in which sources are cited, by field."""
        return {
            **self.front,
            "terms_note": self.terms_note,
            "contributors": self.contributors,
            "acknowledgements": self.acknowledgements,
        }


@dataclass(frozen=True, slots=True)
class Editorial:
    """An editor's part of the guide: short facts, the texts of chapters by subject area, picks,
    glossary, resources.
    """

    facts: GuideFacts = GuideFacts()
    chapters: Mapping[str, ChapterTexts] = field(default_factory=dict)
    picks: tuple[Pick, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    resources: tuple[Resource, ...] = ()
