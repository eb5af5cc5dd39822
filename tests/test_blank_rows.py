"""Provisions without a text, rows with one very long cell, and the report at a glance."""

import io

import pytest
from docx import Document

from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.worded import WordedTreaty
from publisher.project.samples import example_draft
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from publisher.writers.outline import write_outline
from tests.support import TODAY, TOP, W, checked, docx_part, english, filled, opsc, published

HTML = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
PORTRAIT = (TOP / "templates/html/portrait_report.html").read_text(encoding="utf-8")
DOCX = (TOP / "templates/docx/country_report.docx").read_bytes()

# Of art. 2 the first provision has a text, the others have none: one was searched in vain in every
# column, one in the first alone.
ROWS = """id | law | reforms | compliance
 opsc-2-a | Law on sale. | |
 opsc-2-b | Nothing found | Nothing found | Nothing found
 opsc-2-c | Nothing found | | """
LINES = [
    "  Not researched: art. 1 (General prohibition)"
    "; art. 3, para. 1 (Duty to criminalise: scope of the offences)",
    "  Nothing found in the documents consulted: art. 2 (b) (Definition: child prostitution)",
    "  Current national law: nothing found; Legal reforms: not researched;"
    " Compliance with the Protocol: not researched:"
    " art. 2 (c) (Definition: child pornography)",
]


def group(edition=None):
    return published(filled(ROWS), edition or Presentation()).groups[0]


@pytest.mark.slow
def test_provisions_without_a_text_are_gathered_by_what_is_known_of_them():
    outline = write_outline(published(filled(ROWS), Presentation())).splitlines()

    start = outline.index("### Prohibition and definitions")
    end = outline.index("### Sale of children: sexual exploitation")
    assert [line for line in outline[start:end] if line.startswith("  ") and "(" in line][
        -3:
    ] == LINES
    assert [row.id for row in group().rows] == ["opsc-2-a"]


@pytest.mark.slow
def test_they_stay_rows_where_the_edition_wants_so_and_in_a_draft():
    rows = group(Presentation(blank_rows="table")).rows

    assert [row.id for row in rows] == ["opsc-1", "opsc-2-a", "opsc-2-b", "opsc-2-c", "opsc-3-1"]
    assert not any(each.blank for each in example_draft(TODAY).report.groups)


def test_a_provision_that_was_assessed_keeps_its_row():
    assessed = filled("id | assessment | finder | date\n opsc-1 | Not in line | Researcher | 2019")

    first = published(assessed, Presentation()).groups[0]

    assert [row.id for row in first.rows] == ["opsc-1"]


@pytest.mark.parametrize("template", [HTML, PORTRAIT], ids=["landscape", "portrait"])
def test_the_web_page_names_them_below_the_table_each_with_its_anchor(template):
    page = write_html(published(filled(ROWS), Presentation()), template, "", template_name="t.html")

    assert page.count('id="row-opsc-2-b"') == 1
    assert page.count('id="row-') == 53
    line = page[page.index("<i>Nothing found in the documents consulted:</i>") :].split("</p>")[0]
    assert "art.\u00a02\u00a0(b)" in line
    assert "(Definition: child prostitution)" in line


def test_the_word_file_names_them_below_the_table_each_with_its_bookmark():
    document = docx_part(
        write_docx(published(filled(ROWS), Presentation()), DOCX, template_name="t.docx")
    )

    assert document.count('w:name="r_opsc_2_b"') == 1
    assert "Nothing found in the documents consulted:" in document
    assert "c_opsc_2_b_law" not in document
    # No line begins inside a reference.
    assert "art.\u00a03,\u00a0para.\u00a01" in document


def test_an_optional_row_of_which_only_an_assessment_is_written_is_printed():
    book = filled("id | assessment | finder | date\n opsc-12-1 | In line | Researcher | 2019")

    rows = [row for group in published(book).groups for row in group.rows]

    assert "opsc-12-1" in [row.id for row in rows]
    assert "opsc-12-2" not in [row.id for row in rows]


def words(count: int) -> str:
    return " ".join(["word"] * count)


@pytest.mark.parametrize(
    ("lengths", "is_wide"),
    [
        ((200, 10, 0), True),
        ((199, 10, 0), False),
        ((390, 130, 5), True),
        ((390, 131, 5), False),
        # Of two pages in a column, the second would not name the provision.
        ((400, 400, 5), True),
        ((399, 399, 5), False),
    ],
)
def test_a_row_is_wide_where_a_cell_is_far_longer_than_its_neighbours_or_than_a_page(
    lengths, is_wide
):
    law, reforms, compliance = map(words, lengths)

    row = (
        published(
            filled(f"id | law | reforms | compliance\n opsc-1 | {law} | {reforms} | {compliance}")
        )
        .groups[0]
        .rows[0]
    )

    assert row.is_wide is is_wide


def test_a_wide_row_has_its_cells_below_each_other_under_their_headings():
    book = filled(f"id | law | reforms\n opsc-1 | {words(250)} | Short.")
    publication = published(book, Presentation())

    page = write_html(publication, HTML, "", template_name="t.html")
    document = docx_part(write_docx(publication, DOCX, template_name="t.docx"))

    row = page[page.index('id="row-opsc-1"') :].split("</tr>")[0]
    assert '<td colspan="3">' in row
    assert row.count('<p class="heading"') == 3
    assert row.index("Current national law") < row.index("word word") < row.index("Legal reforms")
    # A table for its long text, another for its short ones: of each the heading row and the row.
    assert document.count('<w:gridSpan w:val="3"/>') == 2 * 2


def test_rows_and_cells_say_what_heads_a_page_on_which_they_go_on():
    book = filled(f"id | law\n opsc-1 | {words(250)}")

    row = published(book, Presentation()).groups[0].rows[0]

    assert row.runs_on == "art.\u00a01 (continued)"
    assert row.cells[0].runs_on == "art.\u00a01 · Current national law (continued)"


def test_in_word_a_wide_row_is_tables_whose_heading_rows_say_on_each_page_what_they_are_about():
    rows = f"opsc-1 | Short. |\n opsc-2-a | {words(250)} | Short.\n opsc-2-b | Short. |"
    publication = published(filled(f"id | law | reforms\n {rows}"), Presentation())

    content = write_docx(publication, DOCX, template_name="t.docx")

    columns = "Provision|Current national law|Legal reforms|Compliance with the Protocol"
    tables = [each for each in Document(io.BytesIO(content)).tables if _has_head(each)]
    heads = ["|".join(dict.fromkeys(cell.text for cell in each.rows[0].cells)) for each in tables]
    heads = [each.replace("\u00a0", " ") for each in heads]
    short = "Legal reforms · Compliance with the Protocol"
    assert heads == [columns, "art. 2 (a)|Current national law", f"art. 2 (a)|{short}", columns]
    assert [len(each.rows) for each in tables] == [2, 2, 2, 2]
    assert "word word" in tables[1].rows[1].cells[1].text
    lines = tables[2].rows[1].cells[1].text.split("\n")
    assert lines[:3] == ["Legal reforms", "Short.", "Compliance with the Protocol"]
    # Without a paragraph between them Word makes one table of two.
    for each in tables[:3]:
        assert each._tbl.getnext().tag == f"{W}p"


def _has_head(table):
    return table._tbl.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None


def test_in_word_no_row_is_kept_with_the_line_of_blank_provisions_below_its_table():
    """LibreOffice 7.4 left out two rows of such a table (measured on the sample of Examplia)."""
    book = filled("id | law\n opsc-1 | Short.\n opsc-3-1-b | " + words(90))
    publication = published(book, Presentation())

    content = write_docx(publication, DOCX, template_name="t.docx")

    lines = [
        each
        for each in Document(io.BytesIO(content)).paragraphs
        if each.style.name == "Blank Rows" and each._p.getprevious().tag == f"{W}tbl"
    ]
    assert [each.text.split(":")[0] for each in lines] == ["Not researched"]
    last = lines[0]._p.getprevious().findall(f"{W}tr")[-1]
    assert last.find(f".//{W}keepNext") is None


def test_the_report_at_a_glance_begins_with_three_figures_and_a_mark_for_each_provision():
    book = filled(
        "id | law | assessment | finder | date\n"
        " opsc-1 | Law. | In line | Researcher | 2019\n"
        " opsc-3-1 | Law. | Not in line | Researcher | 2019",
        sources="key | type | title\n QX-1 | National law | Example Act",
    )

    overview = published(book, Presentation()).overview

    assert [(each.number, each.label) for each in overview.figures] == [
        ("2 of 53", "provisions with a text"),
        ("2 of 45", "provisions assessed"),
        ("1", "sources"),
    ]
    assert len(overview.strip) == 45
    assert [(each.reference, each.assessment) for each in overview.strip if each.assessment_id] == [
        ("art.\u00a01", "In line"),
        ("art.\u00a03, para.\u00a01", "Not in line"),
    ]


def test_what_is_not_rated_is_counted_nowhere_although_somebody_rated_it():
    # Art. 2 (a) is declaratory; the check tells that it is not rated.
    rated = filled(
        "id | law | assessment | finder | date\n"
        " opsc-1 | Law. | In line | Researcher | 2019\n"
        " opsc-2-a | Law. | In line | Researcher | 2019"
    )
    report, problems = checked(rated)

    publication = compose_report(report, WordedTreaty(opsc(), english()), Presentation())
    overview = publication.overview

    assert [each.place.cell for each in problems if each.level == "must_fix"] == ["I4"]
    remarks = {row.id: row.remark for group in publication.groups for row in group.rows}
    assert remarks["opsc-2-a"] == "Declaratory: the assessment is not counted"
    bar = next(each for each in overview.bars if each.label == "Assessment of provisions")
    assert [share.count for share in bar.shares if share.id == "in_line"] == [1]
    assert [line.count for line in overview.lines if line.id == "in_line"] == [1]
