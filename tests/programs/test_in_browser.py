"""Editors in a browser, typed in by keyboard: what they save untouched, marked and worked on."""

import json

import pytest

from tests.browser import browser
from tests.programs.desk import MARKED_DRAFT
from tests.programs.editors import Reviewer, page_of
from tests.programs.edits import (
    MARKED,
    WORK,
    WORKED,
    WORKED_UNRECORDED,
    changed,
    differences,
)
from tests.programs.saved_again import NODE

pytestmark = pytest.mark.programs
TYPED = ("insert", "replace", "delete", "paragraph", "item", "bold")
# The second comment on the same words loses these and what it answers: it stands in no row, and says so. That
# letters were made bold is no recorded change any more.
EIGENPAL_MARKED = changed(
    MARKED,
    """
    no | row | column | kind                | says
    07 | –   | –      | Comment             | ZQ07 Yes, since 2021.⏎Could not be placed
    14 |     |        | Text marked by hand | bold
    """,
)
# It records neither formatting nor rows; its own means put in no links.
EIGENPAL_WORKED = changed(
    WORKED,
    """
    no   | kind                | recorded | says
    link | lost                |          |
    bold | Text marked by hand |          | bold
    row  |                     | no       |
    """,
)
EIGENPAL_UNRECORDED = changed(
    WORKED_UNRECORDED,
    """
    no   | kind
    link | lost
    """,
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return a function that opens a draft in an editor, by somebody who can type in it."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {name: page_of(name, folder) for name in ("superdoc", "eigenpal")}
    with browser(tmp_path_factory.mktemp("browser")) as chromium:

        def run(editor, draft, *, is_recorded):
            return Reviewer(chromium, pages[editor], draft, is_recorded=is_recorded)

        yield run


def work_in_superdoc(reviewer, *, is_recorded):
    """Do through SuperDoc's document interface what is not typed."""
    work = [edit for edit in WORK if edit["do"] not in TYPED]
    code = (NODE / "superdoc.js").read_text(encoding="utf-8")
    recorded = json.dumps(is_recorded)
    reviewer.runs(
        f"(() => {{ const WORK = {json.dumps(work)}, RECORDED = {recorded};\n{code} }})()"
    )


def work_in_eigenpal(reviewer, *, is_recorded):
    """Do through the editor's own means what is not typed."""
    for edit in WORK:
        if edit["do"] in ("comment", "reply", "row"):
            reviewer.runs(f"window.done({json.dumps(edit)})")


@pytest.mark.parametrize(
    ("editor", "wanted"), [("superdoc", MARKED), ("eigenpal", EIGENPAL_MARKED)]
)
def test_every_edit_of_a_marked_draft_is_told_at_its_place(desk, tmp_path, opened, editor, wanted):
    back = tmp_path / "back.docx"
    opened(editor, MARKED_DRAFT, is_recorded=True).saves(back)

    told = desk.collected(back)

    assert (told.problems, differences(told.rows, wanted)) == ([], []), told.output


@pytest.mark.parametrize("editor", ["superdoc", "eigenpal"])
def test_an_untouched_draft_says_nothing(desk, tmp_path, opened, editor):
    back = tmp_path / "back.docx"
    opened(editor, desk.sent(), is_recorded=True).saves(back)

    told = desk.collected(back)

    assert (told.problems, differences(told.rows, ())) == ([], []), told.output


@pytest.mark.parametrize(
    ("editor", "is_recorded", "wanted"),
    [
        ("superdoc", True, WORKED),
        ("superdoc", False, WORKED_UNRECORDED),
        ("eigenpal", True, EIGENPAL_WORKED),
        ("eigenpal", False, EIGENPAL_UNRECORDED),
    ],
)
def test_what_is_typed_is_told_at_its_place(desk, tmp_path, opened, editor, is_recorded, wanted):
    back = tmp_path / "back.docx"
    reviewer = opened(editor, desk.sent(), is_recorded=is_recorded)
    for edit in WORK:
        if edit["do"] in TYPED:
            reviewer.types(edit)
    others = work_in_superdoc if editor == "superdoc" else work_in_eigenpal
    others(reviewer, is_recorded=is_recorded)
    reviewer.saves(back)

    told = desk.collected(back)

    assert (told.problems, differences(told.rows, wanted)) == ([], []), told.output
