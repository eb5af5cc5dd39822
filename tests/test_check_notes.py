"""What the check found as a note on the very cell; notes of persons are never touched.

Expected forms are those of ECMA-376 Part 1, 18.7, and Part 4, 19.3; notes are taken back out by openpyxl.
"""

import io
import re
import time
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment

from publisher.cli.main import main
from publisher.domain.diagnostics import Place, problem
from publisher.domain.language import read_language
from publisher.domain.worded import WordedTreaty
from publisher.workbook.annotate import annotate, checked_rows
from publisher.workbook.check_notes import check_notes, is_check_note
from publisher.workbook.file_facts import file_facts
from publisher.workbook.issue import issue_workbook
from publisher.workbook.note_parts import with_notes
from publisher.workbook.opened import open_workbook
from publisher.workbook.upgrade import upgrade_workbook
from tests.support import (
    EXAMPLIA,
    TOP,
    checked,
    english,
    filled,
    guided_book,
    opsc,
    provision_cell,
    read,
    saved,
)
from tests.test_threads import comment as thread
from tests.test_threads import packed as zipped
from tests.test_threads import parts_of, with_threads

NOW, LATER = datetime(2026, 11, 24, 9, 30), datetime(2026, 11, 25, 18, 5)
ROWS = "id | law\nopsc-1 | The penalty is TBC. [QX-99]\nopsc-3-3 | Text."
ON_LAW = """Legal reform publisher:
MUST FIX: the text cites [QX-99], but there is no such source
→ add it to the sheet of sources, or correct the key
[C217-….]

PLEASE CHECK: 'TBC' looks like a placeholder that was to be replaced
→ write the text, or empty the cell if nobody has looked yet; a final report cannot be built with it
[C224-….]"""
# As it stands in a note; and a note on another cell.
NOTE = ON_LAW.replace("….", "7f3a")
WANTED_ON_G3 = "Legal reform publisher:\nNOTE: so\n[C229-….]"
WANTED = {("Provisions", "F3"): NOTE, ("Provisions", "G3"): WANTED_ON_G3.replace("….", "0a1b")}


def annotated(content, diagnostics=None, now=NOW):
    found = read(content)
    told = checked(content)[1] if diagnostics is None else diagnostics
    rows = checked_rows(found.value, WordedTreaty(opsc(), english()))
    return annotate(content, rows, told, english(), now)


def upgraded(content):
    worded = WordedTreaty(opsc(), english())
    opened = open_workbook(content, "examplia.xlsx", with_empty=True)
    blank = issue_workbook(worded, EXAMPLIA)
    return upgrade_workbook(opened, read(content).value, blank, worded).content


def put(content):
    return with_notes(content, WANTED)


def cleared(content):
    return with_notes(content, {})


def notes(content, sheet="Provisions"):
    """Return the notes below the heading by cell: author and text, marks without what changes with a text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for row in book[sheet].iter_rows(min_row=2) for cell in row if cell.comment)
    unmarked = re.compile(r"(?<=\[[A-Z]\d{3}-)[0-9a-f]{4}")
    return {
        cell.coordinate: (cell.comment.author, unmarked.sub("….", cell.comment.text))
        for cell in cells
    }


def boxes(content, sheet=2):
    """Return the cells that have a box for their note, row and column from 0, as Part 4, 19.4.2.12 says."""
    parts = parts_of(content)
    relations = parts[f"xl/worksheets/_rels/sheet{sheet}.xml.rels"].decode()
    target = re.search(r'Target="([^"]*\.vml)"', relations)[1]
    xml = parts[f"xl/{target.removeprefix('../').removeprefix('/xl/')}"].decode()
    return re.findall(r"Row>(\d+)</\w+:Row><\w+:Column>(\d+)<", xml)


@pytest.fixture(scope="module")
def plain():
    return saved(filled(ROWS, book=guided_book()))


@pytest.fixture(scope="module")
def once(plain):
    return annotated(plain)


def test_a_note_on_the_very_cell_says_what_is_wrong_and_what_to_do(once):
    found = notes(once)

    assert found["F3"] == ("Legal reform publisher", ON_LAW)
    assert set(found) == {"F3", "G3", "F16", "G16"}
    assert {("2", "5"), ("2", "6"), ("15", "5"), ("15", "6")} <= set(boxes(once))


def test_the_notes_on_the_headings_stay(plain, once):
    def headings(content):
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Provisions"]
        return {cell.coordinate: cell.comment.text for cell in sheet[1] if cell.comment}

    assert headings(plain)
    assert headings(once) == headings(plain)


def test_annotating_twice_is_annotating_once_whenever_that_is(once):
    assert annotated(once, now=LATER) == once


def test_with_nothing_to_tell_notes_go_and_every_part_with_notes_is_as_it_was(plain, once):
    before, after = parts_of(plain), parts_of(annotated(once, ()))

    renamed = {
        re.sub(r"comments/comment(\d)", r"comments\1", name).replace(
            "commentsDrawing", "vmlDrawing"
        ): part
        for name, part in before.items()
    }
    kept = {name for name in renamed if "omments" in name or "vml" in name}
    assert len(kept) == 14
    assert {name: after.get(name) for name in kept} == {name: renamed[name] for name in kept}


@pytest.fixture(scope="module")
def bare():
    """Return a workbook of which a sheet has no notes at all, as some programs leave them."""
    book = filled(ROWS, book=guided_book())
    for cell in book["Provisions"][1]:
        cell.comment = None
    return saved(book)


def test_a_sheet_without_notes_gets_the_parts_for_them_and_loses_them_again(bare):
    marked = put(bare)

    new = parts_of(marked).keys() - parts_of(bare).keys()
    assert "xl/worksheets/_rels/sheet2.xml.rels" in new
    assert notes(marked)["F3"] == ("Legal reform publisher", ON_LAW)
    types = parts_of(marked)["[Content_Types].xml"].decode()
    (own,) = (each for each in new if each.startswith("xl/comments"))
    assert (
        f'PartName="/{own}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"'
        in types
    )
    sheet = parts_of(marked)["xl/worksheets/sheet2.xml"].decode()
    assert re.search(r"</headerFooter><legacyDrawing [^>]*/></worksheet>$", sheet)
    assert parts_of(cleared(marked)) == parts_of(bare)


# Notes of persons


@pytest.mark.slow
def test_where_a_person_has_a_note_none_of_ours_is_put_and_hers_stays():
    book = filled(ROWS, book=guided_book())
    provision_cell(book, "opsc-1", "law").comment = Comment("Ask Ana.", "A reader")

    marked = annotated(saved(book))

    assert notes(marked)["F3"] == ("A reader", "Ask Ana.")
    assert "G3" in notes(marked)
    told = openpyxl.load_workbook(io.BytesIO(marked))["Provisions"]["N3"].value
    assert told.startswith("MUST FIX Current national law: the text cites [QX-99]")
    assert notes(cleared(marked)) == {"F3": ("A reader", "Ask Ana.")}


@pytest.mark.parametrize("has_its_note", [True, False])
def test_a_cell_with_a_thread_gets_none(has_its_note):
    content = with_threads(
        filled(ROWS, book=guided_book()), {"Provisions": thread("F3", 1, 1, "Is this in force?")}
    )
    if not has_its_note:  # some programs drop the note that stands for a thread
        parts = parts_of(content)
        parts["xl/comments/comment1.xml"] = re.sub(
            rb'<comment ref="F3".*?</comment>', b"", parts["xl/comments/comment1.xml"]
        )
        content = zipped(parts)

    marked = put(content)

    found = notes(marked)
    assert "G3" in found
    assert found.get("F3", ("tc={CCCCCCCC-0000-4000-8000-000000000001}",))[0].startswith("tc=")
    name = "xl/threadedComments/threadedComment1.xml"
    assert parts_of(marked)[name] == parts_of(content)[name]


def reworded(content, new, author=None):
    """Return a workbook in which a person has changed the note on F3."""
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    cell = book["Provisions"]["F3"]
    cell.comment = Comment(new(cell.comment.text), author or cell.comment.author)
    return saved(book)


ADDED = {
    "a line": lambda text: f"{text}\nI asked the ministry.",
    "a word behind the mark": lambda text: f"{text} asked",
    "a word in front": lambda text: f"Asked! {text}",
    "an answer between two": lambda text: text.replace("\n\n", "\nwhy?\n\n"),
    "words of her own": lambda _: "Legal reform publisher:\nsee [C217-aaaa]",
    "the name alone": lambda _: "Legal reform publisher:\n",
}


@pytest.mark.parametrize("case", ADDED)
def test_a_note_to_which_a_person_added_anything_is_hers(case):
    assert is_check_note(NOTE)
    assert not is_check_note(ADDED[case](NOTE))


@pytest.mark.slow
def test_her_note_stays_is_told_and_goes_into_an_upgraded_workbook(once):
    content = reworded(once, ADDED["a line"])
    hers = notes(content)["F3"]

    assert notes(put(content)) == {"F3": hers, "G3": ("Legal reform publisher", WANTED_ON_G3)}
    assert notes(cleared(content)) == {"F3": hers}
    opened = open_workbook(content, "examplia.xlsx")
    assert file_facts(content, opened).notes == {("Provisions", "F3")}
    assert [str(each) for each in read(content).diagnostics if each.code == "S114"] == [
        "examplia.xlsx: Provisions: NOTE S114: a comment is attached to the cell F3: it is not printed\n"
        "    move what should be printed into the cells"
    ]
    assert notes(upgraded(content)) == {"F3": hers}


@pytest.mark.parametrize("new", [lambda text: text.replace("\n", "\r\n"), lambda text: f"{text}\n"])
def test_a_note_of_ours_is_known_whatever_a_program_did_to_its_lines(new):
    assert is_check_note(new(NOTE))


@pytest.mark.slow
def test_a_note_of_ours_is_known_whatever_a_program_did_to_its_author(once):
    """LibreOffice writes a space in the place of the author."""
    content = reworded(once, lambda text: text, " ")

    assert "S114" not in {each.code for each in read(content).diagnostics}
    assert file_facts(content, open_workbook(content, "examplia.xlsx")).notes == frozenset()
    assert notes(put(content))["F3"] == ("Legal reform publisher", ON_LAW)
    assert notes(cleared(content)) == {}
    new = upgraded(content)
    assert notes(new) == {}
    assert openpyxl.load_workbook(io.BytesIO(new)).sheetnames == guided_book().sheetnames


# How programs write notes


def changed(content, name, old, new):
    parts = parts_of(content)
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    return zipped(parts)


def test_boxes_that_are_no_xml_are_left_as_they_are(plain):
    """Excel writes <br> into boxes without closing it."""
    name = "xl/drawings/commentsDrawing1.vml"
    button = (
        b'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_s1090" type="#_x0000_t201">'
        b"<v:textbox><div>Press<br>here</div></v:textbox>"
        b'<x:ClientData xmlns:x="urn:schemas-microsoft-com:office:excel" ObjectType="Button"/></v:shape></xml>'
    )
    content = changed(plain, name, b"</xml>", button)

    marked = put(content)

    boxes_now = parts_of(marked)["xl/drawings/commentsDrawing1.vml"]
    assert button.removesuffix(b"</xml>") in boxes_now
    numbers = re.findall(rb'id="_x0000_s(\d+)"', boxes_now)
    assert len(set(numbers)) == len(numbers)
    assert notes(marked)["F3"] == ("Legal reform publisher", ON_LAW)
    assert parts_of(cleared(marked))["xl/drawings/commentsDrawing1.vml"] == parts_of(content)[name]


def test_boxes_of_buttons_alone_take_those_of_notes_as_well(bare):
    parts = parts_of(bare)
    vml = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        b'<v:shape id="_x0000_s1025" type="#_x0000_t201"><x:ClientData ObjectType="Button"/></v:shape></xml>'
    )
    parts["xl/drawings/vmlDrawing90.vml"] = vml
    parts["xl/worksheets/_rels/sheet2.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing"'
        b' Target="/xl/drawings/vmlDrawing90.vml"/></Relationships>'
    )
    link = b'<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="b"/>'
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name].replace(b"</worksheet>", link + b"</worksheet>")
    content = zipped(parts)

    marked = put(content)

    assert notes(marked)["F3"] == ("Legal reform publisher", ON_LAW)
    assert parts_of(marked)["xl/drawings/vmlDrawing90.vml"].startswith(vml.removesuffix(b"</xml>"))
    then = parts_of(cleared(marked))
    assert then["xl/drawings/vmlDrawing90.vml"] == vml
    assert (
        then["xl/worksheets/_rels/sheet2.xml.rels"] == parts["xl/worksheets/_rels/sheet2.xml.rels"]
    )


def test_notes_with_prefixes_are_read_and_written_with_them(plain):
    name = "xl/comments/comment1.xml"
    xml = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts_of(plain)[name])
    parts = parts_of(plain) | {name: xml.replace(b"xmlns=", b"xmlns:x=")}

    marked = put(zipped(parts))

    assert (
        b'<x:comment ref="F3" authorId="0"><x:text><x:t '
        in parts_of(marked)["xl/comments/comment1.xml"]
    )
    assert notes(marked)["F3"] == ("Legal reform publisher", ON_LAW)


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: xml.decode().encode("utf-16"),
        lambda xml: xml[:-20],
        lambda xml: xml.replace(b'authorId="0"', b'authorId="7"'),
        lambda xml: b"<!DOCTYPE a>" + xml,
    ],
)
def test_notes_that_cannot_be_changed_safely_are_left_and_the_column_tells(plain, damage):
    name = "xl/comments/comment1.xml"
    parts = parts_of(plain)
    parts[name] = damage(parts[name])

    marked = with_notes(zipped(parts), {("Provisions", "F3"): NOTE, ("Sources", "C3"): NOTE})

    after = parts_of(marked)
    assert {each for each in parts if parts[each] != after[each]} == {
        "xl/comments/comment3.xml",
        "xl/drawings/commentsDrawing3.vml",
    }


def main_part(content):
    parts = parts_of(content)
    return next(part for name, part in parts.items() if re.fullmatch(r"xl/workbook2?\.xml", name))


CASES = sorted((TOP / "tests/cases").rglob("*.xlsx"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_in_every_workbook_that_programs_wrote_notes_come_and_go(case):
    content = case.read_bytes()
    name = re.findall(rb'<sheet [^>]*?name="([^"]+)"', main_part(content))[1].decode()

    marked = with_notes(content, {(name, "F9"): NOTE})

    # openpyxl itself fails at some of these
    note = open_workbook(marked, "examplia.xlsx").book[name]["F9"].comment
    assert (note.author, note.text) == ("Legal reform publisher", NOTE)
    assert parts_of(cleared(marked)) == parts_of(content)


def test_all_that_persons_put_into_a_workbook_stays():
    parts = parts_of(saved(filled(ROWS, book=guided_book())))
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = b"<pivotCacheDefinition/>"
    parts["xl/drawings/drawing9.xml"] = b"<wsDr/>"
    content = zipped(parts)

    after = parts_of(with_notes(content, {("Provisions", "F3"): NOTE}))

    assert {each for each in parts if parts[each] != after[each]} == {
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert after.keys() == parts.keys()


# Bounds


def many(count, text="Invented. " * 30):
    """Return problems of one cell with long texts."""
    place = Place("examplia.xlsx", "Provisions", "F3", "art. 1")
    return [
        problem("C224", place, spot=f"{number} {text}", basis=str(number))
        for number in range(count)
    ]


def test_a_note_holds_no_more_than_a_cell_may_and_whole_problems_only():
    (text,) = check_notes(many(200), english()).values()

    assert 30_000 < len(text) <= 32_767
    assert is_check_note(text)


def test_two_hundred_notes_are_written_quickly(plain):
    wanted = {("Provisions", f"{letter}{row}"): NOTE for letter in "FGHIJ" for row in range(3, 43)}

    begun = time.perf_counter()
    marked = with_notes(plain, wanted)
    taken = time.perf_counter() - begun

    assert len(notes(marked)) == 200
    assert taken < 3


def test_the_notes_are_in_the_language_of_the_workbook():
    place = Place("examplia.xlsx", "Dispositions", "F3", "art. 1")
    french = read_language(TOP / "publisher/languages/fr.toml", english())

    (text,) = check_notes([problem("C225", place, example="QX-1 para. 3")], french).values()

    assert is_check_note(text)
    assert text.startswith(
        "Legal reform publisher:\nÀ VÉRIFIER: ce texte ne cite aucune source\n→ "
    )


def test_a_problem_of_a_heading_or_of_a_whole_sheet_has_no_note():
    told = [
        problem("S103", Place("examplia.xlsx", "Provisions", "F1"), heading="x"),
        problem("S111", Place("examplia.xlsx", "Provisions"), rows="3"),
        problem("S115", Place("examplia.xlsx"), file="examplia.xlsx"),
    ]

    assert check_notes(told, english()) == {}


# On the way between people


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result.output


@pytest.mark.slow
def test_what_a_check_wrote_is_no_persons_when_a_workbook_comes_home(tmp_path, plain):
    """She worked in the copy that was marked, put a note of her own into it, and mended a cell."""
    ours = tmp_path / "project/workbooks/examplia.xlsx"
    ours.parent.mkdir(parents=True)
    ours.write_bytes(plain)
    run(tmp_path / "project", "check", "--annotate", expect=1)
    book = openpyxl.load_workbook(ours, rich_text=True)
    book["Provisions"]["F3"] = "The penalty is two years, whatever the motive. [QX-1]"
    book["Provisions"]["H9"].comment = Comment("Ask Ana.", "A researcher")
    book.save(tmp_path / "mended.xlsx")

    told = run(tmp_path / "project", "receive", str(tmp_path / "mended.xlsx"))

    assert "R687" not in told  # a sheet that is not ours
    assert "R692" not in told  # notes that stay behind
    home = ours.read_bytes()
    assert notes(home)["H9"] == ("A researcher", "Ask Ana.")
    assert notes(annotated(home, ())) == {"H9": ("A researcher", "Ask Ana.")}


@pytest.mark.slow
def test_a_copy_from_before_the_check_takes_nothing_away(tmp_path, plain):
    """She worked in the copy that she had before it was marked in the project."""
    ours = tmp_path / "project/workbooks/examplia.xlsx"
    ours.parent.mkdir(parents=True)
    ours.write_bytes(plain)
    run(tmp_path / "project", "check", "--annotate", expect=1)
    book = openpyxl.load_workbook(io.BytesIO(plain), rich_text=True)
    book["Provisions"]["F3"] = "The penalty is two years, whatever the motive. [QX-1]"
    book.save(tmp_path / "older.xlsx")

    told = run(tmp_path / "project", "receive", str(tmp_path / "older.xlsx"))

    assert "R692" not in told
    sheet = openpyxl.load_workbook(ours)["Provisions"]
    assert sheet["F3"].value == "The penalty is two years, whatever the motive. [QX-1]"
