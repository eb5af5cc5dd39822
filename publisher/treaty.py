"""A treaty as data: the provisions a workbook asks about, the content columns, the orders of a report.

Comes in: a folder with treaty.toml, provisions.csv and parties.csv. Goes out: one `Treaty`.
"""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from publisher.diagnostics import Place, failure

FILES = ("treaty.toml", "provisions.csv", "parties.csv")


class Obligation(StrEnum):
    """What a provision asks of a State; a declaratory one gives nothing to assess."""

    MANDATORY = "mandatory"
    QUALIFIED = "qualified"
    OPTIONAL = "optional"
    DECLARATORY = "declaratory"


@dataclass(frozen=True, slots=True)
class Column:
    """One content column of the workbook, such as 'Legal reforms'."""

    id: str
    heading: str
    help: str


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
    """One rule of the treaty, with our own short summary of it; `groups` gives its group in each order."""

    id: str
    reference: str
    un_reference: str
    title: str
    summary: str
    obligation: Obligation
    is_optional_row: bool
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """The status of one State under the treaty; a date is None where it is not known."""

    iso2: str
    status: str
    signed: date | None
    bound: date | None
    instrument: str
    year_bound: str
    declaration: str
    note: str


@dataclass(frozen=True, slots=True)
class Treaty:
    """Everything about a treaty that the toolkit needs to know."""

    id: str
    version: str
    abbreviation: str
    name: str
    short_name: str
    citation: str
    adopted: date
    monitoring_body: str
    finders: tuple[str, ...]
    columns: tuple[Column, ...]
    orders: tuple[Order, ...]
    provisions: tuple[Provision, ...]
    parties: Mapping[str, Party]

    def area(self, provision: Provision) -> str:
        """Return the title of the subject area: the provision's group in the first order."""
        first = self.orders[0]
        return next(group.title for group in first.groups if group.id == provision.groups[first.id])


def read_treaty(folder: Path) -> Treaty:
    """Return the treaty described in a folder.

    Raises PublisherError where a file is missing or does not say what it must.
    """
    try:
        texts = {name: (folder / name).read_text(encoding="utf-8-sig") for name in FILES}
    except (OSError, UnicodeDecodeError) as problem:
        raise failure(
            "T001",
            Place(str(folder)),
            f"this treaty folder cannot be read ({problem})",
            f"a treaty needs the files {', '.join(FILES)}, in UTF-8",
        ) from problem
    try:
        return _treaty(tomllib.loads(texts["treaty.toml"]), _rows(texts["provisions.csv"]), _rows(texts["parties.csv"]))
    except tomllib.TOMLDecodeError as problem:
        raise failure(
            "T002", Place(str(folder / "treaty.toml")), f"this file is not valid TOML: {problem}", "mend that line"
        ) from problem
    except (KeyError, ValueError, TypeError) as problem:
        raise failure(
            "T003",
            Place(str(folder)),
            f"the treaty's data is incomplete or inconsistent: {problem}",
            "compare the files with those of the treaty that comes with the toolkit",
        ) from problem


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _treaty(settings: dict[str, Any], provisions: list[dict[str, str]], parties: list[dict[str, str]]) -> Treaty:
    orders = tuple(
        Order(each["id"], each["name"], tuple(Group(g["id"], g["title"]) for g in each["groups"]))
        for each in settings["orders"]
    )
    treaty = Treaty(
        id=settings["id"],
        version=settings["version"],
        abbreviation=settings["abbreviation"],
        name=settings["name"],
        short_name=settings["short_name"],
        citation=settings["citation"],
        adopted=settings["adopted"],
        monitoring_body=settings["monitoring_body"],
        finders=tuple(settings["finders"]),
        columns=tuple(Column(each["id"], each["heading"], each["help"]) for each in settings["columns"]),
        orders=orders,
        provisions=tuple(_provision(row, orders) for row in provisions),
        parties={row["iso2"]: _party(row) for row in parties},
    )
    _require_sound_ids(treaty)
    return treaty


def _provision(row: dict[str, str], orders: tuple[Order, ...]) -> Provision:
    return Provision(
        id=row["id"],
        reference=row["reference"],
        un_reference=row["un_reference"],
        title=row["title"],
        summary=row["summary"],
        obligation=Obligation(row["obligation"]),
        is_optional_row=row["optional_row"] == "yes",
        groups={order.id: _known_group(row, order) for order in orders},
    )


def _known_group(row: dict[str, str], order: Order) -> str:
    name = row[order.id]
    if name not in {group.id for group in order.groups}:
        raise ValueError(f"provision {row['id']} stands in the unknown group '{name}' of the order '{order.id}'")
    return name


def _party(row: dict[str, str]) -> Party:
    return Party(
        iso2=row["iso2"],
        status=row["status"],
        signed=_date(row["signed"]),
        bound=_date(row["bound"]),
        instrument=row["instrument"],
        year_bound=row["year_bound"],
        declaration=row["declaration"],
        note=row["note"],
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _require_sound_ids(treaty: Treaty) -> None:
    """Raise ValueError unless ids are unique and fit Word's bookmark names (40 characters, no spaces)."""
    for kind, ids in (
        ("columns", [each.id for each in treaty.columns]),
        ("orders", [each.id for each in treaty.orders]),
        ("provisions", [each.id for each in treaty.provisions]),
    ):
        if not ids:
            raise ValueError(f"there are no {kind}")
        if len(set(ids)) < len(ids):
            raise ValueError(f"two of the {kind} have the same id")
        for each in ids:
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each) or len(each) > 18:
                raise ValueError(f"the id '{each}' must be small letters, digits and single hyphens, 18 at the most")
