"""The text of a content cell as one thread: what was sent, with everything that was added and
deleted woven in.

Editors record some changes and not others. Both end up here alike: as pieces of text, each with the
changes in which it stands. What was not recorded is found by comparing with the draft as it was
sent.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from publisher.review.differences import ENDS, ITEM, PARAGRAPH, alike, different, is_same
from publisher.review.returned import PICTURE, ChangeKind, Line, Piece, TrackedChange

_ENDS = re.compile("([\n\u2029])")
_UNRECORDED = -1


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of text with the changes in which it stands, outermost first; the end of a paragraph
    is one of its own.

    `link` is the web address to which it leads, `line` the number of its paragraph in the returned
    draft, none where only the draft as sent has it. `holds` names what no cell can hold: "picture",
    "table" or "formula".
    """

    text: str
    changes: tuple[TrackedChange, ...] = ()
    link: str = ""
    line: int = -1
    holds: str = ""

    @property
    def is_base(self) -> bool:
        """Whether the piece was in the draft as sent."""
        return not self.changes or not any(change.kind.adds for change in self.changes)

    @property
    def is_meant(self) -> bool:
        """Whether the piece is there with all changes accepted."""
        return not self.changes or all(change.kind.adds for change in self.changes)


def is_unrecorded(change: TrackedChange) -> bool:
    """Tell whether a change was found by comparing, not recorded by the editor."""
    return change.number == _UNRECORDED


def text_of(atoms: Iterable[Atom]) -> str:
    """Return the text of atoms."""
    return "".join(atom.text for atom in atoms)


def atoms_of(lines: Sequence[Line]) -> tuple[Atom, ...]:
    """Return the text of paragraphs, ends of paragraphs between them, empty paragraphs at the end
    left out.
    """
    lines = _without_empty_end(lines)
    return tuple(_atoms(lines))


def _without_empty_end(lines: Sequence[Line]) -> Sequence[Line]:
    while len(lines) > 1 and not lines[-1].text and not lines[-1].mark and not lines[-2].mark:
        lines = lines[:-1]
    return lines


def _atoms(lines: Sequence[Line]) -> Iterator[Atom]:
    marks = _marks(lines)
    for number, line in enumerate(lines):
        if line.is_item:
            yield Atom(ITEM, _changes_of_sign(lines, marks, number), line=number)
        for piece in line.pieces:
            link = "" if piece.link.startswith("#") else piece.link
            for text in _ENDS.split(_plain(piece)):
                if text:
                    holds = "picture" if PICTURE in text else piece.holds
                    yield Atom(text, piece.changes, link, number, holds)
        if number + 1 < len(lines):
            yield Atom(PARAGRAPH, marks[number], line=number)


def _marks(lines: Sequence[Line]) -> list[tuple[TrackedChange, ...]]:
    """Return in which changes the mark of each paragraph stands.

    The mark of the last one stays with the cell. Where new paragraphs come behind it, Word records
    the marks before them (17.13.5.20); ONLYOFFICE and SuperDoc record those of the new paragraphs
    themselves, so that these marks are one too far behind.
    """
    marks = [line.mark for line in lines]
    first = len(lines) - 1
    while first > 0 and _is_whole(lines[first]) and lines[first].mark:
        first -= 1
    if first == len(lines) - 1 or marks[first]:
        return marks
    return [*marks[:first], *marks[first + 1 :], ()]


def _is_whole(line: Line) -> bool:
    """Tell whether a paragraph was added or deleted as a whole, its mark with its text."""
    kinds = {_kind_and_author(change) for change in line.mark[:1]}
    texts = [piece for piece in line.pieces if piece.text]
    for piece in texts:
        kinds |= {_kind_and_author(change) for change in piece.changes[:1]}
    return len(kinds) == 1 and bool(line.mark) and all(piece.changes for piece in texts)


def _kind_and_author(change: TrackedChange) -> tuple[bool, str]:
    return change.kind.adds, change.author


def _changes_of_sign(
    lines: Sequence[Line], marks: Sequence[tuple[TrackedChange, ...]], number: int
) -> tuple[TrackedChange, ...]:
    """Return in which changes the sign of an item stands: it comes and goes with its paragraph.

    A paragraph comes or goes with its own mark where all of it does. Else it was cut off from the
    one before it, or joined with that, by the mark between the two.
    """
    line, mark = lines[number], marks[number]
    if mark and _is_whole(replace(line, mark=mark)):
        return mark
    before = number - 1
    if before < 0 or not marks[before]:
        return ()
    is_first_line_gone = _is_whole(replace(lines[before], mark=marks[before]))
    return () if is_first_line_gone else marks[before]


def _plain(piece: Piece) -> str:
    return piece.text.translate({ord(PARAGRAPH): "\n", ord(ITEM): "\n"})


def weave(
    base: Sequence[Atom], returned: Sequence[Atom], *, is_cell: bool = True
) -> tuple[Atom, ...]:
    """Return what was sent with all changes woven in, those that nobody recorded as well.

    In a cell a new paragraph at the edge comes with the end that parts it from the rest; elsewhere
    nothing is written back, and the words are enough. The atoms of which `is_base` is true make up
    `base` again, letter by letter.
    """
    one = text_of(base)
    other = text_of(atom for atom in returned if atom.is_base)
    if is_same(one, other):
        return tuple(_kept(returned, one, len(one)))
    return tuple(joined(_with_ends(_compared(one, letters(returned), is_cell=is_cell))))


def letters(atoms: Iterable[Atom]) -> list[Atom]:
    """Return atoms of one letter each."""
    return [
        # Not by `replace`, which takes ten times as long, for each letter.
        Atom(letter, atom.changes, atom.link, atom.line, atom.holds)
        for atom in atoms
        for letter in atom.text
    ]


def _compared(base: str, returned: Sequence[Atom], *, is_cell: bool) -> list[Atom]:
    """Return what was sent letter by letter, with what comparing shows to be added and deleted."""
    sent = [number for number, atom in enumerate(returned) if atom.is_base]
    woven: list[Atom] = []
    position = 0  # in `returned`; what was added there stands between the letters that were sent
    for start, end, from_, to in different(base, text_of(returned[number] for number in sent)):
        until = sent[from_] if from_ < len(sent) else len(returned)
        woven += _kept(returned[position:until], base, start)
        is_addition = to > from_  # of letters that the draft as sent does not have
        position = sent[to - 1] + 1 if is_addition else until
        added = returned[until:position]
        beside = (
            returned[position : position + 1] if end == len(base) else returned[until - 1 : until]
        )
        if _is_nothing(base, start, end, added, beside if is_cell else ()):
            woven += map(Atom, base[start:end])
        else:
            woven += _replaced(base, start, end, added)
    woven += _kept(returned[position:], base, len(base))
    return woven


def _replaced(base: str, start: int, end: int, added: Sequence[Atom]) -> Iterator[Atom]:
    """Yield letters that were sent as deleted, and others as added in their place.

    Some programs lose lists, or make them: within one line the sign of an item stays as it was.
    """
    is_one_line = not ENDS.intersection(base[start:end], *(atom.text for atom in added))
    is_line_start = start == 0 or base[start - 1] in ENDS
    has_sign = base[start:end].startswith(ITEM)
    gets_sign = bool(added) and added[0].text == ITEM and added[0].is_base
    if is_one_line and has_sign and not gets_sign:
        yield Atom(ITEM)
        start += 1
    elif is_one_line and is_line_start and gets_sign and not has_sign:
        added = added[1:]
    yield from map(_deleted, base[start:end])
    yield from map(_added, added)


def joined(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """Yield atoms with neighbours of the same changes as one; ends of paragraphs stay alone."""
    for _, group in groupby(atoms, key=_kind_of):
        first, *others = group
        yield replace(first, text=text_of((first, *others))) if others else first


def _kind_of(atom: Atom) -> tuple[object, ...]:
    """Return by what neighbours are taken for one; an end of a paragraph is like no other atom."""
    changes = tuple(
        (change.number, change.kind, change.author, change.name) for change in atom.changes
    )
    own = id(atom) if atom.text in ENDS else None
    return changes, atom.link, atom.line, atom.holds, own


def _with_ends(woven: Sequence[Atom]) -> Iterator[Atom]:
    """Yield atoms in which the end of a paragraph, or the sign of an item, beside recorded new text
    is part of it: not all programs record it.
    """
    for number, atom in enumerate(woven):
        first = atom.changes[0] if atom.changes else None
        if _is_sign(atom) and first and first.kind.adds and is_unrecorded(first):
            behind = next((each for each in woven[number + 1 :] if not _is_sign(each)), None)
            before = next((each for each in woven[number - 1 :: -1] if not _is_sign(each)), None)
            beside = [each for each in (behind, before if number else None) if each]
            own = _recorded_addition(beside) or first
            yield replace(atom, changes=(own, *atom.changes[1:]))
        else:
            yield atom


def _is_sign(atom: Atom) -> bool:
    return atom.text in ENDS or atom.text == ITEM


def _recorded_addition(atoms: Iterable[Atom]) -> TrackedChange | None:
    """Return the first recorded addition in which one of some atoms stands outermost."""
    for atom in atoms:
        first = atom.changes[0] if atom.changes else None
        if first and first.kind.adds and not is_unrecorded(first):
            return first
    return None


def _is_nothing(
    base: str, start: int, end: int, added: Sequence[Atom], beside: Sequence[Atom]
) -> bool:
    """Tell whether a difference is one of spaces and empty paragraphs only, which programs drop and
    add.

    `beside` is what stands at the outer side of it: an end that parts new text from what was sent
    is no empty paragraph.
    """
    old, new = alike(base[start:end]), alike(text_of(added))
    if old.strip() or new.strip() or any(atom.changes for atom in added):
        return False
    if "\n" in new and _recorded_addition(beside):
        return False
    is_at_edge = start == 0 or end == len(base)
    return is_at_edge or ("\n" in old) == ("\n" in new)


def _kept(atoms: Sequence[Atom], base: str, end: int) -> Iterator[Atom]:
    """Yield atoms, those that were sent in the letters that were sent, which end at `end`."""
    at = end - sum(len(atom.text) for atom in atoms if atom.is_base)
    for atom in atoms:
        if atom.is_base:
            text = base[at : at + len(atom.text)]
            yield atom if text == atom.text else replace(atom, text=text)
            at += len(atom.text)
        else:
            yield atom


def _added(atom: Atom) -> Atom:
    """Return an atom as added without record; what was recorded as added is so already."""
    if not atom.is_base:
        return atom
    return replace(atom, changes=(_change(ChangeKind.INSERTED), *atom.changes))


def _deleted(letter: str) -> Atom:
    """Return a letter that was sent as deleted without record."""
    return Atom(letter, (_change(ChangeKind.DELETED),))


def _change(kind: ChangeKind) -> TrackedChange:
    return TrackedChange(kind, number=_UNRECORDED)
