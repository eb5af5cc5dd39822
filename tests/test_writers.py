"""The Word file and the web page: structure, links, templates that are broken."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from xml.etree import ElementTree

import pytest
from docx import Document

from publisher.domain.archive import deterministic_zip
from publisher.domain.diagnostics import PublisherError
from publisher.writers.docx import template_findings, write_docx
from publisher.writers.html import render, write_html
from tests.support import TOP, W, docx_part, filled, html_text, published
from tests.validators import own_faults, validator_findings

DOCX = (TOP / "templates/docx/country_report.docx").read_bytes()
HTML = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
CSS = (TOP / "templates/html/country_report.css").read_text(encoding="utf-8")
PORTRAIT = (TOP / "templates/html/portrait_report.html").read_text(encoding="utf-8")
ROWS = """
id | law | reforms | compliance | question
opsc-1 | **Bold** and *italic*, see https://example.org/a. [QX-1 s. 2] | - one⏎  - deeper⏎- two | 1. first⏎2. second⏎⏎1. again | Why?
opsc-3-3 | Nothing found | Not applicable | | Who?
"""
SOURCES = "key | type | title | url | accessed\nQX-1 | National law | Lex | https://example.org/lex | 2026-01-01"


@cache
def publication(**facts):
    country = {
        "version_date": "2026-03-31",
        "summary": "In short: see [QX-1].",
        "mark": "Sample, not for publication",
    }
    return published(filled(ROWS, SOURCES, country | facts))


def word(pages=None):
    return write_docx(pages or publication(), DOCX, template_name="country_report.docx")


def paragraphs(content, style):
    return [
        each.text for each in Document(io.BytesIO(content)).paragraphs if each.style.name == style
    ]


# Word


@pytest.mark.slow
def test_the_word_file_is_sound():
    content = word()

    assert validator_findings(content) == []
    assert own_faults(content) == []


def test_headings_give_the_structure_of_the_word_file():
    document = Document(io.BytesIO(word()))

    headings = [
        (each.style.name, each.text)
        for each in document.paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert headings[:8] == [
        ("Heading 1", "About this report"),
        ("Heading 1", "Country facts"),
        ("Heading 1 Same Page", "How to read this report"),
        ("Heading 1 Same Page", "Executive summary"),
        ("Heading 1 Same Page", "At a glance"),
        ("Heading 1 Same Page", "Law, reform and compliance"),
        ("Heading 2", "Prohibition and definitions"),
        ("Heading 2", "Sale of children: sexual exploitation"),
    ]
    assert headings[-4:] == [
        ("Heading 2", "International cooperation"),
        ("Heading 1 Same Page", "Questions to the national partner"),
        ("Heading 1 Same Page", "Sources"),
        ("Heading 2", "National law"),
    ]


def test_lists_restart_and_emphasis_and_links_survive_in_word():
    content = word()
    document = ElementTree.fromstring(docx_part(content))

    # Bullets name their numbering as well, which ONLYOFFICE needs; numbered items alone are meant.
    numbers = [
        paragraph.find(f"{W}numPr/{W}numId").get(f"{W}val")
        for paragraph in document.iter(f"{W}pPr")
        if paragraph.find(f"{W}numPr/{W}numId") is not None
        and paragraph.find(f"{W}pStyle").get(f"{W}val").endswith("Number")
    ]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]
    bold = [run for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    assert "Bold" in ["".join(text.text for text in run.iter(f"{W}t")) for run in bold]
    relations = docx_part(content, "word/_rels/document.xml.rels")
    assert 'Target="https://example.org/a" TargetMode="External"' in relations


def test_every_content_cell_has_its_bookmark_and_every_row_its_id():
    document = ElementTree.fromstring(docx_part(word()))

    names = {mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")}
    assert {
        "c_opsc_1_law",
        "c_opsc_1_reforms",
        "c_opsc_1_compliance",
        "r_opsc_1",
        "c_opsc_10_4_law",
    } <= names
    rows = [name for name in names if name.startswith("r_")]
    assert len(rows) == 53
    texts = [text.text for text in document.iter(f"{W}t")]
    # The ids are for drafts; a reader of the report sees none.
    assert not [text for text in texts if re.fullmatch(r"opsc-[\w-]+", text or "")]
    # LibreOffice writes a control beside a link across it, where the row was deleted.
    assert list(document.iter(f"{W}tag")) == list(document.iter(f"{W}lock")) == []


def test_the_heading_row_of_each_table_repeats():
    document = ElementTree.fromstring(docx_part(word()))

    tables = [
        table
        for table in document.iter(f"{W}tbl")
        if len(table.findall(f"{W}tblGrid/{W}gridCol")) == 4
    ]
    assert len(tables) == 19
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)


def test_a_row_of_a_few_words_stays_on_one_page_and_a_long_one_may_run_over():
    """The template keeps all its rows whole (17.4.6), which leaves white pages before long ones."""
    few, many = "word " * 40, "word " * 120
    rows = f"id | law | reforms\nopsc-3-3 | {few} | {few}\nopsc-5-2 | {few} | {many}"
    publication = published(filled(rows, country={"version_date": "2026-03-31"}))

    document = ElementTree.fromstring(docx_part(word(publication)))

    is_whole = {
        mark.get(f"{W}name"): row.find(f"{W}trPr/{W}cantSplit") is not None
        for row in document.iter(f"{W}tr")
        for mark in row.iter(f"{W}bookmarkStart")
    }
    assert (is_whole["r_opsc_3_3"], is_whole["r_opsc_5_2"]) == (True, False)


def test_the_properties_of_the_word_file_come_from_the_report_alone():
    properties = Document(io.BytesIO(word())).core_properties

    assert (properties.title, properties.author, properties.subject, properties.language) == (
        "Examplia: Country report on law and reform",
        "Example Coalition",
        "Optional Protocol on the sale of children, child prostitution and child pornography",
        "en",
    )
    assert properties.created.replace(tzinfo=None) == datetime(2026, 3, 31)
    assert properties.keywords == "SAMPLE, NOT FOR PUBLICATION"


def test_the_mark_stands_on_the_cover_and_in_the_header_of_the_word_file():
    content = word()

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        headers = [archive.read(name).decode() for name in archive.namelist() if "header" in name]
    assert paragraphs(content, "Cover Mark") == ["SAMPLE, NOT FOR PUBLICATION"]
    assert any("SAMPLE, NOT FOR PUBLICATION" in header for header in headers)


def test_a_template_that_is_no_word_file_is_named():
    with pytest.raises(PublisherError) as caught:
        write_docx(publication(), b"not a file", template_name="templates/docx/country_report.docx")

    assert str(caught.value) == (
        "templates/docx/country_report.docx: MUST FIX O303: the template is not a Word document (.docx)\n"
        "    save it in Word as 'Word Document (.docx)', or copy the standard one from a new project folder"
    )


def changed_template(old, new, part="word/document.xml"):
    return deterministic_zip(
        DOCX,
        stamp=datetime(2026, 1, 1),
        change={part: lambda content: content.replace(old.encode(), new.encode(), 1)},
    )


def refusal(template):
    """Return what building says of a template, without the place of each problem."""
    with pytest.raises(PublisherError) as caught:
        write_docx(publication(), template, template_name="country_report.docx")
    return [f"{each.code}: {each.message()}" for each in caught.value.diagnostics]


def test_building_tells_all_that_the_check_of_a_word_template_finds():
    template = changed_template("{{ row.summary }}", "{{ row.sumary }}")
    template = deterministic_zip(
        template,
        stamp=datetime(2026, 1, 1),
        change={
            "word/document.xml": lambda content: content.replace(b"cell | cell", b"cell | cel", 1)
        },
    )

    with pytest.raises(PublisherError) as caught:
        write_docx(publication(), template, template_name="country_report.docx")

    in_word = template_findings(
        template, "country_report.docx", tuple(publication().words), "footnotes"
    )
    assert list(caught.value.diagnostics) == [each.diagnostic for each in in_word]
    assert refusal(template) == [
        "T502: 'row' has no field 'sumary'",
        "T506: there is no filter 'cel'",
    ]


def test_a_word_template_cannot_reach_into_python():
    template = changed_template("{{ row.summary }}", "{{ row.__class__.__mro__ }}")

    assert refusal(template) == ["T512: '__class__' is out of a template's reach"]


@pytest.mark.parametrize("style", ["Cell Text", "Cell Number", "Note Call"])
def test_a_missing_style_in_a_word_template_is_named(style):
    template = changed_template(
        f'w:name w:val="{style}"', f'w:name w:val="Other {style}"', "word/styles.xml"
    )

    assert refusal(template) == [f"T570: the template has no style '{style}'"]


def test_a_numbered_style_without_numbering_is_told():
    document = Document(io.BytesIO(DOCX))
    style = document.styles["Cell Number"].element
    style.pPr.remove(style.pPr.numPr)
    stream = io.BytesIO()
    document.save(stream)

    assert refusal(stream.getvalue()) == [
        "T573: the style 'Cell Number' of the template has no numbering"
    ]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("1 / 0", "a number is divided by zero"),
        ("report.facts[99].label", "tuple object has no element 99"),
    ],
)
def test_what_only_filling_shows_is_told_with_the_paragraph_or_the_line(expression, told):
    word_template = changed_template("report.date_line", expression)
    page_template = HTML.replace("{{ row.summary }}", "{{ " + expression + " }}")
    number = page_template[: page_template.index(expression)].count("\n") + 1

    with pytest.raises(PublisherError) as in_word:
        write_docx(publication(), word_template, template_name="country_report.docx")
    with pytest.raises(PublisherError) as on_the_web:
        write_html(publication(), page_template, "", template_name="page.html")

    hint = "compare the tags here with those of the standard template"
    first, *rest = str(in_word.value).splitlines()
    assert first.startswith('country_report.docx: "')
    assert expression.removesuffix(".label") in first  # a long paragraph is told by its beginning
    assert first.endswith(f": MUST FIX T590: the template cannot be filled: {told}")
    assert rest == [f"    {hint}"]
    assert str(on_the_web.value) == (
        f"page.html: line {number}: MUST FIX T590: the template cannot be filled: {told}\n    {hint}"
    )


def test_a_template_that_never_ends_is_stopped():
    template = changed_template("report.date_line", "range(10**9) | length")

    assert refusal(template) == [
        "T591: the template asks for more work or memory than any report needs, and was stopped"
    ]


def test_a_word_file_whose_parts_are_broken_is_named():
    with pytest.raises(PublisherError) as caught:
        write_docx(
            publication(),
            changed_template("</w:body>", "</w:bdy>"),
            template_name="country_report.docx",
        )

    assert "country_report.docx: MUST FIX O303: the template is not a Word document (.docx)" in str(
        caught.value
    )


def test_a_style_that_a_template_asks_for_must_exist():
    template = changed_template('blocks("Fact Text")', 'blocks("Fancy Text")')

    assert (
        refusal(template)[0] == "T571: the template has no style 'Fancy Text', which this tag names"
    )


# Web page


def page(template=HTML, style_sheet=CSS, *, groups=None):
    pages = publication()
    return write_html(
        replace(pages, groups=pages.groups[:groups]),
        template,
        style_sheet,
        template_name="country_report.html",
    )


def test_the_web_page_needs_no_other_file():
    text = page()

    assert re.findall(r'(?:src|href)="(?!#)([^"]*)"', text) == [
        "https://example.org/a",
        "https://example.org/lex",
    ]
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("template", [HTML, PORTRAIT], ids=["country_report", "portrait_report"])
def test_notes_and_calls_of_the_web_page_lead_to_each_other(template):
    text = page(template)

    ids = re.findall(r'id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert {target for target in re.findall(r'href="#([^"]*)"', text) if target not in ids} == set()
    assert (
        '<a class="call" id="call-2-1" href="#note-2" role="doc-noteref"><sup>2</sup></a>' in text
    )


def test_nested_lists_are_lists_inside_items_on_the_web_page():
    assert "<ul><li>one<ul><li>deeper</li></ul></li><li>two</li></ul>" in page()
    assert "<ol><li>first</li><li>second</li></ol>\n<ol><li>again</li></ol>" in page()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("see CRC/C/OPSC/QXX/CO/1.", ["CRC/C/OPSC/QXX/CO/1"]),
        ("CRC/C/15/Add.266, para. 3; A/HRC/28/56", ["CRC/C/15/Add.266", "A/HRC/28/56"]),
        ("(E/CN.4/1994/84)", ["E/CN.4/1994/84"]),
        ("and/or, 2011/36/EU, TV/radio", []),
        ("https://example.org/A/B/C", []),
    ],
)
def test_symbols_of_the_united_nations_are_marked_so_that_they_can_stay_in_one_piece(text, marked):
    page = write_html(published(filled(f"id | law\nopsc-1 | {text}")), HTML, CSS, template_name="t")
    cell = page[page.index('id="cell-opsc-1-law"') :].split("</td>")[0]

    assert re.findall(r'<span class="symbol">([^<]*)</span>', cell) == marked
    assert html_text(page)[1]["cell-opsc-1-law"].strip().replace("\u00a0", " ") == text


def test_a_mistake_in_the_template_of_the_web_page_is_told_with_its_line():
    template = HTML.replace("{{ row.summary }}", "{{ row.sumary }}")
    number = template[: template.index("{{ row.sumary }}")].count("\n") + 1

    with pytest.raises(PublisherError) as caught:
        write_html(publication(), template, CSS, template_name="templates/html/country_report.html")

    assert str(caught.value) == (
        f'templates/html/country_report.html: line {number}, "<span class="summary">{{{{ row.sumary }}}}</span>": '
        "MUST FIX T502: 'row' has no field 'sumary'\n"
        "    did you mean 'summary'? If not, 'publisher templates fields' lists all fields and words"
    )


def test_a_broken_tag_in_the_template_of_another_page_is_told_with_its_line():
    with pytest.raises(PublisherError) as caught:
        render("<p>\n{% for x in countries %}\n", {"countries": ()}, template_name="page.html")

    assert str(caught.value) == (
        'page.html: line 2, "{% for x in countries %}": MUST FIX T540: '
        "'{% for x in countries %}' is never closed: {% endfor %} is missing\n    put it where the block ends"
    )


def test_the_same_text_stands_in_word_and_on_the_web():
    pages = publication()

    text, cells = html_text(write_html(pages, HTML, CSS, template_name="t"))
    tables = Document(io.BytesIO(word(pages))).tables
    rows = [row for table in tables for row in table.rows]
    from_word = [
        "".join(cell.text for cell in row.cells[1:]).split() for row in rows if len(row.cells) == 4
    ]
    first = next(row for row in from_word if row and row[0].startswith("Bold"))

    assert "".join(first) == "".join(
        "".join(cells[f"cell-opsc-1-{column}"].split())
        for column in ("law", "reforms", "compliance")
    )
    assert "Questions to the national partner" in text
