"""Cells of which it cannot be told in which column they stand: what was changed in them is noted at
the row, where nothing can be applied.
"""

from collections.abc import Iterator, Sequence

from publisher.review.columns import RowCells
from publisher.review.differences import alike
from publisher.review.found import ItemsFound
from publisher.review.headings import cell_text
from publisher.review.items import ItemSpot
from publisher.review.outside_text import compare_region
from publisher.review.returned import Line, TableCell


def note_unsure(
    spot: ItemSpot, columns: RowCells, sent: Sequence[TableCell], found: ItemsFound
) -> bool:
    """Note what was changed in the cells that may belong to several columns, and return whether
    anything was; `sent` are those columns' cells as sent.
    """
    before = len(found.items)
    open_ = list(sent)
    changed: list[TableCell] = []
    for cell in columns.unsure:
        found.cover(cell.changes)
        own = next((each for each in open_ if _says_the_same(cell, each)), None)
        if own is None or any(True for _ in _changes(cell)):
            changed.append(cell)
        else:
            compare_region(own.lines, [(spot, line) for line in cell.lines], found)
            open_.remove(own)
    base = tuple(line for cell in open_ for line in cell.lines)
    compare_region(base, [(spot, line) for cell in changed for line in cell.lines], found, spot)
    return len(found.items) > before


def _says_the_same(cell: TableCell, other: TableCell) -> bool:
    return alike(cell_text(cell)).split() == alike(cell_text(other)).split()


def _changes(cell: TableCell) -> Iterator[Line]:
    return (line for line in cell.lines if line.changes)
