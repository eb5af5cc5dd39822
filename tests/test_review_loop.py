"""The whole loop by the commands: a draft goes out, comes back, is decided and written in. All content is invented."""

import io
import json
import re
import shutil
import time
import zipfile
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from publisher.cli.main import main
from publisher.domain.diagnostics import PublisherError
from publisher.project.project import open_project
from publisher.workbook import layout
from publisher.workbook.patch import patch_cells
from tests.reviewer import ANN, BEN, Reviewer
from tests.support import filled, opened_again, provision_cell, saved

pytestmark = pytest.mark.slow  # each test sends, collects or applies
NGO, OTHER = "Example Network (invented)", "Second Network (invented)"
ROWS = """
id       | law | reforms | compliance | question
opsc-1   | **Crime.** Two to eight years in prison. [QX-1 s. 2]⏎⏎Attempt is a crime as well. | Nothing found | In 2018 the Committee asked for more. | Is it still in force?
opsc-3-3 | Fines. | - first point⏎- second point [QX-1] | Nothing found |
opsc-5-2 | The treaty is a basis. | A bill is pending. | See article 1. |
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"


@pytest.fixture(scope="module")
def workbook():
    return saved(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))


@pytest.fixture(scope="module")
def project_sent(tmp_path_factory, workbook):
    """A project from which one draft was sent, to be copied by each test."""
    folder = tmp_path_factory.mktemp("sent")
    (folder / "workbooks").mkdir()
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    run(folder, "send", "examplia", "--to", NGO)
    return folder


@pytest.fixture
def project(tmp_path, project_sent):
    shutil.copytree(project_sent, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), "review", *map(str, arguments)])
    assert result.exit_code == expect, result.output
    return result.output


def sent(folder, name=NGO):
    """Return the draft in a reviewer's hands, with its build; one to another reviewer is sent now."""
    first = next((folder / "reviews/examplia").glob("*.docx")).stem
    output = run(folder, "send", "examplia", "--to", name) if name != NGO else f"build {first}"
    build = re.search(r"build (\w{8})", output)[1]
    return Reviewer((folder / f"reviews/examplia/{build}.docx").read_bytes()), build


def returned(folder, reviewer, name="back.docx"):
    path = folder / name
    path.write_bytes(reviewer.saved())
    return path


def opened(folder, name="workbooks/examplia.xlsx"):
    return opened_again((folder / name).read_bytes())


def rows(folder, name="workbooks/examplia.xlsx"):
    """Return the rows of the sheet Review by heading."""
    sheet = opened(folder, name)["Review"]
    headings = [cell.value for cell in sheet[1]]
    found = [
        dict(zip(headings, row, strict=True))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    return [
        {key: str(value) for key, value in row.items() if value} for row in found if row["Item"]
    ]


def decide(folder, decisions, name="workbooks/examplia.xlsx", **texts):
    """Choose decisions in the sheet by kind or item, as a researcher does in Excel."""
    book = opened(folder, name)
    sheet = book["Review"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number in range(2, sheet.max_row + 1):
        own = {heading: sheet.cell(number, column).value for heading, column in columns.items()}
        choice = decisions.get(own["Item"]) or decisions.get(own["Kind"]) or decisions.get("*")
        if own["Item"] and choice:
            sheet.cell(number, columns["Decision"]).value = choice
            for heading, text in texts.items():
                sheet.cell(number, columns[heading.replace("_", " ")]).value = text
    book.save(folder / name)


def content(folder, id_, column):
    return provision_cell(opened(folder), id_, column).value


# Collecting


def test_what_came_back_is_offered_row_by_row_and_no_content_changes(project):
    ann, build = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?", "There are two.")
    ann.add_row("opsc-3-3", "Confiscation", "=HYPERLINK(1)", "", "")
    before = {id_: content(project, id_, "law") for id_ in ("opsc-1", "opsc-3-3", "opsc-5-2")}

    output = run(project, "collect", returned(project, ann))

    assert re.sub(r"kept: .*", "kept: …", output) == (
        f"read: back.docx: draft {build} of examplia\n"
        "3 items, 3 new (Comment: 1, Text replaced: 1, Row added: 1)\n"
        "1 item in no row of a provision; the sheet says where each was found\n"
        f"written: sheet Review of {project / 'workbooks/examplia.xlsx'}\n"
        "the old file is kept: …\n"
    )
    replaced, added, comment = rows(project)
    assert replaced | {"Item": ""} == {
        "No.": "1",
        "Item": "",
        "Row id": "opsc-1",
        "Article": "art. 1",
        "Column": "Current national law",
        "Reviewer": NGO,
        "Written by": ANN,
        "Written on": "2026-12-01 10:00",
        "Kind": "Text replaced",
        "Text as sent": "Crime. Two to eight years in prison. [QX-1 s.\u00a02]",
        "Text proposed": "Crime. TwoThree to eight years in prison. [QX-1 s.\u00a02]",
        "Draft and file": f"{build}\nback.docx",
    }
    assert (added["Text proposed"], added["Comment"]) == (
        "Confiscation\n=HYPERLINK(1)",
        "Could not be placed; found after art. 3, para. 3.\nMost likely it belongs to art. 3, para. 3.",
    ) or added["Comment"].startswith("Could not be placed; found after art. 3, para. 3.")
    assert (comment["Row id"], comment["Kind"], comment["Text as sent"], comment["Comment"]) == (
        "opsc-5-2",
        "Comment",
        "a basis",
        "Which treaty?\nThere are two.",
    )
    assert {id_: content(project, id_, "law") for id_ in before} == before


def test_the_sheet_is_named_as_the_workbook_has_it(project):
    """The language of the project was changed since the workbook was made."""
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    with (project / "publisher.toml").open("a", encoding="utf-8") as settings:
        settings.write('language = "fr"\n')

    assert "écrit\u00a0: feuille Review de " in run(project, "collect", returned(project, ann))


def test_changes_are_struck_and_underlined_in_the_cell(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "Heavy fines")
    run(project, "collect", returned(project, ann))

    text = next(
        cell.value for cell in opened(project)["Review"][2] if isinstance(cell.value, CellRichText)
    )

    assert [(str(block), bool(block.font.strike), block.font.u) for block in text] == [
        ("Fines", True, None),
        ("Heavy fines", False, "single"),
        (".", False, None),
    ]


def test_the_decision_has_a_drop_down_and_no_row_is_a_formula(project):
    ann, _ = sent(project)
    ann.comment(ann.cell("opsc-5-2", "law"), "a basis", '=HYPERLINK("x")', "@SUM(1)", "-1+2", "+3")
    run(project, "collect", returned(project, ann))

    sheet = opened(project)["Review"]
    (cells,) = [row for row in sheet.iter_rows(min_row=2) if row[0].value]
    assert (cells[0].value, cells[0].data_type, cells[0].number_format) == (1, "n", "0")
    assert {cell.data_type for cell in cells[1:] if cell.value} == {"s"}
    assert {cell.number_format for cell in cells[1:]} == {"@"}
    (choice,) = [
        each for each in sheet.data_validations.dataValidation if each.formula1 == "list_decision"
    ]
    assert str(choice.sqref) == "L2:L302"  # one row, and 300 spare ones
    assert sheet["L1"].value == "Decision"


@pytest.mark.no_cover  # being traced would double its time
def test_the_same_file_twice_and_any_order_of_files_give_the_same_sheet(project):
    ann, _ = sent(project)
    ben, _ = sent(project, OTHER)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    ben.author = BEN
    ben.replace(ben.cell("opsc-5-2", "reforms"), "pending", "stalled")
    ben.comment(ben.cell("opsc-1", "compliance"), "asked", "And in 2020.")
    files = [
        returned(project, ann, "a.docx"),
        returned(project, ben, "b.docx"),
        returned(project, ben, "copy.docx"),
    ]
    start = (project / "workbooks/examplia.xlsx").read_bytes()

    sheets = []
    for order in (files, files[::-1]):
        (project / "workbooks/examplia.xlsx").write_bytes(start)
        for path in (project / "reviews/examplia/returned").glob("*"):
            path.unlink()
        for path in order:
            run(project, "collect", path)
        found = rows(project)
        sheets.append(
            [{key: text for key, text in row.items() if key != "Draft and file"} for row in found]
        )
    assert all(each == sheets[0] for each in sheets)
    assert len(sheets[0]) == 4


def test_two_reviewers_at_the_same_words_are_warned_of_before_anybody_decides(project):
    ann, _ = sent(project)
    ben, _ = sent(project, OTHER)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    ben.replace(ben.cell("opsc-5-2", "reforms"), "pending", "stalled")

    run(project, "collect", returned(project, ann, "a.docx"), returned(project, ben, "b.docx"))

    one, other = rows(project)
    assert [one["No."], other["No."]] == ["1", "2"]
    assert one["Outcome"] == "Changes the same sentence as 2. Accept one at the most."
    assert other["Outcome"] == "Changes the same sentence as 1. Accept one at the most."


def test_what_does_not_fit_into_a_cell_is_whole_in_a_file_beside(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "word " * 8_000 + "END")

    run(project, "collect", returned(project, ann))

    (row,) = rows(project)
    path = project / "reviews/examplia/long/1.txt"
    assert row["Text proposed"].endswith(f"… The whole text is in the file {path}.")
    assert "word " * 8_000 + "END" in path.read_text(encoding="utf-8")


def test_decisions_stay_with_their_items_when_more_comes_back(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    decide(project, {"Text replaced": "Discuss"}, Answer_or_reason="Which one?", Decided_by="RR")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")

    run(project, "collect", returned(project, ann, "later.docx"))

    first, second = rows(project)
    assert (first["Row id"], first.get("Decision")) == ("opsc-1", None)
    assert (
        second["Row id"],
        second["Decision"],
        second["Answer or reason"],
        second["Decided by"],
    ) == (
        "opsc-5-2",
        "Discuss",
        "Which one?",
        "RR",
    )
    assert second["Draft and file"].split("\n")[1:] == ["a.docx", "later.docx"]


def test_a_file_of_its_own_may_hold_the_decisions(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    out = project / "for the lawyer.xlsx"

    run(project, "collect", returned(project, ann), "--out", out)
    assert rows(project) == []
    decide(project, {"*": "Accept"}, out.name)
    run(project, "apply", "examplia", "--from", out)

    assert content(project, "opsc-5-2", "law") == "The treaty is no basis."
    assert rows(project, out.name)[0]["Outcome"] == "Applied."


def test_while_the_file_of_decisions_is_open_the_workbook_stays_as_it_is(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    out = project / "lawyer.xlsx"
    run(project, "collect", returned(project, ann), "--out", out)
    decide(project, {"*": "Accept"}, out.name)
    before = (project / "workbooks/examplia.xlsx").read_bytes()
    (project / "~$lawyer.xlsx").write_bytes(b"")

    assert "lawyer.xlsx: MUST FIX F022" in run(
        project, "apply", "examplia", "--from", out, expect=1
    )
    assert (project / "workbooks/examplia.xlsx").read_bytes() == before


# Applying


def test_accepted_changes_are_written_and_all_else_stays(project):
    ann, _ = sent(project)
    book = opened(project)
    provision_cell(book, "opsc-5-2", "law").value = CellRichText(
        TextBlock(InlineFont(color="FFC00000", sz=10, rFont="Calibri"), "The treaty"),
        " is a basis.",
    )
    book.save(project / "workbooks/examplia.xlsx")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    ann.replace(ann.cell("opsc-1", "reforms"), "consulted.|", " Act 9 of 2026.")
    ann.comment(ann.cell("opsc-5-2", "reforms"), "pending", "Since when?")
    run(project, "collect", returned(project, ann))
    decide(project, {"Comment": "Done", "*": "Accept"}, Answer_or_reason="Seen", Decided_by="RR")

    output = run(project, "apply", "examplia")

    assert re.sub(r"kept: .*", "kept: …", output) == (
        "3 written into the workbook, 1 done\n"
        "changed: art. 1, Current national law\n"
        "changed: art. 1, Legal reforms\n"
        "changed: art. 5, para. 2, Current national law\n"
        f"written: {project / 'workbooks/examplia.xlsx'}; the old file is kept: …\n"
    )
    assert content(project, "opsc-1", "law") == (
        "**Crime.** Three to eight years in prison. [QX-1 s. 2]\n\nAttempt is a crime as well."
    )
    assert content(project, "opsc-1", "reforms") == "Act 9 of 2026."
    rich = content(project, "opsc-5-2", "law")
    assert [
        (str(block), getattr(getattr(block, "font", None), "color", None) is not None)
        for block in rich
    ] == [
        ("The treaty", True),
        (" is no basis.", False),
    ]
    assert [(row["Outcome"], row["Carried out on"]) for row in rows(project)] == [
        ("Applied.", date.today().isoformat()),
        ("Applied.", date.today().isoformat()),
        ("Applied.", date.today().isoformat()),
        ("Done.", date.today().isoformat()),
    ]


def test_applying_twice_changes_nothing_more(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "years|", " or more")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})
    run(project, "apply", "examplia")
    once = (project / "workbooks/examplia.xlsx").read_bytes()

    assert run(project, "apply", "examplia") == "no item waits for a decision\n"
    run(project, "collect", project / "back.docx")
    run(project, "apply", "examplia")

    assert (project / "workbooks/examplia.xlsx").read_bytes() == once


def test_only_the_named_cells_change_in_the_file(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})
    path = project / "workbooks/examplia.xlsx"
    before = patch_cells(path.read_bytes(), {})  # with Excel's names of parts: openpyxl saved it
    path.write_bytes(before)

    run(project, "apply", "examplia")

    parts = [_parts(before), _parts((project / "workbooks/examplia.xlsx").read_bytes())]
    changed = [name for name in parts[0] if parts[0][name] != parts[1][name]]
    assert changed == [
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet7.xml",
        "xl/worksheets/sheet8.xml",
    ]  # Provisions, Review and History
    cells = [
        dict(re.findall(r'<c r="(\w+)"([^/]*?)(?:/>|</c>)', part[changed[0]].decode()))
        for part in parts
    ]
    assert (
        len({name for name in {**cells[0], **cells[1]} if cells[0].get(name) != cells[1].get(name)})
        <= 1
    )


def _parts(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_cell_that_moved_on_is_merged_where_nothing_overlaps(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    book = opened(project)
    provision_cell(
        book, "opsc-1", "law"
    ).value = "**Crime.** Two to eight years in prison. [QX-1 s. 2]\n\nAttempt is one. [QX-2]"
    provision_cell(book, "opsc-5-2", "reforms").value = "A bill is before parliament."
    book.save(project / "workbooks/examplia.xlsx")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})

    output = run(project, "apply", "examplia", expect=1)

    assert content(project, "opsc-1", "law") == (
        "**Crime.** Three to eight years in prison. [QX-1 s. 2]\n\nAttempt is one. [QX-2]"
    )
    assert content(project, "opsc-5-2", "reforms") == "A bill is before parliament."
    told = (
        "Not applied: the cell was changed since the draft was sent.\n"
        "As sent: A bill is pending.\nNow: A bill is before parliament.\n"
        "Proposed: A bill is adopted."
    )
    refused = rows(project)[1]
    assert refused["Outcome"] == told
    assert "Carried out on" not in refused
    assert f"No. 2 (art. 5, para. 2, Legal reforms): {told}\n" in output


def test_all_of_a_reviewer_in_a_cell_is_accepted_at_once(project):
    ann, _ = sent(project)
    ben, _ = sent(project, OTHER)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-1", "law"), "as well", "too")
    ann.comment(ann.cell("opsc-1", "law"), "Attempt", "Since when?")
    ann.replace(ann.cell("opsc-5-2", "law"), "treaty", "Protocol")
    ben.replace(ben.cell("opsc-1", "law"), "Crime", "Offence")
    run(project, "collect", returned(project, ann, "a.docx"), returned(project, ben, "b.docx"))
    first = next(each for each in rows(project) if "Three" in each.get("Text proposed", ""))
    decide(project, {first["Item"]: "Accept all of this reviewer in this cell"})

    output = run(project, "apply", "examplia")

    assert content(project, "opsc-1", "law") == (
        "**Crime.** Three to eight years in prison. [QX-1 s. 2]\n\nAttempt is a crime too."
    )
    assert content(project, "opsc-5-2", "law") == "The treaty is a basis."
    assert "2 written into the workbook, 3 waiting for a decision" in output


def test_two_reviewers_at_the_same_words_change_nothing_until_one_is_rejected(project):
    ann, _ = sent(project)
    ben, _ = sent(project, OTHER)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    ben.replace(ben.cell("opsc-5-2", "reforms"), "pending", "stalled")
    run(project, "collect", returned(project, ann, "a.docx"), returned(project, ben, "b.docx"))
    decide(project, {"*": "Accept"})

    run(project, "apply", "examplia", expect=1)

    assert content(project, "opsc-5-2", "reforms") == "A bill is pending."
    one, other = rows(project)
    assert one["Outcome"] == (
        "Not applied: it changes the same sentence as 2. Accept one of them, reject the others, and bring in by hand what you want of both."
    )
    decide(project, {other["Item"]: "Reject"}, Answer_or_reason="Not so")
    run(project, "apply", "examplia")
    chosen = "adopted" if "adopted" in one["Text proposed"] else "stalled"
    assert content(project, "opsc-5-2", "reforms") == f"A bill is {chosen}."


def test_words_changed_in_the_sheet_are_not_taken_for_the_reviewers(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"}, Text_proposed="A bill is nearly adopted.")

    run(project, "apply", "examplia", expect=1)

    assert content(project, "opsc-5-2", "reforms") == "A bill is pending."
    assert rows(project)[0]["Outcome"] == (
        "Not applied: the text in this row was edited. To write words of your own, change the cell in the sheet"
        " Provisions by hand and choose Done."
    )


def test_what_is_no_change_of_a_cell_is_left_to_the_researcher(project):
    ann, _ = sent(project)
    ann.add_line("By when", "Please mention the ombudsman.")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})

    assert run(project, "apply", "examplia").startswith("1 accepted, to be done by hand\n")
    assert (
        rows(project)[0]["Outcome"]
        == "Accepted. To be done by hand: it is no change of the text of a cell."
    )


def test_a_word_that_is_no_decision_is_told_with_its_cell(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "perhaps"})

    output = run(project, "apply", "examplia")

    assert re.sub(r"written: .*", "written: …", output) == (
        "examplia.xlsx: Review!L2 (No. 1): PLEASE CHECK R637: 'perhaps' is no decision, and nothing was done"
        " with this item\n    choose from the list: Accept, Accept all of this reviewer in this cell, Reject, Discuss, Done\n1 waiting for a decision\n"
        "written: …\n"
    )


def test_where_the_returned_file_is_gone_nothing_is_applied(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})
    for path in (project / "reviews/examplia/returned").glob("*"):
        path.unlink()

    assert "the returned file in which this was found is not in the folder of reviews" in run(
        project, "apply", "examplia", expect=1
    )
    assert content(project, "opsc-5-2", "reforms") == "A bill is pending."


def test_rows_of_which_the_file_is_gone_stay_in_their_place(project):
    ann, _ = sent(project)
    ben, _ = sent(project, OTHER)
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "Heavy fines")
    ann.add_line("By when", "Please mention the ombudsman.")
    ben.replace(ben.cell("opsc-1", "law"), "Two", "Three")
    ben.replace(ben.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    for path in (project / "reviews/examplia/returned").glob("*"):
        path.unlink()

    run(project, "collect", returned(project, ben, "b.docx"))

    assert [row.get("Row id", "") for row in rows(project)] == [
        "opsc-1",
        "opsc-3-3",
        "opsc-5-2",
        "",
    ]


def test_rows_and_columns_that_a_person_added_stay(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    book = opened(project)
    sheet = book["Review"]
    sheet.cell(1, 19).value, sheet.cell(2, 19).value, sheet.cell(3, 9).value = (
        "Mine",
        "ask Ben",
        "A note of my own",
    )
    book.save(project / "workbooks/examplia.xlsx")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-3-3", "law"), "Fines", "Heavy fines")

    run(project, "collect", returned(project, ann, "later.docx"))

    found = rows(project)
    assert [(row["Row id"], row.get("Mine")) for row in found] == [
        ("opsc-1", None),
        ("opsc-3-3", None),
        ("opsc-5-2", "ask Ben"),
    ]
    assert opened(project)["Review"].cell(3, 9).value == "A note of my own"


def test_drafts_of_several_countries_do_not_go_into_one_file(project):
    ann, _ = sent(project)
    (project / "workbooks/other.xlsx").write_bytes(
        (project / "workbooks/examplia.xlsx").read_bytes()
    )
    build = re.search(
        r"build (\w{8})", run(project, "send", "other", "--to", "Third Network (invented)")
    )[1]
    other = Reviewer((project / f"reviews/other/{build}.docx").read_bytes())
    files = [returned(project, ann, "a.docx"), returned(project, other, "b.docx")]

    output = run(project, "collect", *files, "--out", project / "one.xlsx", expect=2)

    assert output.endswith(
        "Error: --out takes drafts of one country; these are of examplia, other\n"
    )
    assert "0 items, 0 new" in run(project, "collect", *files)


def test_what_is_wrong_with_a_workbook_is_told_by_each_command(project):
    ann, _ = sent(project)
    path = returned(project, ann)
    (project / "workbooks/examplia.xlsx").write_bytes(b"no workbook")

    for command in (("collect", path), ("apply", "examplia"), ("status",)):
        assert "examplia.xlsx: MUST FIX F0" in run(project, *command, expect=1)
    assert run(project, "send", "examplia", expect=2).endswith(
        'Error: say who is asked: --to "Name of the NGO", or --all\n'
    )


def test_where_the_workbook_of_a_draft_is_gone_the_draft_is_kept_and_told(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    (project / "workbooks/examplia.xlsx").rename(project / "elsewhere.xlsx")

    assert run(project, "collect", returned(project, ann), expect=1) == (
        f"examplia.xlsx: MUST FIX R639: the workbook to which the returned draft belongs is not in {project / 'workbooks'}\n"
        "    put it back there under this name and collect the draft again; what came back is kept\n"
    )
    (project / "elsewhere.xlsx").rename(project / "workbooks/examplia.xlsx")
    run(project, "collect", project / "back.docx")
    assert len(rows(project)) == 1


def test_where_the_draft_as_sent_is_gone_the_others_are_read_all_the_same(project):
    ann, build = sent(project)
    ben, _ = sent(project, OTHER)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ben.replace(ben.cell("opsc-5-2", "law"), "a basis", "no basis")
    run(project, "collect", returned(project, ann, "a.docx"))
    (project / f"reviews/examplia/{build}.docx").unlink()

    output = run(project, "collect", returned(project, ben, "b.docx"), expect=1)

    assert output.startswith(
        f"a.docx: MUST FIX R640: the draft that was sent, {build}.docx, is not in the folder of reviews of examplia any"
        " more, so this copy of it was not read\n    put that file back; it is the base of every comparison\n"
    )
    assert [row["Row id"] for row in rows(project)] == ["opsc-1", "opsc-5-2"]


def test_a_workbook_without_the_sheet_review_is_told_how_to_get_it(project):
    ann, _ = sent(project)
    book = opened(project)
    del book["Review"]
    book.save(project / "workbooks/examplia.xlsx")

    assert run(project, "collect", returned(project, ann), expect=1) == (
        "examplia.xlsx: MUST FIX R601: the sheet 'Review' has no column 'Item', which a round of review needs\n"
        "    if the heading was changed, write it as it was; else carry the workbook over into a new one with: publisher upgrade examplia.xlsx\n"
    )


def test_an_open_workbook_is_told_and_nothing_changes(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    path = returned(project, ann)
    (project / "workbooks/~$examplia.xlsx").write_bytes(b"")
    before = (project / "workbooks/examplia.xlsx").read_bytes()

    assert "F022" in run(project, "collect", path, expect=1)
    assert (project / "workbooks/examplia.xlsx").read_bytes() == before


# Which draft it is


def without_identity(reviewer):
    """Return a draft in which neither properties nor footers say which it is, nor the file's text anywhere."""
    for name in [
        each for each in reviewer.parts if each.startswith("docProps") or "footer" in each
    ]:
        reviewer.parts[name] = re.sub(rb"[0-9a-f]{8}", b"", reviewer.parts[name])
    return reviewer


def test_a_draft_that_does_not_say_which_it_is_is_known_by_its_text(project):
    ann, build = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")

    output = run(project, "collect", returned(project, without_identity(ann)))

    assert output.startswith(
        f"back.docx: PLEASE CHECK R634: the file does not say which draft it is; its text is most like that of the draft"
        f" {build} of examplia, for which it was taken\n    if that is wrong, name the right one: --draft with its build\n"
    )
    assert [row["Row id"] for row in rows(project) if "Row id" in row] == ["opsc-5-2"]


def test_where_several_drafts_fit_the_right_one_must_be_named(project):
    ann, build = sent(project)
    other = re.search(r"build (\w{8})", run(project, "send", "examplia", "--to", NGO))[1]
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    path = returned(project, without_identity(ann))

    told = run(project, "collect", path, expect=1)

    assert re.fullmatch(
        r"back.docx: MUST FIX R633: the file does not say which draft it is, and its text fits several: (\w{8}), (\w{8})\n"
        r"    name the right one: --draft with one of them\n",
        told,
    )
    assert {build, other} <= set(re.findall(r"\b[0-9a-f]{8}\b", told))
    run(project, "collect", path, "--draft", build)
    assert rows(project)[0]["Draft and file"] == f"{build}\nback.docx"


def test_a_build_that_was_never_sent_is_told(project):
    ann, _ = sent(project)

    assert run(project, "collect", returned(project, ann), "--draft", "00000000", expect=1) == (
        "back.docx: MUST FIX R632: no draft with the build '00000000' was sent from this project\n"
        "    the build stands in the footer of the draft and in the sheet Reviewers; the drafts as sent lie in the folder"
        " of reviews\n"
    )


def test_a_file_that_is_no_draft_of_ours_is_told_and_the_others_are_read(project):
    from tests.returned import docx, p  # noqa: PLC0415

    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    letter = project / "letter.docx"
    letter.write_bytes(docx(p("Dear colleagues, thank you.")))

    output = run(project, "collect", letter, returned(project, ann), expect=1)

    assert output.startswith(
        "letter.docx: MUST FIX R631: this is none of the drafts that were sent: it does not say which one it is, and its"
        " text is like none of them\n    if it is one all the same, name it by the build in its footer: --draft 0a1b2c3d\n"
    )
    assert len(rows(project)) == 1
    assert sorted(path.name[18:] for path in (project / "reviews/examplia/returned").iterdir()) == [
        "back.docx"
    ]


def test_a_draft_of_which_the_file_that_was_sent_is_gone_is_told_with_its_build(project):
    ann, build = sent(project)
    back = returned(project, ann)
    shutil.rmtree(project / "reviews/examplia")
    (project / "reviews/examplia").write_text("a file in the place of the folder", encoding="utf-8")

    output = run(project, "collect", back, expect=1)

    assert output == (
        f"back.docx: MUST FIX R697: the file says that it is the draft with the build '{build}', and that draft does"
        " not lie in the folder 'reviews' any more, so there is nothing to compare it with\n"
        "    put what lay in that folder back from a backup, a folder for each country; if the draft was sent from another"
        " project, collect it there\n"
    )


def test_a_report_of_another_country_is_not_taken_for_a_draft(project):
    """Reports share the left-hand column, half of their words; so alone they are no draft of each other."""
    from publisher.review.read import read_returned  # noqa: PLC0415
    from publisher.rounds.draft_folder import identify  # noqa: PLC0415
    from tests.test_review_place import as_sent  # noqa: PLC0415 - a draft of the sample, with texts of its own

    other = read_returned(without_identity(Reviewer(as_sent())).saved(), "other.docx").value

    with pytest.raises(PublisherError, match="R631"):
        identify(other, open_project(project).value, "other.docx")


def test_items_do_not_go_into_the_workbook_of_another_country(project):
    ann, _ = sent(project)
    other = project / "workbooks/other.xlsx"
    other.write_bytes((project / "workbooks/examplia.xlsx").read_bytes())
    before = other.read_bytes()
    told = (
        "other.xlsx: MUST FIX R638: this is a country's workbook, not a file of its own for the sheet Review\n"
        "    name another file, which may be a new one: --out review.xlsx\n"
    )

    assert run(project, "collect", returned(project, ann), "--out", other, expect=1) == told
    assert run(project, "apply", "examplia", "--from", other, expect=1) == told
    assert other.read_bytes() == before


def test_other_kinds_of_files_need_libreoffice(project, monkeypatch):
    sent(project)
    with zipfile.ZipFile(project / "back.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    monkeypatch.setenv("PATH", "")

    assert run(project, "collect", project / "back.odt", expect=1) == (
        "back.odt: MUST FIX R630: a file of the kind .odt is read with the help of LibreOffice, which is not installed"
        " here\n    install LibreOffice, or open the file in a word processor, save it as 'Word Document (.docx)' and"
        " collect that\n"
    )


def test_a_file_that_is_not_what_its_name_says_is_not_given_to_libreoffice(project):
    sent(project)
    (project / "back.rtf").write_bytes(b"<html>")

    assert run(project, "collect", project / "back.rtf", expect=1) == (
        "back.rtf: MUST FIX R614: the file is damaged, or no Word document at all\n"
        "    ask for it once more; if it opens in Word, save it there as 'Word Document (.docx)'\n"
    )


def test_more_items_than_a_sheet_can_hold_are_told(project, monkeypatch):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "reforms"), "pending", "adopted")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    monkeypatch.setattr(layout, "MOST_ITEMS", 1)

    assert run(project, "collect", returned(project, ann), expect=1) == (
        "examplia.xlsx: Review: MUST FIX R636: there are 2 items, more than the sheet can hold: 1\n"
        f"    move some of the files in {project / 'reviews/examplia/returned'} to another folder and collect again;"
        " when these items are decided and carried out ('publisher review apply'), collect the moved files from"
        " there\n"
    )


def hostile_files():
    """Yield files that must not be opened, by what they are."""
    from tests.returned import docx, p  # noqa: PLC0415

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 200_000_000)
    whole = docx(p("Text."))
    climbing = io.BytesIO()
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("../../word/document.xml", "<x/>")
    laughs = "<!DOCTYPE w:hdr [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><w:hdr xmlns:w='x'>&b;</w:hdr>"
    yield "bomb", bomb.getvalue()
    yield "laughs", docx(p("Text."), header1=laughs)
    yield "truncated", whole[: len(whole) // 2]
    yield "climbing", climbing.getvalue()
    yield "deep", docx("<w:p>" * 5_000 + "</w:p>" * 5_000)


def test_hostile_files_are_told_within_seconds_and_nothing_is_kept_or_changed(project):
    _, build = sent(project)
    before = (project / "workbooks/examplia.xlsx").read_bytes()
    paths = []
    for name, hostile in hostile_files():
        paths.append(project / f"{name}.docx")
        paths[-1].write_bytes(hostile)

    started = time.monotonic()
    output = run(project, "collect", *paths, "--draft", build, expect=1)

    assert time.monotonic() - started < 20
    assert re.findall(r"^(\w+)\.docx: MUST FIX (R\d+)", output, re.MULTILINE) == [
        ("bomb", "R616"),
        ("laughs", "R617"),
        ("truncated", "R614"),
        ("climbing", "R616"),
        ("deep", "R616"),
    ]
    assert (project / "workbooks/examplia.xlsx").read_bytes() == before
    assert not (project / "reviews/examplia/returned").exists()


def test_a_picture_is_named_in_the_sheet_and_not_written_into_the_cell(project):
    from lxml import etree  # noqa: PLC0415

    ann, _ = sent(project)
    picture = '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:drawing/></w:r>'
    ann.paragraphs(ann.cell("opsc-5-2", "law"))[0].append(etree.fromstring(picture))
    run(project, "collect", returned(project, ann))
    assert rows(project)[0]["Text proposed"] == "The treaty is a basis.[picture]"
    decide(project, {"*": "Accept"})

    run(project, "apply", "examplia")

    assert content(project, "opsc-5-2", "law") == "The treaty is a basis."


# How it stands


def test_without_any_draft_status_says_how_to_send_one(tmp_path, workbook):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(workbook)

    assert run(tmp_path, "status", "examplia") == (
        'No draft was sent yet. Send one with: publisher review send WORKBOOK --to "Name of the NGO"\n'
    )


def test_status_counts_what_is_open_decided_and_carried_out(project):
    ann, build = sent(project)
    run(project, "send", "examplia", "--to", OTHER, "--due", "2031-01-31")
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis")
    ann.comment(ann.cell("opsc-5-2", "reforms"), "pending", "Since when?")
    run(project, "collect", returned(project, ann))
    one, other, _ = rows(project)
    decide(project, {one["Item"]: "Accept"})
    run(project, "apply", "examplia")
    decide(project, {other["Item"]: "Reject"})

    first, second = json.loads(run(project, "status", "examplia", "--json"))

    today = date.today().isoformat()
    assert first == {
        "workbook": "examplia.xlsx",
        "reviewer": NGO,
        "round": "1",
        "build": build,
        "sent_on": today,
        "reply_by": "",
        "returned_on": today,
        "items": 3,
        "open": 1,
        "decided": 1,
        "carried_out": 1,
        "is_overdue": False,
    }
    assert (second["reviewer"], second["reply_by"], second["returned_on"]) == (
        OTHER,
        "2031-01-31",
        "",
    )
    book = opened(project)
    book["Reviewers"]["H3"].value = "2026-01-31"
    book.save(project / "workbooks/examplia.xlsx")
    assert "2026-01-31 OVERDUE" in run(project, "status", "examplia")
