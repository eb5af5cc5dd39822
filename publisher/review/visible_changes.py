"""Letters of a visible text taken out and put in, paragraphs and list items among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publisher.review.differences import ENDS, ITEM, PARAGRAPH
from publisher.review.visible import Letter, TextLine, VisibleText

_BULLET = "- "


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
    """Return a text with some of its letters replaced.

    A line of which anything is left stays what it was, prose or item, and keeps its distance to
    what stands before it; lines that are not touched stay as they were written.
    """
    sequence = _sequence(visible)
    for splice in from_behind(splices):
        look = _look_at(sequence, splice.start, splice.end)
        new = [_Sign(letter, replace(look, text=letter)) for letter in splice.text]
        sequence[splice.start : splice.end] = new
    return VisibleText(tuple(_lines(sequence, visible)), visible.tail)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A letter, the end of a line, or the sign of an item: which one `text` says.

    `line` is the line in which it stood; new ones stood in none.
    """

    text: str
    letter: Letter
    line: TextLine | None = None

    @property
    def is_letter(self) -> bool:
        return self.text not in ENDS and self.text != ITEM


def _sequence(visible: VisibleText) -> list[_Sign]:
    """Return the signs of a text, one for each that `VisibleText.text` has."""
    sequence: list[_Sign] = []
    for number, line in enumerate(visible.lines):
        first = line.letters[0] if line.letters else Letter("", 0)
        if number:
            sequence.append(_Sign(line.end, first, line))
        if line.is_item:
            sequence.append(_Sign(ITEM, first, line))
        sequence += [_Sign(letter.text, letter, line) for letter in line.letters]
    return sequence


def _look_at(sequence: Sequence[_Sign], start: int, end: int) -> Letter:
    """Return a letter with the look that new text takes: that of what it replaces, else of its
    plainer neighbour.
    """
    replaced = [sign.letter for sign in sequence[start:end] if sign.is_letter]
    beside = (*sequence[max(start - 1, 0) : start], *sequence[end : end + 1])
    around = [sign.letter for sign in beside if sign.is_letter]
    known = replaced[:1] or sorted(around, key=lambda letter: not letter.is_plain)
    return next(iter(known), Letter("", 0))


def _lines(sequence: Sequence[_Sign], old: VisibleText) -> Iterator[TextLine]:
    """Yield the lines that a sequence of signs makes."""
    seen: list[TextLine] = []
    is_first = True
    for end, signs in _parted(sequence):
        letters = tuple(sign.letter for sign in signs if sign.is_letter)
        if not letters:
            continue
        # Of two old lines that were joined the first goes on; the rest of one that was cut in two
        # is a new line.
        stood = next((sign.line for sign in signs if sign.line), None)
        own = stood if stood and not any(stood is each for each in seen) else None
        seen += [own] if own else []
        is_item = signs[0].text == ITEM  # what was joined to prose is prose
        gap = _first_gap(old) if is_first else _gap(own, end, is_item=is_item)
        line = TextLine(gap, _marker(own, is_item=is_item), letters)
        yield _as_written(line, own)
        is_first = False


def _parted(sequence: Sequence[_Sign]) -> Iterator[tuple[str, list[_Sign]]]:
    """Yield the signs of each line, with the end of the line before it."""
    end, signs = "", list[_Sign]()
    for sign in sequence:
        if sign.text in ENDS:
            yield end, signs
            end, signs = sign.text, []
        else:
            signs.append(sign)
    yield end, signs


def _first_gap(old: VisibleText) -> str:
    return old.lines[0].gap if old.lines else ""


def _gap(own: TextLine | None, end: str, *, is_item: bool) -> str:
    """Return what parts a line from the one before: what did so, if it was not the first one."""
    if own and own.gap:
        return own.gap
    return "\n\n" if end == PARAGRAPH and not is_item else "\n"


def _marker(own: TextLine | None, *, is_item: bool) -> str:
    if not is_item:
        return ""
    return own.marker if own and own.is_item else _BULLET


def _as_written(line: TextLine, own: TextLine | None) -> TextLine:
    """Return a line as it was written, marks and all, where nothing in it was touched."""
    is_same = own is not None and (own.marker, own.letters) == (line.marker, line.letters)
    if own is None or not is_same:
        return line
    return replace(own, gap=line.gap)
