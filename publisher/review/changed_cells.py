"""The content cells in which something was changed, and what makes items of their changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.domain.report import CellKey
from publisher.review.cells import (
    CellChanges,
    Hunk,
    Sentences,
    decided_together,
    hunks_of,
    item_of,
    owned,
    sentences_of,
)
from publisher.review.found import ItemsFound, numbered
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch, stretches
from publisher.review.ledger import (
    lost_in_items,
)
from publisher.review.tracked_text import Atom

_Decision = list[list[Hunk]]  # what is decided at once; a move has a group of changes at both ends


class ChangedCells:
    """The content cells that were changed, and what makes items of their changes."""

    def __init__(self) -> None:
        self._woven: dict[CellKey, tuple[Atom, ...]] = {}
        self._sentences: dict[CellKey, Sentences] = {}

    def add(self, key: CellKey, woven: tuple[Atom, ...]) -> None:
        """Add a cell."""
        self._woven[key] = woven

    def changes(self, found: ItemsFound) -> Iterator[CellChanges]:
        """Make items of the changes, one of the two halves of a move; yield the cells with the
        items in them.
        """
        decisions = self._decisions()
        items = numbered(self._item(decision, found.build) for decision in decisions)
        found.items += items
        woven_atoms = (atom for own in self._woven.values() for atom in own)
        found.lost += lost_in_items(woven_atoms, items)
        ids: dict[CellKey, list[tuple[list[Hunk], str]]] = {}
        for item, decision in zip(items, decisions, strict=True):
            for hunks in decision:
                ids.setdefault(hunks[0].key, []).append((hunks, item.id))
        for key, woven in self._woven.items():
            yield CellChanges(key, owned(woven, ids.get(key, ()), self._sentences[key]))

    def _decisions(self) -> list[_Decision]:
        """Return the changes of all cells as they are decided: those of one person in one sentence,
        and with them those at the other end of a move, which has one name.
        """
        decisions: list[_Decision] = []
        moves: dict[tuple[str, str], _Decision] = {}
        for key, woven in self._woven.items():
            changes = hunks_of(key, woven)
            sentences = self._sentences[key] = sentences_of(changes, woven)
            for hunks in decided_together(changes, woven, sentences):
                own = _with_other_ends([hunks], moves, decisions)
                names = {(each.change.author, each.change.name) for each in hunks}
                moves |= dict.fromkeys((name for name in names if name[1]), own)
        return decisions

    def _item(self, decision: _Decision, build: str) -> ReviewItem:
        made = [item_of(hunks, self._woven[hunks[0].key], build) for hunks in decision]
        return made[0] if len(made) == 1 else _moved(made)


def _with_other_ends(
    own: _Decision, moves: dict[tuple[str, str], _Decision], decisions: list[_Decision]
) -> _Decision:
    """Return a decision joined with those that hold other ends of its moves; it stands in
    `decisions` then.
    """
    home: _Decision | None = None
    for hunk in own[0]:
        other = moves.get((hunk.change.author, hunk.change.name))
        if other is None or other is home:
            continue
        if home is None:
            home = other
            continue
        home += other  # two moves from one sentence: all of it is decided at once
        decisions.remove(other)
        for name, each in list(moves.items()):
            if each is other:
                moves[name] = home
    if home is None:
        decisions.append(own)
        return own
    home += own
    return home


def _moved(halves: Sequence[ReviewItem]) -> ReviewItem:
    """Return the halves of a move as one item: at the cell that lost the text, with the view of the
    others below its own.
    """
    source = next((each for each in halves if each.deleted), halves[0])
    shown = list(source.after)
    others: list[ItemSpot] = []
    covers = set(source.covers)
    for half in halves:
        if half is source:
            continue
        shown += (Stretch("\n"), *half.after)
        covers |= half.covers
        if half.spot != source.spot and half.spot not in others:
            others.append(half.spot)
    return replace(
        source,
        kind=ItemKind.MOVED,
        after=stretches((each.text, each.is_added, each.is_deleted) for each in shown),
        others=tuple(others),
        covers=frozenset(covers),
        by_hand=next((each.by_hand for each in halves if each.by_hand), ""),
    )
