"""A new workbook for a researcher to fill in.

Comes in: the treaty, the language and the State. Goes out: the bytes of an .xlsx file.
"""

from collections.abc import Mapping

from openpyxl import Workbook as XlsxFile
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.countries import Country, formal_name, local_name
from publisher.domain.dates import PartialDate
from publisher.domain.language import Language
from publisher.domain.treaty import Party
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.issue_parts import (
    FormField,
    fill_form,
    fill_identity,
    fill_lists,
    fill_readme,
    name_source_keys,
    sealed,
)
from publisher.workbook.issue_places import fill_places
from publisher.workbook.issue_provisions import fill_provisions
from publisher.workbook.issue_review import fill_history, fill_review, fill_reviewers
from publisher.workbook.look import (
    CellLooks,
    add_list,
    add_prompt,
    colour_faults,
    fill_heading,
    level_words,
    set_up_page,
    turn_round,
)

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
_TALL_FIELDS = {
    "summary": 240,
    "documents": 75,
    "contributors": 60,
    "acknowledgements": 75,
    "declaration": 60,
}


def issue_workbook(worded: WordedTreaty, country: Country, send_to: str = "") -> bytes:
    """Return a new workbook for a State, prefilled with what the treaty's data knows about it.

    `send_to` is the address to which it is sent back, where there is one.
    """
    book = XlsxFile()
    readme = book.active
    assert isinstance(readme, Worksheet)
    sheets = layout.sheets(worded)
    lists = layout.choices(worded)
    placeholders = _placeholders(worded, country, send_to)
    fill_readme(
        readme, worded.language.words("sheets")["readme"], _readme(worded.language), placeholders
    )
    fill_provisions(book.create_sheet(sheets["provisions"].name), worded, placeholders)
    _fill_country(
        book.create_sheet(sheets["country"].name),
        worded,
        country,
        placeholders,
    )
    _fill_sources(
        book.create_sheet(sheets["sources"].name), sheets["sources"], worded.language, placeholders
    )
    fill_places(book.create_sheet(sheets["places"].name), worded, placeholders)
    fill_reviewers(book.create_sheet(sheets["reviewers"].name), worded)
    fill_review(book.create_sheet(sheets["review"].name), worded)
    fill_history(book.create_sheet(sheets["history"].name), worded)
    fill_lists(book, lists)
    name_source_keys(book, sheets["sources"], _LAST_ROW)
    identity = (
        layout.FORMAT_VERSION,
        worded.treaty.id,
        worded.treaty.version,
        worded.language.code,
        country.iso2,
    )
    fill_identity(book, dict(zip(layout.IDENTITY_KEYS, identity, strict=True)))
    if worded.language.is_right_to_left:
        for sheet in book.worksheets:
            turn_round(sheet)
    return sealed(book)


def _placeholders(worded: WordedTreaty, country: Country, send_to: str) -> dict[str, str]:
    return {
        "treaty": worded.treaty.abbreviation,
        "code": country.iso2,
        "country": local_name(country, worded.language.code),
        "send_to": send_to or worded.language.words("readme")["send_to"],
    }


def _readme(language: Language) -> tuple[str, ...]:
    return (f"# {language.words('readme')['title']}", *language.lines("readme"))


def read_me_lines(worded: WordedTreaty, country: Country, send_to: str = "") -> tuple[str, ...]:
    """Return what the sheet Read me of a workbook says, line by line; the title and headings begin
    with '# '.
    """
    placeholders = _placeholders(worded, country, send_to)
    return tuple(line.format(**placeholders) for line in _readme(worded.language))


def last_letter(worded: WordedTreaty) -> str:
    """Return the letter of the last column of the provisions, in which problems are let stand."""
    return get_column_letter(len(layout.sheets(worded)["provisions"].columns))


def issue_review_sheet(worded: WordedTreaty) -> bytes:
    """Return a workbook that holds nothing but an empty sheet Review, for those who decide in a
    file of its own.
    """
    book = XlsxFile()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = layout.sheets(worded)["review"].name
    fill_review(sheet, worded)
    fill_lists(book, {"decision": layout.choices(worded)["decision"]})
    if worded.language.is_right_to_left:
        turn_round(sheet)
    return sealed(book)


# Country


def _known_facts(worded: WordedTreaty, country: Country) -> dict[str, str]:
    party = worded.treaty.parties.get(country.iso2)
    own = {
        "short_name": local_name(country, worded.language.code),
        "formal_name": formal_name(country, worded.language.code),
        "iso2": country.iso2,
        "version": "0.1",
        "status": worded.language.words("choices.status")["draft"],
    }
    return own | (_party_facts(party, worded.language) if party else {})


def _party_facts(party: Party, language: Language) -> dict[str, str]:
    instruments = language.words("choices.instrument")
    is_party = party.status == "party"
    bound = (
        str(PartialDate(party.bound.year, party.bound.month, party.bound.day))
        if party.bound
        else ""
    )
    return {
        "signed": str(party.signed or ""),
        "instrument": instruments.get(party.instrument, "") if is_party else instruments["none"],
        "bound": bound or (party.year_bound if is_party else ""),
    }


def _fill_country(
    sheet: Worksheet,
    worded: WordedTreaty,
    country: Country,
    placeholders: Mapping[str, str],
) -> None:
    known = _known_facts(worded, country)
    helps = {
        **worded.language.words("country_columns_help"),
        **worded.language.words("reserved_help"),
    }
    helps["progress"] = worded.language.words("provisions_help")["progress"]
    labels, texts = (worded.language.words(name) for name in ("country", "country_help"))
    fields = [
        FormField(
            field,
            labels[field].format(**placeholders),
            known.get(field, ""),
            texts[field].format(**placeholders),
            layout.COUNTRY_CHOICES.get(field, ""),
            field in layout.FIXED_FIELDS,
            _TALL_FIELDS.get(field, 32),
        )
        for field in layout.country_fields(worded.language)
    ]
    fill_form(sheet, layout.sheets(worded)["country"].columns, helps, fields, worded.language)


# Sources


def _fill_sources(
    sheet: Worksheet, described: layout.Sheet, language: Language, placeholders: Mapping[str, str]
) -> None:
    helps = {
        key: text.format(**placeholders) for key, text in language.words("sources_help").items()
    }
    helps |= language.words("reserved_help")
    fill_heading(sheet, described.columns, helps)
    keys = list(described.columns)
    looks = CellLooks()
    for number in range(1, SOURCE_ROWS + 1):
        for position, key in enumerate(keys, start=1):
            cell = sheet.cell(number + layout.HEADING_ROW, position)
            is_key = key == "key"
            looks.give(cell, bold=is_key, is_locked=False, is_grey=is_key)
            if is_key:
                cell.value = f"{placeholders['code']}-{number}"
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
