"""In which column each cell of a returned row stands, or that this cannot be told.

Four things speak for a column: the heading above the cell, the bookmark and the style of the cell,
and its text, where it is like what was sent in one column only. Bookmarks are copied and styles are
pasted along with text; headings stay where a reviewer sees them. So a heading outweighs either, and
where the heading and the text of cells contradict each other, nothing is guessed: what was changed
in such cells becomes items at the row, which nobody can apply by mistake.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publisher.review.cell_signs import Shape, column_signs
from publisher.review.differences import alike
from publisher.review.headings import LABEL, Above, cell_edges, cell_text, columns_above
from publisher.review.likeness import overlap, row_bag
from publisher.review.maps import UNKNOWN, column_maps
from publisher.review.place import PlacedRow, cells_of
from publisher.review.returned import TableCell, TableRow

# What speaks for a column counts; of a row that is built otherwise than its headings, a heading
# says little. _SURE is a heading with a bookmark or a style.
_HEADING, _HEADING_ASIDE, _TEXT, _SURE, _LEAST = 4, 2, 5, 6, 3
_ALIKE, _CLEARER = 0.5, 0.2  # how alike a text must be to one that was sent, and how much more


@dataclass(frozen=True, slots=True)
class RowCells:
    """The content cells of a returned row by column.

    Which of the cells in `unsure` belongs to which of the columns in `open` cannot be told. Columns
    in `missing` are not in the table at all. `is_moved` is true where texts stand under other
    headings than they were sent under. `beside` are all other cells, the left one first.
    """

    cells: Mapping[str, TableCell]
    unsure: tuple[TableCell, ...] = ()
    open: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    is_moved: bool = False
    beside: tuple[TableCell, ...] = ()


def place_cells(
    rows: Sequence[PlacedRow], own: Mapping[str, TableRow], shape: Shape, states: Collection[str]
) -> tuple[RowCells, ...]:
    """Return the cells of placed rows by column; `own` are the rows as sent, `states` the words of
    cells without text.
    """
    names = Counter(name for each in rows for cell in each.row.cells for name in cell.bookmarks)
    evidence = [
        _Evidence(each, cells_of(own[each.provision], shape), shape, states, names) for each in rows
    ]
    for number, each in _joined_cells(rows):
        evidence[number].joined.add(each)
    columns = tuple(dict.fromkeys(column for each in evidence for column in each.sent))
    maps = column_maps([(each.placed, each.votes) for each in evidence], columns)
    return tuple(each.decided(above) for each, above in zip(evidence, maps, strict=True))


@dataclass(slots=True)
class _Evidence:
    """What speaks for the columns of the cells of one row."""

    placed: PlacedRow
    sent: Mapping[str, TableCell]
    shape: Shape
    states: Collection[str]
    names: Mapping[str, int]
    joined: set[int] = field(default_factory=set)
    _texts: tuple[str, ...] | None = field(default=None, init=False)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the cells beside the left one."""
        return [each for each in range(len(self.placed.row.cells)) if each != self.placed.left]

    @property
    def by_text(self) -> tuple[str, ...]:
        """Of each cell the column in which its text was sent; the empty string where it is like
        none or several.
        """
        if self._texts is None:
            self._texts = tuple(self._by_text())
        return self._texts

    def votes(self) -> Iterator[tuple[int, str, int]]:
        """Yield the cells, by number, with the columns for which something in them speaks, and how
        much.
        """
        for number in self.numbers:
            for column, weight in self.signs(number).items():
                yield number, column, weight
            if text := self.by_text[number]:
                yield number, text, _TEXT

    def signs(self, number: int) -> dict[str, int]:
        """Return what the bookmark and the style of a cell count for which column."""
        cell = self.placed.row.cells[number]
        return column_signs(cell, self.placed.provision, self.shape, self.names)

    def _by_text(self) -> Iterator[str]:
        bags: dict[str, Counter[str]] = {}
        for column, cell in self.sent.items():
            text = cell_text(cell).strip()
            if text and alike(text) not in self.states:
                bags[column] = row_bag((text,))
        for number, cell in enumerate(self.placed.row.cells):
            is_left = number == self.placed.left
            yield "" if is_left else _likest(row_bag((cell_text(cell),)), bags)

    def decided(self, above: Above | None) -> RowCells:
        """Return which cell belongs to which column."""
        over = columns_above(self.placed.row, above)
        signs = {number: self._signs_with(number, over[number]) for number in self.numbers}
        sure = _all_sure(signs, self.sent)
        if sure is not None and not self.joined:
            return self._found(sure, (), above, over)
        scores = {number: dict(own) for number, own in signs.items()}
        for number in self.numbers:
            if text := self.by_text[number]:
                scores[number][text] = scores[number].get(text, 0) + _TEXT
        found = _best(tuple(self.sent), scores)
        doubtful = tuple(self._doubtful(found, signs, scores, over))
        return self._found(found, doubtful, above, over)

    def _signs_with(self, number: int, over: tuple[frozenset[str | None], bool]) -> dict[str, int]:
        """Return what speaks for the columns of a cell besides its text."""
        signs = self.signs(number)
        columns, is_built_alike = over
        if len(columns) == 1:
            (column,) = columns
            if column is not None and column in self.sent:
                weight = _HEADING if is_built_alike else _HEADING_ASIDE
                signs[column] = signs.get(column, 0) + weight
        return signs

    def _doubtful(
        self,
        found: Mapping[str, int],
        signs: Mapping[int, Mapping[str, int]],
        scores: Mapping[int, Mapping[str, int]],
        over: Sequence[tuple[frozenset[str | None], bool]],
    ) -> Iterator[tuple[str, int]]:
        """Yield the columns, each with a cell, for which too little or too much speaks."""
        for column, number in found.items():
            text = self.by_text[number]
            if text == column or signs[number].get(column, 0) >= _SURE:
                continue
            if text in found and self.by_text[found[text]] == text:
                text = ""  # a copy of what stands in its own column still
            elsewhere = [each for each in self.numbers if self.by_text[each] == column]
            rival = max((n for c, n in signs[number].items() if c != column), default=0)
            is_close = rival + 1 >= signs[number].get(column, 0)
            if text or elsewhere or is_close or scores[number][column] < _LEAST:
                yield column, number
                yield from ((column, each) for each in elsewhere)
                yield from ((text, number),) if text else ()
        columns = {number: column for column, number in found.items()}
        for number in self.numbers:
            content = [each for each in over[number][0] if each in self.sent]
            if number in self.joined and number in columns:
                yield columns[number], number
            elif len(content) > 1 or (content and LABEL in over[number][0]):
                yield from ((str(column), number) for column in content)

    def _found(
        self,
        found: Mapping[str, int],
        doubtful: Collection[tuple[str, int]],
        above: Above | None,
        over: Sequence[tuple[frozenset[str | None], bool]],
    ) -> RowCells:
        cells = self.placed.row.cells
        known = set(above.columns) if above else {UNKNOWN}
        missing = {each for each in self.sent if each not in known and UNKNOWN not in known}
        open_ = [each for each in self.sent if any(each == column for column, _ in doubtful)]
        unsure = {number for _, number in doubtful}
        unsure |= {found[each] for each in open_ if each in found}
        lost = [each for each in self.sent if each not in found and each not in missing]
        spare = [
            number
            for number in self.numbers
            if number not in found.values() and None not in over[number][0]
        ]
        if spare and set(lost) - set(open_):  # one of these cells may be that of the lost column
            unsure |= set(spare)
            open_ = [each for each in self.sent if each in open_ or each in lost]
        own = {
            column: cells[number]
            for column, number in found.items()
            if column not in open_ and number not in unsure
        }
        taken = {found[column] for column in own} | unsure
        left = self.placed.left
        beside = [left, *(each for each in self.numbers if each not in taken)]
        return RowCells(
            cells={column: own[column] for column in self.sent if column in own},
            unsure=tuple(cells[number] for number in sorted(unsure)),
            open=tuple(open_),
            missing=frozenset(missing - set(found)),
            is_moved=any(self._is_moved(column, found[column], over) for column in own),
            beside=tuple(cells[number] for number in beside if 0 <= number < len(cells)),
        )

    def _is_moved(
        self, column: str, number: int, over: Sequence[tuple[frozenset[str | None], bool]]
    ) -> bool:
        """Tell whether a cell stands under the heading of another column than its own."""
        columns, is_built_alike = over[number]
        others = [each for each in columns if each in self.sent]
        return is_built_alike and bool(others) and column not in others


def _joined_cells(rows: Sequence[PlacedRow]) -> Iterator[tuple[int, int]]:
    """Yield cells that were merged with cells of the rows above or below, by the numbers of row and
    cell.
    """
    for number, each in enumerate(rows):
        for cell, (start, _) in zip(each.row.cells, cell_edges(each.row), strict=True):
            if not cell.is_joined:
                continue
            for other in range(number, -1, -1):
                below = _cell_at(rows[other].row, start)
                if rows[other].table != each.table or below is None:
                    break
                yield other, below
                if not rows[other].row.cells[below].is_joined:
                    break


def _cell_at(row: TableRow, start: int) -> int | None:
    edges = cell_edges(row)
    return next((number for number, (from_, _) in enumerate(edges) if from_ == start), None)


def _likest(own: Counter[str], bags: Mapping[str, Counter[str]]) -> str:
    """Return the column whose text as sent another is clearly most like."""
    scores = sorted(((overlap(own, bag), column) for column, bag in bags.items()), reverse=True)
    if not scores or scores[0][0] < _ALIKE:
        return ""
    is_clear = len(scores) == 1 or scores[0][0] - scores[1][0] >= _CLEARER
    return scores[0][1] if is_clear else ""


def _all_sure(
    signs: Mapping[int, Mapping[str, int]], columns: Collection[str]
) -> dict[str, int] | None:
    """Return the cell of each column where headings, bookmarks and styles leave no doubt."""
    found: dict[str, int] = {}
    for number, own in signs.items():
        for column, weight in own.items():
            if weight < _SURE or len(own) > 1 or column in found:
                return None
            found[column] = number
    return found if len(found) == len(columns) else None


def _best(columns: Sequence[str], scores: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    """Return the cell of each column so that most speaks for all of them together; none where
    nothing does.
    """
    best: tuple[int, dict[str, int]] = (0, {})

    def look(place: int, total: int, found: dict[str, int]) -> None:
        nonlocal best
        if place == len(columns):
            if total > best[0]:
                best = (total, dict(found))
            return
        column = columns[place]
        for number, own in scores.items():
            if own.get(column, 0) > 0 and number not in found.values():
                look(place + 1, total + own[column], {**found, column: number})
        look(place + 1, total, found)

    look(0, 0, {})
    return best[1]
