"""How alike texts are, and which rows belong together by their texts alone."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping

# How alike two rows must be to be taken for one: in order, and out of order (measured on damaged
# drafts).
_IN_ORDER, _ANYWHERE, _CLEARER = 0.35, 0.6, 0.1


def bag(text: str) -> Counter[str]:
    """Return the words of a text, however they are written large or small."""
    return Counter(re.findall(r"\w+", text.casefold()))


def row_bag(texts: Iterable[str]) -> Counter[str]:
    """Return the words and pairs of words of a row; those of the left cell, which few people
    change, weigh double.
    """
    found: Counter[str] = Counter()
    for number, text in enumerate(texts):
        words = re.findall(r"\w+", text.casefold())
        pairs = [f"{one} {two}" for one, two in itertools.pairwise(words)]
        weight = 2 if number == 0 else 1
        for each in (*words, *pairs):
            found[each] += weight
    return found


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Return how alike two bags are, from 0 to 1 (Sørensen and Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def paired(
    rows: list[int], free: list[str], likeness: Mapping[int, Mapping[str, float]]
) -> dict[int, str]:
    """Return the provisions of rows without an id: those that fit in order, then the best of the
    rest.
    """
    found = _in_order(rows, free, likeness)
    pairs = [(likeness[row][each], row, each) for row in rows for each in free]
    best_first = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))
    for score, row, each in best_first:
        if score < _ANYWHERE:
            break
        is_free = row not in found and each not in found.values()
        if is_free and _is_clear(likeness[row], each, found):
            found[row] = each
    return found


def _is_clear(scores: Mapping[str, float], best: str, found: Mapping[int, str]) -> bool:
    """Tell whether a row is clearly more like one provision than any other that is still free."""
    taken = {best, *found.values()}
    others = [score for each, score in scores.items() if each not in taken]
    return scores[best] - max(others, default=0.0) >= _CLEARER


def _in_order(
    rows: list[int], free: list[str], likeness: Mapping[int, Mapping[str, float]]
) -> dict[int, str]:
    """Return the pairing that keeps the order of both and is most alike in all: a weighted common
    subsequence.
    """
    # best[i][j] is how alike the first i rows and the first j provisions can be. A pair less alike
    # than _IN_ORDER takes away from it, so that it is rather left out.
    best = [[0.0] * (len(free) + 1) for _ in range(len(rows) + 1)]
    for i, row in enumerate(rows, 1):
        for j, each in enumerate(free, 1):
            pair = best[i - 1][j - 1] + likeness[row][each] - _IN_ORDER
            best[i][j] = max(best[i - 1][j], best[i][j - 1], pair)
    # From the end back to the beginning along the pairs that made up the best.
    found: dict[int, str] = {}
    i, j = len(rows), len(free)
    while i and j:
        score = likeness[rows[i - 1]][free[j - 1]]
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            if score >= _ANYWHERE or _is_clear(likeness[rows[i - 1]], free[j - 1], found):
                found[rows[i - 1]] = free[j - 1]
            i, j = i - 1, j - 1
    return found
