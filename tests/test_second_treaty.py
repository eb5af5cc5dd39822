"""Another treaty and another language are data: the whole pipeline on an invented treaty, from right to left."""

import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from lxml import etree

from publisher.writers.docx.direction import turn
from publisher.writers.pdf import laid_out
from publisher.writers.pdf.layout_faults import faults
from tests.projects import in_arabic_letters, run, second_treaty_project
from tests.support import TOP, W, html_text, pdf_text
from tests.validators import own_faults, validator_findings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project about the invented treaty with one workbook, filled."""
    folder = tmp_path_factory.mktemp("project-b")
    second_treaty_project(folder)
    return folder


@pytest.mark.slow
def test_a_treaty_with_four_columns_builds_in_every_format_from_right_to_left(folder, tmp_path):
    run(folder, "build")

    built = folder / "output/عبرستان"
    word = (built / "عبرستان.docx").read_bytes()
    page = (built / "عبرستان.html").read_text(encoding="utf-8")
    text, cells = html_text(page)
    assert validator_findings(word) == []
    assert own_faults(word) == []
    assert '<html lang="ar" dir="rtl">' in page
    assert [
        cells[f"cell-f-2-{column}"].split()
        for column in ("law", "practice", "reforms", "compliance")
    ] == [
        ["يحظر", "القانون", "رقم", "12", "لسنة", "1998", "إغراق", "العبارات."],
        ["أولا", "ثانيا", "(ICFX/C/QX/CO/1)"],
        ["مشروع", "قانون"],
        ["مهم:", "see", "Law", "5", "of", "2001"],
    ]
    style_sheet = (TOP / "templates/html/country_report.pdf.css").read_text(encoding="utf-8")
    bare_page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert faults(laid_out(bare_page, style_sheet, file="t.pdf")) == ()
    pdf = pdf_text((built / "عبرستان.pdf").read_bytes(), tmp_path)
    assert "ICFX/C/QX/CO/1" in pdf
    assert set(
        re.findall(r"[A-Za-z]{3,}", re.sub(r"see Law 5 of 2001|Example Ferry Watch", "", pdf))
    ) == {"ICFX"}
    assert set(
        re.findall(r"[A-Za-z]{3,}", re.sub(r"see Law 5 of 2001|Example Ferry Watch", "", text))
    ) == {"ICFX"}


@pytest.mark.slow
def test_tables_paragraphs_and_arabic_runs_of_the_word_file_run_from_right_to_left(folder):
    run(folder, "build", "--format", "docx")

    with zipfile.ZipFile(folder / "output/عبرستان/عبرستان.docx") as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))
        notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
    tables = list(document.iter(f"{W}tbl"))
    assert tables
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in tables)
    assert styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi") is not None
    directions = {
        "".join(text.text or "" for text in run.iter(f"{W}t")).strip("\u200e()"): run.find(
            f"{W}rPr/{W}rtl"
        )
        is not None
        for root in (document, notes)
        for run in root.iter(f"{W}r")
    }
    assert directions["مهم"] is True
    assert directions["QX-1"] is False
    assert directions["ICFX/C/QX/CO/1"] is False


@pytest.mark.parametrize("word", ["الأطفال", "ילדים", "ކުޑަކުދިން"])  # Arabic, Hebrew, Thaana
def test_a_symbol_in_a_text_from_right_to_left_is_a_run_of_its_own(word):
    """Of the letters, Hebrew is of class R and Arabic and Thaana of class AL (Unicode Standard Annex 9, 3.2)."""
    root = etree.fromstring(
        f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>{word} CRC/C/156 {word}</w:t></w:r></w:p>'
    )

    turn(root)

    runs = [(each.findtext(f"{W}t"), each.find(f"{W}rPr/{W}rtl") is not None) for each in root]
    assert runs == [(f"{word} ", True), ("CRC/C/156", False), (f" {word}", True)]


@pytest.mark.slow
def test_the_heading_cells_stand_in_the_order_of_the_data(folder):
    run(folder, "build", "--format", "docx")

    with zipfile.ZipFile(folder / "output/عبرستان/عبرستان.docx") as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    table = next(
        table
        for table in document.iter(f"{W}tbl")
        if len(table.findall(f"{W}tblGrid/{W}gridCol")) == 5
    )
    first_row = table.find(f"{W}tr")
    headings = [
        "".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in first_row.iter(f"{W}tc")
    ]
    assert headings[1:] == ["القانون الحالي", "الممارسة", "الإصلاحات", "الامتثال"]


def test_the_workbook_is_a_sheet_from_right_to_left(folder):
    book = openpyxl.load_workbook(folder / "workbooks/عبرستان.xlsx")

    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    assert book.worksheets[0].title == in_arabic_letters("Read me")
