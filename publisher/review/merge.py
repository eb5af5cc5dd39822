"""Accepted changes brought into a cell that may have changed since the draft was sent: a three-way
merge.

Comes in: the cell as it is, and for each returned draft the cell as sent with all changes woven in.
Goes out: the new text, and of each item whether it was applied, was there already, or is in
conflict; a conflict changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from publisher.domain.characters import UNSAFE_FROM_OUTSIDE
from publisher.domain.model import Run
from publisher.domain.report import CellKey
from publisher.review.cells import CellChanges, Edit
from publisher.review.returned import PICTURE
from publisher.review.tracked_text import ENDS, alike, different
from publisher.review.visible import Written, runs_of, same_words, visible_text, written
from publisher.review.visible_changes import Splice, from_behind, spliced


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
class Merged:
    """The outcome for some cells: new texts by cell, items that were there already, items in
    conflict.
    """

    texts: Mapping[CellKey, Written]
    there: frozenset[str]
    conflicts: Mapping[str, Conflict]


@dataclass(frozen=True, slots=True)
class _Placed:
    """An edit in the letters of the cell as it is."""

    start: int
    end: int
    edit: Edit


@dataclass(slots=True)
class _CellOutcome:
    """What became of the accepted items of one cell, gathered draft by draft: an item is placed, or
    was there already, or is in conflict, and one draft may bring all three.
    """

    placed: list[_Placed] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    conflicts: dict[str, Conflict] = field(default_factory=dict)


def merge(
    cells: Mapping[CellKey, Sequence[Run]],
    changes: Iterable[CellChanges],
    accepted: Set[str],
    applied: Set[str],
    most: int,
) -> Merged:
    """Return cells with the accepted items in them; `applied` are items that were written in
    before.

    An item that is in conflict in one cell changes no other one either. No cell gets more than
    `most` characters.
    """
    by_key: dict[CellKey, list[CellChanges]] = {}
    for each in changes:
        if each.key in cells:
            by_key.setdefault(each.key, []).append(each)
    wanted = set(accepted) - set(applied)
    conflicts: dict[str, Conflict] = {}
    # An item in conflict leaves all its cells, which may make room for others there: so all cells
    # are merged anew without it, until no conflict is left. Each turn wants fewer items.
    while True:
        outcomes: dict[CellKey, _CellOutcome] = {}
        new: dict[str, Conflict] = {}
        for key, own in by_key.items():
            outcomes[key] = _merge_cell(cells[key], own, wanted, applied)
            new |= outcomes[key].conflicts
        texts, unwritable = _texts(cells, outcomes, most)
        new |= unwritable
        if not new:
            there = frozenset(id_ for outcome in outcomes.values() for id_ in outcome.there)
            return Merged(texts, there, conflicts)
        conflicts |= new
        wanted -= new.keys()


def _texts(
    cells: Mapping[CellKey, Sequence[Run]], outcomes: Mapping[CellKey, _CellOutcome], most: int
) -> tuple[dict[CellKey, Written], dict[str, Conflict]]:
    """Return the new texts of the cells that change, and the items whose text must not be
    written.
    """
    texts: dict[CellKey, Written] = {}
    conflicts: dict[str, Conflict] = {}
    for key, outcome in outcomes.items():
        if not outcome.placed:
            continue
        texts[key] = _written(cells[key], outcome)
        reason = _fault(texts[key], cells[key], outcome, most)
        if reason:
            for placed in outcome.placed:
                conflicts |= dict.fromkeys(placed.edit.items, Conflict(reason))
    return texts, conflicts


def _merge_cell(
    runs: Sequence[Run], changes: Sequence[CellChanges], accepted: Set[str], applied: Set[str]
) -> _CellOutcome:
    """Return where the accepted edits of one cell go, and which of them cannot go anywhere."""
    current = visible_text(runs).text
    outcome = _CellOutcome()
    for each in changes:
        own = frozenset(id_ for id_ in each.items if id_ in accepted or id_ in applied)
        edits = tuple(each.edits(own, before=own & applied))
        if edits and alike(each.text(own)) == alike(current):
            for edit in edits:
                outcome.there |= edit.items
        elif edits:
            _place(edits, each.text(own & applied), current, outcome)
    _settle_rivals(outcome)
    return outcome


def _place(edits: Iterable[Edit], base: str, current: str, outcome: _CellOutcome) -> None:
    """Find the edits' places in the cell as it is: none may change words that were changed there
    meanwhile.
    """
    moved = tuple(different(base, current))
    for edit in edits:
        touched = [each for each in moved if _overlap(edit.start, edit.end, each[0], each[1])]
        if not touched:
            shift = _shift_before(edit.start, moved)
            outcome.placed.append(_Placed(edit.start + shift, edit.end + shift, edit))
            continue
        # From the first to the last letter that either the edit or a change in the cell touches: in
        # the draft as sent, and in the cell, where the letters outside the changes are the same.
        first_change, last_change = touched[0], touched[-1]
        first = min(edit.start, first_change[0])
        last = max(edit.end, last_change[1])
        now_first = first_change[2] - (first_change[0] - first)
        now_last = last_change[3] + (last - last_change[1])
        now = current[now_first:now_last]
        wanted = base[first : edit.start] + edit.text + base[edit.end : last]
        if alike(now) == alike(wanted):
            outcome.there.update(edit.items)
        else:
            sent = base[first:last]
            conflict = Conflict(Reason.CELL_CHANGED, _told(sent), _told(now), _told(wanted))
            outcome.conflicts |= dict.fromkeys(edit.items, conflict)


def _shift_before(place: int, moved: Iterable[tuple[int, int, int, int]]) -> int:
    """Return by how many letters a place lies further behind in the cell than in the draft."""
    shift = 0
    for start, end, from_, to in moved:
        if end <= place:
            shift += (to - from_) - (end - start)
    return shift


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Tell whether two stretches share a letter, or are both additions at one spot."""
    return (start < other_end and other_start < end) or (start, end) == (other_start, other_end)


def _told(text: str) -> str:
    return "".join("\n" if letter in ENDS else letter for letter in text)


def _settle_rivals(outcome: _CellOutcome) -> None:
    """Leave out edits that two drafts make to the same words: one of two that are the same, both
    where they differ.
    """
    kept: list[_Placed] = []
    clashes: list[tuple[Edit, Edit]] = []
    for placed in sorted(outcome.placed, key=_position):
        rivals = [each for each in kept if _overlap(each.start, each.end, placed.start, placed.end)]
        if any(_is_part(placed, rival) for rival in rivals):
            continue
        parts = [rival for rival in rivals if _is_part(rival, placed)]
        kept = [each for each in kept if each not in parts]
        for rival in rivals:
            if rival not in parts:
                clashes += ((placed.edit, rival.edit), (rival.edit, placed.edit))
        kept.append(placed)
    outcome.placed = kept
    clashing: dict[str, set[str]] = {}
    for one, other in clashes:
        for id_ in one.items:
            clashing.setdefault(id_, set()).update(other.items)
    for id_, others in clashing.items():
        conflict = _clash(id_, others, kept)
        outcome.conflicts.setdefault(id_, conflict)


def _position(placed: _Placed) -> tuple[int, int, str, list[str]]:
    """Return by what edits are sorted, so that the result does not depend on the order of
    drafts.
    """
    return placed.start, placed.end, placed.edit.text, sorted(placed.edit.items)


def _clash(id_: str, others: Set[str], placed: Iterable[_Placed]) -> Conflict:
    own = next(each.edit for each in placed if id_ in each.edit.items)
    rest = frozenset(others - {id_})
    return Conflict(Reason.SAME_WORDS, proposed=_told(own.text), others=rest)


def _is_part(one: _Placed, other: _Placed) -> bool:
    """Tell whether an edit is the same as another, or made by some of the items that make the
    other.
    """
    has_same_place = (one.start, one.end) == (other.start, other.end)
    is_same = has_same_place and alike(one.edit.text) == alike(other.edit.text)
    return is_same or one.edit.items < other.edit.items


def _written(runs: Sequence[Run], outcome: _CellOutcome) -> Written:
    return written(spliced(visible_text(runs), tuple(_splices(outcome))))


def _splices(outcome: _CellOutcome) -> Iterator[Splice]:
    return (Splice(each.start, each.end, _writable(each.edit.text)) for each in outcome.placed)


def _writable(text: str) -> str:
    """Return a text without what has no place in a cell; a picture is none of its letters."""
    return UNSAFE_FROM_OUTSIDE.sub("", text).replace(PICTURE, "")


def _fault(text: Written, old: Sequence[Run], outcome: _CellOutcome, most: int) -> Reason | None:
    """Return why a new text must not be written: too long for a cell, or other than what was
    meant.
    """
    if sum(len(piece) for piece, _ in text) > most:
        return Reason.TOO_LONG
    meant = visible_text(old).text
    for splice in from_behind(_splices(outcome)):
        meant = meant[: splice.start] + splice.text + meant[splice.end :]
    is_as_meant = same_words(visible_text(runs_of(text, old)).text, meant)
    return None if is_as_meant else Reason.UNWRITABLE
