"""What the benchmarks say they measure is what they measure: the same words in ours and in the others."""

import io
import re
from functools import cache

import pytest
from docx import Document

from benchmarks import desk, pdf_references, start, word_references, workload
from benchmarks.batch import slope
from benchmarks.writers import ours_docx, ours_html
from tests.support import docx_part, html_text


@cache
def publication():
    return workload.publication(workload.workbook(1))


@cache
def contents():
    """Return the words of each paragraph in the cells."""
    rows = [row for group in publication().groups for row in group.rows]
    texts = [block.inlines[0].text for row in rows for cell in row.cells for block in cell.blocks]
    return [
        text.split() for text in texts
    ]  # a paragraph is one span, with a call of a note or without


@pytest.mark.slow
def test_the_workload_is_as_large_as_it_says():
    groups = publication().groups

    assert sum(len(group.rows) for group in groups) == 40
    assert {len(row.cells) for group in groups for row in group.rows} == {3}
    assert sum(len(group.notes) for group in groups) == 96
    assert sum(map(len, contents())) == pytest.approx(9400, rel=0.01)


def word_text(content):
    return re.sub(r"<[^>]+>", "", docx_part(content))


def page_text(page):
    return html_text(page)[0]


@pytest.mark.parametrize(
    ("write", "text_of"),
    [
        (ours_docx, word_text),
        (ours_html, page_text),
        (word_references.plain_docxtpl, word_text),
        (pdf_references.plain_page, page_text),
        (pdf_references.typst_source, str),
    ],
)
@pytest.mark.slow
def test_what_is_compared_holds_the_same_words(write, text_of):
    text = " ".join(text_of(write(publication())).split())

    assert [words for words in contents() if " ".join(words) not in text] == []


def test_the_templates_of_both_references_are_alike():
    of_docxtpl, of_docxtemplater = (
        Document(io.BytesIO(template))
        for template in (
            word_references._docxtpl_template(),
            word_references._docxtemplater_template(),
        )
    )

    def shape(document):
        """Return the styles of paragraphs that are no tags of a loop, and the columns of the table."""
        paragraphs = [
            each.style.name for each in document.paragraphs if not re.match(r"\{[%#/]", each.text)
        ]
        return paragraphs, len(document.tables[0].columns), document.tables[0].style.name

    assert shape(of_docxtpl) == shape(of_docxtemplater)


def test_the_slope_is_that_of_most_samples():
    assert slope([100, 110, 120, 130]) == 50  # MB per 100 reports, at one sample for 20 reports
    assert slope([100, 100, 180, 100, 100]) == 0


@pytest.mark.slow
def test_the_bare_server_beside_the_desk_shows_as_many_rows_as_the_desk_has_countries():
    with desk.running(desk.BARE) as server:
        page = server.get("/").decode()

    assert (page.count("<tr>"), page.count("<td>")) == (start.MANY, start.MANY * 6)
