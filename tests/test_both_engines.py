"""What the two engines of PDFs do alike: what heads a page, and how the guide is worded.

All content is invented.
"""

import re
import subprocess
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from publisher.compose.guide.on_paper import on_paper
from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.text import plain_inlines
from publisher.project.fonts import are_beyond_shipped
from publisher.project.project import open_project
from publisher.project.workbooks import check_content
from publisher.writers.guide import write_guide_page
from publisher.writers.html import write_html
from publisher.writers.pdf import write_pdf
from publisher.writers.typst import Layout, write_typst_pdf
from tests.support import TOP, filled, published
from tests.test_heat_map import guide_to

ENGINES = ("typst", "country_report", "portrait_report")


def template(name):
    return (TOP / "templates" / name).read_text(encoding="utf-8")


def layout(name):
    files = {each: template(f"typst/{each}").encode() for each in (f"{name}.typ", "house.typ")}
    return Layout(files, "templates/typst", are_beyond_shipped)


def pages_of(content):
    """Return the lines of each page of a PDF, with single spaces."""
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    return [
        [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        for page in told.split("\f")[:-1]
    ]


# What heads a page


def examplia():
    """Return areas of the sample that begin and end anywhere on pages, behind one with long texts."""
    project = open_project(TOP).value
    content = (TOP / "workbooks/examplia.xlsx").read_bytes()
    result = check_content(project, TOP / "examplia.xlsx", content, date(2026, 11, 24))
    report = compose_report(result.report, project.worded, project.presentation)
    return replace(report, groups=(*report.groups[1:4], *report.groups[7:]))


def long_rows():
    """Return three rows of which each cell is longer than half a page of the landscape set."""
    text = "An invented provision of Examplia on the protection of children. " * 25
    rows = "\n".join(f"opsc-{row} | {text} | {text} | {text}" for row in ("1", "2-a", "2-b"))
    return only_rows(filled(f"id | law | reforms | compliance\n{rows}"))


def one_long_text():
    """Return an area with a text of more than a page, and another that begins below its end."""
    text = "An invented provision of Examplia on the protection of children. " * 110
    return only_rows(filled(f"id | law\nopsc-3-1-a-i-a | {text}\nopsc-3-1-a-i-c | Short."))


def many_notes():
    """Return notes that are longer than half a page in three columns, and than two in one."""
    cited = " ".join(f"Text. [QX-1 s. {1000 + number}]" for number in range(120))
    source = "key | type | title\nQX-1 | National law | An act"
    return only_rows(filled(f"id | law\nopsc-1 | {cited}", source))


def only_rows(book):
    report = published(book, Presentation("Example Coalition", "CC BY 4.0"))
    return replace(report, groups=tuple(group for group in report.groups if group.rows))


REPORTS = {
    "Examplia": examplia,
    "long rows": long_rows,
    "one long text": one_long_text,
    "many notes": many_notes,
}


@cache
def report(name):
    return REPORTS[name]()


@cache
def laid(name, engine):
    """Return the pages of the table of a report, each as what heads it and the lines below."""
    if engine == "typst":
        pages = pages_of(write_typst_pdf(report(name), layout("country_report"), file="x.pdf"))
    else:
        page = write_html(report(name), template(f"html/{engine}.html"), "", template_name="x")
        pages = pages_of(write_pdf(page, template(f"html/{engine}.pdf.css"), file="x.pdf"))
    begins = "Law, reform and compliance"
    first = next(number for number, lines in enumerate(pages) if begins in lines[1:])
    # The portrait set names at the foot of a page what stands on it.
    place = -1 if engine == "portrait_report" else 0
    return [(lines[place], lines[1:-1]) for lines in pages[first:]]


def begun_on(lines):
    """Return the subject areas, and the chapters behind them, whose headings stand on a page."""
    areas = [group.title for group in report("Examplia").groups]
    titles = [
        *areas,
        "Questions to the national partner",
        "How this report was researched",
        "Sources",
    ]
    # Those of the portrait set have numbers.
    told = [re.sub(r"^\d+ (?=[A-Z])", "", line) for line in lines]
    return [title for title in titles if title in told]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_names_the_last_area_that_begins_on_it_or_before(engine):
    pages = laid("Examplia", engine)

    wrong, last = [], ""
    for head, lines in pages:
        last = ([last] + begun_on(lines))[-1]
        if "(continued)" not in head and last not in head:
            wrong.append((head, last))
        if last == "Sources":
            break
    assert wrong == []
    assert last == "Sources"
    # Of several areas that begin on one page the first is not named.
    assert any(len(begun_on(lines)) > 1 for _, lines in pages)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_that_begins_inside_a_text_names_it_even_where_another_area_begins_below(engine):
    pages = laid("one long text", engine)

    ends = [head for head, lines in pages if "Sale of children: forced labour" in begun_on(lines)]
    (head,) = ends
    assert "art. 3, para. 1 (a) (i) (a) · Current national law (continued)" in head
    assert "forced labour" not in head


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES[:2])
def test_a_page_that_begins_inside_a_row_of_the_table_names_the_row(engine):
    heads = [head for head, _ in laid("long rows", engine) if "(continued)" in head]

    row = re.compile(r"art\. (1|2 \([ab]\)) \(continued\)$")
    assert heads
    assert [head for head in heads if not row.search(head)] == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_that_begins_inside_a_list_of_notes_names_the_notes(engine):
    pages = pairwise(laid("many notes", engine))

    heads = [
        head for (_, before), (head, after) in pages if is_note(before[-1]) and is_note(after[0])
    ]
    words = "Source notes: Prohibition and definitions (continued)"
    assert heads
    assert [head for head in heads if words not in head] == []


def is_note(line):
    return re.match(r"\d+ An act", line)


# Words of the guide


def outdated_in(code, name, *rows):
    """Return an invented country with assessments of 2019, each beside a reform of 2021."""
    lines = "\n".join(
        f"{row} | Law. | Act 3 of 2021 changed it. | Partly in line | Researcher | 2019"
        for row in rows
    )
    return filled(
        f"id | law | reforms | assessment | finder | date\n{lines}",
        country={"iso2": code, "short_name": name},
    )


@cache
def guide():
    return guide_to(
        outdated_in("QX", "Axamplia", "opsc-1", "opsc-3-3"),
        outdated_in("QY", "Bexamplia", "opsc-1"),
    )


def test_findings_older_than_a_reform_are_told_provision_by_provision():
    told = {chapter.title: plain_inlines(chapter.outdated_told) for chapter in guide().chapters}

    assert {title: text for title, text in told.items() if text} == {
        "Prohibition and definitions": "art.\u00a01: Axamplia, Bexamplia",
        "Penalties": "art.\u00a03,\u00a0para.\u00a03: Axamplia",
    }


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_both_engines_word_the_guide_alike(engine):
    if engine == "typst":
        content = write_typst_pdf(guide(), layout("guide"), file="x.pdf")
    else:
        page = write_guide_page(
            on_paper(guide()), template("html/guide.html"), "", template_name="x"
        )
        styles = template("html/country_report.pdf.css") + template("html/guide.pdf.css")
        content = write_pdf(page, styles, file="x.pdf")

    text = " ".join(line for lines in pages_of(content) for line in lines)
    for words in (
        "Findings older than a reform named in their row (†): art. 1: Axamplia, Bexamplia",
        "Findings older than a reform named in their row (†): art. 3, para. 3: Axamplia",
        "Countries behind the numbers: Prohibition and definitions",
    ):
        assert words in text
