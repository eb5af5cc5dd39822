"""The style sheet of the site: the colours of the house, the places of tiles, the sheet itself.

The policy of the pages forbids styles in elements, so that each colour is a class.
"""

from collections.abc import Iterator

from publisher.compose.presentation import House
from publisher.domain.colours import text_on
from publisher.domain.report import Rating
from publisher.site.marks import NOT_ASSESSED
from publisher.site.tiles import MOST_COLUMNS, MOST_ROWS
from publisher.writers.html import house_style

_SIGNS = ".swatch.{id}, .strip .{id} a, .tiles .{id} > a"
_COLOURED = f"{_SIGNS}, .matrix td.{{id}}"


def style_sheet(template: str, house: House, invented: int = 0) -> bytes:
    """Return the style sheet; `invented` is how many countries stand beside those of the world."""
    rules = [house_style(house), *_marks(house), *_places(invented)]
    # The colours come last: they hold in the dark as well.
    return "\n".join((rules[0], template.rstrip(), *rules[1:], "")).encode()


def _marks(house: House) -> Iterator[str]:
    colours = {each.value: house.colours.get(each, "") for each in Rating}
    # Whether there is a report is told in the colours of the house too.
    colours["final"] = house.accent
    colours["consultation"] = house.colours.get(Rating.PARTLY, "")
    for id_, colour in colours.items():
        if colour:
            yield _rule(_COLOURED.format(id=id_), colour)
    # Pale, as in reports. In the table it is said in words, on a ground that is dark in the dark.
    yield _rule(_SIGNS.format(id=NOT_ASSESSED), house.state_colours["not_researched"])


def _rule(selector: str, colour: str) -> str:
    return f"{selector} {{ background: {colour}; color: {text_on(colour)}; }}"


def _places(invented: int) -> Iterator[str]:
    for row in range(1, max(MOST_ROWS, 2 + invented // MOST_COLUMNS) + 1):
        yield f".tiles .r{row} {{ grid-row: {row}; }}"
    for column in range(1, MOST_COLUMNS + 1):
        yield f".tiles .c{column} {{ grid-column: {column}; }}"
