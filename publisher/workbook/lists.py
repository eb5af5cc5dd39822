"""Sheets that the program fills in with rows of plain text: Reviewers and Review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Place, failure
from publisher.domain.model import WrittenDecision
from publisher.domain.names import folded
from publisher.workbook import layout
from publisher.workbook.opened import MAX_COLUMNS, OpenedWorkbook


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that the program fills in with rows of plain text: the letter of each of its columns
    by key.
    """

    sheet: Worksheet
    letters: Mapping[str, str]


def list_sheet(opened: OpenedWorkbook, described: layout.Sheet) -> ListSheet | None:
    """Return the sheet of a name with the columns that it has; None where it is not there."""
    by_title = {folded(each.title): each for each in reversed(opened.book.worksheets)}
    titles = (folded(name) for name in (described.name, *described.former))
    sheet = next((by_title[title] for title in titles if title in by_title), None)
    if sheet is None:
        return None
    by_heading = {folded(heading): key for key, heading in described.columns.items()}
    width = min(sheet.max_column, MAX_COLUMNS)
    headings = next(sheet.iter_rows(max_row=layout.HEADING_ROW, max_col=width))
    letters: dict[str, str] = {}
    for cell in headings:
        key = by_heading.get(folded(str(cell.value or "")))
        if key:
            letters.setdefault(key, get_column_letter(cell.column or 1))
    return ListSheet(sheet, letters)


def required_list(
    opened: OpenedWorkbook, described: layout.Sheet, needed: Iterable[str]
) -> ListSheet:
    """Return the sheet of a name with the columns that it has. Raises PublisherError where one of
    those that are needed is missing.
    """
    found = list_sheet(opened, described)
    letters = found.letters if found else {}
    missing = next((key for key in needed if key not in letters), None)
    if found is None or missing is not None:
        heading = described.columns[missing] if missing else ""
        raise failure(
            "R601", Place(opened.file), sheet=described.name, heading=heading, path=opened.file
        )
    return found


def list_rows(found: ListSheet | None) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of the sheet Reviewers that hold anything: the number, and the texts by key of
    column.
    """
    if found is not None:
        yield from rows_of_list(found, layout.MOST_REVIEWERS - layout.HEADING_ROW)


def rows_of_list(found: ListSheet, most: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a list that hold anything, of so many at the most: the number, and the
    texts by key of column.
    """
    places = {key: column_index_from_string(letter) for key, letter in found.letters.items()}
    first, last = layout.HEADING_ROW + 1, min(found.sheet.max_row, most + layout.HEADING_ROW)
    rows = found.sheet.iter_rows(
        min_row=first, max_row=last, max_col=max(places.values(), default=1), values_only=True
    )
    for number, values in enumerate(rows, start=first):
        texts = {key: str(values[place - 1] or "").strip() for key, place in places.items()}
        if any(texts.values()):
            yield number, texts


def written_decisions(
    opened: OpenedWorkbook, described: layout.Sheet
) -> tuple[WrittenDecision, ...]:
    """Return what stands in the sheet Review as decisions on items that are not settled yet."""
    found = list_sheet(opened, described)
    if found is None or not {"item", "decision", "decided_on"} <= found.letters.keys():
        return ()
    return tuple(_decisions(found, described.columns["number"], opened.file))


def _decisions(found: ListSheet, word: str, file: str) -> Iterator[WrittenDecision]:
    last = min(found.sheet.max_row, layout.MOST_ITEMS + layout.HEADING_ROW)
    for number in range(layout.HEADING_ROW + 1, last + 1):
        written = _text(found, "decision", number)
        is_waiting = _text(found, "item", number) and not _text(found, "decided_on", number)
        if written and is_waiting:
            running = _text(found, "number", number).removesuffix(".0")
            name = f"{word} {running}" if running else ""
            cell = f"{found.letters['decision']}{number}"
            yield WrittenDecision(written, Place(file, found.sheet.title, cell, name))


def _text(found: ListSheet, key: str, number: int) -> str:
    letter = found.letters.get(key)
    return str(found.sheet[f"{letter}{number}"].value or "").strip() if letter else ""
