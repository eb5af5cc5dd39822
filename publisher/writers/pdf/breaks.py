"""Where a row of the table may be broken over pages: what WeasyPrint's own rules cannot say.

A row may begin at the foot of a page only where its label stands there whole, and some of the text
of each cell beside it. A row that begins worse is kept whole while that page is made again, and so
goes to the next. The other way round, a row that is to stay whole may be broken where it would else
leave much of a page white, if it then begins well; and where the last row of a table would leave
even more of it white, to stay with the notes below the table, these go over alone, below their
heading.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from publisher.writers.pdf.boxes import Box, is_row, row_boxes, row_part, walk, white_of

# Where a page ends or begins: by number of child, down the tree of boxes.
Place = Mapping[int, Any] | None
Page = tuple[Box, Place]

MOST_WHITE = 0.22  # of a page's height, at its foot
MOST_WHITE_BEFORE_NOTES = 0.35  # where the end of a table goes over with the notes behind it
FEW_LINES = 3  # of a label, which say too little to stand alone


def improve(again: Callable[[], Page], root: Box, begun: Place, made: Page) -> Page:
    """Return a page as it was made, or made again so that the last row on it begins better.

    `again` makes the page once more, `root` is the box of the whole document before it was laid
    out, `begun` says where in it the page begins; a page is its box and where the next one begins.
    """
    row, inside = _row_at(root, made[1])
    if row is None or row is _row_at(root, begun)[0]:
        return made
    if not inside:
        notes = _notes_behind(root, made[1])
        return _filled(again, root, row, notes, made)
    if not _begins_badly(row, made, inside):
        return made
    with _styled(row, break_inside="avoid"):
        kept = again()
    is_worse = white_of(kept[0]) > MOST_WHITE and not _begins_badly(row, made, {})
    return again() if is_worse else kept


def _filled(again: Callable[[], Page], root: Box, row: Box, notes: Box | None, made: Page) -> Page:
    """Return a page that would be too white with the beginning of a row that was to stay whole, or
    with all of one that was to stay with the notes behind it.
    """
    if row.style["break_inside"] != "avoid" or white_of(made[0]) <= MOST_WHITE:
        return made
    with _styled(row, break_inside="auto"):
        filled = again()
    begun, inside = _row_at(root, filled[1])
    is_broken_there = begun is row and bool(inside)
    if is_broken_there and not _begins_badly(row, filled, inside):
        return filled
    if notes is not None and white_of(made[0]) > MOST_WHITE_BEFORE_NOTES:
        with _styled(notes, break_before="auto"):
            parted = again()
        if white_of(parted[0]) < white_of(made[0]):
            return parted
    return again()


def _notes_behind(root: Box, place: Place) -> Box | None:
    """Return the notes behind the table whose row comes next at a place."""
    box, notes = root, None
    while place:
        ((number, place),) = place.items()
        for sibling in box.children[number + 1 :]:
            if _are_notes(sibling):
                notes = sibling
        box = box.children[number]
    return notes or next(filter(_are_notes, walk(box)), None)


def _are_notes(box: Box) -> bool:
    return box.element is not None and "notes" in box.element.get("class", "").split()


def _begins_badly(row: Box, page: Page, inside: Mapping[int, Any]) -> bool:
    """Tell whether a cell that has text shows none of it on the page, or the label is cut short.

    `inside` holds the cells that go on, by number.
    """
    begun = [each for _, each in row_boxes(page[0].children[0]) if each.element is row.element]
    if not begun:
        return False
    parts = zip(row.children, row_part(begun[-1]).cells, strict=False)
    for number, (whole, part) in enumerate(parts):
        texts = _texts(whole)
        goes_on = number in inside
        is_short = len(part.lines) < FEW_LINES <= texts
        if part.is_label and (goes_on or is_short):
            return True
        if part.is_empty and texts:
            return True
    return False


def _texts(box: Box) -> int:
    return sum(bool(getattr(each, "text", "").strip()) for each in walk(box))


def _row_at(root: Box, place: Place) -> tuple[Box | None, Mapping[int, Any]]:
    """Return the row that a place lies in, with the cells that go on there, or that it lies before.

    None where something else comes first, or where a new page must begin anyway.
    """
    box = root
    while place:
        if is_row(box):
            return box, place
        ((number, place),) = place.items()
        if number >= len(box.children):  # in a run of text, where a place is a line
            return None, {}
        box = box.children[number]
        if place is None and box.style["break_before"] not in ("auto", "avoid"):
            return None, {}
    rows = (each for each in _first(box) if is_row(each))
    return next(rows, None), {}


def _first(box: Box) -> Iterator[Box]:
    """Yield a box, the first box in it and so on; headings and heads of tables are passed."""
    yield box
    for child in getattr(box, "children", ()):
        if child.element_tag not in ("h2", "h3", "thead"):
            yield from _first(child)
            return


@contextmanager
def _styled(box: Box, **values: str) -> Iterator[None]:
    """Style a box in another way for a while; its style may be shared with other boxes."""
    own = box.style
    box.style = own.copy()
    box.style.update(values)
    try:
        yield
    finally:
        box.style = own
