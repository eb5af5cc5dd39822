"""At which provision and column a returned row or cell belongs.

A row says in several ways which it is: its visible id, bookmarks, links, the tag of a control.
Editors drop some of them, so they vote. Rows without any are found by their texts: in order first,
then wherever they fit best. What fits nowhere well is left unplaced, with the likeliest candidates.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from publisher.review.likeness import overlap, paired, row_bag
from publisher.review.returned import Returned, ReturnedTable, TableCell, TableRow, sent_text

# What each sign counts. The visible id, which came through all twelve ways of saving that were
# tried, counts most; two of the others outvote it. RTF copies bookmarks of cells (measured).
_VISIBLE, _BOOKMARK, _CELL_BOOKMARK, _LINK, _TAG = 3, 2, 1, 2, 2
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a draft can hold: the ids of its provisions and of its content columns, in order."""

    provisions: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a returned draft: its provision, or the likeliest ones where it could not be placed.

    `how` says what decided: "id", "text", "copy" (the id stands in another row as well), "header"
    or "".
    """

    row: TableRow
    provision: str
    how: str
    candidates: tuple[str, ...] = ()

    @property
    def is_placed(self) -> bool:
        """Whether the row is that of a provision."""
        return bool(self.provision) and self.how in ("id", "text")


def place_rows(returned: Returned, sent: Returned, shape: Shape) -> tuple[PlacedRow, ...]:
    """Return the rows of a returned draft, each at its provision as far as that can be told.

    `sent` is the draft as it was sent; its rows carry all their ids.
    """
    own, headings = _sent_rows(sent, shape)
    rows = tuple(rows_returned(returned))
    found: dict[int, str] = {}
    nameless: list[int] = []
    for number, row in enumerate(rows):
        provision = _voted(row, shape)
        if provision:
            found[number] = provision
        elif _texts(row) not in headings:
            nameless.append(number)
    kept = _without_copies(found, rows, own)
    taken = set(kept.values())
    free = [each for each in own if each not in taken]
    bags = {each: row_bag(_texts(own[each])) for each in free}
    likeness = {number: _likeness(rows[number], bags) for number in nameless}
    by_text = paired(nameless, free, likeness)
    return tuple(
        _placed(number, row, found, kept, by_text, likeness) for number, row in enumerate(rows)
    )


def _sent_rows(
    sent: Returned, shape: Shape
) -> tuple[dict[str, TableRow], frozenset[tuple[str, ...]]]:
    """Return the rows of a draft as sent by provision, and the texts of its rows of headings."""
    own: dict[str, TableRow] = {}
    headings: set[tuple[str, ...]] = set()
    for row in rows_returned(sent):
        provision = _voted(row, shape)
        if provision:
            own[provision] = row
        else:
            headings.add(_texts(row))
    return own, frozenset(headings)


def _placed(
    number: int,
    row: TableRow,
    found: Mapping[int, str],
    kept: Mapping[int, str],
    by_text: Mapping[int, str],
    likeness: Mapping[int, Mapping[str, float]],
) -> PlacedRow:
    if number in kept:
        return PlacedRow(row, kept[number], "id")
    if number in found:
        return PlacedRow(row, found[number], "copy")
    if number in by_text:
        return PlacedRow(row, by_text[number], "text")
    if number in likeness:
        scores = likeness[number]
        best = sorted(scores, key=lambda each: -scores[each])
        return PlacedRow(row, "", "", tuple(best[:3]))
    return PlacedRow(row, "", "header")


def rows_returned(returned: Returned) -> Iterator[TableRow]:
    """Yield the rows of all tables, in order."""
    for block in returned.body:
        if isinstance(block, ReturnedTable):
            yield from block.rows


def cells_of(row: TableRow, shape: Shape) -> dict[str, TableCell]:
    """Return the content cells of a row by column: as their bookmarks say, else their styles, else
    their places.
    """
    found: dict[str, TableCell] = {}
    unnamed = []
    for number, cell in enumerate(row.cells):
        column = _named_column(cell, shape) or _styled_column(cell, shape)
        if column and column not in found:
            found[column] = cell
        else:
            unnamed.append((number + row.skipped, cell))
    for number, cell in unnamed:
        column = shape.columns[number - 1] if 1 <= number <= len(shape.columns) else ""
        if column and column not in found:
            found[column] = cell
    return found


def _named_column(cell: TableCell, shape: Shape) -> str:
    """Return the column that a cell's bookmarks name, by the end of their names: some programs add
    to the front.
    """
    for name in cell.bookmarks:
        for column in shape.columns:
            if name.startswith("c_") and name.endswith(f"_{_word_name(column)}"):
                return column
    return ""


def _styled_column(cell: TableCell, shape: Shape) -> str:
    """Return the column whose style a paragraph of the cell has."""
    styles = {re.sub(r"\W", "", line.style).casefold() for line in cell.lines}
    for column in shape.columns:
        letters = re.sub(r"[^a-z0-9]", "", column)
        if f"content{letters}" in styles:
            return column
    return ""


# Ids


def _voted(row: TableRow, shape: Shape) -> str:
    """Return the provision that most of a row's signs name; the empty string where none does."""
    votes: Counter[str] = Counter()
    for number, cell in enumerate(row.cells):
        for id_, weight in _signs(cell, shape, is_label=number == 0):
            votes[id_] += weight
    return votes.most_common(1)[0][0] if votes else ""


def _signs(cell: TableCell, shape: Shape, *, is_label: bool) -> Iterator[tuple[str, int]]:
    """Yield what a cell says of its row: provisions with the weight of the sign; ids and links
    count in the label.
    """
    names = _row_names(shape)
    for name in cell.bookmarks:
        weight = _BOOKMARK if name.startswith("r_") else _CELL_BOOKMARK
        for id_ in _from_bookmark(name, names, shape):
            yield id_, weight
    for tag in cell.tags:
        if tag in shape.provisions:
            yield tag, _TAG
    if is_label:  # elsewhere an id or a link speaks of another row
        yield from _signs_of_label(cell, names, shape)


def _signs_of_label(
    cell: TableCell, names: Mapping[str, str], shape: Shape
) -> Iterator[tuple[str, int]]:
    for id_ in _visible(cell, shape):
        yield id_, _VISIBLE
    for anchor in cell.links:
        name = anchor.removeprefix("r_")
        if anchor.startswith("r_") and name in names:
            yield names[name], _LINK


def _visible(cell: TableCell, shape: Shape) -> Iterator[str]:
    """Yield the ids that can be read in a cell, in whatever hyphens, as a line of their own."""
    for line in cell.lines:
        bare = line.text.translate(_HYPHENS).strip(" #[]()\u00a0\t")
        if bare.casefold() in shape.provisions:
            yield bare.casefold()


def _from_bookmark(name: str, names: Mapping[str, str], shape: Shape) -> Iterator[str]:
    """Yield the provision in a bookmark's name; some programs add to names (measured: RTF)."""
    kind, _, rest = name.partition("_")
    if kind == "r" and rest in names:
        yield names[rest]
    elif kind == "c":
        for column in shape.columns:
            ending = f"_{_word_name(column)}"
            row_name = rest.removesuffix(ending)
            if rest.endswith(ending) and row_name in names:
                yield names[row_name]


@cache
def _row_names(shape: Shape) -> Mapping[str, str]:
    """Return the provision by what Word makes of its id in the names of bookmarks."""
    return {_word_name(each): each for each in shape.provisions}


@cache
def _word_name(id_: str) -> str:
    return re.sub(r"\W", "_", id_)


def _without_copies(
    found: Mapping[int, str], rows: tuple[TableRow, ...], own: Mapping[str, TableRow]
) -> dict[int, str]:
    """Return the rows that keep their id: of several with one id, the one whose texts are most like
    what was sent.
    """
    kept: dict[str, int] = {}
    for number, provision in found.items():
        other, sent = kept.get(provision), own.get(provision)
        if other is None or _alike(rows[number], sent) > _alike(rows[other], sent):
            kept[provision] = number
    return {number: provision for provision, number in kept.items()}


# Texts


def _texts(row: TableRow) -> tuple[str, ...]:
    return tuple(" ".join(sent_text(cell.lines)) for cell in row.cells)


def _alike(row: TableRow, other: TableRow | None) -> float:
    if other is None:
        return 0.0
    return overlap(row_bag(_texts(row)), row_bag(_texts(other)))


def _likeness(row: TableRow, bags: Mapping[str, Counter[str]]) -> dict[str, float]:
    bag = row_bag(_texts(row))
    return {each: overlap(bag, other) for each, other in bags.items()}
