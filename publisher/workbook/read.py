"""The cells of a researcher's workbook, each with its place.

Comes in: the bytes of an .xlsx file. Goes out: a `Workbook` and everything that is wrong with its structure. Sheets
and headings are found by name, rows keep their ids; whether the content makes sense is for the checks.
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook.workbook import Workbook as XlsxFile
from openpyxl.worksheet.worksheet import Worksheet

from publisher.diagnostics import Checked, Diagnostic, Place, error, failure, warning
from publisher.language import Language
from publisher.markup import forbidden_characters, normal_runs
from publisher.model import Cell, Row, Run, Workbook
from publisher.near import did_you_mean, folded
from publisher.treaty import Treaty
from publisher.workbook import layout
from publisher.workbook.preflight import require_workbook

# No sheet of ours comes near these; a stray cell in the last row of Excel must not make us walk there.
_MAX_ROWS, _MAX_COLUMNS = 5_000, 100
_LONGEST_LISTING = 5


def read_workbook(content: bytes, file: str, treaty: Treaty, language: Language) -> Checked[Workbook]:
    """Return what a workbook holds, with the problems of its sheets, headings and cells, in sheet order.

    `file` is the name to use in messages. Raises PublisherError where the file cannot be read as a workbook at all.
    """
    require_workbook(content, file)
    book = _open(content, file)
    found: list[Diagnostic] = []
    sheets = layout.sheets(treaty, language)
    provisions = _rows(book, sheets["provisions"], file, found, required=("id", *(each.id for each in treaty.columns)))
    country = _country(book, sheets["country"], language, file, found)
    sources = _rows(book, sheets["sources"], file, found, required=("key", "type", "title"))
    return Checked(Workbook(file, _identity(book), provisions, country, sources), tuple(found))


def _open(content: bytes, file: str) -> XlsxFile:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that only a writer would lose
            return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    # openpyxl raises whatever comes up inside it: eight kinds of exception were seen in 2,439 real files.
    except Exception as problem:
        raise failure(
            "F020",
            Place(file),
            "this workbook cannot be read, although Excel may still open it",
            f"open it in Excel, choose File > Save As, save it under a new name and use that file"
            f" (for the maintainers: {type(problem).__name__})",
        ) from problem


def _identity(book: XlsxFile) -> dict[str, str]:
    if layout.IDENTITY_SHEET not in book.sheetnames:
        return {}
    rows = book[layout.IDENTITY_SHEET].iter_rows(max_row=20, max_col=2, values_only=True)
    return {str(key): str(value) for key, value in rows if key is not None and value is not None}


def _sheet(book: XlsxFile, described: layout.Sheet, file: str, found: list[Diagnostic]) -> Worksheet | None:
    by_name = {folded(sheet.title): sheet for sheet in book.worksheets}
    for name in (described.name, described.key):
        if sheet := by_name.get(folded(name)):
            return sheet
    near = did_you_mean(described.name, [sheet.title for sheet in book.worksheets])
    remedy = near or f"give the right one the name '{described.name}'"
    names = ", ".join(f"'{sheet.title}'" for sheet in book.worksheets if not sheet.title.startswith("_"))
    hint = f"the workbook has the sheets {names}; {remedy}"
    found.append(error("S101", Place(file), f"the sheet '{described.name}' is missing", hint))
    return None


# Sheets with one row per thing


def _rows(
    book: XlsxFile, described: layout.Sheet, file: str, found: list[Diagnostic], *, required: Iterable[str]
) -> tuple[Row, ...]:
    sheet = _sheet(book, described, file, found)
    if sheet is None:
        return ()
    columns = _columns(sheet, described, file, found, required)
    found.extend(_merged(sheet, file))
    if len(columns) == len(described.columns):  # else the text is that of the column whose heading is missing
        found.extend(_outside_table(sheet, file))
    rows = [_row(cells, columns, sheet.title, file, found) for cells in _cells_below_heading(sheet)]
    return tuple(row for row in rows if any(cell.value is not None for cell in row.cells.values()))


def _cells_below_heading(sheet: Worksheet) -> Iterator[tuple[XlsxCell | MergedCell, ...]]:
    return sheet.iter_rows(
        min_row=layout.HEADING_ROW + 1,
        max_row=min(sheet.max_row, _MAX_ROWS),
        max_col=min(sheet.max_column, _MAX_COLUMNS),
    )


def _columns(
    sheet: Worksheet, described: layout.Sheet, file: str, found: list[Diagnostic], required: Iterable[str]
) -> dict[int, str]:
    """Return the key of each column by its number; an unknown heading is told, a missing one too."""
    known = {folded(heading): key for key, heading in described.columns.items()}
    columns: dict[int, str] = {}
    strangers: list[Diagnostic] = []
    for cell in next(sheet.iter_rows(max_row=1, max_col=min(sheet.max_column, _MAX_COLUMNS)), ()):
        heading = str(cell.value).strip() if cell.value is not None else ""
        place = Place(file, sheet.title, cell.coordinate)
        key = known.get(folded(heading)) if heading else None
        if key in columns.values():
            first = next(sheet.cell(1, number).coordinate for number, other in columns.items() if other == key)
            found.append(
                error(
                    "S104",
                    place,
                    f"the heading '{heading}' stands twice, here and in {first}",
                    "remove one of the two columns",
                )
            )
        elif key:
            columns[cell.column or 0] = key
        elif heading:
            strangers.append(_stranger(heading, place))
    missing = [key for key in described.columns if key not in columns.values()]
    found.extend(_missing(key, described, strangers, Place(file, sheet.title), key in required) for key in missing)
    if not missing:
        found.extend(strangers)
    return columns


def _stranger(heading: str, place: Place) -> Diagnostic:
    return warning(
        "S103",
        place,
        f"the column '{heading}' was added: it stays in the workbook but is not printed",
        "move what should be printed into one of the given columns",
    )


def _missing(
    key: str, described: layout.Sheet, strangers: list[Diagnostic], place: Place, is_required: bool
) -> Diagnostic:
    heading = described.columns[key]
    hint = f"write '{heading}' over the column again"
    if strangers:
        cells = ", ".join(each.place.cell for each in strangers)
        hint += f"; headings that are not known stand in {cells}"
    tell = error if is_required else warning
    return tell("S102", place, f"the column '{heading}' is missing or its heading was changed", hint)


def _merged(sheet: Worksheet, file: str) -> Iterator[Diagnostic]:
    for area in sheet.merged_cells.ranges:
        yield error(
            "S105",
            Place(file, sheet.title, area.start_cell.coordinate),
            f"the cells {area.coord} are merged: only the first one counts, and rows can no longer be told apart",
            "select them, choose Merge & Center > Unmerge Cells, and write the text into the cell where it belongs",
        )


def _outside_table(sheet: Worksheet, file: str) -> Iterator[Diagnostic]:
    """Yield a warning for the first text in each column without a heading."""
    told = {cell.column for cell in sheet[layout.HEADING_ROW] if cell.value is not None}
    for cells in _cells_below_heading(sheet):
        for cell in cells:
            if cell.value is not None and cell.column not in told:
                told.add(cell.column)
                yield _outside(Place(file, sheet.title, cell.coordinate), str(cell.value))


def _outside(place: Place, text: str) -> Diagnostic:
    return warning(
        "S109",
        place,
        f"the text '{text[:40]}' stands outside the table and is not printed",
        "move it into the cell where it belongs, or delete it",
    )


def _row(
    cells: Iterable[XlsxCell | MergedCell],
    columns: Mapping[int, str],
    sheet: str,
    file: str,
    found: list[Diagnostic],
) -> Row:
    kept: dict[str, Cell] = {}
    number = 0
    for cell in cells:
        number = cell.row or 0
        if key := columns.get(cell.column or 0):
            kept[key] = _cell(cell, sheet, file, found)
    return Row(Place(file, sheet, str(number)), kept)


# The sheet Country: one field per row


def _country(
    book: XlsxFile, described: layout.Sheet, language: Language, file: str, found: list[Diagnostic]
) -> dict[str, Cell]:
    sheet = _sheet(book, described, file, found)
    if sheet is None:
        return {}
    known = {
        folded(text): key for key in layout.country_fields(language) for text in (key, language.words("country")[key])
    }
    fields: dict[str, Cell] = {}
    for cells in sheet.iter_rows(min_row=2, max_row=min(sheet.max_row, _MAX_ROWS), max_col=3):
        labels = [folded(str(cell.value)) for cell in cells[:2] if cell.value is not None]
        key = next((known[label] for label in labels if label in known), None)
        if key and key not in fields:
            fields[key] = _cell(cells[2], sheet.title, file, found)
        elif cells[2].value is not None:
            found.append(_outside(Place(file, sheet.title, cells[2].coordinate), str(cells[2].value)))
    for key in layout.REQUIRED_COUNTRY_FIELDS:
        if key not in fields:
            label = language.words("country")[key]
            found.append(
                error(
                    "S106",
                    Place(file, sheet.title),
                    f"the row '{label}' is missing",
                    f"write '{label}' into column B of an empty row and the entry beside it",
                )
            )
    return fields


# One cell


def _cell(cell: XlsxCell | MergedCell, sheet: str, file: str, found: list[Diagnostic]) -> Cell:
    place = Place(file, sheet, cell.coordinate)
    value = cell.value
    if value is None or isinstance(cell, MergedCell):
        return Cell(place)
    if cell.data_type == "f":
        found.append(_formula(place, value))
        return Cell(place)
    if cell.data_type == "e":
        found.append(_error_value(place, str(value)))
        return Cell(place)
    runs = normal_runs(_runs(cell))
    if isinstance(value, (str, CellRichText)):
        value = "".join(run.text for run in runs)
        if not value.strip() and not forbidden_characters(value):  # some of these count as spaces
            return Cell(place)
    elif not isinstance(value, (bool, int, float, date)):
        value = str(value)  # a time of day
    link = cell.hyperlink.target if cell.hyperlink and cell.hyperlink.target else ""
    return Cell(place, value, runs, link if link not in str(value) else "")


def _formula(place: Place, value: object) -> Diagnostic:
    text = str(getattr(value, "text", value))
    return error(
        "S107",
        place,
        f"this cell holds a formula ({text[:60]}), not text",
        "type the text itself; if it begins with = put an apostrophe (') in front",
    )


def _error_value(place: Place, value: str) -> Diagnostic:
    return error(
        "S108",
        place,
        f"this cell shows the error {value}",
        "type the text again; if it begins with = or - put an apostrophe (') in front",
    )


def _runs(cell: XlsxCell) -> Iterator[Run]:
    bold, italic = bool(cell.font.bold), bool(cell.font.italic)
    value = cell.value
    if not isinstance(value, CellRichText):
        yield Run(str(value), bold, italic)
        return
    for piece in value:
        if isinstance(piece, TextBlock):
            yield Run(piece.text, bool(piece.font.b), bool(piece.font.i))
        else:
            yield Run(piece, bold, italic)
