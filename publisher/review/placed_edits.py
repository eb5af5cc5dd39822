"""Where accepted changes go in a cell that may have changed since the draft was sent.

A change has its place where nothing in its sentence was changed meanwhile; else it is in conflict,
or the cell says already what it wants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from publisher.review.cells import Edit
from publisher.review.differences import alike, different, shown


class Reason(StrEnum):
    """Why an accepted item cannot be applied."""

    CELL_CHANGED = "cell_changed"
    SAME_WORDS = "same_words"
    TOO_LONG = "too_long"
    UNWRITABLE = "unwritable"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why an item changes nothing: the words as sent, as they stand in the cell now, as proposed;
    other items.
    """

    reason: Reason
    sent: str = ""
    current: str = ""
    proposed: str = ""
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlacedEdit:
    """An edit in the letters of the cell as it is."""

    start: int
    end: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """The edits that one draft makes in one sentence of the cell as it is, or in some that hang
    together.
    """

    start: int
    end: int
    placed: tuple[PlacedEdit, ...]

    @property
    def items(self) -> frozenset[str]:
        """The items that change it."""
        return frozenset(id_ for each in self.placed for id_ in each.edit.items)


@dataclass(slots=True)
class CellOutcome:
    """What became of the accepted items of one cell, gathered draft by draft: an item is placed, or
    was there already, or is in conflict, and one draft may bring all three.
    """

    sentences: list[PlacedSentence] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    conflicts: dict[str, Conflict] = field(default_factory=dict)

    @property
    def placed(self) -> tuple[PlacedEdit, ...]:
        """All edits that have their places."""
        return tuple(each for sentence in self.sentences for each in sentence.placed)


def place(edits: Iterable[Edit], base: str, current: str, outcome: CellOutcome) -> None:
    """Find the edits' places in the cell as it is: none may change a sentence that was changed
    there meanwhile.
    """
    moved = [_Moved(*each) for each in different(base, current)]
    for _, group in groupby(edits, key=lambda edit: edit.reach):
        own = tuple(group)
        there = [edit for edit in own if _is_there(edit, base, current, moved)]
        for edit in there:
            outcome.there |= edit.items
        _place_in_sentence(own, there, moved, base, current, outcome)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Letters of the draft as sent that read otherwise in the cell now: from and to in both."""

    start: int
    end: int
    now_start: int
    now_end: int


def _is_there(edit: Edit, base: str, current: str, moved: Sequence[_Moved]) -> bool:
    """Tell whether the cell says already what an edit wants."""
    touched = [each for each in moved if overlap(edit.start, edit.end, each.start, each.end)]
    if not touched:
        return False
    first, last = _around(edit.start, edit.end, touched)
    wanted = base[first : edit.start] + edit.text + base[edit.end : last]
    return alike(_now(first, last, touched, current)) == alike(wanted)


def _place_in_sentence(
    edits: Sequence[Edit],
    there: Sequence[Edit],
    moved: Sequence[_Moved],
    base: str,
    current: str,
    outcome: CellOutcome,
) -> None:
    """Place the edits of one sentence, if nothing in it changed but what they themselves want."""
    wanted = [edit for edit in edits if edit not in there]
    if not wanted:
        return
    start, end = wanted[0].reach
    foreign = [each for each in moved if overlap(start, end, each.start, each.end)]
    for edit in there:
        foreign = [
            each for each in foreign if not overlap(edit.start, edit.end, each.start, each.end)
        ]
    if foreign:
        conflict = _changed_since(edits, foreign, base, current)
        for edit in wanted:
            outcome.conflicts |= dict.fromkeys(edit.items, conflict)
        return
    placed: list[PlacedEdit] = []
    for edit in wanted:
        shift = _shift_before(edit.start, moved)
        placed.append(PlacedEdit(edit.start + shift, edit.end + shift, edit))
    first = start + _shift_before(start, moved)
    last = end + _shift_before(end, moved)
    outcome.sentences.append(PlacedSentence(first, last, tuple(placed)))


def _changed_since(
    edits: Sequence[Edit], foreign: Sequence[_Moved], base: str, current: str
) -> Conflict:
    """Return the sentence as sent, as it is in the cell now, and as proposed."""
    first, last = _around(*edits[0].reach, foreign)
    wanted, position = "", first
    for edit in edits:
        wanted += base[position : edit.start] + edit.text
        position = edit.end
    wanted += base[position:last]
    now = _now(first, last, foreign, current)
    sent, current_words, proposed = (
        shown(each).strip() for each in (base[first:last], now, wanted)
    )
    return Conflict(Reason.CELL_CHANGED, sent, current_words, proposed)


def _around(start: int, end: int, moved: Sequence[_Moved]) -> tuple[int, int]:
    """Return the first and the last place that a stretch or one of the moved letters touches."""
    return min(start, moved[0].start), max(end, moved[-1].end)


def _now(first: int, last: int, moved: Sequence[_Moved], current: str) -> str:
    """Return what the cell now says for a stretch of the draft: outside the moved letters the same
    letters.
    """
    now_first = moved[0].now_start - (moved[0].start - first)
    now_last = moved[-1].now_end + (last - moved[-1].end)
    return current[now_first:now_last]


def _shift_before(place: int, moved: Iterable[_Moved]) -> int:
    """Return by how many letters a place lies further behind in the cell than in the draft."""
    shift = 0
    for each in moved:
        if each.end <= place:
            shift += (each.now_end - each.now_start) - (each.end - each.start)
    return shift


def overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Tell whether two stretches share a letter, or are both additions at one spot."""
    return (start < other_end and other_start < end) or (start, end) == (other_start, other_end)
