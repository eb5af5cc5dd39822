"""The sheet 'Where we looked': from the treaty's data into the workbook, and home again.

All content is invented, of the invented country Examplia.
"""

import csv
import io
from functools import cache

import openpyxl
import pytest

from publisher.domain.diagnostics import PublisherError
from publisher.domain.treaty_files import in_language, read_treaty
from publisher.domain.worded import WordedTreaty
from publisher.project.project import open_project
from publisher.project.workbooks import upgrade_file
from publisher.workbook.contents import Slot, read_contents
from publisher.workbook.issue import issue_workbook
from publisher.workbook.joined import join
from publisher.workbook.opened import open_workbook
from tests.support import (
    DATA,
    EXAMPLIA,
    TOP,
    blank_book,
    english,
    filled,
    guided_book,
    opsc,
    read,
    saved,
)
from tests.test_receive import NOON, Desk

OPSC = TOP / "publisher/treaties/opsc"
PLACES = (
    "state-report", "concluding-observations", "alternative-reports", "sr-sale", "sr-trafficking",
    "violence-study", "unicef", "innocenti", "ilo-ipec", "ilo-natlex", "interpol", "shared-hope",
    "child-prostitution-site", "government", "primary-law", "courts", "ecpat", "national-ngos",
)  # fmt: skip
LETTERS = dict(
    zip(("key", "place", "holds", "on", "by", "result", "found", "note"), "ABCDEFGH", strict=True)
)
NATLEX, OWN = 11, 20  # the row of NATLEX, and the first empty one behind the eighteen places


def write(book, number, **texts):
    """Fill in cells of a row of the sheet: write(book, 11, on="5 May 2026", result="Found")."""
    for key, text in texts.items():
        book["Where we looked"][f"{LETTERS[key]}{number}"].value = text
    return book


def rows(book):
    """Return the rows that were read, as texts by key of column, without empty cells."""
    found = read(book)
    assert [str(each) for each in found.diagnostics] == []
    return [
        {key: cell.text for key, cell in row.cells.items() if cell.text}
        for row in found.value.places
    ]


# The treaty's data


def test_the_treaty_names_the_places_with_the_kinds_of_sources_that_come_from_there():
    places = {each.key: each for each in opsc().places}

    assert tuple(places) == PLACES
    natlex, observations = places["ilo-natlex"], places["concluding-observations"]
    assert (natlex.group, natlex.holds) == ("ILO", "texts and references of laws")
    assert natlex.types == ("national_law", "regulation", "database")
    assert (observations.types, observations.finders) == (
        ("treaty_body",),
        ("Committee on the Rights of the Child",),
    )


def test_every_kind_of_source_of_a_place_is_a_type_that_the_sheet_sources_offers():
    offered = set(english().words("choices.source_type"))

    assert {kind for each in opsc().places for kind in each.types} <= offered


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_every_place_has_its_words_in_every_language(code):
    treaty = in_language(opsc(), OPSC, code)

    for english_place, own in zip(opsc().places, treaty.places, strict=True):
        assert own.key == english_place.key
        assert own.place != english_place.place
        assert own.holds != english_place.holds
        assert set(own.finders) <= set(treaty.finders)
    assert len({each.place for each in treaty.places}) == len(PLACES)


def test_a_treaty_may_do_without_places():
    treaty = read_treaty(DATA / "project-b/treaties/ferries")

    assert treaty.places == ()


def broken(tmp_path, **changed):
    """Return what is told of the treaty with one of its places changed."""
    folder = tmp_path / "broken"
    folder.mkdir()
    for path in OPSC.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    table = list(csv.DictReader(io.StringIO((folder / "places.csv").read_text(encoding="utf-8"))))
    table[1] |= changed
    with (folder / "places.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)
    with pytest.raises(PublisherError) as raised:
        read_treaty(folder)
    return raised.value.diagnostic.message()


def test_a_place_whose_kind_is_neither_a_type_of_sources_nor_a_finder_is_refused(tmp_path):
    told = broken(tmp_path, kinds="treaty_body; Committee on the Rights of Childhood")

    assert "'Committee on the Rights of Childhood' of the place concluding-observations" in told


def test_two_places_with_one_key_are_refused(tmp_path):
    told = broken(tmp_path, key="state-report")

    assert "keys of places must be small letters, digits and single hyphens, each once" in told


# A new workbook


@cache
def blank():
    return saved(blank_book())


def test_a_new_workbook_names_each_place_and_has_fifteen_rows_for_more():
    sheet = blank_book()["Where we looked"]

    assert sheet["A1"].value == "Place id"
    assert [cell.value for cell in sheet[1]][1:8] == [
        "Place", "What it holds", "Looked on", "Looked by", "Result", "Sources found (keys)",
        "Note (not printed)",
    ]  # fmt: skip
    assert sheet.column_dimensions["A"].hidden
    assert [cell.value for cell in sheet["A"]][1:19] == list(PLACES)
    assert sheet["B11"].value == (
        "NATLEX database of national labour and social security and related human rights legislation"
    )
    assert (sheet["A20"].value, sheet["B20"].value, sheet.max_row) == (None, None, 34)


def test_the_keys_of_the_sources_are_offered_and_others_may_be_written():
    sheet = guided_book()["Where we looked"]

    (rule,) = [
        each
        for each in sheet.data_validations.dataValidation
        if "G2" in each.sqref and each.type == "list"
    ]
    assert rule.formula1 == "list_source_keys"
    assert not rule.showErrorMessage


def test_a_treaty_without_places_gives_a_sheet_with_empty_rows():
    treaty = read_treaty(DATA / "project-b/treaties/ferries")
    content = issue_workbook(WordedTreaty(treaty, english()), EXAMPLIA)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Where we looked"]

    assert [cell.value for cell in sheet["B"]] == ["Place", *[None] * 15]


# Read


def test_rows_are_read_by_key_and_added_ones_by_the_name_of_the_place():
    book = write(blank_book(), NATLEX, on="5 May 2026", by="A. R.", result="Found", found="QX-1")
    write(book, OWN, place="National library of Examplia", on="6 May 2026", result="Nothing found")

    read_rows = rows(book)

    assert read_rows[9]["key"] == "ilo-natlex"
    assert [read_rows[9][key] for key in ("looked_on", "looked_by", "result", "sources")] == [
        "5 May 2026", "A. R.", "Found", "QX-1",
    ]  # fmt: skip
    assert read_rows[18] == {
        "place": "National library of Examplia",
        "looked_on": "6 May 2026",
        "result": "Nothing found",
    }
    assert len(read_rows) == 19


@pytest.mark.slow
def test_places_are_known_by_their_names_where_the_hidden_column_is_gone():
    book = write(blank_book(), NATLEX, on="5 May 2026")
    book["Where we looked"].delete_cols(1)
    book["Where we looked"].column_dimensions["A"].hidden = False  # openpyxl leaves it behind

    assert rows(book)[9]["key"] == "ilo-natlex"


def test_a_workbook_that_is_too_old_for_the_sheet_is_only_told_to_be_upgraded():
    book = blank_book()
    del book["Where we looked"]
    book["_toolkit"]["B1"].value = "5"

    found = read(book)

    assert (found.value.places, found.diagnostics) == ((), ())


def test_a_sheet_that_was_deleted_is_told():
    book = blank_book()
    del book["Where we looked"]

    assert [str(each) for each in read(book).diagnostics] == [
        "examplia.xlsx: PLEASE CHECK S130: the sheet 'Where we looked' is missing, and with it where"
        " you have looked\n    if it was deleted by mistake, undo that in Excel or take the last"
        " version from workbooks/backup; else run 'publisher upgrade examplia.xlsx', which adds an"
        " empty one and carries everything over"
    ]


# Upgraded


def upgraded(tmp_path, book):
    path = tmp_path / "workbooks/examplia.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(saved(book))
    _, account = upgrade_file(open_project(tmp_path).value, path, NOON)
    assert account.homeless == ()
    return openpyxl.load_workbook(path)["Where we looked"]


@pytest.mark.slow
def test_an_upgrade_brings_the_sheet_to_a_workbook_that_has_none(tmp_path):
    book = blank_book()
    del book["Where we looked"]
    book["_toolkit"]["B1"].value = "5"

    assert [cell.value for cell in upgraded(tmp_path, book)["A"]][1:19] == list(PLACES)


@pytest.mark.slow
def test_an_upgrade_carries_what_was_noted_wherever_its_row_stands(tmp_path):
    book = write(blank_book(), NATLEX, on="5 May 2026", result="Found", found="QX-1; QX-2")
    write(book, OWN + 3, place="National library of Examplia", on="6 May 2026", note="Room 2")
    book["Where we looked"].delete_rows(2, 2)  # the first two places

    sheet = upgraded(tmp_path, book)

    assert [cell.value for cell in sheet["A"]][1:19] == list(PLACES)
    assert [sheet[f"{letter}11"].value for letter in "ADFG"] == [
        "ilo-natlex", "5 May 2026", "Found", "QX-1; QX-2",
    ]  # fmt: skip
    assert [sheet[f"{letter}20"].value for letter in "ABDH"] == [
        None, "National library of Examplia", "6 May 2026", "Room 2",
    ]  # fmt: skip
    assert sheet["B20"].fill.fgColor.rgb == sheet["B25"].fill.fgColor.rgb  # not grey


# Come home


def contents(book):
    content = saved(book)
    worded = WordedTreaty(opsc(), english())
    return read_contents(content, open_workbook(content, "examplia.xlsx"), worded)


@pytest.mark.slow
def test_what_two_researchers_noted_is_joined_by_place():
    ours = write(blank_book(), NATLEX, on="5 May 2026", result="Found")
    write(ours, OWN, place="Library of Examplia", on="7 May 2026")
    theirs = write(blank_book(), NATLEX, by="B. R. (invented)")
    write(theirs, OWN, place="Archive of Examplia", on="8 May 2026")

    joined = join(contents(blank_book()), contents(ours), contents(theirs))

    assert {slot: held.text for slot, held in joined.taken.items()} == {
        Slot("places", "ilo-natlex", "looked_by"): "B. R. (invented)",
        Slot("places", "Archive of Examplia", "place"): "Archive of Examplia",
        Slot("places", "Archive of Examplia", "looked_on"): "8 May 2026",
    }
    assert (joined.open, joined.homeless, joined.gone) == ((), (), ())


@pytest.mark.slow
def test_places_that_came_home_stand_behind_those_that_were_added_here(tmp_path):
    desk = Desk(tmp_path)
    desk.put(blank())
    own = write(openpyxl.load_workbook(desk.home), OWN, place="Library of Examplia", by="A. R.")
    desk.home.write_bytes(saved(own))
    theirs = write(blank_book(), OWN, place="Archive of Examplia", on="8 May 2026")
    write(theirs, NATLEX, on="9 May 2026")

    received = desk.receive(theirs)

    sheet = desk.book["Where we looked"]
    assert [str(each) for each in received.diagnostics] == []
    assert sheet[f"D{NATLEX}"].value == "9 May 2026"
    assert [sheet[f"{letter}20"].value for letter in "BDE"] == [
        "Library of Examplia",
        None,
        "A. R.",
    ]
    assert [sheet[f"{letter}21"].value for letter in "BDE"] == [
        "Archive of Examplia", "8 May 2026", None,
    ]  # fmt: skip
    assert [line[3] for line in desk.history if line[0] == "Taken from a file"] == [
        "NATLEX database of national labour and social security and related human rights"
        " legislation, Looked on",
        "Archive of Examplia, Place",
        "Archive of Examplia, Looked on",
    ]


@pytest.mark.slow
def test_a_place_that_both_noted_otherwise_is_left_to_a_person():
    ours = write(blank_book(), NATLEX, result="Found")
    theirs = write(blank_book(), NATLEX, result="Not reachable")

    joined = join(contents(blank_book()), contents(ours), contents(theirs))

    assert joined.taken == {}
    assert [(each.slot, each.ours.text, each.theirs.text) for each in joined.open] == [
        (Slot("places", "ilo-natlex", "result"), "Found", "Not reachable")
    ]


def test_a_blank_workbook_says_nothing_of_places():
    assert read(filled()).diagnostics == ()


@pytest.mark.slow
def test_places_come_home_to_a_workbook_that_has_no_sheet_for_them_yet(tmp_path):
    desk = Desk(tmp_path)
    old = blank_book()
    del old["Where we looked"]
    desk.put(old)

    received = desk.receive(write(blank_book(), NATLEX, on="9 May 2026"))

    assert [str(each) for each in received.diagnostics] == []
    assert desk.book["Where we looked"][f"D{NATLEX}"].value == "9 May 2026"
