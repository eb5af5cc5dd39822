"""The changes in one content cell: told apart by who made them, and what the cell says once some
are accepted.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from publisher.domain.report import CellKey
from publisher.review.differences import ENDS, shown
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch, stretches
from publisher.review.returned import TrackedChange
from publisher.review.sentences import changed_sentences
from publisher.review.tracked_text import Atom, is_unrecorded

_MOST_AROUND = 800  # characters of context before and behind a change


@dataclass(frozen=True, slots=True)
class Edit:
    """What accepted items make of a text: the letters from `start` to `end` become `text`.

    `reach` is from where to where the sentences go in which it stands: nothing else may be changed
    in these, since nobody wrote a sentence with both changes in it.
    """

    start: int
    end: int
    text: str
    items: frozenset[str]
    reach: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OwnedAtom:
    """A piece of text with the items that add it and those that delete it.

    `sentence` is the number of the changed sentences in which it stands; others have none.
    """

    text: str
    added_by: tuple[str, ...] = ()
    deleted_by: tuple[str, ...] = ()
    sentence: int | None = None

    def is_there(self, accepted: Container[str]) -> bool:
        """Tell whether the piece is in the text once some items are accepted and all others are
        not.
        """
        is_added = all(each in accepted for each in self.added_by)
        is_deleted = any(each in accepted for each in self.deleted_by)
        return is_added and not is_deleted


@dataclass(frozen=True, slots=True)
class CellChanges:
    """A content cell of one returned draft: every piece of its text with the items that add or
    delete it.
    """

    key: CellKey
    atoms: tuple[OwnedAtom, ...]

    @property
    def items(self) -> frozenset[str]:
        """The items that change the cell."""
        return frozenset(id_ for atom in self.atoms for id_ in (*atom.added_by, *atom.deleted_by))

    def text(self, accepted: Container[str] = ()) -> str:
        """Return the text once some items are accepted; as sent where none is."""
        return "".join(atom.text for atom in self.atoms if atom.is_there(accepted))

    def edits(self, accepted: Set[str], before: Set[str] = frozenset()) -> Iterator[Edit]:
        """Yield what the accepted items change, in order; between two edits at least one letter
        stays.

        The letters are counted in the text that the items in `before` have made already.
        """
        after, new = accepted | before, accepted - before
        reaches = self._reaches(before)
        position = start = 0
        text: list[str] = []
        items: set[str] = set()
        open_in: int | None = None  # the number of the sentence of the open edit
        for atom in self.atoms:
            is_base, is_there = atom.is_there(before), atom.is_there(after)
            is_kept = is_base and is_there
            if open_in is not None and (is_kept or atom.sentence != open_in):
                yield Edit(start, position, "".join(text), frozenset(items), reaches[open_in])
                open_in = None
            if is_base != is_there:
                if open_in is None:
                    open_in, start, text, items = atom.sentence, position, [], set()
                if is_there:
                    text.append(atom.text)
                items.update(each for each in (*atom.added_by, *atom.deleted_by) if each in new)
            if is_base:
                position += len(atom.text)
        if open_in is not None:
            yield Edit(start, position, "".join(text), frozenset(items), reaches[open_in])

    def _reaches(self, before: Set[str]) -> Mapping[int | None, tuple[int, int]]:
        """Return from where to where each changed sentence goes once some items are accepted."""
        reaches: dict[int | None, tuple[int, int]] = {}
        position = 0
        for atom in self.atoms:
            end = position + len(atom.text) * atom.is_there(before)
            start, _ = reaches.get(atom.sentence, (position, end))
            reaches[atom.sentence] = (start, end)
            position = end
        return reaches


@dataclass(slots=True)
class Hunk:
    """Neighbouring pieces of text that one person changed; of a move, one half in one cell."""

    key: CellKey
    change: TrackedChange
    numbers: list[int] = field(default_factory=list)
    covers: set[int] = field(default_factory=set)

    @property
    def name(self) -> tuple[str, bool, str]:
        """By what neighbouring changes are taken for one."""
        return _name_of(self.change)


def _name_of(change: TrackedChange) -> tuple[str, bool, str]:
    """Return who made a change, whether only comparing found it, and the name of its move."""
    return change.author, is_unrecorded(change), change.name


def hunks_of(key: CellKey, atoms: Sequence[Atom]) -> list[Hunk]:
    """Return the changes of a cell; a deletion and an addition side by side by one person are one
    replacement.
    """
    found: list[Hunk] = []
    open_: dict[tuple[str, bool, str], Hunk] = {}
    for number, atom in enumerate(atoms):
        for change in atom.changes:
            new = Hunk(key, change)
            hunk = open_.get(new.name)
            if hunk is None or hunk.numbers[-1] < number - 1:
                hunk = open_[new.name] = new
                found.append(hunk)
            if not hunk.numbers or hunk.numbers[-1] != number:
                hunk.numbers.append(number)
            hunk.covers.add(change.number)
    return found


Sentences = Sequence[tuple[int, int]]  # from and to as places in the text of all atoms


def sentences_of(hunks: Iterable[Hunk], atoms: Sequence[Atom]) -> Sentences:
    """Return the sentences in which the changes of a cell stand."""
    starts = _starts(atoms)
    ranges = ((starts[hunk.numbers[0]], starts[hunk.numbers[-1] + 1]) for hunk in hunks)
    return changed_sentences(atoms, ranges)


def decided_together(
    hunks: Sequence[Hunk], atoms: Sequence[Atom], sentences: Sentences
) -> list[list[Hunk]]:
    """Return the changes of a cell in groups that are decided together: those of one person in one
    of the `sentences` in which they stand.

    What nobody recorded is taken for the work of the one person who recorded anything there.
    """
    groups: dict[tuple[int, str], list[Hunk]] = {}
    starts = _starts(atoms)
    for number, (start, end) in enumerate(sentences):
        own = [hunk for hunk in hunks if start <= starts[hunk.numbers[0]] < end]
        people = {hunk.change.author for hunk in own if not is_unrecorded(hunk.change)}
        unrecorded_by = people.pop() if len(people) == 1 else ""
        for hunk in own:
            author = unrecorded_by if is_unrecorded(hunk.change) else hunk.change.author
            groups.setdefault((number, author), []).append(hunk)
    return list(groups.values())


def _starts(atoms: Sequence[Atom]) -> list[int]:
    """Return where each atom begins in the text of all, and where the last one ends."""
    starts = [0]
    for atom in atoms:
        starts.append(starts[-1] + len(atom.text))
    return starts


def item_of(hunks: Sequence[Hunk], atoms: Sequence[Atom], build: str) -> ReviewItem:
    """Return changes that are decided together as they are offered: with the paragraph in which
    they stand, as sent and as changed.
    """
    key = hunks[0].key
    own = {number for hunk in hunks for number in hunk.numbers}
    names = {hunk.name for hunk in hunks}
    recorded = [hunk.change for hunk in hunks if not is_unrecorded(hunk.change)]
    change = recorded[0] if recorded else hunks[0].change
    first, last = min(own), max(own) + 1
    before = _before(atoms, first)
    behind = _behind(atoms, last)
    middle = [_shown(number, atoms[number], names, own) for number in range(first, last)]
    view = stretches([(before, False, False), *middle, (behind, False, False)])
    sent = "".join(atom.text for atom in atoms[first:last] if atom.is_base)
    return ReviewItem(
        build,
        ItemSpot(key.provision, key.column),
        _kind(view),
        change.author,
        change.date,
        before + shown(sent) + behind,
        view,
        comment=_links(atoms[number] for number in sorted(own)),
        start=sum(len(shown(atom.text)) for atom in atoms[:first] if atom.is_base),
        is_recorded=len(recorded) == len(hunks),
        covers=frozenset(number for hunk in hunks for number in hunk.covers),
        by_hand=_by_hand(atoms[number] for number in sorted(own)),
    )


def _by_hand(atoms: Iterable[Atom]) -> str:
    """Return what among added text no cell can hold; the empty string where there is no such
    thing.
    """
    return next((atom.holds for atom in atoms if atom.holds and not atom.is_base), "")


def _before(atoms: Sequence[Atom], first: int) -> str:
    """Return what was sent before a change in its paragraph, the last of it where that is long."""
    parts: list[str] = []
    for atom in reversed(atoms[:first]):
        if atom.text in ENDS or sum(map(len, parts)) > _MOST_AROUND:
            break
        parts.append(shown(atom.text) if atom.is_base else "")
    text = "".join(reversed(parts))
    if len(text) <= _MOST_AROUND:
        return text
    return f"…{text[-_MOST_AROUND:].partition(' ')[2]}"


def _behind(atoms: Sequence[Atom], last: int) -> str:
    """Return what was sent behind a change in its paragraph, the first of it where that is long."""
    parts: list[str] = []
    for atom in atoms[last:]:
        if atom.text in ENDS or sum(map(len, parts)) > _MOST_AROUND:
            break
        parts.append(shown(atom.text) if atom.is_base else "")
    text = "".join(parts)
    return text if len(text) <= _MOST_AROUND else f"{text[:_MOST_AROUND].rpartition(' ')[0]}…"


def owned(
    atoms: Sequence[Atom], decisions: Iterable[tuple[Sequence[Hunk], str]], sentences: Sentences
) -> tuple[OwnedAtom, ...]:
    """Return the pieces of a cell with the ids of the items to which their changes belong, cut
    where the `sentences` begin and end in which these stand.
    """
    by_number: dict[tuple[int, tuple[str, bool, str]], str] = {}
    starts = _starts(atoms)
    for hunks, id_ in decisions:
        for hunk in hunks:
            by_number |= dict.fromkeys(((number, hunk.name) for number in hunk.numbers), id_)
    pieces: list[OwnedAtom] = []
    for number, atom in enumerate(atoms):
        own = _owned(number, atom, by_number)
        pieces += _cut(own, starts[number], sentences)
    return tuple(pieces)


def _cut(atom: OwnedAtom, start: int, sentences: Sentences) -> Iterator[OwnedAtom]:
    """Yield a piece cut where changed sentences begin and end, each part with its sentence."""
    end = start + len(atom.text)
    edges = {start, end}
    for sentence in sentences:
        edges.update(edge for edge in sentence if start < edge < end)
    for first, last in pairwise(sorted(edges)):
        inside = (number for number, (one, other) in enumerate(sentences) if one <= first < other)
        text = atom.text[first - start : last - start]
        yield OwnedAtom(text, atom.added_by, atom.deleted_by, next(inside, None))


def _owned(
    number: int, atom: Atom, by_number: dict[tuple[int, tuple[str, bool, str]], str]
) -> OwnedAtom:
    adds: list[str] = []
    deletes: list[str] = []
    for change in atom.changes:
        id_ = by_number[number, _name_of(change)]
        if change.kind.adds:
            adds.append(id_)
        else:
            deletes.append(id_)
    return OwnedAtom(atom.text, tuple(adds), tuple(deletes))


def _kind(shown: Iterable[Stretch]) -> ItemKind:
    kinds = {(each.is_added, each.is_deleted) for each in shown} - {(False, False)}
    if kinds <= {(True, True)}:
        return ItemKind.WITHDRAWN
    if kinds == {(True, False)}:
        return ItemKind.ADDED
    return ItemKind.REPLACED if (True, False) in kinds else ItemKind.DELETED


def _shown(
    number: int, atom: Atom, names: Container[tuple[str, bool, str]], own: Container[int]
) -> tuple[str, bool, bool]:
    """Return a piece of text as the view of one item shows it: what others added is not in it."""
    text = shown(atom.text)
    if number not in own:
        return (text if atom.is_base else ""), False, False
    is_added = is_deleted = False
    for change in atom.changes:
        if _name_of(change) in names:
            is_added = is_added or change.kind.adds
            is_deleted = is_deleted or not change.kind.adds
    return text, is_added, is_deleted


def _links(atoms: Iterable[Atom]) -> str:
    """Return the addresses to which added words lead."""
    addresses = (atom.link for atom in atoms if atom.link and not atom.is_base)
    return "\n".join(dict.fromkeys(addresses))
