"""Check results in the workbook itself: the very cells, and not a byte besides."""

import hashlib
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
import warnings
import zipfile
from datetime import datetime
from functools import cache, lru_cache
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from publisher.cli.main import main
from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.domain.markup import normalise
from publisher.domain.worded import WordedTreaty
from publisher.project.files import replace_workbook
from publisher.workbook.annotate import annotate, checked_rows
from publisher.workbook.patch import patch_cells
from publisher.workbook.sheet_xml import PatchError
from tests.strategies import texts
from tests.support import (
    HEARING,
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

ROWS = "id | law\nopsc-1 | The penalty is TBC. [QX-99]\nopsc-3-3 | Text."
NOW = datetime(2026, 11, 24, 9, 30)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions, which openpyxl does not know
        return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


@lru_cache(maxsize=8)
def cells_of(content):
    return cells_in(opened(content))


def cells_in(book):
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.style_id)
        for sheet in book.worksheets
        if sheet.title != "To do"
        for row in sheet.iter_rows(max_row=90, max_col=30)
        for cell in row
    }


def annotated(content):
    found = read(content)
    return annotate(
        content,
        checked_rows(found.value, WordedTreaty(opsc(), english())),
        checked(content)[1],
        english(),
        NOW,
    )


def without_todo(content):
    """Return the parts of a workbook but for the sheet To do, which holds the time."""
    parts = parts_of(content)
    return {name: part for name, part in parts.items() if b">_todo<" not in part}


@cache
def with_everything():
    """Return a filled workbook with what researchers and their programs put into one, much of it unknown to openpyxl."""
    book = filled(ROWS, book=guided_book())
    sheet = book["Provisions"]
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "R2")
    chart = BarChart()
    chart.add_data(Reference(book["Sources"], min_col=2, min_row=1, max_row=5))
    book["Sources"].add_chart(chart, "AH4")
    provision_cell(book, "opsc-1", "law").comment = Comment("A remark", "A reader")
    parts = parts_of(saved(book))
    name = "xl/worksheets/sheet2.xml"
    extension = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        b' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        b'<x14:dataValidation type="list"><x14:formula1><xm:f>_lists!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>R9</xm:sqref>'
        b"</x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    parts[name] = parts[name].replace(b"</worksheet>", extension + b"</worksheet>")
    parts["customXml/item1.xml"] = b"<notes xmlns='urn:example'>kept</notes>"
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = b"<pivotCacheDefinition/>"
    parts["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return packed.getvalue()


# Marks in the reserved cells


@pytest.mark.slow
def test_each_row_says_what_was_noticed_with_column_remedy_and_mark():
    book = openpyxl.load_workbook(io.BytesIO(annotated(saved(filled(ROWS)))))
    sheet = book["Provisions"]

    headings = [cell.value for cell in sheet[1]]
    text = sheet.cell(3, headings.index("Check results (filled in by the program)") + 1).value
    assert [re.sub(r"-[0-9a-f]{4}\]$", "-….]", line) for line in text.splitlines()] == [
        "MUST FIX Current national law: the text cites [QX-99], but there is no such source → add it to the sheet of sources,"
        " or correct the key [C217-….]",
        "PLEASE CHECK Current national law: 'TBC' looks like a placeholder that was to be replaced → write the text, or empty"
        " the cell if nobody has looked yet; a final report cannot be built with it [C224-….]",
        "NOTE Legal reforms: this row is filled in part; still empty: Legal reforms, Compliance with the Protocol → fill in what"
        " is empty, or write 'Nothing found' or 'Not applicable' where that is the result [C229-….]",
    ]


@pytest.mark.slow
def test_only_the_reserved_cells_of_the_sheet_change():
    new = annotated(with_everything())

    before, after = parts_of(with_everything()), parts_of(new)
    changed = {name for name in before if before[name] != after[name]}
    assert list(after) == [*before, "xl/worksheets/sheet11.xml"]
    # the sheet; the notes on its cells, and their boxes; the sheet To do
    assert changed == {
        "xl/worksheets/sheet2.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    old_cells, new_cells = cells_of(with_everything()), cells_of(new)
    assert {key for key, value in old_cells.items() if new_cells[key] != value} == {
        ("Provisions", "N3"), ("Provisions", "N16"),
    }  # fmt: skip
    assert all(new_cells[key][1] == style for key, (_, style) in old_cells.items())


@pytest.mark.slow
def test_annotating_twice_is_annotating_once():
    once = annotated(with_everything())

    assert annotated(once) == once


@pytest.mark.slow
def test_when_all_is_mended_the_marks_go_and_the_cells_are_the_original_ones():
    original = saved(filled("id | law\nopsc-1 | Nothing found\nopsc-3-3 | Nothing found"))
    marked = annotated(original)

    found = read(marked)
    cleared = annotate(
        marked, checked_rows(found.value, WordedTreaty(opsc(), english())), (), english(), NOW
    )

    assert cells_of(marked) != cells_of(original)
    assert cells_of(cleared) == cells_of(original)


def test_the_issued_colours_look_for_the_words_that_are_written():
    sheet = guided_book()["Provisions"]

    formulas = [rule.formula[0] for rules in sheet.conditional_formatting for rule in rules.rules]
    assert 'ISNUMBER(SEARCH("MUST FIX "&F$1&":",$N3))' in formulas
    assert 'ISNUMBER(SEARCH("PLEASE CHECK "&F$1&":",$N3))' in formulas


# Patching


@pytest.mark.slow
@pytest.mark.no_cover  # being traced would double its time
@settings(max_examples=4 if settings().max_examples < 100 else 60)
@given(texts, st.sampled_from(["F3", "N3", "N60", "Z3", "F200", "AZ1", "A999", "E1"]))
def test_a_patched_cell_reads_back_and_every_other_cell_and_part_stays(text, address):
    text = text[:2000]
    new = patch_cells(with_everything(), {"Provisions": {address: text}})

    before, after = parts_of(with_everything()), parts_of(new)
    assert {name for name in before if before[name] != after[name]} <= {"xl/worksheets/sheet2.xml"}
    book = opened(new)
    old_cells, new_cells = cells_of(with_everything()), cells_in(book)
    others = {key: value for key, value in old_cells.items() if key != ("Provisions", address)}
    assert others == {key: new_cells[key] for key in others}
    value = book["Provisions"][address].value
    assert normalise(str(value or "")) == normalise(text)


@pytest.mark.slow
def test_text_that_begins_like_a_formula_stays_text():
    for text in ("=1+1", "+1", "-1", "@name", "=cmd|'/c calc'!A1"):
        cell = opened(patch_cells(with_everything(), {"Provisions": {"F4": text}}))["Provisions"][
            "F4"
        ]

        assert (cell.value, cell.data_type) == (text, "s")


def test_a_cell_with_a_formula_is_never_overwritten():
    with pytest.raises(PatchError, match="E3 holds a formula"):
        patch_cells(with_everything(), {"Provisions": {"E3": "x"}})


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (
            b"<sheetData/>",
            b'<sheetData><row r="2"><c r="B2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row></sheetData>',
        ),
        (
            b'<sheetData><row r="2" spans="1:1" ht="5"/></sheetData>',
            b'<sheetData><row r="2" ht="5"><c r="B2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row></sheetData>',
        ),
        (
            b'<sheetData><row><c><v>1</v></c></row><row><c s="1"/><c s="2"/><c s="3"/></row></sheetData>',
            b'<sheetData><row><c><v>1</v></c></row><row><c s="1"/><c r="B2" s="2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
            b'<c s="3"/></row></sheetData>',
        ),
        (
            b'<dimension ref="A1"/><sheetData><row r="2"><c r="A2" s=\'4\'><v>&gt;</v></c><c r="C2"/></row></sheetData>',
            b'<sheetData><row r="2"><c r="A2" s=\'4\'><v>&gt;</v></c><c r="B2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
            b'<c r="C2"/></row></sheetData>',
        ),
    ],
)
def test_a_sheet_is_patched_whichever_way_a_program_wrote_it(sheet, expected):
    for prefix in ("", "x:"):
        content = _minimal(_prefixed(sheet, prefix), prefix)

        patched = parts_of(patch_cells(content, {"S": {"B2": "x"}}))["xl/worksheets/sheet1.xml"]

        assert _prefixed(expected, prefix) in patched


def test_a_new_cell_looks_like_that_of_the_first_row_in_its_column():
    """The first row below the heading stands for all: `s` is the number of a style (18.3.1.4)."""
    sheet = (
        b'<sheetData><row r="1"><c r="B1" s="9"/></row><row r="2"><c r="A2" s="3"/><c r="B2" s="4"/><c r="C2"/></row>'
        b'<row r="3"><c r="A3" s="5"/></row></sheetData>'
    )
    texts = {"B3": "in a row", "C3": "of no look", "D3": "of no model", "A4": "a new row", "B4": ""}

    patched = patch_cells(_minimal(sheet, ""), {"S": texts})

    root = ElementTree.fromstring(parts_of(patched)["xl/worksheets/sheet1.xml"])
    looks = {cell.get("r"): cell.get("s") for cell in root.iter() if cell.tag.endswith("}c")}
    assert {each: looks[each] for each in ("A3", "B3", "C3", "D3", "A4")} == {
        "A3": "5", "B3": "4", "C3": None, "D3": None, "A4": "3",
    }  # fmt: skip


def _prefixed(xml, prefix):
    return re.sub(rb"<(/?)(\w)", rb"<\1" + prefix.encode() + rb"\2", xml)


def _minimal(sheet, prefix):
    name = f":{prefix[:-1]}" if prefix else ""
    main_ = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            relation.format(
                f'<Relationship Id="a" Type="{office}/officeDocument" Target="/xl/workbook.xml"/>'
            ),
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            relation.format(
                f'<Relationship Id="b" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            ),
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main_}" xmlns:r="{office}"><sheets><sheet name="S" r:id="b"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<{prefix}worksheet xmlns{name}="{main_}">'.encode()
            + sheet
            + f"</{prefix}worksheet>".encode(),
        )
    return packed.getvalue()


# Files


def test_the_old_file_is_kept_with_its_date(tmp_path):
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(b"old")

    kept = replace_workbook(path, b"new", was=digest_of(b"old"), now=NOW)

    assert kept == tmp_path / "backup/examplia 2026-11-24 093000.xlsx"
    assert (path.read_bytes(), kept.read_bytes()) == (b"new", b"old")


@pytest.mark.parametrize("lock", ["~$examplia.xlsx", ".~lock.examplia.xlsx#"])
def test_an_open_workbook_is_left_alone(tmp_path, lock):
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"")

    with pytest.raises(PublisherError) as caught:
        replace_workbook(path, b"new", was=digest_of(b"old"), now=NOW)

    assert str(caught.value) == (
        f"examplia.xlsx: MUST FIX F022: this workbook is open in Excel or LibreOffice ({lock} lies beside it), so nothing was"
        f" written into it\n    save and close it there, then do this again; if nobody has it open, delete the file {lock}"
    )
    assert path.read_bytes() == b"old"


def test_a_workbook_that_was_changed_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(b"newer")

    with pytest.raises(PublisherError) as caught:
        replace_workbook(path, b"new", was=digest_of(b"old"), now=NOW)

    assert str(caught.value) == (
        "examplia.xlsx: MUST FIX F024: this workbook was changed by somebody while the program worked on it, so nothing was"
        " written into it\n    save and close it, then do this again"
    )
    assert path.read_bytes() == b"newer"


# The command


@pytest.fixture
def project(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(filled(ROWS)))
    return tmp_path


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result


@pytest.mark.slow
def test_check_annotate_marks_the_workbook_once_and_says_where_the_old_one_is(project):
    path = project / "workbooks/examplia.xlsx"
    original = path.read_bytes()

    first = run(project, "check", "--annotate", expect=1)
    marked = path.read_bytes()
    second = run(project, "check", "--annotate", expect=1)

    (kept,) = (project / "workbooks/backup").glob("*.xlsx")
    assert f"marked in the workbook; the file as it was: {kept}" in first.stdout
    assert "the marks in the workbook are as they should be" in second.stdout
    assert kept.read_bytes() == original
    assert path.read_bytes() == marked
    assert without_todo(marked) == without_todo(annotated(original))
    assert (
        run(project, "check", expect=1).output.splitlines()[0]
        == "examplia.xlsx: 1 MUST FIX, 1 PLEASE CHECK, 3 NOTE"
    )


def test_a_workbook_without_columns_for_results_says_how_to_get_them(project):
    book = filled(ROWS)
    for sheet in ("Provisions", "Country", "Sources", "Where we looked"):
        for cell in book[sheet][1]:
            if cell.value == "Check results (filled in by the program)":
                cell.value = None
    (project / "workbooks/examplia.xlsx").write_bytes(saved(book))

    result = run(project, "check", "--annotate", expect=1)

    assert (
        "nothing was marked in the workbook: it has no column for check results; 'publisher upgrade' adds it\n"
        in result.stdout
    )
    assert not list((project / "workbooks/backup").glob("*.xlsx"))


def test_check_annotate_refuses_an_open_workbook_and_still_writes_the_list(project):
    (project / "workbooks/~$examplia.xlsx").write_bytes(b"")
    before = (project / "workbooks/examplia.xlsx").read_bytes()

    result = run(project, "check", "--annotate", expect=1)

    assert (
        "examplia.xlsx: MUST FIX F022: this workbook is open in Excel or LibreOffice"
        in result.output
    )
    assert (project / "workbooks/examplia.xlsx").read_bytes() == before
    assert (project / "output/examplia/examplia.check.html").exists()


def test_a_reserved_cell_that_cannot_be_written_is_told_and_nothing_changes(project):
    book = filled(ROWS)
    book["Provisions"]["N3"].value = "=1+1"
    path = project / "workbooks/examplia.xlsx"
    path.write_bytes(saved(book))
    before = path.read_bytes()

    result = run(project, "check", "--annotate", expect=1)

    assert (
        "examplia.xlsx: MUST FIX F023: nothing was written into this workbook, because the change could not be made without"
        " touching other cells\n    open it in Excel, choose File > Save As, save it under a new name and use that file (for the"
        " maintainers: N3 holds a formula)\n"
    ) in result.output
    assert path.read_bytes() == before


@pytest.mark.slow
def test_watch_checks_again_at_each_saving_and_marks_when_the_workbook_is_closed(project):
    path = project / "workbooks/examplia.xlsx"
    program = f"{HEARING}from publisher.cli.main import main; main()"
    command = [
        sys.executable,
        "-u",
        "-c",
        program,
        "--project",
        str(project),
        "check",
        "--watch",
        "--annotate",
    ]
    watching = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": str(TOP)},
    )

    def wait_for(words):
        lines = []
        for line in watching.stdout:
            lines.append(line)
            if words in line:
                return "".join(lines)
        raise AssertionError("".join(lines))

    too_long = threading.Timer(60, watching.kill)
    too_long.start()
    try:
        assert "examplia.xlsx: 1 MUST FIX" in wait_for("marked in the workbook")
        lock = project / "workbooks/~$examplia.xlsx"
        lock.write_bytes(b"")
        path.write_bytes(saved(filled("id | law\nopsc-1 | See article 1. [QX-98]")))
        assert "[QX-98]" in wait_for("The marks are written into the workbook when it is closed.")
        closed = hashlib.sha256(path.read_bytes()).hexdigest()
        lock.unlink()
        wait_for("marked in the workbook")
        assert hashlib.sha256(path.read_bytes()).hexdigest() != closed
        time.sleep(2.5)
        watching.send_signal(signal.SIGINT)
        assert wait_for("Stopped.") == "Stopped.\n"  # its own writing set nothing off
        assert watching.wait(10) == 0
    finally:
        too_long.cancel()
        watching.kill()
        watching.stdout.close()
        watching.wait()
