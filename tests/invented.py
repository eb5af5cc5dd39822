"""Invented countries, as many as a test wants: workbooks with random assessments, texts, dates and sources.

All of it is invented, and each text says so. The same number gives the same workbook.
"""

import io
import random
from functools import cache

import openpyxl

from publisher.domain.countries import Country
from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_workbook
from tests.support import HEADINGS, column_of, country_cell, english, lightened, opsc, saved

LABELS = ("In line", "Partly in line", "Not in line", "Not determined")
RATED = tuple(
    each.id for each in opsc().provisions if each.obligation in ("mandatory", "qualified")
)
REFORM = (
    "In {year} parliament of this invented country passed Act {number}. [{code}-1] It is in force."
)
FINDING = "The Committee asked this invented country for a change of section {number}. [{code}-2 para. {number}]"
# ISO 3166 keeps these codes for users: no country will ever have them. QX is the invented country of the samples.
_CODES = (
    "AA",
    *(f"Q{letter}" for letter in "MNOPQRSTUVWYZ"),
    *(f"X{chr(number)}" for number in range(65, 91)),
    "ZZ",
)
_SOURCES = (
    {"type": "National law", "title": "An invented act", "verified": "Yes"},
    {
        "type": "UN treaty body",
        "author": "Committee on the Rights of the Child",
        "title": "Concluding observations on an invented country",
        "symbol": "CRC/C/OPSC/{iso3}/CO/1",
        "verified": "Yes",
    },
)


def code_of(number: int) -> str:
    """Return the two letters of an invented country; three where the codes for users are used up."""
    return (
        _CODES[number]
        if number < len(_CODES)
        else f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"
    )


def name_of(number: int) -> str:
    return f"Invented Country {number:02}"


@cache
def _blank(number: int) -> bytes:
    country = Country(code_of(number), "", name_of(number), "")
    issued = issue_workbook(WordedTreaty(opsc(), english()), country)
    return saved(lightened(openpyxl.load_workbook(io.BytesIO(issued))))


@cache
def invented(number: int, share: float = 0.4):
    """Return the workbook of an invented country, a part of whose rows are filled, open in openpyxl."""
    chance, code = random.Random(number), code_of(number)
    book = openpyxl.load_workbook(io.BytesIO(_blank(number)))
    sheet = book["Provisions"]
    columns = {
        key: column_of(sheet, key)
        for key in ("id", "law", "reforms", "compliance", "assessment", "finder", "date")
    }
    for row in range(2, sheet.max_row + 1):
        id_ = sheet.cell(row, columns["id"]).value
        if id_ == "EXAMPLE" or chance.random() > share:
            continue
        sheet.cell(row, columns["law"]).value = f"Law of an invented country, section {row}."
        year = chance.randrange(2001, 2025)
        sheet.cell(row, columns["reforms"]).value = REFORM.format(year=year, number=row, code=code)
        if id_ in RATED:
            sheet.cell(row, columns["assessment"]).value = chance.choice(LABELS)
            sheet.cell(row, columns["finder"]).value = "Committee on the Rights of the Child"
            sheet.cell(row, columns["date"]).value = f"{chance.randrange(2005, 2024)}-05-06"
            sheet.cell(row, columns["compliance"]).value = FINDING.format(number=row, code=code)
    _fill_sources(book["Sources"], code)
    bound = f"{chance.randrange(2001, 2020)}-03-04"
    for field, value in (
        ("version_date", "2026-03-31"),
        ("law_as_at", "2026-01-31"),
        ("bound", bound),
    ):
        country_cell(book, field).value = value
    return book


def _fill_sources(sheet, code: str) -> None:
    headings = [cell.value for cell in sheet[1]]
    for row, fields in enumerate(_SOURCES, start=2):
        for key, text in fields.items():
            sheet.cell(row, headings.index(HEADINGS[key]) + 1).value = text.format(
                iso3=f"{code}X"[:3]
            )


def assessed_in(book) -> dict[str, str]:
    """Return the assessments of a workbook by provision, read with openpyxl alone."""
    sheet = book["Provisions"]
    id_, assessment = column_of(sheet, "id"), column_of(sheet, "assessment")
    rows = (
        (sheet.cell(row, id_).value, sheet.cell(row, assessment).value)
        for row in range(2, sheet.max_row + 1)
    )
    return {one: other for one, other in rows if one != "EXAMPLE" and other}
