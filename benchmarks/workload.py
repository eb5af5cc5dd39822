"""The same workload for all: workbooks of an invented country, 40 provisions of 3 cells with 78 words, 96 notes."""

import io
import random
from datetime import date
from pathlib import Path

import openpyxl

from publisher.check import CheckedWorkbook, check_workbook
from publisher.compose.publication import Edition, Publication
from publisher.compose.report import compose_report
from publisher.countries import Country
from publisher.language import Language, read_language
from publisher.treaty import Treaty, read_treaty
from publisher.workbook.issue import issue_workbook, sealed
from publisher.workbook.layout import FIXED_COLUMNS
from publisher.workbook.read import open_workbook, read_workbook

TOP = Path(__file__).parent.parent
ROWS, WORDS, SOURCES = 40, 78, 20
CITED = 0.4  # of the paragraphs
_VOCABULARY = """
section act court child person under eighteen years penalty imprisonment fine offence sale payment benefit consent
adoption agency prosecutor police hearing witness protection identity delay compensation recovery service region
recommendation committee report paragraph reform amendment bill reading force entry definition scope territory
""".split()


def data() -> tuple[Treaty, Language]:
    """Return the treaty and the language of the benchmarks."""
    return read_treaty(TOP / "publisher/treaties/opsc"), read_language(TOP / "publisher/languages/en.toml")


def workbook(seed: int) -> bytes:
    """Return a filled workbook; each seed gives other words."""
    treaty, language = data()
    words = random.Random(seed)
    book = openpyxl.load_workbook(
        io.BytesIO(issue_workbook(treaty, language, Country("QX", "", f"Examplia {seed}", "")))
    )
    provisions, sources = (book[language.words("sheets")[key]] for key in ("provisions", "sources"))
    for row in range(2, ROWS + 2):
        for column in range(len(FIXED_COLUMNS) + 1, len(FIXED_COLUMNS) + len(treaty.columns) + 1):
            provisions.cell(row, column).value = _text(words)
    for number in range(1, SOURCES + 1):
        sources.cell(number + 1, 2).value = language.words("choices.source_type")["national_law"]
        sources.cell(number + 1, 3).value = f"Act {number}"
        sources.cell(number + 1, 5).value = f"Example Act {number} on the protection of children"
    return sealed(book)


def _text(words: random.Random) -> str:
    """Return two paragraphs, some with a citation at their end."""
    half = WORDS // 2
    paragraphs = (" ".join(words.choices(_VOCABULARY, k=half)).capitalize() for _ in range(2))
    return "\n\n".join(f"{each}.{_citation(words)}" for each in paragraphs)


def _citation(words: random.Random) -> str:
    is_cited = words.random() < CITED
    return f" [QX-{words.randint(1, SOURCES)} s. {words.randint(1, 99)}]" if is_cited else ""


def checked(content: bytes) -> CheckedWorkbook:
    """Return a workbook read and checked."""
    treaty, language = data()
    read = read_workbook(open_workbook(content, "examplia.xlsx"), treaty, language)
    return check_workbook(read.value, read.diagnostics, treaty, language, today=date(2026, 11, 24))


def publication(content: bytes) -> Publication:
    """Return the publication of a workbook."""
    treaty, language = data()
    return compose_report(checked(content).report, treaty, language, Edition("Example Coalition"))
