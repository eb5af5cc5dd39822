"""Words that somebody marked by hand without record: coloured, shaded, struck, set in bold.

They are found by comparing letter by letter with the draft as sent, so what looked so when it was
sent is no mark, and programs may write the same look in their own ways.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from publisher.review.differences import alike, different
from publisher.review.returned import PICTURE, PLAIN, Formatting, Line, Piece, TrackedChange

# Marks that say something of new words as well; new words in bold are just bold.
_TALKING = ("struck", "highlighted", "hidden")
_PUT_ON_OR_TAKEN_OFF = ("bold", "italic", "underlined")
# How programs draw what was added with record: Calligra does so and keeps no record (measured).
_OF_ADDITIONS = ("coloured", "underlined")
_SURE = 12  # letters that must be the same on end where most of a text is another


@dataclass(slots=True)
class Letter:
    """A letter as it is compared, with how it looks; `is_settled` is true of what an item of its
    own tells, or nobody wrote. `formats` are the recorded changes of its formatting.
    """

    text: str
    formatting: Formatting
    looks: frozenset[str]
    line: int
    is_link: bool = False
    is_new: bool = False
    is_settled: bool = False
    formats: tuple[TrackedChange, ...] = ()


@dataclass(slots=True)
class Marked:
    """Words that were marked in one way, such as "coloured" or "not_bold", in a group of lines."""

    mark: str
    group: int
    words: str = ""
    last: int = -1  # the number of the last letter

    def add(self, number: int, letters: Sequence[Letter]) -> None:
        """Add a letter; what lies between it and the last one is left out."""
        between = "".join(each.text for each in letters[self.last + 1 : number])
        if self.words:
            self.words += " … " if between.strip() else between
        self.words += letters[number].text
        self.last = number


def marks_by_hand(
    sent: Sequence[Line],
    returned: Sequence[Line],
    groups: Sequence[int] = (),
    *,
    are_looks_told: bool = True,
) -> tuple[Marked, ...]:
    """Return what was marked; the words of each group of lines are told together, those of all
    where `groups` names none.

    Formatting of the letters' own that is a mark wherever it stands (`Piece.look`) is left out
    where it is told already.
    """
    if not _may_be_marked(sent, returned):
        return ()
    own = list(letters_of(sent))
    letters = list(letters_of(returned))
    pairs = paired(own, letters)
    known = frozenset(each.formatting.color for each in own)
    drawn = _drawn(letters, pairs)
    found: dict[tuple[int, str], Marked] = {}
    for number, (letter, old) in enumerate(zip(letters, pairs, strict=True)):
        if old is not None and letter.formatting is old.formatting:
            continue  # as most letters; looks that are the same are mostly one value
        group = groups[letter.line] if groups else 0
        told = letter.looks if are_looks_told else ()
        for mark in _marks(letter, old, known):
            if mark in told or (number in drawn and mark in _OF_ADDITIONS):
                continue
            found.setdefault((group, mark), Marked(mark, group)).add(number, letters)
    said = (each for each in found.values() if any(map(str.isalnum, each.words)))
    return tuple(sorted(said, key=lambda each: (each.group, each.mark)))


def _may_be_marked(sent: Sequence[Line], returned: Sequence[Line]) -> bool:
    """Tell, quickly, whether letters have to be compared: not where letters of each look are the
    same twice, as sent or as meant, and new ones look like those that were sent.
    """
    own = tuple(_pieces(sent))
    others = tuple(_pieces(returned))
    looks, seen = _by_look(own), _by_look(each for each in others if each.is_meant)
    if looks == seen or (len(looks) == 1 and seen.keys() <= looks.keys()):
        return False
    if looks != _by_look(each for each in others if each.is_sent):
        return True
    return any(_is_talking(each) for each in others if not each.is_sent)


def _is_talking(piece: Piece) -> bool:
    """Tell whether a new piece looks as if somebody said something by it."""
    return any(getattr(piece.formatting, mark) for mark in _TALKING)


def _pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    return (piece for line in lines for piece in line.pieces)


def _by_look(pieces: Iterable[Piece]) -> dict[Formatting, str]:
    """Return the letters of pieces by how they look."""
    found: dict[Formatting, str] = {}
    for piece in pieces:
        letters = "".join(filter(str.isalnum, piece.text))
        if letters:
            look = _seen(piece)
            found[look] = found.get(look, "") + letters
    return found


def _seen(piece: Piece) -> Formatting:
    """Return how a piece looks, but for the colour and the line that all links have."""
    own = piece.formatting
    is_plain_link = piece.link and (own.color or own.underlined)
    return replace(own, color="", underlined=False) if is_plain_link else own


def letters_of(lines: Iterable[Line]) -> Iterator[Letter]:
    """Yield the letters of lines as they are compared; letters that were deleted carry no marks."""
    for number, line in enumerate(lines):
        for piece in line.pieces:
            is_told = bool(piece.formats or line.is_formatted)
            is_settled = is_told or piece.is_field or not piece.is_meant
            look, is_link, is_new = _seen(piece), bool(piece.link), not piece.is_sent
            for letter in alike(piece.text):
                yield Letter(
                    letter,
                    look,
                    piece.look,
                    number,
                    is_link,
                    is_new,
                    is_settled or letter == PICTURE,
                    piece.formats,
                )
        yield Letter("\n", PLAIN, frozenset(), number, is_settled=True)


def paired(sent: Sequence[Letter], returned: Sequence[Letter]) -> list[Letter | None]:
    """Return for each returned letter the one that was sent; None for new ones."""
    numbers = [number for number, each in enumerate(returned) if not each.is_new]
    one = "".join(each.text for each in sent)
    other = "".join(returned[number].text for number in numbers)
    found: list[Letter | None] = [None] * len(returned)
    start = from_ = 0
    changes = list(different(one, other))
    gone = sum(each[1] - each[0] for each in changes)
    least = 0 if gone < len(one) / 2 else _SURE
    for end, next_start, to, next_from in (*changes, (len(one), 0, len(other), 0)):
        if end - start >= least:
            for own, number in zip(sent[start:end], numbers[from_:to], strict=True):
                found[number] = own
        start, from_ = next_start, next_from
    return found


def _drawn(letters: Sequence[Letter], pairs: Sequence[Letter | None]) -> set[int]:
    """Return the numbers of letters that a program drew as added: coloured and underlined in one
    stretch, of which some at least are new.
    """
    found: set[int] = set()
    numbers = range(len(letters))
    for look, group in groupby(numbers, key=lambda number: letters[number].formatting):
        if look.color and look.underlined:
            stretch = tuple(group)
            is_added = any(pairs[each] is None and not letters[each].is_settled for each in stretch)
            found.update(stretch if is_added else ())
    return found


def _marks(letter: Letter, old: Letter | None, known: frozenset[str]) -> Iterator[str]:
    """Yield how a letter was marked; `known` are the colours of letters that were sent."""
    if letter.is_settled or letter.text.isspace():
        return
    new = letter.formatting
    before = old.formatting if old else PLAIN
    for mark in _TALKING:
        if getattr(new, mark) and not getattr(before, mark):
            yield mark
    is_link = letter.is_link or (old is not None and old.is_link)
    other_colours = frozenset((before.color,)) if old else known
    # Words that are recorded as added, or struck by hand, are told as that, whatever their colour.
    is_told = letter.is_new or (new.struck and not before.struck)
    if new.color and new.color not in other_colours and not is_link and not is_told:
        yield "coloured"
    if old:
        yield from _emphasis(new, before, is_link=is_link)


def _emphasis(new: Formatting, before: Formatting, *, is_link: bool) -> Iterator[str]:
    """Yield which emphasis was put on a letter that was sent, or taken off it."""
    for mark in _PUT_ON_OR_TAKEN_OFF:
        if getattr(new, mark) == getattr(before, mark) or (mark == "underlined" and is_link):
            continue
        if getattr(new, mark):
            yield mark
        elif mark in new.of_paragraph or mark not in before.of_paragraph:
            yield f"not_{mark}"  # else the program lost the style of the paragraph
