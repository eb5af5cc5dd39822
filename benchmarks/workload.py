"""The same workload for all: reports of an invented country, 40 provisions with 3 cells each, 9,400
words, 96 notes.

The cells are as uneven as real ones: a few of several hundred words, many of twenty.
"""

import csv
import io
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl

from publisher.check import CheckedWorkbook, check_workbook
from publisher.compose.presentation import Presentation
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.countries import Country
from publisher.domain.language import Language, read_language
from publisher.domain.treaty import Treaty
from publisher.domain.treaty_files import read_treaty
from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_workbook
from publisher.workbook.issue_parts import sealed
from publisher.workbook.layout import FIXED_COLUMNS
from publisher.workbook.opened import open_workbook
from publisher.workbook.read import read_workbook

TOP = Path(__file__).parent.parent
ROWS, WORDS, NOTES, SOURCES = 40, 9400, 96, 20
_TREATY = TOP / "publisher/treaties/opsc"
_PARAGRAPH, _SENTENCE = 80, 22  # words at the most
_VOCABULARY = """
section act court child person under eighteen years penalty imprisonment fine offence sale payment benefit consent
adoption agency prosecutor police hearing witness protection identity delay compensation recovery service region
recommendation committee report paragraph reform amendment bill reading force entry definition scope territory
""".split()


def data() -> tuple[Treaty, Language]:
    """Return the treaty of the benchmarks, the first provisions of a real one, and the language."""
    treaty = read_treaty(_TREATY)
    return replace(treaty, provisions=treaty.provisions[:ROWS]), read_language(
        TOP / "publisher/languages/en.toml"
    )


def workbook(seed: int) -> bytes:
    """Return a filled workbook; each seed gives other words."""
    treaty, language = data()
    words = random.Random(seed)
    book = openpyxl.load_workbook(
        io.BytesIO(
            issue_workbook(
                WordedTreaty(treaty, language), Country("QX", "", f"Examplia {seed}", "")
            )
        )
    )
    provisions, sources = (book[language.words("sheets")[key]] for key in ("provisions", "sources"))
    ids = {provision.id for provision in treaty.provisions}  # the sheet begins with an example row
    rows = [
        row
        for row in provisions.iter_rows(min_row=2)
        if any(cell.value in ids for cell in row[: len(FIXED_COLUMNS)])
    ]
    cells = [cell for row in rows for cell in row[len(FIXED_COLUMNS) :][: len(treaty.columns)]]
    for cell, text in zip(cells, _texts(len(cells), words), strict=True):
        cell.value = text
    for number in range(1, SOURCES + 1):
        sources.cell(number + 1, 2).value = language.words("choices.source_type")["national_law"]
        sources.cell(number + 1, 3).value = f"Act {number}"
        sources.cell(number + 1, 5).value = f"Example Act {number} on the protection of children"
    return sealed(book)


def _texts(count: int, words: random.Random) -> list[str]:
    """Return texts of uneven length, WORDS words in all; as many as there are NOTES end in a
    citation.
    """
    weights = [words.lognormvariate(0, 0.8) for _ in range(count)]
    lengths = [max(6, round(WORDS * weight / sum(weights))) for weight in weights]
    cited = {
        number: place for place, number in enumerate(sorted(words.sample(range(count), NOTES)), 1)
    }
    citations = [
        f" [QX-{words.randint(1, SOURCES)} s. {cited[number]}]" if number in cited else ""
        for number in range(count)
    ]
    return [
        _text(length, words) + citation for length, citation in zip(lengths, citations, strict=True)
    ]


def _text(length: int, words: random.Random) -> str:
    """Return sentences of made-up words, in paragraphs."""
    paragraphs = (min(_PARAGRAPH, length - start) for start in range(0, length, _PARAGRAPH))
    return "\n\n".join(" ".join(_sentences(each, words)) for each in paragraphs)


def _sentences(length: int, words: random.Random) -> list[str]:
    counts = (min(_SENTENCE, length - start) for start in range(0, length, _SENTENCE))
    return [f"{' '.join(words.choices(_VOCABULARY, k=count)).capitalize()}." for count in counts]


def checked(content: bytes) -> CheckedWorkbook:
    """Return a workbook read and checked."""
    worded = WordedTreaty(*data())
    read = read_workbook(open_workbook(content, "examplia.xlsx"), worded)
    return check_workbook(read.value, read.diagnostics, worded, today=date(2026, 11, 24))


def publication(content: bytes) -> Publication:
    """Return the publication of a workbook."""
    worded = WordedTreaty(*data())
    return compose_report(checked(content).report, worded, Presentation("Example Coalition"))


def project(folder: Path, count: int) -> None:
    """Make a folder into a project with so many workbooks, LibreOffice not asked for page
    numbers.
    """
    (folder / "workbooks").mkdir(parents=True)
    (folder / "publisher.toml").write_text("word_page_numbers = false\n", encoding="utf-8")
    for seed in range(count):
        (folder / f"workbooks/examplia-{seed:03}.xlsx").write_bytes(workbook(seed))
    treaty = folder / "treaties" / _TREATY.name
    treaty.mkdir(parents=True)
    for path in _TREATY.iterdir():
        (treaty / path.name).write_bytes(path.read_bytes())
    with (_TREATY / "provisions.csv").open(encoding="utf-8", newline="") as file:
        provisions = list(csv.reader(file))[: ROWS + 1]
    with (treaty / "provisions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(provisions)
