"""The grid of equal tiles: each State once, in its region, on a tile of its own."""

import csv
from collections import Counter

from publisher.site.tiles import MOST_COLUMNS, MOST_ROWS, tiles
from tests.support import TOP


def table(name):
    with (TOP / f"publisher/world/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_state_has_one_tile():
    assert Counter(each.iso2 for each in tiles()) == Counter(
        row["iso2"] for row in table("countries")
    )


def test_small_states_that_ready_grids_lack_have_one():
    assert {"AD", "VA", "LI", "MC", "PS", "SM", "TV", "NR"} <= {each.iso2 for each in tiles()}


def test_each_tile_stands_in_the_region_of_the_standard():
    regions = {row["iso2"]: row["region"] for row in table("regions")}

    assert {each.iso2: each.region for each in tiles()} == {
        row["iso2"]: regions.get(row["iso2"], "") for row in table("countries")
    }


def test_no_two_states_stand_on_one_tile():
    places = Counter((each.region, each.row, each.column) for each in tiles())

    assert [place for place, count in places.items() if count > 1] == []


def test_a_narrow_screen_holds_every_grid():
    assert max(each.column for each in tiles()) == MOST_COLUMNS
    assert max(each.row for each in tiles()) == MOST_ROWS
    assert min(min(each.row, each.column) for each in tiles()) == 1


def test_the_list_reads_row_by_row():
    order = [(each.region, each.row, each.column) for each in tiles()]

    for region in {each.region for each in tiles()}:
        own = [place for place in order if place[0] == region]
        assert own == sorted(own)
