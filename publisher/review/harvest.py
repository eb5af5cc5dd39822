"""Everything that was written in a returned draft, as review items, each at its cell or as near to
it as can be told.

Comes in: the draft as returned, the draft as sent, what a draft can hold. Goes out: the items, and
of each content cell its text with all changes woven in, from which accepted items can be written
back. A ledger of all tracked changes tells whether any was left out.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from publisher.review.build import told_of_columns, told_of_rows
from publisher.review.cells import (
    CellChanges,
)
from publisher.review.changed_cells import ChangedCells
from publisher.review.columns import place_cells
from publisher.review.compared_rows import note_row
from publisher.review.found import ItemsFound, numbered
from publisher.review.items import ItemKind, ItemSpot, ReviewItem
from publisher.review.ledger import (
    letters_in,
    own_marks,
    uncompared,
)
from publisher.review.outside_lines import outside_blocks
from publisher.review.outside_text import all_lines, compare_stories, note_outside
from publisher.review.place import (
    PlacedRow,
    place_rows,
    rows_returned,
    rows_without_id,
)
from publisher.review.questions import Question
from publisher.review.returned import (
    FormatChange,
    Line,
    Returned,
    TrackedChange,
)
from publisher.review.rows import note_absent, note_gone, note_others
from publisher.review.sent import SentDraft
from publisher.review.threads import anchors, comment_items
from publisher.review.told import Told


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a returned draft holds: items in the order of the draft, its changed cells, changes of
    words that are in no item, what must be told of how it is built; `lost` are words that are in no
    item.

    `asked` are the questions that are among its comments still; `letters_lost` counts the letters
    of comments that are in no item and in no question.
    """

    build: str
    items: tuple[ReviewItem, ...]
    cells: tuple[CellChanges, ...]
    left_out: frozenset[int]
    told: tuple[Told, ...] = ()
    lost: tuple[str, ...] = ()
    asked: tuple[Question, ...] = ()
    letters_lost: int = 0


def harvest(returned: Returned, sent: SentDraft) -> Harvest:
    """Return everything that was written in a draft."""
    rows = place_rows(returned, sent.draft, sent.shape)
    found, cells = ItemsFound(sent.build), ChangedCells()
    gone = note_gone(rows, sent.rows, found)
    there = [row for row in rows if row.is_placed and row.provision not in gone.provisions]
    columns = place_cells(there, sent.rows, sent.shape, sent.states)
    nameless = rows_without_id(there, sent.rows, sent.shape)
    unsure = [
        row.provision
        for row, own in zip(there, columns, strict=True)
        if note_row(row, own, sent, found, cells, has_id=row.provision not in nameless)
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
    commented = comment_items(returned.comments, sent.questions, anchors(found.places), sent.build)
    found.items += commented.items
    return Harvest(
        build=sent.build,
        items=tuple(numbered(found.items)),
        cells=changes,
        left_out=frozenset(number for number, _ in left_out),
        told=tuple(found.told),
        lost=tuple(dict.fromkeys(found.lost)),
        asked=commented.asked,
        letters_lost=commented.letters_lost,
    )


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
