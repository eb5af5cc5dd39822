"""One sheet of a workbook: found by its name, read by its headings, each cell with its place.

A sheet has a heading row and one row per thing, or one field per row. What is wrong with it is
added to `found`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.markup import normalise
from publisher.domain.model import SheetRow
from publisher.domain.names import folded, likely
from publisher.workbook import layout
from publisher.workbook.cell import read_cell
from publisher.workbook.opened import MAX_COLUMNS, MAX_ROWS, OpenedWorkbook

Found = list[Diagnostic]
_LONGEST_NAME = 40


def find_sheet(opened: OpenedWorkbook, described: layout.Sheet, found: Found) -> Worksheet | None:
    """Return the sheet of a name, tell where it is missing and where there is a copy of it."""
    sheets = opened.book.worksheets
    by_name = {folded(sheet.title): sheet for sheet in sheets}
    sheet = by_name.get(folded(described.name)) or by_name.get(folded(described.key))
    if sheet is None:
        titles = [each.title for each in sheets if not each.title.startswith("_")]
        near = likely(described.name, titles)
        if not near:
            names = ", ".join(f"'{title}'" for title in titles)
            found.append(problem("S101", Place(opened.file), name=described.name, names=names))
            return None
        found.append(problem("S118", Place(opened.file, near), other=near, name=described.name))
        sheet = by_name[folded(near)]
    for (
        copy
    ) in sheets:  # Excel names a copy 'Sources (2)', openpyxl a second sheet of one name 'Sources1'
        if copy is not sheet and folded(copy.title).rstrip(" 0123456789") == folded(sheet.title):
            found.append(
                problem("S113", Place(opened.file, copy.title), other=copy.title, name=sheet.title)
            )
    return sheet


def notes_of(sheet: Worksheet, file: str) -> Iterator[Diagnostic]:
    """Yield a note where a researcher has attached comments to cells below the heading."""
    cells = [cell for row in _cells_below_heading(sheet) for cell in row if cell.comment]
    if cells:
        yield problem("S114", Place(file, sheet.title), count=len(cells), cell=cells[0].coordinate)


def _cells_below_heading(sheet: Worksheet) -> Iterator[tuple[XlsxCell | MergedCell, ...]]:
    return sheet.iter_rows(
        min_row=layout.HEADING_ROW + 1,
        max_row=min(sheet.max_row, MAX_ROWS),
        max_col=min(sheet.max_column, MAX_COLUMNS),
    )


# Sheets with one row per thing


class SheetTable:
    """One sheet with a heading row, being read; what is wrong is added to `found`."""

    def __init__(
        self,
        sheet: Worksheet,
        described: layout.Sheet,
        file: str,
        references: Mapping[str, str],
        found: Found,
    ) -> None:
        self._sheet, self._described, self._file, self._found = sheet, described, file, found
        self._references = references
        self._letters: dict[str, str] = {}

    def letters(self) -> Mapping[str, str]:
        """Return the letter of each column by its key, once the rows were read."""
        return self._letters

    def rows(self) -> tuple[SheetRow, ...]:
        """Return the rows that hold anything."""
        columns = self._columns()
        self._letters = {key: get_column_letter(number) for number, key in columns.items()}
        self._found.extend(self._merged())
        if not self._missing_keys(columns):  # else the text is that of the column with no heading
            self._found.extend(self._outside())
        lines = _cells_below_heading(self._sheet)
        ids = [number - 1 for number, key in columns.items() if key == "id"]
        rows = [
            self._row(cells, columns)
            for cells in lines
            if layout.EXAMPLE_ID not in (cells[n].value for n in ids)
        ]
        filled = tuple(
            row for row in rows if any(cell.value is not None for cell in row.cells.values())
        )
        self._found.extend(self._hidden(filled, columns))
        return filled

    def _columns(self) -> dict[int, str]:
        """Return the key of each column by its number; an unknown heading is told, a missing one
        too.
        """
        columns: dict[int, str] = {}
        unknown: list[tuple[XlsxCell | MergedCell, str]] = []
        for cell in next(
            self._sheet.iter_rows(max_row=1, max_col=min(self._sheet.max_column, MAX_COLUMNS)), ()
        ):
            heading = str(cell.value).strip() if cell.value is not None else ""
            key = self._key_of(heading)
            if key and key in columns.values():
                first = next(number for number, other in columns.items() if other == key)
                self._tell(
                    "S104",
                    cell,
                    heading=heading,
                    other=f"{get_column_letter(first)}{layout.HEADING_ROW}",
                )
            elif key:
                columns[cell.column or 0] = key
            elif heading:
                unknown.append((cell, heading))
        strangers = [each for each in unknown if not self._is_nearly_known(*each, columns)]
        cells = ", ".join(cell.coordinate for cell, _ in strangers)
        missing = self._missing_keys(columns)
        for key in missing:
            level = Level.MUST_FIX if key in self._described.required else Level.PLEASE_CHECK
            place = Place(self._file, self._sheet.title)
            self._found.append(
                problem(
                    "S102", place, level=level, heading=self._described.columns[key], cells=cells
                )
            )
        for cell, heading in () if missing else strangers:
            self._tell("S103", cell, heading=heading)
        return columns

    def _tell(self, code: str, cell: XlsxCell | MergedCell, **values: object) -> None:
        place = Place(self._file, self._sheet.title, cell.coordinate)
        self._found.append(problem(code, place, **values))  # type: ignore[arg-type]  # values are never options

    def _key_of(self, heading: str) -> str:
        """Return the key of a column by its heading or by another name for it, or the empty
        string.
        """
        form = folded(heading)
        known = {folded(own): key for key, own in self._described.columns.items()}
        others = {
            folded(other): key for key, names in self._described.aliases.items() for other in names
        }
        return (known.get(form) or others.get(form, "")) if form else ""

    def _is_nearly_known(
        self, cell: XlsxCell | MergedCell, heading: str, columns: dict[int, str]
    ) -> bool:
        """Tell whether a heading is nearly that of a missing column; then it is taken for it, and
        that is told.
        """
        missing = {self._described.columns[key]: key for key in self._missing_keys(columns)}
        meant = likely(heading, missing)
        if meant:
            columns[cell.column or 0] = missing[meant]
            self._tell("S117", cell, heading=heading, meant=meant)
        return bool(meant)

    def _missing_keys(self, columns: Mapping[int, str]) -> list[str]:
        """Return the keys of columns without a heading; some came with a later version, and nothing
        is read there.
        """
        needed = (
            key
            for key in self._described.columns
            if key not in (*layout.RESERVED_COLUMNS, "progress")
        )
        return [key for key in needed if key not in columns.values()]

    def _merged(self) -> Iterator[Diagnostic]:
        for area in self._sheet.merged_cells.ranges:
            yield problem(
                "S105",
                Place(self._file, self._sheet.title, area.start_cell.coordinate),
                area=area.coord,
            )

    def _outside(self) -> Iterator[Diagnostic]:
        """Yield a warning for the first text in each column without a heading."""
        told = {cell.column for cell in self._sheet[layout.HEADING_ROW] if cell.value is not None}
        for cells in _cells_below_heading(self._sheet):
            for cell in cells:
                if cell.value is not None and cell.column not in told:
                    told.add(cell.column)
                    yield _outside(
                        Place(self._file, self._sheet.title, cell.coordinate), cell.value
                    )

    def _hidden(self, rows: Iterable[SheetRow], columns: Mapping[int, str]) -> Iterator[Diagnostic]:
        """Yield what is hidden but holds text, apart from what the toolkit itself hides and
        fills.
        """
        own = (*self._described.fixed, *layout.RESERVED_COLUMNS, "key")
        written = {
            (int(row.place.cell), key)
            for row in rows
            for key, cell in row.cells.items()
            if key not in own and cell.text
        }
        place = Place(self._file, self._sheet.title)
        hidden = sorted({row for row, _ in written if self._sheet.row_dimensions[row].hidden})
        if hidden:
            yield problem("S111", place, rows=_ranges(hidden))
        for number, key in columns.items():
            letter = get_column_letter(number)
            if self._sheet.column_dimensions[letter].hidden and any(
                key == other for _, other in written
            ):
                yield problem("S112", place, heading=self._described.columns[key])

    def _row(self, cells: Iterable[XlsxCell | MergedCell], columns: Mapping[int, str]) -> SheetRow:
        held = {columns[cell.column or 0]: cell for cell in cells if cell.column in columns}
        held.pop("progress", None)  # a formula of the toolkit's own
        name = self._name_of(held)
        kept = {
            key: read_cell(cell, self._place(cell, name, key), self._found)
            for key, cell in held.items()
        }
        number = next((cell.row for cell in held.values()), 0)
        return SheetRow(Place(self._file, self._sheet.title, str(number)), kept)

    def _place(self, cell: XlsxCell | MergedCell, name: str, key: str) -> Place:
        called = f"{name}, {self._described.columns[key]}" if name else ""
        return Place(self._file, self._sheet.title, cell.coordinate, called)

    def _name_of(self, held: Mapping[str, XlsxCell | MergedCell]) -> str:
        """Return what a person calls the row: its article or the key of its source."""
        id_ = str(held["id"].value).strip() if "id" in held else ""
        named_by = self._described.named_by or "key"
        key = held[named_by].value if named_by in held else None
        return self._references.get(id_, "") or (_short(normalise(str(key))) if key else "")


def _short(name: str) -> str:
    """Return a name in one line, without the end of a long one."""
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rpartition(' ')[0]} …"


def _ranges(numbers: list[int]) -> str:
    """Return row numbers as people write them: 3, 7-9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _outside(place: Place, value: object) -> Diagnostic:
    return problem("S109", place, text=str(value)[:40])


# Sheets with one field per row


def read_fields(
    sheet: Worksheet, described: layout.Sheet, words: Mapping[str, str], file: str, found: Found
) -> dict[str, SheetRow]:
    """Return the fields of a sheet by key: each a row with the entry and the reserved cells beside
    it.

    `words` are the labels of the fields by key.
    """
    known = {folded(text): key for key in words for text in (key, words[key])}
    columns = {"value": 3} | _reserved_columns(sheet, described)
    fields: dict[str, SheetRow] = {}
    for cells in sheet.iter_rows(
        min_row=2, max_row=min(sheet.max_row, MAX_ROWS), max_col=max(columns.values())
    ):
        labels = [folded(str(cell.value)) for cell in cells[:2] if cell.value is not None]
        key = next((known[label] for label in labels if label in known), "")
        places = {
            name: Place(file, sheet.title, cells[number - 1].coordinate)
            for name, number in columns.items()
        }
        if key and key not in fields:
            places["value"] = replace(places["value"], name=words[key])
            held = {
                name: read_cell(cells[columns[name] - 1], place, found)
                for name, place in places.items()
            }
            fields[key] = SheetRow(Place(file, sheet.title, str(cells[2].row)), held)
        elif cells[2].value is not None:
            found.append(_outside(places["value"], cells[2].value))
    missing = (key for key in described.required if key not in fields)
    found.extend(problem("S106", Place(file, sheet.title), label=words[key]) for key in missing)
    return fields


def _reserved_columns(sheet: Worksheet, described: layout.Sheet) -> dict[str, int]:
    """Return the numbers of the columns beside the entries that are the program's and a dismissing
    person's.
    """
    wanted = {folded(described.columns[key]): key for key in layout.RESERVED_COLUMNS}
    heading = next(sheet.iter_rows(max_row=1, max_col=min(sheet.max_column, MAX_COLUMNS)), ())
    found = {
        wanted.get(folded(str(cell.value)), ""): cell.column or 0
        for cell in heading
        if cell.value is not None
    }
    return {key: number for key, number in found.items() if key}
