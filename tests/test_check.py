"""Whether the content of a workbook makes sense: every problem with its whole message."""

import io
from pathlib import Path

import openpyxl
import pytest

from publisher.check import in_sheet_order
from publisher.domain.diagnostics import Diagnostic, Level, Place
from publisher.domain.report import State
from publisher.project.project import open_project
from publisher.project.workbooks import upgraded_content
from tests.support import (
    ABOUT_WRITING,
    TOP,
    checked,
    country_cell,
    english,
    filled,
    guided_book,
    messages,
    opsc,
    provision_cell,
    read,
    row_of,
    saved,
    told,
)

SOURCES = "key | type | title\nQX-1 | National law | Lex infantium"


def the_message(book):
    (found,) = messages(book)
    return found.removeprefix("examplia.xlsx: ")


def test_a_sound_workbook_gives_no_message():
    book = filled(
        "id | law | assessment | finder | date | research\n"
        "opsc-3-3 | Fines. [qx-1, s. 3] | in line | RESEARCHER | 3 March 2026 | Drafted",
        SOURCES,
        {
            "status": "Final",
            "law_as_at": "2026-03-01",
            "version_date": "31 March 2026",
            "mark": "Sample, not for publication",
        },
    )

    assert messages(book) == []


# Rows


def test_a_workbook_of_another_treaty_is_refused():
    book = filled()
    book["_toolkit"]["B2"] = "ferries"

    assert the_message(book) == (
        "MUST FIX C201: this workbook was made for the treaty 'ferries', but the project is about 'opsc'\n"
        "    move the workbook to a project for its own treaty, or set the treaty in publisher.toml"
    )


@pytest.mark.slow
def test_a_provision_with_two_rows_is_told_at_the_second():
    book = filled("id | law\nopsc-1 | One.")
    sheet = book["Provisions"]
    for column in range(1, 14):
        sheet.cell(61, column).value = sheet.cell(3, column).value

    assert the_message(book) == (
        "Provisions!C61 (art. 1, Article): MUST FIX C202: article 1 has two rows, 3 and 61\n"
        "    bring the texts together in one row and delete the other"
    )


def test_a_row_with_text_and_no_known_id_is_told():
    book = filled()
    sheet = book["Provisions"]
    sheet["A61"], sheet["F61"] = "opsc-3-1-bb", "Text of a row that somebody added."
    sheet["F62"] = "Another one."
    sheet["B63"] = "no content, no message"

    assert messages(book) == [
        "examplia.xlsx: Provisions!C61: MUST FIX C203: this row holds text, but its hidden id says 'opsc-3-1-bb', which is no"
        " provision of the treaty\n    move the text into the row of the article to which it belongs, and delete this row",
        "examplia.xlsx: Provisions!C62: MUST FIX C223: this row holds text, but its hidden id is empty, so it belongs to no"
        " provision\n    move the text into the row of the article to which it belongs, and delete this row",
    ]


@pytest.mark.slow  # two upgrades
@pytest.mark.parametrize("written", ["", "opsc-3-1-bb"])
def test_a_row_that_lost_its_id_is_put_back_by_the_article_that_it_shows(written):
    book = filled(
        "id | law\nopsc-3-1-b | A law. [QX-1]", "key | type | title\nQX-1 | National law | Lex"
    )
    book["Provisions"].cell(row_of(book["Provisions"], "id", "opsc-3-1-b"), 1).value = (
        written or None
    )
    (message,) = told(book, "C203", "C223")

    upgraded = upgraded_book(book)

    assert message.endswith(
        "\n    run 'publisher upgrade examplia.xlsx': it puts the text into the row of article 3(1)(b); the old"
        " file is kept"
    )
    assert told(upgraded, "C203", "C223", "C204") == []
    assert provision_cell(upgraded, "opsc-3-1-b", "law").value == "A law. [QX-1]"


def upgraded_book(book):
    """Return what 'publisher upgrade' makes of a workbook."""
    project = open_project(TOP / "tests/data").value
    return openpyxl.load_workbook(
        io.BytesIO(upgraded_content(project, Path("examplia.xlsx"), saved(book)).content),
        rich_text=True,
    )


@pytest.mark.slow
def test_a_deleted_row_is_told():
    book = filled()
    sheet = book["Provisions"]
    sheet.delete_rows(row_of(sheet, "id", "opsc-3-1-b"))

    assert the_message(book) == (
        "Provisions: MUST FIX C204: the row for article 3(1)(b) is missing\n"
        "    run 'publisher upgrade examplia.xlsx': it makes a new workbook that has the row and carries everything"
        " over; the old file is kept. What stood in the row, copy from the last version in workbooks/backup"
    )
    assert told(upgraded_book(book), "C204") == []


# Content cells


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Nothing found", State.NOTHING_FOUND),
        ("  nothing FOUND. ", State.NOTHING_FOUND),
        ("Not applicable", State.NOT_APPLICABLE),
        ("", State.NOT_RESEARCHED),
        ("Nothing found in 2019.", State.TEXT),
    ],
)
def test_a_content_cell_has_one_of_four_states(written, state):
    report, problems = checked(filled(f"id | law\nopsc-1 | {written}"))

    assert report.entries[0].contents[0].state is state
    assert [each for each in problems if each.code not in ABOUT_WRITING] == []


@pytest.mark.slow
def test_a_number_in_a_text_cell_is_doubtful_but_printed():
    book = filled()
    provision_cell(book, "opsc-1", "law").value = 1998

    assert the_message(book) == (
        "Provisions!F3 (art. 1, Current national law): PLEASE CHECK C205: this cell holds a number or a date (1998), not text: Excel may have changed what was"
        " typed\n    type it again with an apostrophe (') in front"
    )
    assert checked(book)[0].entries[0].contents[0].state is State.TEXT


def test_a_character_that_cannot_be_printed_is_told():
    assert the_message(filled("id | law\nopsc-1 | bell _x0007_ and _x0001_")) == (
        "Provisions!F3 (art. 1, Current national law): MUST FIX C206: this cell holds a character that cannot be printed (U+0007, U+0001)\n"
        "    it usually comes from another program: type the words around it again"
    )


# Assessments


@pytest.mark.slow
def test_a_declaratory_provision_cannot_be_assessed():
    book = filled("id | assessment | finder\nopsc-2-a | In line | Researcher")

    assert the_message(book) == (
        "Provisions!I4 (art. 2 (a), Assessment): MUST FIX C207: article 2(a) asks nothing of a State, so it cannot be assessed\n    empty the cell"
    )


def test_a_state_cannot_be_out_of_line_with_an_option():
    book = filled("id | assessment | finder\nopsc-4-2-a | Not in line | Researcher")

    assert the_message(book) == (
        "Provisions!I19 (art. 4, para. 2 (a), Assessment): MUST FIX C208: article 4(2)(a) leaves States a choice, so a State cannot be out of line with it\n"
        "    choose 'In line' or 'Not applicable', or empty the cell"
    )


def test_an_assessment_says_whose_it_is():
    assert the_message(filled("id | assessment\nopsc-1 | In line")) == (
        "Provisions!I3 (art. 1, Assessment): PLEASE CHECK C209: there is an assessment, but not whose it is\n"
        "    choose who found it, in the next column"
    )


# The sheet Country


def test_the_name_of_the_country_must_be_filled_in():
    assert the_message(filled(country={"short_name": None})) == (
        "Country!C2 (Country, short name): MUST FIX C210: 'Country, short name' is empty\n    the report cannot be built without it: fill it in"
    )


def test_a_state_cannot_become_a_party_before_it_signed():
    book = filled(country={"signed": "8 May 2004", "bound": "2003-02-01"})

    assert the_message(book) == (
        "Country!C8 (Ratified or acceded to the OPSC): MUST FIX C211: the State is said to have become a party on 2003-02-01, before it signed on 2004-05-08\n"
        "    correct one of the two dates; a State that acceded did not sign"
    )


def test_the_year_of_signature_is_enough_to_compare_with():
    assert messages(filled(country={"signed": "8 May 2003", "bound": "2003"})) == []


def test_a_final_report_needs_its_dates():
    assert messages(filled(country={"status": "Final"})) == [
        "examplia.xlsx: Country!C10 (Law stated as at): MUST FIX C212: 'Law stated as at' is empty, but the status is final\n"
        "    fill it in, or set the status to draft",
        "examplia.xlsx: Country!C14 (Date of this version): MUST FIX C212: 'Date of this version' is empty, but the status is final\n"
        "    fill it in, or set the status to draft",
    ]


# Sources and citations


def test_a_source_without_a_key_is_told():
    book = filled()
    sheet = book["Sources"]
    sheet["A2"], sheet["B2"], sheet["E2"] = None, "National law", "Lex"

    assert the_message(book) == (
        "Sources!A2: MUST FIX C213: this source has no key, so it cannot be cited\n    write the next free key"
    )


def test_a_key_that_stands_twice_is_told():
    book = filled("id | law\nopsc-1 | Fines. [QX-1]", SOURCES)
    sheet = book["Sources"]
    sheet["A3"], sheet["B3"], sheet["E3"] = "qx–1", "National law", "Lex"

    assert the_message(book) == (
        "Sources!A3 (qx–1, Key): MUST FIX C214: the key QX-1 stands twice, here and in A2\n"
        "    give one of the two sources another key and correct the citations"
    )


def test_a_source_needs_its_type_and_title():
    assert messages(
        filled("id | law\nopsc-1 | Fines. [QX-1]", "key | author\nQX-1 | Examplia")
    ) == [
        "examplia.xlsx: Sources!B2 (QX-1, Type): MUST FIX C215: 'Type' of the source QX-1 is empty\n"
        "    fill it in: it decides how the source is printed",
        "examplia.xlsx: Sources!E2 (QX-1, Title, original language): MUST FIX C215: 'Title, original language' of the source QX-1 is empty\n"
        "    fill it in: it decides how the source is printed",
    ]


def test_a_web_address_needs_the_day_it_was_looked_at():
    book = filled(
        "id | law\nopsc-1 | Fines. [QX-1]",
        "key | type | title | url\nQX-1 | Database | Register | https://example.org",
    )

    assert the_message(book) == (
        "Sources!R2 (QX-1, Web address): PLEASE CHECK C216: the source QX-1 has a web address but no date of access\n    add the day you looked at it"
    )


@pytest.mark.parametrize(
    ("cited", "remedy"),
    [
        (
            "QX-81",
            "add it to the sheet of sources, or correct the key",
        ),
        ("ABC-9", "add it to the sheet of sources, or correct the key"),
    ],
)
def test_a_citation_of_an_unknown_source_is_told_at_its_cell(cited, remedy):
    book = filled(f"id | law | reforms\nopsc-1 | Text [QX-1]. | Text [{cited} para. 2].", SOURCES)

    assert the_message(book) == (
        f"Provisions!G3 (art. 1, Legal reforms): MUST FIX C217: the text cites [{cited}], but there is no such source\n    {remedy}"
    )


def test_citations_in_the_summary_and_in_questions_count_too():
    book = filled(
        "id | question\nopsc-1 | See [QX-7]?", SOURCES, {"summary": "In short [QX-1; QX-8]."}
    )

    assert [each.split(": ")[1] for each in messages(book)] == [
        "Provisions!M3 (art. 1, Question for the national NGO)",
        "Country!C17 (Executive summary)",
    ]


def test_a_source_that_is_never_cited_is_noted():
    assert the_message(filled(sources=SOURCES)) == (
        "Sources!A2 (QX-1, Key): NOTE C218: the source QX-1 is never cited; it is printed in the list of sources all the same\n"
        "    cite it, or delete its row if it is not needed"
    )


# Single cells


@pytest.mark.slow
def test_an_entry_that_is_not_in_its_list_is_told_with_a_guess_or_the_list():
    near = filled("id | assessment | finder\nopsc-1 | Partialy in line | Researcher")
    far = filled(country={"status": "Published"})

    assert the_message(near) == (
        "Provisions!I3 (art. 1, Assessment): MUST FIX C219: 'Partialy in line' is not in the list of this column\n"
        "    did you mean 'Partly in line'? If not, the list has: In line, Partly in line, Not in line, Not determined,"
        " Not applicable"
    )
    assert the_message(far) == (
        "Country!C15 (Status): MUST FIX C219: 'Published' is not in the list of this column\n    the list has: Draft, Final"
    )


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [("3/4/1998", "1998-04-03", "1998-03-04"), ("04.03.1998", "1998-03-04", "1998-04-03")],
)
@pytest.mark.slow
def test_a_date_that_can_be_read_in_two_ways_is_told_with_both(written, one, other):
    assert the_message(filled(country={"law_as_at": written})) == (
        f"Country!C10 (Law stated as at): MUST FIX C262: '{written}' can be read in two ways: {one} or {other}"
        " (year, month, day)\n    write the month as a word, or the year first"
    )


@pytest.mark.parametrize("written", ["soon", "30 February 2019", "2019-13", "30/2/2019"])
def test_a_date_that_cannot_be_read_is_told(written):
    assert the_message(filled(country={"law_as_at": written})) == (
        f"Country!C10 (Law stated as at): MUST FIX C220: '{written}' is not a date that can be read\n"
        "    write 4 March 2019, March 2019 or 2019"
    )


def test_problems_are_told_in_the_order_of_the_sheets():
    def problem(sheet, cell, severity=Level.MUST_FIX):
        return Diagnostic("C201", severity, Place("f.xlsx", sheet, cell))

    mixed = [
        problem("Sources", "A2"), problem("Country", "C10"), problem("Country", "C9"), problem("Provisions", "AA2"),
        problem("Provisions", "B2", Level.NOTE), problem("Provisions", "B2"), problem("", ""), problem("Sources", "A2"),
    ]  # fmt: skip

    found = in_sheet_order(mixed, tuple(english().words("sheets").values()))

    assert [(each.place.sheet, each.place.cell, each.level.value) for each in found] == [
        ("", "", "must_fix"),
        ("Provisions", "B2", "must_fix"),
        ("Provisions", "B2", "note"),
        ("Provisions", "AA2", "must_fix"),
        ("Country", "C9", "must_fix"),
        ("Country", "C10", "must_fix"),
        ("Sources", "A2", "must_fix"),
    ]


def test_every_rated_provision_takes_an_assessment_and_no_other_offers_one():
    sheet = guided_book()["Provisions"]

    (rated,) = [
        each for each in sheet.data_validations.dataValidation if each.formula1 == "list_assessment"
    ]
    offered = {
        sheet.cell(row, 1).value
        for area in rated.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
    }
    assert offered == {each.id for each in opsc().provisions if each.obligation != "declaratory"}


def test_country_facts_are_found_by_their_hidden_key_or_by_their_label():
    book = filled(country={"version": "2.0"})
    label = country_cell(book, "version").offset(column=-1)
    label.value = "Ausgabe"

    assert read(book).value.country["version"].cells["value"].text == "2.0"


def test_a_row_whose_visible_article_is_that_of_another_provision_stops_the_report():
    """Cells were deleted and the others moved up, or a part of the sheet was sorted: the hidden ids stayed."""
    book = filled()
    sheet = book["Provisions"]
    for row in (3, 4):  # as Excel does for the columns that are in view
        for column in "BCDF":
            sheet[f"{column}{row}"] = sheet[f"{column}{row + 1}"].value
    sheet["F3"], sheet["F4"] = "Text about 2(a).", "Text about 2(b)."
    sheet["C9"] = "our own number"

    assert [each for each in messages(book) if "C264" in each] == [
        "examplia.xlsx: Provisions!C3 (art. 1, Article): MUST FIX C264: this row shows article 2(a), but its hidden id is that of"
        " article 1, so its texts would be printed at article 1\n"
        "    cells were moved or sorted without the hidden column A: undo that in Excel, or take the last version from"
        " workbooks/backup; if the texts stand where they should, write 1 into this cell again",
        "examplia.xlsx: Provisions!C4 (art. 2 (a), Article): MUST FIX C264: this row shows article 2(b), but its hidden id is that of"
        " article 2(a), so its texts would be printed at article 2(a)\n"
        "    cells were moved or sorted without the hidden column A: undo that in Excel, or take the last version from"
        " workbooks/backup; if the texts stand where they should, write 2(a) into this cell again",
    ]
