"""The content as CSV: every cell, read back by Python's own reader, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from publisher.writers.table import write_content_table, write_source_table
from tests.support import filled, published

SOURCES = "key | type | title | url\nQX-1 | National law | Lex | https://example.org/lex"


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_content_cell_is_a_row_with_its_notes():
    text = 'First, "quoted". [QX-1 s. 2]⏎⏎- one⏎  - deeper⏎⏎1. first'
    report = published(filled(f"id | law | reforms\nopsc-1 | {text} | Nothing found", SOURCES))

    found = rows(write_content_table(report))

    assert len(found) == 3 * sum(len(group.rows) for group in report.groups)
    assert found[0] == {
        "row_id": "opsc-1",
        "reference": "art. 1",
        "title": "General prohibition",
        "subject_area": "Prohibition and definitions",
        "column_id": "law",
        "column": "Current national law",
        "state": "text",
        "text": "First, “quoted”.[1]\n• one\n  • deeper\n1. first",
        "notes": "1 Lex, s. 2 [QX-1]",
        "assessment_id": "",
        "assessment": "",
        "remark": "",
        "warning": "",
    }
    assert (found[1]["state"], found[1]["text"]) == (
        "nothing_found",
        "Nothing found in the documents consulted.",
    )


def test_an_assessment_stands_in_each_cell_of_its_row():
    book = filled(
        "id | law | compliance | assessment | finder | date\n"
        "opsc-1 | Text | Text | Partly in line | Committee on the Rights of the Child | 2014-01-31"
    )

    first = rows(write_content_table(published(book)))[0]

    assert (first["assessment_id"], first["assessment"]) == (
        "partly",
        "Partly in line (Committee on the Rights of the Child, 31 January 2014)",
    )


def test_each_source_is_a_row():
    assert rows(write_source_table(published(filled("id | law\nopsc-1 | x [QX-1]", SOURCES)))) == [
        {"key": "QX-1", "type": "National law", "text": "Lex <https://example.org/lex>"}
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")']
)
@pytest.mark.slow
def test_no_cell_is_taken_for_a_formula(text):
    found = rows(write_content_table(published(filled(f"id | law\nopsc-1 | {text}"))))

    assert found[0]["text"] == f"'{text}"
