"""What people write into a workbook, cell by cell, each known by what it is and not by where it
stands.

Comes in: the bytes of a workbook and its words. Goes out: the texts that people are asked for, by
sheet, thing and column, so that two copies of one workbook can be compared and joined wherever
their rows were sorted to.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from xml.etree import ElementTree

from publisher.domain.diagnostics import Diagnostic, Place
from publisher.domain.markup import normalise
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.cell import UNUSABLE
from publisher.workbook.lists import ListSheet, list_sheet, rows_of_list
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.patch import sheet_part
from publisher.workbook.read import read_workbook
from publisher.workbook.read_places import rows_by_name
from publisher.workbook.rich import RichRun, RichText, look, plain, stored_texts
from publisher.workbook.sheet_xml import PatchError

# What the program itself fills in beside the texts that people write.
_BY_PROGRAM = (*layout.FIXED_COLUMNS, "checks")
# In the sheet Reviewers people name a reviewer; all else notes what was sent and came back.
ABOUT_REVIEWERS = ("name", "organisation", "email", "language", "named")
# In the sheet Review people decide.
DECISIONS = ("decision", "note", "decided_by")


class Slot(NamedTuple):
    """What a cell holds the text of: the key of its sheet, what its row is about (a provision, a
    field, a source, a place, a reviewer and round, an item), the key of its column.
    """

    sheet: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Held:
    """A text in a cell: as it is compared, as it is stored with its formatting, and where.

    `struck` are the stretches that are struck through, `link` is the address behind the cell;
    `is_text` is false for a number or a date.
    """

    text: str
    stored: RichText
    place: Place
    struck: tuple[str, ...] = ()
    link: str = ""
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class SheetMap:
    """Where things stand in a sheet: its title, the letter of each column, the number of each
    row by what it is about, and the rows that hold anything.
    """

    title: str
    letters: Mapping[str, str]
    rows: Mapping[str, int]
    used: frozenset[int]


@dataclass(frozen=True)
class Contents:
    """What people wrote into a workbook, and where each of its sheets keeps what.

    `unusable` are cells of which nothing could be read though they are not empty, such as formulas.
    """

    file: str
    identity: Mapping[str, str]
    held: Mapping[Slot, Held]
    sheets: Mapping[str, SheetMap]
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)
    unusable: frozenset[Slot] = frozenset()

    def text(self, slot: Slot) -> str:
        """Return the text of a cell as it is compared; the empty string where there is none."""
        held = self.held.get(slot)
        return held.text if held else ""

    @cached_property
    def things(self) -> frozenset[tuple[str, str]]:
        """The rows that there are: the key of the sheet, and what the row is about."""
        return frozenset((key, row) for key, each in self.sheets.items() for row in each.rows)


def read_contents(content: bytes, opened: OpenedWorkbook, worded: WordedTreaty) -> Contents:
    """Return what people wrote into a workbook. Raises PublisherError where a cell cannot be
    read.
    """
    read = read_workbook(opened, worded)
    workbook, described = read.value, layout.sheets(worded)
    tables = {
        "provisions": _keyed(workbook.provisions, "id"),
        "country": dict(workbook.country),
        "sources": _keyed(workbook.sources, "key"),
        "places": rows_by_name(workbook.places),
    }
    held: dict[Slot, Held] = {}
    sheets: dict[str, SheetMap] = {}
    for key, rows in tables.items():
        if rows:
            sheets[key] = _map_of_table(opened, described[key], rows)
            held |= _texts_of_table(content, key, rows)
    empty = list_sheet(opened, described["places"])
    if empty is not None and "places" not in sheets:  # a treaty that names none; they can be added
        sheets["places"] = SheetMap(empty.sheet.title, empty.letters, {}, frozenset())
    for key in ("reviewers", "review"):
        found = list_sheet(opened, described[key])
        if found is not None:
            sheets[key], texts = _list_of(key, found, opened.file)
            held |= texts
    unusable = frozenset(_unusable(tables, read.diagnostics))
    return Contents(opened.file, opened.identity, held, sheets, read.diagnostics, unusable)


def compared(text: str | RichText) -> str:
    """Return a text as it is compared, without its formatting and outer spaces."""
    return normalise(plain(text)).strip()


def identity_of(content: bytes) -> dict[str, str]:
    """Return for which treaty, State and language a workbook was issued, without opening the rest
    of it; nothing where it does not say, or is no workbook.
    """
    addresses = [f"{letter}{number}" for number in range(1, 21) for letter in "AB"]
    try:
        stored = stored_texts(content, sheet_part(content, layout.IDENTITY_SHEET), addresses)
    except (PatchError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError):
        return {}
    texts = {address: plain(text) for address, text in stored.items()}
    return {text: texts.get(f"B{at[1:]}", "") for at, text in texts.items() if at.startswith("A")}


# Sheets with one row per thing


def _unusable(
    tables: Mapping[str, Mapping[str, SheetRow]], told: Iterable[Diagnostic]
) -> Iterator[Slot]:
    """Yield the cells of which nothing could be read, as was told."""
    places = {(each.place.sheet, each.place.cell) for each in told if each.code in UNUSABLE}
    for key, rows in tables.items():
        for name, row in rows.items():
            for column, cell in row.cells.items():
                if (cell.place.sheet, cell.place.cell) in places:
                    yield Slot(key, name, column)


def _keyed(rows: Iterable[SheetRow], column: str) -> dict[str, SheetRow]:
    """Return rows by the id or key in a column of theirs; of two of one key the first."""
    found: dict[str, SheetRow] = {}
    for row in rows:
        key = row.cells[column].text if column in row.cells else ""
        if key:
            found.setdefault(key, row)
    return found


def _map_of_table(
    opened: OpenedWorkbook, described: layout.Sheet, rows: Mapping[str, SheetRow]
) -> SheetMap:
    first = next(iter(rows.values()))
    letters: dict[str, str] = {}
    for row in rows.values():
        for key, cell in row.cells.items():
            letters.setdefault(key, cell.place.cell.rstrip("0123456789"))
    numbers = {key: int(row.place.cell) for key, row in rows.items()}
    return SheetMap(first.place.sheet, letters, numbers, frozenset(numbers.values()))


def _texts_of_table(
    content: bytes, key: str, rows: Mapping[str, SheetRow]
) -> Iterator[tuple[Slot, Held]]:
    cells: dict[Slot, Cell] = {}
    for name, row in rows.items():
        for column, cell in row.cells.items():
            if is_by_people(key, column) and cell.text:
                cells[Slot(key, name, column)] = cell
    if not cells:
        return
    title = next(iter(cells.values())).place.sheet
    addresses = [cell.place.cell for cell in cells.values()]
    stored = stored_texts(content, sheet_part(content, title), addresses)
    for slot, cell in cells.items():
        yield slot, _held(cell, stored.get(cell.place.cell, ()))


def is_by_people(sheet: str, column: str) -> bool:
    """Tell whether people fill in a column of a sheet, by the keys of both."""
    if sheet == "country":
        return column in ("value", "dismissed")
    return column not in (*_BY_PROGRAM, "id", "key")


def _held(cell: Cell, stored: RichText) -> Held:
    """Return a cell's text. What is no text, such as a date, is stored as a number and goes on as
    it is read.
    """
    is_text = isinstance(cell.value, str)
    if not is_text:
        stored = (RichRun(_as_written(cell)),)
    elif not any(run.properties for run in stored):
        stored = tuple(_with_look_of_cell(stored, cell))
    return Held(normalise(cell.text), stored, cell.place, cell.struck, cell.link, is_text)


def _with_look_of_cell(stored: RichText, cell: Cell) -> Iterator[RichRun]:
    """Yield a text that looks as its whole cell does with that look in itself, since the cell in
    the other workbook may look otherwise.
    """
    is_bold = any(run.bold for run in cell.runs)
    is_italic = any(run.italic for run in cell.runs)
    is_struck = bool(cell.struck)
    for run in stored:
        if is_bold or is_italic or is_struck:
            yield RichRun(run.text, look(struck=is_struck, bold=is_bold, italic=is_italic))
        else:
            yield run


def _as_written(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()).removesuffix("T00:00:00") if isoformat else str(value)


# Sheets that the program fills in with rows


def _list_of(key: str, found: ListSheet, file: str) -> tuple[SheetMap, dict[Slot, Held]]:
    """Return where things stand in one of these sheets, and what people wrote there."""
    title, letters = found.sheet.title, found.letters
    people = ABOUT_REVIEWERS if key == "reviewers" else DECISIONS
    rows: dict[str, int] = {}
    texts: dict[Slot, Held] = {}
    used: set[int] = set()
    for number, row in rows_of_list(found, layout.MOST_ITEMS):
        used.add(number)
        thing = _reviewer_and_round(row) if key == "reviewers" else row.get("item", "")
        if not thing or thing in rows:
            continue
        rows[thing] = number
        for column in people:
            if text := row.get(column, ""):
                place = Place(file, title, f"{letters[column]}{number}", thing)
                texts[Slot(key, thing, column)] = Held(normalise(text), (RichRun(text),), place)
    return SheetMap(title, letters, rows, frozenset(used)), texts


def _reviewer_and_round(row: Mapping[str, str]) -> str:
    """Return by what a row of the register is known: the reviewer, and the round where a draft was
    sent.
    """
    name, number = folded(row.get("name", "")), row.get("round", "").removesuffix(".0")
    return f"{name} {number}".strip() if name else ""
