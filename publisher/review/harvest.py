"""Everything that was written in a returned draft, as review items, each at its cell or as near to
it as can be told.

Comes in: the draft as returned, the draft as sent, what a draft can hold. Goes out: the items, and
of each content cell its text with all changes woven in, from which accepted items can be written
back. A ledger of all tracked changes tells whether any was left out.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.domain.report import CellKey
from publisher.review.build import captions_of, told_of_columns, told_of_rows
from publisher.review.cell_signs import Shape
from publisher.review.cells import (
    CellChanges,
    Hunk,
    decided_together,
    hunks_of,
    item_of,
    owned,
)
from publisher.review.columns import RowCells, place_cells
from publisher.review.differences import alike
from publisher.review.found import ItemsFound, numbered
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch, stretches
from publisher.review.ledger import (
    letters_in,
    lost_in_items,
    lost_in_weaving,
    own_marks,
    uncompared,
)
from publisher.review.outside_lines import Block, outside_blocks
from publisher.review.outside_text import all_lines, compare_region, compare_stories, note_outside
from publisher.review.place import (
    PlacedRow,
    cells_of,
    ids_in,
    place_rows,
    rows_returned,
    rows_without_id,
    without_control,
)
from publisher.review.returned import (
    FormatChange,
    Line,
    Piece,
    Returned,
    TableCell,
    TableRow,
    TrackedChange,
)
from publisher.review.rows import note_absent, note_gone, note_others
from publisher.review.threads import anchors, comment_items
from publisher.review.told import Told
from publisher.review.tracked_text import Atom, atoms_of, joined, letters, text_of, weave
from publisher.review.unsure import note_unsure


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as it was sent: what it can hold, the words of cells without text, its rows, all its
    lines, and titles of tables, which are not printed.
    """

    build: str
    draft: Returned
    shape: Shape
    states: frozenset[str]
    rows: Mapping[str, TableRow]
    outside: tuple[Block, ...]
    captions: frozenset[str]


def sent_draft(build: str, draft: Returned, shape: Shape, states: Iterable[str]) -> SentDraft:
    """Return a draft as sent, ready to be compared with; `states` are words such as 'Nothing
    found'.
    """
    placed = place_rows(draft, draft, shape)
    rows = {each.provision: each.row for each in placed if each.is_placed}
    captions = frozenset(captions_of(draft))
    alike_states = frozenset(map(alike, states))
    blocks = tuple(outside_blocks(draft, placed, shape))
    return SentDraft(build, draft, shape, alike_states, rows, blocks, captions)


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a returned draft holds: items in the order of the draft, its changed cells, changes of
    words that are in no item, what must be told of how it is built; `lost` are words that are in no
    item.
    """

    build: str
    items: tuple[ReviewItem, ...]
    cells: tuple[CellChanges, ...]
    left_out: frozenset[int]
    told: tuple[Told, ...] = ()
    lost: tuple[str, ...] = ()


def harvest(returned: Returned, sent: SentDraft) -> Harvest:
    """Return everything that was written in a draft."""
    rows = place_rows(returned, sent.draft, sent.shape)
    found, cells = ItemsFound(sent.build), _Cells()
    gone = note_gone(rows, sent.rows, found)
    there = [row for row in rows if row.is_placed and row.provision not in gone.provisions]
    columns = place_cells(there, sent.rows, sent.shape, sent.states)
    nameless = rows_without_id(there, sent.rows, sent.shape)
    unsure = [
        row.provision
        for row, own in zip(there, columns, strict=True)
        if _note_row(row, own, sent, found, cells, has_id=row.provision not in nameless)
    ]
    _cover_headings(rows, found)
    note_others(rows, sent.rows, gone.provisions, found)
    blocks = tuple(outside_blocks(returned, rows, None))
    outside = note_outside(blocks, sent.outside, sent.captions, gone.absent, found)
    note_absent([each for each in gone.absent if each not in outside.text_rows], sent.rows, found)
    found.told += told_of_columns(there, columns, unsure)
    if nameless:
        found.told.append(Told("R669", nameless, count=len(nameless)))
    found.told += told_of_rows(there, gone.absent, outside)
    compare_stories(sent.draft.stories, returned.stories, found)
    found.without_restyled()
    changes = tuple(cells.changes(found))
    lines = tuple(all_lines(returned))
    left = _left(returned, lines, found)
    left_out = letters_in(lines, left.keys())
    compared = (*found.places, (ItemSpot(), found.cut_up))
    found.lost += (*uncompared(lines, compared), *(words for _, words in left_out))
    layout = (*returned.layout, *_without_words(left, {number for number, _ in left_out}))
    found.items += _layout(layout, sent.build)
    places = anchors(found.places)
    found.items += comment_items(
        returned.comments, sent.draft.comments, places, ItemSpot(), sent.build
    )
    items = tuple(numbered(found.items))
    numbers = frozenset(number for number, _ in left_out)
    lost = tuple(dict.fromkeys(found.lost))
    return Harvest(sent.build, items, changes, numbers, tuple(found.told), lost)


def _left(returned: Returned, lines: Iterable[Line], found: ItemsFound) -> dict[int, TrackedChange]:
    """Return the changes that are in no item so far, by number."""
    lines = tuple(lines)
    covered = found.covered.union(own_marks(lines), *(each.covers for each in found.items))
    covered.update(each.number for each in returned.layout)
    changes = {change.number: change for change in _tracked_changes(returned)}
    return {number: change for number, change in changes.items() if number not in covered}


def _without_words(
    left: Mapping[int, TrackedChange], with_words: Container[int]
) -> Iterator[TrackedChange]:
    """Yield changes that touch no words of anybody's: they are told as changes of layout."""
    for number, change in left.items():
        if number not in with_words:
            formats = change.formats or (FormatChange("other", new="otherwise"),)
            yield replace(change, formats=formats)


def _cover_headings(rows: Iterable[PlacedRow], found: ItemsFound) -> None:
    """Count changes of whole rows of headings as harvested: their words are compared as what stands
    outside the rows.
    """
    for each in rows:
        if each.is_headings:
            found.cover(each.row.changes)
            for cell in each.row.cells:
                found.cover(cell.changes)


def _tracked_changes(returned: Returned) -> Iterator[TrackedChange]:
    """Yield all tracked changes that touch anything; those around nothing need no item."""
    for line in all_lines(returned):
        yield from (*line.mark, *line.is_formatted)
        for piece in line.pieces:
            if piece.text:
                yield from (*piece.changes, *piece.formats)
    for row in rows_returned(returned):
        yield from row.changes
        for cell in row.cells:
            yield from cell.changes
    yield from returned.layout


def _layout(layout: Iterable[TrackedChange], build: str) -> Iterator[ReviewItem]:
    by_author: dict[str, list[TrackedChange]] = {}
    for change in layout:
        by_author.setdefault(change.author, []).append(change)
    for author, changes in by_author.items():
        yield ReviewItem(
            build,
            ItemSpot(),
            ItemKind.LAYOUT,
            author,
            changes[0].date,
            covers=frozenset(change.number for change in changes),
            formats=tuple(each for change in changes for each in change.formats),
        )


# The row of a provision


def _note_row(
    placed: PlacedRow,
    columns: RowCells,
    sent: SentDraft,
    found: ItemsFound,
    cells: "_Cells",
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
    cells: "_Cells",
) -> None:
    lines = tuple(_in_cell(line, cell.changes) for line in cell.lines)
    found.cover(cell.changes)
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


_Decision = list[list[Hunk]]  # what is decided at once; a move has a group of changes at both ends


class _Cells:
    """The content cells that were changed, and what makes items of their changes."""

    def __init__(self) -> None:
        self._woven: dict[CellKey, tuple[Atom, ...]] = {}

    def add(self, key: CellKey, woven: tuple[Atom, ...]) -> None:
        """Add a cell."""
        self._woven[key] = woven

    def changes(self, found: ItemsFound) -> Iterator[CellChanges]:
        """Make items of the changes, one of the two halves of a move; yield the cells with the
        items in them.
        """
        decisions = self._decisions()
        items = numbered(self._item(decision, found.build) for decision in decisions)
        found.items += items
        woven_atoms = (atom for own in self._woven.values() for atom in own)
        found.lost += lost_in_items(woven_atoms, items)
        ids: dict[CellKey, list[tuple[list[Hunk], str]]] = {}
        for item, decision in zip(items, decisions, strict=True):
            for hunks in decision:
                ids.setdefault(hunks[0].key, []).append((hunks, item.id))
        for key, woven in self._woven.items():
            yield CellChanges(key, owned(woven, ids.get(key, ())))

    def _decisions(self) -> list[_Decision]:
        """Return the changes of all cells as they are decided: those of one person in one sentence,
        and with them those at the other end of a move, which has one name.
        """
        decisions: list[_Decision] = []
        moves: dict[tuple[str, str], _Decision] = {}
        for key, woven in self._woven.items():
            for hunks in decided_together(hunks_of(key, woven), woven):
                own = _with_other_ends([hunks], moves, decisions)
                names = {(each.change.author, each.change.name) for each in hunks}
                moves |= dict.fromkeys((name for name in names if name[1]), own)
        return decisions

    def _item(self, decision: _Decision, build: str) -> ReviewItem:
        made = [item_of(hunks, self._woven[hunks[0].key], build) for hunks in decision]
        return made[0] if len(made) == 1 else _moved(made)


def _with_other_ends(
    own: _Decision, moves: dict[tuple[str, str], _Decision], decisions: list[_Decision]
) -> _Decision:
    """Return a decision joined with those that hold other ends of its moves; it stands in
    `decisions` then.
    """
    home: _Decision | None = None
    for hunk in own[0]:
        other = moves.get((hunk.change.author, hunk.change.name))
        if other is None or other is home:
            continue
        if home is None:
            home = other
            continue
        home += other  # two moves from one sentence: all of it is decided at once
        decisions.remove(other)
        for name, each in list(moves.items()):
            if each is other:
                moves[name] = home
    if home is None:
        decisions.append(own)
        return own
    home += own
    return home


def _moved(halves: Sequence[ReviewItem]) -> ReviewItem:
    """Return the halves of a move as one item: at the cell that lost the text, with the view of the
    others below its own.
    """
    source = next((each for each in halves if each.deleted), halves[0])
    shown = list(source.after)
    others: list[ItemSpot] = []
    covers = set(source.covers)
    for half in halves:
        if half is source:
            continue
        shown += (Stretch("\n"), *half.after)
        covers |= half.covers
        if half.spot != source.spot and half.spot not in others:
            others.append(half.spot)
    return replace(
        source,
        kind=ItemKind.MOVED,
        after=stretches((each.text, each.is_added, each.is_deleted) for each in shown),
        others=tuple(others),
        covers=frozenset(covers),
        by_hand=next((each.by_hand for each in halves if each.by_hand), ""),
    )
