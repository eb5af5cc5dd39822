"""What a cell says of itself: the provision and column that its bookmarks and its style name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from publisher.review.returned import TableCell

# What speaks for a column: the bookmark of the cell, one that was copied or pasted, the style.
_OWN_NAME, _STRAY_NAME, _STYLE = 3, 1, 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What a draft can hold: the ids of its provisions and of its content columns, in order."""

    provisions: tuple[str, ...]
    columns: tuple[str, ...]


def named_column(cell: TableCell, shape: Shape) -> str:
    """Return the column that a cell's bookmarks name, by the end of their names: some programs add
    to the front.
    """
    return next(filter(None, (_name_says(name, shape) for name in cell.bookmarks)), "")


def _name_says(name: str, shape: Shape) -> str:
    for column in shape.columns:
        if name.startswith("c_") and name.endswith(f"_{_word_name(column)}"):
            return column
    return ""


def styled_column(cell: TableCell, shape: Shape) -> str:
    """Return the column whose style a paragraph of the cell has."""
    styles = {re.sub(r"\W", "", line.style).casefold() for line in cell.lines}
    for column in shape.columns:
        letters = re.sub(r"[^a-z0-9]", "", column)
        if f"content{letters}" in styles:
            return column
    return ""


def column_signs(
    cell: TableCell, provision: str, shape: Shape, names: Mapping[str, int]
) -> dict[str, int]:
    """Return what the bookmarks and the style of a cell count for which column; `names` says how
    often each bookmark stands in the draft.
    """
    signs: Counter[str] = Counter()
    rows = row_names(shape)
    for name in cell.bookmarks:
        column = _name_says(name, shape)
        is_own = names.get(name, 0) == 1 and provision in provisions_named(name, rows, shape)
        if column:
            signs[column] = max(signs[column], _OWN_NAME if is_own else _STRAY_NAME)
    if style := styled_column(cell, shape):
        signs[style] += _STYLE
    return dict(signs)


def provisions_named(name: str, names: Mapping[str, str], shape: Shape) -> Iterator[str]:
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
def row_names(shape: Shape) -> Mapping[str, str]:
    """Return the provision by what Word makes of its id in the names of bookmarks."""
    return {_word_name(each): each for each in shape.provisions}


@cache
def _word_name(id_: str) -> str:
    return re.sub(r"\W", "_", id_)
