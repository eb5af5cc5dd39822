"""The lines of a draft outside the rows of its provisions, each beside the one that was sent.

Headings that stand again above a second part of a table, or not at all, titles of tables printed as
paragraphs, and rows that became paragraphs are the work of programs. What remains are the lines as
a reviewer left them.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from publisher.review.cell_signs import Shape
from publisher.review.differences import alike
from publisher.review.headings import cell_text
from publisher.review.items import ItemSpot
from publisher.review.place import FEW, PlacedRow, cells_of
from publisher.review.returned import (
    Line,
    Piece,
    Returned,
    ReturnedTable,
    meant_text,
    sent_text,
)

_HEADINGS = "\0headings"
_LIKE = 0.6  # how alike two lines must be to be taken for one, from 0 to 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a row of headings outside the rows of provisions, where it stands, by what it
    is known again.

    A line of a provision's row, as sent, names the provision and column.
    """

    key: str
    spot: ItemSpot
    lines: tuple[Line, ...]
    headings: PlacedRow | None = None
    provision: str = ""
    column: str = ""

    @property
    def says(self) -> bool:
        """Whether there is anything in it."""
        return any(line.text.strip() for line in self.lines)

    @property
    def is_marked(self) -> bool:
        """Whether somebody changed it and that was recorded."""
        return any(line.changes for line in self.lines)


def key_of(text: str) -> str:
    """Return by what a line is known again: spaces do not count, which programs drop."""
    return re.sub(r"\s", "", alike(text))


def outside_blocks(
    returned: Returned, rows: Sequence[PlacedRow], shape: Shape | None
) -> Iterator[Block]:
    """Yield what stands outside the rows of provisions, with the row or heading after which it
    stands; of a draft as sent, whose `shape` is given, the lines of these rows as well.
    """
    after = ""
    placed = iter(rows)  # those of all tables, in order
    for block in returned.body:
        match block:
            case Line():
                yield _paragraph(block, after)
                text = " ".join(meant_text((block,))).strip()
                if text and "heading" in block.style.casefold():
                    after = text
            case ReturnedTable(own):
                for _ in own:
                    row = next(placed)
                    if row.how == "header":
                        yield _row_of_headings(row, after)
                    elif row.is_placed:
                        after = row.provision
                        yield from _row_blocks(row, shape) if shape else ()


def _paragraph(line: Line, after: str) -> Block:
    return Block(key_of(" ".join(sent_text((line,)))), ItemSpot(after=after), (line,))


def _row_of_headings(row: PlacedRow, after: str) -> Block:
    lines = tuple(line for cell in row.row.cells for line in cell.lines)
    if row.is_headings:
        return Block(_HEADINGS, ItemSpot(after=after), lines, row)
    key = key_of(" ".join(map(cell_text, row.row.cells)))
    return Block(key, ItemSpot(after=after), lines)


def _row_blocks(row: PlacedRow, shape: Shape) -> Iterator[Block]:
    """Yield the lines of a row as sent."""
    columns = {id(cell): column for column, cell in cells_of(row.row, shape).items()}
    for cell in row.row.cells:
        for line in cell.lines:
            if line.text.strip():
                block = _paragraph(line, row.provision)
                column = columns.get(id(cell), "")
                yield replace(block, provision=row.provision, column=column)


def heading_keys(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield by what the headings of columns are known again where they became paragraphs."""
    for each in blocks:
        if each.headings:
            yield from (key_of(cell_text(cell)) for cell in each.headings.row.cells)


def split_at_tabs(blocks: Iterable[Block], known: Collection[str]) -> list[Block]:
    """Return blocks with those that were not sent parted at their tabs: where a table became text,
    tabs stand between its cells.
    """
    found: list[Block] = []
    for each in blocks:
        if each.headings or each.key in known or "\t" not in each.lines[0].text:
            found.append(each)
        else:
            found += [_paragraph(line, each.spot.after) for line in _parted(each.lines[0])]
    return found


def _parted(line: Line) -> list[Line]:
    """Return the parts of a line between its tabs."""
    parts: list[list[Piece]] = [[]]
    for piece in line.pieces:
        first, *others = piece.text.split("\t")
        parts[-1].append(replace(piece, text=first))
        parts += [[replace(piece, text=each)] for each in others]
    return [replace(line, pieces=tuple(each)) for each in parts]


@dataclass(slots=True)
class Aligned:
    """What is left to compare once what programs did is put aside.

    `sent` and `lines` are the lines to compare, `aside` those that need no comparison; `in_rows`
    lines that became paragraphs, each with what was sent in its place. `missing` are lines that are
    not there any more, `added` headings of columns that were added.
    """

    sent: list[Line] = field(default_factory=list)
    lines: list[tuple[ItemSpot, Line]] = field(default_factory=list)
    aside: list[tuple[ItemSpot, Line]] = field(default_factory=list)
    in_rows: list[tuple[tuple[Block, ...], tuple[Block, ...]]] = field(default_factory=list)
    missing: list[list[Block]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    text_rows: list[str] = field(default_factory=list)


def aligned(sent: Sequence[Block], returned: Sequence[Block], captions: Collection[str]) -> Aligned:
    """Return the lines of a returned draft beside those that were sent.

    `captions` are the titles of the tables as sent. Where lines are missing in more than a
    few places, they are taken as if they were there, and named.
    """
    found = Aligned(sent=[line for each in sent if not each.provision for line in each.lines])
    pairs = list(_pairs(sent, returned))
    found.text_rows = _text_rows(sent, pairs)
    gaps = [_absent(one, other) for one, other, is_same in pairs if not is_same]
    found.missing = [each for each in gaps if each]
    is_cut = len(found.missing) > FEW
    last = ""
    for one, other, is_same in pairs:
        if is_same:
            _add_same(one[0], other[0], found)
        else:
            _add_gap(one, other, last, captions, found, is_cut=is_cut)
        last = one[-1].provision if one else last
    if not is_cut:
        found.missing = []
    return found


_Pair = tuple[Sequence[Block], Sequence[Block], bool]


def _pairs(sent: Sequence[Block], returned: Sequence[Block]) -> Iterator[_Pair]:
    """Yield blocks that are the same one by one, and the gaps between them."""
    one, other = [each.key for each in sent], [each.key for each in returned]
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield sent[i1:i2], returned[j1:j2], False
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            yield sent[i : i + 1], returned[j : j + 1], True


def _text_rows(sent: Sequence[Block], pairs: Sequence[_Pair]) -> list[str]:
    """Return the provisions of which at least half of the lines are there as paragraphs."""
    own = [each.provision for each in sent if each.provision]
    there = [one[0].provision for one, _, is_same in pairs if is_same and one[0].provision]
    return [each for each in dict.fromkeys(own) if 2 * there.count(each) >= own.count(each)]


def _absent(sent: Sequence[Block], returned: Sequence[Block]) -> list[Block]:
    """Return the paragraphs of a gap that are not there, nor anything like them."""
    own = [each for each in sent if each.says and not each.headings and not each.provision]
    return [each for each in own if not any(_like(each.key, other.key) for other in returned)]


def _like(one: str, other: str) -> bool:
    if not one or not other or max(len(one), len(other)) > 3 * min(len(one), len(other)):
        return False
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE


def _add_same(sent: Block, returned: Block, found: Aligned) -> None:
    is_text = bool(found.text_rows)
    if sent.provision and returned.is_marked:
        found.in_rows.append(((sent,), (returned,)))
    elif sent.provision:
        spot = ItemSpot(sent.provision, sent.column)
        found.aside += [(spot, line) for line in returned.lines]
    elif sent.headings and returned.headings:
        _add_headings(sent, returned, found)
    elif is_text and not returned.is_marked:  # what makes text of tables drops spaces as well
        found.lines += [(returned.spot, _bare(line)) for line in sent.lines]
        found.aside += [(returned.spot, line) for line in returned.lines]
    else:
        found.lines += [(returned.spot, line) for line in returned.lines]


def _add_gap(
    sent: Sequence[Block],
    returned: Sequence[Block],
    last: str,
    captions: Collection[str],
    found: Aligned,
    *,
    is_cut: bool,
) -> None:
    """Add what stands between blocks that are the same; `last` is the provision of the one
    before.
    """
    absent = _absent(sent, returned) if is_cut else []
    for each in sent:
        if each.headings or each in absent:
            found.lines += [(each.spot, _bare(line)) for line in each.lines]
    own = tuple(each for each in sent if each.provision in found.text_rows)
    home = own[0].provision if own else last
    in_row = []
    for each in returned:
        is_known = each.headings or each.key in captions
        if is_known and not each.is_marked:
            found.aside += [(each.spot, line) for line in each.lines]
        elif home in found.text_rows:
            in_row.append(replace(each, provision=home))
        else:
            found.lines += [(each.spot, line) for line in each.lines]
    if own or in_row:
        found.in_rows.append((own, tuple(in_row)))


def _bare(line: Line) -> Line:
    """Return a line as sent without the comments on it."""
    return replace(line, pieces=tuple(replace(each, comments=()) for each in line.pieces))


def _add_headings(sent: Block, returned: Block, found: Aligned) -> None:
    """Add a row of headings in the order in which they were sent, as if none were missing."""
    assert sent.headings is not None
    assert returned.headings is not None
    own, other = _by_column(sent.headings), _by_column(returned.headings)
    lost = [column for column in own if column not in other]
    new = [number for column, number in other.items() if isinstance(column, int)]
    if len(lost) == len(new):  # a heading that was written anew
        other |= dict(zip(lost, new, strict=True))
        new = []
    cells = returned.headings.row.cells
    for column, number in own.items():
        if column in other:
            found.lines += [(returned.spot, line) for line in cells[other[column]].lines]
        else:
            lines = sent.headings.row.cells[number].lines
            found.lines += [(returned.spot, _bare(line)) for line in lines]
    for number in new:
        text = " ".join(meant_text(cells[number].lines)).strip()
        found.added += [] if text in found.added else [text]
        is_marked = any(line.changes for line in cells[number].lines)
        target = found.lines if is_marked else found.aside  # what is told needs no item
        target += [(returned.spot, line) for line in cells[number].lines]


def _by_column(headings: PlacedRow) -> dict[str | int, int]:
    """Return the number of the cell above each column; what stands above none goes by its
    number.
    """
    assert headings.above is not None
    found: dict[str | int, int] = {}
    for number, column in enumerate(headings.above.columns):
        found[number if column is None else column] = number
    return found
