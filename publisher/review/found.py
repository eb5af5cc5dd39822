"""What was found in a returned draft so far, and what people do to text besides changing it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from publisher.review.as_sent import unchanged_formats
from publisher.review.differences import bare
from publisher.review.items import ItemKind, ItemSpot, ReviewItem
from publisher.review.marked import marks_by_hand
from publisher.review.new_links import linked_anew, looks_of_new_links
from publisher.review.returned import FormatChange, Line, TrackedChange
from publisher.review.told import Told

# How many paragraphs of one style, and which part of them, must be marked alike as a whole for it
# to be a program's doing: pandoc colours headings, AbiWord shades all cells (measured).
_MANY, _MOSTLY = 5, 0.8


@dataclass(slots=True)
class ItemsFound:
    """The items found, the numbers of tracked changes that need none, every place with its lines,
    for comments, and what must be told of how the draft is built.

    It is handed from one comparison to the next and added to: each comparison gives all three, and
    comments and notes can be placed only when all places are known. `lost` are words that a
    comparison could not account for, `cut_up` lines that were compared in pieces.
    """

    build: str
    items: list[ReviewItem] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    places: list[tuple[ItemSpot, Sequence[Line]]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    cut_up: list[Line] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    _styles: Counter[str] = field(default_factory=Counter)  # of the paragraphs looked at
    _whole: list[tuple[ReviewItem, str]] = field(default_factory=list)

    def cover(self, changes: Iterable[TrackedChange]) -> None:
        """Count changes as harvested."""
        self.covered.update(change.number for change in changes)

    def look_at(self, spot: ItemSpot, lines: Sequence[Line], sent: Sequence[Line]) -> None:
        """Note what was struck, highlighted or otherwise marked by hand, made a link, or formatted
        with record.
        """
        pieces = [piece for line in lines for piece in line.pieces if piece.text.strip()]
        texts: dict[str, str] = {}
        for piece in pieces:
            for look in piece.look:
                texts[look] = texts.get(look, "") + piece.text
        self._count(lines)
        for look, text in sorted(texts.items()):
            self._mark(spot, look, text, lines)
        for each in marks_by_hand(sent, lines):
            self._mark(spot, each.mark, each.words, lines)
        for piece in linked_anew(sent, lines):
            anew = ReviewItem(
                self.build,
                spot,
                ItemKind.MARKED,
                before=piece.text,
                comment=piece.link,
                about="linked",
            )
            self.items.append(anew)
        known = unchanged_formats(sent, lines) | looks_of_new_links(sent, lines)
        self.formats(spot, lines, known)

    def marks_outside(
        self, sent: Sequence[Line], returned: Sequence[tuple[ItemSpot, Line]]
    ) -> None:
        """Note what was marked by hand outside the content cells; programs drop the bold of
        headings there (AbiWord, measured), so what was taken off is nobody's mark.
        """
        spots = list(dict.fromkeys(spot for spot, _ in returned))
        groups = [spots.index(spot) for spot, _ in returned]
        lines = [line for _, line in returned]
        self._count(lines)
        for each in marks_by_hand(sent, lines, groups, are_looks_told=False):
            if not each.mark.startswith("not_"):
                spot = spots[each.group]
                own = [line for other, line in returned if other == spot]
                self._mark(spot, each.mark, each.words, own)

    def _count(self, lines: Iterable[Line]) -> None:
        self._styles.update(line.style for line in lines if line.text.strip())

    def _mark(self, spot: ItemSpot, mark: str, words: str, lines: Iterable[Line]) -> None:
        marked = ReviewItem(self.build, spot, ItemKind.MARKED, before=words, about=mark)
        self.items.append(marked)
        own = [line for line in lines if line.text.strip()]
        whole = [line for line in own if bare(line.text) == bare(words)]
        if not whole and bare("".join(line.text for line in own)) == bare(words):
            whole = own
        self._whole += [(marked, line.style) for line in whole]

    def without_restyled(self) -> None:
        """Leave out marks of whole paragraphs where most paragraphs of their style have them: a
        program changed the style, nobody marked them.
        """
        counts = Counter((marked.about, style) for marked, style in self._whole)
        restyled = {
            (mark, style)
            for (mark, style), count in counts.items()
            if count >= _MANY and count >= _MOSTLY * self._styles[style]
        }
        # Where a program changed one style, whole paragraphs of others got the same look from it:
        # AbiWord's shading of cells runs over into the headings below the tables.
        marks = {mark for mark, _ in restyled}
        restyled |= {(mark, style) for mark, style in counts if mark in marks}
        gone = {id(marked) for marked, style in self._whole if (marked.about, style) in restyled}
        self.items = [item for item in self.items if id(item) not in gone]

    def formats(
        self, spot: ItemSpot, lines: Sequence[Line], unchanged: Set[int] | None = None
    ) -> None:
        """Note recorded changes of formatting, those of one author as one item; those of an author
        that all are `unchanged` are none.
        """
        if unchanged is None:
            unchanged = unchanged_formats((), lines)
        found: dict[str, list[tuple[str, TrackedChange]]] = {}
        for line in lines:
            for text, change in _formatted(line):
                found.setdefault(change.author, []).append((text, change))
        for author, changes in found.items():
            if all(change.number in unchanged for _, change in changes):
                self.cover(change for _, change in changes)
                continue
            text = " … ".join(dict.fromkeys(text for text, _ in changes if text.strip()))
            formatted = ReviewItem(
                self.build,
                spot,
                ItemKind.FORMATTED,
                author,
                changes[0][1].date,
                before=text,
                covers=frozenset(change.number for _, change in changes),
                formats=_once(each for _, change in changes for each in change.formats),
            )
            self.items.append(formatted)


def _once(changes: Iterable[FormatChange]) -> tuple[FormatChange, ...]:
    return tuple(dict.fromkeys(changes))


def _formatted(line: Line) -> Iterator[tuple[str, TrackedChange]]:
    """Yield the changes of formatting in a line, each with the words that it touches."""
    for change in line.is_formatted:
        yield line.text, change
    for piece in line.pieces:
        if piece.text:
            for change in piece.formats:
                yield piece.text, change


def numbered(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """Return items of which those that are the same in all are told apart by a number."""
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        own = (replace(item, copy=0) if item.copy else item).id
        found.append(replace(item, copy=seen[own]) if item.copy != seen[own] else item)
        seen[own] += 1
    return found
