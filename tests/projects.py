"""An invented second treaty in an invented language, from right to left, as a project of its own.

The language is made by writing every English word in Arabic letters, so that any word that does not come from the
language file shows.
"""

import io
import re
import shutil
import tomllib
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from publisher.cli.main import main
from tests.support import DATA, TOP, saved

LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدهفجحيچكلمنوپقرستعڤطغےز", strict=True))
SECOND_COUNTRY = "عبرستان"


def second_treaty_project(folder: Path) -> Path:
    """Make a folder a project about the invented treaty, with one filled workbook; return the workbook's path."""
    shutil.copytree(DATA / "project-b", folder, dirs_exist_ok=True)
    english = tomllib.loads((TOP / "publisher/languages/en.toml").read_text(encoding="utf-8"))
    words = {
        key: value for key, value in english.items() if isinstance(value, dict) and key != "rules"
    }
    head = 'code = "ar"\nname = "العربية"\nlocale = "ar"\ndirection = "rtl"\n'
    (folder / "languages").mkdir()
    (folder / "languages/ar.toml").write_text(head + toml_of(words), encoding="utf-8")
    run(folder, "new", SECOND_COUNTRY, "--code", "QX")
    path = folder / f"workbooks/{SECOND_COUNTRY}.xlsx"
    path.write_bytes(_fill(path.read_bytes()))
    return path


def run(folder, *arguments):
    """Run a command of the publisher in a project folder."""
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == 0, result.output
    return result


def in_arabic_letters(text):
    """Return text with Latin letters replaced, but for {placeholders}."""
    return re.sub(r"\{\w+\}|[A-Za-z]", lambda found: LETTERS.get(found[0].lower(), found[0]), text)


def toml_of(value, path=()):
    """Return a table of words as TOML, in Arabic letters."""
    lines = [f"[{'.'.join(path)}]"] if path else []
    for key, each in value.items():
        if isinstance(each, str):
            lines.append(f"{key} = {_quoted(in_arabic_letters(each))}")
        elif isinstance(each, list):
            lines.append(
                f"{key} = [{', '.join(_quoted(in_arabic_letters(text)) for text in each)}]"
            )
    for key, each in value.items():
        if isinstance(each, dict):
            lines.append(toml_of(each, (*path, key)))
    return "\n".join(lines)


def _quoted(text):
    return "'''" + text + "'''"


def _fill(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    provisions, country, sources = book.worksheets[1:4]
    headings = {cell.value: cell.column for cell in provisions[1]}
    texts = {
        "القانون الحالي": "يحظر القانون رقم 12 لسنة 1998 إغراق العبارات [QX-1 م. 3].",
        "الممارسة": "- أولا\n- ثانيا (ICFX/C/QX/CO/1)",
        "الإصلاحات": "1. مشروع\n2. قانون",
        "الامتثال": "**مهم**: see Law 5 of 2001",
    }
    for heading, text in texts.items():
        provisions.cell(4, headings[heading]).value = text
    for row in country.iter_rows(min_row=2):
        if row[0].value == "version_date":
            row[2].value = "2026-01-15"
    columns = [cell.value for cell in sources[1]]
    sources.cell(2, 2).value = in_arabic_letters("National law")
    sources.cell(
        2, columns.index(in_arabic_letters("Title, original language")) + 1
    ).value = "قانون العبارات"
    return saved(book)
