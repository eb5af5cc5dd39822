"""Years that a text gives."""

import re
from collections.abc import Iterable

from publisher.domain.text import Block, Span, all_inlines

# What stands in a text for a year; not the parts of 3/1998, 12.1998 and 1998/45.
YEAR = r"(?<![\d./-])(?P<year>1[89]\d\d|20\d\d)(?![\d/])"
_NAMED = re.compile(rf"(?P<name>[A-ZÀ-Þ]\w+(?:,| of)? )?{YEAR}")


def years_in(
    blocks: Iterable[Block], last: int | None = None, *, with_names: bool = True
) -> tuple[int, ...]:
    """Return the years that a text gives outside its citations, none after `last`.

    `with_names` counts those that stand behind a name as well: the Penal Code 1860.
    """
    spans = (each for each in all_inlines(blocks) if isinstance(each, Span))
    text = "".join(span.text for span in spans if not span.link)
    years: list[int] = []
    for found in _NAMED.finditer(text):
        year = int(found["year"])
        is_wanted = with_names or not found["name"]
        if is_wanted and (last is None or year <= last):
            years.append(year)
    return tuple(years)
