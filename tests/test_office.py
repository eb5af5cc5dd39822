"""Files opened by another office program: LibreOffice reads what we write, and we read what it writes."""

import copy
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.model import Run
from publisher.domain.worded import WordedTreaty
from publisher.project.formats import formats_called
from publisher.project.project import open_project
from publisher.project.reports import build_file
from publisher.project.workbooks import check_file
from publisher.workbook.annotate import annotate, checked_rows
from publisher.workbook.patch import patch_cells
from publisher.writers.outline import write_outline
from tests.support import (
    HEARING,
    TODAY,
    TOP,
    checked,
    english,
    filled,
    has_ended,
    needs_proc,
    opsc,
    read,
    saved,
    whole_book,
)
from tests.validators import own_faults, validator_findings

ROWS = """
id | law | reforms | compliance | assessment | finder | date
opsc-1 | First line⏎second line⏎⏎**New** paragraph [QX-1 s. 2] | Nothing found | - one⏎- two | In line | Researcher | 2019
opsc-3-1-b | R&D <18 "quoted" 'x' — العربية 中文 हिन्दी | = not a formula | Not applicable
"""
SOURCES = "key | type | title | accessed\nQX-1 | National law | قانون | 2026-01-02"


def model(content):
    """Return what a workbook says: text and emphasis of each cell that is not empty, by row and column."""
    found = read(content)
    assert found.diagnostics == ()
    rows = {row.cells["id"].text: row for row in found.value.provisions}
    provisions = {
        (id_, key): (cell.text, tuple((run.text, run.bold, run.italic) for run in cell.runs))
        for id_, row in rows.items()
        for key, cell in row.cells.items()
        if cell.text
    }
    return (
        provisions,
        {key: row.cells["value"].text for key, row in found.value.country.items()},
        len(found.value.sources),
    )


@pytest.mark.long  # tests/test_other_kinds.py has a workbook that LibreOffice saved
@pytest.mark.slow
def test_a_workbook_saved_by_libreoffice_says_the_same(convert, tmp_path):
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(saved(filled(ROWS, SOURCES, {"summary": "One.\n\nTwo."})))
    (tmp_path / "saved").mkdir()

    again = convert(path, "xlsx", tmp_path / "saved")
    through_ods = convert(convert(again, "ods", tmp_path), "xlsx", tmp_path / "saved")

    assert model(again.read_bytes()) == model(path.read_bytes())
    assert model(through_ods.read_bytes()) == model(path.read_bytes())


# What a person does in the spreadsheet program, done to its own flat file format; it then saves the workbook.

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LAW, REFORMS = 5, 6


class Edited:
    """A workbook open in LibreOffice's flat format, edited cell by cell."""

    def __init__(self, path):
        self.tree = etree.parse(str(path), etree.XMLParser(huge_tree=True))
        automatic = self.tree.find(f"{OFFICE}automatic-styles")
        for name, look in (("bold", {"font-weight": "bold"}), ("italic", {"font-style": "italic"})):
            style = etree.SubElement(
                automatic, STYLE + "style", {STYLE + "name": name, STYLE + "family": "text"}
            )
            etree.SubElement(
                style, STYLE + "text-properties", {FO + key: value for key, value in look.items()}
            )

    def rows(self, sheet):
        table = next(
            each for each in self.tree.iter(f"{TABLE}table") if each.get(f"{TABLE}name") == sheet
        )
        return [
            row
            for row in table.iter(f"{TABLE}table-row")
            if not row.get(f"{TABLE}number-rows-repeated")
        ]

    def row(self, sheet, text, column=0):
        return next(row for row in self.rows(sheet) if self.text(self.cell(row, column)) == text)

    def cell(self, row, column):
        """Return a cell of its own, dividing a group of alike ones."""
        position = 0
        for cell in list(row):
            count = int(cell.get(f"{TABLE}number-columns-repeated", 1))
            if position <= column < position + count:
                return self._divided(cell, column - position, count) if count > 1 else cell
            position += count
        raise AssertionError(f"no column {column}")

    def _divided(self, cell, before, count):
        del cell.attrib[f"{TABLE}number-columns-repeated"]
        for number, follows in ((before, False), (count - before - 1, True)):
            if number:
                group = copy.deepcopy(cell)
                group.set(f"{TABLE}number-columns-repeated", str(number))
                (cell.addnext if follows else cell.addprevious)(group)
        return cell

    def text(self, cell):
        return "\n".join("".join(each.itertext()) for each in cell.findall(f"{TEXT}p"))

    def type(self, cell, *paragraphs):
        """Type paragraphs into a cell; each is made of texts, or of pairs of a look and a text."""
        for child in list(cell):
            cell.remove(child)
        cell.set(f"{OFFICE}value-type", "string")
        for paragraph in paragraphs:
            element = etree.SubElement(cell, f"{TEXT}p")
            for piece in paragraph:
                look, text = piece if isinstance(piece, tuple) else ("", piece)
                span = etree.SubElement(
                    element, f"{TEXT}span", {f"{TEXT}style-name": look} if look else {}
                )
                span.text = text

    def save(self, path):
        self.tree.write(str(path), encoding="utf-8", xml_declaration=True)


@pytest.fixture(scope="session")
def worked_on(convert, tmp_path_factory):
    """A workbook that somebody filled in, sorted and tidied in LibreOffice, saved there as xlsx, and once through ods."""
    folder = tmp_path_factory.mktemp("worked-on")
    (folder / "examplia.xlsx").write_bytes(saved(whole_book()))
    flat = convert(folder / "examplia.xlsx", "fods", folder)
    work = Edited(flat)
    first = work.row("Provisions", "opsc-1")
    sale = ["The sale is ", ("bold", "a crime"), ". [QX-1 s. 2]"]
    work.type(work.cell(first, LAW), sale, [], ["- fines", ("italic", " twice")])
    work.type(work.cell(first, REFORMS), ["Nothing found"])
    work.type(
        work.cell(work.row("Provisions", "opsc-2-a"), LAW),
        ["العربية, = not a formula & <more>. [QX-95]"],
    )
    gone = work.row("Provisions", "opsc-3-3")
    gone.getparent().remove(gone)
    work.row("Provisions", "opsc-2-a").set(f"{TABLE}visibility", "collapse")
    work.row("Provisions", "opsc-12-3").addnext(first)  # sorted to the end
    work.row("Sources", "QX-80").addnext(copy.deepcopy(work.row("Sources", "QX-2")))
    added = work.row("Sources", "QX-80").getnext()
    for row, key, title in (
        (work.row("Sources", "QX-1"), "QX-1", "Lex infantium"),
        (added, "QX-81", "Lex altera"),
    ):
        for column, text in ((0, key), (1, "National law"), (4, title)):
            work.type(work.cell(row, column), [text])
    work.save(flat)
    as_excel = convert(flat, "xlsx", folder)
    (folder / "ods").mkdir()

    @cache
    def saved_as(way):
        if way == "xlsx":
            return as_excel
        return convert(convert(as_excel, "ods", folder / "ods"), "xlsx", folder / "ods")

    return saved_as


# tests/test_other_kinds.py and tests/test_receive.py have workbooks that come as .ods.
WAYS = ["xlsx", pytest.param("ods", marks=pytest.mark.long)]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_what_somebody_does_in_libreoffice_is_read_as_meant(worked_on, way):
    found = read(worked_on(way).read_bytes()).value

    rows = {row.cells["id"].text: row.cells for row in found.provisions}
    assert len(rows) == 57
    assert rows["opsc-1"]["law"].runs == (
        Run("The sale is "), Run("a crime", bold=True), Run(". [QX-1 s. 2]\n\n- fines"), Run(" twice", italic=True),
    )  # fmt: skip
    assert rows["opsc-1"]["reforms"].text == "Nothing found"
    assert rows["opsc-2-a"]["law"].text == "العربية, = not a formula & <more>. [QX-95]"
    titles = {
        row.cells["key"].text: row.cells["title"].text
        for row in found.sources
        if row.cells["title"].text
    }
    assert titles == {"QX-1": "Lex infantium", "QX-81": "Lex altera"}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_what_went_wrong_in_libreoffice_is_told(worked_on, way):
    told = [
        (each.code, each.place.sheet, dict(each.values))
        for each in checked(worked_on(way).read_bytes())[1]
        if each.level == "must_fix" or each.code == "S111"
    ]

    hidden = next(values["rows"] for code, _, values in told if code == "S111")
    assert sorted(told, key=str) == [
        ("C204", "Provisions", {"article": "3(3)", "file": "examplia.xlsx"}),
        ("C217", "Provisions", {"key": "QX-95", "near": ""}),
        ("S111", "Provisions", {"rows": hidden}),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_workbook_from_libreoffice_can_be_marked_and_is_built(worked_on, way, tmp_path, convert):
    content = worked_on(way).read_bytes()
    found = read(content)

    marked = annotate(
        content,
        checked_rows(found.value, WordedTreaty(opsc(), english())),
        checked(content)[1],
        english(),
        datetime(2026, 11, 24),
    )

    (tmp_path / "examplia.xlsx").write_bytes(marked)
    converted = convert(tmp_path / "examplia.xlsx", "fods", tmp_path)
    shown_by_libreoffice = Edited(converted)
    told = Path(converted).read_text(encoding="utf-8")
    assert "MUST FIX: the text cites [QX-95], but there is no such source" in told  # a note
    assert 'table:name="To do"' in told
    texts = [
        shown_by_libreoffice.text(cell)
        for row in shown_by_libreoffice.rows("Provisions")
        for cell in row
    ]
    assert any(
        text.startswith("MUST FIX Current national law: the text cites [QX-95]") for text in texts
    )
    wrong = next(
        row.cells["law"].place.cell
        for row in found.value.provisions
        if row.cells["id"].text == "opsc-2-a"
    )
    report = checked(patch_cells(marked, {"Provisions": {wrong: "Mended. [QX-81]"}}))[0]
    outline = write_outline(
        compose_report(report, WordedTreaty(opsc(), english()), Presentation("Example Coalition"))
    )
    assert "The sale is a crime." in outline.replace("*", "")


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """The Word files of the sample workbooks, each built when it is asked for."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(TOP / "workbooks", folder / "workbooks")
    project = open_project(folder).value

    @cache
    def report_of(country):
        result = check_file(project, folder / f"workbooks/{country}.xlsx", TODAY)
        assert [str(each) for each in result.diagnostics if each.level == "must_fix"] == []
        (built,) = build_file(result, formats_called(("docx",)), is_forced=True)
        assert built.problems == ()
        return built.path

    return report_of


@pytest.mark.slow
@pytest.mark.parametrize(
    "country", ["germany", pytest.param("india", marks=pytest.mark.long), "examplia"]
)
def test_the_word_files_of_the_samples_are_sound(reports, country):
    content = reports(country).read_bytes()

    assert validator_findings(content) == []
    assert own_faults(content) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "country",
    [
        "examplia",
        pytest.param("germany", marks=pytest.mark.long),
        pytest.param("india", marks=pytest.mark.long),
    ],
)
def test_libreoffice_opens_the_word_files_of_the_samples(convert, reports, country, tmp_path):
    pdf = convert(reports(country), "pdf", tmp_path)

    text = subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert {"germany": "Germany", "india": "India", "examplia": "Examplia"}[country] in text
    assert {"germany": "SAMPLE", "india": "SAMPLE", "examplia": "INVENTED"}[country] in text
    pages = text.count("\f")
    assert f"Page {pages} of {pages}" in text
    assert pages > 10


# LibreOffice as a program that we start: a stand-in does as its command does, which starts the program proper and waits.

STAND_IN = """#!/bin/sh
ls -d "${1#*file://}" >> "$FOLDER/profiles"
sleep "$WORK" &
echo $! > "$FOLDER/id.new" && mv "$FOLDER/id.new" "$FOLDER/id"
wait
"""
TWICE = f"{HEARING}from publisher.project.office import pages_of_bookmarks; [pages_of_bookmarks(b'') for _ in range(2)]"


def starting_a_stand_in(folder, work):
    (folder / "soffice").write_text(STAND_IN, encoding="utf-8")
    (folder / "soffice").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    own = {
        "PATH": path,
        "PYTHONPATH": str(TOP),
        "FOLDER": str(folder),
        "WORK": work,
        "TMPDIR": str(folder),
    }
    return subprocess.Popen(
        [sys.executable, "-c", TWICE], env=os.environ | own, stderr=subprocess.DEVNULL
    )


@needs_proc
def test_libreoffice_keeps_one_profile_of_its_own_until_we_end(tmp_path):
    with starting_a_stand_in(tmp_path, "0") as process:
        assert process.wait(60) == 0

    first, second = (tmp_path / "profiles").read_text(encoding="utf-8").split()
    assert first == second
    assert not Path(first).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["id", "profiles", "soffice"]


@needs_proc
def test_breaking_off_ends_libreoffice_with_all_that_it_started(tmp_path):
    with starting_a_stand_in(tmp_path, "20") as process:
        for _ in range(600):
            if (tmp_path / "id").exists():
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(60)

    program = int((tmp_path / "id").read_text(encoding="utf-8"))
    assert has_ended(program)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["id", "profiles", "soffice"]
