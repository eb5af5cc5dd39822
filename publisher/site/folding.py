"""Words as the search knows them: without capitals, marks and Arabic articles; Chinese in pairs.

Comes in: any text. Goes out: its words. What is done to letters stands in the table
`search_rules.json`, which the script of the search page follows as well, so that both find the
same.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_LAST_MARK = 0x1FFFF  # beyond it Unicode has only the tags and selectors of variants
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of rules, ready for use."""

    letters: dict[int, str | None]
    word: re.Pattern[str]
    articles: tuple[str, ...]
    least: int
    paired: re.Pattern[str]
    beginning: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that somebody looks for; `is_beginning` where longer words that begin so count too."""

    word: str
    is_beginning: bool


def table() -> dict[str, Any]:
    """Return the table of rules as it stands in its file."""
    text = (files("publisher") / "site" / "search_rules.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def rules() -> Rules:
    """Return the rules of the table."""
    found = table()
    letters: dict[int, str | None] = {ord(each): text for each, text in found["letters"].items()}
    letters |= dict.fromkeys(_numbers(found["removed"]))
    letters |= {int(each, 16): " " for each in found["between"]}
    pairs = "".join(f"{chr(first)}-{chr(last)}" for first, last in _ranges(found["pairs"]))
    return Rules(
        letters,
        re.compile(f"[{_marks()}]*(?:[^\\W_][{_marks()}]*)+"),
        tuple(found["articles"]),
        found["least"],
        re.compile(f"([{pairs}]+)"),
        found["beginning"],
    )


def _ranges(written: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    return ((int(first, 16), int(last, 16)) for first, last in written)


def _numbers(written: Iterable[tuple[str, str]]) -> Iterator[int]:
    for first, last in _ranges(written):
        yield from range(first, last + 1)


@cache
def _marks() -> str:
    """Return all marks that stand with letters, for a set of a pattern: vowels of Hindi and
    others.
    """
    found = (chr(each) for each in range(0x300, _LAST_MARK))
    return "".join(each for each in found if unicodedata.category(each).startswith("M"))


def folded(text: str) -> str:
    """Return a text in the letters that are compared."""
    return unicodedata.normalize("NFKD", text).lower().translate(rules().letters)


def indexed_words(text: str) -> Words:
    """Return the words under which a text is found, in its order."""
    found: list[str] = []
    for piece, is_paired in _pieces(text):
        if is_paired:
            found += [piece[at : at + 2] for at in range(len(piece))]  # the last one stands alone
        else:
            found.append(_without_article(piece))
    return tuple(found)


def asked_words(text: str) -> tuple[Asked, ...]:
    """Return the words that a text which somebody typed looks for, each once."""
    found: list[Asked] = []
    for piece, is_paired in _pieces(text):
        if not is_paired:
            word = _without_article(piece)
            found.append(Asked(word, len(word) >= rules().beginning))
        elif len(piece) == 1:
            found.append(Asked(piece, is_beginning=True))
        else:
            found += [Asked(piece[at : at + 2], False) for at in range(len(piece) - 1)]
    return tuple(dict.fromkeys(found))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a text, with whether their letters go in pairs."""
    for word in rules().word.findall(folded(text)):
        if word.isascii():
            yield word, False
            continue
        for place, piece in enumerate(rules().paired.split(word)):
            if piece:
                yield piece, place % 2 == 1


def _without_article(word: str) -> str:
    for article in rules().articles:
        if word.startswith(article) and len(word) - len(article) >= rules().least:
            return word.removeprefix(article)
    return word
