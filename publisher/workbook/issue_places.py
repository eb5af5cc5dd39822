"""The sheet Where we looked of a new workbook: the places that the treaty's data names, and empty
rows for more.
"""

from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.look import (
    CellLooks,
    add_list,
    add_prompt,
    colour_faults,
    fill_heading,
    level_words,
    set_up_page,
)

EMPTY_ROWS = 15
_LAST_ROW = 200  # drop-downs and colours reach further than the rows that are made
_WIDTHS = {
    "place": 46,
    "holds": 34,
    "looked_on": 15,
    "looked_by": 18,
    "result": 16,
    "sources": 24,
    "note": 34,
    "checks": 60,
    "dismissed": 40,
}
_HEIGHT = 46  # three lines: the longest name of a place that comes with the program


def fill_places(sheet: Worksheet, worded: WordedTreaty, placeholders: Mapping[str, str]) -> None:
    """Write the sheet Where we looked: one row for each place of the treaty, then empty ones."""
    language = worded.language
    columns = layout.sheets(worded)["places"].columns
    helps = language.words("places_help")
    helps = {key: text.format(**placeholders) for key, text in helps.items()}
    helps |= language.words("reserved_help")
    fill_heading(sheet, columns, helps)
    known = [
        {"key": each.key, "place": each.place, "holds": each.holds} for each in worded.treaty.places
    ]
    looks = CellLooks()
    for number, texts in enumerate((*known, *({},) * EMPTY_ROWS), start=layout.HEADING_ROW + 1):
        _fill_row(sheet, number, list(columns), texts, looks)
    for position, key in enumerate(columns, start=1):
        _guide(sheet, get_column_letter(position), key, helps)
    last = get_column_letter(len(columns) - len(layout.RESERVED_COLUMNS))
    checks = get_column_letter(list(columns).index("checks") + 1)
    colour_faults(sheet, f"B2:{last}{_LAST_ROW}", checks, level_words(language))
    sheet.freeze_panes = "C2"
    set_up_page(sheet)


def _fill_row(
    sheet: Worksheet,
    number: int,
    columns: list[str],
    texts: Mapping[str, str],
    looks: CellLooks,
) -> None:
    """Write a row; what the treaty's data says of a place is grey."""
    for position, key in enumerate(columns, start=1):
        cell = sheet.cell(number, position, texts.get(key))
        looks.give(cell, is_locked=False, is_grey=key in texts)
    sheet.row_dimensions[number].height = _HEIGHT


def _guide(sheet: Worksheet, letter: str, key: str, helps: Mapping[str, str]) -> None:
    """Give a column its width, and its drop-down or help."""
    if key == "key":
        sheet.column_dimensions[letter].hidden = True
        return
    sheet.column_dimensions[letter].width = _WIDTHS[key]
    area = f"{letter}2:{letter}{_LAST_ROW}"
    if key == "result":
        add_list(sheet, area, "place_result", helps[key])
    elif key == "sources":
        add_list(sheet, area, layout.SOURCE_KEYS, helps[key], is_free=True)
    else:
        add_prompt(sheet, area, helps[key])
