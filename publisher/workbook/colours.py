"""Colours by which a person marks words or a cell: red, yellow, green, not the ink of all texts."""

import colorsys
from functools import lru_cache
from typing import Any

# Of 1: ink and greys have little of one of the two, pale backgrounds little saturation.
_SATURATED, _BRIGHT = 0.3, 0.35
# Of a theme (ECMA-376 Part 1, 20.1.6.2) the first four are ink and paper, then come six that stand
# out; the last two are those of links.
_ACCENTS = range(4, 10)
_LINK_BLUES = ("0563C1", "0000FF", "0000EE")


def stands_out(colour: Any) -> bool:  # noqa: ANN401 - a colour of openpyxl
    """Tell whether a colour of openpyxl is one that a person has chosen for marking."""
    if colour is None:
        return False
    if colour.type == "theme":
        return colour.theme in _ACCENTS
    return _is_striking(str(colour.rgb)[-6:]) if colour.type == "rgb" else False


@lru_cache(maxsize=256)  # a workbook has a few colours, in thousands of cells
def _is_striking(rgb: str) -> bool:
    if len(rgb) != 6 or rgb.upper() in _LINK_BLUES:
        return False
    try:
        red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return False
    _, saturation, brightness = colorsys.rgb_to_hsv(red, green, blue)
    return saturation >= _SATURATED and brightness >= _BRIGHT
