"""The style sheet of the site: the colours of the house, the places of tiles, the sheet itself.

The policy of the pages forbids styles in elements, so that each colour is a class.
"""

from collections.abc import Iterator

from publisher.compose.presentation import House
from publisher.domain.colours import text_on
from publisher.domain.report import Rating
from publisher.site.tiles import MOST_COLUMNS, MOST_ROWS
from publisher.writers.html import house_style

# Assessments alone have colours of the table: whether there is a report is told by the accent, in
# the sheet itself, as is the pale square of what nobody assessed.
_COLOURED = ".marker.{id}, .strip .{id} a, .tiles .{id} > a"


def style_sheet(template: str, house: House, invented: int = 0) -> bytes:
    """Return the style sheet; `invented` is how many countries stand beside those of the world."""
    rules = [house_style(house), *_marks(house), *_places(invented)]
    # The colours come last: they hold in the dark as well.
    return "\n".join((rules[0], template.rstrip(), *rules[1:], "")).encode()


def _marks(house: House) -> Iterator[str]:
    for each in Rating:
        colour = house.colours.get(each, "")
        if colour:
            selector = _COLOURED.format(id=each.value)
            yield f"{selector} {{ background: {colour}; color: {text_on(colour)}; }}"


def _places(invented: int) -> Iterator[str]:
    for row in range(1, max(MOST_ROWS, 2 + invented // MOST_COLUMNS) + 1):
        yield f".tiles .r{row} {{ grid-row: {row}; }}"
    for column in range(1, MOST_COLUMNS + 1):
        yield f".tiles .c{column} {{ grid-column: {column}; }}"
