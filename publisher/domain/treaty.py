"""A treaty: the provisions that a workbook asks about, its columns, the orders of a report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Obligation(StrEnum):
    """What a provision asks of a State; a declaratory one gives nothing to assess."""

    MANDATORY = "mandatory"
    QUALIFIED = "qualified"
    OPTIONAL = "optional"
    DECLARATORY = "declaratory"


@dataclass(frozen=True, slots=True)
class Column:
    """One content column of the workbook, such as 'Legal reforms'.

    `role` tells the checks what it holds: the law in force, reforms of it, findings about it, or
    anything else (''). `aliases` are other headings under which the column is recognised.
    """

    id: str
    heading: str
    help: str
    role: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which provisions stand in one order, such as a subject area."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Order:
    """A way to arrange the provisions in a report."""

    id: str
    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """One rule of the treaty, with our own short summary of it; `groups` gives its group in each
    order.
    """

    id: str
    reference: str
    un_reference: str
    title: str
    summary: str
    obligation: Obligation
    is_optional_row: bool
    is_definition: bool
    groups: Mapping[str, str]

    @property
    def is_assessable(self) -> bool:
        """Whether anybody can say how a State stands towards it: a declaratory one asks nothing."""
        return self.obligation is not Obligation.DECLARATORY

    @property
    def is_rated(self) -> bool:
        """Whether reports and the guide count its assessments: nobody can be in breach of an option
        or of a declaratory provision.
        """
        return self.is_assessable and self.obligation is not Obligation.OPTIONAL


@dataclass(frozen=True, slots=True)
class Party:
    """The status of one State under the treaty; a date is None where it is not known."""

    iso2: str
    status: str
    signed: date | None
    bound: date | None
    instrument: str
    year_bound: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term better avoided when writing about children; a mere remark weighs less."""

    language: str
    pattern: re.Pattern[str]
    is_remark: bool
    better: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResearchPlace:
    """A place where one looks for law and findings, such as a database or a series of reports.

    `types` are the types of sources that come from there, `finders` those whose findings stand
    there; `holds` says in a few words what is found there.
    """

    key: str
    group: str
    place: str
    holds: str
    types: tuple[str, ...]
    finders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What became of provisions between two versions of the data; `split` names the new ones, the
    heir first.
    """

    old: str
    new: str
    renamed: Mapping[str, str]
    split: Mapping[str, tuple[str, ...]]
    dropped: tuple[str, ...]


# Texts by column, row by row, for each sheet.
Starters = Mapping[str, tuple[Mapping[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Treaty:
    """Everything about a treaty that the toolkit needs to know.

    `called` are the names by which texts call the treaty; `titles` are titles in which its own
    terms stand; `example` is the invented row that a workbook shows; `starters` are the rows, by
    sheet, with which a guide's workbook begins; `finders_also` are other words for each of the
    finders, in any language.
    """

    id: str
    version: str
    abbreviation: str
    name: str
    short_name: str
    citation: str
    adopted: date
    finders: tuple[str, ...]
    called: tuple[str, ...]
    titles: tuple[str, ...]
    example: Mapping[str, str]
    columns: tuple[Column, ...]
    orders: tuple[Order, ...]
    provisions: tuple[Provision, ...]
    parties: Mapping[str, Party]
    terms: tuple[Term, ...] = ()
    changes: tuple[VersionChange, ...] = ()
    places: tuple[ResearchPlace, ...] = ()
    starters: Starters = field(default_factory=dict)
    finders_also: tuple[tuple[str, ...], ...] = ()

    def order(self, name: str) -> Order:
        """Return the order of a name; the first where there is none."""
        return next((order for order in self.orders if order.id == name), self.orders[0])

    def area(self, provision: Provision) -> str:
        """Return the title of the subject area: the provision's group in the first order."""
        first = self.orders[0]
        return next(group.title for group in first.groups if group.id == provision.groups[first.id])
