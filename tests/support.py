"""What tests share: workbooks from tables of text, and text taken back out of built files by other programs."""

import io
import pickle
import subprocess
import time
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.workbook import Workbook as XlsxFile

from publisher.check import check_workbook
from publisher.compose.presentation import Presentation
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.countries import Country
from publisher.domain.diagnostics import Checked, Diagnostic
from publisher.domain.language import Language, read_language
from publisher.domain.model import Workbook
from publisher.domain.report import CountryReport
from publisher.domain.treaty import Treaty
from publisher.domain.treaty_files import read_treaty
from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_workbook
from publisher.workbook.opened import open_workbook
from publisher.workbook.read import read_workbook
from tests.quick_save import saved as saved  # noqa: PLC0414 - who needs it asks here

TOP = Path(__file__).parent.parent
DATA = TOP / "tests" / "data"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TODAY = date(2026, 11, 24)
# What is told of texts that are only begun: tests of other things use short texts without sources.
ABOUT_WRITING = {"C225", "C226", "C229", "C230", "C233", "C234", "C240", "C255", "C283", "C295"}
EXAMPLIA = Country("QX", "QXX", "Examplia", "Republic of Examplia")


@cache
def opsc() -> Treaty:
    return read_treaty(TOP / "publisher/treaties/opsc")


@cache
def english() -> Language:
    return read_language(TOP / "publisher/languages/en.toml")


def table(text: str) -> list[dict[str, str]]:
    """Return the rows of a table drawn with pipes; ⏎ stands for a new line in a cell; empty cells may be left out."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip().replace("⏎", "\n") for cell in line.split("|")] for line in lines]
    return [
        dict(zip(cells[0], row + [""] * (len(cells[0]) - len(row)), strict=True))
        for row in cells[1:]
    ]


@cache
def _issued() -> bytes:
    return issue_workbook(WordedTreaty(opsc(), english()), EXAMPLIA)


@cache
def _guided() -> bytes:
    """Return a new workbook with twenty rows for sources in place of eighty.

    Few tests name more than three sources; opening, saving and reading eighty rows of them was
    half of the work of most tests. tests/test_issue.py looks at workbooks as they are issued.
    """
    book = whole_book()
    sheet = book["Sources"]
    sheet.delete_rows(22, sheet.max_row - 21)
    return saved(book)


@cache
def _blank() -> bytes:
    return saved(lightened(guided_book()))


def whole_book() -> XlsxFile:
    """Return a new workbook of an invented country just as it is issued, open in openpyxl."""
    return opened_again(_issued())


def guided_book() -> XlsxFile:
    """Return a new workbook of an invented country with fewer rows for sources, open in openpyxl."""
    return opened_again(_guided())


def blank_book() -> XlsxFile:
    """Return the same without what only helps people to fill it in; see `lightened`."""
    return opened_again(_blank())


def lightened(book: XlsxFile) -> XlsxFile:
    """Return a new workbook whose sheets for content are without what only helps people to fill them in: notes at
    headings, drop-downs, colours.

    Its texts are saved, opened and read as before, in four fifths of the time. Tests of what helps people take
    `guided_book()`, or `whole_book()` where the rows of Sources matter.
    """
    for title in ("Provisions", "Country", "Sources", "Where we looked"):
        sheet = book[title]
        sheet.data_validations.dataValidation.clear()
        sheet.conditional_formatting = ConditionalFormattingList()
        for cell in sheet[1]:
            cell.comment = None
    return book


def opened_again(content: bytes) -> XlsxFile:
    """Return a workbook open in openpyxl, for bytes that many tests open.

    What openpyxl made of them once is copied, in a third of the time that opening takes.
    """
    book: XlsxFile = pickle.loads(_pickled(content))
    return book


@lru_cache(maxsize=32)
def _pickled(content: bytes) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(content), rich_text=True))


def filled(
    provisions: str = "",
    sources: str = "",
    country: Mapping[str, object] | None = None,
    *,
    book: XlsxFile | None = None,
) -> XlsxFile:
    """Return a workbook filled from pipe tables: rows by `id` and by `key`, facts by field."""
    book = book or blank_book()
    fill_rows(book["Provisions"], "id", table(provisions) if provisions else [])
    fill_rows(book["Sources"], "key", table(sources) if sources else [])
    for field, value in (country or {}).items():
        country_cell(book, field).value = value
    return book


def searched(book: XlsxFile) -> XlsxFile:
    """Return a workbook that says that each place was searched, so that 'Nothing found' rests on it."""
    sheet = book["Where we looked"]
    for number in range(2, 20):
        sheet[f"D{number}"].value, sheet[f"F{number}"].value = "May 2026", "Nothing found"
    return book


HEADINGS = {
    "id": "Row id",
    "law": "Current national law",
    "reforms": "Legal reforms",
    "compliance": "Compliance with the Protocol",
    "assessment": "Assessment",
    "finder": "Who found it",
    "date": "Date of the finding",
    "research": "Research status",
    "question": "Question for the national NGO",
    "key": "Key",
    "type": "Type",
    "short": "Short title",
    "author": "Author or body",
    "title": "Title, original language",
    "english": "Title in English",
    "symbol": "UN symbol, number or citation",
    "published": "Date published",
    "adopted": "Date adopted",
    "jurisdiction": "Jurisdiction",
    "language": "Original language",
    "url": "Web address",
    "accessed": "Date accessed",
    "verified": "Read in the primary source",
    "confidential": "Confidential",
    "note": "Note (not printed)",
    "verified_by": "Verified by",
}


def column_of(sheet, key: str) -> int:
    headings = [cell.value for cell in sheet[1]]
    return headings.index(HEADINGS[key]) + 1


def row_of(sheet, id_column: str, id_: str) -> int:
    column = column_of(sheet, id_column)
    return next(
        number for number in range(2, sheet.max_row + 1) if sheet.cell(number, column).value == id_
    )


def fill_rows(sheet, id_column: str, rows: Iterable[Mapping[str, str]]) -> None:
    ids = column_of(sheet, id_column)
    numbers: dict[object, int] = {}
    for number in range(2, sheet.max_row + 1):
        numbers.setdefault(sheet.cell(number, ids).value, number)
    for row in rows:
        for key, text in row.items():
            if key != id_column and text:
                cell = sheet.cell(numbers[row[id_column]], column_of(sheet, key))
                cell.value = text
                cell.data_type = "s"


def country_cell(book: XlsxFile, field: str):
    sheet = book["Country"]
    return next(row[2] for row in sheet.iter_rows(min_row=2) if row[0].value == field)


def provision_cell(book: XlsxFile, id_: str, key: str):
    sheet = book["Provisions"]
    return sheet.cell(row_of(sheet, "id", id_), column_of(sheet, key))


def read(book: XlsxFile | bytes, file: str = "examplia.xlsx") -> Checked[Workbook]:
    content = book if isinstance(book, bytes) else saved(book, with_empty=False)
    return read_workbook(open_workbook(content, file), WordedTreaty(opsc(), english()))


def checked(book: XlsxFile | bytes) -> tuple[CountryReport, tuple[Diagnostic, ...]]:
    """Return the report of a workbook with the problems of reading and checking it."""
    found = read(book)
    result = check_workbook(
        found.value, found.diagnostics, WordedTreaty(opsc(), english()), today=TODAY
    )
    return result.report, result.diagnostics


def messages(book: XlsxFile | bytes) -> list[str]:
    """Return the problems of a workbook as a person sees them, without those of texts that are only begun."""
    return [str(each) for each in checked(book)[1] if each.code not in ABOUT_WRITING]


def told(book: XlsxFile | bytes, *codes: str) -> list[str]:
    """Return the problems of some codes as a person sees them."""
    return [str(each) for each in checked(book)[1] if each.code in codes]


def published(book: XlsxFile, edition: Presentation | None = None) -> Publication:
    report, problems = checked(book)
    assert not [each for each in problems if each.level == "must_fix"]
    return compose_report(
        report,
        WordedTreaty(opsc(), english()),
        edition or Presentation("Example Coalition", "CC BY 4.0", blank_rows="table"),
    )


# Text out of built files


def docx_part(content: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def pdf_text(content: bytes, folder: Path) -> str:
    """Return the text of a PDF as poppler's pdftotext sees it."""
    path = folder / "text.pdf"
    path.write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.by_id: dict[str, list[str]] = {}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ("br", "p", "li", "td"):
            self._add("\n")
        if tag not in ("br", "meta", "col"):
            self._open.append((tag, attributes.get("id") or ""))
            if attributes.get("id"):
                self.by_id[attributes["id"]] = []

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(
            tag in ("sup", "style") for tag, _ in self._open
        ):  # the raised numbers of notes, the style sheet
            self._add(data.replace("\u2060", ""))  # keeps a note's number with its word

    def _add(self, data):
        self.pieces.append(data)
        for _, id_ in self._open:
            if id_:
                self.by_id[id_].append(data)


def html_text(page: str) -> tuple[str, dict[str, str]]:
    """Return the text of a web page, whole and by the id of each element, as Python's HTML parser sees it."""
    parser = _Text()
    parser.feed(page)
    return "".join(parser.pieces), {id_: "".join(pieces) for id_, pieces in parser.by_id.items()}


# Processes

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them"
)


def is_running(pid: int) -> bool:
    """Tell whether a process is there and has not ended; one that has, but that nobody asked about, is a 'Z'."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
            != "Z"
        )
    except OSError:
        return False


def has_ended(pid: int) -> bool:
    """Tell whether a process that was told to end does so: the system takes a moment for it."""
    for _ in range(200):
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


# The first words of a program that hears Ctrl+C even where the tests run in the background, which makes all deaf to it.
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
