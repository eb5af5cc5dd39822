"""The words above the columns of a table, and what stands below each of them.

A reviewer sees a column by its heading. Programs that drop bookmarks and styles keep these words,
and a column that was added, taken out or exchanged takes its heading along.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publisher.review.returned import TableCell, TableRow, meant_text, sent_text

LABEL = ""  # the column of the left cells, which is no content column
_LIKE = 0.6  # how alike two headings must be to be taken for one, from 0 to 1
_PART = 0.75  # how alike a heading is to one of which all its words are part
_LONGEST = 3  # times a heading; what is longer is no heading


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above the cells of rows: of each cell of the heading row where it begins and ends
    in the grid, and its column; None where it is that of none.
    """

    cells: tuple[tuple[int, int, str | None], ...]

    @property
    def end(self) -> int:
        """Where the last cell ends in the grid."""
        return self.cells[-1][1] if self.cells else 0

    @property
    def columns(self) -> tuple[str | None, ...]:
        """The column of each cell."""
        return tuple(column for _, _, column in self.cells)


def cell_edges(row: TableRow) -> Iterator[tuple[int, int]]:
    """Yield where each cell of a row begins and ends in the grid (17.4.15, 17.4.17)."""
    start = row.skipped
    for cell in row.cells:
        end = start + max(cell.span, 1)
        yield start, end
        start = end


def headings_in(row: TableRow, words: Mapping[str, str]) -> Above | None:
    """Return what a row says stands below it; None where it is no row of headings.

    `words` are the headings as sent, by column. They are known again where they were edited a
    little or stand in another order.
    """
    if not words:
        return None
    pairs: list[tuple[float, int, str]] = []
    for number, cell in enumerate(row.cells):
        for column, heading in words.items():
            likeness = _likeness(cell, heading)
            if likeness >= _LIKE:
                pairs.append((likeness, number, column))
    found: dict[int, str] = {}
    for _, number, column in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if number not in found and column not in found.values():
            found[number] = column
    said = sum(bool(cell_text(cell).strip()) for cell in row.cells)
    is_heading = len(found) >= min(2, len(words)) and 2 * len(found) >= said
    if not is_heading:
        return None
    edges = cell_edges(row)
    return Above(tuple((*edge, found.get(number)) for number, edge in enumerate(edges)))


def cell_text(cell: TableCell) -> str:
    """Return the text of a cell as it was sent, in one line."""
    return " ".join(sent_text(cell.lines))


def _likeness(cell: TableCell, heading: str) -> float:
    """Return how alike a cell is to a heading, as it was sent or as it is meant to be."""
    meant = " ".join(meant_text(cell.lines))
    texts = {text for text in (cell_text(cell), meant) if len(text) <= _LONGEST * len(heading)}
    return max((_alike(text, heading) for text in texts), default=0.0)


@lru_cache(maxsize=256)  # the same few headings stand above each table
def _alike(text: str, heading: str) -> float:
    one, other = text.casefold().strip(), heading.casefold().strip()
    if one == other:
        return 1.0
    if not one:
        return 0.0
    words, others = set(re.findall(r"\w+", one)), set(re.findall(r"\w+", other))
    if words and others and (words <= others or others <= words):
        return _PART
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def columns_above(
    row: TableRow, above: Above | None
) -> Sequence[tuple[frozenset[str | None], bool]]:
    """Return the columns that stand above each cell of a row, and whether the row is built as the
    row of headings is.

    A cell that was merged stands below several; one of which the cells beside it were deleted has
    moved, so that what is above it says little.
    """
    edges = tuple(cell_edges(row))
    if above is None:
        return [(frozenset(), False)] * len(edges)
    ends_alike = bool(edges) and edges[-1][1] == above.end
    if len(edges) == len(above.cells) and (ends_alike or not row.skipped):
        is_whole = ends_alike or all(end - start == 1 for start, end in edges)
        return [(frozenset((column,)), is_whole) for column in above.columns]
    found: list[tuple[frozenset[str | None], bool]] = []
    for start, end in edges:
        columns = {
            column for from_, to, column in above.cells if min(end, to) - max(start, from_) > 0
        }
        found.append((frozenset(columns), ends_alike))
    return found
