"""A draft opened in another program and saved again: untouched it says nothing, marked it says all that was marked.

What a program itself loses stands in a table with what it does; where that can be seen in the file, it is told.
"""

from dataclasses import dataclass

import pytest

from tests.programs.desk import MARKED_DRAFT
from tests.programs.edits import MARKED, Edit, changed, differences, edits, unrecorded
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
# It moves spaces out of what was added or deleted.
PANDOC = changed(
    changed(MARKED, BOLD_BY_HAND),
    """
    no | reads
    01 | may be fined. ZQ01 and dissolved.
    03 | presumed to be under 18
    """,
)
# Comments come without a word in them: at their places, which is where to ask.
ONLYOFFICE_RTF = changed(
    changed(MARKED, BOLD_BY_HAND),
    """
    no | says
    06 | –
    07 | Our question: Do courts apply section 31 to online offers?
    17 | –
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
# It takes the heading on the first page of the draft that was marked for that of a list of contents, whose style it has,
# and drops it. The letter that drafts begin with today has a style of its own.
ABIWORD_HEADING = edits("""
no      | row | column | kind                   | recorded | reads | gone             | on | says
heading |     |        | Text outside the cells | no       |       | Draft for review |    | Text deleted
""")


@dataclass(frozen=True)
class Way:
    """A program and an ending: what must be told of the marked draft, with the codes of problems."""

    program: str
    ending: str
    wanted: tuple[Edit, ...] = MARKED
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.program} {self.ending}"


WAYS = [
    Way("libreoffice", "docx"),
    Way("libreoffice", "odt"),
    Way("libreoffice", "doc"),
    Way("libreoffice", "rtf", LIBREOFFICE_RTF),
    Way("onlyoffice", "docx"),
    # Its .odt has controls of a form where the codes stood in locked controls.
    Way("onlyoffice", "odt"),
    Way("onlyoffice", "rtf", ONLYOFFICE_RTF, ("R672",)),
    Way("superdoc", "docx"),
    # It keeps nothing that says which draft it is; the letter to the NGO does.
    Way("pandoc", "docx", PANDOC, ("R634",)),
    Way("abiword", "docx", (*ABIWORD, *ABIWORD_HEADING), ("R671",)),
    Way("abiword", "odt", ABIWORD, ("R671",)),
    Way("abiword", "rtf", ABIWORD, ("R671",)),
    Way("calligra", "odt", CALLIGRA),
]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_edit_of_a_marked_draft_is_told_at_its_place(desk, tmp_path, way):
    saved = tmp_path / f"back.{way.ending}"
    DRAFT_SAVERS[way.program](MARKED_DRAFT, saved)

    told = desk.collected(saved)

    wrong = differences(told.rows, way.wanted)
    assert (told.problems, wrong) == (list(way.problems), []), told.output


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_untouched_draft_says_nothing(desk, tmp_path, way):
    saved = tmp_path / f"back.{way.ending}"
    DRAFT_SAVERS[way.program](desk.sent(), saved)

    told = desk.collected(saved)

    wrong = differences(told.rows, ())
    assert (told.problems, wrong) == (list(way.problems), []), told.output


@pytest.mark.parametrize("is_marked", [False, True])
def test_a_draft_without_its_table_is_told_in_one_line(desk, tmp_path, is_marked):
    """Calligra's .docx holds no table: what was deleted nobody can tell, and nobody deleted the law."""
    saved = tmp_path / "back.docx"
    DRAFT_SAVERS["calligra"](MARKED_DRAFT if is_marked else desk.sent(), saved)

    told = desk.collected(saved)

    assert told.problems == ["R634", "R664"], told.output
    assert [row for row in told.rows if row.kind.startswith("Row")] == []
