"""'publisher check --mend': what is beyond doubt is written into the workbook, once, and nothing else is touched."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from publisher.check.mend import mended_of
from publisher.cli.main import main
from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import PublisherError
from publisher.project.project import create_project, open_project
from publisher.project.workbooks import check_file
from publisher.rounds.mend import mend_workbook
from publisher.workbook.history_sheet import HistoryEvent, read_history
from publisher.workbook.opened import open_workbook
from publisher.workbook.part_names import with_usual_names
from tests.support import TODAY, filled, provision_cell, saved

pytestmark = pytest.mark.slow  # each test mends a workbook

NOW = datetime(2026, 11, 24, 10, 30)
SOURCES = """key | type | title | symbol | verified | published
QX-1 | National law | Lex infantium | Act 12 of 1999 | Yes | 17/8/2017
QX-2 | Bill | Lex altera | Bill 13 of 1999 | Yes | 3 May 2019"""
# Nothing in it stops a report: what is mended changes nothing that is printed.
PRINTABLE = """id | law | reforms | compliance | question | finder | assessment | date
opsc-1 | The sale is a crime under the Act 12 of 1999 (see QX-1, s. 4 & QX-2). | none found | Does not apply | Is [QX - 1] in force? | Researcher | In line | 2/2/2020
opsc-3-3 | Text of 1999 [QX-1 s. 4 and QX-2 s. 5], then {QX-1} and [QX-1 s. 4; QX-2]. | to be checked | n/a
opsc-4-1 | ditto | - | [QX1]"""


@pytest.fixture
def project(tmp_path):
    create_project(tmp_path / "p")
    return open_project(tmp_path / "p").value


def put(project, book):
    path = project.workbooks_folder / "examplia.xlsx"
    path.write_bytes(saved(book))
    return path


def values(path, sheet="Provisions"):
    book = openpyxl.load_workbook(path)
    return {cell.coordinate: cell.value for row in book[sheet].iter_rows(min_row=2) for cell in row}


def changed(before, after):
    return {address: text for address, text in after.items() if text != before.get(address)}


def history(project, path):
    return read_history(open_workbook(path.read_bytes(), path.name), project.worded).entries


def test_what_is_beyond_doubt_is_written_and_nothing_else(project):
    path = put(project, filled(PRINTABLE, SOURCES))
    before, sources = values(path), values(path, "Sources")

    mended = mend_workbook(project, path, NOW, TODAY)

    assert changed(before, values(path)) == {
        "F3": "The sale is a crime under the Act 12 of 1999 [QX-1 s. 4; QX-2].",
        "G3": "Nothing found",
        "H3": "Not applicable",
        "K3": "2 February 2020",
        "M3": "Is [QX-1] in force?",
        "F16": "Text of 1999 [QX-1 s. 4; QX-2 s. 5], then [QX-1] and [QX-1 s. 4; QX-2].",
        "G16": None,
    }
    assert changed(sources, values(path, "Sources")) == {"K2": "17 August 2017"}
    assert [(each.place.inside, each.shown) for each in mended.mendings] == [
        (place, shown)
        for place, shown in (
            ("Provisions!F3 (art. 1, Current national law)", (("(see QX-1, s. 4 & QX-2)", "[QX-1 s. 4; QX-2]"),)),
            ("Provisions!G3 (art. 1, Legal reforms)", (("none found", "Nothing found"),)),
            ("Provisions!H3 (art. 1, Compliance with the Protocol)", (("Does not apply", "Not applicable"),)),
            ("Provisions!K3 (art. 1, Date of the finding)", (("2/2/2020", "2 February 2020"),)),
            ("Provisions!M3 (art. 1, Question for the national NGO)", (("[QX - 1]", "[QX-1]"),)),
            ("Provisions!F16 (art. 3, para. 3, Current national law)",
             (("[QX-1 s. 4 and QX-2 s. 5]", "[QX-1 s. 4; QX-2 s. 5]"), ("{QX-1}", "[QX-1]"))),
            ("Provisions!G16 (art. 3, para. 3, Legal reforms)", (("to be checked", ""),)),
            ("Sources!K2 (QX-1, Date published)", (("17/8/2017", "17 August 2017"),)),
        )
    ]  # fmt: skip


def test_the_mended_workbook_prints_the_same_report(project):
    path = put(project, filled(PRINTABLE, SOURCES))
    printed = []
    for _ in range(2):
        result = check_file(project, path, TODAY)
        assert not [each for each in result.diagnostics if each.level == "must_fix"]
        printed.append(
            compose_report(
                result.report, project.worded, Presentation("Example Coalition", "CC BY 4.0")
            )
        )
        mend_workbook(project, path, NOW, TODAY)

    assert printed[0] == printed[1]


def test_a_second_mending_changes_nothing(project):
    path = put(project, filled(PRINTABLE, SOURCES))
    mend_workbook(project, path, NOW, TODAY)
    content = path.read_bytes()

    again = mend_workbook(project, path, NOW, TODAY)

    assert (again.mendings, again.backup, path.read_bytes()) == ((), None, content)


def test_the_old_workbook_is_kept_and_each_mending_noted(project):
    path = put(project, filled(PRINTABLE, SOURCES))
    content = path.read_bytes()

    backup = mend_workbook(project, path, NOW, TODAY).backup

    assert backup.read_bytes() == content
    entries = history(project, path)
    assert {each.event for each in entries} == {HistoryEvent.MENDED}
    assert len(entries) == 8
    assert ("2026-11-24 10:30", "none found", "Nothing found") in {
        (each.when, each.before, each.now) for each in entries
    }


def test_what_was_mended_is_not_told_as_changed_by_hand_later(project):
    book = filled(PRINTABLE, SOURCES)
    book["Sources"]["A6"], book["Sources"]["B6"], book["Sources"]["E6"] = "QX 5", "Law", "Lex"
    path = put(project, book)
    mend_workbook(project, path, NOW, TODAY)
    book = openpyxl.load_workbook(path, rich_text=True)
    provision_cell(book, "opsc-1", "reforms").value = "not found"
    path.write_bytes(saved(book))

    mend_workbook(project, path, NOW, TODAY)

    late = history(project, path)[10:]
    assert [(each.event, each.before, each.now) for each in late] == [
        (HistoryEvent.FOUND, "Nothing found", "not found"),
        (HistoryEvent.MENDED, "not found", "Nothing found"),
    ]


def test_words_of_lists_and_keys_are_mended_where_only_one_is_meant(project):
    sources = SOURCES.replace("National law", "Law").replace("| Yes | 17", "| oui | 17")
    book = filled(
        "id | law | assessment | finder | research\n"
        "opsc-1 | Text of 1999 [QX-5] (QX-5). | partly | CRC Committee | Draft\n"
        "opsc-3-3 | Text of 1999 [QX-1]. | Partialy in line | somebody |",
        sources,
        {"instrument": "ratified", "bound": "5/2001", "law_as_at": "3/4/2019", "next_report": "17/8/2074"},
    )  # fmt: skip
    sheet = book["Sources"]
    for number, key in ((6, "QX5"), (7, "QX - 6"), (8, "QX 1"), (9, "Act 5")):
        sheet[f"A{number}"], sheet[f"B{number}"], sheet[f"E{number}"] = key, "Bill", f"B {number}"
    path = put(project, book)
    before = {name: values(path, name) for name in ("Provisions", "Country", "Sources")}

    mend_workbook(project, path, NOW, TODAY)

    assert {name: changed(before[name], values(path, name)) for name in before} == {
        "Provisions": {
            "F3": "Text of 1999 [QX-5] [QX-5].",
            "I3": "Partly in line",
            "J3": "Committee on the Rights of the Child",
            "L3": "Drafted",
        },
        "Country": {"C7": "Ratification", "C8": "May 2001"},
        "Sources": {"A6": "QX-5", "A7": "QX-6", "B2": "National law", "K2": "17 August 2017", "W2": "Yes"},
    }  # fmt: skip
    assert mend_workbook(project, path, NOW, TODAY).mendings == ()


def test_formatting_inside_a_cell_stays_and_other_parts_are_untouched(project):
    book = filled(sources=SOURCES)
    red = TextBlock(InlineFont(color="FFFF0000"), "two years")
    provision_cell(book, "opsc-1", "law").value = CellRichText(
        "The penalty is ", red, " under the Act 12 of 1999 {QX-1}."
    )
    path = put(project, book)
    old = zipfile.ZipFile(io.BytesIO(with_usual_names(path.read_bytes())))

    mend_workbook(project, path, NOW, TODAY)

    cell = provision_cell(openpyxl.load_workbook(path, rich_text=True), "opsc-1", "law").value
    assert str(cell) == "The penalty is two years under the Act 12 of 1999 [QX-1]."
    assert [each.font.color.rgb for each in cell if isinstance(each, TextBlock)] == ["FFFF0000"]
    new = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    assert {name for name in old.namelist() if old.read(name) != new.read(name)} == {
        f"xl/worksheets/sheet{number}.xml" for number in (2, 4, 8)
    }


def test_a_mark_is_mended_where_it_stands_and_not_inside_another_one(project):
    text = "Text of 1999 [QX-2 as in (QX-1)], then (QX-1) and (QX-1) again."
    path = put(project, filled(f"id | law\nopsc-1 | {text}", SOURCES))

    mend_workbook(project, path, NOW, TODAY)

    assert values(path)["F3"] == "Text of 1999 [QX-2 as in (QX-1)], then [QX-1] and [QX-1] again."


def test_a_date_that_everybody_reads_alike_stays_as_it_is(project):
    written = {
        "signed": "1er mai 2001", "bound": "May 3rd, 2002", "law_as_at": "2019-05-03",
        "version_date": "2019", "next_report": "3 May 2029",
    }  # fmt: skip
    path = put(project, filled(country=written))

    assert mend_workbook(project, path, NOW, TODAY).mendings == ()


def test_what_somebody_lets_stand_is_not_mended(project):
    book = filled("id | reforms\nopsc-1 | none found", SOURCES.replace("17/8/2017", "2017"))
    path = put(project, book)
    (told,) = [each for each in check_file(project, path, TODAY).diagnostics if each.code == "C274"]
    book["Provisions"]["O3"] = f"{told.token} the words of the ministry"
    path.write_bytes(saved(book))

    assert mend_workbook(project, path, NOW, TODAY).mendings == ()


def test_the_command_lists_each_mending_and_where_the_old_file_is(project):
    path = put(project, filled("id | reforms | law\nopsc-1 | none found | to do", SOURCES))

    def run(*more):
        return CliRunner().invoke(
            main, ["--project", str(project.folder), "check", "examplia", "--mend", *more]
        )

    lines = run().output.splitlines()
    backup = next((path.parent / "backup").glob("*.xlsx"))
    assert [each for each in lines if each.startswith("mended")] == [
        "mended: Provisions!F3 (art. 1, Current national law): 'to do' → (empty)",
        "mended: Provisions!G3 (art. 1, Legal reforms): 'none found' → 'Nothing found'",
        "mended: Sources!K2 (QX-1, Date published): '17/8/2017' → '17 August 2017'",
        f"mended 3 cells; the file as it was: {backup}",
    ]
    assert "C274" not in run().output
    assert "nothing to mend: what is still told needs a person\n" in run().output
    assert run("--json").output.startswith("[")


def test_mending_and_watching_do_not_go_together(project):
    result = CliRunner().invoke(
        main, ["--project", str(project.folder), "check", "--mend", "--watch"]
    )

    assert (result.exit_code, result.output.splitlines()[-1]) == (
        2,
        "Error: --mend is for one run: use it without --watch",
    )


def test_a_workbook_that_is_open_is_told_and_nothing_is_changed(project):
    path = put(project, filled("id | reforms\nopsc-1 | none found", SOURCES))
    (path.parent / "~$examplia.xlsx").write_bytes(b"lock")
    content = path.read_bytes()

    result = CliRunner().invoke(
        main, ["--project", str(project.folder), "check", "examplia", "--mend"]
    )

    assert (result.exit_code, path.read_bytes()) == (1, content)
    assert "F022" in result.output


# One problem


MENDED_ALONE = """id | law | reforms | compliance | assessment | finder
opsc-1 | Text of 1999 [QX-1]. | none found | to be checked | partly | Commitee
opsc-3-3 | Text of 1999 [QX-1]. | none found | ditto | Partialy in line | somebody"""


def unmended_sources(book):
    """Write two keys that lack their hyphen, of which only one can be mended."""
    for number in (6, 7):
        sheet = book["Sources"]
        sheet[f"A{number}"], sheet[f"B{number}"], sheet[f"E{number}"] = "QX5", "Bill", f"B {number}"
    return book


def test_a_problem_is_offered_to_be_mended_just_where_mending_ends_it(project):
    path = put(project, unmended_sources(filled(MENDED_ALONE, SOURCES)))
    told = check_file(project, path, TODAY).diagnostics

    offered = mended_of(told, project.worded)

    mend_workbook(project, path, NOW, TODAY)
    after = check_file(project, path, TODAY).diagnostics
    left = {(each.code, each.place) for each in after}
    left |= {("C273", each.place) for each in after if each.code == "C221"}  # a key all the same
    ended = {(each.code, each.place) for each in told} - left
    assert {(each.code, each.place) for each in offered} == ended
    assert {each.code for each in offered} == {"C219", "C273", "C274", "C275"}


def test_one_problem_is_mended_and_the_others_stay(project):
    path = put(project, filled(MENDED_ALONE, SOURCES))
    told = check_file(project, path, TODAY).diagnostics
    (token,) = [each.token for each in told if (each.code, each.place.cell) == ("C274", "G16")]
    before = values(path)

    mended = mend_workbook(project, path, NOW, TODAY, token)

    assert changed(before, values(path)) == {"G16": "Nothing found"}
    assert [(each.event, each.slot.row) for each in history(project, path)] == [
        (HistoryEvent.MENDED, "opsc-3-3")
    ]
    assert mended.backup.is_file()


@pytest.mark.parametrize("code", ["C277", "C219", ""])
def test_what_is_not_beyond_doubt_is_not_mended_alone_either(project, code):
    path = put(project, filled(MENDED_ALONE, SOURCES))
    told = check_file(project, path, TODAY).diagnostics
    content = path.read_bytes()
    tokens = [each.token for each in told if each.code == code and each.place.cell[-2:] == "16"]
    token = tokens[0] if tokens else "C274-0000"

    with pytest.raises(PublisherError) as refused:
        mend_workbook(project, path, NOW, TODAY, token)

    assert str(refused.value) == (
        f"examplia.xlsx: MUST FIX D808: the problem {token} is no longer in the workbook, or only a person can mend it\n"
        "    look at the problems of the country again"
    )
    assert path.read_bytes() == content
