"""The cells of a workbook as they come back from researchers: moved, sorted, merged, pasted, half broken."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from publisher.domain.model import Run
from publisher.workbook.needed import needed
from tests.support import (
    blank_book,
    column_of,
    filled,
    guided_book,
    messages,
    provision_cell,
    read,
    saved,
    searched,
)

ROWS = "id | law\nopsc-1 | Text."


def cell(book, id_="opsc-1", key="law"):
    found = read(book)
    row = next(row for row in found.value.provisions if row.cells["id"].text == id_)
    return row.cells[key], [str(each) for each in found.diagnostics]


def test_a_sound_workbook_gives_no_message():
    found = read(filled(ROWS))

    assert found.diagnostics == ()
    assert len(found.value.provisions) == 58
    assert found.value.identity["treaty"] == "opsc"


@pytest.mark.parametrize("make", [blank_book, guided_book, lambda: searched(filled(ROWS))])
def test_of_cells_that_hold_nothing_the_reader_is_given_nothing(make):
    """So tests of reading may leave them out, and those of this file are not lied to by what saves their workbooks."""
    stream = io.BytesIO()
    make().save(stream)

    as_openpyxl_saves = needed(stream.getvalue())
    assert needed(saved(make())) == as_openpyxl_saves
    assert needed(saved(make(), with_empty=False)) == as_openpyxl_saves


# Sheets and headings


def test_a_missing_sheet_is_named_with_the_sheets_there_are():
    book = blank_book()
    del book["Sources"]

    assert messages(book) == [
        "examplia.xlsx: MUST FIX S101: the sheet 'Sources' is missing\n"
        "    the workbook has the sheets 'Read me', 'Provisions', 'Country', 'Where we looked', 'Reviewers', 'Review', 'Cell history';"
        " give the right one the name 'Sources'"
    ]


@pytest.mark.slow
def test_a_sheet_with_nearly_its_name_is_read_and_that_is_told():
    book = filled(ROWS)
    book["Provisions"].title = "Provision"
    book["Country"].title = " COUNTRY"

    assert messages(book) == [
        "examplia.xlsx: Provision: PLEASE CHECK S118: the sheet 'Provision' is read as 'Provisions'\n"
        "    if that is not so, give the sheet that is meant the name 'Provisions'"
    ]
    assert cell(book)[0].text == "Text."


@pytest.mark.slow
def test_headings_are_found_by_other_names_and_by_nearly_their_own():
    book = filled("id | law | reforms | question\nopsc-1 | Text. | Reform. | Is it so?")
    sheet = book["Provisions"]
    for key, heading in (
        ("law", "NATIONAL LAW:"),
        ("reforms", "Reforms"),
        ("question", "Question for national NGOs"),
    ):
        sheet.cell(1, column_of(sheet, key)).value = heading
    book["Sources"]["R1"] = "Link"

    assert messages(book) == [
        "examplia.xlsx: Provisions!M1: PLEASE CHECK S117: the heading 'Question for national NGOs' is read as"
        " 'Question for the national NGO'\n"
        "    if that is not so, write 'Question for the national NGO' over the column that is meant"
    ]
    assert [cell(book, key=key)[0].text for key in ("law", "reforms", "question")] == [
        "Text.",
        "Reform.",
        "Is it so?",
    ]


@pytest.mark.parametrize(
    ("key", "old", "weight"),
    [
        ("law", "Current national law", "MUST FIX"),
        ("question", "Question for the national NGO", "PLEASE CHECK"),
    ],
)
@pytest.mark.slow
def test_a_renamed_heading_is_told_with_the_unknown_one(key, old, weight):
    book = filled(ROWS)
    sheet = book["Provisions"]
    heading = sheet.cell(1, column_of(sheet, key))
    heading.value = "Gesetz"

    assert messages(book)[0] == (
        f"examplia.xlsx: Provisions: {weight} S102: the column '{old}' is missing or its heading was changed\n"
        f"    write '{old}' over the column again; headings that are not known stand in {heading.coordinate}"
    )


def test_without_the_column_of_ids_one_message_says_so():
    book = filled(ROWS)
    book["Provisions"]["A1"] = None

    assert messages(book) == [
        "examplia.xlsx: Provisions: MUST FIX S102: the column 'Row id' is missing or its heading was changed\n"
        "    write 'Row id' over the column again"
    ]


def test_an_added_column_is_kept_and_told():
    book = filled(ROWS)
    book["Provisions"].cell(1, 16).value = "My notes"

    assert messages(book) == [
        "examplia.xlsx: Provisions!P1: PLEASE CHECK S103: the column 'My notes' was added: it stays in the workbook but is not"
        " printed\n    move what should be printed into one of the given columns"
    ]


@pytest.mark.slow
def test_text_outside_the_table_is_told_wherever_it_stands():
    book = filled(ROWS)
    book["Provisions"]["R40"] = "Please print this as well: it is important to us"
    book["Provisions"]["R41"] = "and this"
    book["Sources"]["AE3"] = 5
    book["Country"]["B40"], book["Country"]["C40"] = "Population", "4 million"

    assert messages(book) == [
        "examplia.xlsx: Provisions!R40: PLEASE CHECK S109: the text 'Please print this as well: it is importa' stands outside the"
        " table and is not printed\n    move it into the cell where it belongs, or delete it",
        "examplia.xlsx: Country!C40: PLEASE CHECK S109: the text '4 million' stands outside the table and is not printed\n"
        "    move it into the cell where it belongs, or delete it",
        "examplia.xlsx: Sources!AE3: PLEASE CHECK S109: the text '5' stands outside the table and is not printed\n"
        "    move it into the cell where it belongs, or delete it",
    ]


def test_a_heading_that_stands_twice_is_told():
    book = filled(ROWS)
    book["Provisions"].cell(1, 16).value = "LEGAL  reforms:"

    assert messages(book) == [
        "examplia.xlsx: Provisions!P1: MUST FIX S104: the heading 'LEGAL  reforms:' stands twice, here and in G1\n"
        "    remove one of the two columns"
    ]


@pytest.mark.slow
def test_moved_columns_sorted_and_hidden_rows_are_read_all_the_same():
    book = filled("id | law\nopsc-1 | One.\nopsc-10-4 | Last.")
    sheet = book["Provisions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), start=2):
        for column, value in enumerate(values[::-1], start=1):
            sheet.cell(number, column).value = value
    for column, value in enumerate([cell.value for cell in sheet[1]][::-1], start=1):
        sheet.cell(1, column).value = value
    hidden = next(
        cell.row for row in sheet.iter_rows() for cell in row if cell.value == "opsc-10-4"
    )
    sheet.row_dimensions[hidden].hidden = True

    assert messages(book) == [
        f"examplia.xlsx: Provisions: PLEASE CHECK S111: hidden or filtered rows hold text ({hidden}): they are read and printed all"
        " the same\n    show them to see what will be printed: Data > Clear, then select all, right-click a row number, Unhide"
    ]
    assert cell(book)[0].text == "One."
    assert cell(book, "opsc-10-4")[0].text == "Last."


def test_a_field_of_the_country_sheet_that_is_gone_is_told():
    book = filled(ROWS)
    sheet = book["Country"]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "iso2":
            row[0].value = row[1].value = None

    assert messages(book) == [
        "examplia.xlsx: Country: MUST FIX S106: the row 'Two-letter code' is missing\n"
        "    write 'Two-letter code' into column B of an empty row and the entry beside it",
        "examplia.xlsx: Country!C5: PLEASE CHECK S109: the text 'QX' stands outside the table and is not printed\n"
        "    move it into the cell where it belongs, or delete it",
    ]


@pytest.mark.slow
@pytest.mark.no_cover  # being traced would double its time
def test_a_stray_cell_at_the_end_of_excel_does_no_harm():
    book = filled(ROWS)
    book["Provisions"]["XFD1048576"] = "x"
    book["Sources"]["XFD1048576"] = "x"
    book["Country"]["XFD1048576"] = "x"

    assert messages(book) == []


# Cells


def test_merged_cells_are_told():
    book = filled(ROWS)
    book["Provisions"].merge_cells("F3:F5")

    assert messages(book) == [
        "examplia.xlsx: Provisions!F3: MUST FIX S105: the cells F3:F5 are merged: only the first one counts, and rows can no"
        " longer be told apart\n"
        "    select them, choose Merge & Center > Unmerge Cells, and write the text into the cell where it belongs"
    ]


def test_a_formula_is_told():
    book = filled(ROWS)
    provision_cell(book, "opsc-1", "law").value = '=CONCATENATE("Section ",4)'

    assert messages(book) == [
        'examplia.xlsx: Provisions!F3 (art. 1, Current national law): MUST FIX S107: this cell holds a formula (=CONCATENATE("Section ",4)), not text\n'
        "    type the text itself; if it begins with = put an apostrophe (') in front"
    ]


@pytest.mark.slow
def test_an_error_value_is_told():
    book = filled(ROWS)
    spoilt = provision_cell(book, "opsc-1", "law")
    spoilt.value, spoilt.data_type = "#NAME?", "e"

    assert messages(book) == [
        "examplia.xlsx: Provisions!F3 (art. 1, Current national law): MUST FIX S108: this cell shows the error #NAME?\n"
        "    type the text again; if it begins with = or - put an apostrophe (') in front"
    ]


@pytest.mark.slow
def test_text_that_begins_like_a_formula_stays_text():
    book = filled("id | law | reforms | compliance\nopsc-1 | =1+1 | -5 | @name")

    assert messages(book) == []
    assert cell(book)[0].text == "=1+1"


def test_bold_and_italic_are_read_and_needless_splits_joined():
    book = blank_book()
    provision_cell(book, "opsc-1", "law").value = CellRichText(
        "Plain ", TextBlock(InlineFont(b=True), "bo"), TextBlock(InlineFont(b=True, rFont="Arial"), "ld [QX-"),
        TextBlock(InlineFont(b=True), "1]"), TextBlock(InlineFont(i=True, b=False), " italic"),
    )  # fmt: skip

    assert cell(book)[0].runs == (
        Run("Plain "),
        Run("bold [QX-1]", bold=True),
        Run(" italic", italic=True),
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<t>First. </t><r><rPr><b/></rPr><t>Second.</t></r>",
        '<r><t xml:space="preserve">First. </t></r><r><t>Second.</t></r>',
    ],
)
@pytest.mark.slow
def test_a_text_in_plain_and_formatted_pieces_is_read_whole(inside):
    """Some programs write both in one cell; openpyxl gives only the first (its plain reading gives all)."""
    content = saved(filled("id | law\nopsc-1 | @@"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = inside.replace("<t>First", '<t xml:space="preserve">First').encode()
    parts = {name: part.replace(b"<t>@@</t>", text) for name, part in parts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert cell(packed.getvalue())[0].text == "First. Second."


@pytest.mark.slow
def test_text_pasted_from_word_is_made_normal():
    book = filled("id | law\nopsc-1 | one_x000D_two_x000B_three\u00adfour\u200b \u0646\u200c\u0627")

    assert cell(book)[0].text == "one\ntwo\nthreefour \u0646\u200c\u0627"


def test_a_cell_of_spaces_is_empty():
    assert cell(filled("id | law\nopsc-1 | \u00a0 ⏎ "))[0].value is None


@pytest.mark.slow
def test_a_link_set_on_a_cell_is_kept_unless_the_text_is_the_address():
    book = filled("id | law | reforms\nopsc-1 | See the Act | https://example.org/act")
    for key in ("law", "reforms"):
        provision_cell(book, "opsc-1", key).hyperlink = "https://example.org/act"

    assert cell(book)[0].link == "https://example.org/act"
    assert cell(book, key="reforms")[0].link == ""


@pytest.mark.slow
def test_numbers_and_dates_are_read_as_what_they_are():
    book = blank_book()
    provision_cell(book, "opsc-1", "law").value = 1998
    provision_cell(book, "opsc-1", "reforms").value = datetime(2019, 2, 1)
    provision_cell(book, "opsc-1", "compliance").value = datetime(2019, 2, 1).time()

    assert cell(book)[0].value == 1998
    assert cell(book, key="reforms")[0].value == datetime(2019, 2, 1)
    assert cell(book, key="compliance")[0].value == "00:00:00"


def test_a_workbook_without_its_hidden_sheets_is_still_read():
    book = filled(ROWS)
    del book["_toolkit"]

    assert messages(book) == []
