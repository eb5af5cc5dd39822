"""Two copies of one workbook joined cell by cell, against the copy that both of them come from.

Comes in: three times what people wrote: the copy that both come from, the workbook of the project
("ours"), and a file that came home ("theirs"). Goes out: which of their texts go into ours, which
cells both have changed, and what the way has taken from theirs. Nothing is decided that only a
person can decide.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from publisher.domain.scrambled import unscrambled
from publisher.workbook.contents import Contents, Held, Slot
from publisher.workbook.rich import RichText

# A text shorter than this may stand in several rows by chance: 'No information found.'
_TELLING = 20
# Rows of these sheets are added where ours has none of their name; those of the others are given.
_GROWING = ("sources", "places", "reviewers")
_LOOKS = ("b", "i", "strike", "u", "vertAlign", "color")


class WhyOpen(StrEnum):
    """Why a cell is left to a person."""

    BOTH_CHANGED = "both_changed"
    STRUCK_LOST = "struck_lost"


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that only a person can decide on, with its three texts; None where it is empty."""

    slot: Slot
    why: WhyOpen
    base: Held | None
    ours: Held | None
    theirs: Held | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What becomes of a file that came home.

    `taken` are the cells that get their text, None for one that they emptied. `homeless` are texts
    for which ours has no row, `gone` rows that theirs lost, by sheet and name. `moved` are texts
    that stand in another row of their column than before: from where, to where. `put_back` are
    cells that lost only their look, `scrambled` those whose letters were read in another encoding
    on the way, `links` those whose address must be set by hand.
    """

    taken: Mapping[Slot, Held | None]
    open: tuple[OpenCell, ...] = ()
    homeless: tuple[Held, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[Slot, Slot], ...] = ()
    put_back: tuple[Slot, ...] = ()
    links: tuple[Slot, ...] = ()
    scrambled: tuple[Slot, ...] = ()

    @property
    def emptied(self) -> tuple[Slot, ...]:
        """The cells that the file has emptied."""
        return tuple(slot for slot, held in self.taken.items() if held is None)

    @property
    def is_clear(self) -> bool:
        """Whether all that the file says could be taken."""
        kept = self.put_back or self.scrambled
        return not (self.open or self.homeless or self.gone or kept)


def nearest(theirs: Contents, copies: Sequence[Contents]) -> Contents:
    """Return the copy that a file most probably comes from: that whose texts are most like its
    own; of several the first, so the copies come in order of age.

    An older copy than the true one does no harm: what was changed since is the same on both sides
    then. A younger one would make of old texts new ones.
    """
    return min(copies, key=lambda copy: _distance(theirs, copy))


def _distance(theirs: Contents, copy: Contents) -> float:
    """Return how far a copy is from a file: for each cell from 0, the same text, to 1, no word in
    common. What the file has no cell for says nothing.
    """
    slots = theirs.held.keys() | copy.held.keys()
    shared = (slot for slot in slots if _has_cell(theirs, slot))
    return sum(_unlikeness(theirs.text(slot), copy.text(slot)) for slot in shared)


def _unlikeness(one: str, other: str) -> float:
    if one == other:
        return 0.0
    words, others = set(one.split()), set(other.split())
    return 1 - len(words & others) / max(len(words | others), 1)


def join(base: Contents, ours: Contents, theirs: Contents) -> Joined:
    """Return what becomes of the cells of a file that came home."""
    taken: dict[Slot, Held | None] = {}
    left: list[OpenCell] = []
    homeless: list[Held] = []
    put_back: list[Slot] = []
    links: list[Slot] = []
    for slot in _in_order(ours, theirs, base):
        old, own, new = (each.held.get(slot) for each in (base, ours, theirs))
        if not _has_cell(theirs, slot) or slot in theirs.unusable:
            continue  # what cannot be read is not empty
        if _is_as_before(old, own, new):
            if own and new and _has_lost_look(own, new):
                put_back.append(slot)
            continue
        if not has_room(ours, slot):
            homeless += [new] if new else []
        elif why := _why_open(old, own, new):
            left.append(OpenCell(slot, why, old, own, new))
        else:
            taken[slot] = new
            if new and new.link and (own is None or own.link != new.link):
                links.append(slot)
    return Joined(
        taken,
        tuple(left),
        tuple(homeless),
        tuple(_gone(base, theirs)),
        tuple(_moved(base, theirs, taken)),
        tuple(put_back),
        tuple(links),
        tuple(_scrambled(ours, theirs)),
    )


def _scrambled(ours: Contents, theirs: Contents) -> Iterator[Slot]:
    """Yield the cells that say the same in both but for letters read in another encoding."""
    for slot, own in ours.held.items():
        text = theirs.text(slot)
        if text != own.text and unscrambled(text) == own.text:
            yield slot


def _in_order(*copies: Contents) -> Iterator[Slot]:
    """Yield the cells that hold anything in one of the copies, each once, in the order of the
    first.
    """
    seen: dict[Slot, None] = {}
    for copy in copies:
        seen |= dict.fromkeys(copy.held)
    yield from seen


def _has_cell(contents: Contents, slot: Slot) -> bool:
    """Tell whether a copy has the row and the column of a cell, be it empty."""
    sheet = contents.sheets.get(slot.sheet)
    return sheet is not None and slot.row in sheet.rows and slot.column in sheet.letters


def has_room(ours: Contents, slot: Slot) -> bool:
    """Tell whether a workbook has a place for a text, be it a row that is still to be written."""
    sheet = ours.sheets.get(slot.sheet)
    if sheet is None or slot.column not in sheet.letters:
        return False
    return slot.row in sheet.rows or slot.sheet in _GROWING


def _is_as_before(old: Held | None, own: Held | None, new: Held | None) -> bool:
    """Tell whether their cell says nothing new: it is as it was, or as ours is already."""
    return any(_says_the_same(each, new) for each in (old, own))


def _says_the_same(known: Held | None, new: Held | None) -> bool:
    if known is None or new is None:
        return known is new
    is_new_look = bool(_looks(new.stored) - _looks(known.stored))
    is_new_link = bool(new.link) and new.link != known.link
    is_same = new.text == known.text or unscrambled(new.text) == known.text
    return is_same and not is_new_look and not is_new_link


def _has_lost_look(own: Held, new: Held) -> bool:
    return own.text == new.text and bool(_looks(own.stored) - _looks(new.stored))


def _looks(stored: RichText) -> frozenset[tuple[str, int]]:
    """Return which letters of a text look other than plain, spaces not counted, which programs
    treat differently.
    """
    found: set[tuple[str, int]] = set()
    position = 0
    for run in stored:
        switched = [name for name in _LOOKS if _stands_out(run.properties, name)]
        for letter in run.text:
            if not letter.isspace():
                found |= {(name, position) for name in switched}
                position += 1
    return frozenset(found)


def _stands_out(properties: Iterable[tuple[str, tuple[tuple[str, str], ...]]], name: str) -> bool:
    """Tell whether a run has one of the looks that a person gives to words."""
    for own, values in properties:
        given = dict(values)
        if own != name:
            continue
        if name == "color":  # black in its many ways is what text has anyway
            return given.get("rgb", "FF000000")[-6:] != "000000"
        return given.get("val", "1") not in ("0", "false", "none", "baseline")
    return False


def _why_open(old: Held | None, own: Held | None, new: Held | None) -> WhyOpen | None:
    if not _says_the_same(old, own) or not _says_the_same(own, old):
        return WhyOpen.BOTH_CHANGED
    if new is not None and _came_back_plain(old, new):
        return WhyOpen.STRUCK_LOST
    return None


def _came_back_plain(old: Held | None, new: Held) -> bool:
    """Tell whether words that were struck through stand in the new text as plain words, which
    would be printed as law.
    """
    struck = [each.strip() for each in old.struck] if old else []
    return any(each and each in new.text and each not in _struck_of(new) for each in struck)


def _struck_of(held: Held) -> str:
    return "\n".join(held.struck)


def _gone(base: Contents, theirs: Contents) -> Iterator[tuple[str, str]]:
    """Yield the rows with texts that theirs lost."""
    written = dict.fromkeys((slot.sheet, slot.row) for slot in base.held)
    for sheet, row in written:
        is_by_people = sheet not in ("reviewers", "review")  # there the program writes the rows
        if is_by_people and sheet in theirs.sheets and (sheet, row) not in theirs.things:
            yield sheet, row


def moved_since(before: Contents, now: Contents) -> tuple[tuple[Slot, Slot], ...]:
    """Return the texts of a workbook that stand in another row of their column than before: from
    where, to where.
    """
    changed = {slot: held for slot, held in now.held.items() if held.text != before.text(slot)}
    return tuple(_moved(before, now, changed))


def _moved(
    base: Contents, theirs: Contents, taken: Mapping[Slot, Held | None]
) -> Iterator[tuple[Slot, Slot]]:
    """Yield the texts that stand in another row of their column than before."""
    where: dict[tuple[str, str], Slot] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for slot, held in base.held.items():
        if slot.sheet == "provisions" and len(held.text) >= _TELLING:
            where[slot.column, held.text] = slot
            counted[slot.column, held.text] += 1
    for slot, new in taken.items():
        before = where.get((slot.column, new.text)) if new and slot.sheet == "provisions" else None
        if before is None or counted[before.column, base.text(before)] > 1:
            continue
        if before != slot and theirs.text(before) != base.text(before):
            yield before, slot
