"""Rows of a returned draft that are no longer, or not yet, rows of a provision: deleted, moved,
new, not placed.
"""

import difflib
from collections.abc import Iterator, Mapping

from publisher.review.found import ItemsFound
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch
from publisher.review.place import PlacedRow
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


def note_gone(
    rows: tuple[PlacedRow, ...], own: Mapping[str, TableRow], found: ItemsFound
) -> frozenset[str]:
    """Note rows that were deleted or moved, and return their provisions; `own` are the rows as
    sent.
    """
    placed = {each.provision: each.row for each in rows if each.is_placed}
    gone = {id_: placed.get(id_) for id_ in own if id_ not in placed or _is_deleted(placed[id_])}
    for provision, row in gone.items():
        copy = next(
            (
                each.row
                for each in rows
                if not each.is_placed and _is_same(each.row, own[provision])
            ),
            None,
        )
        changes = (*_changes_in(row), *_changes_in(copy))
        text = _row_text(own[provision])
        if row is not None:
            found.places += [(ItemSpot(provision), cell.lines) for cell in row.cells]
        first = next(iter(changes), TrackedChange(ChangeKind.DELETED))
        item = ReviewItem(
            found.build,
            ItemSpot(provision),
            ItemKind.ROW_MOVED if copy else ItemKind.ROW_DELETED,
            first.author,
            first.date,
            before=text,
            after=(Stretch(text, is_deleted=copy is None),),
            is_recorded=bool(changes),
            covers=frozenset(change.number for change in changes),
        )
        found.items.append(item)
    return frozenset(gone)


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
            spot = ItemSpot(
                after=after, candidates=(each.provision,) if each.provision else each.candidates
            )
            found.places += [(spot, cell.lines) for cell in each.row.cells]
            if not any(_is_same(each.row, own[provision]) for provision in gone):
                found.items.append(_new_row(each.row, spot, found.build))


def _new_row(row: TableRow, spot: ItemSpot, build: str) -> ReviewItem:
    changes = tuple(_changes_in(row))
    first = next(iter(changes), TrackedChange(ChangeKind.INSERTED))
    meant = [
        text for cell in row.cells if (text := "\n".join(meant_text(cell.lines))).strip(_INVISIBLE)
    ]
    # A new row that another person deleted again is shown as what it was.
    shown = meant or ["\n".join(line.text for line in cell.lines) for cell in row.cells]
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
    return any(not change.kind.adds for change in row.changes) or all(map(_is_gone, row.cells))


def _is_gone(cell: TableCell) -> bool:
    """Tell whether all of a cell's text was deleted or moved away, and recorded so."""
    pieces = [piece for line in cell.lines for piece in line.pieces if piece.text.strip()]
    return bool(pieces) and not any(piece.is_meant for piece in pieces)


def _is_same(row: TableRow, own: TableRow) -> bool:
    """Tell whether a row says the same as one that was sent."""
    one, other = _row_text(own), "\n".join("\n".join(meant_text(cell.lines)) for cell in row.cells)
    if not other.strip() or len(one) > 3 * len(other) or len(other) > 3 * len(one):
        return False
    return (
        difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= _SAME
    )


def _row_text(row: TableRow) -> str:
    return "\n".join("\n".join(sent_text(cell.lines)) for cell in row.cells)


def _changes_in(row: TableRow | None) -> Iterator[TrackedChange]:
    if row is not None:
        yield from row.changes
        for cell in row.cells:
            yield from cell.changes
            for line in cell.lines:
                yield from (*line.changes, *line.is_formatted)
                yield from (change for piece in line.pieces for change in piece.formats)
