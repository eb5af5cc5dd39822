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
from publisher.domain.model import CellKey, Run
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
    wanted, conflicts = set(accepted) - set(applied), dict[str, Conflict]()
    while True:
        outcomes = {
            key: _merge_cell(cells[key], own, wanted, applied) for key, own in by_key.items()
        }
        new = {
            id_: each for outcome in outcomes.values() for id_, each in outcome.conflicts.items()
        }
        texts = {
            key: _written(cells[key], outcome)
            for key, outcome in outcomes.items()
            if outcome.placed
        }
        for key, text in texts.items():
            if reason := _fault(text, cells[key], outcomes[key], most):
                ids = {id_ for placed in outcomes[key].placed for id_ in placed.edit.items}
                new |= dict.fromkeys(ids, Conflict(reason))
        if not new:
            there = frozenset(id_ for outcome in outcomes.values() for id_ in outcome.there)
            return Merged(texts, there, conflicts)
        conflicts |= new
        wanted -= new.keys()


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
            outcome.there.update(id_ for edit in edits for id_ in edit.items)
        elif edits:
            _place(edits, each.text(own & applied), current, outcome)
    _compare(outcome)
    return outcome


def _place(edits: Iterable[Edit], base: str, current: str, outcome: _CellOutcome) -> None:
    """Find the edits' places in the cell as it is: none may change words that were changed there
    meanwhile.
    """
    moved = tuple(different(base, current))
    for edit in edits:
        touched = [each for each in moved if _overlap(edit.start, edit.end, each[0], each[1])]
        if not touched:
            shift = sum(
                (to - from_) - (end - start) for start, end, from_, to in moved if end <= edit.start
            )
            outcome.placed.append(_Placed(edit.start + shift, edit.end + shift, edit))
            continue
        first, last = min(edit.start, touched[0][0]), max(edit.end, touched[-1][1])
        now = current[
            touched[0][2] - (touched[0][0] - first) : touched[-1][3] + (last - touched[-1][1])
        ]
        wanted = base[first : edit.start] + edit.text + base[edit.end : last]
        if alike(now) == alike(wanted):
            outcome.there.update(edit.items)
        else:
            conflict = Conflict(
                Reason.CELL_CHANGED, _told(base[first:last]), _told(now), _told(wanted)
            )
            outcome.conflicts |= dict.fromkeys(edit.items, conflict)


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Tell whether two stretches share a letter, or are both additions at one spot."""
    return (start < other_end and other_start < end) or (start, end) == (other_start, other_end)


def _told(text: str) -> str:
    return "".join("\n" if letter in ENDS else letter for letter in text)


def _compare(outcome: _CellOutcome) -> None:
    """Leave out edits that two drafts make to the same words: one of two that are the same, both
    where they differ.
    """
    kept: list[_Placed] = []
    clashing: dict[str, set[str]] = {}
    for placed in sorted(
        outcome.placed,
        key=lambda each: (each.start, each.end, each.edit.text, sorted(each.edit.items)),
    ):
        rivals = [each for each in kept if _overlap(each.start, each.end, placed.start, placed.end)]
        twin = next((each for each in rivals if _is_part(placed, each)), None)
        if twin:
            continue
        whole = [each for each in rivals if _is_part(each, placed)]
        kept = [each for each in kept if each not in whole]
        for rival in (each for each in rivals if each not in whole):
            for one, other in ((placed, rival), (rival, placed)):
                for id_ in one.edit.items:
                    clashing.setdefault(id_, set()).update(other.edit.items)
        kept.append(placed)
    for id_, others in clashing.items():
        own = next(each.edit for each in kept if id_ in each.edit.items)
        conflict = Conflict(
            Reason.SAME_WORDS, proposed=_told(own.text), others=frozenset(others - {id_})
        )
        outcome.conflicts.setdefault(id_, conflict)
    outcome.placed = kept


def _is_part(one: _Placed, other: _Placed) -> bool:
    """Tell whether an edit is the same as another, or made by some of the items that make the
    other.
    """
    is_same = (one.start, one.end, alike(one.edit.text)) == (
        other.start,
        other.end,
        alike(other.edit.text),
    )
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
    return None if same_words(visible_text(runs_of(text, old)).text, meant) else Reason.UNWRITABLE
