"""What new workbooks of every kind are made of: text to read, fields one below the other, lists, an
identity.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook as XlsxFile
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.archive import pack, unpack
from publisher.domain.language import Language
from publisher.workbook import layout
from publisher.workbook.look import (
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
from publisher.workbook.part_names import with_usual_names
from publisher.workbook.shared_texts import with_shared_texts

# A fixed moment: the same workbook is issued byte for byte the same whenever that happens.
CREATED = datetime(2000, 1, 1)
_README_LETTERS, _README_WIDTH = 116, 104  # in a line of the sheet to read
_BOTTOM = Alignment(vertical="bottom", wrap_text=True)
_FIELD_WIDTHS = (34, 84, 52, 12, 60, 40)


def sealed(book: XlsxFile) -> bytes:
    """Return the bytes of a workbook: the same content gives the same bytes at any time."""
    book.properties.created = CREATED
    book.properties.modified = CREATED
    book.properties.creator = layout.AUTHOR
    stream = io.BytesIO()
    book.save(stream)
    # openpyxl writes the present moment as the time of the last change, whatever was set.
    parts = with_shared_texts(unpack(with_usual_names(stream.getvalue())))
    parts["docProps/core.xml"] = _undated(parts["docProps/core.xml"])
    return pack(parts, stamp=CREATED)


def _undated(properties: bytes) -> bytes:
    stamp = f"{CREATED.isoformat()}Z".encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, properties)


def fill_readme(
    sheet: Worksheet, name: str, lines: Iterable[str], placeholders: Mapping[str, str]
) -> None:
    """Write the sheet that says how to use a workbook; a line that begins with '# ' is a
    heading.
    """
    sheet.title = name
    sheet.column_dimensions["A"].width = _README_WIDTH
    sheet.sheet_view.showGridLines = False
    for number, line in enumerate(lines, start=1):
        is_heading = line.startswith("# ")
        cell = sheet.cell(number, 1, line.removeprefix("# ").format(**placeholders))
        if number == 1:
            size, height = 15, 24
        elif is_heading:
            size, height = 12, 19
        else:
            # No program works out the height of a row that another program wrote.
            size, height = 11, 15 * (1 + len(line) // _README_LETTERS)
        cell.alignment = _BOTTOM if is_heading else TOP
        cell.font = font(bold=is_heading, size=size)
        sheet.row_dimensions[number].height = height
    set_up_page(sheet, landscape=False)
    sheet.protection.sheet = True


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: its hidden key, what is asked, what is known already, the help.

    `choice` names a drop-down; a fixed field is not to be written in; `height` is that of its row,
    in points.
    """

    key: str
    label: str
    known: str
    help: str
    choice: str = ""
    is_fixed: bool = False
    height: int = 32


def fill_form(
    sheet: Worksheet,
    columns: Mapping[str, str],
    helps: Mapping[str, str],
    fields: Sequence[FormField],
    language: Language,
) -> None:
    """Write a sheet with one field per row: what is asked, the entry, the help, the reserved
    cells.
    """
    fill_heading(sheet, columns, helps)
    looks = CellLooks()
    for number, field in enumerate(fields, start=layout.HEADING_ROW + 1):
        _fill_field(sheet, number, field, language, looks)
    for letter, width in zip("BCDEFG", _FIELD_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    last = layout.HEADING_ROW + len(fields)
    colour_faults(sheet, f"C2:C{last}", "F", level_words(language))
    free = [row for row, field in enumerate(fields, start=2) if not field.is_fixed]
    for part in areas("C", free):
        colour_empty(sheet, part)
    for letter, key in zip("FG", layout.RESERVED_COLUMNS, strict=True):
        add_prompt(sheet, f"{letter}2:{letter}{last}", helps[key])
    sheet.freeze_panes = "C2"
    protect(sheet)
    set_up_page(sheet)


def _fill_field(
    sheet: Worksheet, number: int, field: FormField, language: Language, looks: CellLooks
) -> None:
    """Write the row of one field: hidden key, label, entry, help, the word for empty or filled, the
    reserved cells.
    """
    texts = (
        field.key,
        field.label,
        field.known,
        field.help,
        progress(f"C{number}", language),
        "",
        "",
    )
    for position, text in enumerate(texts, start=1):
        cell = sheet.cell(number, position, text or None)
        is_formula = position == 5
        is_locked = position not in (6, 7) and (position != 3 or field.is_fixed)
        looks.give(
            cell,
            size=11 if position == 3 else 10,
            bold=position == 2,
            is_locked=is_locked,
            is_grey=is_locked,
            number_format="General" if is_formula else "@",
        )
    sheet.row_dimensions[number].height = field.height
    if field.choice:
        add_list(sheet, f"C{number}", field.choice, field.help)
    else:
        add_prompt(sheet, f"C{number}", field.help)


def fill_lists(book: XlsxFile, lists: Mapping[str, Mapping[str, str]]) -> None:
    """Write the entries of the drop-downs to a hidden sheet, one column and one defined name for
    each list.

    A reference to another sheet inside a drop-down becomes an extension that other programs drop; a
    name survives.
    """
    sheet = book.create_sheet(layout.LISTS_SHEET)
    for position, (name, entries) in enumerate(lists.items(), start=1):
        letter = get_column_letter(position)
        for number, text in enumerate((name, *entries.values()), start=1):
            sheet.cell(number, position, text).number_format = "@"
        area = f"{layout.LISTS_SHEET}!${letter}$2:${letter}${len(entries) + 1}"
        book.defined_names[f"list_{name}"] = DefinedName(f"list_{name}", attr_text=area)
    sheet.sheet_state = "hidden"


def name_source_keys(book: XlsxFile, sources: layout.Sheet, last: int) -> None:
    """Give the keys in the sheet of sources, down to a last row, the name by which a drop-down
    offers them.
    """
    letter = get_column_letter(list(sources.columns).index("key") + 1)
    cells = f"${letter}${layout.HEADING_ROW + 1}:${letter}${last}"
    area = f"{quote_sheetname(sources.name)}!{cells}"
    name = f"list_{layout.SOURCE_KEYS}"
    book.defined_names[name] = DefinedName(name, attr_text=area)


def fill_identity(book: XlsxFile, identity: Mapping[str, str]) -> None:
    """Write what the program knows a workbook by to a hidden sheet."""
    sheet = book.create_sheet(layout.IDENTITY_SHEET)
    for number, pair in enumerate(identity.items(), start=1):
        for position, text in enumerate(pair, start=1):
            sheet.cell(number, position, text).number_format = "@"
    sheet.sheet_state = "hidden"
