"""A new workbook for a researcher to fill in.

Comes in: the treaty, the language and the State. Goes out: the bytes of an .xlsx file.
"""

import io
import re
from collections.abc import Mapping
from datetime import datetime

from openpyxl import Workbook as XlsxFile
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from publisher.countries import Country, local_name
from publisher.dates import PartialDate
from publisher.language import Language
from publisher.treaty import Party, Treaty
from publisher.workbook import layout
from publisher.workbook.issue_provisions import fill_provisions
from publisher.workbook.issue_review import fill_review, fill_reviewers
from publisher.workbook.look import (
    FIXED,
    THIN,
    TOP,
    UNLOCKED,
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
    turn_round,
)
from publisher.zipped import deterministic_zip

SOURCE_ROWS = 80
_LAST_ROW = 1_000  # drop-downs and colours reach further than the prefilled keys
_SOURCE_WIDTHS = {
    "key": 9,
    "type": 20,
    "title": 46,
    "title_english": 40,
    "symbol": 30,
    "url": 34,
    "note": 34,
    "checks": 60,
    "dismissed": 40,
}
_COUNTRY_WIDTHS = (34, 84, 52, 12, 60, 40)
_TALL_FIELDS = {"summary": 240, "documents": 75, "contributors": 60, "acknowledgements": 75, "declaration": 60}
# A fixed moment: the same workbook is issued byte for byte the same whenever that happens.
_CREATED = datetime(2000, 1, 1)


def issue_workbook(treaty: Treaty, language: Language, country: Country) -> bytes:
    """Return a new workbook for a State, prefilled with what the treaty's data knows about it."""
    book = XlsxFile()
    readme = book.active
    assert isinstance(readme, Worksheet)
    sheets = layout.sheets(treaty, language)
    lists = layout.choices(treaty, language)
    placeholders = {"treaty": treaty.abbreviation, "code": country.iso2, "country": local_name(country, language.code)}
    _fill_readme(readme, language, placeholders)
    fill_provisions(book.create_sheet(sheets["provisions"].name), treaty, language, placeholders)
    _fill_country(book.create_sheet(sheets["country"].name), treaty, country, language, placeholders)
    _fill_sources(book.create_sheet(sheets["sources"].name), sheets["sources"], language, placeholders)
    fill_reviewers(book.create_sheet(sheets["reviewers"].name), treaty, language)
    fill_review(book.create_sheet(sheets["review"].name), treaty, language)
    _fill_lists(book, lists)
    _fill_identity(book, treaty, language, country)
    if language.is_right_to_left:
        for sheet in book.worksheets:
            turn_round(sheet)
    return sealed(book)


def issue_review_sheet(treaty: Treaty, language: Language) -> bytes:
    """Return a workbook that holds nothing but an empty sheet Review, for those who decide in a file of its own."""
    book = XlsxFile()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = layout.sheets(treaty, language)["review"].name
    fill_review(sheet, treaty, language)
    _fill_lists(book, {"decision": layout.choices(treaty, language)["decision"]})
    if language.is_right_to_left:
        turn_round(sheet)
    return sealed(book)


def sealed(book: XlsxFile) -> bytes:
    """Return the bytes of a workbook: the same content gives the same bytes at any time."""
    book.properties.created = _CREATED
    book.properties.modified = _CREATED
    book.properties.creator = "Legal reform publisher"
    stream = io.BytesIO()
    book.save(stream)
    # openpyxl writes the present moment as the time of the last change, whatever was set.
    return deterministic_zip(stream.getvalue(), stamp=_CREATED, change={"docProps/core.xml": _undated})


def _undated(properties: bytes) -> bytes:
    stamp = f"{_CREATED.isoformat()}Z".encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, properties)


# Read me


def _fill_readme(sheet: Worksheet, language: Language, placeholders: Mapping[str, str]) -> None:
    sheet.title = language.words("sheets")["readme"]
    sheet.column_dimensions["A"].width = 92
    sheet.sheet_view.showGridLines = False
    title, lines = language.words("readme")["title"], language.lines("readme")
    for number, line in enumerate((f"# {title}", *lines), start=1):
        is_heading = line.startswith("# ")
        cell = sheet.cell(number, 1, line.removeprefix("# ").format(**placeholders))
        cell.alignment = TOP
        cell.font = font(bold=is_heading, size=16 if number == 1 else 12 if is_heading else 11)
        sheet.row_dimensions[number].height = 34 if number == 1 else 24 if is_heading else 16 * (1 + len(line) // 96)
    set_up_page(sheet, landscape=False)
    sheet.protection.sheet = True


# Country


def _known_facts(treaty: Treaty, language: Language, country: Country) -> dict[str, str]:
    party = treaty.parties.get(country.iso2)
    own = {
        "short_name": local_name(country, language.code),
        "formal_name": country.formal_name if language.code == "en" else "",  # the table knows the English ones
        "iso2": country.iso2,
        "version": "0.1",
        "status": language.words("choices.status")["draft"],
    }
    return own | (_party_facts(party, language) if party else {})


def _party_facts(party: Party, language: Language) -> dict[str, str]:
    instruments = language.words("choices.instrument")
    is_party = party.status == "party"
    bound = str(PartialDate(party.bound.year, party.bound.month, party.bound.day)) if party.bound else ""
    return {
        "signed": str(party.signed or ""),
        "instrument": instruments.get(party.instrument, "") if is_party else instruments["none"],
        "bound": bound or (party.year_bound if is_party else ""),
    }


def _fill_country(
    sheet: Worksheet, treaty: Treaty, country: Country, language: Language, placeholders: Mapping[str, str]
) -> None:
    known = _known_facts(treaty, language, country)
    columns = layout.sheets(treaty, language)["country"].columns
    helps = {**language.words("country_columns_help"), **language.words("reserved_help")}
    helps["progress"] = language.words("provisions_help")["progress"]
    fill_heading(sheet, columns, helps)
    fields = layout.country_fields(language)
    for number, field in enumerate(fields, start=layout.HEADING_ROW + 1):
        _fill_field(sheet, number, field, known.get(field, ""), language, placeholders)
    for letter, width in zip("BCDEFG", _COUNTRY_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    last = layout.HEADING_ROW + len(fields)
    colour_faults(sheet, f"C2:C{last}", "F", level_words(language))
    for part in areas("C", (row for row, field in enumerate(fields, start=2) if field not in layout.FIXED_FIELDS)):
        colour_empty(sheet, part)
    for letter, key in zip("FG", layout.RESERVED_COLUMNS, strict=True):
        add_prompt(sheet, f"{letter}2:{letter}{last}", helps[key])
    sheet.freeze_panes = "C2"
    protect(sheet)
    set_up_page(sheet)


def _fill_field(
    sheet: Worksheet, number: int, field: str, known: str, language: Language, placeholders: Mapping[str, str]
) -> None:
    """Write the row of one field: hidden key, label, entry, help, the word for empty or filled, the reserved cells."""
    label, help_text = (language.words(name)[field].format(**placeholders) for name in ("country", "country_help"))
    texts = (field, label, known, help_text, progress(f"C{number}", language), "", "")
    for position, text in enumerate(texts, start=1):
        cell = sheet.cell(number, position, text or None)
        cell.alignment, cell.border, cell.number_format = TOP, THIN, "General" if position == 5 else "@"
        cell.font = font(size=11 if position == 3 else 10, bold=position == 2)
        if position in (6, 7) or (position == 3 and field not in layout.FIXED_FIELDS):
            cell.protection = UNLOCKED
        else:
            cell.fill = FIXED
    sheet.row_dimensions[number].height = _TALL_FIELDS.get(field, 32)
    if name := layout.COUNTRY_CHOICES.get(field):
        add_list(sheet, f"C{number}", name, help_text)
    else:
        add_prompt(sheet, f"C{number}", help_text)


# Sources


def _fill_sources(
    sheet: Worksheet, described: layout.Sheet, language: Language, placeholders: Mapping[str, str]
) -> None:
    helps = {key: text.format(**placeholders) for key, text in language.words("sources_help").items()}
    helps |= language.words("reserved_help")
    fill_heading(sheet, described.columns, helps)
    keys = list(described.columns)
    for number in range(1, SOURCE_ROWS + 1):
        for position, key in enumerate(keys, start=1):
            cell = sheet.cell(number + layout.HEADING_ROW, position)
            cell.alignment, cell.border, cell.number_format = TOP, THIN, "@"
            cell.font, cell.protection = font(size=10, bold=key == "key"), UNLOCKED
            if key == "key":
                cell.value, cell.fill = f"{placeholders['code']}-{number}", FIXED
        sheet.row_dimensions[number + layout.HEADING_ROW].height = 32
    for position, key in enumerate(keys, start=1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = _SOURCE_WIDTHS.get(key, 20)
        area = f"{letter}2:{letter}{_LAST_ROW}"
        if name := layout.SOURCE_CHOICES.get(key):
            add_list(sheet, area, name, helps[key])
        else:
            add_prompt(sheet, area, helps[key])
    last = get_column_letter(len(keys) - len(layout.RESERVED_COLUMNS))
    checks = get_column_letter(keys.index("checks") + 1)
    colour_faults(sheet, f"A2:{last}{_LAST_ROW}", checks, level_words(language))
    sheet.freeze_panes = "C2"
    set_up_page(sheet)


# Lists and identity


def _fill_lists(book: XlsxFile, lists: Mapping[str, Mapping[str, str]]) -> None:
    """Write the entries of the drop-downs to a hidden sheet, one column and one defined name for each list.

    A reference to another sheet inside a drop-down becomes an extension that other programs drop; a name survives.
    """
    sheet = book.create_sheet(layout.LISTS_SHEET)
    for position, (name, entries) in enumerate(lists.items(), start=1):
        letter = get_column_letter(position)
        for number, text in enumerate((name, *entries.values()), start=1):
            sheet.cell(number, position, text).number_format = "@"
        area = f"{layout.LISTS_SHEET}!${letter}$2:${letter}${len(entries) + 1}"
        book.defined_names[f"list_{name}"] = DefinedName(f"list_{name}", attr_text=area)
    sheet.sheet_state = "hidden"


def _fill_identity(book: XlsxFile, treaty: Treaty, language: Language, country: Country) -> None:
    sheet = book.create_sheet(layout.IDENTITY_SHEET)
    values = (layout.FORMAT_VERSION, treaty.id, treaty.version, language.code, country.iso2)
    for number, pair in enumerate(zip(layout.IDENTITY_KEYS, values, strict=True), start=1):
        for position, text in enumerate(pair, start=1):
            sheet.cell(number, position, text).number_format = "@"
    sheet.sheet_state = "hidden"
