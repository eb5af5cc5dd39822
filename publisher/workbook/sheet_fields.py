"""The fields of a sheet with one field per row: a label, the entry beside it, reserved cells."""

from collections.abc import Iterable, Mapping

from publisher.domain.diagnostics import Checked, Diagnostic, problem
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.workbook import layout
from publisher.workbook.cell import read_cell
from publisher.workbook.opened import MAX_ROWS
from publisher.workbook.sheet import CellOfSheet, FoundSheet, outside_table

# The numbers of the columns in which keys, labels and entries stand where no heading says so.
_COLUMNS = {"key": 1, "field": 2, "value": 3}


def columns_of_fields(found: FoundSheet) -> dict[str, int]:
    """Return the numbers of the columns of keys, labels and entries by their headings, or as the
    program lays them out; there is none of keys where labels stand in the first one.
    """
    by_heading = _headed(found, tuple(_COLUMNS))
    columns = _COLUMNS | by_heading
    if "key" not in by_heading and by_heading.get("field") == _COLUMNS["key"]:
        columns["key"], columns["value"] = 0, by_heading.get("value", columns["field"] + 1)
    return columns


def read_fields(found: FoundSheet, words: Mapping[str, str]) -> Checked[dict[str, SheetRow]]:
    """Return the fields of a sheet by key: each a row with the entry and the reserved cells beside
    it.

    `words` are the labels of the fields by key.
    """
    known = _keys_by_label(words)
    at = columns_of_fields(found)
    columns = {"value": at["value"]} | _headed(found, layout.RESERVED_COLUMNS)
    sheet, width = found.sheet, max(*columns.values(), *at.values())
    fields: dict[str, SheetRow] = {}
    told: list[Diagnostic] = []
    for cells in sheet.iter_rows(
        min_row=layout.HEADING_ROW + 1, max_row=min(sheet.max_row, MAX_ROWS), max_col=width
    ):
        entry = cells[at["value"] - 1]
        if found.ids is None:
            key = _key_of([cells[at[each] - 1] for each in ("key", "field") if at[each]], known)
        else:
            key = found.ids.get(entry.row or 0, "")
        if key and key not in fields:
            own = {name: cells[number - 1] for name, number in columns.items()}
            field = _field(found, own, words[key])
            fields[key] = field.value
            told += field.diagnostics
        elif entry.value is not None and found.ids is None:
            told.append(outside_table(found.place(entry.coordinate), entry.value))
    for key in found.described.required:
        if key not in fields:
            told.append(problem("S106", found.place(), label=words[key]))
    return Checked(fields, tuple(told))


def _keys_by_label(words: Mapping[str, str]) -> dict[str, str]:
    """Return the keys by label and by themselves: they stand in a hidden column, so that a label in
    other words does no harm.
    """
    known: dict[str, str] = {}
    for key, label in words.items():
        known[folded(key)] = key
        known[folded(label)] = key
    return known


def _key_of(cells: Iterable[CellOfSheet], known: Mapping[str, str]) -> str:
    """Return the key of the field of a row, by the cells of its key and its label; the empty string
    where there is none.
    """
    for cell in cells:
        label = folded(str(cell.value)) if cell.value is not None else ""
        if label in known:
            return known[label]
    return ""


def _field(found: FoundSheet, cells: Mapping[str, CellOfSheet], label: str) -> Checked[SheetRow]:
    held: dict[str, Cell] = {}
    told: list[Diagnostic] = []
    for name, cell in cells.items():
        called = label if name == "value" else ""
        read = read_cell(cell, found.place(cell.coordinate, called))
        held[name] = read.value
        told += read.diagnostics
    row = str(cells["value"].row)
    return Checked(SheetRow(found.place(row), held), tuple(told))


def _headed(found: FoundSheet, keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those columns that have their headings, by key; the first counts of
    two.
    """
    known = found.described.columns
    wanted = {folded(known[key]): key for key in keys if key in known}
    columns: dict[str, int] = {}
    for cell in found.headings:
        key = wanted.get(folded(str(cell.value))) if cell.value is not None else None
        if key:
            columns.setdefault(key, cell.column or 0)
    return columns
