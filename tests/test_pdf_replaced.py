"""What the PDF writer replaces inside WeasyPrint, where WeasyPrint is not as it is known."""

from dataclasses import replace
from importlib.metadata import version

import pytest
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import page as page_layout
from weasyprint.pdf import tags as pdf_tags
from weasyprint.pdf.stream import Stream

from publisher.writers.pdf import write_pdf
from publisher.writers.pdf.replaced import (
    AS_WRITTEN,
    BETTER_PAGES,
    LANGUAGES,
    REPEATED_LABELS,
    is_usable,
    unusable,
)
from tests.projects import run
from tests.renamed import rename
from tests.support import pdf_text

pytestmark = pytest.mark.slow  # each test starts programs, or builds

# Each thing that is replaced or used: where it stands, its name, and what goes without it.
# `Stream.set_font_size` cannot have another name here: it calls that of pydyf by the same one.
PLACES = [
    (page_layout, "remake_page", {BETTER_PAGES}),
    (Box, "translate", {REPEATED_LABELS}),
    (Box, "content_box_x", {BETTER_PAGES, REPEATED_LABELS}),
    (Box, "border_width", {REPEATED_LABELS}),
    (Box, "content_box_y", {BETTER_PAGES, REPEATED_LABELS}),
    (pdf_tags, "_build_box_tree", {LANGUAGES}),
    (draw_text, "draw_first_line", {AS_WRITTEN}),
    (Stream, "add_font", {AS_WRITTEN}),
]
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
    """Return a function that takes what it took and may take more."""

    def changed(*given, **named):
        return value(*given, **named)

    return changed


def text_of(content, folder):
    return " ".join(pdf_text(content, folder).split())


def require_whole(content, folder):
    text = text_of(content, folder)
    counts = [text.count(f"What article {number} says.") for number in range(1, 4)]
    assert counts == [8] * 3


def test_all_is_in_place_in_the_version_that_is_installed(as_known, tmp_path):
    assert list(unusable()) == []
    assert "NOTE" not in run(tmp_path, "doctor").output
    assert "art. 1 (continued)" in text_of(as_known, tmp_path)


@each_place
def test_a_function_with_another_name_is_left_alone_and_the_pdf_is_whole(
    holder, name, lost, monkeypatch, tmp_path
):
    rename(monkeypatch, holder, name, f"{name}_of_next_year")

    content = write_pdf(PAGE, SHEET, file="examplia.pdf")

    assert set(unusable()) == lost
    require_whole(content, tmp_path)


@each_place
def test_a_function_with_other_parameters_is_left_alone_and_the_pdf_is_whole(
    holder, name, lost, monkeypatch, tmp_path
):
    monkeypatch.setattr(holder, name, with_more_parameters(vars(holder)[name]))

    content = write_pdf(PAGE, SHEET, file="examplia.pdf")

    assert set(unusable()) == lost
    require_whole(content, tmp_path)


def test_a_function_that_does_not_do_its_work_with_the_same_names_is_left_alone():
    remake_page, *others = BETTER_PAGES.functions
    other = replace(remake_page, mentions=("page_maker_of_next_year",))

    assert not is_usable(replace(BETTER_PAGES, functions=(other, *others)))


def test_a_module_of_another_name_is_not_used():
    remake_page, *others = BETTER_PAGES.functions
    moved = replace(remake_page, module="weasyprint.page_of_next_year")

    assert not is_usable(replace(BETTER_PAGES, functions=(moved, *others)))


@pytest.mark.parametrize(
    ("holder", "name", "loss"),
    [
        (
            page_layout,
            "remake_page",
            "a row of the table may begin at the foot of a page with no more than its label",
        ),
        (
            Box,
            "translate",
            "a row of the table that runs on to another page does not get its label again there",
        ),
        (
            pdf_tags,
            "_build_box_tree",
            "a title in another language than the report's does not say in which",
        ),
    ],
)
def test_the_doctor_says_in_one_line_what_a_pdf_goes_without(
    holder, name, loss, monkeypatch, tmp_path
):
    rename(monkeypatch, holder, name, f"{name}_of_next_year")

    lines = run(tmp_path, "doctor").output.splitlines()

    assert [line for line in lines if not line.startswith("ok ")] == [
        f"NOTE     PDF: {loss}; nothing is broken and nothing has to be done:"
        f" WeasyPrint {version('weasyprint')} is not the version that this program was made for"
    ]
