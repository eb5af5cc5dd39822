"""Make the sample workbooks again: issue an empty one for each country and fill it from
tools/samples.

Run it from the top of the project: python -m tools.fill_samples
"""

import csv
import io
import tomllib
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.countries import Country, find_country
from publisher.domain.language import read_language
from publisher.domain.treaty import Treaty
from publisher.domain.treaty_files import read_treaty
from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_workbook
from publisher.workbook.issue_parts import sealed

TOP = Path(__file__).parent.parent
SAMPLES = TOP / "tools" / "samples"
# An invented State has a code that ISO 3166-1 leaves to users.
INVENTED = Country("QX", "QXX", "Examplia", "")


def main() -> None:
    """Write the three workbooks."""
    for name in ("germany", "india", "examplia"):
        country = find_country(name) or INVENTED
        (TOP / "workbooks" / f"{name}.xlsx").write_bytes(filled(name, country))


def filled(name: str, country: Country) -> bytes:
    """Return the workbook of a State with the sample content."""
    treaty = read_treaty(TOP / "publisher/treaties/opsc")
    language = read_language(TOP / "publisher/languages/en.toml")
    book = openpyxl.load_workbook(
        io.BytesIO(issue_workbook(WordedTreaty(treaty, language), country))
    )
    _fill_rows(
        book[language.words("sheets")["provisions"]],
        list(language_keys(treaty)),
        _rows(f"{name}_provisions"),
        "id",
    )
    _fill_rows(
        book[language.words("sheets")["sources"]],
        list(language.words("sources")),
        _rows(f"{name}_sources"),
        "key",
    )
    if (SAMPLES / f"{name}_places.csv").exists():  # of real States nobody noted it
        _fill_places(
            book[language.words("sheets")["places"]],
            list(language.words("places")),
            _rows(f"{name}_places"),
        )
    _fill_country(
        book[language.words("sheets")["country"]],
        tomllib.loads((SAMPLES / f"{name}_country.toml").read_text()),
    )
    return sealed(book)


def language_keys(treaty: Treaty) -> tuple[str, ...]:
    """Return the keys of the columns of the sheet Provisions, in order."""
    from publisher.workbook.layout import FIXED_COLUMNS, SHORT_COLUMNS  # noqa: PLC0415

    return (*FIXED_COLUMNS, *(column.id for column in treaty.columns), *SHORT_COLUMNS)


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _fill_rows(sheet: Worksheet, keys: list[str], rows: list[dict[str, str]], id_key: str) -> None:
    column = keys.index(id_key) + 1
    numbers = {sheet.cell(number, column).value: number for number in range(2, sheet.max_row + 1)}
    for row in rows:
        for key, text in row.items():
            if text and key != id_key:
                cell = sheet.cell(numbers[row[id_key]], keys.index(key) + 1)
                cell.value = text
                cell.data_type = "s"


def _fill_places(sheet: Worksheet, keys: list[str], rows: list[dict[str, str]]) -> None:
    """Fill in the rows of the places that the treaty names; others go into the empty rows."""
    added = [row for row in rows if not row["key"]]
    _fill_rows(sheet, keys, [row for row in rows if row["key"]], "key")
    first = next(n for n in range(2, sheet.max_row + 1) if not sheet.cell(n, 2).value)
    for number, row in enumerate(added, start=first):
        for key, text in row.items():
            sheet.cell(number, keys.index(key) + 1).value = text or None


def _fill_country(sheet: Worksheet, facts: dict[str, str]) -> None:
    for number in range(2, sheet.max_row + 1):
        if text := facts.get(str(sheet.cell(number, 1).value)):
            sheet.cell(number, 3).value = text


if __name__ == "__main__":
    main()
