"""Where two texts of a cell differ, word by word, and what counts as the same."""

import difflib
import re
from collections.abc import Iterable, Iterator

# What ends a paragraph, and the sign with which the item of a list begins. That a line is an item
# is kept in the line itself, so that it stays one whatever goes or comes before it.
PARAGRAPH, ITEM = "\u2029", "\u2028"
ENDS = frozenset((PARAGRAPH, "\n"))
_UNSEEN = f"{ITEM}\u00ad\u200b\u2060\ufeff\u200e\u200f"
_ALIKE = str.maketrans(
    {
        PARAGRAPH: "\n",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "\u2011": "-",
        **dict.fromkeys(_UNSEEN),
    }
)
_LETTERWISE = _ALIKE | dict.fromkeys(map(ord, _UNSEEN), "\u200b")
_TOKENS = re.compile(r"\w+|\s|[^\w\s]")
_SHORT = 3  # letters
_STOPS = frozenset(".!?…।؟。！？\n")


def alike(text: str) -> str:
    """Return a text as it is compared: kinds of spaces, hyphens and lines do not count."""
    return text.translate(_ALIKE)


def bare(text: str) -> str:
    """Return a text as it is compared without its spaces, which programs set as they like."""
    return "".join(alike(text).split())


def shown(text: str) -> str:
    """Return a text of a cell as people read it: its lines without the signs that part them."""
    return text.replace(ITEM, "").replace(PARAGRAPH, "\n")


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts are alike letter by letter, so that places in both are the same."""
    if one == other or len(one) != len(other):
        return one == other
    return one.translate(_LETTERWISE) == other.translate(_LETTERWISE)


def different(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where two texts differ, word by word: from and to in the one, from and to in the other.

    Replaced words that stand side by side, or with one short word between them, count as one
    difference.
    """
    if is_same(one, other):
        return
    words, others = _words(one), _words(other)
    starts, other_starts = _starts(words), _starts(others)
    for i1, i2, j1, j2 in _joined(_opcodes(words, others), words):
        yield starts[i1], starts[i2], other_starts[j1], other_starts[j2]


def _words(text: str) -> list[str]:
    """Return the words and signs of a text; they can be told apart by where they begin."""
    return _TOKENS.findall(text)


def _starts(words: Iterable[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


_Opcode = tuple[int, int, int, int]


def _opcodes(words: list[str], others: list[str]) -> Iterator[_Opcode]:
    """Yield the differing stretches of two lists of words; what is the same at both ends need not
    be looked through.
    """
    one, other = _all_alike(words), _all_alike(others)
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    matcher = difflib.SequenceMatcher(
        None, one[head : len(one) - tail], other[head : len(other) - tail], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            found = (i1 + head, i2 + head, j1 + head, j2 + head)
            yield _at_sentence(found, one, other)


def _all_alike(words: list[str]) -> list[str]:
    """Return words as they are compared: all at once, since there are thousands."""
    return alike("\0".join(words)).split("\0") if words else []


def _at_sentence(found: _Opcode, one: list[str], other: list[str]) -> _Opcode:
    """Return an addition or a deletion moved on to where a sentence ends, if that says the same.

    Behind 'A fine.' the sentence 'So it is.' was added; comparing may find '. So it is' added
    before the stop.
    """
    i1, i2, j1, j2 = found
    longer, start, end = (other, j1, j2) if i1 == i2 else (one, i1, i2)
    if (i1 < i2 and j1 < j2) or _is_at_end(longer, start):
        return found
    shift = 0
    while end + shift < len(longer) and longer[start + shift] == longer[end + shift]:
        shift += 1
        if _is_at_end(longer, start + shift):
            return i1 + shift, i2 + shift, j1 + shift, j2 + shift
    return found


def _is_at_end(words: list[str], place: int) -> bool:
    """Tell whether a sentence, or a line, ends before a place."""
    while place and words[place - 1] in ("", " "):  # the sign of an item is compared as nothing
        place -= 1
    return place == 0 or words[place - 1] in _STOPS


def _joined(opcodes: Iterable[_Opcode], words: list[str]) -> list[_Opcode]:
    found: list[_Opcode] = []
    for each in opcodes:
        if found and _is_one(found[-1], each, words):
            found[-1] = (found[-1][0], each[1], found[-1][2], each[3])
        else:
            found.append(each)
    return found


def _is_one(one: _Opcode, other: _Opcode, words: list[str]) -> bool:
    """Tell whether two differences are both replacements with hardly anything between them."""
    are_replacements = all(each[0] < each[1] and each[2] < each[3] for each in (one, other))
    between = "".join(words[one[1] : other[0]])
    has_end = bool(ENDS & set(between))
    is_short_word = len(between.split()) < 2 and len(between.strip()) <= _SHORT
    return are_replacements and is_short_word and not has_end
