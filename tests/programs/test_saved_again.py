"""A draft opened in another program and saved again: untouched it says nothing, marked it says all that was marked.

What a program itself loses stands in a table with what it does; where that can be seen in the file, it is told.
"""

import pytest

from tests.programs.desk import MARKED_DRAFT
from tests.programs.edits import MARKED, changed, differences, unrecorded
from tests.programs.saved_again import DRAFT_SAVERS

pytestmark = pytest.mark.programs
# Deleted letters stay, struck through; comments lose the words they stand on; a reply stands for itself. The words
# of a remark are kept, who made it and that it was one is not.
CALLIGRA = changed(
    unrecorded(MARKED),
    """
    no | kind                             | recorded | reads                      | gone | on        | says
    02 | Text added                       |          | two yearsZQ02 three years  | –    |           |
    02 | Text marked by hand              | –        | –                          | –    | two years | Struck through
    03 | Text marked by hand              | –        | –                          | –    | in doubt  | Struck through
    06 |                                  |          |                            |      | –         |
    07 | Comment / Answer to our question |          |                            |      |           | ZQ07 Yes, since 2021.
    14 | Text marked by hand              |          |                            |      |           | bold
    17 |                                  |          |                            |      | –         |
    """,
)
# All comments are gone, our questions among them, and every change is carried out.
ABIWORD = changed(
    unrecorded(MARKED),
    """
    no | kind                | says
    06 | lost                |
    07 | lost                |
    14 | Text marked by hand | bold
    17 | lost                |
    """,
)
# That letters were made bold is no recorded change any more.
BOLD_BY_HAND = """
    no | kind                | says
    14 | Text marked by hand | bold
    """
# Comments come without a word in them.
ONLYOFFICE_RTF = changed(
    changed(MARKED, BOLD_BY_HAND),
    """
    no | kind
    06 | lost
    07 | lost
    17 | lost
    """,
)
# It writes a number before the letters that were made bold, as if somebody had typed it.
LIBREOFFICE_RTF = changed(
    MARKED,
    """
    no | kind                | recorded | reads                      | on | says
    14 | Text marked by hand |          |                            |    | bold
    14 | Text added          | no       | -1477729664 adoption treaty | – |
    """,
)
SAVED = [
    ("libreoffice", "docx", MARKED, []),
    ("libreoffice", "odt", MARKED, []),
    ("libreoffice", "doc", MARKED, []),
    ("libreoffice", "rtf", LIBREOFFICE_RTF, []),
    ("onlyoffice", "docx", MARKED, []),
    ("onlyoffice", "odt", MARKED, []),
    ("onlyoffice", "rtf", ONLYOFFICE_RTF, ["R672"]),
    ("superdoc", "docx", MARKED, []),
    ("pandoc", "docx", changed(MARKED, BOLD_BY_HAND), []),
    ("abiword", "docx", ABIWORD, ["R671"]),
    ("abiword", "odt", ABIWORD, ["R671"]),
    ("abiword", "rtf", ABIWORD, ["R671"]),
    ("calligra", "odt", CALLIGRA, []),
]
WAYS = [f"{program} {ending}" for program, ending, _, _ in SAVED]


@pytest.mark.parametrize(("program", "ending", "wanted", "problems"), SAVED, ids=WAYS)
def test_every_edit_of_a_marked_draft_is_told_at_its_place(
    desk, tmp_path, program, ending, wanted, problems
):
    saved = tmp_path / f"back.{ending}"
    DRAFT_SAVERS[program](MARKED_DRAFT, saved)

    told = desk.collected(saved)

    assert (told.problems, differences(told.rows, wanted)) == (problems, []), told.output


@pytest.mark.parametrize(("program", "ending", "wanted", "problems"), SAVED, ids=WAYS)
def test_an_untouched_draft_says_nothing(desk, tmp_path, program, ending, wanted, problems):
    saved = tmp_path / f"back.{ending}"
    DRAFT_SAVERS[program](desk.sent(), saved)

    told = desk.collected(saved)

    assert (told.problems, differences(told.rows, ())) == (problems, []), told.output


@pytest.mark.parametrize("is_marked", [False, True])
def test_a_draft_without_its_table_is_refused_in_one_line(desk, tmp_path, is_marked):
    """Calligra's .docx holds no table: what was deleted nobody can tell, and nobody deleted the law."""
    saved = tmp_path / "back.docx"
    DRAFT_SAVERS["calligra"](MARKED_DRAFT if is_marked else desk.sent(), saved)

    told = desk.collected(saved)

    assert len(told.problems) == 1, told.output
    assert "MUST FIX" in told.output
    assert [row for row in told.rows if row.kind.startswith("Row")] == []
