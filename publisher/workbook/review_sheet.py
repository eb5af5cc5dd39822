"""The sheet Review: what reviewers wrote, one row per item, with the researcher's decisions.

The program writes its rows through `patch`, so that nothing else in the file changes, and keeps
what people wrote in them: a row is known by the name of its item, wherever it was sorted to.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Place
from publisher.domain.names import folded
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.lists import required_list
from publisher.workbook.opened import MAX_COLUMNS, OpenedWorkbook
from publisher.workbook.patch import sheet_part
from publisher.workbook.reach import SPARE_ROWS
from publisher.workbook.rich import RichRun, RichText, plain, stored_texts

ItemRow = Mapping[str, str | RichText]
# The height of a line in points, the letters to one unit of a column's width (18.3.1.13), Excel's
# highest row.
_LINE, _LETTERS, _MOST_HIGH = 13.5, 1.05, 409.0
_NEEDED = (
    "item",
    "id",
    "column",
    "original",
    "proposed",
    "comment",
    "decision",
    "note",
    "outcome",
    "decided_on",
    "draft",
)


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The sheet Review of a workbook: its name, the letters of its columns, its rows as texts by
    column key.

    `rows` are those that name an item, by their number; columns that somebody added are among them,
    under their letter. `used` are the numbers of all rows that hold anything. `number_word` stands
    before the running number of an item: No. 12.
    """

    file: str
    sheet: str
    letters: Mapping[str, str]
    rows: Mapping[int, ItemRow]
    used: frozenset[int]
    widths: Mapping[str, float]
    number_word: str

    @property
    def has_numbers(self) -> bool:
        """Whether there is a column for running numbers; older workbooks have none."""
        return "number" in self.letters

    @property
    def by_item(self) -> dict[str, ItemRow]:
        """The rows by their items."""
        return {item: self.rows[number] for item, number in self.numbers.items()}

    def text(self, row: ItemRow, key: str) -> str:
        """Return the text of a row's cell without outer spaces."""
        return plain(row.get(key, "")).strip()

    def place(self, number: int, key: str) -> Place:
        """Return where a cell is, by the number of its row."""
        running = whole_number(self.text(self.rows[number], "number"))
        name = f"{self.number_word} {running}" if running else ""
        return Place(self.file, self.sheet, f"{self.letters[key]}{number}", name)

    @property
    def numbers(self) -> dict[str, int]:
        """The number of the row of each item."""
        return {self.text(row, "item"): number for number, row in self.rows.items()}

    def decision(self, row: ItemRow, choices: Mapping[str, str]) -> str:
        """Return the id of a row's decision; the empty string where there is none, or one that is
        not known.
        """
        written = folded(self.text(row, "decision"))
        return next((key for key, word in choices.items() if written in (folded(word), key)), "")


def read_review(content: bytes, opened: OpenedWorkbook, worded: WordedTreaty) -> ReviewSheet:
    """Return the sheet Review of a workbook. Raises PublisherError where it lacks a column."""
    found = required_list(opened, layout.sheets(worded)["review"], _NEEDED)
    sheet, letters = found.sheet, found.letters
    rows: dict[int, dict[str, RichText]] = {}
    names = {letter: key for key, letter in letters.items()}
    held = _held_cells(sheet)
    # openpyxl reads bold and italic only, so the texts are taken from the XML.
    part = sheet_part(content, sheet.title)
    texts = stored_texts(content, part, [f"{letter}{number}" for number, letter in held])
    for number, letter in held:
        text = texts.get(f"{letter}{number}")
        if text is not None:
            rows.setdefault(number, {})[names.get(letter, letter)] = text
    of_items = {number: row for number, row in rows.items() if plain(row.get("item", "")).strip()}
    widths = {key: sheet.column_dimensions[letter].width for key, letter in letters.items()}
    word = worded.language.words("review")["number"]
    return ReviewSheet(opened.file, sheet.title, letters, of_items, frozenset(rows), widths, word)


def whole_number(text: str) -> int:
    """Return a number that counts something; 0 where a text is none. Programs write 12 as 12.0 as
    well.
    """
    written = text.strip().removesuffix(".0")
    return int(written) if re.fullmatch(r"[1-9][0-9]{0,8}", written) else 0


def _held_cells(sheet: Worksheet) -> list[tuple[int, str]]:
    """Return the cells below the heading that hold anything: the number of the row, the letter of
    the column.
    """
    rows = sheet.iter_rows(
        min_row=layout.HEADING_ROW + 1,
        max_row=min(sheet.max_row, layout.MOST_ITEMS + layout.HEADING_ROW),
        max_col=min(sheet.max_column, MAX_COLUMNS),
    )
    held: list[tuple[int, str]] = []
    for cells in rows:
        held += [(cell.row, cell.column_letter) for cell in cells if cell.value is not None]
    return held


@dataclass(frozen=True, slots=True)
class SheetChange:
    """Cells of the sheet by address, heights of rows by number, and the row to which drop-downs are
    to reach.
    """

    cells: Mapping[str, str | RichText | int]
    heights: Mapping[int, float]
    reach: int = 0


def review_cells(sheet: ReviewSheet, rows: Sequence[ItemRow]) -> SheetChange:
    """Return the cells by which the sheet comes to hold these rows, in this order, and no others of
    the program's.

    Rows in which a person wrote something of their own, without an item, are left where they are.
    """
    old = dict(sheet.rows)
    cells: dict[str, str | RichText | int] = {}
    changed: dict[int, ItemRow] = {}
    numbers = free_rows(sheet, len(rows))
    for number, row in zip(numbers, rows, strict=True):
        own = _cells(sheet, number, row, old.pop(number, {}))
        if own:  # empty cells get the look of their column as well
            for key, letter in sheet.letters.items():
                cells[f"{letter}{number}"] = _written(key, row)
            cells |= own
            changed[number] = row
    for number, row in old.items():
        cells |= _cells(sheet, number, {}, row)
    reach = max(numbers, default=layout.HEADING_ROW) + SPARE_ROWS
    return SheetChange(cells, row_heights(changed, sheet.widths), reach)


def free_rows(sheet: ReviewSheet, count: int) -> tuple[int, ...]:
    """Return the numbers of the first rows in which no person wrote something of their own."""
    by_people = sheet.used - sheet.rows.keys()
    free = (each for each in itertools.count(layout.HEADING_ROW + 1) if each not in by_people)
    return tuple(itertools.islice(free, count))


def _written(key: str, row: ItemRow) -> str | RichText | int:
    """Return what a cell gets: the running number as a number, so that it sorts as one."""
    text = row.get(key, "")
    return whole_number(plain(text)) or text if key == "number" else text


def _cells(
    sheet: ReviewSheet, number: int, new: ItemRow, old: ItemRow
) -> dict[str, str | RichText | int]:
    """Return the cells of a row that change."""
    cells: dict[str, str | RichText | int] = {}
    for key in {**old, **new}:
        text = new.get(key, "")
        is_changed = _look_of(text) != _look_of(old.get(key, ""))
        if is_changed and _has_column(sheet, key):
            cells[f"{sheet.letters.get(key, key)}{number}"] = _written(key, new)
    return cells


def row_heights(rows: Mapping[int, ItemRow], widths: Mapping[str, float]) -> dict[int, float]:
    """Return how high rows must be for their texts to be seen, in points, by the widths of their
    columns.

    Programs do not work that out for rows that another program wrote.
    """
    return {
        number: min(_MOST_HIGH, max(_height(row, widths), _LINE)) for number, row in rows.items()
    }


def _height(row: ItemRow, widths: Mapping[str, float]) -> float:
    lines = (_lines(plain(text), widths.get(key, 20)) for key, text in row.items())
    return _LINE * max(lines, default=1)


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) / (width * _LETTERS)) for line in text.split("\n"))


def _look_of(text: str | RichText) -> list[tuple[str, tuple[bool, bool]]]:
    """Return a text as stretches that are struck or underlined or neither: programs write the rest
    in many ways.
    """
    runs = (RichRun(text),) if isinstance(text, str) else text
    found: list[tuple[str, tuple[bool, bool]]] = []
    shown = (run for run in runs if run.text)
    for look, group in groupby(shown, key=lambda run: (run.has("strike"), run.has("u"))):
        stretch = "".join(run.text for run in group)
        found.append((stretch.replace("\r\n", "\n"), look))
    return found


def _has_column(sheet: ReviewSheet, key: str) -> bool:
    """Tell whether there is a column for a key; that of a column somebody added is its letter."""
    return key in sheet.letters or key.isupper()
