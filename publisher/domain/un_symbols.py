"""Symbols of United Nations documents in a text, which no line should break."""

import re
from collections.abc import Iterator

# CRC/C/OPSC/DEU/CO/1, A/HRC/28/56, CRC/C/15/Add.266: capitals, then at least two parts more.
# A web address is none.
_SYMBOL = re.compile(
    r"(?<![\w/.:])([A-Z]{1,6}(?:\.\d+)?(?:/[A-Z0-9][A-Za-z0-9.-]*[A-Za-z0-9]|/[A-Z0-9]){2,})(?![\w/])"
)


def split_at_symbols(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text in order, each with whether it is a symbol; none is empty."""
    for number, piece in enumerate(_SYMBOL.split(text)):
        if piece:
            # The pattern's one group makes symbols every second piece.
            yield piece, number % 2 == 1
