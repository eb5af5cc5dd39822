"""Rows known by what a person sees in them, where the hidden column that names them is gone.

pyexcel, pandas and the document inspector of Excel drop hidden columns and sheets. Then a provision
is known by its article and a field by its name, where that stands in one row; nothing is guessed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from publisher.domain.diagnostics import Checked, Diagnostic, Place, problem
from publisher.domain.names import folded
from publisher.domain.treaty import Treaty, VersionChange
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.opened import MAX_COLUMNS, OpenedWorkbook
from publisher.workbook.sheet import CellOfSheet, FoundSheet
from publisher.workbook.sheet_headings import read_headings

_MOST_NAMED = 5  # names that are in no row, in one message


def provisions_by_article(
    found: FoundSheet, articles: Mapping[str, str], example: str
) -> Checked[FoundSheet]:
    """Return the sheet of provisions with the ids of its rows, where its own are gone; else as it
    is.

    `articles` are what a person sees, by id; `example` stands there in the row that is an example.
    """
    if _holds(found, {*articles, layout.EXAMPLE_ID}):
        return Checked(found)
    has_heading = any(_is_headed(cell, found.described.columns["id"]) for cell in found.headings)
    headless = _without(found, "id")
    numbers = {key: number for number, key in read_headings(headless).value.items()}
    sheet = replace(found, ids={}) if has_heading else headless
    if "article" not in numbers:
        told = problem("S125", found.place(), heading=found.described.columns["article"])
        return Checked(_without(sheet, "article"), (told,))
    not_text = (*layout.FIXED_COLUMNS, *layout.RESERVED_COLUMNS)
    fixed = {numbers[key] for key in not_text if key in numbers}
    shown = _Shown(sheet, articles, numbers["article"], fixed)
    return shown.placed({folded(example): layout.EXAMPLE_ID})


def fields_by_label(
    found: FoundSheet, labels: Mapping[str, str], columns: Mapping[str, int]
) -> Checked[FoundSheet]:
    """Return a sheet of fields with the keys of its rows, where its own are gone; else as it is.

    `labels` are what a person sees, by key; `columns` the numbers of those of labels and entries.
    """
    if _holds(found, labels):
        return Checked(found)
    others = set(range(1, found.sheet.max_column + 1)) - {columns["value"]}
    return _Shown(replace(found, ids={}), labels, columns["field"], others).placed({})


def unchanged(treaty: Treaty, changes: Collection[VersionChange]) -> dict[str, str]:
    """Return the articles of the provisions by id, without those that changed places since: what a
    workbook shows at them was written for the older list.
    """
    touched: set[str] = set()
    for change in changes:
        touched |= {*change.dropped, *change.renamed, *change.renamed.values(), *change.split}
        touched |= {new for news in change.split.values() for new in news}
    provisions = (each for each in treaty.provisions if each.id not in touched)
    return {each.id: each.reference for each in provisions}


def words_shown(opened: OpenedWorkbook, worded: WordedTreaty) -> int:
    """Return how many of a workbook's sheets and headings are called as in the words of a language:
    so its language is known where the hidden sheet that says it is gone.
    """
    described = {folded(each.name): each for each in layout.sheets(worded).values()}
    count = 0
    for sheet in opened.book.worksheets:
        own = described.get(folded(sheet.title))
        if own:
            known = {folded(heading) for heading in own.columns.values()}
            row = next(sheet.iter_rows(max_row=layout.HEADING_ROW, max_col=MAX_COLUMNS), ())
            count += 1 + sum(folded(str(cell.value)) in known for cell in row)
    return count


def _holds(found: FoundSheet, ids: Collection[str]) -> bool:
    """Tell whether any row has one of the ids, in whatever column and under whatever heading."""
    cells = (cell for cells in found.rows_below for cell in cells if cell.value is not None)
    return any(str(cell.value) in ids for cell in cells)  # text with formatting is no plain text


def _without(found: FoundSheet, key: str) -> FoundSheet:
    """Return a sheet whose ids are gone, of which a column is not expected."""
    columns = {each: name for each, name in found.described.columns.items() if each != key}
    return replace(found, described=replace(found.described, columns=columns), ids={})


def _is_headed(cell: CellOfSheet, heading: str) -> bool:
    return cell.value is not None and folded(str(cell.value)) == folded(heading)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A sheet whose hidden ids are gone: what shows in its rows by id, in which column, and the
    columns in which no text of a row stands.
    """

    found: FoundSheet
    names: Mapping[str, str]
    column: int
    others: Collection[int]

    def placed(self, also: dict[str, str]) -> Checked[FoundSheet]:
        """Return the sheet with the ids of those rows that what they show decides; `also` are more
        ids by their names.
        """
        known = self._ids_by_name() | also
        rows: dict[str, list[int]] = defaultdict(list)
        texts: list[int] = []
        for cells in self.found.rows_below:
            number = cells[0].row or 0
            name = folded(self._name(number))
            if known.get(name):
                rows[known[name]].append(number)
            elif any(cell.value is not None for cell in cells if cell.column not in self.others):
                texts.append(number)
        ids = {numbers[0]: id_ for id_, numbers in rows.items() if len(numbers) == 1}
        missing = [name for id_, name in self.names.items() if id_ not in rows]
        twice = [numbers for numbers in rows.values() if len(numbers) > 1]
        told = (*self._nameless(texts, missing), *self._doubled(twice, missing))
        return Checked(replace(self.found, ids=ids), told)

    def _ids_by_name(self) -> dict[str, str]:
        """Return the ids by what shows; none where two of them look the same."""
        known: dict[str, str] = {}
        for id_, name in self.names.items():
            known[folded(name)] = "" if folded(name) in known else id_
        return known

    def _name(self, row: int) -> str:
        """Return what a row shows; article 1 may have become the number 1 or 1.0."""
        value = self.found.sheet.cell(row, self.column).value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value)

    def _nameless(self, rows: list[int], missing: list[str]) -> Iterator[Diagnostic]:
        for row in rows:
            yield problem("S123", self._place(row), missing=_named(missing))

    def _doubled(self, groups: list[list[int]], missing: list[str]) -> Iterator[Diagnostic]:
        for group in groups:
            rows = ", ".join(map(str, group))
            shown = self._name(group[0])
            place = self._place(group[0])
            yield problem("S124", place, shown=shown, rows=rows, missing=_named(missing))

    def _place(self, row: int) -> Place:
        return self.found.place(self.found.sheet.cell(row, self.column).coordinate)


def _named(missing: list[str]) -> str:
    """Return the names that are in no row, the first of many."""
    return ", ".join(missing[:_MOST_NAMED]) + (" …" if len(missing) > _MOST_NAMED else "")
