"""The text of a cell as a reader sees it, letter by letter, and back into the markup of the
workbook.

A draft shows a cell without its marks of emphasis and of lists. What a reviewer changed there has
to find its letters in the cell, and the marks around them have to stay. Bold and italic set in
Excel belong to runs and stay with them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from publisher.domain.markup import BULLET, parse
from publisher.domain.model import Run
from publisher.domain.text import (
    Break,
    Changed,
    Citation,
    CrossReference,
    Inline,
    ListBlock,
    ListItem,
    NoteCall,
    Paragraph,
    Span,
)
from publisher.review.differences import ITEM, PARAGRAPH, alike

_MARKER = re.compile(rf"[ \u00a0]*(?:{BULLET}|\d{{1,2}}\.[ \u00a0]+)")
_ORDERED = re.compile(r"([ \u00a0]*)\d{1,2}(\.[ \u00a0]+)")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a reader sees: the number of the run in which it stands, and emphasis by
    marks.
    """

    text: str
    run: int
    bold: bool = False
    italic: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether no mark emphasises it."""
        return not (self.bold or self.italic)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a cell: what stands between it and the line before, its marker, its letters, its
    text as written.

    `written` is empty where the line was changed and has to be written anew.
    """

    gap: str
    marker: str
    letters: tuple[Letter, ...]
    written: tuple[tuple[str, int], ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether the line is an item of a list."""
        return bool(self.marker)

    @property
    def end(self) -> str:
        """The sign that stands for what separates the line from the one before."""
        return PARAGRAPH if self.is_item or self.gap.count("\n") > 1 else "\n"

    @property
    def sign(self) -> str:
        """The sign with which the line begins."""
        return ITEM if self.is_item else ""


@dataclass(frozen=True, slots=True)
class VisibleText:
    """A cell's text as lines; `tail` is what follows the last one."""

    lines: tuple[TextLine, ...]
    tail: str = ""

    @property
    def text(self) -> str:
        """What a reader sees, with signs for the ends of lines and the items of lists."""
        text = ""
        for number, line in enumerate(self.lines):
            if number:
                text += line.end
            text += line.sign + _text(line.letters)
        return text


def visible_text(runs: Sequence[Run]) -> VisibleText:
    """Return what a reader sees of a cell's normal runs."""
    pieces = [(letter, number) for number, run in enumerate(runs) for letter in run.text]
    shown = _shown(_joined(runs))
    lines: list[TextLine] = []
    gap = ""
    for number, written in enumerate(_split(pieces)):
        text = "".join(letter for letter, _ in written)
        if number:
            gap += "\n"
        if not text.strip():  # such a line is no line of its own, only space before the next one
            gap += text
            continue
        inlines, is_item = next(shown)
        marker = _marker_of(text) if is_item else ""
        letters = tuple(_letters(written[len(marker) :], inlines, runs))
        lines.append(TextLine(gap, marker, letters, tuple(written)))
        gap = ""
    return VisibleText(tuple(lines), gap)


def _marker_of(line: str) -> str:
    found = _MARKER.match(line)
    return found[0] if found else ""


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one look as one, since a citation mark may be split over
    several.
    """
    groups = groupby(runs, key=lambda run: (run.bold, run.italic))
    return tuple(
        Run("".join(run.text for run in group), bold, italic) for (bold, italic), group in groups
    )


def _split(pieces: Iterable[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    lines: list[list[tuple[str, int]]] = [[]]
    for piece in pieces:
        if piece[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines


def _shown(runs: Sequence[Run]) -> Iterator[tuple[tuple[Inline, ...], bool]]:
    """Yield the inlines of each line that is not empty, and whether it is an item: one for one with
    the lines.
    """
    for block in parse(runs):
        match block:
            case Paragraph(inlines):
                for line in _broken(inlines):
                    yield line, False
            case ListBlock(items):
                for item in items:
                    if isinstance(item, ListItem):
                        yield item.inlines, True


def _broken(inlines: Iterable[Inline]) -> Iterator[tuple[Inline, ...]]:
    line: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Break):
            yield tuple(line)
            line = []
        else:
            line.append(inline)
    yield tuple(line)


def _letters(
    written: Sequence[tuple[str, int]], inlines: Iterable[Inline], runs: Sequence[Run]
) -> Iterator[Letter]:
    """Yield the letters of a line, each with the run in which it was found: marks between them are
    passed over.
    """
    position = 0
    for inline in inlines:
        span = _span(inline)
        for letter in span.text:
            while position < len(written) and written[position][0] != letter:
                position += 1
            run = written[min(position, len(written) - 1)][1]
            position += 1
            if isinstance(inline, Citation):  # it is shown as written, marks and all
                yield Letter(letter, run)
                continue
            # What the run itself sets in bold needs no marks: it stays with the run.
            bold = span.bold and not runs[run].bold
            italic = span.italic and not runs[run].italic
            yield Letter(letter, run, bold, italic)


def _span(inline: Inline) -> Span:
    match inline:
        case Span():
            return inline
        case Citation(written=written):
            return Span(written)
        case CrossReference(span):
            return span
        case Break() | NoteCall() | Changed():
            return Span("")


def _text(letters: Iterable[Letter]) -> str:
    return "".join(letter.text for letter in letters)


# Writing


# A text to be written: its pieces, each with the number of the run whose look it has.
Written = tuple[tuple[str, int], ...]


def written(visible: VisibleText) -> Written:
    """Return a text as it is to be written: what was not changed as it was, the rest with marks of
    emphasis.
    """
    pieces: list[tuple[str, int]] = []
    last = 0
    for number, line in enumerate(_renumbered(visible.lines)):
        if number:
            pieces.append((line.gap, last))
        own = line.written or ((line.marker, _first_run(line, last)), *_marked(line.letters))
        pieces += own
        last = own[-1][1]
    pieces.append((visible.tail, last))
    joined: list[tuple[str, int]] = []
    for text, run in pieces:
        if joined and joined[-1][1] == run:
            joined[-1] = (joined[-1][0] + text, run)
        elif text:
            joined.append((text, run))
    return tuple(joined)


def runs_of(text: Written, runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return a written text as runs in the looks of the old ones."""
    return tuple(replace(runs[number] if runs else Run(""), text=own) for own, number in text)


def _first_run(line: TextLine, last: int) -> int:
    return line.letters[0].run if line.letters else last


def _marked(letters: Iterable[Letter]) -> Iterator[tuple[str, int]]:
    """Yield the letters of a line with marks around what is emphasised; spaces at its edges stay
    outside.
    """
    for (bold, italic), group in groupby(letters, key=lambda letter: (letter.bold, letter.italic)):
        own = tuple(group)
        pieces = [(letter.text, letter.run) for letter in own]
        text = _text(own)
        mark = "**" * bold + "*" * italic
        inner = text.strip()
        if not mark or not inner:
            yield from pieces
            continue
        start = text.index(inner)
        end = start + len(inner)
        yield from pieces[:start]
        yield mark, own[start].run
        yield from pieces[start:end]
        yield mark, own[end - 1].run
        yield from pieces[end:]


def _renumbered(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """Yield lines in which the items of a numbered list count on, where one was added or taken
    away.
    """
    number = 0  # of the item before; 0 where no numbered list is open
    for line in lines:
        found = _ORDERED.fullmatch(line.marker)
        follows = line.gap == "\n"
        if not follows:
            number = 0
        # A new item comes with the marker of a bullet, whatever the list (`visible_changes`).
        is_new_item = line.marker == "- " and not line.written
        if found:
            number += 1
            yield _with_marker(line, f"{found[1]}{number}{found[2]}")
        elif number and is_new_item:
            number += 1
            yield _with_marker(line, f"{number}. ")
        else:
            number = 0
            yield line


def _with_marker(line: TextLine, marker: str) -> TextLine:
    if marker == line.marker:
        return line
    kept = line.written[len(line.marker) :]
    run = line.written[0][1] if line.written else 0
    return replace(line, marker=marker, written=((marker, run), *kept) if kept else ())


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts have the same letters and digits, whatever the spaces and signs
    between.
    """
    return re.sub(r"\W", "", alike(one)) == re.sub(r"\W", "", alike(other))
