"""Another treaty and another language are data: the whole pipeline on an invented treaty, from right to left.

The language is made by writing every English word in Arabic letters, so that any word that does not come from the
language file shows.
"""

import io
import re
import shutil
import tomllib
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli import main
from publisher.writers.pdf import laid_out
from publisher.writers.pdf.layout import faults
from tests.support import DATA, TOP, W, html_text, pdf_text, saved
from tests.validators import own_faults, validator_findings

LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدهفجحيچكلمنوپقرستعڤطغےز", strict=True))


def in_arabic_letters(text):
    """Return text with Latin letters replaced, but for {placeholders}."""
    return re.sub(r"\{\w+\}|[A-Za-z]", lambda found: LETTERS.get(found[0].lower(), found[0]), text)


def toml_of(value, path=()):
    lines = [f"[{'.'.join(path)}]"] if path else []
    for key, each in value.items():
        if isinstance(each, str):
            lines.append(f"{key} = {quoted(in_arabic_letters(each))}")
        elif isinstance(each, list):
            lines.append(f"{key} = [{', '.join(quoted(in_arabic_letters(text)) for text in each)}]")
    for key, each in value.items():
        if isinstance(each, dict):
            lines.append(toml_of(each, (*path, key)))
    return "\n".join(lines)


def quoted(text):
    return "'''" + text + "'''"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project about the invented treaty with one workbook, filled and built."""
    folder = tmp_path_factory.mktemp("project-b")
    shutil.copytree(DATA / "project-b", folder, dirs_exist_ok=True)
    english = tomllib.loads((TOP / "publisher/languages/en.toml").read_text(encoding="utf-8"))
    words = {key: value for key, value in english.items() if isinstance(value, dict) and key != "rules"}
    head = 'code = "ar"\nname = "العربية"\nlocale = "ar"\ndirection = "rtl"\n'
    (folder / "languages").mkdir()
    (folder / "languages/ar.toml").write_text(head + toml_of(words), encoding="utf-8")
    run(folder, "new", "عبرستان", "--code", "QX")
    path = folder / "workbooks/عبرستان.xlsx"
    path.write_bytes(fill(path.read_bytes()))
    return folder


def run(folder, *arguments):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == 0, result.output
    return result


def fill(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    provisions, country, sources = book.worksheets[1:4]
    headings = {cell.value: cell.column for cell in provisions[1]}
    texts = {
        "القانون الحالي": "يحظر القانون رقم 12 لسنة 1998 إغراق العبارات [QX-1 م. 3].",
        "الممارسة": "- أولا\n- ثانيا (ICFX/C/QX/CO/1)",
        "الإصلاحات": "1. مشروع\n2. قانون",
        "الامتثال": "**مهم**: see Law 5 of 2001",
    }
    for heading, text in texts.items():
        provisions.cell(4, headings[heading]).value = text
    for row in country.iter_rows(min_row=2):
        if row[0].value == "version_date":
            row[2].value = "2026-01-15"
    columns = [cell.value for cell in sources[1]]
    sources.cell(2, 2).value = in_arabic_letters("National law")
    sources.cell(2, columns.index(in_arabic_letters("Title, original language")) + 1).value = "قانون العبارات"
    return saved(book)


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
    assert [cells[f"cell-f-2-{column}"].split() for column in ("law", "practice", "reforms", "compliance")] == [
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
    assert set(re.findall(r"[A-Za-z]{3,}", re.sub(r"see Law 5 of 2001|Example Ferry Watch", "", pdf))) == {"ICFX"}
    assert set(re.findall(r"[A-Za-z]{3,}", re.sub(r"see Law 5 of 2001|Example Ferry Watch", "", text))) == {"ICFX"}


def test_tables_paragraphs_and_arabic_runs_of_the_word_file_run_from_right_to_left(folder):
    run(folder, "build", "--format", "docx")

    with zipfile.ZipFile(folder / "output/عبرستان/عبرستان.docx") as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))
    tables = list(document.iter(f"{W}tbl"))
    assert tables
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in tables)
    assert styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi") is not None
    directions = {
        "".join(text.text or "" for text in run.iter(f"{W}t")): run.find(f"{W}rPr/{W}rtl") is not None
        for run in document.iter(f"{W}r")
    }
    assert directions["مهم"] is True
    assert directions["[QX-1]"] is False


def test_the_heading_cells_stand_in_the_order_of_the_data(folder):
    run(folder, "build", "--format", "docx")

    with zipfile.ZipFile(folder / "output/عبرستان/عبرستان.docx") as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    table = list(document.iter(f"{W}tbl"))[1]
    first_row = table.find(f"{W}tr")
    headings = ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in first_row.iter(f"{W}tc")]
    assert headings[1:] == ["القانون الحالي", "الممارسة", "الإصلاحات", "الامتثال"]


def test_the_workbook_is_a_sheet_from_right_to_left(folder):
    book = openpyxl.load_workbook(folder / "workbooks/عبرستان.xlsx")

    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    assert book.worksheets[0].title == in_arabic_letters("Read me")
