"""The rows of a sheet with one row per thing: each cell by the key of its column."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from publisher.domain.diagnostics import Checked, Diagnostic, problem
from publisher.domain.markup import normalise
from publisher.domain.model import Cell, Run, SheetRow
from publisher.workbook import layout
from publisher.workbook.cell import read_cell
from publisher.workbook.sheet import CellOfSheet, FoundSheet, outside_table
from publisher.workbook.sheet_headings import missing_keys, read_headings

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The rows of a sheet that hold anything, and the letter of each column by its key."""

    rows: tuple[SheetRow, ...]
    letters: Mapping[str, str]


def read_table(
    found: FoundSheet, references: Mapping[str, str], later: Container[str] = ()
) -> Checked[SheetTable]:
    """Return the rows of a sheet with one row per thing.

    `references` are what people call the things, by id; `later` are the keys of columns that the
    workbook may be too old to have.
    """
    headings = read_headings(found, later)
    columns = headings.value
    told = [*headings.diagnostics, *_merged(found)]
    if not missing_keys(found.described, columns):  # else the text is that of the lost heading
        told += _outside(found)
    rows: list[SheetRow] = []
    for cells in found.rows_below:
        if _is_example(found, cells, columns):
            continue
        row = _row(found, cells, columns, references)
        told += row.diagnostics
        if any(cell.value is not None for cell in row.value.cells.values()):
            rows.append(row.value)
    told += _hidden(found, rows, columns)
    letters = {key: get_column_letter(number) for number, key in columns.items()}
    return Checked(SheetTable(tuple(rows), letters), tuple(told))


def _is_example(
    found: FoundSheet, cells: tuple[CellOfSheet, ...], columns: Mapping[int, str]
) -> bool:
    """Tell whether a row is the one that shows how to fill in the others."""
    if found.ids is not None:
        return found.ids.get(cells[0].row or 0) == layout.EXAMPLE_ID
    ids = [cell.value for cell in cells if columns.get(cell.column or 0) == "id"]
    return layout.EXAMPLE_ID in ids


def _row(
    found: FoundSheet,
    cells: Iterable[CellOfSheet],
    columns: Mapping[int, str],
    references: Mapping[str, str],
) -> Checked[SheetRow]:
    held = {columns[cell.column or 0]: cell for cell in cells if cell.column in columns}
    held.pop("progress", None)  # a formula of the toolkit's own
    number = next((cell.row for cell in held.values()), 0) or 0
    id_ = ""
    if found.ids is not None:
        held.pop("id", None)
        id_ = found.ids.get(number, "")
    name = references.get(id_) or _name_of(found.described, held, references)
    kept: dict[str, Cell] = {}
    told: list[Diagnostic] = []
    for key, cell in held.items():
        called = f"{name}, {found.described.columns[key]}" if name else ""
        read = read_cell(cell, found.place(cell.coordinate, called))
        kept[key] = read.value
        told += read.diagnostics
    if id_:
        kept["id"] = Cell(kept["article"].place, id_, (Run(id_),))
    return Checked(SheetRow(found.place(str(number)), kept), tuple(told))


def _name_of(
    described: layout.Sheet, held: Mapping[str, CellOfSheet], references: Mapping[str, str]
) -> str:
    """Return what a person calls the row: its article or the key of its source."""
    id_ = str(held["id"].value).strip() if "id" in held else ""
    if references.get(id_):
        return references[id_]
    named_by = described.named_by or "key"
    key = held[named_by].value if named_by in held else None
    return _short(normalise(str(key))) if key else ""


def _short(name: str) -> str:
    """Return a name in one line, without the end of a long one."""
    name = " ".join(name.split())
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME].rpartition(' ')[0]} …"


# What is wrong with the build of the sheet


def _merged(found: FoundSheet) -> Iterator[Diagnostic]:
    for area in found.sheet.merged_cells.ranges:
        yield problem("S105", found.place(area.start_cell.coordinate), area=area.coord)


def _outside(found: FoundSheet) -> Iterator[Diagnostic]:
    """Yield a warning for the first text in each column without a heading."""
    headings = found.sheet[layout.HEADING_ROW]
    told = {cell.column for cell in headings if cell.value is not None}
    for cells in found.rows_below:
        for cell in cells:
            if cell.value is not None and cell.column not in told:
                told.add(cell.column)
                yield outside_table(found.place(cell.coordinate), cell.value)


def _hidden(
    found: FoundSheet, rows: Iterable[SheetRow], columns: Mapping[int, str]
) -> Iterator[Diagnostic]:
    """Yield what is hidden but holds text, apart from what the toolkit itself hides and fills."""
    own = (*found.described.fixed, *layout.RESERVED_COLUMNS, "key")
    written_rows: set[int] = set()
    written_keys: set[str] = set()
    for row in rows:
        keys = {key for key, cell in row.cells.items() if key not in own and cell.text}
        written_keys |= keys
        if keys:
            written_rows.add(int(row.place.cell))
    dimensions = found.sheet.row_dimensions
    hidden = sorted(number for number in written_rows if dimensions[number].hidden)
    if hidden:
        yield problem("S111", found.place(), rows=_ranges(hidden))
    for number, key in columns.items():
        is_hidden = found.sheet.column_dimensions[get_column_letter(number)].hidden
        if is_hidden and key in written_keys:
            yield problem("S112", found.place(), heading=found.described.columns[key])


def _ranges(numbers: Iterable[int]) -> str:
    """Return row numbers as people write them: 3, 7-9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
