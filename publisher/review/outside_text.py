"""Text outside the content cells: left-hand cells, the letter, headings, headers, notes, text
boxes.

It is compared as a whole with what was sent; each change becomes an item at the row, or after what
it was found.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from publisher.domain.report import CellKey
from publisher.review.cells import hunks_of, item_of
from publisher.review.found import ItemsFound
from publisher.review.items import ItemKind, ItemSpot
from publisher.review.place import PlacedRow
from publisher.review.returned import Line, Returned, ReturnedTable, Story, meant_text, sent_text
from publisher.review.tracked_text import Atom, alike, atoms_of, text_of, weave

_SAME_STORY = 0.6  # how alike two texts must be to be taken for the same one, from 0 to 1
PlacedLines = Sequence[tuple[ItemSpot, Line]]


def compare_region(sent: Sequence[Line], returned: PlacedLines, found: ItemsFound) -> None:
    """Note what was changed in lines that belong together; empty paragraphs and page numbers do not
    count.
    """
    found.places += [(spot, (line,)) for spot, line in returned]
    for spot in dict.fromkeys(spot for spot, _ in returned):
        found.formats(spot, [line for other, line in returned if other == spot])
    kept = [(spot, own) for spot, line in returned if _says(own := _unfielded(line))]
    base = atoms_of([own for line in sent if _says(own := _unfielded(line))])
    atoms = atoms_of([line for _, line in kept])
    if not any(atom.changes for atom in atoms) and alike(text_of(base)) == alike(text_of(atoms)):
        return
    woven = weave(base, atoms)
    for hunk in hunks_of(CellKey("", ""), woven):
        item = item_of(hunk, woven, found.build)
        spot = _spot_at(hunk.numbers[0], woven, [spot for spot, _ in kept])
        found.items.append(replace(item, kind=ItemKind.OUTSIDE, spot=spot, about=item.kind.value))


def _says(line: Line) -> bool:
    return bool(line.text.strip() or line.changes)


def _unfielded(line: Line) -> Line:
    """Return a line without what fields show, such as page numbers: programs work these out
    anew.
    """
    return replace(line, pieces=tuple(each for each in line.pieces if not each.is_field))


def _spot_at(number: int, woven: Sequence[Atom], spots: Sequence[ItemSpot]) -> ItemSpot:
    """Return the spot of the paragraph in which a change stands, or of the last one before it."""
    before = (woven[each].line for each in range(number, -1, -1))
    line = next((each for each in before if each >= 0), 0)
    return spots[line] if line < len(spots) else ItemSpot()


def lines_outside(returned: Returned, rows: Iterable[PlacedRow]) -> PlacedLines:
    """Return the lines outside the rows of provisions, each with the row or heading after which it
    stands.
    """
    lines: list[tuple[ItemSpot, Line]] = []
    after, left = "", iter(rows)
    for block in returned.body:
        match block:
            case Line():
                lines.append((ItemSpot(after=after), block))
                if "heading" in block.style.casefold() and (
                    text := " ".join(meant_text((block,))).strip()
                ):
                    after = text
            case ReturnedTable(own):
                for row in (next(left) for _ in own):
                    if row.how == "header":
                        lines += (
                            (ItemSpot(after=after), line)
                            for cell in row.row.cells
                            for line in cell.lines
                        )
                    elif row.is_placed:
                        after = row.provision
    return lines


def compare_stories(sent: Iterable[Story], returned: Iterable[Story], found: ItemsFound) -> None:
    """Note what stands in headers, footers, notes and text boxes and was not sent.

    Programs write one header several times over, so each is looked for among those that were sent.
    """
    own = [story.lines for story in sent]
    known = {_story_text(lines) for lines in own} | {""}
    homes = _homes(found)
    for story in returned:
        spot = homes.get(story.id, ItemSpot(after=story.name))
        placed = [(spot, line) for line in story.lines]
        if _story_text(story.lines) in known and not any(line.changes for line in story.lines):
            compare_region(story.lines, placed, found)
        else:
            likest = max(own, key=lambda each: _ratio(each, story.lines), default=())
            is_like = bool(likest) and _ratio(likest, story.lines) >= _SAME_STORY
            compare_region(likest if is_like else (), placed, found)


def _homes(found: ItemsFound) -> Mapping[str, ItemSpot]:
    """Return at which spot each note and text box hangs."""
    pieces = (
        (piece, spot) for spot, lines in found.places for line in lines for piece in line.pieces
    )
    return {piece.refers: spot for piece, spot in pieces if piece.refers}


def _story_text(lines: Iterable[Line]) -> str:
    return alike(" ".join(meant_text(map(_unfielded, lines)))).strip()


def _ratio(one: Sequence[Line], other: Sequence[Line]) -> float:
    words, others = (" ".join(sent_text(lines)).split() for lines in (one, other))
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio()


def all_lines(returned: Returned) -> Iterator[Line]:
    """Yield the lines of the body, those in tables among them, and those of the other stories."""
    for block in returned.body:
        match block:
            case Line():
                yield block
            case ReturnedTable(rows):
                yield from (line for row in rows for cell in row.cells for line in cell.lines)
    yield from (line for story in returned.stories for line in story.lines)
