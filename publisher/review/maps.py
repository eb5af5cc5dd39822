"""What stands above the columns of tables whose headings are gone, or were written anew.

The cells of all rows below vote: a column in one place of the table stands there in all its rows. A
table about which its own cells say too little is taken to be built as the others of the draft are,
where these agree.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from publisher.review.headings import LABEL, Above, cell_edges
from publisher.review.place import PlacedRow

UNKNOWN = "?"  # the column of a place about which nothing is known
Votes = Callable[[], Iterable[tuple[int, str, int]]]


def column_maps(
    rows: Sequence[tuple[PlacedRow, Votes]], columns: Sequence[str]
) -> tuple[Above | None, ...]:
    """Return what stands above the cells of each row; `rows` are placed rows, each with what yields
    the columns of its cells.
    """
    groups: dict[object, list[int]] = {}
    for number, (each, _) in enumerate(rows):
        groups.setdefault(each.above or each.table, []).append(number)
    written = {each.above for each, _ in rows if each.above and _is_complete(each.above, columns)}
    found: dict[int, Above | None] = {}
    for numbers in groups.values():
        own = [rows[number] for number in numbers]
        above = own[0][0].above
        if above is None or not _is_complete(above, columns):
            above = _voted(own, above, columns, written)
        found |= dict.fromkeys(numbers, above)
    return tuple(found[number] for number in range(len(rows)))


def _is_complete(above: Above, columns: Sequence[str]) -> bool:
    """Tell whether a row of headings leaves nothing open: no column is missing, or nothing else
    stands there instead.
    """
    is_missing = any(column not in above.columns for column in columns)
    return not (is_missing and None in above.columns)


def _voted(
    rows: Sequence[tuple[PlacedRow, Votes]],
    above: Above | None,
    columns: Sequence[str],
    written: Iterable[Above],
) -> Above:
    """Return what stands above rows as far as their headings, else their cells, else the other
    tables say it.
    """
    edges = above or _usual_edges([each for each, _ in rows])
    votes: dict[int, Counter[str]] = {}
    for each, own in rows:
        if len(each.row.cells) == len(edges.cells):
            for number, column, weight in own():
                votes.setdefault(number, Counter())[column] += weight
    known = {
        number: UNKNOWN if column is None else column for number, column in enumerate(edges.columns)
    }
    taken = set(known.values())
    for number, column in _by_votes(votes):
        if known.get(number) == UNKNOWN and column not in taken:
            known[number] = column
            taken.add(column)
    voted = replace(
        edges,
        cells=tuple((start, end, known[n]) for n, (start, end, _) in enumerate(edges.cells)),
    )
    return voted if above else _completed(voted, written, columns)


def _by_votes(votes: Mapping[int, Counter[str]]) -> Iterable[tuple[int, str]]:
    """Return places with the columns for which most speaks there, those with most first."""
    counted = [
        (-count, number, column) for number, own in votes.items() for column, count in own.items()
    ]
    return [(number, column) for _, number, column in sorted(counted)]


def _usual_edges(rows: Sequence[PlacedRow]) -> Above:
    """Return how most rows of a table without headings are built, with their left cell."""
    built = Counter((tuple(cell_edges(each.row)), each.left) for each in rows)
    edges, left = built.most_common(1)[0][0]
    return Above(
        tuple(
            (start, end, LABEL if number == left else UNKNOWN)
            for number, (start, end) in enumerate(edges)
        )
    )


def _completed(voted: Above, written: Iterable[Above], columns: Sequence[str]) -> Above:
    """Return what stands above a table without headings, from the others where these agree."""
    others = {each.columns for each in written if len(each.cells) == len(voted.cells)}
    if UNKNOWN not in voted.columns or len(others) != 1:
        return _with_last(voted, columns)
    (known,) = others
    pairs = list(zip(voted.columns, known, strict=True))
    if any(own not in (UNKNOWN, other) for own, other in pairs):
        return _with_last(voted, columns)
    cells = zip(voted.cells, known, strict=True)
    return Above(tuple((start, end, column) for (start, end, _), column in cells))


def _with_last(voted: Above, columns: Sequence[str]) -> Above:
    """Return a table of as many places as were sent with the one column that is left in the one
    place that is left.
    """
    left = [column for column in columns if column not in voted.columns]
    is_as_wide = len(voted.cells) == len(columns) + 1
    if voted.columns.count(UNKNOWN) != 1 or len(left) != 1 or not is_as_wide:
        return voted
    return Above(
        tuple(
            (start, end, left[0] if column == UNKNOWN else column)
            for start, end, column in voted.cells
        )
    )
