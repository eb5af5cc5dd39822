"""A reviewer's work in programs that can be driven: ten edits, recorded and not, each told at its place."""

import json

import pytest

from tests.programs.edits import WORK, WORKED, WORKED_UNRECORDED, changed, differences
from tests.programs.saved_again import (
    NODE,
    by_libreoffice,
    edited_by_onlyoffice,
    edited_by_superdoc,
)
from tests.writer_macro import Job, all_edited

pytestmark = pytest.mark.programs
# A row that a macro of LibreOffice's deletes is gone without a record; on the screen it is recorded.
WORKED_BY_MACRO = changed(
    WORKED,
    """
    no  | recorded
    row | no
    """,
)


def script(name, *, is_recorded):
    """Return a script for a program with the work before it."""
    code = (NODE / name).read_text(encoding="utf-8")
    return f"const WORK = {json.dumps(WORK)};\nconst RECORDED = {json.dumps(is_recorded)};\n{code}"


@pytest.mark.parametrize(("is_recorded", "wanted"), [(True, WORKED), (False, WORKED_UNRECORDED)])
def test_work_in_onlyoffice_is_told_at_its_places(desk, tmp_path, is_recorded, wanted):
    back = tmp_path / "back.docx"
    work = script("onlyoffice.js", is_recorded=is_recorded)
    # The stamp is put in at the end, and need not be a change.
    work += "\ndraft.SetTrackRevisions(false);"
    edited_by_onlyoffice(desk.sent(), back, work)

    told = desk.collected(back)

    assert (told.problems, differences(told.rows, wanted)) == ([], []), told.output


@pytest.mark.parametrize(("is_recorded", "wanted"), [(True, WORKED), (False, WORKED_UNRECORDED)])
def test_work_in_superdoc_is_told_at_its_places(desk, tmp_path, is_recorded, wanted):
    back = tmp_path / "back.docx"
    work = script("superdoc.js", is_recorded=is_recorded)
    assert "all done" in edited_by_superdoc(desk.sent(), back, work)

    told = desk.collected(back)

    assert (told.problems, differences(told.rows, wanted)) == ([], []), told.output


def in_libreoffice(work):
    """Return the calls of the macro that do the work."""
    for edit in work:
        at, words, text = edit["at"], edit["words"], edit["text"]
        yield {
            "insert": ("WordsAdded", at, words, f" {text}"),
            "replace": ("WordsReplaced", at, words, text),
            "delete": ("WordsReplaced", at, words, ""),
            "comment": ("WordsCommentedOn", at, words, text),
            "reply": ("CommentAnswered", at, text),
            "paragraph": ("NewParagraphBehind", at, text),
            "item": ("NewParagraphBehind", at, text),
            "link": ("WordsLinked", at, words, text),
            "bold": ("WordsMadeBold", at, words),
            "row": ("RowDeleted", at),
        }[edit["do"]]


@pytest.mark.parametrize("ending", ["odt", "docx"])
@pytest.mark.parametrize(
    ("is_recorded", "wanted"), [(True, WORKED_BY_MACRO), (False, WORKED_UNRECORDED)]
)
def test_work_in_libreoffice_is_told_at_its_places(desk, tmp_path, ending, is_recorded, wanted):
    """A draft that somebody keeps as .odt is opened, worked on and saved as such."""
    kept = tmp_path / f"kept.{ending}"
    by_libreoffice(desk.sent(), kept)
    job = Job(kept.read_bytes(), tuple(in_libreoffice(WORK)), ending, is_recorded, ending)
    back = all_edited(tmp_path, {"back": job})["back"]

    told = desk.collected(back)

    assert (told.problems, differences(told.rows, wanted)) == ([], []), told.output
