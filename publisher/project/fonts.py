"""Which letters have a font: one of those that come with the program, or one of the system's.

This is the edge: it reads files and asks fontconfig. A PDF takes from the system what the shipped
fonts lack.
"""

import re
import shutil
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Set
from functools import cache
from importlib.resources import files
from pathlib import Path

_LONGEST_WAIT = 20  # seconds; listing 160 fonts takes a tenth of one
# Letters that the shipped fonts have: a text without others costs no look into the fonts. Latin,
# Cyrillic, Devanagari, and the usual dashes, quotation marks and signs.
_PLAIN_RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x400, 0x4FF), (0x900, 0x97F), (0x2010, 0x2027), (0x2030, 0x205E),
)  # fmt: skip
PLAIN = frozenset(chr(code) for first, last in _PLAIN_RANGES for code in range(first, last + 1))
# The families of publisher/fonts in which a report can be set; the others there are for names of
# States in their own script.
SHIPPED_FONTS = ("Noto Naskh Arabic", "Noto Sans", "Noto Sans Devanagari")
Ranges = tuple[list[int], list[int]]  # where each stretch of letters begins and ends, in order


def script_fonts() -> tuple[str, ...]:
    """Return the families that are shipped for names of States in their own script."""
    folder = Path(str(files("publisher") / "fonts"))
    stems = (path.stem.removesuffix("-Regular") for path in sorted(folder.glob("*-Regular.ttf")))
    families = (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem) for stem in stems)
    return tuple(each for each in families if each not in SHIPPED_FONTS)


def letters_without_font(letters: Set[str]) -> frozenset[str]:
    """Return those of some letters that no font has; none beyond the shipped fonts where the system
    lists its fonts in another way, since then nobody can tell.
    """
    strange = {letter for letter in letters - PLAIN if not _is_shown(letter, _shipped())}
    installed = _installed() if strange else None
    if installed is None:
        return frozenset()
    return frozenset(letter for letter in strange if not _is_shown(letter, installed))


def are_beyond_shipped(letters: Set[str]) -> bool:
    """Tell whether some letters are in none of the fonts that come with the program."""
    strange = (each for each in letters - PLAIN if each.isprintable())
    return any(not _is_shown(letter, _shipped()) for letter in strange)


def _is_shown(letter: str, ranges: Ranges) -> bool:
    """Tell whether fonts have a letter, or all the parts of which it can be put together."""
    parts = unicodedata.normalize("NFD", letter)
    return _holds(ranges, letter) or (len(parts) > 1 and all(_holds(ranges, p) for p in parts))


def _holds(ranges: Ranges, letter: str) -> bool:
    first, last = ranges
    position = bisect_right(first, ord(letter)) - 1
    return position >= 0 and ord(letter) <= last[position]


@cache
def _shipped() -> Ranges:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a quarter of a second, for few texts

    codes: set[int] = set()
    for path in Path(str(files("publisher") / "fonts")).glob("*-Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            codes.update(font.getBestCmap() or ())
    return _merged((code, code) for code in codes)


@cache
def _installed() -> Ranges | None:
    """Return the letters of the system's fonts; None where they cannot be listed."""
    listed = _listed("%{charset} ")
    try:
        return None if listed is None else _merged(map(_stretch, set(listed.split())))
    except ValueError:
        return None


def installed_fonts() -> frozenset[str] | None:
    """Return the names of the system's fonts, a font's own name in each language; None where they
    cannot be listed.
    """
    listed = _listed("%{family}\\n")
    if listed is None:
        return None
    names = (name.strip() for line in listed.splitlines() for name in line.split(","))
    return frozenset(filter(None, names))


def has_letters_of(language: str) -> bool | None:
    """Tell whether a font of the system has the letters of a language, by its code; None where
    fonts cannot be listed.
    """
    listed = _listed("%{family}\\n", f":lang={language}")
    return None if listed is None else bool(listed.strip())


def _listed(format_: str, wanted: str = ":") -> str | None:
    """Return what fontconfig says of each font wanted; None where it is not there or fails."""
    import subprocess  # noqa: PLC0415 - for few texts

    if shutil.which("fc-list") is None:
        return None
    try:
        return subprocess.run(
            ["fc-list", "--format", format_, wanted],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=True,
            timeout=_LONGEST_WAIT,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None


def _stretch(written: str) -> tuple[int, int]:
    """Return the first and the last letter of a stretch as fontconfig writes it: 20-7e, or 192."""
    first, _, last = written.partition("-")
    return int(first, 16), int(last or first, 16)


def _merged(stretches: Iterable[tuple[int, int]]) -> Ranges:
    """Return stretches in order, with those joined that touch."""
    first: list[int] = []
    last: list[int] = []
    for start, end in sorted(stretches):
        if last and start <= last[-1] + 1:
            last[-1] = max(last[-1], end)
        else:
            first.append(start)
            last.append(end)
    return first, last
