"""Rows of a returned draft that are no longer, or not yet, rows of a provision: deleted, moved,
new, not placed.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.review.found import ItemsFound
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch
from publisher.review.place import FEW, PlacedRow
from publisher.review.returned import (
    ChangeKind,
    TableCell,
    TableRow,
    TrackedChange,
    meant_text,
    sent_text,
)

# LibreOffice puts a joiner into the cells of a row that was added, to hold the mark.
_INVISIBLE = " \n\t\u00a0\u200b\u200c\u200d\u2060\ufeff"
_SAME = 0.8  # how alike two rows must be to be taken for the same one, from 0 to 1


@dataclass(frozen=True, slots=True)
class Gone:
    """The provisions whose rows are not where they were.

    Those in `absent` are so many that no person deleted them row by row, and nothing was noted of
    them yet.
    """

    provisions: frozenset[str]
    absent: tuple[str, ...] = ()


def note_gone(rows: tuple[PlacedRow, ...], own: Mapping[str, TableRow], found: ItemsFound) -> Gone:
    """Note rows that were deleted or moved, and return their provisions; `own` are the rows as
    sent.
    """
    placed = {each.provision: each.row for each in rows if each.is_placed}
    elsewhere = [each.row for each in rows if not each.is_placed]
    gone: set[str] = set()
    absent = _absent(placed, elsewhere, own)
    for provision, sent in own.items():
        row = placed.get(provision)
        if row is not None and not _is_deleted(row):
            continue
        gone.add(provision)
        if provision in absent:
            continue
        if row is not None:
            found.places += [(ItemSpot(provision), cell.lines) for cell in row.cells]
        # A row that was moved is gone here, and stands elsewhere with the same text.
        copy = next((each for each in elsewhere if _is_same(each, sent)), None)
        changes = (*_changes_in(row), *_changes_in(copy))
        found.items.append(
            _gone_row(provision, sent, changes, found.build, is_moved=copy is not None)
        )
    return Gone(frozenset(gone), absent)


def _absent(
    placed: Mapping[str, TableRow], elsewhere: Iterable[TableRow], own: Mapping[str, TableRow]
) -> tuple[str, ...]:
    """Return the rows that are nowhere in the draft, if they are more than a few."""
    absent = [
        provision
        for provision, sent in own.items()
        if provision not in placed and not any(_is_same(each, sent) for each in elsewhere)
    ]
    return tuple(absent) if len(absent) > FEW else ()


def note_absent(provisions: Iterable[str], own: Mapping[str, TableRow], found: ItemsFound) -> None:
    """Note as one item rows that are not in a draft, without a record that somebody deleted
    them.
    """
    text = "\n".join(map(_title, (own[each] for each in provisions)))
    if not text:
        return
    item = ReviewItem(
        found.build,
        ItemSpot(),
        ItemKind.ROW_DELETED,
        before=text,
        after=(Stretch(text, is_deleted=True),),
        is_recorded=False,
    )
    found.items.append(item)


def _title(row: TableRow) -> str:
    """Return the first two lines of a row: what it is called, and the article."""
    lines = [text for text in sent_text(row.cells[0].lines) if text.strip()]
    return ", ".join(lines[:2])


def _gone_row(
    provision: str,
    sent: TableRow,
    changes: tuple[TrackedChange, ...],
    build: str,
    *,
    is_moved: bool,
) -> ReviewItem:
    text = _row_text(sent)
    first = next(iter(changes), TrackedChange(ChangeKind.DELETED))
    return ReviewItem(
        build,
        ItemSpot(provision),
        ItemKind.ROW_MOVED if is_moved else ItemKind.ROW_DELETED,
        first.author,
        first.date,
        before=text,
        after=(Stretch(text, is_deleted=not is_moved),),
        is_recorded=bool(changes),
        covers=frozenset(change.number for change in changes),
    )


def note_others(
    rows: tuple[PlacedRow, ...],
    own: Mapping[str, TableRow],
    gone: frozenset[str],
    found: ItemsFound,
) -> None:
    """Note rows that belong to no provision: new ones, copies, those that could not be placed."""
    after = ""
    for each in rows:
        if each.is_placed:
            after = each.provision
        elif each.how != "header":
            candidates = (each.provision,) if each.provision else each.candidates
            spot = ItemSpot(after=after, candidates=candidates)
            found.places += [(spot, cell.lines) for cell in each.row.cells]
            if not any(_is_same(each.row, own[provision]) for provision in gone):
                found.items.append(_new_row(each.row, spot, found.build))


def _new_row(row: TableRow, spot: ItemSpot, build: str) -> ReviewItem:
    changes = tuple(_changes_in(row))
    first = next(iter(changes), TrackedChange(ChangeKind.INSERTED))
    texts = ["\n".join(meant_text(cell.lines)) for cell in row.cells]
    meant = [text for text in texts if text.strip(_INVISIBLE)]
    # A new row that another person deleted again is shown as what it was.
    shown = meant or list(_whole_texts(row))
    return ReviewItem(
        build,
        spot,
        ItemKind.ROW_ADDED,
        first.author,
        first.date,
        after=(Stretch("\n".join(shown), is_added=True, is_deleted=not meant),),
        is_recorded=bool(changes),
        covers=frozenset(change.number for change in changes),
    )


def _is_deleted(row: TableRow) -> bool:
    """Tell whether a row was deleted as a whole, with a mark of its own or by deleting all of its
    text.
    """
    if any("".join(meant_text(cell.lines)).strip() for cell in row.cells):
        return False
    has_mark = any(not change.kind.adds for change in row.changes)
    return has_mark or all(map(_is_gone, row.cells))


def _is_gone(cell: TableCell) -> bool:
    """Tell whether all of a cell's text was deleted or moved away, and recorded so."""
    pieces = [piece for line in cell.lines for piece in line.pieces if piece.text.strip()]
    return bool(pieces) and not any(piece.is_meant for piece in pieces)


def _is_same(row: TableRow, own: TableRow) -> bool:
    """Tell whether a row says the same as one that was sent."""
    one = _row_text(own)
    other = "\n".join("\n".join(meant_text(cell.lines)) for cell in row.cells)
    # Texts of such different lengths are not alike enough, and comparing long ones takes its time.
    if not other.strip() or len(one) > 3 * len(other) or len(other) > 3 * len(one):
        return False
    matcher = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() >= _SAME


def _whole_texts(row: TableRow) -> Iterator[str]:
    """Yield the text of each cell, whatever was added or deleted."""
    for cell in row.cells:
        yield "\n".join(line.text for line in cell.lines)


def _row_text(row: TableRow) -> str:
    return "\n".join("\n".join(sent_text(cell.lines)) for cell in row.cells)


def _changes_in(row: TableRow | None) -> Iterator[TrackedChange]:
    if row is None:
        return
    yield from row.changes
    for cell in row.cells:
        yield from cell.changes
        for line in cell.lines:
            yield from (*line.changes, *line.is_formatted)
            for piece in line.pieces:
                yield from piece.formats
