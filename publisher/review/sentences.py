"""Where the sentences of a text end.

A sentence is decided as a whole: half of what a reviewer changed in it, or the halves of two
reviewers, could make law that nobody wrote. So it is better to take two sentences for one, which
only makes a decision larger, than one for two.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publisher.review.differences import ITEM
from publisher.review.returned import PICTURE
from publisher.review.tracked_text import Atom, text_of

# What ends a sentence, the quotes and brackets that close behind it, and the citation after it:
# 'ten years.” [QX-1 s. 2]'. Signs of full width need no space behind them.
_CLOSING = "(?:[\"'”’»)\\]]|[ \u00a0\u202f]»)*"
_CITATIONS = r"(?:[ \u00a0]*\[[^\[\]\n\u2028\u2029]*\])*"
_STOP = re.compile(
    rf"(?:[.!?…؟।]+{_CLOSING}{_CITATIONS}(?=[\s\ufffc])|[。！？]+{_CLOSING}{_CITATIONS})"
)
_LINE_END = re.compile(r"\s*[\n\u2029]")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z")
_LONGEST = 16  # letters of a shortened word, stops and all
_NEXT = re.compile(r"[\s\ufffc\"'“‘«(]*(\S)")
# Words that are shortened with a full stop and have something behind them, in whatever language.
_SHORTENED = frozenset(
    """al app approx arr art arts cap cf ch chap cl decr dept dr ed eds esp et etc fig gov hon ibid
    inc incl jr lit loc ltd mme mr mrs ms no nos nr núm op p pág para paras pp prof pt reg rs s sec
    sect sr sra ss st sub subs suppl v vol vols vs""".split()  # noqa: SIM905 - as a list it takes 60 lines
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """The place between two sentences: `end` is behind the last letter of the one, `start` at the
    first of the other. Between them stand spaces, or the end of a line.
    """

    end: int
    start: int

    def holds(self, place: int) -> bool:
        """Tell whether a place lies between the two sentences."""
        return self.end <= place <= self.start


def boundaries(text: str) -> tuple[Boundary, ...]:
    """Return where the sentences of a text begin and end, its own beginning and end among them."""
    found = [Boundary(0, _first_letter(text, 0))]
    place_of_end = len(text)
    at = 0
    for end in sorted({*_line_ends(text), *_stops(text)}):
        if end >= at:
            at = _first_letter(text, end)
            found.append(Boundary(end, at))
    while place_of_end and _is_between(text[place_of_end - 1]):
        place_of_end -= 1
    found.append(Boundary(place_of_end, len(text)))
    return tuple(found)


def _first_letter(text: str, place: int) -> int:
    """Return where the next letter stands."""
    while place < len(text) and _is_between(text[place]):
        place += 1
    return place


def _is_between(letter: str) -> bool:
    """Tell whether something belongs to no sentence: a space, the sign of an item, a picture."""
    return letter.isspace() or letter in (ITEM, PICTURE)


def _line_ends(text: str) -> Iterator[int]:
    for found in _LINE_END.finditer(text):
        yield found.start()


def _stops(text: str) -> Iterator[int]:
    for found in _STOP.finditer(text):
        following = _NEXT.match(text, found.end())
        if following and _ends_sentence(text, found, following[1]):
            yield found.end()


def _ends_sentence(text: str, stop: re.Match[str], following: str) -> bool:
    """Tell whether a sign ends a sentence: not where it shortens a word, nor before a small
    letter.
    """
    if following.islower():
        return False
    if text[stop.start()] != ".":
        return True
    word = _WORD_BEFORE.search(text[max(stop.start() - _LONGEST, 0) : stop.start()])
    if word is None:
        return True
    written = word[0].casefold()
    is_initial = len(written) == 1 or "." in written
    return not is_initial and written not in _SHORTENED


# Changes


def changed_sentences(
    atoms: Sequence[Atom], changed: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the sentences in which changes stand, from and to as places in the text of all atoms.

    `changed` are the places of the changes. A sentence ends where one ends both in the text as sent
    and in the text as meant, so a new sentence between two others is one of its own, while two that
    were made one are one. Sentences that share a change come as one.
    """
    sent = _boundaries_in(atoms, [atom.is_base for atom in atoms])
    meant = _boundaries_in(atoms, [atom.is_meant for atom in atoms])
    found: list[tuple[int, int]] = []
    for first, last in sorted(changed):
        start = min(_cut_before(first, sent), _cut_before(first, meant))
        end = max(_cut_behind(last, sent), _cut_behind(last, meant))
        if found and start < found[-1][1]:
            found[-1] = (min(start, found[-1][0]), max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _boundaries_in(atoms: Sequence[Atom], is_there: Sequence[bool]) -> list[Boundary]:
    """Return the boundaries of one view of a text, as places in the text of all atoms."""
    places: list[int] = []  # of each letter of the view
    at = 0
    for atom, is_seen in zip(atoms, is_there, strict=True):
        if is_seen:
            places += range(at, at + len(atom.text))
        at += len(atom.text)
    view = text_of(atom for atom, is_seen in zip(atoms, is_there, strict=True) if is_seen)
    found: list[Boundary] = []
    for each in boundaries(view):
        end = places[each.end - 1] + 1 if each.end else 0
        start = places[each.start] if each.start < len(places) else at
        found.append(Boundary(end, start))
    return found


def _cut_before(place: int, found: Sequence[Boundary]) -> int:
    """Return the nearest place before another at which a sentence begins, or that place itself."""
    if any(each.holds(place) for each in found):
        return place
    return max((each.start for each in found if each.start <= place), default=0)


def _cut_behind(place: int, found: Sequence[Boundary]) -> int:
    """Return the nearest place behind another at which a sentence ends, or that place itself."""
    if any(each.holds(place) for each in found):
        return place
    return min((each.end for each in found if each.end >= place), default=place)
