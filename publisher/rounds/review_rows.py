"""The rows of the sheet Review: what came back, with what was decided already."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.domain.names import folded
from publisher.review.merge import merge
from publisher.review.placed_edits import Conflict
from publisher.rounds.item_rows import RowWriter
from publisher.rounds.numbers import given_numbers, names_of_items, with_new_numbers
from publisher.rounds.returns import Returns
from publisher.rounds.review_workbook import ReviewWorkbook
from publisher.rounds.settled import SIGNPOST, settled_first
from publisher.workbook import layout
from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.review_sheet import ItemRow, free_rows
from publisher.workbook.rich import RichText, plain

# What a person writes in a row.
_BY_A_PERSON = ("decision", "note", "decided_by")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows in order, those that move out of the sheet, texts for files beside it by the file's
    name, what stands against undecided items, the running numbers of all items.

    `new` counts the items that were in no sheet before.
    """

    rows: tuple[ItemRow, ...]
    going: tuple[ItemRow, ...]
    overflow: Mapping[str, str]
    clashes: Mapping[str, Conflict]
    numbers: Mapping[str, int]
    new: int


def sheet_rows(book: ReviewWorkbook, gathered: Returns, file: str) -> Rows:
    """Return the rows that the sheet is to hold; `file` is where long texts go, with {name} for the
    name of the file.
    """
    known = {item: row for item, row in book.review.by_item.items() if item != SIGNPOST}
    elsewhere = book.settled_rows.keys() - known.keys()
    old = _old_rows(gathered, known, elsewhere)
    order = _in_order(book, gathered, known, old, elsewhere)
    own = {item: known.get(old.get(item, item), {}) for item in order}
    numbers = with_new_numbers(_inherited(given_numbers(book), old), order)
    going = settled_first({item: book.review.text(own[item], "decided_on") for item in order})
    staying = [item for item in order if item not in going]
    free = free_rows(book.review, len(staying))
    names = names_of_items(book, numbers, dict(zip(staying, free, strict=True)))
    maker = _RowMaker(book, gathered, numbers, RowWriter(book.project.worded, names), file)
    rows = {item: maker.row(item, own[item]) for item in order}
    return Rows(
        rows=tuple(rows[item] for item in staying),
        going=tuple(rows[item] for item in order if item in going),
        overflow=maker.overflow,
        clashes=maker.clashes,
        numbers=numbers,
        new=sum(each not in elsewhere and each not in old for each in gathered.items),
    )


class _RowMaker:
    """Makes the rows of items, with what was decided already; `overflow` fills with the texts that
    do not fit into a cell.
    """

    def __init__(
        self,
        book: ReviewWorkbook,
        gathered: Returns,
        numbers: Mapping[str, int],
        writer: RowWriter,
        file: str,
    ) -> None:
        self._book, self._gathered, self._numbers = book, gathered, numbers
        self._writer, self._file = writer, file
        self._choices = layout.choices(book.project.worded)["decision"]
        self.clashes = clashes_of(book, gathered, applied_items(book))
        self.overflow: dict[str, str] = {}

    def row(self, item: str, old: ItemRow) -> ItemRow:
        """Return the row of an item; `old` is the one that it has so far."""
        found = self._gathered.items.get(item)
        number = str(self._numbers[item])
        if found is None:  # its returned file is gone, but what was decided stays
            return {**old, "number": number}
        name = f"{number if self._book.review.has_numbers else item}.txt"
        written = self._writer.row(found, self._file.format(name=name))
        if written.overflow:
            self.overflow[name] = written.overflow
        wrong = wrong_decision(self._book, old, self._choices)
        warning = self._writer.no_decision(wrong, self._choices) or self._warning(item)
        return {**_merged(written.texts, old, warning), "number": number}

    def _warning(self, item: str) -> str:
        return self._writer.warning(self.clashes[item]) if item in self.clashes else ""


def _old_rows(
    gathered: Returns, known: Mapping[str, ItemRow], elsewhere: Container[str]
) -> dict[str, str]:
    """Return by which id the sheet knows an item so far: by its own, or by one from a time when it
    was taken for something else; what was decided then stays with it.
    """
    old = {item: item for item in gathered.items if item in known}
    free = known.keys() - gathered.items.keys()
    for item, found in gathered.items.items():
        former = next((each for each in found.item.former if each in free), None)
        if item not in old and item not in elsewhere and former is not None:
            old[item] = former
            free = free - {former}
    return old


def _in_order(
    book: ReviewWorkbook,
    gathered: Returns,
    known: Mapping[str, ItemRow],
    old: Mapping[str, str],
    elsewhere: Container[str],
) -> list[str]:
    """Return the items that the sheet is to hold, in the order of its rows."""
    writer = RowWriter(book.project.worded)
    orders: dict[str, tuple[Any, ...]] = {}
    for item, found in gathered.items.items():
        if item not in elsewhere:
            orders[item] = writer.order(found)
    gone = known.keys() - orders.keys() - set(old.values())
    for item in gone:
        orders[item] = _order(known[item], book)
    return sorted(orders, key=lambda each: orders[each])


def _inherited(given: Mapping[str, int], old: Mapping[str, str]) -> dict[str, int]:
    """Return the numbers given so far, those of former ids under the new ones as well."""
    numbers = dict(given)
    for item, former in old.items():
        if former in given:
            numbers.setdefault(item, given[former])
    return numbers


def wrong_decision(book: ReviewWorkbook, row: ItemRow, choices: Mapping[str, str]) -> str:
    """Return what was written in the place of a decision and is none; the empty string where all
    is well or the row is settled.
    """
    is_settled = bool(book.review.text(row, "decided_on"))
    is_decision = bool(book.review.decision(row, choices))
    return "" if is_settled or is_decision else book.review.text(row, "decision")


def clashes_of(
    book: ReviewWorkbook, gathered: Returns, applied: frozenset[str]
) -> Mapping[str, Conflict]:
    """Return what would stand against each change if all were accepted."""
    cells, _ = book.runs(dict.fromkeys(each.key for each in gathered.cells))
    wanted = {id_ for id_, found in gathered.items.items() if found.item.changes_cells}
    return merge(cells, gathered.cells, wanted, applied, MOST_CHARACTERS).conflicts


def applied_items(book: ReviewWorkbook) -> frozenset[str]:
    """Return the items that were written into their cells before, those that were moved out of the
    sheet since among them.
    """
    done = book.project.language.words("review_words")["applied"]
    rows = {**book.settled_rows, **book.review.by_item}
    return frozenset(item for item, row in rows.items() if book.review.text(row, "outcome") == done)


def _merged(new: ItemRow, old: ItemRow, warning: str) -> ItemRow:
    """Return a row with what a person wrote in it before, and with its outcome where it was carried
    out.
    """
    kept: dict[str, str | RichText] = {}
    for key, text in old.items():
        is_added_column = key.isupper()  # it is known by its letter
        if key in _BY_A_PERSON or is_added_column:
            kept[key] = text
    if plain(old.get("decided_on", "")).strip():
        return {**new, **kept, "outcome": old.get("outcome", ""), "decided_on": old["decided_on"]}
    return {**new, **kept, "outcome": warning}


def _order(row: ItemRow, book: ReviewWorkbook) -> tuple[Any, ...]:
    """Return by what a row is sorted of which the returned file is gone: as the others, as far as
    it says itself.
    """
    provisions = [each.id for each in book.project.treaty.provisions]
    headings = [folded(each.heading) for each in book.project.treaty.columns]
    id_ = book.review.text(row, "id")
    number = _index(id_, provisions)
    column = _index(folded(book.review.text(row, "column")), headings)
    texts = (book.review.text(row, key) for key in ("reviewer", "author", "written_on", "item"))
    return (number, not id_, column, 0, *texts)


def _index(wanted: str, known: list[str]) -> int:
    """Return where something stands in a list; behind its end where it does not."""
    return known.index(wanted) if wanted in known else len(known)
