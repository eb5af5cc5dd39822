"""What remains of a workbook after the checks: typed and trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from publisher.domain.dates import PartialDate, format_date
from publisher.domain.places import LookedPlace, LookResult
from publisher.domain.text import Block
from publisher.domain.treaty import Provision

# What the drop-downs offer. The ids are those of [choices] in the files of languages.


class ReportStatus(StrEnum):
    """Whether anybody may still comment on a text; what does not say so is a draft."""

    DRAFT = "draft"
    FINAL = "final"


class Mark(StrEnum):
    """What is printed on each page of a report that is none."""

    SAMPLE = "sample"
    INVENTED = "invented"


class Instrument(StrEnum):
    """By what a State became a party."""

    RATIFICATION = "ratification"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    NOT_A_PARTY = "none"


class Rating(StrEnum):
    """How law and practice stand towards a provision, the most urgent first."""

    NOT_IN_LINE = "not_in_line"
    PARTLY = "partly"
    IN_LINE = "in_line"
    NOT_DETERMINED = "not_determined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_gap(self) -> bool:
        """Whether law or practice fall short."""
        return self in (Rating.NOT_IN_LINE, Rating.PARTLY)


class ResearchStatus(StrEnum):
    """How far the work on a row is."""

    NOT_STARTED = "not_started"
    DRAFTED = "drafted"
    VERIFIED = "verified"


class Verification(StrEnum):
    """Whether a source was read in the primary text."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


# The lists whose entries the program knows one by one; the others hold what treaty and language
# put into them.
CHOICES: Mapping[str, type[StrEnum]] = {
    "status": ReportStatus,
    "mark": Mark,
    "instrument": Instrument,
    "assessment": Rating,
    "research_status": ResearchStatus,
    "verified": Verification,
    "place_result": LookResult,
}

# The rows of the sheet Provisions


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
    """A content cell; `blocks` is empty unless the state is TEXT.

    `said` is what a cell means that says its state in other words than the program's, such as n/a:
    it is told, and does not count as researched until somebody has put it right.
    """

    key: CellKey
    state: State
    blocks: tuple[Block, ...] = ()
    said: str = field(default="", repr=False, compare=False)  # nothing of it is printed


@dataclass(frozen=True, slots=True)
class Assessment:
    """Who assessed a provision how and when; without a rating nobody did."""

    rating: Rating | None = None
    finder: str = ""
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a workbook says about one provision."""

    provision: Provision
    contents: tuple[Content, ...]
    finding: Assessment = Assessment()
    research_status: ResearchStatus | None = None
    question: tuple[Block, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether no content cell was researched."""
        return all(content.state is State.NOT_RESEARCHED for content in self.contents)


# The sheet Sources

# Types of sources that are documents of the United Nations and so have a symbol.
_UN_TYPES = ("treaty_body", "special_procedure", "state_report")
# Types of sources that are second-hand for national law.
_SECONDARY_TYPES = ("ngo", "academic", "press", "database", "state_report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source, by the columns of its sheet; `more` are columns that a language adds to them.

    The types are data of the languages, which say under which heading and by which pattern each is
    printed.
    """

    key: str
    type: str = ""
    short_title: str = ""
    author: str = ""
    title: str = ""
    title_english: str = ""
    symbol: str = ""
    gazette: str = ""
    pinpoint: str = ""
    adopted: PartialDate | None = None
    published: PartialDate | None = None
    in_force: PartialDate | None = None
    as_at: str = ""
    language: str = ""
    language_read: str = ""
    translation_by: str = ""
    jurisdiction: str = ""
    url: str = ""
    archive_url: str = ""
    accessed: PartialDate | None = None
    access_note: str = ""
    file_hash: str = ""
    verified: Verification | None = None
    verified_by: str = ""
    verified_on: PartialDate | None = None
    superseded_by: str = ""
    is_confidential: bool = False
    note: str = ""
    more: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_un_document(self) -> bool:
        """Whether it is a document of the United Nations, which has a symbol."""
        return self.type in _UN_TYPES

    @property
    def is_secondary(self) -> bool:
        """Whether it is second-hand for national law."""
        return self.type in _SECONDARY_TYPES

    def printed(self, locale: str) -> dict[str, str]:
        """Return what is filled in by the name of the column, as the patterns of citations name it;
        dates in words.
        """
        found = dict(self.more)
        for each in fields(self):
            match getattr(self, each.name):
                case str(text):
                    found[each.name] = text
                case PartialDate() as when:
                    found[each.name] = format_date(when, locale)
                case _:
                    pass
        return {name: text for name, text in found.items() if text}


# The sheet Country, and the report


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts about the State and about this version of its report."""

    short_name: str = ""
    formal_name: str = ""
    local_name: str = ""
    iso2: str = ""
    signed: PartialDate | None = None
    instrument: Instrument | None = None
    bound: PartialDate | None = None
    declaration: tuple[Block, ...] = ()
    law_as_at: PartialDate | None = None
    documents: tuple[Block, ...] = ()
    next_report: PartialDate | None = None
    version: str = ""
    version_date: PartialDate | None = None
    status: ReportStatus = ReportStatus.DRAFT
    mark: Mark | None = None
    summary: tuple[Block, ...] = ()
    contributors: tuple[Block, ...] = ()
    acknowledgements: tuple[Block, ...] = ()
    recommended_citation: str = ""
    contact: str = ""

    @property
    def is_final(self) -> bool:
        """Whether nobody is asked to comment any more."""
        return self.status is ReportStatus.FINAL

    @property
    def longer_texts(self) -> dict[str, tuple[Block, ...]]:
        """The texts in which sources are cited, by field."""
        return {
            "declaration": self.declaration,
            "documents": self.documents,
            "summary": self.summary,
            "contributors": self.contributors,
            "acknowledgements": self.acknowledgements,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which the report calls its country."""
        return tuple(each for each in (self.short_name, self.formal_name, self.local_name) if each)


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
    places: tuple[LookedPlace, ...] = ()
