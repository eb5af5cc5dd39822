"""The parts of a finished workbook: named as Excel names them, and found by targets seen from the part that says them.

ExcelJS and Calligra Sheets find no other ones. Content is invented.
"""

import io
import zipfile
from urllib.parse import urljoin
from xml.etree import ElementTree

import openpyxl
import pytest

from publisher.domain.treaty import Group
from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_review_sheet, issue_workbook
from publisher.workbook.issue_guide import issue_guide
from publisher.workbook.patch import patch_cells
from publisher.workbook.tables import write_tables
from tests.support import EXAMPLIA, TOP, english, filled, opsc, read, saved

# As Excel names them, and as ECMA-376 Part 1, 12.1 lays a workbook out in its example.
FRAME = {
    "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
    "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", "xl/theme/theme1.xml", "xl/workbook.xml",
}  # fmt: skip


def sheets(count, *, notes):
    """Return the names of so many sheets, and of what belongs to those that have notes."""
    names = {f"xl/worksheets/sheet{number}.xml" for number in range(1, count + 1)}
    for position, sheet in enumerate(notes, 1):
        names |= {
            f"xl/worksheets/_rels/sheet{sheet}.xml.rels",
            f"xl/comments{position}.xml",
            f"xl/drawings/vmlDrawing{position}.vml",
        }
    return names


WORDED = WordedTreaty(opsc(), english())
AREAS = (Group("a", "Invented area"),)
TABLES = {"Data": (("Name", "Number"), (("invented", "1"),))}
ISSUED = {
    "new": (lambda: issue_workbook(WORDED, EXAMPLIA), sheets(10, notes=(2, 3, 4, 5, 6, 7, 8))),
    "review": (lambda: issue_review_sheet(WORDED), sheets(2, notes=(1,))),
    "guide": (lambda: issue_guide(WORDED, AREAS), sheets(8, notes=(2, 3, 4, 5, 6))),
    "data": (lambda: write_tables(TABLES), sheets(1, notes=())),
}


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def targets(parts):
    """Return where the relationships inside a package lead: the part that has each, what it says, the part it means.

    A target is a reference seen from the part that has it (ECMA-376 Part 2, 9.3; RFC 3986, 5.2).
    """
    found = []
    for name, xml in parts.items():
        if name.endswith(".rels"):
            folder, _, own = name.rpartition("_rels/")
            source = folder + own.removesuffix(".rels")
            for each in ElementTree.fromstring(xml):
                if each.get("TargetMode") != "External":
                    said = each.attrib["Target"]
                    meant = urljoin(f"http://p/{source}", said)
                    found.append((source, said, meant.removeprefix("http://p/")))
    return found


def wrong_targets(parts):
    found = targets(parts)
    absolute = [each for each in found if each[1].startswith("/")]
    return absolute, [each for each in found if each[2] not in parts]


def typed_parts(parts):
    root = ElementTree.fromstring(parts["[Content_Types].xml"])
    return {each.attrib["PartName"] for each in root if "PartName" in each.attrib}


@pytest.mark.parametrize("kind", ISSUED)
def test_a_new_workbook_has_parts_as_excel_names_them(kind):
    make, wanted = ISSUED[kind]

    parts = parts_of(make())

    assert set(parts) == FRAME | wanted
    assert wrong_targets(parts) == ([], [])
    assert {name.lstrip("/") for name in typed_parts(parts)} <= set(parts)


@pytest.mark.slow
def test_the_same_workbook_is_the_same_bytes_and_its_notes_are_read_by_another_program():
    content = issue_workbook(WORDED, EXAMPLIA)

    book = openpyxl.load_workbook(io.BytesIO(content))

    assert content == issue_workbook(WORDED, EXAMPLIA)
    assert book["Sources"]["A1"].comment.text.startswith("Cite the source by this key")
    assert book["Reviewers"]["A1"].comment is not None


def test_texts_stand_in_a_part_of_their_own_each_once():
    """As ECMA-376 Part 1, 18.4.9 says; Calligra Sheets reads no texts that stand in their cells."""
    rows = (("same", "1"), ("same", "2"), ("<b> & = co", "3"), ("", "4"), (" edges \n", "5"))

    content = write_tables({"Data": (("Name", "Number"), rows), "More": (("Name",), (("same",),))})

    parts = parts_of(content)
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    texts = [item.findtext(f"{main}t") for item in shared]
    assert texts == ["Name", "Number", "same", "<b> & = co", " edges \n"]
    assert (shared.get("count"), shared.get("uniqueCount")) == ("8", "5")
    assert b"inlineStr" not in b"".join(parts.values())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [[cell.value for cell in row] for row in book["Data"].iter_rows(min_row=2)] == [
        ["same", 1], ["same", 2], ["<b> & = co", 3], [None, 4], [" edges \n", 5],
    ]  # fmt: skip


def by_program(content, name):
    """Return a workbook that says another program saved it last."""
    parts = parts_of(content)
    mark = b"<Application>Microsoft Excel Compatible / Openpyxl 3.1.5</Application>"
    assert mark in parts["docProps/app.xml"]
    own = b"<Application>%s</Application>" % name
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(mark, own)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in parts.items():
            archive.writestr(part, xml)
    return stream.getvalue()


OLD = (TOP / "tests/data/format-1/examplia.xlsx").read_bytes()
CELL = {"Provisions": {"F2": "An invented text."}}


@pytest.mark.slow
def test_a_workbook_of_ours_with_other_names_has_excels_after_a_change():
    """Those that were issued until the autumn of 2026 and were never saved by a person's program."""
    before = parts_of(OLD)

    after = parts_of(patch_cells(OLD, CELL))

    assert any(name.startswith("xl/comments/comment") for name in before)
    assert [name for name in after if "xl/comments/" in name or "commentsDrawing" in name] == []
    assert wrong_targets(after) == ([], [])
    assert {name.lstrip("/") for name in typed_parts(after)} <= set(after)
    assert after["xl/comments1.xml"] == before["xl/comments/comment1.xml"]
    assert after["xl/drawings/vmlDrawing1.vml"] == before["xl/drawings/commentsDrawing1.vml"]
    assert (
        read(patch_cells(OLD, CELL)).value == read(patch_cells(by_program(OLD, b"X"), CELL)).value
    )


@pytest.mark.parametrize("name", [b"Microsoft Excel", b"LibreOffice/7.4 Openpyxl", b"Calc"])
def test_the_parts_of_another_programs_workbook_keep_their_names_and_bytes(name):
    foreign = by_program(OLD, name)
    before = parts_of(foreign)

    after = parts_of(patch_cells(foreign, CELL))

    assert list(after) == list(before)
    changed = [part for part in before if before[part] != after[part]]
    assert changed == ["xl/worksheets/sheet2.xml"]


def with_part(content, name, xml):
    """Return a workbook with one part more."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, xml)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["xl/comments1.xml", "xl/vbaProject.bin", "customXml/item1.xml"])
def test_a_workbook_with_parts_that_we_never_write_keeps_all_names(name):
    """One of them may be called as Excel would call ours."""
    content = with_part(saved(filled("id | law\nopsc-1 | Invented.")), name, b"<x/>")

    after = parts_of(patch_cells(content, CELL))

    assert list(after) == list(parts_of(content))
    assert after[name] == b"<x/>"
