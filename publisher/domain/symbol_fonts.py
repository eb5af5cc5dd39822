"""Signs of fonts of symbols as the Unicode characters they are.

Such a font has signs in place of letters, so a text in it means nothing without the font.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def symbol(font: str, code: int) -> str:
    """Return the sign of a font of symbols at a code from F000 to F0FF (ECMA-376 Part 1,
    17.3.3.30).

    Word also writes the codes without the F0. A sign that nobody mapped is named by font and code;
    any other character is what it is.
    """
    is_private = 0xF000 <= code <= 0xF0FF
    known = _signs().get((font.casefold(), 0xF000 | code if code <= 0xFF else code))
    if known:
        return known
    if is_private or 0xD800 <= code <= 0xDFFF or not 0 < code <= 0x10FFFF:
        return f"[{font} {code:04X}]" if font else f"[{code:04X}]"
    return chr(code)


def is_symbol_font(font: str) -> bool:
    """Tell whether a font is one of those whose signs are known."""
    return font.casefold() in _fonts()


@cache
def _fonts() -> frozenset[str]:
    return frozenset(font for font, _ in _signs())


@cache
def _signs() -> Mapping[tuple[str, int], str]:
    """Return the signs by font and code."""
    table = files("publisher") / "world" / "symbol_fonts.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {(row["font"].casefold(), int(row["code"], 16)): row["character"] for row in rows}
