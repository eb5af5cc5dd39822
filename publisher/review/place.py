"""At which provision and column a returned row or cell belongs.

A row says in several ways which it is: its visible id, bookmarks, links, the tag of a control.
Editors drop some of them, so they vote. Rows without any are found by their texts: in order first,
then wherever they fit best. What fits nowhere well is left unplaced, with the likeliest candidates.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.review.cell_signs import (
    Shape,
    named_column,
    provisions_named,
    row_names,
    styled_column,
)
from publisher.review.headings import LABEL, Above, cell_text, columns_above, headings_in
from publisher.review.likeness import overlap, paired, row_bag
from publisher.review.returned import PICTURE, Line, Returned, ReturnedTable, TableCell, TableRow

FEW = 5  # rows, or places outside them, that a person may change one by one without a record
# What each sign counts. The visible id, which came through all twelve ways of saving that were
# tried, counts most; two of the others outvote it. RTF copies bookmarks of cells (measured).
_VISIBLE, _BOOKMARK, _CELL_BOOKMARK, _LINK, _TAG = 3, 2, 1, 2, 2
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a returned draft: its provision, or the likeliest ones where it could not be placed.

    `how` says what decided: "id", "text", "copy" (the id stands in another row as well), "header"
    or "". `table` is the number of its table, `above` what the row of headings over it says, `left`
    the number of the cell that names the provision; `is_headings` is true of the row of headings.
    """

    row: TableRow
    provision: str
    how: str
    candidates: tuple[str, ...] = ()
    table: int = 0
    above: Above | None = None
    left: int = 0
    is_headings: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether the row is that of a provision."""
        return bool(self.provision) and self.how in ("id", "text")


def place_rows(returned: Returned, sent: Returned, shape: Shape) -> tuple[PlacedRow, ...]:
    """Return the rows of a returned draft, each at its provision as far as that can be told.

    `sent` is the draft as it was sent; its rows carry all their ids.
    """
    own = sent_rows(sent, shape)
    headings = _texts_of_headings(sent, shape)
    rows = tuple(_rows(returned, heading_words(sent, shape), shape))
    found: dict[int, str] = {}
    nameless: list[int] = []
    for number, each in enumerate(rows):
        provision = _voted(each.row, shape, each.left)
        if each.how == "header":
            continue
        if provision:
            found[number] = provision
        elif _texts(each.row) not in headings:
            nameless.append(number)
    kept = _without_copies(found, rows, own)
    taken = set(kept.values())
    free = [each for each in own if each not in taken]
    bags = {each: row_bag(_texts(own[each])) for each in free}
    likeness = {number: _likeness(rows[number], bags) for number in nameless}
    by_text = paired(nameless, free, likeness)
    return tuple(
        _placed(number, each, found, kept, by_text, likeness) for number, each in enumerate(rows)
    )


def sent_rows(sent: Returned, shape: Shape) -> dict[str, TableRow]:
    """Return the rows of a draft as sent by provision."""
    voted = ((_voted(row, shape, 0), row) for row in rows_returned(sent))
    return {provision: row for provision, row in voted if provision}


def _texts_of_headings(sent: Returned, shape: Shape) -> frozenset[tuple[str, ...]]:
    """Return the texts of the rows of a draft as sent that are those of no provision."""
    return frozenset(_texts(row) for row in rows_returned(sent) if not _voted(row, shape, 0))


def heading_words(sent: Returned, shape: Shape) -> dict[str, str]:
    """Return what stands above each column of a draft as sent; nothing where it has no headings."""
    above: TableRow | None = None
    for row in rows_returned(sent):
        if not _voted(row, shape, 0):
            above = row
        elif above is not None and len(above.cells) == len(row.cells):
            return _words_above(above, row, shape)
    return {}


def _words_above(above: TableRow, row: TableRow, shape: Shape) -> dict[str, str]:
    columns = {id(cell): column for column, cell in cells_of(row, shape).items()}
    words: dict[str, str] = {}
    for number, (heading, cell) in enumerate(zip(above.cells, row.cells, strict=True)):
        column = columns.get(id(cell), LABEL if number == 0 else None)
        text = cell_text(heading).strip()
        if column is not None and text:
            words[column] = text
    return words


def _rows(returned: Returned, words: Mapping[str, str], shape: Shape) -> Iterator[PlacedRow]:
    """Yield the rows of all tables, none placed yet, each with its headings and its left cell."""
    tables = [block for block in returned.body if isinstance(block, ReturnedTable)]
    for number, table in enumerate(tables):
        above: Above | None = None
        usual = _left_cell(table, shape)
        for row in table.rows:
            own = None if _has_id(row, shape) else headings_in(row, words)
            above = own or above
            how = "header" if own else ""
            left = _left_of(row, above, usual, shape)
            yield PlacedRow(row, "", how, (), number, above, left, is_headings=own is not None)


def _left_of(row: TableRow, above: Above | None, usual: int, shape: Shape) -> int:
    """Return which cell of a row names the provision: that below its heading, else the usual one;
    -1 where a place was left free instead of it (17.4.15).
    """
    for number, (columns, _) in enumerate(columns_above(row, above)):
        if LABEL in columns:
            return number
    has_id = bool(row.cells) and any(_visible(row.cells[0], shape))
    if row.skipped and not has_id:
        return -1
    return min(usual, len(row.cells) - 1)


def _has_id(row: TableRow, shape: Shape) -> bool:
    return any(any(_visible(cell, shape)) for cell in row.cells)


def _left_cell(table: ReturnedTable, shape: Shape) -> int:
    """Return which cell of the rows of a table names the provision: that in which most ids stand.

    It is no longer the first where somebody added a column before it.
    """
    counted: Counter[int] = Counter({0: 0})
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            counted[number] += any(True for _ in _visible(cell, shape))
    return max(counted, key=lambda number: (counted[number], -number))


def _placed(
    number: int,
    each: PlacedRow,
    found: Mapping[int, str],
    kept: Mapping[int, str],
    by_text: Mapping[int, str],
    likeness: Mapping[int, Mapping[str, float]],
) -> PlacedRow:
    if number in kept:
        return replace(each, provision=kept[number], how="id")
    if number in found:
        return replace(each, provision=found[number], how="copy")
    if number in by_text:
        return replace(each, provision=by_text[number], how="text")
    if number in likeness:
        scores = likeness[number]
        best = sorted(scores, key=lambda each: -scores[each])
        return replace(each, candidates=tuple(best[:3]))
    return replace(each, how="header")


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
        column = named_column(cell, shape) or styled_column(cell, shape)
        if column and column not in found:
            found[column] = cell
        else:
            unnamed.append((number + row.skipped, cell))
    for number, cell in unnamed:
        column = shape.columns[number - 1] if 1 <= number <= len(shape.columns) else ""
        if column and column not in found:
            found[column] = cell
    return found


# Ids


def _voted(row: TableRow, shape: Shape, left: int) -> str:
    """Return the provision that most of a row's signs name; the empty string where none does."""
    votes: Counter[str] = Counter()
    for number, cell in enumerate(row.cells):
        for id_, weight in _signs(cell, shape, is_label=number == left):
            votes[id_] += weight
    return votes.most_common(1)[0][0] if votes else ""


def _signs(cell: TableCell, shape: Shape, *, is_label: bool) -> Iterator[tuple[str, int]]:
    """Yield what a cell says of its row: provisions with the weight of the sign; ids and links
    count in the label.
    """
    names = row_names(shape)
    for name in cell.bookmarks:
        weight = _BOOKMARK if name.startswith("r_") else _CELL_BOOKMARK
        for id_ in provisions_named(name, names, shape):
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
    """Yield the ids that can be read in a cell."""
    for line in cell.lines:
        yield from ids_in(line, shape)


def ids_in(line: Line, shape: Shape) -> Iterator[str]:
    """Yield the id that can be read in a line of its own, in whatever hyphens.

    What is left of the control around the id may stand beside it as a picture (ONLYOFFICE's .odt).
    """
    text = line.text.replace(PICTURE, "").translate(_HYPHENS)
    bare = text.strip(" #[]()\u00a0\t").casefold()
    if bare in shape.provisions:
        yield bare


def without_control(line: Line, provision: str, shape: Shape) -> Line:
    """Return the line with the id of a row without what is left of the control around it."""
    is_marked = bool(line.changes)
    if is_marked or PICTURE not in line.text or provision not in ids_in(line, shape):
        return line
    return replace(line, pieces=tuple(each for each in line.pieces if each.text != PICTURE))


def rows_without_id(
    rows: Sequence[PlacedRow], own: Mapping[str, TableRow], shape: Shape
) -> tuple[str, ...]:
    """Return the rows in which their id cannot be read any more, if they are more than a few, or
    all: a program took the ids away, or somebody all at once. `own` are the rows as sent.
    """
    nameless = tuple(
        each.provision
        for each in rows
        if _has_id(own[each.provision], shape) and not _has_id(each.row, shape)
    )
    are_all = len(nameless) == len(rows) > 1
    return nameless if are_all or len(nameless) > FEW else ()


def _without_copies(
    found: Mapping[int, str], rows: Sequence[PlacedRow], own: Mapping[str, TableRow]
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


def _texts(row: TableRow, left: int = 0) -> tuple[str, ...]:
    """Return the texts of a row's cells, that of the left one first."""
    texts = [cell_text(cell) for cell in row.cells]
    if left < 0:
        return ("", *texts)
    return (*texts[left : left + 1], *texts[:left], *texts[left + 1 :])


def _alike(each: PlacedRow, other: TableRow | None) -> float:
    if other is None:
        return 0.0
    return overlap(row_bag(_texts(each.row, each.left)), row_bag(_texts(other)))


def _likeness(each: PlacedRow, bags: Mapping[str, Counter[str]]) -> dict[str, float]:
    bag = row_bag(_texts(each.row, each.left))
    return {provision: overlap(bag, other) for provision, other in bags.items()}
