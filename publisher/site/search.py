"""The index of the search, in shards of script files that open from disk.

Comes in: the words of each report by the number of its cell. Goes out: the shards, each with the
words of one stretch of the alphabet, and the first word of each, by which a page knows which to
load.

The numbers of a word's cells go up, so the steps between them are written: five bits a letter, the
sixth says that more follow. A word that stands in every cell takes one letter for each.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.site.folding import Asked, indexed_words

LONGEST_SHARD = 100_000  # bytes; one word in 90,000 cells needs as much by itself
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS = 5
_MORE = 1 << _BITS


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the index: its words in order, with their cells as written."""

    words: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str:
        """The word with which it begins."""
        return self.words[0][0]

    @property
    def text(self) -> str:
        """The words as JSON."""
        return json.dumps(dict(self.words), ensure_ascii=False, separators=(",", ":"))


def words_of_cells(texts: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Return the words of numbered cells, each with the cells that hold it, in their order."""
    found: dict[str, list[int]] = {}
    for number, text in texts:
        for word in dict.fromkeys(indexed_words(text)):
            found.setdefault(word, []).append(number)
    return found


def shards(
    reports: Iterable[Mapping[str, Sequence[int]]], cells: int, longest: int = LONGEST_SHARD
) -> tuple[Shard, ...]:
    """Return the index of reports that have as many cells each; the first cell of the second one
    has the number `cells`.
    """
    found: dict[str, list[int]] = {}
    for place, report in enumerate(reports):
        first = place * cells
        for word, numbers in report.items():
            found.setdefault(word, []).extend(first + each for each in numbers)
    return tuple(_cut(found, longest))


def _cut(found: Mapping[str, Sequence[int]], longest: int) -> Iterator[Shard]:
    kept: list[tuple[str, str]] = []
    size = 0
    for word in sorted(found):
        written = written_steps(found[word])
        own = len(word.encode()) + len(written) + 6  # quotation marks, colon, comma
        if kept and size + own > longest:
            yield Shard(tuple(kept))
            kept, size = [], 0
        kept.append((word, written))
        size += own
    if kept:
        yield Shard(tuple(kept))


def written_steps(numbers: Sequence[int]) -> str:
    """Return numbers that go up as the steps between them."""
    letters: list[str] = []
    for before, after in pairwise((-1, *numbers)):
        step = after - before - 1
        while step >= _MORE:
            letters.append(_DIGITS[_MORE | step & _MORE - 1])
            step >>= _BITS
        letters.append(_DIGITS[step])
    return "".join(letters)


def read_steps(written: str) -> list[int]:
    """Return the numbers of written steps."""
    numbers: list[int] = []
    last, step, shift = -1, 0, 0
    for letter in written:
        value = _DIGITS.index(letter)
        step |= (value & _MORE - 1) << shift
        shift += _BITS
        if value < _MORE:
            last += step + 1
            numbers.append(last)
            step, shift = 0, 0
    return numbers


def found_in(index: Sequence[Shard], asked: Iterable[Asked]) -> list[int]:
    """Return the cells that hold all words asked for, as the script of the page finds them."""
    results: set[int] | None = None
    for each in asked:
        own: set[int] = set()
        for shard in index:
            for word, written in shard.words:
                if word == each.word or (each.is_beginning and word.startswith(each.word)):
                    own.update(read_steps(written))
        results = own if results is None else results & own
    return sorted(results or ())
