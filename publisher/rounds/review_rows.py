"""The rows of the sheet Review: what came back, with what was decided already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publisher.domain.names import folded
from publisher.review.merge import merge
from publisher.review.placed_edits import Conflict
from publisher.rounds.item_rows import RowWriter
from publisher.rounds.returns import Returns
from publisher.rounds.review_workbook import ReviewWorkbook
from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.review_sheet import ItemRow
from publisher.workbook.rich import RichText, plain

# What a person writes in a row.
_BY_A_PERSON = ("decision", "note", "decided_by")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows in order, texts for files beside the sheet by item, and what stands against
    undecided items.
    """

    rows: tuple[ItemRow, ...]
    overflow: Mapping[str, str]
    clashes: Mapping[str, Conflict]


def sheet_rows(book: ReviewWorkbook, gathered: Returns, file: str) -> Rows:
    """Return the rows that the sheet is to hold; `file` is where long texts go, with {item} for the
    item.
    """
    writer = RowWriter(book.project.worded)
    known = {id_: book.review.rows[number] for id_, number in book.review.numbers.items()}
    clashes = clashes_of(book, gathered, applied_items(book))
    rows: list[tuple[tuple[Any, ...], ItemRow]] = []
    overflow: dict[str, str] = {}
    for id_, found in gathered.items.items():
        written = writer.row(found, file.format(item=id_))
        if written.overflow:
            overflow[id_] = written.overflow
        warning = writer.warning(clashes[id_]) if id_ in clashes else ""
        row = _merged(written.texts, known.get(id_, {}), warning)
        rows.append((writer.order(found), row))
    for id_, row in known.items():
        if id_ not in gathered.items:  # its returned file is gone, but what was decided stays
            rows.append((_order(row, book), row))
    rows.sort(key=lambda each: each[0])
    return Rows(tuple(row for _, row in rows), overflow, clashes)


def clashes_of(
    book: ReviewWorkbook, gathered: Returns, applied: frozenset[str]
) -> Mapping[str, Conflict]:
    """Return what would stand against each change if all were accepted."""
    cells, _ = book.runs(dict.fromkeys(each.key for each in gathered.cells))
    wanted = {id_ for id_, found in gathered.items.items() if found.item.changes_cells}
    return merge(cells, gathered.cells, wanted, applied, MOST_CHARACTERS).conflicts


def applied_items(book: ReviewWorkbook) -> frozenset[str]:
    """Return the items that were written into their cells before."""
    done = book.project.language.words("review_words")["applied"]
    review = book.review
    return frozenset(
        review.text(row, "item")
        for row in review.rows.values()
        if review.text(row, "outcome") == done
    )


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
