"""Workbooks that lost what is hidden in them (pyexcel, pandas, the document inspector of Excel): rows by what shows.

What a workbook must say is what openpyxl finds in the one from which the hidden things were removed, by the articles
and names that a person sees. The texts are invented.
"""

import io
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from publisher.domain.countries import Country
from publisher.domain.language import read_language
from publisher.domain.treaty import VersionChange
from publisher.domain.treaty_files import in_language
from publisher.domain.worded import WordedTreaty
from publisher.project.project import open_project
from publisher.project.workbooks import check_content, upgrade_file
from publisher.workbook.issue import issue_workbook
from publisher.workbook.opened import open_workbook
from publisher.workbook.read import read_workbook
from tests.support import EXAMPLIA, TODAY, TOP, english, filled, opsc, read, saved
from tests.test_upgrade import NOW

pytestmark = pytest.mark.slow  # each test upgrades or reads several copies of a workbook

CASES = TOP / "tests/cases/editors"
PROJECT = CASES / "project"
HIDDEN = ("_toolkit", "_lists")
GONE = (
    "examplia.xlsx: PLEASE CHECK S122: the hidden columns of this workbook are gone: its rows were read by the articles and"
    " field names that stand in them\n"
    "    run 'publisher upgrade examplia.xlsx': it puts the hidden columns back and carries everything over; the old file is"
    " kept"
)
ROWS = """
id           | law | reforms | compliance | assessment | question
opsc-1       | Sale is a crime. |  |  |  |
opsc-2-a     | Invented definition. | A bill is pending. |  |  | How is this applied?
opsc-3-1-a-i-a | Section 12 of the invented Act. |  | The Committee asked for more. | Partly in line |
opsc-12-3    | | Nothing found | | |
"""
SOURCES = """
key  | type | title
QX-1 | National law | Invented Children Act
"""
COUNTRY = {
    "summary": "An invented summary.",
    "law_as_at": "2026-01-31",
    "contact": "examplia@example.org",
}


def book():
    return filled(ROWS, SOURCES, COUNTRY)


def without_columns(own, *sheets):
    for title in sheets:
        own[title].delete_cols(1)
        for letter in "AB":
            own[title].column_dimensions[letter].hidden = False
    return own


def without_sheets(own):
    for title in HIDDEN:
        del own[title]
    return own


def emptied(own, *sheets):
    for title in sheets:
        for (cell,) in own[title].iter_rows(min_row=2, max_col=1):
            cell.value = None
    return own


def moved_and_shown(own):
    """Show the hidden columns and move them to the end, as somebody does who wonders what they are."""
    for title in ("Provisions", "Country"):
        sheet = own[title]
        column = [cell.value for (cell,) in sheet.iter_rows(max_col=1)]
        sheet.delete_cols(1)
        for letter in "AB":
            sheet.column_dimensions[letter].hidden = False
        width = sheet.max_column + 1
        for number, value in enumerate(column, start=1):
            sheet.cell(number, width).value = value
    return own


def shown(
    content, columns=("Article", "Current national law"), provisions="Provisions", country="Country"
):
    """Return what a person sees in a workbook: texts by article and heading, and by label on the sheet of the country."""
    own = openpyxl.load_workbook(io.BytesIO(content))
    sheet = own[provisions]
    headings = [cell.value for cell in sheet[1]]
    article, first = headings.index(columns[0]), headings.index(columns[1])
    seen = {}
    for cells in sheet.iter_rows(min_row=3):
        for cell in cells[first : first + 8]:
            if cell.value is not None:
                seen[str(cells[article].value), headings[cell.column - 1]] = str(cell.value)
    form = own[country]
    label = 0 if form["A1"].value != "key" else 1
    for cells in form.iter_rows(min_row=2, min_col=label + 1, max_col=label + 2):
        if cells[1].value is not None:
            seen[cells[0].value] = str(cells[1].value)
    return seen


def said(content):
    """Return what the program takes a workbook to say, by the article and the heading, and by label."""
    found = read(content).value
    names = {each.id: each.reference for each in opsc().provisions}
    headings = {each.id: each.heading for each in opsc().columns}
    headings |= {key: english().words("provisions")[key] for key in ("assessment", "question")}
    texts = {
        (names[row.cells["id"].text], headings[key]): cell.text
        for row in found.provisions
        for key, cell in row.cells.items()
        if "id" in row.cells and key in headings and cell.text
    }
    labels = english().words("country")
    country = {
        labels[key].format(treaty="OPSC"): row.cells["value"].text
        for key, row in found.country.items()
        if row.cells["value"].text
    }
    return texts | country


def told(content, *codes):
    return [str(each) for each in read(content).diagnostics if not codes or each.code in codes]


@cache
def right():
    return shown(saved(book()))


# Each proves on another mixture what the others prove.
LONG = ("columns gone", "only the ids gone", "only the keys of fields gone")
WAYS = {
    "columns and sheets gone": lambda: without_sheets(without_columns(book(), "Provisions", "Country")),
    "columns gone": lambda: without_columns(book(), "Provisions", "Country"),
    "only the ids gone": lambda: without_columns(book(), "Provisions"),
    "only the keys of fields gone": lambda: without_columns(book(), "Country"),
    "columns emptied": lambda: emptied(book(), "Provisions", "Country"),
    "ids emptied, keys gone, no sheets": lambda: without_sheets(without_columns(emptied(book(), "Provisions"), "Country")),
}  # fmt: skip


@pytest.mark.parametrize(
    "way", [pytest.param(each, marks=pytest.mark.long) if each in LONG else each for each in WAYS]
)
def test_rows_are_known_by_what_shows_where_the_hidden_columns_are_gone(way):
    content = saved(WAYS[way]())

    assert said(content) == right()
    assert told(content) == [GONE]


def test_hidden_columns_that_were_shown_and_moved_are_read_where_they_stand():
    content = saved(moved_and_shown(book()))

    assert said(content) == right()
    assert told(content, "S102", "S106", "S109", "S122", "S123", "S124") == []


def test_ids_under_a_lost_heading_are_not_gone():
    own = book()
    own["Provisions"]["A1"].value = None

    assert told(saved(own), "S102", "S122") == [
        "examplia.xlsx: Provisions: MUST FIX S102: the column 'Row id' is missing or its heading was changed\n"
        "    write 'Row id' over the column again"
    ]


def row_of_article(sheet, article):
    return next(
        cells[0].row for cells in sheet.iter_rows() if any(cell.value == article for cell in cells)
    )


def test_an_article_that_was_edited_places_no_row():
    own = without_columns(book(), "Provisions", "Country")
    sheet = own["Provisions"]
    number = row_of_article(sheet, "2(a)")
    sheet[f"B{number}"].value = "2 a new"
    content = saved(own)

    assert said(content) == {key: text for key, text in right().items() if key[0] != "2(a)"}
    assert told(content) == [
        GONE,
        f"examplia.xlsx: Provisions!B{number}: MUST FIX S123: this row holds text, but this cell does not say where it belongs,"
        " and the hidden column that did is gone\n"
        "    write here what a new workbook says here; what is in no row is: 2(a)",
    ]


def test_an_article_that_is_missing_places_no_row_and_empty_rows_need_none():
    own = without_columns(book(), "Provisions")
    sheet = own["Provisions"]
    filled_row, empty_row = row_of_article(sheet, "1"), row_of_article(sheet, "8(3)")
    sheet[f"B{filled_row}"].value = sheet[f"B{empty_row}"].value = None
    content = saved(own)

    assert said(content) == {key: text for key, text in right().items() if key[0] != "1"}
    assert told(content, "S123") == [
        f"examplia.xlsx: Provisions!B{filled_row}: MUST FIX S123: this row holds text, but this cell does not say where it"
        " belongs, and the hidden column that did is gone\n"
        "    write here what a new workbook says here; what is in no row is: 1, 8(3)",
    ]


def test_an_article_that_stands_twice_places_neither_row():
    own = without_columns(book(), "Provisions")
    sheet = own["Provisions"]
    first, second = row_of_article(sheet, "1"), row_of_article(sheet, "2(a)")
    sheet[f"B{second}"].value = "1"
    content = saved(own)

    assert said(content) == {
        key: text for key, text in right().items() if key[0] not in ("1", "2(a)")
    }
    assert told(content, "S123", "S124") == [
        f"examplia.xlsx: Provisions!B{first}: MUST FIX S124: '1' stands in the rows {first}, {second}, and the hidden column that told"
        " them apart is gone\n"
        "    leave it in the row to which it belongs, and write into the others what a new workbook says there; what is"
        " in no row is: 2(a)",
    ]


def test_an_article_twice_is_told_once_and_no_row_is_called_missing(tmp_path):
    own = without_columns(book(), "Provisions")
    sheet = own["Provisions"]
    sheet[f"B{row_of_article(sheet, '2(a)')}"].value = "1"
    path = tmp_path / "workbooks/examplia.xlsx"

    checked = check_content(open_project(tmp_path).value, path, saved(own), TODAY)

    assert [each.code for each in checked.diagnostics if each.level == "must_fix"] == ["S124"]


@pytest.mark.parametrize("number", [pytest.param(1, marks=pytest.mark.long), 1.0])
def test_an_article_that_a_program_made_a_number_is_the_article(number):
    own = without_columns(book(), "Provisions")
    sheet = own["Provisions"]
    sheet[f"B{row_of_article(sheet, '1')}"].value = number

    assert said(saved(own)) == right()


def test_a_field_whose_label_was_edited_or_stands_twice_is_not_guessed():
    own = without_columns(book(), "Country")
    sheet = own["Country"]
    edited, first = (
        row_of_article(sheet, "Executive summary"),
        row_of_article(sheet, "Law stated as at"),
    )
    second = row_of_article(sheet, "Contact for corrections")
    sheet[f"A{edited}"].value = "What we found"
    sheet[f"A{second}"].value = "Law stated as at"
    content = saved(own)

    lost = ("Executive summary", "Law stated as at", "Contact for corrections")
    assert said(content) == {key: text for key, text in right().items() if key not in lost}
    assert told(content, "S109", "S122", "S123", "S124") == [
        GONE,
        f"examplia.xlsx: Country!A{edited}: MUST FIX S123: this row holds text, but this cell does not say where it belongs,"
        " and the hidden column that did is gone\n"
        "    write here what a new workbook says here; what is in no row is: Executive summary, Contact for corrections",
        f"examplia.xlsx: Country!A{first}: MUST FIX S124: 'Law stated as at' stands in the rows {first}, {second}, and the hidden"
        " column that told them apart is gone\n"
        "    leave it in the row to which it belongs, and write into the others what a new workbook says there; what is"
        " in no row is: Executive summary, Contact for corrections",
    ]


def test_without_ids_and_articles_nothing_is_placed_and_the_remedy_is_the_backup():
    own = without_columns(book(), "Provisions")
    own["Provisions"].delete_cols(2)
    content = saved(own)

    assert [key for key in said(content) if isinstance(key, tuple)] == []
    assert told(content, "S102", "S122", "S125") == [
        "examplia.xlsx: Provisions: MUST FIX S125: the hidden column of ids and the column 'Article' are both gone, so nobody can"
        " tell to which article a row belongs\n"
        "    undo that in Excel, or take the last version from workbooks/backup",
    ]


def test_rows_with_formatted_texts_are_known_too(tmp_path):
    own = without_columns(book(), "Provisions", "Country")
    sheet = own["Provisions"]
    bold = InlineFont(b=True)
    for row in (2, row_of_article(sheet, "1")):
        sheet[f"E{row}"].value = CellRichText("Sale is a ", TextBlock(bold, "crime"), ".")
    sheet[f"B{row_of_article(sheet, '2(a)')}"].value = CellRichText("2", TextBlock(bold, "(a)"))
    own["Country"][f"A{row_of_article(own['Country'], 'Executive summary')}"].value = CellRichText(
        "Executive ", TextBlock(bold, "summary")
    )
    content = saved(own)

    assert said(content) == right()
    assert told(content) == [GONE]

    sheet[f"B{row_of_article(sheet, '1')}"].value = "one"
    _, account = upgraded(tmp_path, saved(own))
    assert account.homeless == tuple(f"Provisions!{letter}3" for letter in "E")


def test_in_an_older_workbook_no_article_counts_that_changed_places_since():
    """Invented: version 2 of the treaty's data took the row of 2 (a) for another one, and renamed it."""
    change = VersionChange("1", "2", renamed={"opsc-2-b": "opsc-2-a"}, split={}, dropped=())
    newer = WordedTreaty(replace(opsc(), version="2", changes=(change,)), english())
    own = without_columns(book(), "Provisions")
    number = row_of_article(own["Provisions"], "2(a)")

    found = read_workbook(open_workbook(saved(own), "examplia.xlsx"), newer)

    assert [row.place.cell for row in found.value.provisions if "id" not in row.cells] == [
        str(number),
        str(number + 1),
    ]
    assert [(each.code, each.place.cell) for each in found.diagnostics] == [
        ("S122", ""),
        ("S123", f"B{number}"),
    ]


# Carried over


def upgraded(tmp_path, content):
    path = tmp_path / "workbooks/examplia.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    _, account = upgrade_file(open_project(tmp_path).value, path, NOW)
    return path.read_bytes(), account


@pytest.mark.parametrize(
    "way",
    [
        "columns and sheets gone",
        pytest.param("columns emptied", marks=pytest.mark.long),
        pytest.param("only the ids gone", marks=pytest.mark.long),
    ],
)
def test_upgrade_puts_the_hidden_columns_back_and_carries_every_text(tmp_path, way):
    content, account = upgraded(tmp_path, saved(WAYS[way]()))

    assert shown(content) == right()
    assert (account.homeless, account.added, told(content)) == ((), (), [])
    own = openpyxl.load_workbook(io.BytesIO(content))
    assert own["Provisions"]["A3"].value == "opsc-1"
    assert own["Provisions"].column_dimensions["A"].hidden


def test_upgrade_keeps_the_texts_of_a_row_that_it_cannot_place(tmp_path):
    own = without_columns(book(), "Provisions")
    number = row_of_article(own["Provisions"], "2(a)")
    own["Provisions"][f"B{number}"].value = "2 a new"

    content, account = upgraded(tmp_path, saved(own))

    assert account.homeless == tuple(f"Provisions!{letter}{number}" for letter in "EFL")
    assert shown(content) == {key: text for key, text in right().items() if key[0] != "2(a)"}


def test_a_workbook_saved_by_pyexcel_is_carried_over_whole(tmp_path):
    """The workbook was issued for a real country and is empty; the facts about it are those of the treaty's data."""
    old = (CASES / "pyexcel-nepal.xlsx").read_bytes()

    content, account = upgraded(tmp_path, old)

    assert shown(content) == shown(old)
    assert (account.homeless, account.added) == ((), ())


@pytest.mark.parametrize("keeps_sheets", [pytest.param(True, marks=pytest.mark.long), False])
def test_all_texts_of_a_filled_workbook_land_where_they_stood(tmp_path, keeps_sheets):
    original = (PROJECT / "workbooks/examplia.xlsx").read_bytes()
    own = without_columns(
        openpyxl.load_workbook(io.BytesIO(original), rich_text=True), "Provisions", "Country"
    )

    content, account = upgraded(tmp_path, saved(own if keeps_sheets else without_sheets(own)))

    assert shown(content) == shown(original)
    assert len(shown(original)) > 150
    assert account.homeless == ()


# Other languages


@cache
def in_words_of(code):
    language = read_language(TOP / f"publisher/languages/{code}.toml", english())
    treaty = in_language(opsc(), TOP / "publisher/treaties/opsc", code)
    return WordedTreaty(treaty, language)


def stripped(code):
    """Return a workbook in a language with one text, and the same without anything hidden."""
    worded = in_words_of(code)
    own = openpyxl.load_workbook(
        io.BytesIO(issue_workbook(worded, Country("QX", "QXX", "Examplia", "Republic of Examplia")))
    )
    names = worded.language.words("sheets")
    sheet = own[names["provisions"]]
    sheet[f"F{row_of_article(sheet, '2(a)')}"].value = "texte / نص"
    whole = saved(own)
    return whole, saved(without_sheets(without_columns(own, names["provisions"], names["country"])))


@pytest.mark.parametrize("code", [pytest.param("fr", marks=pytest.mark.long), "ar"])
def test_the_language_too_is_known_by_what_shows(tmp_path, code):
    whole, content = stripped(code)
    path = tmp_path / "workbooks/examplia.xlsx"

    checked = check_content(open_project(tmp_path).value, path, content, TODAY)

    cells = {
        row.cells["id"].text: row.cells["law"].text
        for row in checked.workbook.provisions
        if row.cells["law"].text
    }
    assert cells == {"opsc-2-a": "texte / نص"}
    assert checked.project.language.code == code
    assert checked.workbook.country["short_name"].cells["value"].text == EXAMPLIA.short_name
    assert [each.code for each in checked.diagnostics if each.code[0] == "S"] == ["S122"]

    only_sheets = saved(without_sheets(openpyxl.load_workbook(io.BytesIO(whole))))
    checked = check_content(open_project(tmp_path).value, path, only_sheets, TODAY)
    assert checked.project.language.code == code
    assert [each.code for each in checked.diagnostics if each.code[0] == "S"] == []

    carried, _ = upgraded(tmp_path, content)
    words = in_words_of(code).language
    sheets, headings = words.words("sheets"), words.words("provisions")
    first = next(each.heading for each in in_words_of(code).treaty.columns)
    names = {
        "columns": (headings["article"], first),
        "provisions": sheets["provisions"],
        "country": sheets["country"],
    }
    assert shown(carried, **names) == shown(whole, **names)
