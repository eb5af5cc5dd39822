"""An old workbook carried over into a new one, cell by cell, by the provision's id and the column.

Comes in: an old workbook as opened and read, and a new empty one of the present version. Goes out:
the bytes of the filled new one, and what became of everything. The old file is never changed.
"""

import io
import warnings
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.model import SheetRow, Workbook
from publisher.domain.names import folded
from publisher.domain.treaty import VersionChange
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.carried_cells import XlsxThing, carry_cell, copy_look, copy_sheet, free_name
from publisher.workbook.issue_parts import sealed
from publisher.workbook.issue_review import reach_behind
from publisher.workbook.opened import MAX_COLUMNS, MAX_ROWS, OpenedWorkbook

_LISTS = ("reviewers", "review", "history")
_ROWS_OF_LISTS = layout.MOST_ITEMS + layout.HEADING_ROW
_FIXED_CELLS = range(1, len(layout.FIXED_COLUMNS) + 1)
_NOT_CARRIED = (*layout.FIXED_COLUMNS, "checks")


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The new workbook and what became of the old one's cells; places are those in the old
    workbook.
    """

    content: bytes
    carried: int
    moved: tuple[tuple[str, str], ...]
    homeless: tuple[str, ...]
    new: tuple[str, ...]
    added: tuple[str, ...]


def upgrade_workbook(
    old: OpenedWorkbook, workbook: Workbook, blank: bytes, worded: WordedTreaty
) -> Upgraded:
    """Return a blank workbook filled with everything that the old one holds.

    Rows go where the treaty's list of changes says. What has no home, columns and sheets that
    somebody added, and text outside the tables are appended, so that nothing is lost.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(blank), rich_text=True)
    carrier = _Carrier(old, workbook, worded)
    described = layout.sheets(worded)
    pages = {key: book[sheet.name] for key, sheet in described.items()}
    carrier.provisions(pages["provisions"])
    carrier.country(pages["country"])
    carrier.sources(pages["sources"])
    carrier.lists(pages)
    carrier.leftovers(book)
    return carrier.result(sealed(book))


class _Carrier:
    """Carries the cells of one old workbook and keeps account of them."""

    def __init__(self, old: OpenedWorkbook, workbook: Workbook, worded: WordedTreaty) -> None:
        self._old, self._workbook, self._treaty, self._language = (
            old,
            workbook,
            worded.treaty,
            worded.language,
        )
        self._described = layout.sheets(worded)
        self._seen: set[tuple[str, str]] = set()
        self._carried = 0
        self._moved: list[tuple[str, str]] = []
        self._homeless: list[str] = []
        self._added: list[str] = []
        self._new = [each.id for each in worded.treaty.provisions]

    def result(self, content: bytes) -> Upgraded:
        """Return the account."""
        moved, homeless, added = tuple(self._moved), tuple(self._homeless), tuple(self._added)
        return Upgraded(content, self._carried, moved, homeless, tuple(self._new), added)

    def provisions(self, page: XlsxThing) -> None:
        """Carry the rows of provisions, each to where its provision stands now."""
        columns = _columns(self._described["provisions"])
        rows = _rows_by_key(page)
        changes = self._changes()
        for row in self._workbook.provisions:
            id_ = row.cells["id"].text if "id" in row.cells else ""
            target, is_moved = _home(id_, changes)
            if target not in rows:
                continue
            if target in self._new:
                self._new.remove(target)
            if is_moved:
                self._moved.append((id_, target))
            self._row(row, page, rows[target], columns)
            self._extras(row, page, rows[target])

    def _changes(self) -> tuple[VersionChange, ...]:
        """Return the steps from the workbook's version of the treaty to the present one, in
        order.
        """
        version = self._workbook.identity.get("treaty_version", self._treaty.version)
        by_version: dict[str, VersionChange] = {}
        for change in self._treaty.changes:
            by_version.setdefault(change.old, change)
        steps: list[VersionChange] = []
        # Each step is taken once, so that a list of changes that runs in a circle comes to an end.
        while version in by_version:
            step = by_version.pop(version)
            steps.append(step)
            version = step.new
        return tuple(steps)

    def country(self, page: XlsxThing) -> None:
        """Carry the entries of the sheet Country."""
        columns = _columns(self._described["country"])
        rows = _rows_by_key(page)
        for field, row in self._workbook.country.items():
            if field in rows:
                self._row(row, page, rows[field], columns)

    def sources(self, page: XlsxThing) -> None:
        """Carry the sources; keys beyond the prefilled ones are added below."""
        columns = _columns(self._described["sources"])
        free = _rows_by_key(page)
        last = max(free.values(), default=1)
        for row in self._workbook.sources:
            key = row.cells["key"].text if "key" in row.cells else ""
            number = free.pop(key, None)  # taken once: a key that stands twice gets two rows
            if number is None:
                last += 1
                number = last
                page.cell(number, columns["key"]).value = key or None
                copy_look(page, 2, number)
            self._row(row, page, number, columns)
            self._extras(row, page, number)

    def _row(self, row: SheetRow, page: XlsxThing, number: int, columns: Mapping[str, int]) -> None:
        for key, cell in row.cells.items():
            old = self._cell(row.place.sheet, cell.place.cell)
            self._seen.add((row.place.sheet, cell.place.cell))
            is_ours = key in columns and key not in (*_NOT_CARRIED, "key")
            # What cannot be used, such as a formula, is read as nothing but stands in the old cell.
            holds_anything = cell.value is not None or old.value is not None
            if is_ours and holds_anything:
                carry_cell(old, page.cell(number, columns[key]))
                self._carried += 1

    def _extras(self, row: SheetRow, page: XlsxThing, number: int) -> None:
        """Carry the cells of a row that stand in columns somebody added; the columns are added here
        too.
        """
        sheet: XlsxThing = self._old.book[row.place.sheet]
        known = {folded(str(cell.value)): cell.column for cell in page[1] if cell.value is not None}
        for heading in sheet[1]:
            old = sheet.cell(int(row.place.cell), heading.column)
            is_carried = (sheet.title, old.coordinate) in self._seen
            if heading.value is None or old.value is None or is_carried:
                continue
            form = folded(str(heading.value))
            is_ours = form in known and known[form] <= len(self._columns_of(page))
            if is_ours:  # a second column of that heading: its texts go to the leftovers
                continue
            if form not in known:
                known[form] = page.max_column + 1
                _add_column(page, known[form], heading)
                self._added.append(f"{sheet.title}: {heading.value}")
            carry_cell(old, page.cell(number, known[form]))
            self._seen.add((sheet.title, old.coordinate))

    def _columns_of(self, page: XlsxThing) -> Mapping[str, str]:
        return next(sheet.columns for sheet in self._described.values() if sheet.name == page.title)

    def _cell(self, sheet: str, address: str) -> XlsxThing:
        return self._old.book[sheet][address]

    # What has no place of its own

    def lists(self, pages: Mapping[str, Worksheet]) -> None:
        """Carry the rows of the sheets of reviewers and reviews, by their headings."""
        for key in _LISTS:
            sheet = self._old_sheet(key)
            if sheet is None:
                continue
            targets = {form: column for column, form in _headings(pages[key]).items()}
            columns = {each: targets.get(form) for each, form in _headings(sheet).items()}
            for cell in _cells_below_heading(sheet, _ROWS_OF_LISTS):
                column = columns.get(cell.column)
                if column:
                    carry_cell(cell, pages[key].cell(cell.row, column))
                    self._seen.add((sheet.title, cell.coordinate))
            reach_behind(pages[key], pages[key].max_row)

    def _old_sheet(self, key: str) -> Worksheet | None:
        names = {folded(self._described[key].name), folded(key)}
        sheets = self._old.book.worksheets
        return next((sheet for sheet in sheets if folded(sheet.title) in names), None)

    def leftovers(self, book: openpyxl.Workbook) -> None:
        """Append what was added to the old workbook, and what has no home in the new one."""
        own = self._own_sheets()
        readme = folded(self._language.words("sheets")["readme"])
        lines = list(self._homeless_cells(own))
        for sheet in self._old.book.worksheets:
            is_hidden = sheet.title.startswith("_")
            is_readme = folded(sheet.title) == readme
            if sheet.title not in own and not is_hidden and not is_readme:
                copy_sheet(sheet, book.create_sheet(free_name(sheet.title, book.sheetnames)))
                self._added.append(sheet.title)
        if lines:
            self._write_leftovers(book, lines)

    def _own_sheets(self) -> set[str]:
        """Return the titles of the old workbook's sheets from which cells were carried."""
        workbook = self._workbook
        rows = (*workbook.provisions, *workbook.sources, *workbook.country.values())
        titles = {row.place.sheet for row in rows}
        for key in _LISTS:
            sheet = self._old_sheet(key)
            if sheet is not None:
                titles.add(sheet.title)
        return titles

    def _homeless_cells(self, sheets: set[str]) -> Iterator[tuple[str, str, XlsxThing]]:
        """Yield what was not carried from our own sheets: its place, the heading over it, the
        cell.
        """
        fixed = self._fixed_headings()
        example = {layout.EXAMPLE_ID, self._language.words("readme")["example_note"]}
        for title in sorted(sheets):
            sheet = self._old.book[title]
            headings = {cell.column: str(cell.value) for cell in sheet[1] if cell.value is not None}
            is_list = any(sheet is self._old_sheet(key) for key in _LISTS)
            for cell in _cells_below_heading(sheet, _ROWS_OF_LISTS if is_list else MAX_ROWS):
                heading = headings.get(cell.column, "")
                is_fixed = folded(heading) in fixed or cell.column == 1
                is_example = any(
                    str(sheet.cell(cell.row, n).value) in example for n in _FIXED_CELLS
                )
                is_carried = (title, cell.coordinate) in self._seen
                if not is_fixed and not is_example and not is_carried:
                    yield f"{title}!{cell.coordinate}", heading, cell

    def _fixed_headings(self) -> set[str]:
        """Return the headings of columns that the program itself fills in."""
        fixed: set[str] = set()
        for key in ("provisions", "sources", "country"):
            columns = self._described[key].columns
            for each in (*_NOT_CARRIED, "key", "field", "help"):
                fixed.add(folded(columns.get(each, each)))
        return fixed

    def _write_leftovers(
        self, book: openpyxl.Workbook, lines: list[tuple[str, str, XlsxThing]]
    ) -> None:
        words = self._language.words("upgrade")
        page = book.create_sheet(free_name(words["sheet"], book.sheetnames))
        widths = {"place": 22, "heading": 34, "row": 20, "text": 90}
        for column, (key, width) in enumerate(widths.items(), start=1):
            page.cell(1, column, words[key]).font = Font(bold=True)
            page.column_dimensions[page.cell(1, column).column_letter].width = width
        for number, (place, heading, cell) in enumerate(lines, start=2):
            first = cell.parent.cell(cell.row, 1).value
            for column, text in enumerate((place, heading, str(first or "")), start=1):
                page.cell(number, column, text)
            carry_cell(cell, page.cell(number, 4))
            page.cell(number, 4).alignment = Alignment(wrap_text=True, vertical="top")
            self._homeless.append(place)


def _home(id_: str, changes: tuple[VersionChange, ...]) -> tuple[str, bool]:
    """Return where a provision stands now, and whether that is another place than before."""
    target = id_
    for change in changes:
        target = "" if target in change.dropped else change.renamed.get(target, target)
        target = next(iter(change.split.get(target, ())), target)
    return target, target != id_


def _columns(described: layout.Sheet) -> dict[str, int]:
    return {key: number for number, key in enumerate(described.columns, start=1)}


def _rows_by_key(page: XlsxThing) -> dict[str, int]:
    """Return the rows of a new sheet by the id or key in their first cell."""
    rows: dict[str, int] = {}
    for number in range(layout.HEADING_ROW + 1, page.max_row + 1):
        key = page.cell(number, 1).value
        if key:
            rows[str(key)] = number
    return rows


def _headings(page: XlsxThing) -> dict[int, str]:
    """Return the headings of a sheet, as they are compared, by the number of the column."""
    cells = page[layout.HEADING_ROW]
    return {cell.column: folded(str(cell.value)) for cell in cells if cell.value is not None}


def _cells_below_heading(sheet: Worksheet, most: int) -> Iterator[XlsxThing]:
    """Yield the cells that hold anything, in so many rows at the most."""
    rows = sheet.iter_rows(
        min_row=layout.HEADING_ROW + 1, max_row=min(sheet.max_row, most), max_col=MAX_COLUMNS
    )
    for cells in rows:
        yield from (cell for cell in cells if cell.value is not None)


def _add_column(page: XlsxThing, number: int, heading: XlsxThing) -> None:
    """Add a column with the heading and the width of that in another workbook."""
    page.cell(1, number).value = heading.value
    page.cell(1, number)._style = copy(page.cell(1, 2)._style)
    width = heading.parent.column_dimensions[heading.column_letter].width
    page.column_dimensions[get_column_letter(number)].width = width
