"""States by the names people give them: English, local, ISO codes, former names.

Lookup packages fail on names in daily use (Ivory Coast, Turkey, Kosovo), so the table is our own;
the names in other languages come from CLDR through Babel.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from publisher.domain.names import folded, nearest, without_article

_LANGUAGE_OF_TABLE = "en"
# The names of States are accepted in the languages of the United Nations and in each State's own
# official languages.
UN_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@dataclass(frozen=True, slots=True)
class Country:
    """A State as the United Nations names it in English; `formal_name` is empty where there is
    none.
    """

    iso2: str
    iso3: str
    short_name: str
    formal_name: str
    aliases: tuple[str, ...] = ()


@cache
def countries() -> tuple[Country, ...]:
    """Return all States of the table, by ISO code."""
    text = (files("publisher") / "world" / "countries.csv").read_text(encoding="utf-8")
    return tuple(
        Country(
            row["iso2"],
            row["iso3"],
            row["short_name"],
            row["formal_name"],
            tuple(_split(row["aliases"])),
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def _split(aliases: str) -> Iterator[str]:
    return (each.strip() for each in aliases.split(";") if each.strip())


def country_of_code(iso2: str) -> Country | None:
    """Return the State with a two-letter code, or None."""
    return next((each for each in countries() if each.iso2 == iso2.upper()), None)


def find_country(name: str) -> Country | None:
    """Return the State that a person means by a name or an ISO code, or None."""
    wanted = without_article(folded(name))
    english = next((each for each in countries() if wanted in _english_forms(each)), None)
    return english or _foreign_forms().get(wanted)


def similar_names(name: str) -> tuple[str, ...]:
    """Return the short names of States whose name looks like `name` or holds it as a word, three at
    the most.
    """
    wanted = folded(name)
    by_word = [each.short_name for each in countries() if wanted in folded(each.short_name).split()]
    by_look = nearest(
        name, (each for country in countries() for each in (country.short_name, *country.aliases))
    )
    return tuple(dict.fromkeys((*by_word, *by_look)))[:3]


def local_name(country: Country, language: str) -> str:
    """Return the State's name in another language by CLDR; the English short name where CLDR has
    none.
    """
    if is_language_of_table(language):
        return country.short_name
    return territory_name(language, country.iso2) or country.short_name


def formal_name(country: Country, language: str) -> str:
    """Return the State's formal name in a language: the table knows those of its own, CLDR none."""
    return country.formal_name if is_language_of_table(language) else ""


def is_language_of_table(language: str) -> bool:
    """Tell whether a language, such as en or en-GB, is the one in which our tables name States and
    regions.
    """
    return re.split("[-_]", language)[0].casefold() == _LANGUAGE_OF_TABLE


@cache
def _english_forms(country: Country) -> frozenset[str]:
    names = (country.iso2, country.iso3, country.short_name, country.formal_name, *country.aliases)
    return frozenset(folded(each) for each in names if each)


@cache
def _foreign_forms() -> dict[str, Country]:
    """Map the names of the States in other languages to the States; a form that two States share is
    left out.
    """
    found: dict[str, set[Country]] = {}
    for country in countries():
        languages = {*UN_LANGUAGES, *get_official_languages(country.iso2, regional=True)}
        for language in sorted(languages):
            name = territory_name(language, country.iso2)
            if name:
                found.setdefault(folded(name), set()).add(country)
    return {form: owners.pop() for form, owners in found.items() if len(owners) == 1}


def territory_name(language: str, iso2: str) -> str:
    """Return what a language calls the State or territory of a code, by CLDR; else nothing."""
    try:
        return str(Locale.parse(language).territories.get(iso2, ""))
    except (UnknownLocaleError, ValueError):  # CLDR has no texts for every official language
        return ""
