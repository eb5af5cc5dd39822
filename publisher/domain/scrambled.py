"""Letters that were written in UTF-8 and read as Windows-1252, as Excel does with a text file:
â€œ for “, Ã© for é, Ð— for З.
"""

import re

# The undefined bytes of Windows-1252 are read as controls, by LibreOffice as private letters.
_UNDEFINED, _PRIVATE = (0x81, 0x8D, 0x8F, 0x90, 0x9D), 0xF100


def _letters_of(byte: int) -> str:
    """Return the letters as which programs read a byte."""
    if byte in _UNDEFINED:
        return chr(byte) + chr(_PRIVATE + byte)
    return bytes((byte,)).decode("cp1252")


_BYTES = {letter: byte for byte in range(0x80, 0x100) for letter in _letters_of(byte)}
_FOLLOWING = "".join(re.escape(letter) for letter, byte in _BYTES.items() if byte < 0xC0)
# UTF-8 for letters of Latin, Greek, Cyrillic, Arabic and the signs from U+2000 on (RFC 3629, 3). Of
# the others some stand in sound texts by chance: « beauté » with its no-break space, »groß«.
_SCRAMBLED = re.compile(
    rf"[\u00c2-\u00c5\u00ce-\u00d1\u00d8-\u00db][{_FOLLOWING}]|â[{_FOLLOWING}]{{2}}"
)


def unscrambled(text: str) -> str:
    """Return a text with the letters that were meant."""
    return text if text.isascii() else _SCRAMBLED.sub(lambda found: _meant(found[0]), text)


def scrambled_in(text: str) -> tuple[int, int] | None:
    """Return where the first scrambled letter of a text stands; None where there is none, or only
    one that may be sound: two letters can stand side by side by chance.
    """
    found = [] if text.isascii() else [*_SCRAMBLED.finditer(text)]
    is_sure = len(found) > 1 or any(each[0].startswith("â€") for each in found)
    return found[0].span() if is_sure else None


def _meant(letters: str) -> str:
    return bytes(_BYTES[letter] for letter in letters).decode("utf-8")
