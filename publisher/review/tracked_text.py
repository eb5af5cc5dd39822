"""The text of a content cell as one thread: what was sent, with everything that was added and
deleted woven in.

Editors record some changes and not others. Both end up here alike: as pieces of text, each with the
changes in which it stands. What was not recorded is found by comparing with the draft as it was
sent.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from publisher.review.returned import PICTURE, ChangeKind, Line, Piece, TrackedChange

# What ends a paragraph, by what follows: another paragraph, or an item of a list.
PARAGRAPH, ITEM = "\u2029", "\u2028"
ENDS = frozenset((PARAGRAPH, ITEM, "\n"))
_ALIKE = str.maketrans(
    {
        PARAGRAPH: "\n",
        ITEM: "\n",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "\u2011": "-",
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f"),
    }
)
_ENDS = re.compile("([\n\u2028\u2029])")
_TOKENS = re.compile(r"\w+|\s|[^\w\s]")
_UNRECORDED = -1
_SHORT = 3  # letters


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
        return not any(change.kind.adds for change in self.changes)


def alike(text: str) -> str:
    """Return a text as it is compared: kinds of spaces, hyphens and ends of lines do not count."""
    return text.translate(_ALIKE)


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
    for number, line in enumerate(lines):
        for piece in line.pieces:
            link = "" if piece.link.startswith("#") else piece.link
            for text in _ENDS.split(_plain(piece)):
                if text:
                    holds = "picture" if PICTURE in text else piece.holds
                    yield Atom(text, piece.changes, link, number, holds)
        if number + 1 < len(lines):
            end = ITEM if lines[number + 1].is_item else PARAGRAPH
            yield Atom(end, line.mark, line=number)


def _plain(piece: Piece) -> str:
    return piece.text.translate({ord(PARAGRAPH): "\n", ord(ITEM): "\n"})


def weave(base: Sequence[Atom], returned: Sequence[Atom]) -> tuple[Atom, ...]:
    """Return what was sent with all changes woven in, those that nobody recorded as well.

    The atoms of which `is_base` is true make up `base` again, letter by letter.
    """
    one = text_of(base)
    other = text_of(atom for atom in returned if atom.is_base)
    if len(one) == len(other) and alike(one) == alike(other):
        return tuple(_kept(returned, one, len(one)))
    return tuple(joined(_with_ends(_compared(one, letters(returned)))))


def letters(atoms: Iterable[Atom]) -> list[Atom]:
    """Return atoms of one letter each."""
    return [
        atom if len(atom.text) == 1 else replace(atom, text=letter)
        for atom in atoms
        for letter in atom.text
    ]


def _compared(base: str, returned: Sequence[Atom]) -> list[Atom]:
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
        if _is_nothing(base, start, end, added):
            woven += map(Atom, base[start:end])
        else:
            woven += map(_deleted, base[start:end])
            woven += map(_added, added)
    woven += _kept(returned[position:], base, len(base))
    return woven


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
    """Yield atoms in which an end of paragraph beside recorded new text is part of it: not all
    programs record it.
    """
    for number, atom in enumerate(woven):
        first = atom.changes[0] if atom.changes else None
        if atom.text in ENDS and first and first.kind.adds and is_unrecorded(first):
            behind, before = woven[number + 1 : number + 2], woven[max(number - 1, 0) : number]
            own = _recorded_addition((*behind, *before)) or first
            yield replace(atom, changes=(own, *atom.changes[1:]))
        else:
            yield atom


def _recorded_addition(atoms: Iterable[Atom]) -> TrackedChange | None:
    """Return the first recorded addition in which one of some atoms stands outermost."""
    for atom in atoms:
        first = atom.changes[0] if atom.changes else None
        if first and first.kind.adds and not is_unrecorded(first):
            return first
    return None


def _is_nothing(base: str, start: int, end: int, added: Sequence[Atom]) -> bool:
    """Tell whether a difference is one of spaces and empty paragraphs only, which programs drop and
    add.
    """
    old, new = alike(base[start:end]), alike(text_of(added))
    if old.strip() or new.strip() or any(atom.changes for atom in added):
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


# Comparing


def different(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where two texts differ, word by word: from and to in the one, from and to in the other.

    Replaced words that stand side by side, or with one short word between them, count as one
    difference.
    """
    if alike(one) == alike(other):
        return
    words, others = _words(one), _words(other)
    starts, other_starts = _starts(words), _starts(others)
    for i1, i2, j1, j2 in _joined(_opcodes(words, others), words):
        yield starts[i1], starts[i2], other_starts[j1], other_starts[j2]


def _words(text: str) -> list[str]:
    """Return the words and signs of a text; they can be told apart by where they begin."""
    return _TOKENS.findall(text)


def _starts(words: Iterable[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


_Opcode = tuple[int, int, int, int]


def _opcodes(words: list[str], others: list[str]) -> Iterator[_Opcode]:
    """Yield the differing stretches of two lists of words; what is the same at both ends need not
    be looked through.
    """
    one = [alike(word) for word in words]
    other = [alike(word) for word in others]
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    matcher = difflib.SequenceMatcher(
        None, one[head : len(one) - tail], other[head : len(other) - tail], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield i1 + head, i2 + head, j1 + head, j2 + head


def _joined(opcodes: Iterable[_Opcode], words: list[str]) -> list[_Opcode]:
    found: list[_Opcode] = []
    for each in opcodes:
        if found and _is_one(found[-1], each, words):
            found[-1] = (found[-1][0], each[1], found[-1][2], each[3])
        else:
            found.append(each)
    return found


def _is_one(one: _Opcode, other: _Opcode, words: list[str]) -> bool:
    """Tell whether two differences are both replacements with hardly anything between them."""
    are_replacements = all(each[0] < each[1] and each[2] < each[3] for each in (one, other))
    between = "".join(words[one[1] : other[0]])
    has_end = bool(ENDS & set(between))
    is_short_word = len(between.split()) < 2 and len(between.strip()) <= _SHORT
    return are_replacements and is_short_word and not has_end
