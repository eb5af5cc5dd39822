"""Which column of a sheet is which, as the heading row says.

Researchers move columns, add their own and put headings in their own words, so a column is known by
its heading, never by its letter.
"""

from collections.abc import Container, Iterator, Mapping

from openpyxl.utils import get_column_letter

from publisher.domain.diagnostics import Checked, Diagnostic, Level, failure, problem
from publisher.domain.names import folded, likely
from publisher.workbook import layout
from publisher.workbook.opened import MAX_COLUMNS
from publisher.workbook.sheet import CellOfSheet, FoundSheet

# How far down the headings are looked for, and how many known ones make a row of headings.
_DEEPEST_HEADINGS, _FEWEST_HEADINGS = 20, 4


def read_headings(found: FoundSheet, later: Container[str] = ()) -> Checked[dict[int, str]]:
    """Return the key of each column by its number.

    `later` are the keys of columns that the workbook may be too old to have. Raises PublisherError
    where the headings stand in another row than the first.
    """
    keys = _keys_by_heading(found.described)
    _require_in_first_row(found, keys)
    named = _known_headings(found, keys)
    columns, told = named.value, list(named.diagnostics)
    strangers: list[CellOfSheet] = []
    for cell in found.headings:
        heading = _heading(cell)
        if not heading or folded(heading) in keys:
            continue
        key = _nearly(heading, missing_keys(found.described, columns), found.described)
        if key:
            columns[cell.column or 0] = key
            meant = found.described.columns[key]
            told.append(problem("S117", found.place(cell.coordinate), heading=heading, meant=meant))
        else:
            strangers.append(cell)
    missing = missing_keys(found.described, columns)
    told += _missing(found, missing, strangers, later)
    if not missing:  # else a stranger may be the heading that is missed, in other words
        told += _added(found, strangers)
    return Checked(columns, tuple(told))


def _require_in_first_row(found: FoundSheet, keys: Mapping[str, str]) -> None:
    """Refuse a sheet in which rows were added above the headings: all would be told as missing."""
    # Looking at a cell that is not there makes one, and with it a wider sheet.
    rows = found.sheet.iter_rows(
        max_row=min(found.sheet.max_row, _DEEPEST_HEADINGS),
        max_col=min(found.sheet.max_column, MAX_COLUMNS),
    )
    counts = [sum(folded(_heading(cell)) in keys for cell in cells) for cells in rows]
    first, most = counts[0] if counts else 0, max(counts, default=0)
    if most >= _FEWEST_HEADINGS and first * 2 < most:
        number = counts.index(most) + layout.HEADING_ROW
        rows_above = "1" if number == layout.HEADING_ROW + 1 else f"1-{number - 1}"
        raise failure("S121", found.place(f"A{number}"), row=number, rows=rows_above)


def _known_headings(found: FoundSheet, keys: Mapping[str, str]) -> Checked[dict[int, str]]:
    """Return the key of each column that is headed as it should be; the first counts of two."""
    columns: dict[int, str] = {}
    told: list[Diagnostic] = []
    for cell in found.headings:
        heading = _heading(cell)
        key = keys.get(folded(heading), "")
        if key and key in columns.values():
            first = next(number for number, other in columns.items() if other == key)
            place = found.place(cell.coordinate)
            other = f"{get_column_letter(first)}{layout.HEADING_ROW}"
            told.append(problem("S104", place, heading=heading, other=other))
        elif key:
            columns[cell.column or 0] = key
    return Checked(columns, tuple(told))


def _heading(cell: CellOfSheet) -> str:
    return str(cell.value).strip() if cell.value is not None else ""


def missing_keys(described: layout.Sheet, columns: Mapping[int, str]) -> list[str]:
    """Return the keys of columns without a heading; some came with a later version, and nothing is
    read there.
    """
    not_read = (*layout.RESERVED_COLUMNS, "progress")
    found = set(columns.values())
    return [key for key in described.columns if key not in found and key not in not_read]


def _keys_by_heading(described: layout.Sheet) -> dict[str, str]:
    """Return the keys of columns by their headings and other names; a heading goes before a name
    that is another column's as well.
    """
    keys: dict[str, str] = {}
    for key, names in described.aliases.items():
        for name in names:
            keys[folded(name)] = key
    for key, heading in described.columns.items():
        keys[folded(heading)] = key
    return keys


def _nearly(heading: str, missing: list[str], described: layout.Sheet) -> str:
    """Return the key of the missing column whose heading is nearly this one; else the empty
    string.
    """
    by_heading = {described.columns[key]: key for key in missing}
    meant = likely(heading, by_heading)
    return by_heading[meant] if meant else ""


def _missing(
    found: FoundSheet, missing: list[str], strangers: list[CellOfSheet], later: Container[str]
) -> Iterator[Diagnostic]:
    """Yield each column without a heading; the unknown headings are named, since one of them may
    stand where it stood.

    Somebody whose workbook never had the column must not be asked to write its heading: it could
    only go over another column.
    """
    cells = ", ".join(cell.coordinate for cell in strangers)
    for key in missing:
        heading = found.described.columns[key]
        level = Level.MUST_FIX if key in found.described.required else Level.PLEASE_CHECK
        if key in later:
            yield problem(
                "S120", found.place(), level=level, heading=heading, cells=cells, file=found.file
            )
        else:
            yield problem("S102", found.place(), level=level, heading=heading, cells=cells)


def _added(found: FoundSheet, strangers: list[CellOfSheet]) -> Iterator[Diagnostic]:
    for cell in strangers:
        yield problem("S103", found.place(cell.coordinate), heading=_heading(cell))
