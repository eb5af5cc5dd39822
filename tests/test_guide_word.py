"""The heat map of the guide in Word, what it leaves out, and templates that somebody made before."""

import io
import re
import subprocess
from dataclasses import replace

import pytest
from docx import Document

from publisher.compose.guide.compose import Covered, Material, compose_guide
from publisher.compose.presentation import Presentation
from publisher.compose.publication import Drawing
from publisher.domain.language import read_language
from publisher.domain.treaty_files import in_language
from publisher.domain.worded import WordedTreaty
from publisher.project.office import pages_of_bookmarks
from publisher.writers.docx import with_page_numbers, write_guide_docx
from publisher.writers.docx.inlines import PartContext
from publisher.writers.docx.pictures import drawing
from publisher.writers.guide import timeline_drawing
from tests.support import TOP, W, checked, english, filled, opsc, pdf_text, provision_cell
from tests.test_heat_map import CAN_BE_RATED, HOUSE, guide_to, rated

TEMPLATE = "templates/docx/advocacy_guide.docx"
# The signs of the house that HOUSE of test_heat_map.py names.
SIGNS = {"●": "in line", "◐": "partly", "○": "not in line"}
UNASSESSED = "e3e8ee"


def written(guide, template=TEMPLATE):
    content = (TOP / template).read_bytes()
    return Document(io.BytesIO(write_guide_docx(guide, content, None, template_name=template)))


def fills(cell):
    """Return the colours of what stands in a cell."""
    return [each.get(f"{W}fill") for each in cell._tc.iterfind(f"{W}p//{W}shd")]


def tables(document, first_cell):
    return [each for each in document.tables if each.rows[0].cells[0].text == first_cell]


def cells(row):
    return [
        "\n".join(" ".join(line.split()) for line in cell.text.split("\n")) for cell in row.cells
    ]


@pytest.fixture(scope="module")
def guide():
    return guide_to(
        rated("NP", "Nexamplia (invented)", "In line"),
        rated("AT", "Axamplia (invented)", "Not in line"),
        rated("QX", "Examplia", "Partly in line"),
    )


@pytest.fixture(scope="module")
def word(guide):
    return written(guide)


def test_a_table_counts_each_area_by_country_and_region(word):
    table = next(each for each in tables(word, "Country") if len(each.columns) > 6)
    rows = [cells(row) for row in table.rows]

    assert [row[0] for row in rows] == [
        "Country",
        "Southern Asia",
        "Nexamplia (invented)",
        "Western Europe",
        "Axamplia (invented)",
        "Region not listed",  # a code that no State has lies in no region
        "Examplia",
    ]
    place = rows[0].index("Prohibition and definitions")
    # Articles 1 and 3 (1) can be rated, 2 defines; of them article 1 was assessed.
    # The colours of the key tell of what: there is no room for signs.
    assert rows[2][place] == "1 1"
    assert fills(table.rows[2].cells[place]) == ["0e4d3d", UNASSESSED]
    assert fills(table.rows[4].cells[place]) == ["c23b22", UNASSESSED]


def test_another_table_has_a_sign_for_each_provision_under_the_names_of_the_countries(word):
    (table,) = tables(word, "Provision")
    rows = [cells(row) for row in table.rows]

    assert rows[0] == ["Provision", "Axamplia (invented)", "Examplia", "Nexamplia (invented)"]
    assert next(row for row in rows if row[0].startswith("art. 1 ")) == [
        "art. 1 General prohibition",
        "○",
        "◐",
        "●",
    ]
    # What nobody assessed is an empty square, and so in the key; two rows of article 12 are not in
    # the report while they are blank.
    squares = [each for row in table.rows[1:] for each in fills(row.cells[1])]
    assert len(squares) == CAN_BE_RATED - 2
    assert squares.count(UNASSESSED) == CAN_BE_RATED - 3
    keys = [each.text for each in word.paragraphs if each.text.endswith("\u00a0Not assessed")]
    assert keys == ["\u2007\u2007\u00a0Not assessed"]
    text = "\n".join(each.text for each in word.paragraphs)
    assert "Codes of the countries" not in text


def test_each_page_of_a_heat_map_repeats_its_heads(word):
    for first in ("Country", "Provision"):
        for table in tables(word, first):
            assert table._tbl.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None


def test_a_sign_stands_on_the_colour_of_its_assessment_in_letters_that_can_be_read(word):
    (table,) = tables(word, "Provision")
    row = next(row for row in table.rows if row.cells[0].text.startswith("art.\u00a01 "))
    looks = [
        (run.find(f"{W}rPr/{W}shd").get(f"{W}fill"), run.find(f"{W}rPr/{W}color").get(f"{W}val"))
        for cell in row.cells[1:]
        for run in cell._tc.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}shd") is not None
    ]

    assert [(fill, colour.upper()) for fill, colour in looks] == [
        ("c23b22", "FFFFFF"),
        ("d9a13b", "1F2A37"),
        ("0e4d3d", "FFFFFF"),
    ]


@pytest.mark.parametrize(("is_full", "count"), [(False, 0), (True, 2)])
def test_paragraphs_of_the_reports_are_printed_only_where_all_are_asked_for(is_full, count):
    # Texts on law are quoted nowhere else in the guide.
    guide = guide_to(rated("QX", "Examplia", "In line"), is_full=is_full)
    document = written(guide)

    text = " ".join(each.text or "" for each in document.element.iter(f"{W}t"))
    assert len(re.findall(r"\bLaw\.", text)) == count


@pytest.mark.slow
def test_many_countries_have_codes_at_their_heads_and_a_key_below():
    names = ("AT", "BE", "CH", "DE", "DK", "ES", "FR", "IE", "IT", "NL", "NO", "PT", "SE")
    guide = guide_to(*(rated(code, f"{code}-land (invented)", "In line") for code in names))
    document = written(guide)

    (table,) = tables(document, "Provision")
    assert cells(table.rows[0])[:4] == ["Provision", "AUT", "BEL", "CHE"]
    key = next(each.text for each in document.paragraphs if each.text.startswith("Codes of"))
    assert key.startswith(
        "Codes of the countries: AUT AT-land (invented); BEL BE-land (invented); CHE CH-land"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "text", "inside", "whole"),
    [(20, "\u202f●\u202f", ["0e4d3d"], None), (21, "●", [], "0e4d3d")],
)
def test_where_columns_are_as_narrow_as_squares_cells_are_the_squares(count, text, inside, whole):
    report = checked(rated("QX", "Examplia", "In line"))[0]
    covered = (
        Covered(replace(report, facts=replace(report.facts, iso2=f"X{letter}")))
        for letter in "ABCDEFGHIJKLMNOPQRSTU"[:count]
    )
    material = Material(tuple(covered))
    guide = compose_guide(material, WordedTreaty(opsc(), english()), Presentation(house=HOUSE))

    (table,) = tables(written(guide), "Provision")
    row = next(row for row in table.rows if row.cells[0].text.startswith("art.\u00a01 "))
    shading = row.cells[1]._tc.find(f"{W}tcPr/{W}shd")
    assert (row.cells[1].text, fills(row.cells[1])) == (text, inside)
    assert (None if shading is None else shading.get(f"{W}fill")) == whole


def test_a_template_that_somebody_changed_before_is_still_filled(guide):
    """It has the matrix of seven countries on a page, with words, finder and date in each cell."""
    document = written(guide, "tests/data/guide_template_0.docx")

    (table,) = tables(document, "Provision")
    rows = [cells(row) for row in table.rows]
    assert rows[0] == ["Provision", "Axamplia (invented)", "Examplia", "Nexamplia (invented)"]
    row = next(row for row in rows if row[0].startswith("art. 1\n"))
    assert row[1:] == [
        "○ Not in line\nResearcher, 2019",
        "◐ Partly in line\nResearcher, 2019",
        "● In line\nResearcher, 2019",
    ]


@pytest.mark.parametrize(
    ("count", "is_full", "breaks"), [(1, False, False), (13, False, False), (1, True, True)]
)
def test_chapters_begin_pages_only_where_all_paragraphs_are_printed(count, is_full, breaks):
    books = (
        rated(f"X{chr(65 + number)}", f"Examplia {number}", "In line") for number in range(count)
    )
    guide = guide_to(*books, is_full=is_full)
    titles = {chapter.title for chapter in guide.chapters}
    headings = [
        each
        for each in written(guide).paragraphs
        if each.style.name == "Heading 2" and each.text in titles
    ]

    assert len(headings) == len(titles)
    # The first stands below the heading of all of them.
    begin = [bool(each.paragraph_format.page_break_before) for each in headings]
    assert begin == [False, *[breaks] * (len(titles) - 1)]


def test_what_a_bar_says_stands_above_it_and_is_kept_with_it(word):
    """LibreOffice keeps no table with the paragraph below it: what the bar says came a page later."""
    keys = [each for each in word.element.body.iter(f"{W}p") if says_what_a_bar_is(each)]
    # The chapter's of what was assessed, those of the countries.
    assert len(keys) == 1 + 3
    assert all(each.getnext().tag == f"{W}tbl" for each in keys)  # the bar
    assert all(each.find(f"{W}pPr/{W}keepNext") is not None for each in keys)
    # They are in the tables of what they sum up: a row stays with the next.
    rows = [each.getparent().getparent() for each in keys]
    assert [row.getnext().tag for row in rows] == [f"{W}tr"] * 4


def test_the_head_of_a_country_is_kept_with_all_its_main_gaps():
    found = ("opsc-1", "opsc-3-1", "opsc-5-1")
    rows = "\n".join(f" {id_} | Law. | Not in line | Researcher | 2019" for id_ in found)
    book = filled(f"id | law | assessment | finder | date\n{rows}")
    document = written(guide_to(book))
    pages = next(each for each in document.paragraphs if each.text == "Country by country")

    facts = pages._p.getnext().getnext()
    told = [
        (
            "".join(each.text or "" for each in row.iter(f"{W}t")),
            row.find(f".//{W}keepNext") is not None,
        )
        for row in facts.getnext().iterchildren(f"{W}tr")
    ]
    assert facts.find(f"{W}pPr/{W}keepNext") is not None
    assert told[0][0].startswith("\u202f○\u202f\u00a0Not in line:\u00a03")
    assert told[0][1]
    assert [(text.replace("\u00a0", " "), is_kept) for text, is_kept in told[1:]] == [
        ("Main gaps", False),  # its style keeps it
        ("art. 1 General prohibition \u202f○\u202f Not in line (Researcher, 2019)", True),
        (
            "art. 3, para. 1 Duty to criminalise: scope of the offences "
            "\u202f○\u202f Not in line (Researcher, 2019)",
            True,
        ),
        (
            "art. 5, para. 1 Offences extraditable under treaties "
            "\u202f○\u202f Not in line (Researcher, 2019)",
            False,
        ),
    ]


def test_a_reference_beside_its_assessment_or_quotation_is_not_broken():
    rows = (
        "id | reforms | assessment | finder | date\nopsc-3-1 | Act 1 of 2011. | In line | R | 2019"
    )
    guide = guide_to(filled(rows))
    content = (TOP / TEMPLATE).read_bytes()
    file = write_guide_docx(guide, content, timeline_drawing(guide), template_name=TEMPLATE)
    document = Document(io.BytesIO(file))

    unbroken = "art.\u00a03,\u00a0para.\u00a01"
    statements = [each.text for each in document.paragraphs if each.style.name == "Statement"]
    assert any(f": {unbroken}\u00a0" in each for each in statements)
    (latest,) = (table for table in document.tables if table.cell(0, 0).text.startswith("2011 "))
    assert latest.cell(0, 0).text.endswith(f" {unbroken}")


def says_what_a_bar_is(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    is_key = style is not None and style.get(f"{W}val") == "BarKey"
    return is_key and "Not assessed:" in "".join(paragraph.itertext())


def test_the_colours_of_coverage_are_told_once(word):
    told = [each.text for each in word.paragraphs if each.text.endswith("\u00a0not researched")]

    assert told == ["\u2007\u2007\u00a0text    \u2007\u2007\u00a0not researched"]


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (6, [[str(year), "1", "0"] for year in range(2011, 2017)]),
        # Column by column.
        (
            7,
            [
                ["2011", "1", "0", "2014", "1", "0", "2017", "1", "0"],
                ["2012", "1", "0", "2015", "1", "0", "", "", ""],
                ["2013", "1", "0", "2016", "1", "0", "", "", ""],
            ],
        ),
    ],
)
def test_many_years_stand_in_three_columns(count, rows):
    acts = "\n".join(f"Act 1 of {2011 + number}." for number in range(count))
    book = filled("id | law\nopsc-1 | Law.", country={"iso2": "QX", "short_name": "Examplia"})
    provision_cell(book, "opsc-1", "reforms").value = acts
    guide = guide_to(book)
    content = (TOP / TEMPLATE).read_bytes()
    file = write_guide_docx(guide, content, timeline_drawing(guide), template_name=TEMPLATE)
    (table,) = tables(Document(io.BytesIO(file)), "Year")

    assert [cells(row) for row in table.rows[1:]] == rows


def is_kept(row):
    """Tell whether a row stays with the next: LibreOffice asks its first paragraph."""
    flag = row.find(f"{W}tc/{W}p/{W}pPr/{W}keepNext")
    return flag is not None and flag.get(f"{W}val") != "0"


def test_the_notes_of_a_chapter_are_the_last_row_of_its_rules_which_stays_with_them(word):
    """One behind the other, in one paragraph. LibreOffice leaves out rows of a table whose last
    row stays with what follows it.
    """
    table = next(each for each in word.tables if each.cell(1, 0).text.startswith("art.\u00a01\n"))
    *rules, last, notes = table.rows

    heading, text = notes.cells[0].paragraphs
    assert notes.cells[0]._tc is notes.cells[1]._tc
    assert (heading.text, heading.style.name) == ("Countries behind the numbers", "Note Heading")
    # Rules two of three countries have a text on, say.
    assert text.text.startswith("1\u00a0Nexamplia (invented)    2\u00a0Examplia    3\u00a0")
    kept = [is_kept(row._tr) for row in (*rules, last, notes)]
    # The bar, the rules but the last, that one, the notes.
    assert kept == [True, *[False] * (len(rules) - 1), True, False]
    # A few lines stay on one page.
    assert notes._tr.find(f"{W}trPr/{W}cantSplit") is not None


@pytest.mark.parametrize(("words", "is_together"), [(10, True), (80, False)])
def test_the_latest_texts_of_a_country_stay_on_one_page_unless_they_are_long(words, is_together):
    """Of texts that ran over a page LibreOffice left out two."""
    rows = "\n".join(
        f" {id_} | Act {number} of 20{number}. {'Word ' * words}"
        for id_, number in (("opsc-1", 21), ("opsc-3-1", 22), ("opsc-5-1", 23))
    )
    guide = guide_to(filled(f"id | reforms\n{rows}"))
    content = (TOP / TEMPLATE).read_bytes()
    file = write_guide_docx(guide, content, timeline_drawing(guide), template_name=TEMPLATE)
    document = Document(io.BytesIO(file))

    latest = next(each for each in document.tables if each.cell(0, 0).text.startswith("2023 "))
    assert [is_kept(row._tr) for row in latest.rows] == [is_together, is_together, False]


@pytest.mark.slow
def test_in_arabic_the_longest_reference_takes_one_line_beside_its_rule(tmp_path, convert):
    """LibreOffice tore a number in quotation marks, before it, where what follows did not fit."""
    known = read_language(TOP / "publisher/languages/ar.toml", english())
    worded = WordedTreaty(in_language(opsc(), TOP / "publisher/treaties/opsc", "ar"), known)
    covered = (Covered(checked(rated("QX", "Examplia", "In line"))[0]),)
    guide = compose_guide(Material(covered), worded, Presentation(house=HOUSE))
    path = tmp_path / "guide.docx"
    written(guide).save(path)

    layout = ["pdftotext", "-layout", str(convert(path, "pdf", tmp_path)), "-"]
    shown = subprocess.run(layout, capture_output=True, check=True, text=True).stdout
    numbered = [line for line in shown.splitlines() if "‘" in line or "’" in line]
    assert numbered
    assert [line for line in numbered if line.count("‘") != line.count("’")] == []


def test_without_a_glossary_the_note_on_terms_is_the_heading_of_its_page(word):
    """The space above a heading that follows another text would be seen there."""
    headings = [each for each in word.paragraphs if each.style.name.startswith("Heading 1")]
    names = {each.text: each.style.name for each in headings}

    assert "Glossary" not in names
    assert (names["Note on terms"], names["Index"]) == ("Heading 1", "Heading 1 Same Page")


def test_an_index_leads_to_pages(word):
    entry = next(
        each for each in word.paragraphs if each.style.name == "Index Entry" and "art." in each.text
    )
    codes = [code.text.strip() for code in entry._p.iter(f"{W}instrText")]
    names = {each.get(f"{W}name") for each in word.element.body.iter(f"{W}bookmarkStart")}

    assert codes == ["PAGEREF row_opsc_1 \\h"]  # ECMA-376 Part 1, 17.16.5.44
    assert "row_opsc_1" in names


@pytest.mark.slow
def test_the_pages_of_an_index_are_those_on_which_another_program_prints_them(
    guide, tmp_path, convert
):
    content = (TOP / TEMPLATE).read_bytes()
    file = write_guide_docx(guide, content, None, template_name=TEMPLATE)
    path = tmp_path / "guide.docx"

    path.write_bytes(with_page_numbers(file, pages_of_bookmarks(file)))

    shown = pdf_text(convert(path, "pdf", tmp_path).read_bytes(), tmp_path).split("\f")
    summaries = {
        "art.\u00a03, para.\u00a05": "everyone who takes part in an adoption",
        "art.\u00a012, para.\u00a03": "ask parties for more information",
    }
    document = Document(str(path))
    for label, summary in summaries.items():
        entry = next(
            each.text
            for each in document.paragraphs
            if each.style.name == "Index Entry" and each.text.startswith(label)
        )
        page = shown[int(entry.split("\u00a0")[-1]) - 1]
        assert summary in " ".join(page.split()), entry


@pytest.mark.slow
def test_counts_of_all_findings_on_an_area_stand_on_one_line(tmp_path, convert):
    findings = ("In line", "Partly in line", "Not in line", "Not determined")
    rows = "\n".join(
        f"opsc-8-1-{letter} | Law. | {finding} | Researcher | 2019"
        for letter, finding in zip("abcd", findings, strict=True)
    )
    book = filled(f"id | law | assessment | finder | date\n{rows}", country={"iso2": "QX"})
    path = tmp_path / "guide.docx"
    written(guide_to(book)).save(path)

    lines = pdf_text(convert(path, "pdf", tmp_path).read_bytes(), tmp_path).splitlines()
    # Fourteen areas before, of which nobody assessed anything; then article 8, of ten provisions.
    row = next(each for each in lines if re.match(r"Examplia( \d){14} ", each))
    assert row.split()[15:20] == ["1", "1", "1", "1", "6"]


def test_from_right_to_left_numbers_stand_above_the_areas():
    """LibreOffice shows no letters that run upwards in a table from right to left."""
    known = read_language(TOP / "publisher/languages/ar.toml", english())
    worded = WordedTreaty(in_language(opsc(), TOP / "publisher/treaties/opsc", "ar"), known)
    covered = (Covered(checked(rated("QX", "Examplia", "In line"))[0]),)
    document = written(compose_guide(Material(covered), worded, Presentation(house=HOUSE)))

    table = next(each for each in document.tables if len(each.columns) > 6)
    assert [each.text for each in table.rows[0].cells[1:]] == [str(n) for n in range(1, 21)]
    assert list(document.element.body.iter(f"{W}textDirection")) == []
    areas = next(each.text for each in document.paragraphs if each.text.startswith("1\u00a0"))
    assert areas.startswith("1\u00a0الحظر والتعاريف؛ 2\u00a0")


def test_the_text_in_a_chip_is_one_piece_without_a_space_that_programs_part(word):
    chips = [
        "".join(text.text for text in run.iter(f"{W}t"))
        for run in word.element.body.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}shd") is not None
    ]

    assert {"\u202f●\u202f", "\u202f1\u202f", "\u2007\u2007"} <= {*chips}
    assert not any(space in each for each in chips for space in " \u00a0")


def test_the_head_of_a_page_names_the_subject_area_or_the_country(guide, word):
    """STYLEREF takes the last text in a style up to the page (17.16.5.59); programs that do not
    renew it show what the pages are about.
    """
    heads = [each.header._element for each in word.sections]
    named = [each for each in heads if "STYLEREF 2" in "".join(each.itertext())]

    assert ["".join(each.text for each in head.iter(f"{W}t")) for head in named] == [
        f"{guide.title} · Subject by subject{guide.status}",
        f"{guide.title} · Country by country{guide.status}",
    ]
    # The glossary and what else stands at the back belong to no country.
    assert named[-1] is not heads[-1]


def test_a_chart_is_no_wider_than_the_text():
    chart = Drawing(b"<svg/>", b"points", 180, 70, "A chart.")
    drawn = drawing(
        chart, PartContext({}, str, lambda: 1, lambda _: ("", 1, 1), lambda *_: "r1"), 170
    )

    # 170 of 180 mm, as high in proportion; 36,000 units of a drawing to a millimetre (20.1.2.1).
    assert f'cx="{170 * 36_000}" cy="{round(70 * 170 / 180 * 36_000)}"' in drawn


def test_the_imprint_is_kept_whole_but_its_last_row_with_nothing_behind_it(word):
    imprint = word.tables[-1]

    kept = [
        row.cells[0].paragraphs[0]._p.find(f"{W}pPr/{W}keepNext") is not None
        for row in imprint.rows
    ]
    assert imprint.rows[0].cells[0].text == "Published by"
    assert kept == [True] * (len(kept) - 1) + [False]
