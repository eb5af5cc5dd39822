"""The States as equal tiles, laid out by region: which tile stands where.

The table `tiles.csv` is ours. Positions recall a map so that a State is found; they say nothing
about borders, sizes or distances. Regions are those of the United Nations (M49), by which the
standard places a State; one that it does not list stands by itself.
"""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MOST_ROWS, MOST_COLUMNS = 10, 10  # what a screen of 320 pixels holds, and the style sheet names


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a State in the grid of its region, counted from 1; `region` is the code of the
    standard, empty where that does not list the State.
    """

    iso2: str
    region: str
    row: int
    column: int


@cache
def tiles() -> tuple[Tile, ...]:
    """Return the tiles of all States, region by region, row by row."""
    text = (files("publisher") / "world" / "tiles.csv").read_text(encoding="utf-8")
    return tuple(
        Tile(row["iso2"], row["region"], int(row["row"]), int(row["column"]))
        for row in csv.DictReader(io.StringIO(text))
    )
