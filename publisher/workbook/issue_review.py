"""The sheets Reviewers, Review and Cell history of a new workbook: whom drafts go to, what comes
back for a decision, and what became of each cell.
"""

from collections.abc import Mapping

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.look import (
    FIXED,
    GREY_INK,
    THIN,
    TOP,
    add_list,
    add_prompt,
    fill_heading,
    font,
    set_up_page,
)
from publisher.workbook.reach import SPARE_ROWS, grown_area

_WIDTHS = {
    "number": 6, "item": 10, "id": 14, "article": 16, "column": 20, "reviewer": 24, "author": 18,
    "written_on": 16, "kind": 22, "original": 60, "proposed": 60, "comment": 50, "decision": 14,
    "note": 40, "decided_by": 16, "outcome": 40, "decided_on": 13, "draft": 30, "name": 36,
    "organisation": 30, "email": 28, "language": 14, "round": 8, "build": 12, "sent_on": 13,
    "reply_by": 13, "returned_on": 13, "named": 16, "provisions": 26, "content": 20,
    "when": 16, "event": 26, "file": 30, "by": 20, "before": 60, "now": 60, "cell": 30,
}  # fmt: skip
_BY_A_PERSON = ("decision", "note", "decided_by")
_SETTLED = PatternFill("solid", bgColor="EEF1F4")


def fill_reviewers(sheet: Worksheet, worded: WordedTreaty) -> None:
    """Write the sheet Reviewers: one row per reviewer and round, which the program fills in."""
    columns = layout.sheets(worded)["reviewers"].columns
    by_program = worded.language.words("country_columns_help")["by_program"]
    _fill(sheet, columns, dict.fromkeys(columns, by_program))
    letter = _letter(columns, "named")
    add_list(sheet, f"{letter}2:{letter}{layout.MOST_REVIEWERS}", "yes_no", columns["named"])


def fill_review(sheet: Worksheet, worded: WordedTreaty) -> None:
    """Write the sheet Review: one row per item, with a drop-down for the decision; settled rows
    turn grey.
    """
    columns, helps = (
        layout.sheets(worded)["review"].columns,
        worded.language.words("review_help"),
    )
    _fill(
        sheet,
        columns,
        {
            **dict.fromkeys(columns, worded.language.words("country_columns_help")["by_program"]),
            **helps,
        },
    )
    last = layout.HEADING_ROW + SPARE_ROWS  # they grow with the rows
    for key in _BY_A_PERSON:
        letter = _letter(columns, key)
        area = f"{letter}2:{letter}{last}"
        if key == "decision":
            add_list(sheet, area, "decision", helps[key])
        else:
            add_prompt(sheet, area, helps[key])
    settled = f"LEN(TRIM(${_letter(columns, 'decided_on')}2))>0"
    rule = FormulaRule(formula=[settled], fill=_SETTLED, font=Font(color=GREY_INK))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"A2:{get_column_letter(len(columns))}{last}", rule)
    sheet.freeze_panes = f"{_letter(columns, 'column')}2"


def fill_history(sheet: Worksheet, worded: WordedTreaty) -> None:
    """Write the sheet Cell history: one row per change of a cell, which the program fills in."""
    helps = worded.language.words("history_help")
    columns = layout.sheets(worded)["history"].columns
    _fill(sheet, columns, {**dict.fromkeys(columns, helps["when"]), **helps})
    sheet.freeze_panes = "B2"


def reach_behind(sheet: Worksheet, last: int) -> None:
    """Let the drop-downs and colours of a sheet reach some rows behind its last one."""
    reach = last + SPARE_ROWS
    for each in sheet.data_validations.dataValidation:
        each.sqref = grown_area(str(each.sqref), reach)
    coloured = sheet.conditional_formatting
    sheet.conditional_formatting = ConditionalFormattingList()
    for area in coloured:
        for rule in area.rules:
            sheet.conditional_formatting.add(grown_area(str(area.sqref), reach), rule)


def _fill(sheet: Worksheet, columns: Mapping[str, str], helps: Mapping[str, str]) -> None:
    """Write the heading, and the look of the first row, which all rows take that the program
    writes.
    """
    fill_heading(sheet, columns, helps)
    for position, key in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(key, 20)
        cell = sheet.cell(2, position)
        cell.alignment, cell.border, cell.number_format = TOP, THIN, "@"
        cell.font = font(size=10, bold=key == "number")
        if key == "number":
            cell.number_format = "0"
            cell.alignment = Alignment(horizontal="center", vertical="top")
        if "decision" in columns and key not in _BY_A_PERSON:
            cell.fill = FIXED
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    set_up_page(sheet)


def _letter(columns: Mapping[str, str], key: str) -> str:
    return get_column_letter(list(columns).index(key) + 1)
