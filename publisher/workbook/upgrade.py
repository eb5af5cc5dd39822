"""An old workbook carried over into a new one, cell by cell, by the provision's id and the column.

Comes in: an old workbook as read, a new empty one. Goes out: the new one filled, and an account.
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Diagnostic
from publisher.domain.model import SheetRow, Workbook
from publisher.domain.moved_provisions import changes_since
from publisher.domain.names import folded
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.carried_cells import (
    XlsxThing,
    add_column,
    carry_cell,
    carry_note,
    cells_below_heading,
    cells_with_notes,
    copy_look,
    copy_sheet,
    free_name,
    has_own_note,
    heading_cells,
    headings,
    rows_by_key,
    stands_beside,
)
from publisher.workbook.carried_threads import carried, is_of_thread, with_notes
from publisher.workbook.issue_parts import sealed
from publisher.workbook.issue_review import reach_behind
from publisher.workbook.moved_rows import home_by_article, home_of_row, id_of
from publisher.workbook.opened import MAX_ROWS, OpenedWorkbook
from publisher.workbook.threads import Threads
from publisher.workbook.todo_sheet import is_todo_sheet

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
    diagnostics: tuple[Diagnostic, ...] = ()


def upgrade_workbook(
    old: OpenedWorkbook,
    workbook: Workbook,
    blank: bytes,
    worded: WordedTreaty,
    threads: Threads | None = None,
) -> Upgraded:
    """Return a blank workbook filled with everything that the old one holds, and the `threads` of
    comments on its cells.

    Rows go where the treaty's list of changes says. What has no home, columns and sheets that
    somebody added, and text outside the tables are appended, so that nothing is lost.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(blank), rich_text=True)
    threads = threads or Threads({}, (), {})
    told = with_notes(old, threads)
    carrier = _Carrier(old, workbook, worded)
    described = layout.sheets(worded)
    pages = {key: book[sheet.name] for key, sheet in described.items()}
    carrier.provisions(pages["provisions"])
    carrier.country(pages["country"])
    carrier.table("sources", pages["sources"], workbook.sources)
    carrier.table("places", pages["places"], workbook.places)
    carrier.lists(pages)
    carrier.leftovers(book)
    content, homeless = carried(sealed(book), threads, carrier.home_of, old.file)
    return carrier.result(content, (*told, *homeless))


class _Carrier:
    """Carries the cells of one old workbook and keeps account of them."""

    def __init__(self, old: OpenedWorkbook, workbook: Workbook, worded: WordedTreaty) -> None:
        self._old, self._workbook = old, workbook
        self._treaty, self._language = worded.treaty, worded.language
        self._described = layout.sheets(worded)
        self._seen: set[tuple[str, str]] = set()
        self._notes: dict[tuple[str, str], tuple[str, str]] = {}
        self._sheets: dict[str, XlsxThing] = {}  # that somebody added: by the old name
        self._headings_of = cache(heading_cells)  # finding the last column goes through all cells
        self._carried = 0
        self._moved: list[tuple[str, str]] = []
        self._homeless: list[str] = []
        self._added: list[str] = []
        self._new = [each.id for each in worded.treaty.provisions]

    def result(self, content: bytes, told: tuple[Diagnostic, ...]) -> Upgraded:
        """Return the account."""
        moved, homeless, added = tuple(self._moved), tuple(self._homeless), tuple(self._added)
        return Upgraded(content, self._carried, moved, homeless, tuple(self._new), added, told)

    def home_of(self, place: tuple[str, str]) -> tuple[str, str] | None:
        """Return the sheet and the cell that have the note of an old cell now."""
        if place in self._notes:
            return self._notes[place]
        title, address = place
        page = self._sheets.get(title)
        has_note = page is not None and page[address].comment is not None
        return (page.title, address) if page and has_note else None

    def provisions(self, page: XlsxThing) -> None:
        """Carry the rows of provisions, each to where its provision stands now."""
        columns = _columns(self._described["provisions"])
        rows = rows_by_key(page)
        version = self._workbook.identity.get("treaty_version", self._treaty.version)
        changes = changes_since(version, self._treaty)
        placed = {id_of(row) for row in self._workbook.provisions}
        for row in self._workbook.provisions:
            id_ = id_of(row)
            target, is_moved = home_of_row(id_, changes)
            if target not in rows and not changes:
                target, is_moved = home_by_article(row, self._treaty, placed), False
            number = rows.pop(target, None)  # taken once: a second row would go over the first
            if number is None:
                continue
            if target in self._new:
                self._new.remove(target)
            if is_moved:
                self._moved.append((id_, target))
            self._row(row, page, number, columns)
            self._extras(row, page, number)

    def country(self, page: XlsxThing) -> None:
        """Carry the entries of the sheet Country."""
        columns = _columns(self._described["country"])
        rows = rows_by_key(page)
        for field, row in self._workbook.country.items():
            if field in rows:
                self._row(row, page, rows[field], columns)

    def table(self, sheet: str, page: XlsxThing, rows: Iterable[SheetRow]) -> None:
        """Carry the sources, or the places; those beyond the prefilled ones are added below."""
        columns = _columns(self._described[sheet])
        free = rows_by_key(page)
        last = max(free.values(), default=layout.HEADING_ROW)
        for row in rows:
            key = row.cells["key"].text if "key" in row.cells else ""
            number = free.pop(key, None)  # taken once: a key that stands twice gets two rows
            if number is None:
                last += 1
                number = last
                page.cell(number, columns["key"]).value = key or None
                copy_look(page, page.max_row, number)  # one that the treaty's data did not fill
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
                self._carry(old, page.cell(number, columns[key]))
                self._carried += 1
            elif key in columns:
                self._note(old, page.cell(number, columns[key]))

    def _carry(self, old: XlsxThing, new: XlsxThing) -> None:
        self._note(old, new)
        carry_cell(old, new)
        self._seen.add((old.parent.title, old.coordinate))

    def _note(self, old: XlsxThing, new: XlsxThing) -> None:
        """Carry the note of a cell, if somebody put one there."""
        if carry_note(old, new):
            self._notes[old.parent.title, old.coordinate] = (new.parent.title, new.coordinate)

    def _extras(self, row: SheetRow, page: XlsxThing, number: int) -> None:
        """Carry the cells of a row that stand in columns somebody added; the columns are added here
        too.
        """
        sheet: XlsxThing = self._old.book[row.place.sheet]
        known: dict[str, int] = {}
        for heading in self._headings_of(sheet):
            old = sheet.cell(int(row.place.cell), heading.column)
            is_carried = (sheet.title, old.coordinate) in self._seen
            holds_anything = old.value is not None or has_own_note(old)
            if not holds_anything or is_carried:
                continue
            known = known or {form: column for column, form in headings(page).items()}
            form = folded(str(heading.value))
            is_ours = form in known and known[form] <= len(self._columns_of(page))
            if is_ours:  # a second column of that heading: its texts go to the leftovers
                continue
            if form not in known:
                known[form] = page.max_column + 1
                add_column(page, known[form], heading)
                self._note(heading, page.cell(1, known[form]))
                self._added.append(f"{sheet.title}: {heading.value}")
            self._carry(old, page.cell(number, known[form]))

    def _columns_of(self, page: XlsxThing) -> Mapping[str, str]:
        return next(sheet.columns for sheet in self._described.values() if sheet.name == page.title)

    def _cell(self, sheet: str, address: str) -> XlsxThing:
        return self._old.book[sheet].cell(*coordinate_to_tuple(address))

    # What has no place of its own

    def lists(self, pages: Mapping[str, Worksheet]) -> None:
        """Carry the rows of the sheets of reviewers and reviews, by their headings."""
        for key in _LISTS:
            sheet = self._old_sheet(key)
            if sheet is None:
                continue
            targets = {form: column for column, form in headings(pages[key]).items()}
            columns = {each: targets.get(form) for each, form in headings(sheet).items()}
            for cell in cells_below_heading(sheet, _ROWS_OF_LISTS):
                column = columns.get(cell.column)
                if column:
                    self._carry(cell, pages[key].cell(cell.row, column))
            reach_behind(pages[key], pages[key].max_row)

    def _old_sheet(self, key: str) -> Worksheet | None:
        described = self._described[key]
        names = set(map(folded, (described.name, key, *described.former)))
        sheets = self._old.book.worksheets
        return next((sheet for sheet in sheets if folded(sheet.title) in names), None)

    def leftovers(self, book: openpyxl.Workbook) -> None:
        """Append what was added to the old workbook, and what has no home in the new one."""
        own = self._own_sheets()
        readme = folded(self._language.words("sheets")["readme"])
        lines = list(self._homeless_cells(own))
        for sheet in self._old.book.worksheets:
            is_ours = sheet.title.startswith("_") or folded(sheet.title) == readme
            if sheet.title in own:
                continue
            if is_ours or is_todo_sheet(sheet):
                lines += [(_place(cell), "", cell) for cell in cells_with_notes(sheet)]
                continue
            page = book.create_sheet(free_name(sheet.title, book.sheetnames))
            copy_sheet(sheet, page)
            self._sheets[sheet.title] = page
            self._added.append(sheet.title)
        if lines:
            self._write_leftovers(book, lines)

    def _own_sheets(self) -> set[str]:
        """Return the titles of the old workbook's sheets from which cells were carried."""
        workbook = self._workbook
        tables = (workbook.provisions, workbook.sources, workbook.places)
        rows = (*chain.from_iterable(tables), *workbook.country.values())
        lists = filter(None, map(self._old_sheet, _LISTS))
        return {row.place.sheet for row in rows} | {sheet.title for sheet in lists}

    def _homeless_cells(self, sheets: set[str]) -> Iterator[tuple[str, str, XlsxThing]]:
        """Yield what was not carried from our own sheets: its place, the heading over it, the
        cell.
        """
        fixed = self._fixed_headings()
        example = {layout.EXAMPLE_ID, self._language.words("readme")["example_note"]}
        for title in sorted(sheets):
            sheet = self._old.book[title]
            texts = {cell.column: str(cell.value) for cell in self._headings_of(sheet)}
            is_list = any(sheet is self._old_sheet(key) for key in _LISTS)
            below = cells_below_heading(sheet, _ROWS_OF_LISTS if is_list else MAX_ROWS)
            for cell in (*sheet[layout.HEADING_ROW], *below):
                heading = texts.get(cell.column, "")
                is_heading = cell.row == layout.HEADING_ROW
                is_fixed = folded(heading) in fixed or cell.column == 1 or is_heading
                is_carried = (title, cell.coordinate) in self._seen
                is_example = stands_beside(cell, example, _FIXED_CELLS)
                is_text = not (is_fixed or is_carried or is_example)
                if is_text or self._is_note_left(cell):
                    yield _place(cell), heading, cell

    def _is_note_left(self, cell: XlsxThing) -> bool:
        """Tell whether a note was not carried. One on a heading is the program's help, whatever
        became of its author in other programs, but for a thread.
        """
        is_help = cell.row == layout.HEADING_ROW and not is_of_thread(cell)
        is_carried = (cell.parent.title, cell.coordinate) in self._notes
        return has_own_note(cell) and not is_help and not is_carried

    def _fixed_headings(self) -> set[str]:
        """Return the headings of columns that the program itself fills in."""
        fixed: set[str] = set()
        for key in ("provisions", "sources", "places", "country"):
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
            self._carry(cell, page.cell(number, 4))
            page.cell(number, 4).alignment = Alignment(wrap_text=True, vertical="top")
            self._homeless.append(place)


def _place(cell: XlsxThing) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"


def _columns(described: layout.Sheet) -> dict[str, int]:
    return {key: number for number, key in enumerate(described.columns, start=1)}
