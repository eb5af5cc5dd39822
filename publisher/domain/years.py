"""Years that a text gives."""

import re
from collections.abc import Iterable

from publisher.domain.text import Block, Span, all_inlines

_YEAR = re.compile(
    r"(?P<name>[A-ZÀ-Þ]\w+(?:,| of)? )?(?<![\d./-])(?P<year>1[89]\d\d|20\d\d)(?![\d/])"
)


def years_in(
    blocks: Iterable[Block], last: int | None = None, *, with_names: bool = True
) -> tuple[int, ...]:
    """Return the years that a text gives outside its citations, none after `last`.

    `with_names` counts those that stand behind a name as well: the Penal Code 1860.
    """
    text = "".join(
        each.text for each in all_inlines(blocks) if isinstance(each, Span) and not each.link
    )
    years = (int(each["year"]) for each in _YEAR.finditer(text) if with_names or not each["name"])
    return tuple(year for year in years if last is None or year <= last)
