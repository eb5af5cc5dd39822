"""A workbook in other people's programs: a researcher types into it, decides on what came back, and saves it.

All of its texts stay, what was typed is read, and what was accepted is carried out in its cell.
"""

import json
import re
import shutil

import openpyxl
import pytest

from tests.programs.desk import MARKED_DRAFT
from tests.programs.saved_again import by_libreoffice, by_node, edited_by_onlyoffice, program, run

pytestmark = [
    pytest.mark.programs,
    # What openpyxl says of the files of Gnumeric and of ONLYOFFICE.
    pytest.mark.filterwarnings("ignore:Workbook contains no default style"),
    pytest.mark.filterwarnings("ignore:.* extension is not supported"),
]
TYPED = "WB01 A bill was tabled in 2026. [QX-9 cl. 2]"
TYPED_AT = ("opsc-2-a", "Legal reforms")  # 'Nothing found' until now
ACCEPTED = ("ZQ01", "ZQ02")
# As the texts of the two cells read when the edits 01 and 02 are accepted.
THEN = {
    (
        "opsc-3-4",
        "Current national law",
    ): "Legal persons may be fined. ZQ01 and dissolved. [QX-6 s. 30]",
    ("opsc-7-c", "Current national law"): (
        "A court may close premises for up to ZQ02 three years. [QX-6 s. 62; QX-14]"
    ),
    TYPED_AT: TYPED,
}


def by_openpyxl(source, target, cells):
    book = openpyxl.load_workbook(source, rich_text=True)
    for sheet, cell, text in cells:
        book[sheet][cell] = text
    book.save(target)


def by_exceljs(source, target, cells):
    by_node("exceljs.mjs", source, target, json.dumps(cells), folder=target.parent)


def by_sheetjs(source, target, cells):
    by_node("sheetjs.mjs", source, target, json.dumps(cells), folder=target.parent)


def by_onlyoffice(source, target, cells):
    lines = [
        f"Api.GetSheet({json.dumps(sheet)}).GetRange({json.dumps(cell)}).SetValue({json.dumps(text)});"
        for sheet, cell, text in cells
    ]
    edited_by_onlyoffice(source, target, "\n".join(lines))


def by_gnumeric(source, target, cells):
    """Gnumeric has no scripts: it saves what another program typed."""
    typed = target.with_name("typed.xlsx")
    by_openpyxl(source, typed, cells)
    run(program("ssconvert", "gnumeric"), typed, target, folder=target.parent)


def by_calc(source, target, cells):
    """LibreOffice Calc saves what another program typed."""
    typed = target.with_name("typed.xlsx")
    by_openpyxl(source, typed, cells)
    by_libreoffice(typed, target)


PROGRAMS = {
    "openpyxl": by_openpyxl,
    "exceljs": by_exceljs,
    "sheetjs": by_sheetjs,
    "onlyoffice": by_onlyoffice,
    "gnumeric": by_gnumeric,
    "libreoffice": by_calc,
}


def texts(path):
    """Return the texts of a workbook's provisions by row id and heading, in one kind of spaces and line ends.

    The column that is worked out is none of them: SheetJS drops a formula that nobody has worked out yet.
    """
    book = openpyxl.load_workbook(path, read_only=True)  # so that no drawing is looked at
    lines = list(book["Provisions"].iter_rows(values_only=True))
    return {
        (line[0], heading): re.sub(r"[\xa0 ]+", " ", str(text).replace("\r\n", "\n"))
        for line in lines[1:]
        for heading, text in zip(lines[0], line, strict=True)
        if text not in (None, "") and heading not in (None, "Filled in")
    }


def cells_to_write(path):
    """Return the cells in which a researcher types a text, and accepts two items."""
    book = openpyxl.load_workbook(path)
    id_, heading = TYPED_AT
    found = [("Provisions", _cell(book["Provisions"], heading, "Row id", {id_}), TYPED)]
    for mark in ACCEPTED:
        sheet = book["Review"]
        proposed = {text for text in _column(sheet, "Text proposed") if text and mark in text}
        found.append(("Review", _cell(sheet, "Decision", "Text proposed", proposed), "accept"))
    return found


def _headings(sheet):
    return {cell.value: cell.column for cell in sheet[1]}


def _column(sheet, heading):
    return [
        row[_headings(sheet)[heading] - 1] for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def _cell(sheet, heading, by, values):
    number = next(n for n, text in enumerate(_column(sheet, by), 2) if text in values)
    return sheet.cell(number, _headings(sheet)[heading]).coordinate


def codes(output):
    return sorted(re.findall(r"(?:MUST FIX|PLEASE CHECK|NOTE) ([A-Z]\d{3})\b", output))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_workbook_that_another_program_saved_is_read_and_carried_out(desk, tmp_path, name):
    desk.collected(MARKED_DRAFT)
    before, told_before = texts(desk.workbook), codes(desk.run("check", desk.workbook))
    saved = tmp_path / "saved.xlsx"
    PROGRAMS[name](desk.workbook, saved, cells_to_write(desk.workbook))
    shutil.copyfile(saved, desk.workbook)

    told = codes(desk.run("check", desk.workbook))
    applied = desk.run("review", "apply", "examplia")

    assert texts(desk.workbook) == before | THEN, applied
    assert told == told_before
    # Nothing is offered twice to somebody who collects again.
    assert " 0 new" in desk.run("review", "collect", MARKED_DRAFT)
