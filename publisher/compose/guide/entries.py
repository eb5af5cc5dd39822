"""What stands in the guide's lists: years, terms, further resources, indexes. Templates use these
values by name.
"""

from dataclasses import dataclass

from publisher.domain.text import Block, Inline


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many texts on reforms name a year, and how many of the countries ratified or acceded in
    it.
    """

    year: int
    reforms: int
    bound: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Reforms over time against ratification: all years from the first to the last; `text` says it
    in words.
    """

    years: tuple[YearCount, ...]
    text: str

    @property
    def named(self) -> tuple[YearCount, ...]:
        """The years in which there is anything to count."""
        return tuple(each for each in self.years if each.reforms or each.bound)


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """In how many countries somebody looked in a place, and with which results.

    `searched_of` says in words of how many countries it was searched for; `key` is that of the
    treaty's place, empty for all others together.
    """

    key: str
    place: str
    searched: int
    searched_of: str
    found: int
    nothing_found: int
    not_reachable: int


@dataclass(frozen=True, slots=True)
class GuideResearch:
    """Where was looked, counted over all countries; `text` says what the numbers are."""

    text: str
    lines: tuple[PlaceCount, ...]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term, what it means here, and where the meaning comes from."""

    term: str
    meaning: tuple[Block, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class ResourceEntry:
    """A page, database or publication; `line` says who publishes it and when it was last opened.

    `address` is as it was typed; `link` is where it leads, empty where it is not one address.
    """

    title: str
    line: str
    address: str
    link: str
    about: str


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    """Further resources on one theme."""

    theme: str
    entries: tuple[ResourceEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry of the index, with links to where it is spoken of; of a source, `full` is its whole
    citation.
    """

    label: str
    inlines: tuple[Inline, ...]
    full: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """One of the indexes: by country, by provision, by source."""

    id: str
    title: str
    entries: tuple[IndexEntry, ...]
