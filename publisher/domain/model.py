"""A researcher's workbook as the reader found it, cell by cell, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from publisher.domain.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a cell's text as formatted in Excel."""

    text: str
    bold: bool = False
    italic: bool = False


CellValue = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as found; `runs` holds its text with formatting, `link` the hyperlink set on the
    whole cell.

    `struck` and `raised` are the stretches that are struck through or raised like a footnote mark,
    `coloured` those in a colour that a person chose for marking; `is_filled` is true of a cell with
    a background of such a colour.
    """

    place: Place
    value: CellValue = None
    runs: tuple[Run, ...] = ()
    link: str = ""
    struck: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    coloured: tuple[str, ...] = ()
    is_filled: bool = False

    @property
    def text(self) -> str:
        """The cell's text without formatting and outer spaces."""
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its cells by column key."""

    place: Place
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    """What somebody wrote as the decision on an item of the sheet Review that is not settled yet,
    and where.
    """

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read, before anything is believed; the rows of `country` stand by field.

    `places` are the rows of the sheet Where we looked, none where the workbook is too old to have
    it; `reviewers` are the rows of the register of drafts, as texts by column; `decisions` those
    that wait in the sheet Review to be carried out.
    """

    file: str
    identity: Mapping[str, str]
    provisions: tuple[SheetRow, ...]
    country: Mapping[str, SheetRow]
    sources: tuple[SheetRow, ...]
    reviewers: tuple[Mapping[str, str], ...] = ()
    decisions: tuple[WrittenDecision, ...] = ()
    places: tuple[SheetRow, ...] = ()
