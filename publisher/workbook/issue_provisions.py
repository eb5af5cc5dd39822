"""The sheet Provisions of a new workbook: one row for each provision, with drop-downs, help and
colours.
"""

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.treaty import Provision, Treaty
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.look import (
    FIXED,
    GREY_INK,
    THIN,
    TOP,
    CellLooks,
    add_list,
    add_prompt,
    areas,
    colour_empty,
    colour_faults,
    fill_heading,
    font,
    level_words,
    progress,
    protect,
    set_up_page,
)

_CONTENT_WIDTH, _ROW_HEIGHT = 70, 150
_WIDTHS = {
    "id": 10,
    "area": 20,
    "article": 12,
    "summary": 36,
    "question": 34,
    "checks": 60,
    "dismissed": 40,
}
_FIRST_PROVISION = layout.HEADING_ROW + 2  # the row between shows an example


def fill_provisions(
    sheet: Worksheet, worded: WordedTreaty, placeholders: Mapping[str, str]
) -> None:
    """Write the sheet of provisions: an example, then a row for each provision."""
    columns = layout.sheets(worded)["provisions"].columns
    keys = list(columns)
    helps = _provision_helps(worded, placeholders)
    fill_heading(sheet, columns, helps)
    letters = {key: get_column_letter(keys.index(key) + 1) for key in keys}
    _fill_example(sheet, worded, letters, placeholders)
    contents = [column.id for column in worded.treaty.columns]
    first, last_content = letters[contents[0]], letters[contents[-1]]
    looks = CellLooks()
    for number, provision in enumerate(worded.treaty.provisions, start=_FIRST_PROVISION):
        _fill_provision(sheet, number, provision, worded.treaty, keys, looks)
        cell = f"{letters['progress']}{number}"
        sheet[cell] = progress(f"{first}{number}:{last_content}{number}", worded.language)
        sheet[cell].number_format = "General"
    last = _FIRST_PROVISION + len(worded.treaty.provisions) - 1
    for key in keys:
        width = _CONTENT_WIDTH if key in contents else _WIDTHS.get(key, 18)
        sheet.column_dimensions[letters[key]].width = width
    sheet.column_dimensions[letters["id"]].hidden = True
    area = f"{first}{_FIRST_PROVISION}:{letters['question']}{last}"
    colour_faults(sheet, area, letters["checks"], level_words(worded.language))
    _colour_empty_cells(sheet, worded.treaty, keys, letters)
    _add_provision_lists(sheet, worded.treaty, letters, helps)
    sheet.freeze_panes = f"{letters['summary']}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(keys))}{last}"
    protect(sheet)
    set_up_page(sheet)


def _fill_example(
    sheet: Worksheet,
    worded: WordedTreaty,
    letters: Mapping[str, str],
    placeholders: Mapping[str, str],
) -> None:
    """Show in the first row how to fill in the others; the reader skips it."""
    texts = {
        "id": layout.EXAMPLE_ID,
        "area": worded.language.words("readme")["example"],
        **worded.treaty.example,
    }
    texts["article"] = worded.language.words("readme")["example_note"]
    for key, letter in letters.items():
        cell = sheet[f"{letter}{layout.HEADING_ROW + 1}"]
        cell.value = texts.get(key, "").format(**placeholders) or None
        cell.alignment, cell.border, cell.number_format, cell.fill = TOP, THIN, "@", FIXED
        cell.font = font(size=10, italic=True, color=GREY_INK)
    sheet.row_dimensions[layout.HEADING_ROW + 1].height = 76


def _provision_helps(worded: WordedTreaty, placeholders: Mapping[str, str]) -> dict[str, str]:
    prompt = worded.language.words("issue")["cell_prompt"]
    states = worded.language.words("cell_states")
    contents = {
        column.id: prompt.format(help=column.help.format(**placeholders), **states)
        for column in worded.treaty.columns
    }
    return {
        **worded.language.words("provisions_help"),
        **worded.language.words("reserved_help"),
        **contents,
    }


def _fill_provision(
    sheet: Worksheet,
    number: int,
    provision: Provision,
    treaty: Treaty,
    keys: Sequence[str],
    looks: CellLooks,
) -> None:
    known = {
        "id": provision.id,
        "area": treaty.area(provision),
        "article": provision.reference,
        "summary": f"{provision.title}\n{provision.summary}",
    }
    for position, key in enumerate(keys, start=1):
        cell = sheet.cell(number, position, known.get(key))
        is_locked = key in layout.FIXED_COLUMNS or (
            key == "assessment" and not provision.is_assessable
        )
        looks.give(cell, bold=key == "article", is_locked=is_locked, is_grey=is_locked)
    sheet.row_dimensions[number].height = _ROW_HEIGHT


def _add_provision_lists(
    sheet: Worksheet, treaty: Treaty, letters: Mapping[str, str], helps: Mapping[str, str]
) -> None:
    rows = _rows(treaty)
    rated = _rated_rows(treaty)
    lists = {column.id: "cell_states" for column in treaty.columns}
    lists |= {key: key for key in ("finder", "research_status", "question")}
    for key, name in lists.items():
        is_free = name in ("cell_states", "question")
        add_list(sheet, " ".join(areas(letters[key], rows)), name, helps[key], is_free=is_free)
    add_list(
        sheet, " ".join(areas(letters["assessment"], rated)), "assessment", helps["assessment"]
    )
    for key in ("finding_date", *layout.RESERVED_COLUMNS, *layout.FIXED_COLUMNS[1:]):
        add_prompt(sheet, " ".join(areas(letters[key], rows)), helps[key])


def _colour_empty_cells(
    sheet: Worksheet, treaty: Treaty, keys: Sequence[str], letters: Mapping[str, str]
) -> None:
    """Colour what may be written in while it is empty."""
    first, last = keys.index(treaty.columns[0].id), keys.index("question")
    for key in keys[first : last + 1]:
        rows = _rated_rows(treaty) if key == "assessment" else _rows(treaty)
        for area in areas(letters[key], rows):
            colour_empty(sheet, area)


def _rows(treaty: Treaty) -> Sequence[int]:
    return range(_FIRST_PROVISION, _FIRST_PROVISION + len(treaty.provisions))


def _rated_rows(treaty: Treaty) -> Sequence[int]:
    """Return the rows of the provisions under which a State can be assessed."""
    rows = zip(_rows(treaty), treaty.provisions, strict=True)
    return [row for row, provision in rows if provision.is_assessable]
