"""Accepted changes brought into a cell that may have changed since the draft was sent: a three-way
merge.

Comes in: the cell as it is, and for each returned draft the cell as sent with all changes woven in.
Goes out: the new text, and of each item whether it was applied, was there already, or is in
conflict; a conflict changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from publisher.domain.characters import UNSAFE_FROM_OUTSIDE
from publisher.domain.model import Run
from publisher.domain.report import CellKey
from publisher.review.cells import CellChanges
from publisher.review.differences import alike, shown
from publisher.review.placed_edits import (
    CellOutcome,
    Conflict,
    PlacedSentence,
    Reason,
    overlap,
    place,
)
from publisher.review.returned import PICTURE
from publisher.review.visible import (
    VisibleText,
    Written,
    runs_of,
    same_words,
    visible_text,
    written,
)
from publisher.review.visible_changes import Splice, from_behind, spliced


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome for some cells: new texts by cell, items that were there already, items in
    conflict.
    """

    texts: Mapping[CellKey, Written]
    there: frozenset[str]
    conflicts: Mapping[str, Conflict]


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
    visible = {key: visible_text(cells[key]) for key in by_key}
    outcomes: dict[CellKey, CellOutcome] = {}
    conflicts: dict[str, Conflict] = {}
    anew = set(by_key)
    # An item in conflict leaves all its cells, which may make room for others there: so these cells
    # are merged anew without it, until no conflict is left. Each turn wants fewer items.
    while anew:
        new: dict[str, Conflict] = {}
        for key, own in by_key.items():
            if key in anew:
                outcome = _merge_cell(visible[key].text, own, wanted, applied)
                outcomes[key] = outcome
                new |= outcome.conflicts
                new |= _unwritable(cells[key], visible[key], outcome, most)
        conflicts |= new
        wanted -= new.keys()
        anew = {key for key, own in by_key.items() if any(each.items & new.keys() for each in own)}
    texts: dict[CellKey, Written] = {}
    for key, outcome in outcomes.items():
        if outcome.placed:
            texts[key] = _written(visible[key], outcome)
    there = frozenset(id_ for outcome in outcomes.values() for id_ in outcome.there)
    return Merged(texts, there, conflicts)


def _unwritable(
    runs: Sequence[Run], visible: VisibleText, outcome: CellOutcome, most: int
) -> dict[str, Conflict]:
    """Return the items whose text must not be written: too long for a cell, or other than what was
    meant.
    """
    if not outcome.placed:
        return {}
    reason = _fault(_written(visible, outcome), runs, visible, outcome, most)
    items = [id_ for placed in outcome.placed for id_ in placed.edit.items]
    return dict.fromkeys(items, Conflict(reason)) if reason else {}


def _merge_cell(
    current: str, changes: Sequence[CellChanges], accepted: Set[str], applied: Set[str]
) -> CellOutcome:
    """Return where the accepted edits of one cell go, and which of them cannot go anywhere."""
    outcome = CellOutcome()
    for each in changes:
        own = frozenset(id_ for id_ in each.items if id_ in accepted or id_ in applied)
        edits = tuple(each.edits(own, before=own & applied))
        if edits and alike(each.text(own)) == alike(current):
            for edit in edits:
                outcome.there |= edit.items
        elif edits:
            place(edits, each.text(own & applied), current, outcome)
    _settle_rivals(outcome)
    return outcome


def _settle_rivals(outcome: CellOutcome) -> None:
    """Leave out sentences that two drafts change: one of two where all of it is in the other, both
    where they differ.
    """
    kept: list[PlacedSentence] = []
    clashes: list[tuple[PlacedSentence, PlacedSentence]] = []
    for sentence in sorted(outcome.sentences, key=_position):
        rivals = [each for each in kept if _are_rivals(each, sentence)]
        if any(_is_part(sentence, rival) for rival in rivals):
            continue
        parts = [rival for rival in rivals if _is_part(rival, sentence)]
        kept = [each for each in kept if not any(each is part for part in parts)]
        for rival in rivals:
            if not any(rival is part for part in parts):
                clashes += ((sentence, rival), (rival, sentence))
        kept.append(sentence)
    outcome.sentences = kept
    for own, others in _clashing(clashes).items():
        proposed = " … ".join(
            shown(each.edit.text).strip() or "–"
            for each in outcome.placed
            if own in each.edit.items
        )
        conflict = Conflict(Reason.SAME_WORDS, proposed=proposed, others=frozenset(others - {own}))
        outcome.conflicts.setdefault(own, conflict)


def _are_rivals(one: PlacedSentence, other: PlacedSentence) -> bool:
    return overlap(one.start, one.end, other.start, other.end)


def _clashing(clashes: Iterable[tuple[PlacedSentence, PlacedSentence]]) -> dict[str, set[str]]:
    """Return with which others each item clashes."""
    found: dict[str, set[str]] = {}
    for one, other in clashes:
        for id_ in one.items:
            found.setdefault(id_, set()).update(other.items)
    return found


def _position(sentence: PlacedSentence) -> tuple[object, ...]:
    """Return by what sentences are sorted, so that the result does not depend on the order of
    drafts.
    """
    texts = [(each.start, each.end, each.edit.text) for each in sentence.placed]
    return sentence.start, sentence.end, texts, sorted(sentence.items)


def _is_part(one: PlacedSentence, other: PlacedSentence) -> bool:
    """Tell whether all that one draft changes in a sentence is changed by the other as well."""
    made = {(each.start, each.end, alike(each.edit.text)) for each in other.placed}
    own = {(each.start, each.end, alike(each.edit.text)) for each in one.placed}
    return own <= made or one.items < other.items


def _written(visible: VisibleText, outcome: CellOutcome) -> Written:
    return written(spliced(visible, tuple(_splices(outcome))))


def _splices(outcome: CellOutcome) -> Iterator[Splice]:
    return (Splice(each.start, each.end, _writable(each.edit.text)) for each in outcome.placed)


def _writable(text: str) -> str:
    """Return a text without what has no place in a cell; a picture is none of its letters."""
    return UNSAFE_FROM_OUTSIDE.sub("", text).replace(PICTURE, "")


def _fault(
    text: Written, old: Sequence[Run], visible: VisibleText, outcome: CellOutcome, most: int
) -> Reason | None:
    """Return why a new text must not be written: too long for a cell, or other than what was
    meant.
    """
    if sum(len(piece) for piece, _ in text) > most:
        return Reason.TOO_LONG
    meant = visible.text
    for splice in from_behind(_splices(outcome)):
        meant = meant[: splice.start] + splice.text + meant[splice.end :]
    is_as_meant = same_words(visible_text(runs_of(text, old)).text, meant)
    return None if is_as_meant else Reason.UNWRITABLE
