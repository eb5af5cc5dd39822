"""What the PDF writer replaces inside WeasyPrint, where WeasyPrint is not as it is known."""

from dataclasses import replace
from importlib.metadata import version

import pydyf
import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import inline
from weasyprint.layout import page as page_layout
from weasyprint.text.line_break import Layout

from publisher.writers.pdf import write_pdf
from publisher.writers.pdf.replaced import (
    BETTER_PAGES,
    FEWER_RULES,
    LINES_BROKEN_ONCE,
    REFERENCES_COUNTED_ONCE,
    REPEATED_LABELS,
    TEXTS_SHAPED_ONCE,
    is_usable,
    unusable,
)
from tests.projects import run
from tests.renamed import rename
from tests.support import pdf_text

pytestmark = pytest.mark.slow  # each test starts programs, or builds

# Each thing that is replaced or used: where it stands, its name, and what goes without it.
PLACES = [
    (page_layout, "remake_page", {BETTER_PAGES}),
    (inline, "split_first_line", {LINES_BROKEN_ONCE}),
    (Layout, "deactivate", {TEXTS_SHAPED_ONCE}),
    (Layout, "reactivate", {TEXTS_SHAPED_ONCE}),
    (HTML, "_ua_stylesheets", {FEWER_RULES}),
    (pydyf.PDF, "page_references", {REFERENCES_COUNTED_ONCE}),
    (Box, "translate", {REPEATED_LABELS}),
    (Box, "content_box_x", {BETTER_PAGES, REPEATED_LABELS}),
    (Box, "border_width", {REPEATED_LABELS}),
    (Box, "content_box_y", {BETTER_PAGES, REPEATED_LABELS}),
]
SPEED_UPS = {LINES_BROKEN_ONCE, TEXTS_SHAPED_ONCE, FEWER_RULES, REFERENCES_COUNTED_ONCE}
each_place = pytest.mark.parametrize(
    ("holder", "name", "lost"), PLACES, ids=[name for _, name, _ in PLACES]
)

# Three rows on small pages, so that rows run on from one to the next.
PAGE = (
    '<html lang="en"><title>Report</title><h1>Invented law</h1>'
    '<table data-continued="continued"><tbody>'
    + "".join(
        f'<tr><th scope="row"><p class="reference">art. {number}</p><td>'
        + f"<p>What article {number} says. " * 8
        for number in range(1, 4)
    )
    + "</table>"
)
SHEET = "@page { size: 105mm 74mm; margin: 8mm } table { width: 100% } th { width: 20mm }"


@pytest.fixture(scope="module")
def as_known():
    """The PDF of the page, with everything in place."""
    return write_pdf(PAGE, SHEET, file="examplia.pdf")


def with_more_parameters(value):
    """Return a function, or a property, that takes what it took and may take more."""
    function = value.fget if isinstance(value, property) else value

    def changed(*given, **named):
        return function(*given, **named)

    return property(changed) if isinstance(value, property) else changed


def text_of(content, folder):
    return " ".join(pdf_text(content, folder).split())


def require_whole(content, lost, as_known, folder):
    text = text_of(content, folder)
    counts = [text.count(f"What article {number} says.") for number in range(1, 4)]
    assert counts == [8] * 3
    if lost <= SPEED_UPS:
        assert content == as_known


def test_all_is_in_place_in_the_version_that_is_installed(as_known, tmp_path):
    assert list(unusable()) == []
    assert "NOTE" not in run(tmp_path, "doctor").output
    assert "art. 1 (continued)" in text_of(as_known, tmp_path)


@each_place
def test_a_function_with_another_name_is_left_alone_and_the_pdf_is_whole(
    holder, name, lost, as_known, monkeypatch, tmp_path
):
    rename(monkeypatch, holder, name, f"{name}_of_next_year")

    content = write_pdf(PAGE, SHEET, file="examplia.pdf")

    assert set(unusable()) == lost
    require_whole(content, lost, as_known, tmp_path)


@each_place
def test_a_function_with_other_parameters_is_left_alone_and_the_pdf_is_whole(
    holder, name, lost, as_known, monkeypatch, tmp_path
):
    monkeypatch.setattr(holder, name, with_more_parameters(vars(holder)[name]))

    content = write_pdf(PAGE, SHEET, file="examplia.pdf")

    assert set(unusable()) == lost
    require_whole(content, lost, as_known, tmp_path)


def test_a_function_that_does_not_do_its_work_with_the_same_names_is_left_alone():
    remake_page, *others = BETTER_PAGES.functions
    other = replace(remake_page, mentions=("page_maker_of_next_year",))

    assert not is_usable(replace(BETTER_PAGES, functions=(other, *others)))


def test_a_style_sheet_that_is_not_there_or_a_module_of_another_name_is_not_used():
    (function,) = FEWER_RULES.functions
    moved = replace(function, module="weasyprint.html_of_next_year")

    assert not is_usable(replace(FEWER_RULES, style_sheet="css/none.css"))
    assert not is_usable(replace(FEWER_RULES, functions=(moved,)))


@pytest.mark.parametrize(
    ("holder", "name", "loss", "library"),
    [
        (
            page_layout,
            "remake_page",
            "a row of the table may begin at the foot of a page with no more than its label",
            "WeasyPrint",
        ),
        (
            Box,
            "translate",
            "a row of the table that runs on to another page does not get its label again there",
            "WeasyPrint",
        ),
        (
            inline,
            "split_first_line",
            "it takes about a tenth longer to make",
            "WeasyPrint",
        ),
        (
            Layout,
            "reactivate",
            "it takes about a twentieth longer to make",
            "WeasyPrint",
        ),
        (
            HTML,
            "_ua_stylesheets",
            "it takes about a fifteenth longer to make",
            "WeasyPrint",
        ),
        (
            pydyf.PDF,
            "page_references",
            "it takes about a thirtieth longer to make",
            "pydyf",
        ),
    ],
)
def test_the_doctor_says_in_one_line_what_a_pdf_goes_without(
    holder, name, loss, library, monkeypatch, tmp_path
):
    rename(monkeypatch, holder, name, f"{name}_of_next_year")

    lines = run(tmp_path, "doctor").output.splitlines()

    assert [line for line in lines if not line.startswith("ok ")] == [
        f"NOTE     PDF: {loss}; nothing is broken and nothing has to be done:"
        f" {library} {version(library)} is not the version that this program was made for"
    ]
