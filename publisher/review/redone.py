"""What programs do to letters that were sent without anybody's doing: take them out and put them in
again, and lose the space beside what was deleted.

ONLYOFFICE marks a paragraph as inserted when a new one begins behind it; an .odt drops the space
with which a deleted stretch begins (both measured).
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from publisher.review.differences import bare, different, is_same
from publisher.review.returned import ChangeKind, Line, Piece, TrackedChange

_END = -1  # the place of the sign that ends a line, which is in none of its pieces


@dataclass(frozen=True, slots=True)
class _Sign:
    """A letter of some lines, or the end of one: its line, its piece, its place in that."""

    text: str
    line: int
    piece: int
    at: int
    changes: tuple[TrackedChange, ...] = ()

    @property
    def is_sent(self) -> bool:
        return not any(change.kind.adds for change in self.changes)

    @property
    def is_put_in(self) -> bool:
        return any(change.kind is ChangeKind.INSERTED for change in self.changes)

    @property
    def is_deleted(self) -> bool:
        return not all(change.kind.adds for change in self.changes)

    @property
    def home(self) -> tuple[int, int]:
        return self.line, self.piece


_Places = set[tuple[int, int, int]]  # line, piece, place in it


def without_redone(
    sent: Sequence[Line], returned: Sequence[Line]
) -> tuple[tuple[Line, ...], tuple[TrackedChange, ...]]:
    """Return lines in which what programs did is undone, and the changes that were nothing."""
    lines = tuple(returned)
    if not any(piece.changes for line in lines for piece in line.pieces):
        return lines, ()
    base = "\n".join(line.text for line in sent)
    if is_same(base, _sent_text(lines)):
        return lines, ()
    undone: list[TrackedChange] = []
    again = _put_in_again(base, tuple(_signs(lines)))
    if again:
        lines = tuple(_as_sent(number, each, again, undone) for number, each in enumerate(lines))
    return _with_spaces(base, lines), tuple(undone)


def _signs(lines: Sequence[Line]) -> Iterator[_Sign]:
    for number, line in enumerate(lines):
        for count, piece in enumerate(line.pieces):
            for at, letter in enumerate(piece.text):
                yield _Sign(letter, number, count, at, piece.changes)
        if number + 1 < len(lines):
            yield _Sign("\n", number, _END, 0, line.mark)


def _text(signs: Iterable[_Sign]) -> str:
    return "".join(sign.text for sign in signs)


def _sent_text(lines: Sequence[Line]) -> str:
    """Return the text of the signs that were sent."""
    text = ""
    for number, line in enumerate(lines):
        text += "".join(piece.text for piece in line.pieces if piece.is_sent)
        text += "\n" if number + 1 < len(lines) and Piece("", line.mark).is_sent else ""
    return text


# Letters that were put in again


def _put_in_again(base: str, signs: Sequence[_Sign]) -> _Places:
    """Return where letters stand that are recorded as put in and make up, letter for letter, what
    nobody recorded as taken out at the same place.
    """
    if not any(sign.is_put_in for sign in signs):
        return set()
    gone = list(_gone(base, _text(sign for sign in signs if sign.is_sent)))
    if not gone:
        return set()
    at_place = dict(_same(base, _text(signs)))
    shared = frozenset(at_place.values())
    again: set[int] = set()
    for start, end in gone:
        put_in = {
            place
            for place in range(start, end)
            if place in at_place and signs[at_place[place]].is_put_in
        }
        others = [place for place in range(start, end) if place not in put_in]
        if all(base[place].isspace() for place in others):
            own = {at_place[place] for place in put_in}
            # Which of two spaces is missing, comparing cannot know.
            again |= own | (_spaces_beside(own, signs, shared) if others else set())
    return {(*signs[each].home, signs[each].at) for each in again}


def _gone(base: str, other: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where words are missing in another text."""
    for start, end, _, _ in different(base, other):
        if base[start:end].strip():
            yield start, end


def _same(one: str, other: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the letters that two texts share."""
    start = from_ = 0
    for end, next_start, to, next_from in (*different(one, other), (len(one), 0, len(other), 0)):
        yield from zip(range(start, end), range(from_, to), strict=True)
        start, from_ = next_start, next_from


def _spaces_beside(own: set[int], signs: Sequence[_Sign], shared: Set[int]) -> set[int]:
    """Return where spaces that were put in and shared stand beside letters."""
    beside = {place for number in own for place in (number - 1, number + 1)} & shared
    return {each for each in beside if signs[each].is_put_in and signs[each].text in " \u00a0"}


def _as_sent(number: int, line: Line, again: _Places, undone: list[TrackedChange]) -> Line:
    """Return a line in which some letters are not put in but were there; the changes that go are
    noted in `undone`.
    """
    pieces: list[Piece] = []
    for count, piece in enumerate(line.pieces):
        letters = [((number, count, at) in again, each) for at, each in enumerate(piece.text)]
        for is_again, group in groupby(letters, key=itemgetter(0)):
            part = replace(piece, text="".join(letter for _, letter in group))
            pieces.append(_without_insertion(part, undone) if is_again else part)
        pieces += [] if letters else [piece]
    mark = line.mark
    if (number, _END, 0) in again:
        mark = _without_insertion(Piece("", mark), undone).changes
    return replace(line, pieces=tuple(pieces), mark=mark)


def _without_insertion(piece: Piece, undone: list[TrackedChange]) -> Piece:
    undone += [each for each in piece.changes if each.kind is ChangeKind.INSERTED]
    kept = tuple(each for each in piece.changes if each.kind is not ChangeKind.INSERTED)
    return replace(piece, changes=kept)


# Spaces that were lost


def _with_spaces(base: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines in which the spaces that are missing beside deleted letters are part of what was
    deleted.
    """
    sent = [sign for sign in _signs(lines) if sign.is_sent]
    if is_same(base, _text(sent)):
        return lines
    before: dict[tuple[int, int], str] = {}
    behind: dict[tuple[int, int], str] = {}
    for space, place in _lost_spaces(base, _text(sent)):
        left = sent[place - 1] if place else None
        right = sent[place] if place < len(sent) else None
        if left and right and left.home == right.home:
            continue
        if right and right.is_deleted:
            before[right.home] = space
        elif left and left.is_deleted:
            behind[left.home] = space
    if not before and not behind:
        return lines
    return tuple(_spaced(number, line, before, behind) for number, line in enumerate(lines))


def _lost_spaces(base: str, other: str) -> Iterator[tuple[str, int]]:
    """Yield the spaces that another text lacks, each with the place in that where it would stand;
    only spaces may be missing there.
    """
    for start, end, from_, to in different(base, other):
        if bare(base[start:end]) != bare(other[from_:to]):
            continue
        place = from_
        for letter in base[start:end]:
            is_there = place < to and (other[place] == letter or not letter.isspace())
            if is_there:
                place += 1
            elif letter in " \u00a0":
                yield letter, place


def _spaced(
    number: int,
    line: Line,
    before: dict[tuple[int, int], str],
    behind: dict[tuple[int, int], str],
) -> Line:
    pieces = [
        replace(
            piece, text=before.get((number, at), "") + piece.text + behind.get((number, at), "")
        )
        for at, piece in enumerate(line.pieces)
    ]
    return replace(line, pieces=tuple(pieces))
