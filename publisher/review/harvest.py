"""Everything that was written in a returned draft, as review items, each at its cell or as near to
it as can be told.

Comes in: the draft as returned, the draft as sent, what a draft can hold. Goes out: the items, and
of each content cell its text with all changes woven in, from which accepted items can be written
back. A ledger of all tracked changes tells whether any was left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.domain.report import CellKey
from publisher.review.cells import CellChanges, Hunk, hunks_of, item_of, owned
from publisher.review.found import ItemsFound, numbered
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch, stretches
from publisher.review.outside_text import all_lines, compare_region, compare_stories, lines_outside
from publisher.review.place import PlacedRow, Shape, cells_of, place_rows, rows_returned
from publisher.review.questions import Question
from publisher.review.returned import Line, Piece, Returned, TableCell, TableRow, TrackedChange
from publisher.review.rows import note_gone, note_others
from publisher.review.threads import anchors, comment_items, sent_questions
from publisher.review.tracked_text import Atom, alike, atoms_of, joined, letters, text_of, weave


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as it was sent: what it can hold, the words of cells without text, its rows and other
    lines, the questions in it.
    """

    build: str
    draft: Returned
    shape: Shape
    states: frozenset[str]
    rows: Mapping[str, TableRow]
    outside: tuple[Line, ...]
    questions: tuple[Question, ...]


def sent_draft(build: str, draft: Returned, shape: Shape, states: Iterable[str]) -> SentDraft:
    """Return a draft as sent, ready to be compared with; `states` are words such as 'Nothing
    found'.
    """
    placed = place_rows(draft, draft, shape)
    rows = {each.provision: each.row for each in placed if each.is_placed}
    outside = tuple(line for _, line in lines_outside(draft, placed))
    questions = sent_questions(draft.comments, _lines_of_cells(rows, shape))
    words = frozenset(map(alike, states))
    return SentDraft(build, draft, shape, words, rows, outside, questions)


def _lines_of_cells(
    rows: Mapping[str, TableRow], shape: Shape
) -> Iterator[tuple[ItemSpot, Sequence[Line]]]:
    for provision, row in rows.items():
        for column, cell in cells_of(row, shape).items():
            yield ItemSpot(provision, column), cell.lines


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a returned draft holds: items in the order of the draft, its changed cells, changes that
    are in no item.

    `asked` are the questions that are among its comments still; `letters_lost` counts the letters
    of comments that are in no item and in no question.
    """

    build: str
    items: tuple[ReviewItem, ...]
    cells: tuple[CellChanges, ...]
    left_out: frozenset[int]
    asked: tuple[Question, ...] = ()
    letters_lost: int = 0


def harvest(returned: Returned, sent: SentDraft) -> Harvest:
    """Return everything that was written in a draft."""
    rows = place_rows(returned, sent.draft, sent.shape)
    found, cells = ItemsFound(sent.build), _Cells()
    gone = note_gone(rows, sent.rows, found)
    for row in rows:
        if row.is_placed and row.provision not in gone:
            _note_row(row, sent, found, cells)
    note_others(rows, sent.rows, gone, found)
    compare_region(sent.outside, lines_outside(returned, rows), found)
    compare_stories(sent.draft.stories, returned.stories, found)
    changes = tuple(cells.changes(found))
    found.items += _layout(returned, sent.build)
    commented = comment_items(returned.comments, sent.questions, anchors(found.places), sent.build)
    found.items += commented.items
    covered = found.covered.union(*(each.covers for each in found.items))
    counted = {change.number for change in _tracked_changes(returned)}
    return Harvest(
        sent.build,
        tuple(numbered(found.items)),
        changes,
        frozenset(counted - covered),
        commented.asked,
        commented.letters_lost,
    )


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


def _layout(returned: Returned, build: str) -> Iterator[ReviewItem]:
    by_author: dict[str, list[TrackedChange]] = {}
    for change in returned.layout:
        by_author.setdefault(change.author, []).append(change)
    for author, changes in by_author.items():
        covers = frozenset(change.number for change in changes)
        yield ReviewItem(build, ItemSpot(), ItemKind.LAYOUT, author, changes[0].date, covers=covers)


# The row of a provision


def _note_row(placed: PlacedRow, sent: SentDraft, found: ItemsFound, cells: "_Cells") -> None:
    """Note what was changed in the cells of a row, and what stands in it beside them."""
    # LibreOffice marks rows as added after a move in the row before; the row is there, so the mark
    # means nothing.
    found.cover(placed.row.changes)
    own = sent.rows[placed.provision]
    returned_cells = cells_of(placed.row, sent.shape)
    sent_cells = cells_of(own, sent.shape)
    for column, sent_cell in sent_cells.items():
        key = CellKey(placed.provision, column)
        cell = returned_cells.get(column, TableCell(()))  # a cell that was deleted says nothing
        _note_cell(key, cell, sent_cell, sent, found, cells)
    spot = ItemSpot(placed.provision)
    beside = [(spot, line) for line in _lines_beside(placed.row, returned_cells)]
    compare_region(tuple(_lines_beside(own, sent_cells)), beside, found)


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
    found.places.append((spot, lines))
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
        cells.add(key, weave(base, atoms))


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
        groups = self._groups()
        items = numbered(self._item(group, found.build) for group in groups)
        found.items += items
        ids: dict[CellKey, list[tuple[Hunk, str]]] = {}
        for item, group in zip(items, groups, strict=True):
            for hunk in group:
                ids.setdefault(hunk.key, []).append((hunk, item.id))
        for key, woven in self._woven.items():
            yield CellChanges(key, owned(woven, ids.get(key, ())))

    def _groups(self) -> list[list[Hunk]]:
        """Return the changes of all cells; the two halves of a move, which have one name, are one
        group.
        """
        groups: list[list[Hunk]] = []
        moves: dict[tuple[str, str], list[Hunk]] = {}
        for key, woven in self._woven.items():
            for hunk in hunks_of(key, woven):
                move = (hunk.change.author, hunk.change.name)
                if hunk.change.name and move in moves:
                    moves[move].append(hunk)
                    continue
                group = [hunk]
                groups.append(group)
                if hunk.change.name:
                    moves[move] = group
        return groups

    def _item(self, hunks: Sequence[Hunk], build: str) -> ReviewItem:
        made = [item_of(hunk, self._woven[hunk.key], build) for hunk in hunks]
        return made[0] if len(made) == 1 else _moved(made)


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
    )
