"""The files of the guide: Word and PDF against validators and another count, the web page in a browser.

All countries here are invented, and say so; the sample country of the toolkit is among them.
"""

import csv
import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from itertools import pairwise

import openpyxl
import pikepdf
import pytest
from docx import Document

from tests.guide_projects import edit, guide_project, run
from tests.invented import RATED, assessed_in, code_of, name_of
from tests.pdf_structure import structure
from tests.support import TOP, W, column_of, pdf_text
from tests.test_web_page import RULES, broken, open_for_axe
from tests.validators import own_faults, sdk_findings, validator_findings

pytestmark = pytest.mark.slow  # a guide to eight countries is built first
FEW = "Examplia, Invented Country 01, Invented Country 02"  # what is slow is done with these
# The signs of the house, as the standard settings name them.
SIGNS = {
    "●": "In line",
    "◐": "Partly in line",
    "○": "Not in line",
    "?": "Not determined",
    "–": "Not applicable",
}
NUMBERS = (1, 2, 3, 4, 5, 6, 7)  # with the sample one more than a page of the matrix takes


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A guide to eight countries, with everything that an editor can add, in Word, as web page and as data."""
    folder = tmp_path_factory.mktemp("files") / "project"
    guide_project(folder, NUMBERS, share=0.15)
    (folder / "publisher.toml").write_text(
        "word_page_numbers = false\n", encoding="utf-8"
    )  # LibreOffice takes its time
    shutil.copy(TOP / "workbooks/examplia.xlsx", folder / "workbooks/examplia.xlsx")
    edit(folder)
    run(folder, "guide", "-q", *(f"--format={each}" for each in ("docx", "html", "csv", "xlsx")))
    return folder


@pytest.fixture(scope="module")
def word(project):
    return (project / "output/guide/guide.docx").read_bytes()


@pytest.fixture(scope="module")
def books(project):
    """The workbooks of the countries, read with openpyxl."""
    paths = sorted((project / "workbooks").glob("*.xlsx"))
    return [openpyxl.load_workbook(path) for path in paths if path.name != "guide.xlsx"]


def table(project, name):
    text = (project / f"output/guide/guide.{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# Counts, against the workbooks themselves


def test_the_charts_and_tables_count_what_the_workbooks_hold(project, books):
    years, bound, texts = Counter(), Counter(), 0
    for book in books:
        sheet = book["Provisions"]
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, column_of(sheet, "id")).value != "EXAMPLE":
                cells = [
                    sheet.cell(row, column_of(sheet, key)).value
                    for key in ("law", "reforms", "compliance")
                ]
                texts += sum(
                    bool(cell) and cell not in ("Nothing found", "Not applicable") for cell in cells
                )
        bound[re.search(r"\d{4}", fact_of(book, "bound"))[0]] += 1
        if fact_of(book, "iso2") != "QX":  # in the sample's texts years stand in more than one way
            years.update(
                year
                for year in re.findall(r"In (\d{4}) parliament", "\n".join(column(book, "reforms")))
            )

    found = {row["year"]: row for row in table(project, "years")}
    assert {
        year: int(row["countries_bound"])
        for year, row in found.items()
        if row["countries_bound"] != "0"
    } == bound
    quoted = Counter(
        row["years"]
        for row in table(project, "quotes")
        if row["kind"] == "reform" and row["country_code"] != "QX"
    )
    assert quoted == years
    assert sum(int(row["count"]) for row in table(project, "areas") if row["id"] == "text") == texts
    all_quoted = Counter(
        year
        for row in table(project, "quotes")
        if row["kind"] == "reform"
        for year in row["years"].split("; ")
    )
    assert {
        year: int(row["texts_on_reforms"])
        for year, row in found.items()
        if row["texts_on_reforms"] != "0"
    } == all_quoted


def test_numbers_in_the_data_are_numbers_and_nothing_is_a_formula(project):
    book = openpyxl.load_workbook(project / "output/guide/guide.data.xlsx")

    years = list(book["Years"].iter_rows(min_row=2, values_only=True))
    assert years
    assert all(isinstance(value, int) for row in years for value in row)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
    }


def fact_of(book, field):
    return str(next(row[2].value for row in book["Country"].iter_rows() if row[0].value == field))


def column(book, key):
    sheet = book["Provisions"]
    return [
        str(sheet.cell(row, column_of(sheet, key)).value or "")
        for row in range(3, sheet.max_row + 1)
    ]


def test_each_finding_of_a_united_nations_body_is_quoted_with_document_and_paragraph(
    project, books
):
    expected = Counter()
    for book in books:
        code = fact_of(book, "iso2")
        if code != "QX":
            told = (
                re.search(r"of section (\d+)\. \[(\S+) para\. (\d+)\]", text)
                for text in column(book, "compliance")
            )
            expected.update(
                (
                    code,
                    each[1],
                    f"Concluding observations on an invented country, para. {each[3]} [{each[2]}], CRC/C/OPSC/{code}X/CO/1",
                )
                for each in told
                if each
            )

    found = Counter(
        (row["country_code"], re.search(r"section (\d+)", row["text"])[1], row["sources"])
        for row in table(project, "quotes")
        if row["kind"] == "finding" and row["country_code"] != "QX"
    )
    assert found == expected
    assert sum(expected.values()) > 25


def test_the_heat_map_of_the_word_file_holds_each_assessment_once(word, books):
    expected = Counter(
        (fact_of(book, "short_name"), label)
        for book in books
        for id_, label in assessed_in(book).items()
        if id_ in RATED  # the sample assesses an option as well
    )

    found = Counter()
    tables = [
        each
        for each in Document(io.BytesIO(word)).tables
        if each.rows[0].cells[0].text == "Provision"
    ]
    for each in tables:
        names = [cell.text for cell in each.rows[0].cells[1:]]
        for row in each.rows[1:]:
            for name, cell in zip(names, row.cells[1:], strict=True):
                if label := SIGNS.get(cell.text.strip(" \u202f†")):
                    found[name, label] += 1
    assert [len(each.columns) for each in tables] == [9]  # eight countries beside each other
    assert found == expected


# Word


def test_the_validators_find_nothing_in_the_word_file(word):
    assert validator_findings(word) == []
    assert own_faults(word) == []


@pytest.mark.long  # the validator above looks at the guide; the reports are shown to the SDK in test_word.py
def test_the_open_xml_sdk_finds_nothing_either(word):
    assert sdk_findings(word) == []


def test_the_word_file_has_real_headings_a_filled_contents_list_and_repeated_heading_rows(word):
    document = Document(io.BytesIO(word))
    styles = ("Heading 1", "Heading 1 Same Page")
    headings = [each.text for each in document.paragraphs if each.style.name in styles]

    assert headings == [
        "Purpose and method", "Comparison by country", "Countries covered", "Coverage of the research",
        "Years named in texts on reforms, against ratification", "Subject by subject", "Best of",
        "Country by country", "Glossary", "Note on terms", "Further resources", "Index", "Methodology",
        "About this guide",
    ]  # fmt: skip
    contents = document.element.body.find(f"{W}sdt")
    listed = [each.text for each in contents.iter(f"{W}t") if each.text]
    assert {*headings, "Penalties", name_of(3)} <= set(listed)
    root = document.element
    matrix = [each for each in root.iter(f"{W}tbl") if "Provision" in "".join(each.itertext())[:40]]
    assert all(each.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for each in matrix)
    captions = [each.find(f"{W}tblPr/{W}tblCaption") for each in root.iter(f"{W}tbl")]
    assert all(each is not None and each.get(f"{W}val") for each in captions)


def test_the_chart_in_word_is_drawn_as_vectors_and_told_in_words(word):
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        names = archive.namelist()
        document = archive.read("word/document.xml").decode()

    assert sorted(each[-4:] for each in names if each.startswith("word/media/")) == [".png", ".svg"]
    assert re.findall(
        r'<wp:docPr id="\d+" name="Chart" descr="(Texts on reforms that name a year: \d{4}: \d+;)',
        document,
    )
    assert "svgBlip" in document


def test_links_inside_the_word_file_lead_to_bookmarks_that_are_there_once(word):
    root = Document(io.BytesIO(word)).element

    names = [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    anchors = {
        each.get(f"{W}anchor") for each in root.iter(f"{W}hyperlink") if each.get(f"{W}anchor")
    }
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 40
    assert anchors - set(names) == set()
    assert f"country_{code_of(1)}" in anchors


def test_the_same_workbooks_give_the_same_word_file(project, word):
    run(project, "guide", "--format", "docx", "-q")

    again = (project / "output/guide/guide.docx").read_bytes()
    assert hashlib.sha256(again).hexdigest() == hashlib.sha256(word).hexdigest()


# PDF


@pytest.fixture(scope="module")
def pdf(project):
    run(project, "guide", "--countries", FEW, "--provisions", "1, 3", "--format", "pdf", "-q")
    with pikepdf.open(project / "output/guide/guide-selection.pdf") as opened:
        yield opened


def test_the_pdf_is_whole_and_its_fonts_are_embedded(pdf, project):
    path = str(project / "output/guide/guide-selection.pdf")
    checked = subprocess.run(
        ["qpdf", "--check", path], capture_output=True, text=True, check=True
    ).stdout
    fonts = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]

    assert "No syntax or stream encoding errors found" in checked
    assert {line.split()[-5] for line in fonts} == {"yes"}
    assert str(pdf.docinfo["/Title"]) == "A guide to invented law"
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked) is True


def test_the_pdf_is_tagged_with_headings_in_order(pdf):
    assert_tagged(pdf)
    # Bars and signs are drawn; each says in words what it shows.
    elements = _elements(pdf.Root.StructTreeRoot.K[0])
    figures = [each for each in elements if pikepdf.Name.Figure == each.S]
    assert figures
    assert all(str(each.get("/Alt", "")).strip() for each in figures)


@pytest.mark.long
def test_the_pdf_by_weasyprint_is_tagged_too_and_its_figures_told_in_words(project, tmp_path):
    chosen = ("--countries", FEW, "--provisions", "1, 3", "--format", "pdf", "-q")
    run(project, "guide", *chosen, "--pdf-engine", "weasyprint")

    with pikepdf.open(project / "output/guide/guide-selection.pdf") as pdf:
        assert_tagged(pdf)
        elements = [*_elements(pdf.Root.StructTreeRoot.K[0])]
        figures = [each for each in elements if pikepdf.Name.Figure == each.S]
        alternatives = [str(each.get("/Alt", "")) for each in figures]
    assert len(figures) > 10
    assert all(alternatives)
    told = "Texts on reforms that name a year: "
    assert sum(each.startswith(told) for each in alternatives) == 1
    text = pdf_text((project / "output/guide/guide-selection.pdf").read_bytes(), tmp_path)
    words = set(re.findall(r"\w+", text))
    assert {"Assessments", "prostitution", "pornography", "exploitation"} <= words  # none is broken
    # What the web page alone needs, and the paragraphs that it alone prints.
    assert "can be scrolled" not in text
    assert "word for word (" not in text


def assert_tagged(pdf):
    text = structure(pdf)
    levels = [int(each) for each in re.findall(r"^ *H(\d)", text, re.MULTILINE)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {each for each in text.split() if each.startswith("Scope=")} == {
        "Scope=Column",
        "Scope=Row",
    }


def _elements(element):
    yield element
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from _elements(kid)


def test_the_data_are_attached_to_the_pdf_and_each_link_leads_somewhere(pdf):
    links = [
        each for page in pdf.pages for each in page.get("/Annots", []) if each.Subtype == "/Link"
    ]
    addresses = {str(each.A.URI) for each in links if "/A" in each and "/URI" in each.A}

    assert sorted(pdf.attachments) == [
        f"guide.{name}.csv"
        for name in ("areas", "assessments", "countries", "quotes", "research", "years")
    ]
    assert addresses
    assert all(each.startswith("https://") for each in addresses)
    assert all("/Contents" in each for each in links)


# The web page


@pytest.fixture(scope="module")
def page(project):
    run(project, "guide", "--countries", FEW, "--format", "html", "-q")
    return project / "output/guide/guide-selection.html"


@pytest.mark.parametrize(
    ("width", "features"),
    [
        (1300, {}),
        pytest.param(360, {}, marks=pytest.mark.long),  # test_web_page.py looks at this width
        pytest.param(1300, {"prefers_color_scheme": "dark"}, marks=pytest.mark.long),
    ],
)
def test_no_rule_of_axe_is_broken(tab, page, width, features):
    open_for_axe(tab, page, width, **features)

    assert broken(tab, RULES) == []


def test_the_page_does_not_scroll_sideways_and_loads_nothing(tab, page):
    tab.call("Page.setBypassCSP", enabled=False)
    tab.open(page)

    assert tab.asked_for() == [page.as_uri()]
    for width in (320, 680, 1100, 1600):
        tab.resize(width)
        assert tab.run("document.documentElement.scrollWidth") == width


def test_each_id_of_the_page_is_there_once(project):
    page = (project / "output/guide/guide.html").read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', page)

    assert [each for each, count in Counter(ids).items() if count > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(ids) == set()
