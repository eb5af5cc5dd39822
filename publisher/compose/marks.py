"""The marks of a text as a printed book has them: quotation marks, apostrophes, dashes.

Only what has one reading is changed: pairs of straight quotation marks, apostrophes within and
behind words, a hyphen between two spaces, a hyphen between numbers of paragraphs or years. What
stands between quotation marks was said by somebody and stays as it is, but for the marks
themselves; so do addresses.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_DOUBLE, _SINGLE = '"', "'"
_OPENING = re.compile(r"(?:^|(?<=[\s(\[/\u2013\u2014]))(?=[^\s])")
_CLOSING = re.compile(r"(?<=[^\s(\[])(?=$|[\s.,;:!?)\]/\u2013\u2014\u2019\ufffc])")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_YEARS = r"(?<![\w/.-])(?:1[89]|20)\d\d-(?:1[89]|20)\d\d(?![\w/-])"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a language: those around a quotation and around one within it, and the words
    before numbers between which a hyphen means 'to'.
    """

    double: tuple[str, str]
    single: tuple[str, str]
    before_ranges: tuple[str, ...]


def with_marks(pieces: Sequence[str], marks: Marks) -> list[str]:
    """Return the pieces of one line of text, whose looks differ, with the marks of print."""
    line = "".join(pieces)
    if not any(sign in line for sign in "\"'-"):
        return list(pieces)
    letters = list(line)
    held = [False] * len(line)
    for found in _ADDRESS.finditer(line):
        _hold(held, *found.span())
    for sign, (before, behind) in ((_DOUBLE, marks.double), (_SINGLE, marks.single)):
        for start, end in list(_pairs(line, sign, held)):
            letters[start], letters[end] = before, behind
            _hold(held, start, end + 1)
    for position, sign in _single_signs(line, marks, held):
        if not held[position]:
            letters[position] = sign
    found_pieces, start = [], 0
    for piece in pieces:
        found_pieces.append("".join(letters[start : start + len(piece)]))
        start += len(piece)
    return found_pieces


def _hold(held: list[bool], start: int, end: int) -> None:
    held[start:end] = [True] * (end - start)


def _pairs(line: str, sign: str, held: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where quotations begin and end; none of those of which that is not certain."""
    opened = -1
    for position, letter in enumerate(line):
        if letter != sign or held[position]:
            continue
        opens = (
            bool(_OPENING.match(line, position)) and not line[position + 1 : position + 2].isspace()
        )
        closes = (
            bool(_CLOSING.match(line, position + 1))
            and position > 0
            and not line[position - 1].isspace()
        )
        if opened < 0:
            opened = position if opens and position + 1 < len(line) else -1
        elif closes and not opens:
            if sign == _SINGLE and _may_go_on(line, position):
                opened = -1  # of one that is within a plural, nobody knows where it ends
                continue
            if position > opened + 1:
                yield opened, position
            opened = -1
        elif opens:
            opened = -1


def _may_go_on(line: str, position: int) -> bool:
    """Tell whether a single mark may be that of a plural, victims', and another one closes."""
    rest = line[position + 1 :]
    return line[position - 1] == "s" and _SINGLE in re.sub(r"\w'\w", "", rest)


def _single_signs(line: str, marks: Marks, held: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """Yield where a sign of print stands for one of a keyboard."""
    opened = (each.start() for each in re.finditer(_OPENING.pattern + _SINGLE, line))
    is_open = any(not held[position] for position in opened)
    # Behind a quotation that is open, nobody knows whether the mark of a plural closes it.
    apostrophes = r"(?<=\w)'(?=\w)" if is_open else r"(?<=\w)'(?=\w)|(?<=s)'(?=\s\w)"
    for found in re.finditer(apostrophes, line):
        yield found.start(), "\u2019"
    for found in re.finditer(r"(?<=\S )-(?= \S)", line):
        yield found.start(), "\u2013"
    for found in _ranges(marks.before_ranges).finditer(line):
        yield found.start() + found[0].rindex("-"), "\u2013"


@cache
def _ranges(words: tuple[str, ...]) -> re.Pattern[str]:
    before = "|".join(words) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{before})[ \u00a0]\d+-\d+(?![\w/-])|{_YEARS}")
