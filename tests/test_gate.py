"""The gate before publication: what a draft may hold and a final report may not.

All content is invented, of the invented country Examplia.
"""

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill

from publisher.check import check_workbook
from publisher.cli.main import main
from publisher.domain.worded import WordedTreaty
from tests.support import TODAY, english, filled, opsc, provision_cell, read, saved

pytestmark = pytest.mark.slow  # each test checks a workbook several times

SOURCES = (
    "key | type | title | author | published | verified\n"
    "QX-1 | National law | Invented Act of 2001 | Parliament of Examplia | 2001 | Yes"
)
LAW = "The invented Act of 2001 punishes the sale of a child by prison [QX-1 s. 4]."


def workbook(**cells):
    """Return a workbook in which the law of article 3(1)(b) is sound, and other cells as given."""
    book = filled(f"id | law\nopsc-3-1-b | {LAW}", SOURCES)
    for column, value in cells.items():
        provision_cell(book, "opsc-3-1-b", column).value = value
    return book


def stopping(book, *, as_final):
    """Return the codes of what must be fixed in the row."""
    found = read(book)
    worded = WordedTreaty(opsc(), english())
    result = check_workbook(found.value, found.diagnostics, worded, today=TODAY, as_final=as_final)
    return [
        each.code
        for each in result.diagnostics
        if each.level == "must_fix" and each.place.cell[1:] == "13"
    ]


def rich(text, word, **look):
    before, after = text.split(word)
    return CellRichText(before, TextBlock(InlineFont(**look), word), after)


STRUCK = rich(LAW, "by prison", strike=True)
RED = rich(LAW, "by prison", color="FFFF0000")
BLACK = rich(LAW, "by prison", color="FF000000")
GREY = rich(LAW, "by prison", color="FF595959")
RAISED = CellRichText(
    "See s. 47", TextBlock(InlineFont(vertAlign="superscript"), "2"), f" of it. {LAW}"
)

DRAFT_AND_FINAL = [
    ({}, [], []),
    ({"law": STRUCK}, [], ["C250"]),
    ({"law": RED}, [], ["C268"]),
    ({"law": BLACK}, [], []),
    ({"law": GREY}, [], []),
    ({"law": RAISED}, ["C251"], ["C251"]),
    ({"law": f"<b>{LAW}</b>"}, [], ["C269"]),
    ({"law": f"Fines &amp; prison. {LAW}"}, [], ["C269"]),
    ({"law": f"A fine of < 5 & > 3 crowns. {LAW}"}, [], []),
    ({"law": f"{LAW} TBC"}, [], ["C224"]),
    ({"law": f"{LAW} QX-1 s. 7 adds fines."}, [], ["C252"]),
    ({"question": "Is the Act of 2001 still in force?"}, [], ["C301"]),
]


@pytest.mark.parametrize(("cells", "draft", "final"), DRAFT_AND_FINAL)
def test_a_final_report_is_stopped_by_what_a_draft_may_hold(cells, draft, final):
    assert stopping(workbook(**cells), as_final=False) == draft
    assert stopping(workbook(**cells), as_final=True) == final


@pytest.mark.parametrize(
    ("colour", "codes"), [("FFFFFF00", ["C302"]), ("FFFFFFFF", []), ("FFF2F2F2", [])]
)
def test_a_cell_with_a_colour_of_its_own_stops_a_final_report(colour, codes):
    book = workbook()
    provision_cell(book, "opsc-3-1-b", "law").fill = PatternFill("solid", fgColor=colour)

    assert stopping(book, as_final=True) == codes


def test_a_source_that_nobody_read_in_the_original_stops_a_final_report():
    book = filled(f"id | law\nopsc-3-1-b | {LAW}", SOURCES.replace("| Yes", "| No"))

    assert stopping(book, as_final=False) == []
    assert stopping(book, as_final=True) == ["C233"]


def test_the_page_says_what_stands_between_a_report_and_publication(tmp_path):
    (tmp_path / "workbooks").mkdir()
    path = tmp_path / "workbooks/examplia.xlsx"
    book = workbook(law=f"<b>{LAW}</b>")
    path.write_bytes(saved(book))

    result = CliRunner().invoke(main, ["--project", str(tmp_path), "check", "--final"])

    page = tmp_path / "output/examplia/examplia.final.html"
    assert result.exit_code == 1
    assert result.stdout == f"What stands between this report and publication: {page}\n"
    assert (
        "MUST FIX C269\n"
        "  Provisions!F13 (art. 3, para. 1 (b), Current national law): '<b>' is a mark of a web page's "
        "source, and would be printed as it stands\n"
        "      delete it; for bold and italic use Ctrl+B and Ctrl+I\n"
    ) in result.stderr
    text = page.read_text(encoding="utf-8")
    assert "<h1>What stands between this report and publication" in text
    assert "C225" not in text  # what does not stop a report is not on the page
    assert openpyxl.load_workbook(path)["Provisions"]["F13"].value == f"<b>{LAW}</b>"


def test_what_was_let_stand_with_a_reason_stands_in_the_way_no_more():
    book = workbook(question="Is the Act of 2001 still in force?")
    found = read(book)
    worded = WordedTreaty(opsc(), english())
    told = check_workbook(found.value, found.diagnostics, worded, today=TODAY, as_final=True)
    (token,) = [each.token for each in told.diagnostics if each.code == "C301"]
    column = [cell.value for cell in book["Provisions"][1]].index(
        "Let stand: mark of the problem and your reason"
    ) + 1

    book["Provisions"].cell(13, column).value = f"{token} answered by letter, to be noted in May"

    assert stopping(book, as_final=True) == []
