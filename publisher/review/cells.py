"""The changes in one content cell: told apart by who made them, and what the cell says once some are accepted."""

from collections.abc import Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from publisher.model import CellKey
from publisher.review.items import Kind, ReviewItem, Spot, Stretch, stretches
from publisher.review.returned import Change
from publisher.review.weave import ENDS, Atom, is_unrecorded, text_of

_MOST_AROUND = 800  # characters of context before and behind a change


@dataclass(frozen=True, slots=True)
class Edit:
    """What accepted items make of a text: the letters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class OwnedAtom:
    """A character with the items that add it and those that delete it."""

    text: str
    added_by: tuple[str, ...] = ()
    deleted_by: tuple[str, ...] = ()

    def is_there(self, accepted: Container[str]) -> bool:
        """Tell whether the character is in the text once some items are accepted and all others are not."""
        return all(each in accepted for each in self.added_by) and not any(each in accepted for each in self.deleted_by)


@dataclass(frozen=True, slots=True)
class CellChanges:
    """A content cell of one returned draft: every character with the items that add or delete it."""

    key: CellKey
    atoms: tuple[OwnedAtom, ...]

    def text(self, accepted: Container[str] = ()) -> str:
        """Return the text once some items are accepted; as sent where none is."""
        return "".join(atom.text for atom in self.atoms if atom.is_there(accepted))

    def edits(self, accepted: Set[str], before: Set[str] = frozenset()) -> Iterator[Edit]:
        """Yield what the accepted items change, in order; between two edits at least one letter stays.

        The letters are counted in the text that the items in `before` have made already.
        """
        position = start = 0
        text: list[str] = []
        items: set[str] = set()
        is_open = False
        for atom in self.atoms:
            is_base, is_there = atom.is_there(before), atom.is_there(accepted | before)
            if is_base and is_there:
                if is_open:
                    yield Edit(start, position, "".join(text), frozenset(items))
                is_open = False
            elif is_base or is_there:
                if not is_open:
                    is_open, start, text, items = True, position, [], set()
                text += atom.text if is_there else ""
                items.update(each for each in (*atom.added_by, *atom.deleted_by) if each in accepted - before)
            position += is_base
        if is_open:
            yield Edit(start, position, "".join(text), frozenset(items))


@dataclass(slots=True)
class Hunk:
    """Neighbouring characters that one person changed in one way; of a move, one half in one cell."""

    key: CellKey
    change: Change
    numbers: list[int] = field(default_factory=list)
    covers: set[int] = field(default_factory=set)

    @property
    def name(self) -> tuple[str, bool, str]:
        """By what neighbouring changes are taken for one: author, whether it was recorded, move."""
        return (self.change.author, is_unrecorded(self.change), self.change.name)


def hunks_of(key: CellKey, atoms: Sequence[Atom]) -> list[Hunk]:
    """Return the changes of a cell; a deletion and an addition side by side by one person are one replacement."""
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


def item_of(hunk: Hunk, atoms: Sequence[Atom], build: str) -> ReviewItem:
    """Return a change as it is offered: with the paragraph in which it stands, as sent and as changed."""
    own = set(hunk.numbers)
    first, last = _context(hunk.numbers, atoms)
    shown = stretches(_shown(number, atoms[number], hunk, own) for number in range(first, last))
    before = _lines(text_of(atom for atom in atoms[first:last] if atom.is_base))
    return ReviewItem(
        build,
        Spot(hunk.key.provision, hunk.key.column),
        _kind(shown),
        hunk.change.author,
        hunk.change.date,
        before,
        shown,
        comment=_links(atoms[number] for number in hunk.numbers),
        start=sum(atom.is_base for atom in atoms[: hunk.numbers[0]]),
        is_recorded=not is_unrecorded(hunk.change),
        covers=frozenset(hunk.covers),
    )


def owned(atoms: Sequence[Atom], hunks: Iterable[tuple[Hunk, str]]) -> tuple[OwnedAtom, ...]:
    """Return the characters of a cell with the ids of the items to which their changes belong."""
    by_number: dict[tuple[int, tuple[str, bool, str]], str] = {}
    for hunk, id_ in hunks:
        by_number |= dict.fromkeys(((number, hunk.name) for number in hunk.numbers), id_)
    return tuple(_owned(number, atom, by_number) for number, atom in enumerate(atoms))


def _owned(number: int, atom: Atom, by_number: dict[tuple[int, tuple[str, bool, str]], str]) -> OwnedAtom:
    adds: list[str] = []
    deletes: list[str] = []
    for change in atom.changes:
        id_ = by_number[number, (change.author, is_unrecorded(change), change.name)]
        (adds if change.kind.adds else deletes).append(id_)
    return OwnedAtom(atom.text, tuple(adds), tuple(deletes))


def _kind(shown: Iterable[Stretch]) -> Kind:
    changed = [each for each in shown if each.is_added or each.is_deleted]
    if all(each.is_added and each.is_deleted for each in changed):
        return Kind.WITHDRAWN
    if not any(each.is_deleted for each in changed):
        return Kind.ADDED
    return Kind.REPLACED if any(each.is_added and not each.is_deleted for each in changed) else Kind.DELETED


def _shown(number: int, atom: Atom, hunk: Hunk, own: set[int]) -> tuple[str, bool, bool]:
    """Return a character as the view of one change shows it: what others added is not in it."""
    text = _lines(atom.text)
    if number in own:
        kinds = [change.kind.adds for change in atom.changes if Hunk(hunk.key, change).name == hunk.name]
        return text, True in kinds, False in kinds
    return (text if atom.is_base else ""), False, False


def _context(numbers: Sequence[int], atoms: Sequence[Atom]) -> tuple[int, int]:
    """Return from where to where the paragraph around a change reaches, long ones cut at a space."""
    first, last = numbers[0], numbers[-1] + 1
    while first > 0 and atoms[first - 1].text not in ENDS and not _is_far(numbers[0] - first, atoms[first - 1]):
        first -= 1
    while last < len(atoms) and atoms[last].text not in ENDS and not _is_far(last - numbers[-1], atoms[last]):
        last += 1
    return first, last


def _is_far(distance: int, atom: Atom) -> bool:
    return distance > _MOST_AROUND and atom.text.isspace()


def _links(atoms: Iterable[Atom]) -> str:
    """Return the addresses to which added words lead."""
    return "\n".join(dict.fromkeys(atom.link for atom in atoms if atom.link and not atom.is_base))


def _lines(text: str) -> str:
    return "".join("\n" if letter in ENDS else letter for letter in text)
