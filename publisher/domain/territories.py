"""Names that people look for in the list of States and that are no single State of it.

The table says of each name which State it belongs to, where that is beyond doubt, and nothing of
its status otherwise.
"""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from publisher.domain.countries import UN_LANGUAGES, Country, country_of_code, territory_name
from publisher.domain.names import folded, without_article


@dataclass(frozen=True, slots=True)
class Territory:
    """A name that is no State of the list; `code` is that of ISO 3166-1, empty where there is none.

    `kind` is "part" of a State; "territory", for whose international relations a State is
    responsible; "several" States; State "party" to the Convention on the Rights of the Child; or
    "unlisted". `states` are those of the list that it concerns.
    """

    name: str
    code: str
    kind: str
    states: tuple[Country, ...]
    aliases: tuple[str, ...]


def find_territory(name: str) -> Territory | None:
    """Return what a name stands for that is no single State of the list, or None."""
    wanted = without_article(folded(name))
    return next((each for each in _territories() if wanted in _forms(each)), None)


@cache
def _territories() -> tuple[Territory, ...]:
    text = (files("publisher") / "world" / "territories.csv").read_text(encoding="utf-8")
    return tuple(
        Territory(row["name"], row["code"], row["kind"], _states(row["states"]), _aliases(row))
        for row in csv.DictReader(io.StringIO(text))
    )


def _aliases(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(each.strip() for each in row["aliases"].split(";") if each.strip())


def _states(codes: str) -> tuple[Country, ...]:
    found = (country_of_code(code) for code in codes.split(";") if code)
    return tuple(each for each in found if each)


@cache
def _forms(territory: Territory) -> frozenset[str]:
    names = [territory.name, *territory.aliases]
    if code := territory.code:
        names += [code, *(territory_name(language, code) for language in UN_LANGUAGES)]
    return frozenset(folded(name) for name in names if name)
