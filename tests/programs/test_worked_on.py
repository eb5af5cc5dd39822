"""A reviewer's work in programs that can be driven: ten edits, recorded and not, each told at its place."""

import json

import pytest

from tests.programs.edits import WORK, WORKED, WORKED_UNRECORDED, differences
from tests.programs.saved_again import NODE, edited_by_onlyoffice, edited_by_superdoc

pytestmark = pytest.mark.programs


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
