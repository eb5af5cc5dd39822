"""A researcher's desk: a project with drafts that were sent, and what the sheet Review says of one that came back."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText

from publisher.cli.main import main
from tests.support import TOP

CASES = TOP / "tests/cases/editors"
MARKED_DRAFT = CASES / "marked.docx"
NGO = "Echo Network (invented)"


@dataclass(frozen=True)
class ReviewRow:
    """A row of the sheet Review as a person reads it.

    `reads` is the proposed text without what is struck through in it.
    """

    id: str
    column: str
    kind: str
    author: str
    sent: str
    reads: str
    comment: str


@dataclass(frozen=True)
class Told:
    """What came of a returned draft: the codes of what was told, with the levels of problems, and the rows."""

    output: str
    rows: tuple[ReviewRow, ...]

    @property
    def problems(self) -> list[str]:
        """The codes of everything that must be fixed or checked."""
        return re.findall(r"(?:MUST FIX|PLEASE CHECK) (\w\d{3})", self.output)


class Desk:
    """A project in a folder of its own, the copy of another."""

    def __init__(self, folder: Path, like: Path = CASES / "project") -> None:
        self.folder = folder
        shutil.copytree(like, folder)

    @property
    def workbook(self) -> Path:
        """The workbook of Examplia."""
        return self.folder / "workbooks/examplia.xlsx"

    def run(self, *arguments: object) -> str:
        """Run a command of the publisher and return all that it prints."""
        return run_in(self.folder, *arguments)

    def sent(self) -> Path:
        """Send a draft, as the program makes drafts today, and return it."""
        drafts = self.folder / "reviews/examplia"
        before = set(drafts.glob("*.docx"))
        output = self.run("review", "send", "examplia", "--to", NGO)
        new = set(drafts.glob("*.docx")) - before
        assert len(new) == 1, output
        return new.pop()

    def collected(self, path: Path, *options: str) -> Told:
        """Collect a returned draft and return what is told of it."""
        output = self.run("review", "collect", path, *options)
        return Told(output, review_rows(self.workbook))


def run_in(folder: Path, *arguments: object) -> str:
    """Run a command of the publisher on a project and return all that it prints."""
    command = ["--project", str(folder), *map(str, arguments)]
    return CliRunner().invoke(main, command, catch_exceptions=False).output


def review_rows(path: Path) -> tuple[ReviewRow, ...]:
    """Return the rows of a workbook's sheet Review that hold anything."""
    sheet = openpyxl.load_workbook(path, rich_text=True)["Review"]
    lines = list(sheet.iter_rows(values_only=True))
    head = next(number for number, line in enumerate(lines) if "Kind" in line)
    filled = (dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :])
    return tuple(_row(line) for line in filled if line["Kind"])


def _row(line: Mapping[Any, object]) -> ReviewRow:
    names = ("Row id", "Column", "Kind", "Written by", "Text as sent")
    id_, column, kind, author, sent = (_plain(str(line[name] or "")) for name in names)
    reads, comment = (
        _plain(_without_struck(line["Text proposed"])),
        _plain(str(line["Comment"] or "")),
    )
    # A deleted row stands in the left-hand column, or in none.
    column = "" if column == "Left-hand column" else column
    return ReviewRow(id_, column, kind, author, sent.strip(), reads, comment)


def _without_struck(value: object) -> str:
    if not isinstance(value, CellRichText):
        return str(value or "")
    return "".join(
        part if isinstance(part, str) else "" if part.font.strike else part.text for part in value
    )


def _plain(text: str) -> str:
    return re.sub("[\u2028\u2029\v]", "\n", text).replace("\u00a0", " ").replace("\r", "")
