"""The countries of the site by region: as tiles, and as lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from publisher.domain.countries import Country as State
from publisher.domain.countries import countries, local_name
from publisher.domain.language import Language
from publisher.domain.names import folded
from publisher.domain.world_regions import region_name
from publisher.site import addresses
from publisher.site.marks import Mark
from publisher.site.parts import CountryPart
from publisher.site.tiles import Tile, tiles


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A tile: where it stands, what it says, where it leads; no address where it leads nowhere."""

    row: int
    column: int
    code: str
    name: str
    mark: Mark
    address: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its tiles, or with its countries."""

    title: str
    tiles: tuple[ShownTile, ...] = ()
    countries: tuple["ListedCountry", ...] = ()


@dataclass(frozen=True, slots=True)
class ListedCountry:
    """A country in a list, with a note."""

    code: str
    name: str
    address: str
    note: str


Marking = Callable[[CountryPart | None], Mark]


def tiles_by_region(
    parts: Iterable[CountryPart], language: Language, marking: Marking, *, only_reported: bool
) -> tuple[Region, ...]:
    """Return the tiles of all States by region; those of countries that no table has come last.

    With `only_reported` States without a report are left out, and regions without any.
    """
    by_code = {part.iso2: part for part in parts}
    found: dict[str, list[ShownTile]] = {}
    for tile in tiles():
        part = by_code.pop(tile.iso2, None)
        if part or not only_reported:
            found.setdefault(tile.region, []).append(_shown(tile, part, language, marking))
    for number, part in enumerate(by_code.values()):
        tile = Tile(part.iso2, "", 2 + number // 10, 1 + number % 10)
        found.setdefault("", []).append(_shown(tile, part, language, marking))
    return tuple(Region(_title(code, language), tuple(own)) for code, own in found.items())


def _title(code: str, language: Language) -> str:
    return region_name(code, language.locale) if code else language.words("guide")["no_region"]


def _shown(tile: Tile, part: CountryPart | None, language: Language, marking: Marking) -> ShownTile:
    state = _states().get(tile.iso2)
    code = state.iso3 if state else tile.iso2
    name = part.names[language.code] if part else ""
    if state and not name:
        name = local_name(state, language.locale)
    address = addresses.country_page(language.code, part.code) if part else ""
    anchor = part.code if part else ""
    return ShownTile(tile.row, tile.column, code, name, marking(part), address, anchor)


@cache
def _states() -> Mapping[str, State]:
    return {each.iso2: each for each in countries()}


def listed_by_region(
    parts: Iterable[CountryPart], language: Language, note: Callable[[CountryPart], str]
) -> Iterator[Region]:
    """Yield the regions with the countries that have a report, by name."""
    region_of = {tile.iso2: tile.region for tile in tiles()}
    found: dict[str, list[CountryPart]] = {}
    for part in parts:
        found.setdefault(region_of.get(part.iso2, ""), []).append(part)
    order = dict.fromkeys(region_of.values()) | {"": None}
    for code in order:
        if code in found:
            own = tuple(listed(found[code], language, note))
            yield Region(_title(code, language), countries=own)


def listed(
    parts: Iterable[CountryPart], language: Language, note: Callable[[CountryPart], str]
) -> Iterator[ListedCountry]:
    """Yield countries by name in a language, each with a note."""
    for part in by_name(parts, language):
        page = addresses.country_page(language.code, part.code)
        yield ListedCountry(part.code, part.names[language.code], page, note(part))


def by_name(parts: Iterable[CountryPart], language: Language) -> list[CountryPart]:
    """Return countries by their names in a language, accents aside."""
    return sorted(parts, key=lambda each: (folded(each.names[language.code]), each.code))
