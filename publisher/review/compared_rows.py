"""The rows of a returned draft compared with those that were sent, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from publisher.domain.report import CellKey
from publisher.review.changed_cells import ChangedCells
from publisher.review.columns import RowCells
from publisher.review.differences import alike
from publisher.review.found import ItemsFound
from publisher.review.items import ItemSpot
from publisher.review.ledger import (
    lost_in_weaving,
)
from publisher.review.outside_text import compare_region
from publisher.review.place import (
    PlacedRow,
    cells_of,
    ids_in,
    without_control,
)
from publisher.review.redone import without_redone
from publisher.review.returned import (
    Line,
    Piece,
    TableCell,
    TableRow,
    TrackedChange,
)
from publisher.review.sent import SentDraft
from publisher.review.tracked_text import Atom, atoms_of, joined, letters, text_of, weave
from publisher.review.unsure import note_unsure


def note_row(
    placed: PlacedRow,
    columns: RowCells,
    sent: SentDraft,
    found: ItemsFound,
    cells: ChangedCells,
    *,
    has_id: bool,
) -> bool:
    """Note what was changed in the cells of a row, and what stands in it beside them; return
    whether something was changed of which the column cannot be told.
    """
    # LibreOffice marks rows as added after a move in the row before; the row is there, so the mark
    # means nothing.
    found.cover(placed.row.changes)
    own = sent.rows[placed.provision]
    sent_cells = cells_of(own, sent.shape)
    for column, sent_cell in sent_cells.items():
        if column in columns.missing or column in columns.open:
            continue
        key = CellKey(placed.provision, column)
        cell = columns.cells.get(column, TableCell(()))  # a cell that was deleted says nothing
        _note_cell(key, cell, sent_cell, sent, found, cells)
    spot = ItemSpot(placed.provision)
    for cell in columns.beside:  # that an empty cell was added changes nothing
        found.cover(cell.changes)
    beside = [
        (spot, without_control(line, placed.provision, sent.shape))
        for cell in columns.beside
        for line in cell.lines
    ]
    base = [
        line
        for line in _lines_beside(own, sent_cells)
        if has_id or placed.provision not in ids_in(line, sent.shape)
    ]
    compare_region(base, beside, found)
    if not columns.open:
        return False
    return note_unsure(spot, columns, [sent_cells[column] for column in columns.open], found)


def _lines_beside(row: TableRow, cells: Mapping[str, TableCell]) -> Iterator[Line]:
    """Yield the lines of a row in cells that are no content cells."""
    # By identity, since two cells that say the same are equal.
    own = {id(cell) for cell in cells.values()}
    for cell in row.cells:
        if id(cell) not in own:
            yield from cell.lines


def _note_cell(
    key: CellKey,
    cell: TableCell,
    sent_cell: TableCell,
    sent: SentDraft,
    found: ItemsFound,
    cells: ChangedCells,
) -> None:
    own = [_in_cell(line, cell.changes) for line in cell.lines]
    lines, undone = without_redone(sent_cell.lines, own)
    found.cover((*cell.changes, *undone))
    spot = ItemSpot(key.provision, key.column)
    found.places.append((spot, cell.lines))
    base = atoms_of(sent_cell.lines)
    atoms = atoms_of(lines)
    if alike(text_of(base)).strip() in sent.states:
        rest = _without_state(base, atoms, found)
        if rest is None:
            compare_region(sent_cell.lines, [(spot, line) for line in lines], found)
            return
        base, atoms = (), rest
    found.look_at(spot, lines, sent_cell.lines)
    is_marked = any(atom.changes for atom in atoms)
    if is_marked or alike(text_of(base)) != alike(text_of(atoms)):
        woven = weave(base, atoms)
        found.lost += lost_in_weaving(atoms, woven)
        cells.add(key, woven)


def _in_cell(line: Line, changes: tuple[TrackedChange, ...]) -> Line:
    """Return a line of a cell that was itself deleted: all of its text was (17.13.5.1)."""
    own = tuple(change for change in changes if not change.kind.adds)
    if not own:
        return line
    pieces: list[Piece] = []
    for piece in line.pieces:
        is_deleted = any(not change.kind.adds for change in piece.changes)
        pieces.append(piece if is_deleted else replace(piece, changes=(*piece.changes, *own)))
    return replace(line, pieces=tuple(pieces))


def _without_state(
    base: Sequence[Atom], atoms: Sequence[Atom], found: ItemsFound
) -> tuple[Atom, ...] | None:
    """Return what was written into a cell that held words such as 'Nothing found'; None where only
    these went.
    """
    words = alike(text_of(base))
    single = letters(atoms)
    sent = [number for number, atom in enumerate(single) if atom.is_base]
    start = alike(text_of(single[number] for number in sent)).find(words)
    if start < 0:
        return tuple(atoms)
    own = sent[start : start + len(words)]
    kept = [number for number in own if not single[number].changes]
    if kept and len(kept) < len(own):
        return tuple(atoms)  # some of the words are now part of a sentence
    rest = [atom for number, atom in enumerate(single) if number not in own]
    text = text_of(rest)
    if not kept and not text.strip():
        return None
    # The spaces that parted the new words from the old ones go with these.
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    for number in own:
        found.cover(single[number].changes)
    for atom in (*rest[:first], *rest[last:]):
        found.cover(atom.changes)
    return tuple(joined(rest[first:last]))
