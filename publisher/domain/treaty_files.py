"""A treaty read from its folder, and put into the words of a language.

Comes in: a folder with treaty.toml, provisions.csv, parties.csv, terms.csv, places.csv and, for
other languages, files such as fr.toml. Goes out: one `Treaty`.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import Place, failure
from publisher.domain.toml_text import parsed_toml
from publisher.domain.treaty import (
    Column,
    Group,
    Obligation,
    Order,
    Party,
    Provision,
    ResearchPlace,
    Starters,
    Term,
    Treaty,
    VersionChange,
)

FILES = ("treaty.toml", "provisions.csv", "parties.csv")

_TERMS, _PLACES = "terms.csv", "places.csv"  # a treaty may do without
_GROUP_ID = re.compile(r"[A-Za-z0-9-]{1,18}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TYPE = re.compile(r"[a-z]+(_[a-z]+)*")


def read_treaty(folder: Path) -> Treaty:
    """Return the treaty described in a folder, in its own language.

    Raises PublisherError where a file is missing or does not say what it must.
    """
    try:
        names = (*FILES, *(name for name in (_TERMS, _PLACES) if (folder / name).exists()))
        texts = {name: (folder / name).read_text(encoding="utf-8-sig") for name in names}
    except (OSError, UnicodeDecodeError) as problem:
        raise failure(
            "T001", Place(str(folder)), fault=problem, files=", ".join(FILES)
        ) from problem
    try:
        return replace(_written(tuple(texts.items())), starters=_starters(folder / "guide.toml"))
    except tomllib.TOMLDecodeError as problem:
        raise failure("T002", Place(str(folder / "treaty.toml")), fault=problem) from problem
    except (KeyError, ValueError, TypeError, re.error) as problem:
        raise failure("T003", Place(str(folder)), fault=problem) from problem


@lru_cache(maxsize=8)  # as `parsed_toml`: of the same texts comes the same treaty
def _written(files: tuple[tuple[str, str], ...]) -> Treaty:
    """Return the treaty that is written in files, given by name; without what a guide begins
    with.
    """
    texts = dict(files)
    tables = {
        name: list(csv.DictReader(io.StringIO(text)))
        for name, text in files
        if name.endswith("csv")
    }
    return _treaty(parsed_toml(texts["treaty.toml"]), tables)


def _starters(path: Path) -> Starters:
    """Return the rows that a guide's workbook begins with; none where the treaty's folder has no
    such file.
    """
    sheets = parsed_toml(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    return {name: tuple(rows) for name, rows in sheets.items()}


def in_language(treaty: Treaty, folder: Path, language: str) -> Treaty:
    """Return the treaty in the words of a language, from its file in the treaty's folder; as it is
    without one.

    What the file lacks stays as it is. Raises PublisherError where the file cannot be used.
    """
    path = folder / f"{language}.toml"
    if not path.is_file():
        return treaty
    try:
        words = parsed_toml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise failure("T002", Place(str(path)), fault=problem) from problem
    try:
        starters = _starters(folder / f"guide.{language}.toml") or treaty.starters
        return replace(_translated(treaty, words), starters=starters)
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise failure("T003", Place(str(path)), fault=problem) from problem


def _translated(treaty: Treaty, words: dict[str, Any]) -> Treaty:
    names = ("abbreviation", "name", "short_name", "citation", "example")
    finders = tuple(words.get("finders", treaty.finders))
    if len(finders) != len(treaty.finders):
        raise ValueError("the list of finders is longer or shorter than that of the treaty")
    called = dict(zip(treaty.finders, finders, strict=True))
    columns, orders = words.get("columns", {}), words.get("orders", {})
    provisions = words.get("provisions", {})
    own = {name: words[name] for name in names if name in words}
    return replace(
        treaty,
        **own,
        finders=finders,
        called=(*treaty.called, *words.get("called", ())),
        titles=(*treaty.titles, *words.get("titles", ())),
        columns=tuple(_translated_column(each, columns) for each in treaty.columns),
        orders=tuple(_translated_order(each, orders) for each in treaty.orders),
        provisions=tuple(
            _translated_provision(each, provisions, words.get("citing", {}))
            for each in treaty.provisions
        ),
        places=tuple(_translated_place(each, words, called) for each in treaty.places),
    )


def _translated_column(column: Column, words: dict[str, Any]) -> Column:
    own = words.get(column.id, {})
    aliases = (*column.aliases, *own.get("aliases", ()))
    return replace(column, **own | {"aliases": aliases})


def _translated_order(order: Order, words: dict[str, Any]) -> Order:
    own = words.get(order.id, {})
    titles = own.get("groups", {})
    groups = tuple(Group(each.id, titles.get(each.id, each.title)) for each in order.groups)
    return Order(order.id, own.get("name", order.name), groups)


def _translated_provision(
    provision: Provision, words: dict[str, Any], citing: Mapping[str, str]
) -> Provision:
    """Return a provision in the words of a language; `citing` says what takes the place of what in
    the way in which an article is cited: par. 1 a) for para. 1 (a).
    """
    own = words.get(provision.id, {})
    cited = provision.un_reference
    for written, meant in citing.items():
        cited = cited.replace(written, meant)
    return replace(
        provision,
        un_reference=own.get("un_reference", cited),
        title=own.get("title", provision.title),
        summary=own.get("summary", provision.summary),
    )


def _translated_place(
    place: ResearchPlace, words: dict[str, Any], finders: Mapping[str, str]
) -> ResearchPlace:
    own = words.get("places", {}).get(place.key, {})
    return replace(place, **own, finders=tuple(finders[each] for each in place.finders))


def _treaty(settings: dict[str, Any], tables: Mapping[str, list[dict[str, str]]]) -> Treaty:
    orders = tuple(map(_order, settings["orders"]))
    finders = tuple(settings["finders"])
    treaty = Treaty(
        id=settings["id"],
        version=settings["version"],
        abbreviation=settings["abbreviation"],
        name=settings["name"],
        short_name=settings["short_name"],
        citation=settings["citation"],
        adopted=settings["adopted"],
        finders=finders,
        finders_also=tuple(map(tuple, settings.get("finders_also", ()))),
        called=tuple(settings.get("called", ())),
        titles=tuple(settings.get("titles", ())),
        example=settings.get("example", {}),
        columns=tuple(map(_column, settings["columns"])),
        orders=orders,
        provisions=tuple(_provision(row, orders) for row in tables["provisions.csv"]),
        parties={row["iso2"]: _party(row) for row in tables["parties.csv"]},
        changes=tuple(map(_change, settings.get("changes", ()))),
        terms=tuple(map(_term, tables.get(_TERMS, ()))),
        places=tuple(_place(row, finders) for row in tables.get(_PLACES, ())),
    )
    _require_sound_ids(treaty)
    return treaty


def _column(settings: dict[str, Any]) -> Column:
    aliases = tuple(settings.get("aliases", ()))
    role = settings.get("role", "")
    return Column(settings["id"], settings["heading"], settings["help"], role, aliases)


def _order(settings: dict[str, Any]) -> Order:
    groups = tuple(Group(each["id"], each["title"]) for each in settings["groups"])
    return Order(settings["id"], settings["name"], groups)


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
        raise ValueError(
            f"provision {row['id']} stands in the unknown group '{name}' of the order '{order.id}'"
        )
    return name


def _party(row: dict[str, str]) -> Party:
    return Party(
        iso2=row["iso2"],
        status=row["status"],
        signed=_date(row["signed"]),
        bound=_date(row["bound"]),
        instrument=row["instrument"],
        year_bound=row["year_bound"],
    )


def _change(settings: dict[str, Any]) -> VersionChange:
    return VersionChange(
        old=settings["from"],
        new=settings["to"],
        renamed=settings.get("renamed", {}),
        split={old: tuple(new) for old, new in settings.get("split", {}).items()},
        dropped=tuple(settings.get("dropped", ())),
    )


def _term(row: dict[str, str]) -> Term:
    pattern = re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)", re.IGNORECASE)
    return Term(row["language"], pattern, row["level"] == "remark", row["better"], row["reason"])


def _place(row: dict[str, str], finders: tuple[str, ...]) -> ResearchPlace:
    kinds = [kind.strip() for kind in row["kinds"].split(";") if kind.strip()]
    types = tuple(kind for kind in kinds if kind not in finders)
    for kind in types:
        if not _TYPE.fullmatch(kind):
            raise ValueError(
                f"'{kind}' of the place {row['key']} is no type of sources and none of the finders"
            )
    own = tuple(kind for kind in kinds if kind in finders)
    return ResearchPlace(row["key"], row["group"], row["place"], row["what it holds"], types, own)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _require_sound_ids(treaty: Treaty) -> None:
    """Raise ValueError unless ids are unique and fit Word's bookmark names (40 characters, no
    spaces).
    """
    groups = [group.id for order in treaty.orders for group in order.groups]
    if len(set(groups)) < len(groups) or not all(map(_GROUP_ID.fullmatch, groups)):
        raise ValueError(
            "ids of groups must be letters, digits and hyphens, 18 at the most, each once"
        )
    kinds: dict[str, Iterable[Column | Order | Provision]] = {
        "columns": treaty.columns,
        "orders": treaty.orders,
        "provisions": treaty.provisions,
    }
    for kind, values in kinds.items():
        _require_sound(kind, [each.id for each in values])
    keys = [place.key for place in treaty.places]
    if len(set(keys)) < len(keys) or not all(map(_ID.fullmatch, keys)):
        raise ValueError(
            "keys of places must be small letters, digits and single hyphens, each once"
        )


def _require_sound(kind: str, ids: list[str]) -> None:
    if not ids:
        raise ValueError(f"there are no {kind}")
    if len(set(ids)) < len(ids):
        raise ValueError(f"two of the {kind} have the same id")
    for each in ids:
        if not _ID.fullmatch(each) or len(each) > 18:
            raise ValueError(
                f"the id '{each}' must be small letters, digits and single hyphens, 18 at the most"
            )
