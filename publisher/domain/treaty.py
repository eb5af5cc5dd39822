"""A treaty as data: the provisions a workbook asks about, the content columns, the orders of a report.

Comes in: a folder with treaty.toml, provisions.csv, parties.csv, terms.csv and, for other languages, files such as
fr.toml. Goes out: one `Treaty`.
"""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import Place, failure

FILES = ("treaty.toml", "provisions.csv", "parties.csv")
_TERMS = "terms.csv"  # a treaty may do without


class Obligation(StrEnum):
    """What a provision asks of a State; a declaratory one gives nothing to assess."""

    MANDATORY = "mandatory"
    QUALIFIED = "qualified"
    OPTIONAL = "optional"
    DECLARATORY = "declaratory"


@dataclass(frozen=True, slots=True)
class Column:
    """One content column of the workbook, such as 'Legal reforms'.

    `role` tells the checks what it holds: the law in force, reforms of it, findings about it, or anything else ('').
    `aliases` are other headings under which the column is recognised.
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
    """One rule of the treaty, with our own short summary of it; `groups` gives its group in each order."""

    id: str
    reference: str
    un_reference: str
    title: str
    summary: str
    obligation: Obligation
    is_optional_row: bool
    is_definition: bool
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
class Term:
    """A term better avoided when writing about children; a mere remark weighs less."""

    language: str
    pattern: re.Pattern[str]
    is_remark: bool
    better: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of provisions between two versions of the data; `split` names the new ones, the heir first."""

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

    `called` are the names by which texts call the treaty; `titles` are titles in which its own terms stand; `example`
    is the invented row that a workbook shows; `starters` are the rows, by sheet, with which a guide's workbook begins.
    """

    id: str
    version: str
    abbreviation: str
    name: str
    short_name: str
    citation: str
    adopted: date
    monitoring_body: str
    finders: tuple[str, ...]
    called: tuple[str, ...]
    titles: tuple[str, ...]
    example: Mapping[str, str]
    columns: tuple[Column, ...]
    orders: tuple[Order, ...]
    provisions: tuple[Provision, ...]
    parties: Mapping[str, Party]
    terms: tuple[Term, ...] = ()
    changes: tuple[Change, ...] = ()
    starters: Starters = field(default_factory=dict)

    def order(self, name: str) -> Order:
        """Return the order of a name; the first where there is none."""
        return next((order for order in self.orders if order.id == name), self.orders[0])

    def area(self, provision: Provision) -> str:
        """Return the title of the subject area: the provision's group in the first order."""
        first = self.orders[0]
        return next(group.title for group in first.groups if group.id == provision.groups[first.id])


def read_treaty(folder: Path) -> Treaty:
    """Return the treaty described in a folder, in its own language.

    Raises PublisherError where a file is missing or does not say what it must.
    """
    try:
        names = (*FILES, _TERMS) if (folder / _TERMS).exists() else FILES
        texts = {name: (folder / name).read_text(encoding="utf-8-sig") for name in names}
    except (OSError, UnicodeDecodeError) as problem:
        raise failure("T001", Place(str(folder)), fault=problem, files=", ".join(FILES)) from problem
    try:
        tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items() if name[-3:] == "csv"}
        treaty = _treaty(tomllib.loads(texts["treaty.toml"]), tables)
        return replace(treaty, starters=_starters(folder / "guide.toml"))
    except tomllib.TOMLDecodeError as problem:
        raise failure("T002", Place(str(folder / "treaty.toml")), fault=problem) from problem
    except (KeyError, ValueError, TypeError, re.error) as problem:
        raise failure("T003", Place(str(folder)), fault=problem) from problem


def _starters(path: Path) -> Starters:
    """Return the rows that a guide's workbook begins with; none where the treaty's folder has no such file."""
    sheets = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    return {name: tuple(rows) for name, rows in sheets.items()}


def in_language(treaty: Treaty, folder: Path, language: str) -> Treaty:
    """Return the treaty in the words of a language, from its file in the treaty's folder; as it is without one.

    What the file lacks stays as it is. Raises PublisherError where the file cannot be used.
    """
    path = folder / f"{language}.toml"
    if not path.is_file():
        return treaty
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise failure("T002", Place(str(path)), fault=problem) from problem
    try:
        starters = _starters(folder / f"guide.{language}.toml") or treaty.starters
        return replace(_translated(treaty, words), starters=starters)
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise failure("T003", Place(str(path)), fault=problem) from problem


def _translated(treaty: Treaty, words: dict[str, Any]) -> Treaty:
    names = ("abbreviation", "name", "short_name", "citation", "monitoring_body", "example")
    columns, orders, provisions = (words.get(key, {}) for key in ("columns", "orders", "provisions"))
    finders = tuple(words.get("finders", treaty.finders))
    if len(finders) != len(treaty.finders):
        raise ValueError("the list of finders is longer or shorter than that of the treaty")
    return replace(
        treaty,
        **{name: words[name] for name in names if name in words},
        finders=finders,
        called=(*treaty.called, *words.get("called", ())),
        titles=(*treaty.titles, *words.get("titles", ())),
        columns=tuple(_translated_column(each, columns.get(each.id, {})) for each in treaty.columns),
        orders=tuple(_translated_order(each, orders.get(each.id, {})) for each in treaty.orders),
        provisions=tuple(_translated_provision(each, provisions.get(each.id, {})) for each in treaty.provisions),
    )


def _translated_column(column: Column, words: dict[str, Any]) -> Column:
    aliases = tuple(words.get("aliases", ()))
    return replace(column, **words | {"aliases": (*column.aliases, *aliases)})


def _translated_order(order: Order, words: dict[str, Any]) -> Order:
    titles = words.get("groups", {})
    groups = tuple(Group(each.id, titles.get(each.id, each.title)) for each in order.groups)
    return Order(order.id, words.get("name", order.name), groups)


def _translated_provision(provision: Provision, words: dict[str, str]) -> Provision:
    return replace(
        provision, title=words.get("title", provision.title), summary=words.get("summary", provision.summary)
    )


def _treaty(settings: dict[str, Any], tables: Mapping[str, list[dict[str, str]]]) -> Treaty:
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
        called=tuple(settings.get("called", ())),
        titles=tuple(settings.get("titles", ())),
        example=settings.get("example", {}),
        columns=tuple(
            Column(each["id"], each["heading"], each["help"], each.get("role", ""), tuple(each.get("aliases", ())))
            for each in settings["columns"]
        ),
        orders=orders,
        provisions=tuple(_provision(row, orders) for row in tables["provisions.csv"]),
        parties={row["iso2"]: _party(row) for row in tables["parties.csv"]},
        changes=tuple(_change(each) for each in settings.get("changes", ())),
        terms=tuple(_term(row) for row in tables.get(_TERMS, ())),
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
        is_definition=row.get("definition") == "yes",
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


def _change(settings: dict[str, Any]) -> Change:
    return Change(
        old=settings["from"],
        new=settings["to"],
        renamed=settings.get("renamed", {}),
        split={old: tuple(new) for old, new in settings.get("split", {}).items()},
        dropped=tuple(settings.get("dropped", ())),
    )


def _term(row: dict[str, str]) -> Term:
    pattern = re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)", re.IGNORECASE)
    return Term(row["language"], pattern, row["level"] == "remark", row["better"], row["reason"])


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _require_sound_ids(treaty: Treaty) -> None:
    """Raise ValueError unless ids are unique and fit Word's bookmark names (40 characters, no spaces)."""
    groups = [group.id for order in treaty.orders for group in order.groups]
    if len(set(groups)) < len(groups) or any(not re.fullmatch(r"[A-Za-z0-9-]{1,18}", each) for each in groups):
        raise ValueError("ids of groups must be letters, digits and hyphens, 18 at the most, each once")
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
