"""Text outside the content cells: left-hand cells, the letter, headings, headers, notes, text
boxes.

It is compared as a whole with what was sent; each change becomes an item at the row, or after what
it was found.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from publisher.domain.report import CellKey
from publisher.review.as_sent import unchanged_formats
from publisher.review.cells import hunks_of, item_of
from publisher.review.differences import alike
from publisher.review.found import ItemsFound
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch
from publisher.review.ledger import lost_in_items, lost_in_weaving
from publisher.review.outside_lines import Aligned, Block, aligned, heading_keys, split_at_tabs
from publisher.review.redone import without_redone
from publisher.review.returned import (
    Line,
    Returned,
    ReturnedTable,
    Story,
    TableRow,
    meant_text,
    sent_text,
)
from publisher.review.tracked_text import Atom, atoms_of, text_of, weave

_SAME_STORY = 0.6  # how alike two texts must be to be taken for the same one, from 0 to 1
PlacedLines = Sequence[tuple[ItemSpot, Line]]
NOWHERE = ItemSpot()


def compare_region(
    sent: Sequence[Line], returned: PlacedLines, found: ItemsFound, home: ItemSpot = NOWHERE
) -> None:
    """Note what was changed in lines that belong together; empty paragraphs and page numbers do not
    count. `home` is where it is noted if nothing is left of them.
    """
    by_spot: dict[ItemSpot, list[Line]] = {}
    spots: list[ItemSpot] = []
    lines: list[Line] = []
    for spot, line in returned:
        found.places.append((spot, (line,)))
        by_spot.setdefault(spot, []).append(line)
        own = _unfielded(line)
        if _says(own):
            spots.append(spot)
            lines.append(own)
    found.marks_outside(sent, returned)
    unchanged = unchanged_formats(sent, [line for _, line in returned])
    for spot, formatted in by_spot.items():
        found.formats(spot, formatted, unchanged)
    own_lines = [line for line in map(_unfielded, sent) if _says(line)]
    told, undone = without_redone(own_lines, lines)
    found.cover(undone)
    base, atoms = atoms_of(own_lines), atoms_of(told)
    is_marked = any(atom.changes for atom in atoms)
    if not is_marked and alike(text_of(base)) == alike(text_of(atoms)):
        return
    woven = weave(base, atoms, is_cell=False)
    found.lost += lost_in_weaving(atoms, woven)
    items: list[ReviewItem] = []
    for hunk in hunks_of(CellKey("", ""), woven):
        item = item_of((hunk,), woven, found.build)
        spot = _spot_at(hunk.numbers[0], woven, spots or (home,))
        items.append(replace(item, kind=ItemKind.OUTSIDE, spot=spot, about=item.kind.value))
    found.lost += lost_in_items(woven, items)
    found.items += items


def _says(line: Line) -> bool:
    return bool(line.text.strip() or line.changes)


def _unfielded(line: Line) -> Line:
    """Return a line without what fields show, such as page numbers: programs work these out
    anew.
    """
    pieces = tuple(each for each in line.pieces if not each.is_field)
    return line if len(pieces) == len(line.pieces) else replace(line, pieces=pieces)


def _spot_at(number: int, woven: Sequence[Atom], spots: Sequence[ItemSpot]) -> ItemSpot:
    """Return the spot of the paragraph in which a change stands, or of the last one before it."""
    line = 0
    for atom in reversed(woven[: number + 1]):
        if atom.line >= 0:  # what only the draft as sent has stands in no line
            line = atom.line
            break
    return spots[line] if line < len(spots) else ItemSpot()


def _lines_of(row: TableRow) -> Iterator[Line]:
    for cell in row.cells:
        yield from cell.lines


def note_outside(
    returned: Sequence[Block],
    sent: Iterable[Block],
    captions: Collection[str],
    absent: Collection[str],
    found: ItemsFound,
) -> Aligned:
    """Note what was changed outside the rows, and in those of the `absent` rows that became
    paragraphs; return how the lines stand beside those that were sent.
    """
    own = [each for each in sent if not each.provision or each.provision in absent]
    printed = set(captions)
    if absent:
        # What is cut into cells is looked at in other lines than those of the file.
        found.cut_up += [line for each in returned for line in each.lines]
        returned = split_at_tabs(returned, {each.key for each in own})
        printed |= set(heading_keys(own))
    lines = aligned(own, returned, printed)
    compare_region(lines.sent, lines.lines, found)
    for spot, line in lines.aside:
        found.places.append((spot, (line,)))
        found.formats(spot, (line,))
    for base, texts in lines.in_rows:
        home = ItemSpot((*base, *texts)[0].provision)
        placed = [(home, line) for each in texts for line in each.lines]
        compare_region([line for each in base for line in each.lines], placed, found, home)
    missing = [line for gap in lines.missing for each in gap for line in each.lines]
    if missing:
        _note_missing(missing, found)
    return lines


def _note_missing(lines: Sequence[Line], found: ItemsFound) -> None:
    """Note as one item lines that are missing all over a draft."""
    text = "\n".join(sent_text(lines))
    item = ReviewItem(
        found.build,
        ItemSpot(),
        ItemKind.OUTSIDE,
        before=text,
        after=(Stretch(text, is_deleted=True),),
        about=ItemKind.DELETED.value,
        is_recorded=False,
    )
    found.items.append(item)


def compare_stories(sent: Iterable[Story], returned: Iterable[Story], found: ItemsFound) -> None:
    """Note what stands in headers, footers, notes and text boxes and was not sent.

    Programs write one header several times over, so each is looked for among those that were sent.
    """
    own = [story.lines for story in sent]
    known = {_story_text(lines) for lines in own} | {""}
    numbered = [_with_numbers(lines) for lines in own]
    homes = _homes(found)
    for story in returned:
        spot = homes.get(story.id, ItemSpot(after=story.name))
        placed = [(spot, line) for line in story.lines]
        is_marked = any(line.changes for line in story.lines)
        text = _story_text(story.lines)
        is_known = text in known or any(each.fullmatch(text) for each in numbered)
        if not is_marked and is_known:
            compare_region(story.lines, placed, found)
        else:
            compare_region(_likest(story.lines, own), placed, found)


def _with_numbers(lines: Sequence[Line]) -> re.Pattern[str]:
    """Return what matches a text as sent with any number in the place of a field: AbiWord writes
    the number of the page itself.
    """
    pattern = ""
    for line in lines:
        for piece in line.pieces:
            own = r"\s*\d*\s*" if piece.is_field else _spaced(alike(piece.text))
            pattern += own
        pattern += r"\s*"
    return re.compile(pattern)


def _spaced(text: str) -> str:
    """Return what matches a text with whatever spaces in it."""
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", text))


def _likest(lines: Sequence[Line], sent: Iterable[Sequence[Line]]) -> Sequence[Line]:
    """Return which text that was sent another is most like; none where it is hardly like any."""
    likest = max(sent, key=lambda each: _ratio(each, lines), default=())
    return likest if likest and _ratio(likest, lines) >= _SAME_STORY else ()


def _homes(found: ItemsFound) -> Mapping[str, ItemSpot]:
    """Return at which spot each note and text box hangs."""
    homes: dict[str, ItemSpot] = {}
    for spot, lines in found.places:
        for line in lines:
            homes |= {piece.refers: spot for piece in line.pieces if piece.refers}
    return homes


def _story_text(lines: Iterable[Line]) -> str:
    return alike(" ".join(meant_text(map(_unfielded, lines)))).strip()


def _ratio(one: Sequence[Line], other: Sequence[Line]) -> float:
    words = " ".join(sent_text(one)).split()
    others = " ".join(sent_text(other)).split()
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio()


def all_lines(returned: Returned) -> Iterator[Line]:
    """Yield the lines of the body, those in tables among them, and those of the other stories."""
    for block in returned.body:
        match block:
            case Line():
                yield block
            case ReturnedTable(rows):
                for row in rows:
                    yield from _lines_of(row)
    for story in returned.stories:
        yield from story.lines
