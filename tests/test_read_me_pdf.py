"""How to fill in a workbook as a PDF with pictures: the words of the sheet, read back by other programs."""

import re
import subprocess

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.project import open_project
from publisher.project.read_me import write_read_me_of
from publisher.workbook.issue import issue_workbook
from tests.desk_server import running_desk
from tests.support import EXAMPLIA

pytestmark = pytest.mark.slow  # Typst and pdftotext
CODES = ("en", "fr", "ar")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "workbooks").mkdir()
    opened = open_project(folder).value
    for code in CODES:
        content = issue_workbook(opened.in_language(code).worded, EXAMPLIA)
        (folder / f"workbooks/{code}.xlsx").write_bytes(content)
    return opened


@pytest.fixture(scope="module")
def written(project):
    return {
        code: write_read_me_of(project, project.workbooks_folder / f"{code}.xlsx") for code in CODES
    }


def text_of(path):
    found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return found.stdout.decode()


def words(text):
    """Return the words of a text, without the signs that turn its direction and without marks between them."""
    return set(re.findall(r"\w+", re.sub(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)))


def sheet_lines(project, code):
    sheet = openpyxl.load_workbook(project.workbooks_folder / f"{code}.xlsx").worksheets[0]
    return [str(row[0].value) for row in sheet.iter_rows(max_col=1)]


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_pdf_says_every_word_of_the_sheet(project, written, code):
    said = words(text_of(written[code]))

    # A word that the page breaks over two lines is none of these.
    assert [line for line in sheet_lines(project, code) if words(line) - said] == []


def test_the_arabic_pdf_runs_from_right_to_left_with_every_line(project, written):
    with pikepdf.open(written["ar"]) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
    said = text_of(written["ar"])
    for line in sheet_lines(project, "ar"):
        longest = max(re.findall(r"[^\W\d_]+", line), key=len)
        assert longest in said or longest in said[::-1], line


@pytest.mark.parametrize("code", CODES)
def test_other_programs_find_nothing_wrong_and_pages_are_numbered_as_in_reports(written, code):
    """From left to right in Arabic too, so that the first of two pages is not 2 / 1."""
    checked = subprocess.run(["pdfinfo", written[code]], capture_output=True, check=True)

    assert checked.stderr == b""
    told = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", written[code], "-"], capture_output=True, check=True
    ).stdout.decode()
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*>(.*)</word>', told)
    foot = sorted((float(left), word) for left, top, word in words if float(top) > 800)
    assert re.sub(r"\W*/\W*", "/", "".join(word for _, word in foot)) == "1/2"


def test_pasting_comes_first_then_citing_then_what_to_say(written):
    said = text_of(written["en"])

    order = ["How to paste and write", "How to cite", "What a cell can say", "Where to write"]
    assert sorted(order, key=said.index) == order
    assert said.index("With F2: one text in one cell") < said.index("How to cite")


def test_five_citations_are_right_and_five_wrong(written):
    said = text_of(written["en"])

    rows = re.findall(r"^\s*(\[QX-\d[^\]]*\])\s{2,}(\S.*?)\s{2,}(\S.*)$", said, re.MULTILINE)
    assert [row[0] for row in rows] == [
        "[QX-1, s. 4]", "[QX-2, p. 5]", "[QX-3 art. 12; QX-8 s. 2]", "[QX-4, paras 3-7]", "[QX-5, para. 9]",
    ]  # fmt: skip
    assert [row[1] for row in rows] == ["QX-1, s. 4", "[QX2, p. 5]", "[QX-3 and 8]", "[1]", "¹"]


def test_each_picture_says_in_words_what_it_shows(written):
    """PDF/UA (ISO 14289-1, 7.3): a figure has an alternative."""
    with pikepdf.open(written["fr"]) as pdf:
        told = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert str(pdf.Root.Lang) == "fr"
        assert len(pdf.pages) == 2

    assert len(told) == 3
    assert any("Avec F2" in each and "Sans F2" in each for each in told)


def test_lines_that_the_sheet_breaks_are_whole(written):
    said = " ".join(text_of(written["en"]).split())

    assert "copy the mark, such as C247-7f3a, into the last column of its row and say why." in said
    assert "• into the last column" not in said


def test_the_command_writes_it_for_each_workbook(project):
    done = CliRunner().invoke(main, ["--project", str(project.folder), "readme", "en"])

    path = project.folder / "output/en/en.read-me.pdf"
    assert (done.exit_code, done.output) == (0, f"written: {path}\n")
    assert path.read_bytes().startswith(b"%PDF")


def test_a_workbook_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/broken.xlsx").write_bytes(b"no workbook")

    done = CliRunner().invoke(main, ["--project", str(tmp_path), "readme"])

    assert done.exit_code == 1
    assert "broken.xlsx" in done.output
    assert "Traceback" not in done.output


def test_the_desk_gives_it(project):
    with running_desk(project.folder) as desk:
        desk.begin()
        page = desk.ask("GET", "/countries/fr").text
        answer = desk.ask("GET", "/countries/fr/read-me")

    assert 'href="/countries/fr/read-me" download' in page
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''fr.read-me.pdf"
