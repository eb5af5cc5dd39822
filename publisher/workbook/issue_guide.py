"""A new workbook for the editor of the guide.

Comes in: the treaty, the language and the order of the subject areas. Goes out: the bytes of an
.xlsx file.
"""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook as XlsxFile
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.language import Language
from publisher.domain.treaty import Group
from publisher.domain.worded import WordedTreaty
from publisher.workbook import guide_layout, layout
from publisher.workbook.issue_parts import (
    FormField,
    fill_form,
    fill_identity,
    fill_lists,
    fill_readme,
    sealed,
)
from publisher.workbook.look import (
    CellLooks,
    add_list,
    add_prompt,
    areas,
    colour_empty,
    colour_faults,
    fill_heading,
    level_words,
    protect,
    set_up_page,
    turn_round,
)

_FREE_ROWS = 60  # dressed beforehand
_TALL_FIELDS = dict.fromkeys(guide_layout.FIELD_BLOCKS, 90)
_WIDTHS = {
    "area": 26, "introduction": 60, "hints": 60, "questions": 60, "wording": 60, "objections": 60,
    "country": 20, "article": 12, "column": 24, "kind": 18, "best": 14, "why": 50, "text": 70,
    "term": 28, "meaning": 80, "remark": 40,
    "theme": 24, "title": 50, "publisher": 34, "address": 44, "accessed": 16, "about": 60,
    "checks": 60, "dismissed": 40,
}  # fmt: skip


def issue_guide(worded: WordedTreaty, groups: Sequence[Group]) -> bytes:
    """Return a new workbook for the guide: a row for each subject area, the glossary and the
    resources begun.
    """
    book = XlsxFile()
    readme = book.active
    assert isinstance(readme, Worksheet)
    placeholders = {
        "treaty": worded.treaty.abbreviation,
        "title": worded.language.words("guide")["title"],
    }
    title = worded.language.words("guide_readme")["title"]
    lines = (f"# {title}", *worded.language.lines("guide_readme"))
    fill_readme(readme, worded.language.words("guide_sheets")["readme"], lines, placeholders)
    sheets = guide_layout.guide_sheets(worded.language)
    _fill_fields(
        book.create_sheet(sheets["guide"].name), sheets["guide"], worded.language, placeholders
    )
    rows: dict[str, Sequence[Mapping[str, str]]] = {
        "chapters": [{"id": group.id, "area": group.title} for group in groups],
        "picks": [],
        **{key: list(worded.treaty.starters.get(key, ())) for key in ("glossary", "resources")},
    }
    for key in guide_layout.TABLES:
        _fill_table(book.create_sheet(sheets[key].name), sheets[key], rows[key], worded.language)
    fill_lists(book, guide_layout.guide_choices(worded))
    identity = (
        guide_layout.KIND,
        guide_layout.GUIDE_FORMAT,
        worded.treaty.id,
        worded.treaty.version,
        worded.language.code,
    )
    fill_identity(book, dict(zip(guide_layout.IDENTITY_KEYS, identity, strict=True)))
    if worded.language.is_right_to_left:
        for sheet in book.worksheets:
            turn_round(sheet)
    return sealed(book)


def _fill_fields(
    sheet: Worksheet, described: layout.Sheet, language: Language, placeholders: Mapping[str, str]
) -> None:
    helps = {**language.words("country_columns_help"), **language.words("reserved_help")}
    helps["progress"] = language.words("provisions_help")["progress"]
    known = {"version": "0.1", "status": language.words("choices.status")["draft"]}
    texts = language.words("guide_fields_help")
    fields = [
        FormField(
            key,
            label,
            known.get(key, ""),
            texts[key].format(**placeholders),
            guide_layout.FIELD_CHOICES.get(key, ""),
            height=_TALL_FIELDS.get(key, 32),
        )
        for key, label in language.words("guide_fields").items()
    ]
    fill_form(sheet, described.columns, helps, fields, language)


def _fill_table(
    sheet: Worksheet, described: layout.Sheet, rows: Sequence[Mapping[str, str]], language: Language
) -> None:
    keys, is_fixed = list(described.columns), described.key == "chapters"
    helps = {**language.words(f"guide_{described.key}_help"), **language.words("reserved_help")}
    fill_heading(sheet, described.columns, helps)
    free: Sequence[Mapping[str, str]] = () if is_fixed else ({},) * _FREE_ROWS
    looks = CellLooks()
    for number, texts in enumerate((*rows, *free), start=layout.HEADING_ROW + 1):
        _fill_row(sheet, number, keys, texts, looks)
    last = layout.HEADING_ROW + (len(rows) if is_fixed else guide_layout.MOST_ROWS)
    choices = guide_layout.PICK_CHOICES if described.key == "picks" else {}
    for position, key in enumerate(keys, start=1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = _WIDTHS.get(key, 20)
        area = f"{letter}2:{letter}{last}"
        if key in choices:
            add_list(sheet, area, choices[key], helps[key])
        elif key in helps:
            add_prompt(sheet, area, helps[key])
        if is_fixed and key in guide_layout.CHAPTER_TEXTS:
            for part in areas(letter, range(layout.HEADING_ROW + 1, last + 1)):
                colour_empty(sheet, part)
    before_checks = get_column_letter(keys.index("checks"))
    checks = get_column_letter(keys.index("checks") + 1)
    colour_faults(sheet, f"A2:{before_checks}{last}", checks, level_words(language))
    sheet.freeze_panes = "C2" if is_fixed else "B2"
    if is_fixed:
        sheet.column_dimensions["A"].hidden = True
        protect(sheet)
    set_up_page(sheet)


def _fill_row(
    sheet: Worksheet,
    number: int,
    keys: Sequence[str],
    texts: Mapping[str, str],
    looks: CellLooks,
) -> None:
    has_ids = "id" in keys  # in a hidden first column, so the name stands in the second
    for position, key in enumerate(keys, start=1):
        cell = sheet.cell(number, position, texts.get(key) or None)
        is_fixed = key in ("id", "area")
        is_bold = position == (2 if has_ids else 1)
        is_grey = is_fixed or key == "text"
        looks.give(cell, bold=is_bold, is_locked=is_fixed, is_grey=is_grey)
    if has_ids:
        sheet.row_dimensions[number].height = 110
    else:
        sheet.row_dimensions[number].height = 48 if texts else 32
