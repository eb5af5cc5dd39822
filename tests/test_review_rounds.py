"""Rounds of review over time: numbers that stay, rows that settle, words that are no decision, files that fail.

All content is invented.
"""

import io
import json
import re
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.diagnostics import PublisherError
from publisher.rounds import returns
from publisher.workbook import layout
from publisher.workbook.issue import issue_review_sheet
from publisher.workbook.opened import open_workbook
from publisher.workbook.patch import SheetAreas, patch_cells
from tests.reviewer import BEN
from tests.test_review_loop import (
    OTHER,
    content,
    decide,
    opened,
    project,
    project_sent,
    returned,
    rows,
    run,
    sent,
    workbook,
)

__all__ = ["project", "project_sent", "workbook"]  # fixtures
pytestmark = pytest.mark.slow  # each test sends, collects or applies


def numbers(folder, name="workbooks/examplia.xlsx"):
    """Return the running number of each row, by what stands in it."""
    return {
        row.get("Text proposed", row.get("Comment", "")): row.get("No.")
        for row in rows(folder, name)
    }


def check(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), "check", *arguments])
    assert result.exit_code == expect, result.output
    return result.output


# Running numbers


def test_numbers_are_given_once_in_the_order_of_rows_and_new_items_get_the_next_ones(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    assert numbers(project) == {"The treaty is a basisno basis.": "1"}

    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "Heavy fines")
    run(project, "collect", returned(project, ann, "b.docx"))

    assert list(numbers(project).values()) == ["2", "3", "1"]


def test_a_number_comes_back_with_its_row_and_is_never_given_to_another_item(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    book = opened(project)
    book["Review"].delete_rows(2, 2)
    book.save(project / "workbooks/examplia.xlsx")
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "Heavy fines")

    run(project, "collect", returned(project, ann, "b.docx"))

    assert list(numbers(project).values()) == ["1", "3", "2"]


@pytest.mark.parametrize(
    "written",
    ["", '{"x": "y"}', *(pytest.param(each, marks=pytest.mark.long) for each in ("{", "[]"))],
)
def test_where_the_kept_numbers_are_gone_those_of_the_sheet_count(project, written):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    (project / "reviews/examplia/numbers.json").write_text(written)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")

    run(project, "collect", returned(project, ann, "b.docx"))

    assert list(numbers(project).values()) == ["2", "1"]


def test_a_number_that_another_item_had_is_given_to_none_whatever_the_sheet_says(project):
    """Somebody speaks of 'number 1': it is that of an item of which the row was deleted."""
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    (project / "reviews/examplia/numbers.json").write_text('{"0123abcd": 1}')
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")

    run(project, "collect", returned(project, ann, "b.docx"))

    assert sorted(numbers(project).values()) == ["2", "3"]


@pytest.mark.long
def test_a_file_of_its_own_has_the_same_numbers(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")

    run(project, "collect", returned(project, ann, "b.docx"), "--out", project / "own.xlsx")

    assert list(numbers(project, "own.xlsx").values()) == ["2", "1"]


def without_numbers(folder):
    """Make the sheet Review one of the version before, without the column of numbers."""
    book = opened(folder)
    book["Review"].delete_cols(1)
    book.save(folder / "workbooks/examplia.xlsx")


@pytest.mark.long
def test_in_an_older_workbook_items_are_called_by_their_rows(project):
    ann, _ = sent(project)
    ben, _ = sent(project, OTHER)
    without_numbers(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    ben.author = BEN
    ben.replace(ben.cell("opsc-5-2", "reforms"), "pending", "stalled")
    files = (returned(project, ann, "a.docx"), returned(project, ben, "b.docx"))

    run(project, "collect", *files)

    one, other = rows(project)
    assert "No." not in one
    assert one["Outcome"] == "Changes the same sentence as row 3. Accept one at the most."
    assert other["Outcome"] == "Changes the same sentence as row 2. Accept one at the most."
    decide(project, {"*": "Accept"})
    output = run(project, "apply", "examplia", expect=1)
    told = (
        "Not applied: it changes the same sentence as row {}. Accept one of them, reject the others, and bring in by"
        " hand what you want of both."
    )
    assert f"row 2 (art. 5, para. 2, Legal reforms): {told.format(3)}\n" in output
    assert f"row 3 (art. 5, para. 2, Legal reforms): {told.format(2)}\n" in output


@pytest.mark.long
def test_upgrade_adds_the_column_and_the_next_collect_the_numbers(project):
    ann, _ = sent(project)
    without_numbers(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    decide(project, {"*": "Discuss"})
    CliRunner().invoke(main, ["--project", str(project), "upgrade", "examplia"])

    run(project, "collect", project / "a.docx")

    (row,) = rows(project)
    assert (row["No."], row["Decision"]) == ("1", "Discuss")


@pytest.mark.long
def test_upgrade_carries_over_rows_far_down_with_their_drop_downs(project):
    book = opened(project)
    book["Review"]["R2400"], book["Review"]["L2400"] = "3f9a2c11", "Discuss"
    book.save(project / "workbooks/examplia.xlsx")

    CliRunner().invoke(main, ["--project", str(project), "upgrade", "examplia"])

    sheet = opened(project)["Review"]
    assert (sheet["R2400"].value, sheet["L2400"].value) == ("3f9a2c11", "Discuss")
    areas = {str(each.sqref) for each in sheet.data_validations.dataValidation}
    assert areas == {"L2:L2700", "M2:M2700", "N2:N2700"}
    assert {str(each.sqref) for each in sheet.conditional_formatting} == {"A2:R2700"}


# Items that the version before took for something else


def test_decisions_follow_a_reply_that_was_a_comment_before(project):
    """Where threads were not seen, the sheet holds the reply as a comment, under another name."""
    ann, _ = sent(project)
    first = ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?")
    ann.reply(first, "The one of 1999.", person=BEN)
    run(project, "collect", returned(project, ann, "a.docx"))
    reply = next(row for row in rows(project) if row["Kind"] == "Reply to a comment")
    decide(project, {reply["Item"]: "Done"}, Answer_or_reason="Seen")
    (project / "reviews/examplia/numbers.json").unlink()
    former = _former_id(project, reply["Item"])
    _rename(project, reply["Item"], former)

    run(project, "collect", project / "a.docx")

    found = {row["Item"]: row for row in rows(project)}
    assert former not in found
    assert len(found) == 2
    assert found[reply["Item"]]["Decision"] == "Done"
    assert found[reply["Item"]]["Answer or reason"] == "Seen"
    assert found[reply["Item"]]["No."] == reply["No."]


def _former_id(folder, item):
    from publisher.project.project import open_project  # noqa: PLC0415
    from publisher.rounds.review_workbook import open_review_workbook  # noqa: PLC0415

    own = open_project(folder).value
    book = open_review_workbook(own, folder / "workbooks/examplia.xlsx")
    found = returns.gather(book.project, book.country, book.register)
    return found.items[item].item.former[0]


def _rename(folder, item, name):
    book = opened(folder)
    for cells in book["Review"].iter_rows():
        for cell in cells:
            if cell.value == item:
                cell.value = name
    book.save(folder / "workbooks/examplia.xlsx")


# Words that are no decision


def test_a_word_that_is_no_decision_is_told_in_its_row_until_it_is_mended(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Acept"})

    run(project, "apply", "examplia")
    told = "‘Acept’ is no decision. Choose from the list: Accept, Accept all of this reviewer in this cell, Reject, Discuss, Done."
    assert rows(project)[0]["Outcome"] == told
    run(project, "collect", project / "back.docx")
    assert rows(project)[0]["Outcome"] == told
    decide(project, {"*": "Discuss"})
    run(project, "apply", "examplia")

    assert "Outcome" not in rows(project)[0]


def test_collecting_tells_a_wrong_word_in_its_row_as_well(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "yes"})

    run(project, "collect", project / "back.docx")

    assert rows(project)[0]["Outcome"] == (
        "‘yes’ is no decision. Choose from the list: Accept, Accept all of this reviewer in this cell, Reject, Discuss, Done."
    )


def test_check_tells_a_word_that_is_no_decision_with_its_cell_and_the_choices(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    run(project, "collect", returned(project, ann))
    first, second, third = (row["Item"] for row in rows(project))
    decide(project, {first: "accept", second: "Ok", third: " REJECT "})

    output = check(project, "examplia")

    assert output.count("is no decision") == 1
    assert (
        "PLEASE CHECK R637\n  Review!L3 (No. 2): 'Ok' is no decision, and nothing was done with this item\n"
        "      choose from the list: Accept, Accept all of this reviewer in this cell, Reject, Discuss, Done\n"
    ) in output


def test_a_wrong_word_in_a_row_that_is_settled_is_not_told(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "whatever"}, Carried_out_on="2026-11-01")

    assert "R637" not in check(project, "examplia")


# Too many rows


def test_settled_rows_move_to_a_file_beside_the_drafts_and_stay_known(project, monkeypatch):
    monkeypatch.setattr(layout, "MANY_ITEMS", 2)
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    run(project, "collect", returned(project, ann, "a.docx"))
    decide(project, {"*": "Accept"}, Answer_or_reason="Right")
    run(project, "apply", "examplia")
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "Heavy fines")

    output = run(project, "collect", returned(project, ann, "b.docx"))

    assert "3 items, 1 new" in output
    *items, signpost = rows(project)
    assert [(row["No."], row["Row id"]) for row in items] == [("3", "opsc-3-3"), ("2", "opsc-5-2")]
    assert signpost["Comment"] == (
        "Settled earlier and moved out of this sheet: 1 items. They are in"
        " reviews/examplia/settled.xlsx"
    )
    (moved,) = rows(project, "reviews/examplia/settled.xlsx")
    assert (moved["No."], moved["Row id"], moved["Outcome"], moved["Answer or reason"]) == (
        "1",
        "opsc-1",
        "Applied.",
        "Right",
    )
    again = run(project, "collect", project / "a.docx")
    assert "3 items, 0 new" in again
    assert [row.get("No.") for row in rows(project)] == ["3", "2", None]
    (status,) = json.loads(run(project, "status", "--json"))
    assert (status["items"], status["carried_out"], status["open"]) == (3, 2, 1)


@pytest.mark.long
def test_a_change_beside_one_that_moved_out_is_merged_as_if_it_were_there(project, monkeypatch):
    """Without knowing what was applied, the merge would take the cell for changed by somebody else."""
    monkeypatch.setattr(layout, "MANY_ITEMS", 1)
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    run(project, "collect", returned(project, ann, "a.docx"))
    decide(project, {"*": "Accept"})
    run(project, "apply", "examplia")
    ann.replace(ann.cell("opsc-1", "law"), "eight", "nine")
    run(project, "collect", returned(project, ann, "b.docx"))
    assert len(rows(project, "reviews/examplia/settled.xlsx")) == 1
    decide(project, {"*": "Accept"})

    run(project, "apply", "examplia")

    assert str(content(project, "opsc-1", "law")).startswith(
        "**Crime.** Three to nine years in prison."
    )


@pytest.mark.long  # the first file is shown above
def test_a_full_file_of_settled_rows_is_followed_by_another_one(project, monkeypatch):
    monkeypatch.setattr(layout, "MANY_ITEMS", 1)
    ann, _ = sent(project)
    for number, (row, column, old) in enumerate(
        (("opsc-1", "law", "Two"), ("opsc-3-3", "law", "Fines"), ("opsc-5-2", "law", "basis"))
    ):
        ann.replace(ann.cell(row, column), old, "Other")
        run(project, "collect", returned(project, ann, f"{number}.docx"))
        decide(project, {"*": "Reject"})
        run(project, "apply", "examplia")

    run(project, "collect", project / "2.docx")

    first = rows(project, "reviews/examplia/settled.xlsx")
    second = rows(project, "reviews/examplia/settled-2.xlsx")
    assert [[row["No."] for row in each] for each in (first, second)] == [["1"], ["2"]]
    *items, signpost = rows(project)
    assert [row["No."] for row in items] == ["3"]
    assert signpost["Comment"] == (
        "Settled earlier and moved out of this sheet: 2 items. They are in"
        " reviews/examplia/settled.xlsx\nreviews/examplia/settled-2.xlsx"
    )


def review_sheet_of(count):
    """Return a workbook whose sheet Review holds rows, as many elements in each as were counted in real rounds."""
    from publisher.domain.worded import WordedTreaty  # noqa: PLC0415
    from tests.support import english, opsc  # noqa: PLC0415

    blank = issue_review_sheet(WordedTreaty(opsc(), english()))
    cells = {}
    for number in range(2, count + 2):
        cells |= {f"{letter}{number}": "text" for letter in "BCDEFGHIJKLMNOP"}
        cells |= {f"R{number}": f"{number:08x}"}
    return patch_cells(blank, {"Review": cells}, {"Review": SheetAreas(reach=count + 300)})


@pytest.mark.long
def test_a_sheet_review_of_thousands_of_rows_is_read_again():
    content = review_sheet_of(4_000)  # 192,000 elements: more than all other sheets may have

    book = open_workbook(content, "review.xlsx").book

    assert book["Review"]["R4001"].value == "00000fa1"


def test_what_would_be_refused_when_read_is_not_written_and_the_old_file_stays(
    project, monkeypatch
):
    from publisher.workbook import bounds  # noqa: PLC0415

    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    before = (project / "workbooks/examplia.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        part = next(
            archive.read(name)
            for name in archive.namelist()
            if b">list_decision<" in archive.read(name)
        )
    monkeypatch.setattr(bounds, "_MAX_REVIEW_TAGS", len(re.findall(rb"<[A-Za-z_]", part)))

    output = run(project, "collect", returned(project, ann), expect=1)

    assert output == (
        "examplia.xlsx: MUST FIX R674: what was to be written is more than the program could read again, so"
        " nothing was written, and the workbook is as it was\n"
        "    delete empty rows that have only a format, below your text; decide on items in the sheet Review and"
        " carry that out with 'publisher review apply'; then do this again\n"
    )
    assert (project / "workbooks/examplia.xlsx").read_bytes() == before


def test_drop_downs_grow_with_the_rows_and_areas_that_somebody_drew_stay(project):
    book = opened(project)
    sheet = book["Review"]
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    own = DataValidation(type="list", formula1='"a,b"')
    own.add("T2:T20")
    sheet.add_data_validation(own)
    book.save(project / "workbooks/examplia.xlsx")
    content = (project / "workbooks/examplia.xlsx").read_bytes()

    patched = patch_cells(
        content, {"Review": {"R900": "3f9a2c11"}}, {"Review": SheetAreas(reach=1_200)}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(patched))["Review"]
    areas = {str(each.sqref) for each in sheet.data_validations.dataValidation}
    assert areas == {"L2:L1200", "M2:M1200", "N2:N1200", "T2:T20"}
    assert {str(each.sqref) for each in sheet.conditional_formatting} == {"A2:R1200"}


# Comments that a program dropped


def without_comments(reviewer, words=None):
    """Take all comments out of a draft, or only what they say."""
    part = reviewer.parts["word/comments.xml"]
    if words is None:
        part = re.sub(rb"<w:comment .*</w:comment>", b"", part, flags=re.DOTALL)
    else:
        part = re.sub(rb"<w:t[ >][^<]*</w:t>|<w:t>[^<]*</w:t>", b"", part)
    reviewer.parts["word/comments.xml"] = part


def test_a_file_without_any_comment_asks_for_them_again(project):
    ann, _ = sent(project)
    without_comments(ann)

    output = run(project, "collect", returned(project, ann))

    assert output.startswith(
        "back.docx: PLEASE CHECK R671: the file holds no comment at all, not even our own questions (1): the program"
        " in which it was saved drops comments, or somebody deleted them\n"
        "    ask the reviewer whether they wrote comments; if so, ask for the file again as 'Word Document (.docx)',"
        " saved in the program in which they wrote them\n"
    )
    later = run(project, "collect", returned(project, sent(project)[0], "other.docx"))
    assert "R671" not in later  # it is told of the files that were taken in, not of all


def test_comments_without_a_word_ask_for_them_again_and_our_questions_are_no_items(project):
    ann, _ = sent(project)
    ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?")
    without_comments(ann, words="")

    output = run(project, "collect", returned(project, ann), expect=1)

    assert output.startswith(
        "back.docx: MUST FIX R672: its 2 comments are there, but without a word in them: a program through which"
        " the file went dropped what they say\n"
        "    ask the reviewer for the file again as 'Word Document (.docx)', saved in the program in which they"
        " wrote the comments\n"
    )
    assert [(row["Row id"], row["Text as sent"]) for row in rows(project)] == [
        ("opsc-5-2", "a basis")
    ]


def test_questions_that_a_person_deleted_are_noted_and_nothing_is_lost(project):
    ann, _ = sent(project)
    without_comments(ann)
    ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?")

    output = run(project, "collect", returned(project, ann))

    assert output.startswith(
        "back.docx: NOTE R673: questions of ours that are not among its comments any more: art. 1 (1 of 1)\n"
        "    look whether they were answered in the text; what is still open, ask again\n"
    )


# Faults that nobody foresaw


def failing(monkeypatch, module, name, when):
    """Let a function fail as nobody foresaw, for some arguments."""
    own = getattr(module, name)

    def fails(*arguments):
        if when(*arguments):
            raise ZeroDivisionError("invented")
        return own(*arguments)

    monkeypatch.setattr(module, name, fails)


def test_a_fault_in_one_file_costs_that_file_and_no_other(project, monkeypatch):
    from publisher.rounds import collect  # noqa: PLC0415

    ann, _ = sent(project)
    bad = returned(project, ann, "bad.docx")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    good = returned(project, ann, "good.docx")
    failing(monkeypatch, collect, "read_returned", lambda _, name: name == "bad.docx")

    output = run(project, "collect", bad, good, expect=1)

    kept = project / "output/review/bad.docx.fault.txt"
    assert output.startswith(
        "bad.docx: MUST FIX R675: this file was left out, because of a fault of the program that nobody foresaw; the"
        f" other files are not affected\n    send {kept} with the file to those who maintain this program: it says"
        " where the fault is, and may quote texts of the file\n"
    )
    assert "ZeroDivisionError: invented" in kept.read_text(encoding="utf-8")
    assert len(rows(project)) == 1


def test_a_fault_in_a_file_that_was_kept_costs_that_file_and_its_rows_stay(project, monkeypatch):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    run(project, "collect", returned(project, ann, "bad.docx"))
    ben, _ = sent(project, OTHER)
    ben.replace(ben.cell("opsc-5-2", "law"), "a basis", "no basis")
    failing(monkeypatch, returns, "read_returned", lambda _, name: name == "bad.docx")

    output = run(project, "collect", returned(project, ben, "good.docx"), expect=1)

    assert "bad.docx: MUST FIX R675: this file was left out" in output
    assert [row["Row id"] for row in rows(project)] == ["opsc-1", "opsc-5-2"]


def test_a_kept_file_that_can_be_read_no_more_costs_that_file_only(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    run(project, "collect", returned(project, ann, "bad.docx"))
    (kept,) = (project / "reviews/examplia/returned").glob("*.docx")
    kept.write_bytes(b"PK\x03\x04 no archive any more")
    ben, _ = sent(project, OTHER)
    ben.replace(ben.cell("opsc-5-2", "law"), "a basis", "no basis")

    output = run(project, "collect", returned(project, ben, "good.docx"), expect=1)

    assert "bad.docx: MUST FIX R614" in output
    assert [row["Row id"] for row in rows(project)] == ["opsc-1", "opsc-5-2"]


def test_a_fault_in_one_country_costs_that_country_only(project, monkeypatch):
    from publisher.rounds import collect  # noqa: PLC0415

    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    failing(monkeypatch, collect, "gather", lambda *_: True)

    output = run(project, "collect", returned(project, ann), expect=1)

    kept = project / "output/review/examplia.xlsx.fault.txt"
    assert output == (
        "examplia.xlsx: MUST FIX R676: nothing was written into this workbook, because of a fault of the program that"
        " nobody foresaw; the returned drafts are kept, and other workbooks are not affected\n"
        f"    send {kept} with the workbook to those who maintain this program: it says where the fault is, and may"
        " quote texts of the workbook\n"
    )


@pytest.mark.long
def test_only_one_sheet_has_the_bound_of_the_sheet_review():
    """Else a file full of such sheets would eat the memory."""
    content = review_sheet_of(4_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
            if b">list_decision<" in old.read(name):
                new.writestr("xl/worksheets/second.xml", old.read(name))

    with pytest.raises(PublisherError) as problem:
        open_workbook(stream.getvalue(), "review.xlsx")

    assert [each.code for each in problem.value.diagnostics] == ["F017"]
