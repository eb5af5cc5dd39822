"""Letters of a visible text taken out and put in, paragraphs and list items among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publisher.review.tracked_text import ENDS, ITEM, PARAGRAPH
from publisher.review.visible import Letter, TextLine, VisibleText


@dataclass(frozen=True, slots=True)
class Splice:
    """The visible letters from `start` to `end` become `text`, which may hold ends of lines."""

    start: int
    end: int
    text: str


def from_behind(splices: Iterable[Splice]) -> list[Splice]:
    """Return splices from the last to the first, so that each leaves the places of the others as
    they are.
    """
    return sorted(splices, key=lambda each: (each.start, each.end), reverse=True)


def spliced(visible: VisibleText, splices: Sequence[Splice]) -> VisibleText:
    """Return a text with some of its letters replaced; lines that are not touched stay as they were
    written.
    """
    sequence = _sequence(visible)
    for splice in from_behind(splices):
        look = _look_at(sequence, splice.start, splice.end)
        signs: list[_Sign] = []
        for letter in splice.text:
            is_end = letter in ENDS
            signs.append(_new_end(letter) if is_end else _Sign(replace(look, text=letter)))
        sequence[splice.start : splice.end] = signs
    return VisibleText(tuple(_lines(sequence, visible)), visible.tail)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A letter, or the line before which an end of line stands."""

    letter: Letter | None
    before: TextLine | None = None


def _new_end(sign: str) -> _Sign:
    gap = "\n\n" if sign == PARAGRAPH else "\n"
    return _Sign(None, TextLine(gap, "- " if sign == ITEM else "", ()))


def _sequence(visible: VisibleText) -> list[_Sign]:
    sequence: list[_Sign] = []
    for number, line in enumerate(visible.lines):
        if number:
            sequence.append(_Sign(None, line))
        sequence += [_Sign(letter) for letter in line.letters]
    return sequence


def _look_at(sequence: Sequence[_Sign], start: int, end: int) -> Letter:
    """Return a letter with the look that new text takes: that of what it replaces, else of its
    plainer neighbour.
    """
    replaced = [sign.letter for sign in sequence[start:end] if sign.letter]
    beside = (*sequence[start - 1 : start], *sequence[end : end + 1])
    around = [sign.letter for sign in beside if sign.letter]
    known = replaced[:1] or sorted(around, key=lambda letter: not letter.is_plain)
    return next(iter(known), Letter("", 0))


def _lines(sequence: Iterable[_Sign], old: VisibleText) -> Iterator[TextLine]:
    """Yield the lines of a sequence; one that holds the letters of an old line stays as that was
    written.
    """
    first = old.lines[0] if old.lines else TextLine("", "", ())
    known = {(line.gap, line.marker, line.letters): line for line in old.lines}
    head, letters = first, list[Letter]()
    for sign in (*sequence, _Sign(None)):
        if sign.letter:
            letters.append(sign.letter)
            continue
        own = (head.gap, head.marker, tuple(letters))
        if letters:
            yield known.get(own, TextLine(*own))
        if sign.before:
            head, letters = sign.before, []
