"""The sheet To do: what the check found, one line each, with links; whatever else is in the workbook stays."""

import io
import re
from datetime import datetime

import openpyxl
import pytest

from publisher.domain.diagnostics import Place, problem
from publisher.domain.language import read_language
from publisher.workbook.file_facts import file_facts
from publisher.workbook.opened import open_workbook
from publisher.workbook.todo_sheet import Model, with_todo
from tests.support import TOP, checked, english, filled, read, saved
from tests.test_check_notes import annotated, upgraded
from tests.test_threads import packed, parts_of
from tests.validators import validator_findings

NOW, LATER = datetime(2026, 11, 24, 9, 30), datetime(2026, 11, 25, 18, 5)
FILE = "examplia.xlsx"
TOLD = (
    problem("S115", Place(FILE), file=FILE),
    problem("C217", Place(FILE, "Provisions", "F10", "art. 3, Current national law"), key="QX-99"),
    problem(
        "C225",
        Place(FILE, "Provisions", "F10", "art. 3, Current national law"),
        example="QX-1 para. 3",
    ),
    problem("C292", Place(FILE, "Where we looked", "C3"), written="QX-0"),
)
HELP = "Click an address to go to its cell. The program writes this sheet anew at each check: write nothing here."


@pytest.fixture(scope="module")
def plain():
    return saved(filled("id | law\nopsc-1 | Text."))


def written(content, told=TOLD, now=NOW, language=None):
    return with_todo(content, told, language or english(), now, Model("Provisions", "N3"))


@pytest.fixture(scope="module")
def once(plain):
    return written(plain)


def sheet_of(content, name="To do"):
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def lines(content, name="To do"):
    """Return what shows in the sheet, without the rows at its end that hold nothing."""
    found = [tuple(cell.value for cell in row) for row in sheet_of(content, name)["B1:G30"]]
    while found and not any(found[-1]):
        found.pop()
    return found


def test_each_problem_has_a_line_in_the_order_of_the_sheets(once):
    def unmarked(row):
        return (*row[:5], re.sub(r"-[0-9a-f]{4}$", "-….", row[5]) if row[5] else None)

    first, headings, *found = lines(once)
    assert first == (f"1 MUST FIX, 2 PLEASE CHECK, 1 NOTE on 2026-11-24 09:30. {HELP}", *[None] * 5)
    assert headings == ("Cell", "Level", "Where", "What is wrong", "What to do", "Mark")
    assert [unmarked(row) for row in found] == [
        (None, "NOTE", "examplia.xlsx", "this workbook was issued by an older version of the program",
         "'publisher upgrade examplia.xlsx' makes a new one and carries everything over; the old file is kept", None),
        ("F10", "MUST FIX", "Provisions: art. 3, Current national law",
         "the text cites [QX-99], but there is no such source", "add it to the sheet of sources, or correct the key", None),
        ("F10", "PLEASE CHECK", "Provisions: art. 3, Current national law", "this text cites no source",
         "add the key of the source with the place in it, such as [QX-1 para. 3]", "C225-…."),
        ("C3", "PLEASE CHECK", "Where we looked", "'QX-0' is no source of this workbook",
         "write the key of a source as it stands on the sheet of sources, or add the source there", "C292-…."),
    ]  # fmt: skip


def test_each_address_leads_to_its_cell(once):
    """ECMA-376 Part 1, 18.3.1.47: `location` is a place in the workbook; a name with spaces stands in apostrophes."""
    xml = parts_of(once)["xl/worksheets/sheet11.xml"].decode()

    links = re.findall(r'<hyperlink ref="(\w+)" location="([^"]+)" display="(\w+)"/>', xml)
    assert links == [
        ("B4", "'Provisions'!F10", "F10"),
        ("B5", "'Provisions'!F10", "F10"),
        ("B6", "'Where we looked'!C3", "C3"),
    ]
    assert re.search(r"</sheetData><hyperlinks>.*</hyperlinks><pageMargins", xml)


def test_a_problem_of_a_whole_row_leads_to_the_row(plain):
    told = [problem("C213", Place(FILE, "Ana's list", "7"))]

    xml = parts_of(written(plain, told))["xl/worksheets/sheet11.xml"].decode()

    assert """<hyperlink ref="B3" location="'Ana''s list'!B7" display="7"/>""" in xml


@pytest.mark.slow
def test_when_there_is_nothing_to_do_it_says_so_and_when(plain, once):
    assert lines(written(once, (), LATER)) == [
        ("Nothing to do; checked on 2026-11-25 18:05.", *[None] * 5),
        ("Cell", "Level", "Where", "What is wrong", "What to do", "Mark"),
    ]
    assert b"<hyperlink" not in parts_of(written(once, (), LATER))["xl/worksheets/sheet11.xml"]


def test_writing_it_twice_is_writing_it_once_whenever_that_is(once):
    assert written(once, now=LATER) == once


def test_of_a_workbook_that_was_worked_on_it_says_the_new_time(once):
    book = openpyxl.load_workbook(io.BytesIO(once), rich_text=True)
    book["Provisions"]["F4"] = "New."

    assert lines(written(saved(book), now=LATER))[0][0].startswith(
        "1 MUST FIX, 2 PLEASE CHECK, 1 NOTE on 2026-11-25 18:05. "
    )


def test_what_is_mended_leaves_no_line(once):
    left = written(once, TOLD[1:2], LATER)

    assert [row[0] for row in lines(left)[2:]] == ["F10"]
    assert sheet_of(left).row_dimensions[6].height == 15


def test_every_other_part_stays_and_the_sheet_is_the_last(plain, once):
    before, after = parts_of(plain), parts_of(once)

    # openpyxl's own names of parts become those of Excel, as whenever anything is written
    own = {"[Content_Types].xml", "xl/workbook.xml"}
    same = {
        name for name in before if name in after and name not in own and not name.endswith(".rels")
    }
    assert {name for name in same if before[name] != after[name]} == set()
    names = openpyxl.load_workbook(io.BytesIO(once)).sheetnames
    assert names == [*filled().sheetnames, "To do"]
    assert b'<definedName name="_xlnm.Print_Titles" localSheetId="1">' in after["xl/workbook.xml"]


@pytest.mark.slow
def test_a_persons_own_sheet_of_that_name_is_left_alone():
    book = filled("id | law\nopsc-1 | Text.")
    own = book.create_sheet("to do")
    own["A1"], own["B3"] = "Call Ana", "by Friday"

    marked = written(saved(book))

    assert sheet_of(marked, "to do")["B3"].value == "by Friday"
    assert lines(marked, "To do (2)")[2][1] == "NOTE"
    again = written(marked, TOLD[1:2], LATER)
    assert openpyxl.load_workbook(io.BytesIO(again)).sheetnames[-2:] == ["to do", "To do (2)"]
    assert [row[0] for row in lines(again, "To do (2)")[2:]] == ["F10"]


def test_it_is_found_under_another_name_and_what_stands_beside_it_stays(once):
    book = openpyxl.load_workbook(io.BytesIO(once))
    sheet = book["To do"]
    sheet.title = "Ana's list"
    sheet["J4"] = "asked"
    sheet["J4"].hyperlink = "https://example.org"

    again = written(saved(book), TOLD[:2], LATER)

    sheet = sheet_of(again, "Ana's list")
    assert (sheet["J4"].value, sheet["J4"].hyperlink.target) == ("asked", "https://example.org")
    assert [row[0] for row in lines(again, "Ana's list")[2:]] == [None, "F10"]


def test_a_workbook_with_prefixes_and_absolute_targets_gets_it(plain):
    parts = parts_of(plain)
    name = "xl/workbook.xml"
    parts[name] = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts[name]).replace(b"<x:?", b"<?")
    parts[name] = parts[name].replace(b'workbook xmlns="', b'workbook xmlns:x="')

    marked = written(packed(parts))

    assert lines(marked)[3][0] == "F10"
    assert b"<x:sheet xmlns:r=" in parts_of(marked)[name]


@pytest.mark.slow
def test_of_very_many_the_first_stand_there_and_how_many_are_left(plain):
    place = Place(FILE, "Provisions", "F10")
    told = [problem("C225", place, basis=str(number), example="QX-1") for number in range(612)]

    sheet = sheet_of(written(plain, told))

    assert (sheet["B502"].value, sheet["B503"].value) == ("F10", None)
    assert (sheet["E503"].value, sheet["E504"].value) == ("and 112 more", None)


def test_its_words_are_those_of_the_workbook(plain):
    french = read_language(TOP / "publisher/languages/fr.toml", english())
    marked = written(plain, (), language=french)

    assert lines(marked, "À faire")[0][0] == "Rien à faire ; contrôlé le 2026-11-24 09:30."


def test_it_runs_from_right_to_left_where_the_language_does(plain):
    arabic = read_language(TOP / "publisher/languages/ar.toml", english())
    marked = written(plain, language=arabic)

    assert sheet_of(marked, "المطلوب").sheet_view.rightToLeft


@pytest.mark.slow
def test_nobody_reads_it_and_upgrade_leaves_it_behind(plain, once):
    assert list(map(str, checked(once)[1])) == list(map(str, checked(plain)[1]))
    assert file_facts(once, open_workbook(once, FILE)).sheets == tuple(filled().sheetnames)
    assert openpyxl.load_workbook(io.BytesIO(upgraded(once))).sheetnames == filled().sheetnames
    assert read(once).value.provisions == read(plain).value.provisions


@pytest.mark.slow
def test_check_writes_notes_and_the_sheet_and_takes_them_away_when_all_is_mended(plain):
    marked = annotated(plain)
    assert len(lines(marked)) > 3

    assert len(lines(annotated(marked, (), LATER))) == 2


@pytest.mark.slow
def test_a_validator_finds_no_more_in_a_marked_workbook_than_before(plain):
    book = openpyxl.load_workbook(io.BytesIO(plain))
    for cell in book["Provisions"][1]:
        cell.comment = None  # the notes, their boxes and the link to these are added as well
    before = saved(book)

    marked = annotated(before)

    assert (
        "xl/worksheets/_rels/sheet2.xml.rels" in parts_of(marked).keys() - parts_of(before).keys()
    )

    def found(content):  # that cells hold their texts themselves is how all of them are written
        return {each for each in validator_findings(content, ".xlsx") if "inlineStr" not in each}

    assert found(marked) <= found(before)
