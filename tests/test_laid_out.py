"""What Typst laid out, asked of itself: no heading alone at the end of a page, no empty page, nothing overfull.

The template of the project asks where its headings stand (Typst's `query`) and attaches the answer;
where words stand poppler tells.
"""

import io
import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pikepdf
import pytest

from publisher.compose.guide import Covered, Material, compose_guide
from publisher.compose.report import compose_report
from publisher.domain.text import NoteCall, all_inlines
from publisher.project.fonts import are_beyond_shipped
from publisher.project.project import open_project
from publisher.project.workbooks import check_content, check_file
from publisher.writers.typst import Layout, write_typst_pdf
from tests.invented import invented
from tests.sample_pages import report_in, workbook_in, workbook_with
from tests.support import TODAY, TOP, filled, provision_cell, published
from tests.test_heat_map import guide_to

# As `house.typ` has them, in points.
LEFT = RIGHT = 16 * 72 / 25.4
BOTTOM = 16 * 72 / 25.4
TOP_MARGIN = 20 * 72 / 25.4
_FURTHER = 1  # points by which a letter may stand over its edge, as an italic one does
_ASKED = b"""
#context pdf.attach(
  "layout.json",
  bytes(json.encode(query(heading).map(each => {
    let spot = each.location().position()
    (page: spot.page, y: spot.y.pt(), level: each.level)
  }))),
  relationship: "data",
  mime-type: "application/json",
  description: "Where headings stand",
)
"""


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    width: float
    words: list[Word]  # those between header and footer
    headings: list[float]  # the upper edge of each
    levels: list[int]  # and its level


def sample(name):
    project = open_project(TOP).value
    result = check_file(project, TOP / f"workbooks/{name}.xlsx", TODAY)
    own = result.project
    return compose_report(result.report, own.worded, own.presentation)


PUBLICATIONS = {
    "Examplia": lambda: sample("examplia"),
    "Germany": lambda: sample("germany"),
    "India": lambda: sample("india"),
    "French": lambda: report_in("fr"),
    "Arabic": lambda: report_in("ar"),
    "Arabic, all areas": lambda: report_in("ar", areas=20),
    "guide to 3": lambda: guide_to(*map(invented, range(3))),
    "guide to 14": lambda: guide_to(*map(invented, range(14))),
    "guide in French": lambda: guide_in("fr"),
}


def guide_in(language):
    project = open_project(TOP).value.in_language(language)
    report = check_content(project, TOP / "x.xlsx", workbook_in(language), TODAY).report
    return compose_guide(Material((Covered(report),)), project.worded, project.presentation)


@cache
def pages(name):
    """Return the pages of a publication from its contents list on."""
    main = "guide.typ" if "guide" in name else "country_report.typ"
    files = {each: (TOP / "templates/typst" / each).read_bytes() for each in (main, "house.typ")}
    files[main] += _ASKED
    layout = Layout(files, "templates/typst", are_beyond_shipped)
    content = write_typst_pdf(PUBLICATIONS[name](), layout, file="x.pdf")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        headings = json.loads(pdf.attachments["layout.json"].get_file().read_bytes())
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout
    found = ElementTree.fromstring(told).iter("{http://www.w3.org/1999/xhtml}page")
    laid = [_page(number, page, headings) for number, page in enumerate(found, start=1)]
    return laid[2:]  # behind cover and imprint


def _page(number, page, headings):
    width, height = float(page.get("width")), float(page.get("height"))
    edges = ("xMin", "yMin", "xMax", "yMax")
    words = [Word(each.text, *(float(each.get(edge)) for edge in edges)) for each in page]
    inside = [
        each for each in words if each.top > TOP_MARGIN - 4 and each.bottom < height - BOTTOM + 4
    ]
    own = [each for each in headings if each["page"] == number]
    return Page(width, inside, [each["y"] for each in own], [each["level"] for each in own])


REPORT = Layout(
    {
        each: (TOP / "templates/typst" / each).read_bytes()
        for each in ("country_report.typ", "house.typ")
    },
    "templates/typst",
    are_beyond_shipped,
)
QUICK = {"Examplia", "Arabic, all areas", "guide in French"}
NAMES = [
    pytest.param(name, marks=[] if name in QUICK else [pytest.mark.long]) for name in PUBLICATIONS
]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_heading_has_text_below_it_on_its_page(name):
    alone = [
        (number, round(top))
        for number, page in enumerate(pages(name), start=3)
        for top in page.headings
        # Lower than the line of a heading, the smallest of which stand a line above their notes.
        if not any(word.top > top + 7 for word in page.words)
    ]
    assert alone == []
    assert sum(len(page.headings) for page in pages(name)) > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_nearly_empty(name):
    *others, last = pages(name)
    empty = [number for number, page in enumerate(others, start=3) if len(page.words) < 25]
    assert empty == []
    assert len(last.words) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "space"),
    [
        ("Arabic, all areas", 1),
        pytest.param("India", 1, marks=pytest.mark.long),
        # Behind a cell in two columns the space before its notes stays, and no more than that.
        ("Examplia", 15),
    ],
)
def test_a_heading_at_the_head_of_a_page_stands_at_its_upper_edge(name, space):
    first = {
        number: min(page.headings)
        for number, page in enumerate(pages(name), start=3)
        if page.headings and not any(word.top < min(page.headings) - 9 for word in page.words)
    }
    assert first
    assert {number: top for number, top in first.items() if top > TOP_MARGIN + space} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Examplia", pytest.param("India", marks=pytest.mark.long)])
def test_the_list_of_sources_ends_in_both_columns_at_one_height(name):
    last = pages(name)[-1]
    ends = [
        max(word.bottom for word in last.words if (word.left < last.width / 2) is is_left)
        for is_left in (True, False)
    ]
    # A source of five lines stays whole.
    assert abs(ends[0] - ends[1]) < 5 * 13


@pytest.mark.slow
def test_the_index_of_a_guide_names_the_page_of_each_provision_and_no_bar_is_parted_from_its_key():
    guide = guide_to(*map(invented, range(2)))
    files = {
        each: (TOP / "templates/typst" / each).read_bytes() for each in ("guide.typ", "house.typ")
    }
    content = write_typst_pdf(
        guide, Layout(files, "templates/typst", are_beyond_shipped), file="x.pdf"
    )
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    sheets = [" ".join(sheet.split()) for sheet in told.split("\f")]

    assert guide.title in sheets[0]
    index = "".join(sheets[-3:])
    for label, summary in (
        ("art. 1 General prohibition", "The State must outlaw the three practices"),
        ("art. 3, para. 3 Penalties matching gravity", "Penalties must be suitable"),
        ("art. 12, para. 3 Further information", "The Committee may ask parties"),
    ):
        number = re.search(re.escape(label) + r"\s+(\d+)", index)
        assert summary in sheets[int(number[1]) - 1]
    behind_heads = [re.split(r"Coverage of the research|\d+ / \d+", each) for each in sheets]
    assert not [each for each in behind_heads if each[-1].strip().startswith("text:")]


@pytest.mark.slow
def test_a_text_in_arabic_runs_from_its_own_side_in_an_english_report():
    """Its first word, a number, stands at the right edge of the cell, in front of the full stop at the left."""
    texts = "id | law | reforms\nopsc-1 | 4711 بيع الأطفال محظور. | 4712 sale: بيع."
    report = published(filled(texts))
    content = write_typst_pdf(replace(report, groups=report.groups[:1]), REPORT, file="x.pdf")

    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout
    words = ElementTree.fromstring(told).iter("{http://www.w3.org/1999/xhtml}word")
    lefts = {each.text.strip("\u202a-\u202e"): float(each.get("xMin")) for each in words}
    column = (841.89 - LEFT - RIGHT - 60 * 72 / 25.4) / 3
    first = LEFT + 60 * 72 / 25.4
    assert first + column / 2 < lefts["4711"] < first + column
    assert first + column < lefts["4712"] < first + column + 12


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_letter_stands_over_the_margins(name):
    over = [
        (number, word.text)
        for number, page in enumerate(pages(name), start=3)
        for word in page.words
        if word.left < LEFT - 3 - _FURTHER or word.right > page.width - RIGHT + 3 + _FURTHER
    ]
    assert over == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_printed_over_another(name):
    """What runs out of its cell stands over the words of the next."""
    found = [
        (number, *pair)
        for number, page in enumerate(pages(name), start=3)
        for pair in _printed_over(page.words)
    ]
    assert found == []


def _printed_over(words):
    """Yield words that share more than two fifths of the smaller one's place.

    The boxes of lines one above the other share a fourth, of upright headings as well. Of Arabic
    words poppler tells no true boxes.
    """
    latin = [word for word in words if not re.search(r"[\u0600-\u06ff]", word.text)]
    for position, one in enumerate(latin):
        for other in latin[position + 1 :]:
            width = min(one.right, other.right) - max(one.left, other.left)
            height = min(one.bottom, other.bottom) - max(one.top, other.top)
            if width > 0 and height > 0 and width * height > 0.4 * min(_area(one), _area(other)):
                yield one.text, other.text


def _area(word):
    return (word.right - word.left) * (word.bottom - word.top)


@pytest.mark.slow
@pytest.mark.parametrize("before", [0, 5, pytest.param(9, marks=pytest.mark.long)])
def test_a_long_cell_is_printed_whole_and_in_order_wherever_its_pages_end(before):
    """Paragraphs of three lines, which no column may break, in two columns over one page or several."""
    lines = [f"Line {number} of what comes before." for number in range(before)]
    for paragraphs in (12, 40, 90):
        words = [f"w{number}" for number in range(paragraphs * 38)]
        cut = (words[start : start + 38] for start in range(0, len(words), 38))
        book = filled("id | law | reforms")
        provision_cell(book, "opsc-1", "law").value = "\n\n".join(lines)
        provision_cell(book, "opsc-2-a", "law").value = "\n\n".join(map(" ".join, cut))
        report = published(book)
        groups = tuple(each for each in report.groups if each.rows)

        content = write_typst_pdf(replace(report, groups=groups), REPORT, file="x.pdf")

        text = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
        ).stdout.decode()
        assert re.findall(r"\bw\d+\b", text) == words


def words_of(report):
    """Return the words of a report's PDF with their edges, page by page."""
    content = write_typst_pdf(report, REPORT, file="x.pdf")
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout
    found = ElementTree.fromstring(told).iter("{http://www.w3.org/1999/xhtml}page")
    return [_page(number, page, []).words for number, page in enumerate(found, start=1)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "in_columns"), [(4, [2, 1, 1]), (5, [2, 2, 1]), (7, [3, 2, 2]), (13, [5, 4, 4])]
)
def test_of_short_notes_the_first_columns_hold_those_that_are_over(count, in_columns):
    cited = " ".join(f"Text. [QX-1 s. {1000 + number}]" for number in range(count))
    report = published(
        filled(f"id | law\nopsc-1 | {cited}", "key | type | title\nQX-1 | National law | An act")
    )

    places = [
        word for page in words_of(report) for word in page if re.fullmatch(r"10\d\d", word.text)
    ]
    lefts = Counter(round(word.left / 50) for word in places)
    assert [lefts[each] for each in sorted(lefts)] == in_columns


@pytest.mark.slow
def test_the_call_of_a_note_behind_a_number_stands_behind_it_in_arabic_as_well():
    """Read from right to left: 'the year 1998.' and then the call; as one number it would be 1998.1."""
    texts = {("opsc-1", "law"): "صدر القانون في سنة 1998. [QX-1 م. 3]"}
    project = open_project(TOP).value.in_language("ar")
    content = workbook_with(texts, "ar")
    result = check_content(project, TOP / "x.xlsx", content, TODAY)
    report = compose_report(result.report, project.worded, project.presentation)

    (page,) = (page for page in words_of(report) if any("1998" in word.text for word in page))
    year = next(word for word in page if "1998" in word.text)
    (number,) = (call.number for call in _calls(report))
    (call,) = (word for word in page if word.text == str(number) and abs(word.top - year.top) < 6)
    assert call.right <= year.left + 1


def _calls(report):
    return [
        inline
        for group in report.groups
        for row in group.rows
        for cell in row.cells
        for inline in all_inlines(cell.blocks)
        if isinstance(inline, NoteCall)
    ]


@pytest.mark.slow
def test_of_many_countries_no_page_is_left_half_empty_for_the_next_subject_area():
    laid = pages("guide to 14")
    half = TOP_MARGIN + (595.28 - TOP_MARGIN - BOTTOM) / 2
    followed = [
        (one, following)
        for one, following in pairwise(laid)
        if following.levels[:1] == [2] and one.levels and one.width > 600
    ]
    assert followed
    assert [one for one, _ in followed if max(word.bottom for word in one.words) < half] == []
