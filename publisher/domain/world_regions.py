"""Regions of the world as the United Nations count them, and which States lie in them.

Source: UN Statistics Division, Standard country or area codes for statistical use (M49). The table
`regions.csv` gives each State's region, its subregion and, where the subregion is divided, the
intermediate region within that; `region_names.csv` gives the standard's English names. Names in
other languages come from CLDR through Babel. CLDR words a few regions otherwise in English than the
standard (419 is Latin America, without the Caribbean in its name), so both are understood.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from publisher.domain.countries import is_language_of_table
from publisher.domain.names import folded, nearest


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the standard puts a State, by M49 code; `intermediate` is empty where its subregion is
    not divided.
    """

    iso2: str
    region: str
    subregion: str
    intermediate: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The regions the State lies in, the widest first."""
        return tuple(each for each in (self.region, self.subregion, self.intermediate) if each)


def regions() -> tuple[str, ...]:
    """Return the M49 codes of all regions, subregions and intermediate regions that hold a State,
    in order of code.
    """
    return tuple(sorted({code for placement in _placements().values() for code in placement.codes}))


def region_name(code: str, language: str) -> str:
    """Return a region's name in a language: in English that of the standard, else by CLDR or,
    failing that, in English.

    A code that names no region is returned as it is.
    """
    standard = _standard_names().get(code, code)
    return standard if is_language_of_table(language) else _cldr_name(code, language) or standard


def find_region(name: str, language: str = "en") -> str | None:
    """Return the M49 code of the region that a person means by a code, an English name or one in
    `language`, or None.

    A name that is only like a region's is not guessed: South Africa is not Southern Africa.
    """
    return _forms(language).get(folded(name))


def similar_regions(name: str, language: str) -> tuple[str, ...]:
    """Return the names of regions that look like `name` or hold it as a word, three at the most."""
    wanted = folded(name)
    known = [each for code in regions() for each in _names(code, language)]
    by_word = [each for each in known if wanted in folded(each).split()]
    return tuple(dict.fromkeys((*nearest(name, known), *by_word)))[:3]


def is_in(iso2: str, code: str) -> bool:
    """Return whether a State lies in a region of any level; one that the standard does not know
    lies in none.
    """
    placement = _placements().get(iso2.upper())
    return placement is not None and code in placement.codes


def finest_region(iso2: str) -> str:
    """Return the code of the smallest region that a State lies in; empty for one that the standard
    does not know.
    """
    placement = _placements().get(iso2.upper())
    return placement.codes[-1] if placement else ""


@cache
def _placements() -> dict[str, Placement]:
    rows = _rows("regions.csv")
    return {
        row["iso2"]: Placement(row["iso2"], row["region"], row["subregion"], row["intermediate"])
        for row in rows
    }


@cache
def _standard_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("region_names.csv")}


def _rows(table: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(
        io.StringIO((files("publisher") / "world" / table).read_text(encoding="utf-8"))
    )


@cache
def _forms(language: str) -> dict[str, str]:
    """Map the names and codes of the regions to the codes; a form that two regions share is left
    out.
    """
    found: dict[str, set[str]] = {}
    for code in regions():
        # A spreadsheet makes the number 2 of the code 002.
        for form in (code, code.lstrip("0"), *_names(code, language)):
            found.setdefault(folded(form), set()).add(code)
    return {form: owners.pop() for form, owners in found.items() if len(owners) == 1}


@cache
def _names(code: str, language: str) -> tuple[str, ...]:
    """Return a region's names: in the language, in English by CLDR and by the standard, each
    once.
    """
    names = (_cldr_name(code, language), _cldr_name(code, "en"), _standard_names()[code])
    return tuple(dict.fromkeys(each for each in names if each))


def _cldr_name(code: str, language: str) -> str:
    try:
        return str(Locale.parse(language).territories.get(code, ""))
    except (UnknownLocaleError, ValueError):  # CLDR has no texts for every language
        return ""
