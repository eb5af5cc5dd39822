"""How the pages break: no defect in the samples, in three languages, both orders, both places of notes.

That the check sees defects is shown by style sheets that make them.
"""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from itertools import chain, cycle, pairwise
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image
from weasyprint.formatting_structure.boxes import BlockBox

from publisher.compose.presentation import Presentation
from publisher.compose.publication import Bar, Share, SourceEntry, SourceGroup
from publisher.compose.report import compose_report
from publisher.domain.text import Paragraph, Span
from publisher.project.project import open_project
from publisher.project.workbooks import check_content
from publisher.workbook.issue import issue_workbook
from publisher.workbook.layout import FIXED_COLUMNS
from publisher.writers.html import html_inlines, write_html
from publisher.writers.pdf import laid_out, write_pdf
from publisher.writers.pdf.boxes import breaks, walk
from publisher.writers.pdf.layout_faults import faults
from publisher.writers.pdf.lighter_page import lighten
from tests.support import EXAMPLIA, TOP, filled, published, saved

HTML = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
CSS = (TOP / "templates/html/country_report.pdf.css").read_text(encoding="utf-8")
WORDS = {
    "en": "invented text of Examplia on the protection of children in proceedings",
    "fr": "texte inventé de l’Examplie sur la protection des enfants lors des procédures",
    "ar": "نص مختلق عن حماية الأطفال في الإجراءات في بلد غير موجود",
}


def laid(report, style=""):
    return laid_out(write_html(report, HTML, "", template_name="t"), CSS + style, file="t.pdf")


def told(pages):
    return [str(each) for each in faults(pages)]


def report_in(code, edition):
    """Return a report of an invented country in a language: short and long rows, one longer than two pages."""
    project = open_project(TOP).value.in_language(code)
    treaty = replace(project.treaty, provisions=project.treaty.provisions[:14])
    project = replace(project, worded=replace(project.worded, treaty=treaty))
    book = openpyxl.load_workbook(io.BytesIO(issue_workbook(project.worded, EXAMPLIA)))
    provisions = book.worksheets[1]
    first = len(FIXED_COLUMNS) + 1
    for row, length in zip(
        range(2, 16), cycle((8, 30, 120, 5, 60, 700, 15, 90, 40, 10)), strict=False
    ):
        for column, share in zip(range(first, first + 3), (1, 4, 2), strict=True):
            text = " ".join([WORDS[code]] * (length // share // 10 + 1))
            provisions.cell(row, column).value = f"{text}. [QX-{row % 7 + 1}]"
    sources = book.worksheets[3]
    for number in range(1, 8):
        sources.cell(number + 1, 2).value = project.language.words("choices.source_type")[
            "national_law"
        ]
        sources.cell(number + 1, 5).value = f"Lex {number}"
    result = check_content(project, TOP / "examplia.xlsx", saved(book), date(2026, 11, 24))
    return compose_report(result.report, project.worded, edition)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["examplia", *(pytest.param(each, marks=pytest.mark.long) for each in ("germany", "india"))],
)
def test_the_samples_have_no_defect_of_layout(name):
    project = open_project(TOP).value
    content = (TOP / f"workbooks/{name}.xlsx").read_bytes()
    result = check_content(project, TOP / f"{name}.xlsx", content, date(2026, 11, 24))

    pages = laid(compose_report(result.report, project.worded, project.presentation))

    assert told(pages) == []
    assert [each.text for each in pages.sheets[0].lines if "rotocol" in each.text]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "order", "notes_at"),
    [
        pytest.param("en", "cluster", "report", marks=pytest.mark.long),
        pytest.param("fr", "article", "group", marks=pytest.mark.long),
        pytest.param("fr", "cluster", "report", marks=pytest.mark.long),
        ("ar", "article", "group"),
    ],
)
def test_reports_in_other_languages_orders_and_places_of_notes_have_no_defect(
    code, order, notes_at
):
    pages = laid(report_in(code, Presentation("Example Coalition", "CC BY 4.0", order, notes_at)))

    assert told(pages) == []
    assert len(list(breaks(pages.page_boxes))) > 1
    words = {"en": "(continued)", "fr": "(suite)", "ar": "(تابع)"}
    repeated = [
        cell
        for _, after in breaks(pages.page_boxes)
        for cell in after.cells
        if cell.is_label and cell.lines
    ]
    assert any(words[code] in line.text for cell in repeated for line in cell.lines)


# Small tables


def table_of(*lengths):
    """Return a page with one table whose rows have cells of so many words, each with a note to its first cell."""
    rows = "".join(
        f"<tr id='row-{number}'{' class=short' if length < 80 else ''}><th scope='row'><span class='title'>Title</span>"
        f" <span class='reference'>art. {number}</span> <span class='summary'>{'summary of it ' * 8}</span></th>"
        f"<td><p>{'words ' * length}<a class='call' id='call-{number}' href='#note-{number}'><sup>{number}</sup></a></p>"
        f"</td><td><p>See art. 1.</p></td><td><p>{'words ' * (length // 2)}</p></td></tr>"
        for number, length in enumerate(lengths, 1)
    )
    notes = "".join(
        f"<p class='note' id='note-{number}'><a href='#call-{number}'>{number}</a> Lex</p>"
        for number, _ in enumerate(lengths, 1)
    )
    return (
        "<html lang='en'><head><title>T</title></head><body><h2>Part</h2><h3>Group</h3>"
        "<table class='provisions' data-continued='continued'><colgroup><col class='provision'><col><col><col></colgroup>"
        "<thead><tr><th scope='col'>Provision</th><th scope='col'>A</th><th scope='col'>B</th><th scope='col'>C</th></tr>"
        f"</thead><tbody>{rows}</tbody></table><section class='notes'><h3>Notes</h3>{notes}</section></body></html>"
    )


LONG_TITLE = ("Long title " * 5).strip()


def laid_table(*lengths, style="", title="Title"):
    page = table_of(*lengths).replace("Title", title)
    return laid_out(page, CSS + style, file="t.pdf")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("style", "kinds"),
    [
        ("", set()),
        ("h3 { break-after: page !important }", {"a heading with nothing below it"}),
        ("#row-3 { break-before: page }", {"white within a table"}),
        ("#row-2 th .title { margin-top: 164mm }", {"a text without its label"}),
        ("#row-2 td p { padding-top: 164mm }", {"a label without its text"}),
        (".notes { display: none }", {"a lost note", "a call without its note"}),
        ("td p { white-space: nowrap }", {"text outside its cell", "text outside the page's area"}),
        ("tbody tr:first-child { display: none }", {"a lost row", "a call without its note"}),
        (
            "th .continued, th .reference, th .title { display: none }",
            {"a row that goes on without a label"},
        ),
    ],
)
def test_defects_are_found_and_no_others(style, kinds):
    found = {each.kind for each in faults(laid_table(3, 900, 3, style=style))}

    assert found >= kinds
    assert bool(found) is bool(kinds)


@pytest.mark.slow
def test_a_fault_says_page_kind_and_words():
    pages = laid_table(3, 3, style=".notes { display: none }")

    assert told(pages)[0] == "page 0: a lost note: 1 Lex"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "labels"),
    [
        ("Title", {"Title | art. 1 | (continued)", "Title art. 1 (continued)"}),
        (
            LONG_TITLE,
            {
                f"{LONG_TITLE[:32]} | Long title Long title | art. 1 | (continued)",
                f"{LONG_TITLE[:32]} | Long title Long title art. 1 | (continued)",
                "art. 1 | (continued)",
            },
        ),
    ],
    ids=["short title", "long title"],
)
def test_a_row_that_goes_on_has_its_label_again_as_close_as_there_is_room(title, labels):
    seen = set()
    for length in range(440, 460, 5):
        for _, after in breaks(laid_table(length, title=title).page_boxes):
            (label,) = (cell for cell in after.cells if cell.is_label)
            lines = (each for each in walk(label.box) if type(each).__name__ == "LineBox")
            seen.add(" | ".join(" ".join(map(str.strip, _texts(line))) for line in lines))

    assert seen == labels


@pytest.mark.slow
def test_a_row_begins_at_the_foot_of_a_page_only_with_its_label_and_text():
    """Over many positions of the foot: the first part of each broken row shows all of its label and some of each text."""
    begun = 0
    for before in range(60, 300, 40):
        pages = laid_table(before, 160, 160)

        assert told(pages) == []
        for part, after in breaks(pages.page_boxes):
            begun += 1
            assert all(cell.lines for cell in part.cells)
            assert [
                line.text.strip() for cell in after.cells if cell.is_label for line in cell.lines
            ][-1].endswith("(continued)")
    assert begun > 2


@pytest.mark.slow
@pytest.mark.long
def test_a_short_row_is_broken_only_where_it_would_leave_much_of_a_page_white():
    is_broken = {
        length: bool([*breaks(laid_table(length, 70).page_boxes)]) for length in range(200, 330, 30)
    }

    assert any(is_broken.values())
    assert not all(is_broken.values())


def test_a_page_may_end_inside_a_run_of_text_that_is_longer_than_a_page():
    """Paragraphs that follow one another in a line make one long run, whose place is told by line, not by box."""
    words = "".join(f"<p><b>Area {number}:</b> word word word</p>\n" for number in range(300))
    page = f'<html lang="en"><head><title>t</title></head><body><main><section>{words}</section></main></body></html>'

    laid = laid_out(page, "@page { size: A5 } p { display: inline }", file="t.pdf")

    assert len(laid.document.pages) > 3


# The upright set, and signs


UPRIGHT, UPRIGHT_CSS = (
    (TOP / f"templates/html/portrait_report.{end}").read_text(encoding="utf-8")
    for end in ("html", "pdf.css")
)


def upright(report):
    return laid_out(write_html(report, UPRIGHT, "", template_name="t"), UPRIGHT_CSS, file="t.pdf")


@pytest.mark.slow
def test_nothing_of_an_arabic_report_stands_over_the_sides_of_an_upright_page():
    report = report_in("ar", Presentation("Example Coalition", "CC BY 4.0"))
    entry = SourceEntry("QX-1", (Span(f"{WORDS['ar']} " * 9),))
    sources = (SourceGroup("مصادر مختلقة", (entry,) * 3),)

    assert over_the_sides(replace(report, groups=report.groups[:1], source_groups=sources)) == []


@pytest.mark.parametrize(
    ("address", "kept_whole"),
    [
        ("https://example.org/law", "https://example"),
        ("http://www.example.org", "http://www.example"),
        ("example.org/law", None),
        ("https://protectionofchildren.example", "https://protectionof"),
    ],
)
def test_an_address_is_kept_whole_to_the_beginning_of_its_name(address, kept_whole):
    """No line ends behind https://, nor is a long name wider than a column."""
    html = html_inlines((Span(address, link="https://example.org"),))

    found = re.search('<span class="site">([^<]*)</span>', html)
    assert (found and found[1]) == kept_whole
    assert re.sub("<[^>]*>", "", html) == address


def test_a_bracket_before_an_address_keeps_its_space_in_a_line_from_the_right():
    """The mark of the direction that others need before it goes; behind the address it stays."""
    tree = ElementTree.fromstring(
        "<html dir='rtl'><p>Act 3 of 1998 \u200e&lt;<a href='https://example.org'>x</a>&gt;\u200e"
        " <b>y</b> Lex \u200e&lt;<a href='https://example.org'>x</a>&gt;\u200e</p></html>"
    )

    lighten(tree, "")

    assert "".join(tree.itertext()) == "Act 3 of 1998 <x>\u200e y Lex <x>\u200e"


@pytest.mark.slow
@pytest.mark.parametrize("lay_out", [laid, upright], ids=["landscape", "upright"])
def test_joined_letters_are_not_set_apart(lay_out):
    report = report_in("ar", Presentation("Example Coalition", "CC BY 4.0"))
    marked = replace(report, groups=report.groups[:1], mark="بلد مختلق")

    apart = {
        box.text
        for page in lay_out(marked).page_boxes
        for box in walk(page)
        if getattr(box, "text", "") and box.style["letter_spacing"] not in ("normal", 0)
    }

    assert not [text for text in apart if re.search("[\u0600-\u06ff]", text)]


@pytest.mark.slow
def test_a_long_text_in_arabic_keeps_to_the_sides_of_an_english_upright_page(tmp_path):
    """WeasyPrint puts letters of justified lines elsewhere than it says: the page is looked at."""
    text = f"{WORDS['ar']}، " * 9
    report = published(filled(f"id | law\nopsc-1 | {text}"))
    page = write_html(replace(report, groups=report.groups[:1]), UPRIGHT, "", template_name="t")
    (tmp_path / "x.pdf").write_bytes(write_pdf(page, UPRIGHT_CSS, file="x.pdf"))

    assert_white_at_the_right(tmp_path / "x.pdf")


def assert_white_at_the_right(file):
    """Assert that nothing is printed on the right margin of an upright report."""
    subprocess.run(
        ["pdftoppm", "-gray", "-r", "72", "-f", "2", file, file.parent / "p"], check=True
    )

    pages = sorted(file.parent.glob("p-*.pgm"))
    assert len(pages) > 2
    for drawn in pages:
        with Image.open(drawn) as picture:
            margin = picture.crop((round(184 * 72 / 25.4), 0, picture.width, picture.height))
            assert margin.getextrema()[0] > 250, drawn.name


def over_the_sides(report):
    return [
        (sheet.number, line.text)
        for sheet in upright(report).sheets
        for line in sheet.lines
        if line.left < sheet.left - 1 or line.right > sheet.right + 1
    ]


def page_of_notes(filled_up, count):
    """Return a page of an upright report that is filled down to its notes, up to so many mm."""
    notes = "".join(
        f"<p class='note'><a class='number' href='#x'>{number}</a> Lex</p>"
        for number in range(1, count + 1)
    )
    return (
        "<html lang='en' dir='ltr'><head><title>T</title></head><body id='x'>"
        f"<div style='height: {filled_up}mm'></div><div class='notes'><h4>Notes</h4>{notes}</div>"
        "</body></html>"
    )


def table_with_notes(rows, notes):
    """Return a page with a table of one subject area, its notes, and the heading of another area."""
    lines = "".join(
        f"<tr class='short'><th scope='row'>{'<br>'.join(['Label'] * 5)}</th><td>Row {number}</td></tr>"
        for number in range(1, rows + 1)
    )
    noted = "".join(
        f"<p class='note'><a class='number' href='#x'>{number}</a> Lex</p>"
        for number in range(1, notes + 1)
    )
    few = " few" if notes <= 24 else ""
    return (
        "<html lang='en' dir='ltr'><head><title>T</title></head><body id='x'>"
        "<section class='group'><h3>Area</h3><table class='provisions'>"
        "<thead><tr><th scope='col'>Provision</th><th scope='col'>Law</th></tr></thead>"
        f"<tbody>{lines}</tbody></table><div class='notes{few}'><h3>Source notes: Area</h3>"
        f"<div class='list'>{noted}</div></div></section>"
        "<section class='group'><h3>Other area</h3><p>Text</p></section></body></html>"
    )


@pytest.mark.parametrize("notes", [2, 9])
def test_notes_stand_below_some_of_their_table(notes):
    """Wherever the table ends, a page that begins with notes is none; five rows fill most of one."""
    for rows in range(3, 10):
        pages = laid_out(table_with_notes(rows, notes), CSS, file="t.pdf").sheets
        told = [[line.text for line in sheet.lines] for sheet in pages]

        assert [each[0] for each in told if each[0].startswith("Source notes")] == [], rows
        assert told[-1][-2:] == ["Other area", "Text"]


@pytest.mark.parametrize("height", [60, 80])
def test_notes_go_over_below_their_heading_where_their_row_would_leave_much_of_a_page_white(height):
    """Of 173 mm the last row takes more than a third, and leaves less than the notes need."""
    before = f"<div style='height: {116 - height}mm'></div><section"
    last = f"<div style='height: {height}mm'>Row 2</div>"
    page = table_with_notes(2, 9).replace("<section", before, 1).replace("Row 2", last)

    first, second = laid_out(page, CSS, file="t.pdf").sheets

    assert first.lines[-1].text == "Row 2"
    assert second.lines[0].text == "Source notes: Area"


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_no_note_stands_alone_and_no_heading_of_notes_without_two(count):
    """The area of an upright page is 245 mm high; the notes take up to 30 of them."""
    for filled_up in range(205, 242, 2):
        pages = laid_out(page_of_notes(filled_up, count), UPRIGHT_CSS, file="t.pdf").sheets
        told = [" ".join(line.text for line in sheet.lines) for sheet in pages]
        parts = [re.findall(r"Notes|\d", each) for each in told if each]

        assert list(chain(*parts)) == ["Notes", *map(str, range(1, count + 1))]
        assert all(len(part) >= min(2, count) for part in parts), filled_up
        assert len(parts[0]) >= min(3, count + 1), filled_up


@pytest.mark.parametrize(
    ("set_", "width"), [(HTML, 87), (UPRIGHT, 156)], ids=["landscape", "upright"]
)
@pytest.mark.parametrize(
    ("room", "symbol", "count", "shown"),
    [
        (9.1, "●", 12, (True, "12")),
        (8.9, "●", 12, (True, "")),
        (7.6, "●", 4, (True, "4")),
        (7.4, "●", 4, (True, "")),
        (4.1, "●", 4, (True, "")),
        (3.9, "●", 4, (False, "")),
        (5.6, "", 12, (False, "12")),
        (5.4, "", 12, (False, "")),
    ],
)
def test_a_part_of_a_bar_shows_its_sign_and_its_count_where_it_is_wide_enough(
    set_, width, room, symbol, count, shown
):
    """`room` is how wide the part is in mm; a sign needs 4, one digit 3.5 beside it, two 5."""
    share = Share("partly", "Partly", symbol, "#d9a13b", count, room * 100 / width)
    report = published(filled("id | law\nopsc-1 | Invented."))
    overview = replace(report.overview, bars=(Bar("Bar", count, (share,), "Partly"),))

    page = write_html(replace(report, overview=overview), set_, "", template_name="t")

    bar = page[
        page.index('<svg class="bar"') : page.index(
            '<p class="key"' if set_ is UPRIGHT else '<td class="key"'
        )
    ]
    assert ("<g " in bar, "".join(re.findall(r">(\d+)</text>", bar))) == shown


def test_no_line_that_ends_a_part_of_a_report_stands_alone_on_a_page():
    """Wherever the foot of the page is, the last line has company of its own part."""
    for filled_up in range(200, 240, 3):
        page = (
            "<html lang='en'><head><title>T</title></head><body>"
            f"<div style='height: {filled_up}mm'></div><section id='how-to-read'>"
            "<div class='prose'><p>First</p><p>Second</p><p>Third</p></div></section></body></html>"
        )
        pages = laid_out(page, UPRIGHT_CSS, file="t.pdf").sheets
        parts = [[line.text for line in sheet.lines] for sheet in pages if sheet.lines]

        assert parts[-1] != ["Third"], filled_up


@pytest.mark.parametrize("css", [CSS, UPRIGHT_CSS], ids=["landscape", "upright"])
@pytest.mark.parametrize("items", [2, 4])
def test_no_item_of_a_list_stands_alone_nor_a_line_over_it_without_two(css, items):
    """Wherever the foot of the page is, below a bold line, a sentence and a list."""
    listed = "".join(f"<li><p>Item {number}</p></li>" for number in range(1, items + 1))
    for filled_up in (*range(130, 172, 3), *range(205, 244, 3)):
        page = (
            "<html lang='en'><head><title>T</title></head><body>"
            f"<div style='height: {filled_up}mm'></div><div class='prose'><p><strong>Bold</strong></p>"
            f"<p>In order:</p><ul>{listed}</ul></div></body></html>"
        )
        pages = laid_out(page, css, file="t.pdf").sheets
        parts = [[line.text.strip("• ") for line in sheet.lines] for sheet in pages]
        parts = [[text for text in part if text] for part in parts if any(part)]

        assert list(chain(*parts))[:2] == ["Bold", "In order:"]
        assert all(len(part) > 1 for part in parts), filled_up
        assert parts[0] != ["Bold", "In order:"], filled_up
        assert parts[0][2:] != ["Item 1"], filled_up


@pytest.mark.parametrize("set_", ["landscape", "upright"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_each_page_names_what_stands_on_it_and_its_number(set_, direction):
    css = {"landscape": CSS, "upright": UPRIGHT_CSS}[set_]
    parts = "".join(f"<section><h2>Part {name}</h2>{'<p>text</p>' * 60}</section>" for name in "AB")
    page = (
        f"<html lang='en' dir='{direction}'><head><title>T</title></head><body><div class='running'>"
        f"<span>Title</span></div><header class='cover'><h1>T</h1></header>{parts}</body></html>"
    )
    pages = laid_out(page, css, file="t.pdf").page_boxes

    for number, box in enumerate(pages[1:], start=2):
        margins = {"".join(_texts(each)): each for each in box.children[1:]}
        told = "".join(margins)
        begun = [text for text in _texts(box.children[0]) if text.startswith("Part")]
        assert "Title" in told
        assert f"{number}" in told
        assert "Part" in told
        assert not begun or begun[-1] in told
    # On the outer side: the name of the part opposite to the title, the number where lines end.
    if set_ == "landscape":
        sides = {
            text.text: text.position_x for each in pages[1].children[1:] for text in _boxes(each)
        }
        is_from_left = direction == "ltr"
        assert (sides["Part A"] > sides["Title"]) is is_from_left
        (number,) = (place for text, place in sides.items() if "/" in text)
        # An Arabic reader reads the number of the page first, at the right.
        ways = {
            text.style["direction"]
            for each in pages[1].children[1:]
            for text in _boxes(each)
            if "/" in text.text
        }
        assert ways == {direction}
        assert (number > 500) is is_from_left


@pytest.mark.slow
@pytest.mark.parametrize("lay_out", [laid, upright], ids=["landscape", "upright"])
def test_a_page_that_begins_inside_a_text_names_it_and_its_provision(lay_out):
    """Of examplia, two texts of the first subject areas are longer than a page; as in a dictionary."""
    project = open_project(TOP).value
    content = (TOP / "workbooks/examplia.xlsx").read_bytes()
    result = check_content(project, TOP / "examplia.xlsx", content, date(2026, 11, 24))
    report = compose_report(result.report, project.worded, project.presentation)
    pages = lay_out(replace(report, groups=report.groups[:3]))

    named = []
    for before, after in pairwise(pages.sheets):
        margins = "".join(chain(*map(_texts, pages.page_boxes[after.number - 1].children[1:])))
        parted = [each for each in before.elements & after.elements if each.get("data-runs-on")]
        texts = [each for each in parted if each.tag == "div" and each.get("class") != "list"]
        assert [
            each.get("data-runs-on") for each in texts if each.get("data-runs-on") in margins
        ] == [each.get("data-runs-on") for each in texts]
        assert ("(continued)" in margins) is bool(texts)
        named += [each.get("data-runs-on") for each in texts]
    assert set(named) == {
        "art.\u00a03, para.\u00a01 · Current national law (continued)",
        "art.\u00a03, para.\u00a01\u00a0(a)\u00a0(i)\u00a0(a) · Legal reforms (continued)",
    }


def _boxes(box):
    return [each for each in walk(box) if getattr(each, "text", "").strip()]


def _texts(box):
    return [each.text for each in _boxes(box)]


@pytest.mark.slow
def test_a_line_that_runs_both_ways_keeps_to_the_sides_of_an_upright_page(tmp_path):
    """WeasyPrint sets such a line over its end where it justifies it: the page is looked at."""
    text = f"The Ministry ({WORDS['ar']}) said “{WORDS['ar']}” in 1998, and so on, no. 12. " * 6
    report = published(filled(f"id | law\nopsc-1 | {text}"))
    page = write_html(replace(report, groups=report.groups[:1]), UPRIGHT, "", template_name="t")
    (tmp_path / "x.pdf").write_bytes(write_pdf(page, UPRIGHT_CSS, file="x.pdf"))

    assert_white_at_the_right(tmp_path / "x.pdf")


def is_mark(box):
    return type(box) is BlockBox and box.element_tag == "a"


@pytest.mark.slow
@pytest.mark.parametrize(
    "set_", [(HTML, CSS), (UPRIGHT, UPRIGHT_CSS)], ids=["landscape", "upright"]
)
def test_the_marks_of_the_strip_stand_on_one_line_with_a_sign_or_without(set_):
    project = open_project(TOP).value
    content = (TOP / "workbooks/examplia.xlsx").read_bytes()
    result = check_content(project, TOP / "examplia.xlsx", content, date(2026, 11, 24))
    report = compose_report(result.report, project.worded, project.presentation)
    report = replace(report, groups=report.groups[:1])
    html, css = set_
    laid = laid_out(write_html(report, html, "", template_name="t"), css, file="t.pdf")

    strips = (
        box
        for page in laid.page_boxes
        for box in walk(page)
        if box.element_tag == "ol" and box.element.get("class") == "strip"
    )
    marks = [box for strip in strips for box in walk(strip) if is_mark(box)]
    # The first three of Examplia have a sign, the fourth has none.
    assert len(marks) > 40
    assert len({round(mark.position_y) for mark in marks[:5]}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("lay_out", [laid, upright], ids=["landscape", "upright"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_summary_and_the_figures_with_their_lists_stay_whole(language, lay_out):
    """Whatever the length of the summary, if it is shorter than a page; the lists are those of the sample."""
    overview = published(openpyxl.load_workbook(TOP / "workbooks/examplia.xlsx")).overview
    report = report_in(language, Presentation("Example Coalition", "CC BY 4.0"))
    for length in (3, 9, 15):
        summary = (Paragraph((Span(f"{WORDS[language]}. "),)),) * length
        short = replace(report, groups=report.groups[:1], overview=overview, summary=summary)
        pages = lay_out(short).sheets

        for id_ in ("summary", "glance"):
            names = [{each.get("id") for each in sheet.elements} for sheet in pages]
            assert len([each for each in names if id_ in each]) == 1, (length, id_)


def test_a_foot_of_two_lines_is_printed():
    """What stands in the margin is of no element; lines of it end as those of any text do."""
    style = "@page { size: A6; @bottom-center { content: 'Foot\\A of two'; white-space: pre } }"
    page = "<html lang='en'><head><title>T</title></head><body><p>Text</p></body></html>"

    content = write_pdf(page, style, file="t.pdf")

    told = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    assert told.stdout.decode().split() == ["Text", "Foot", "of", "two"]
