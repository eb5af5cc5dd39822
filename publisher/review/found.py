"""What was found in a returned draft so far, and what people do to text besides changing it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from publisher.review.items import ItemKind, ItemSpot, ReviewItem
from publisher.review.returned import Line, Piece, TrackedChange
from publisher.review.told import Told
from publisher.review.tracked_text import alike

# A place in the draft: # alone, one of our bookmarks behind the name of a file, or, as pandoc
# writes such a link, the switch that says so (17.16.5.25).
_OWN_PLACE = re.compile(r"^#|^\\l|^(?!https?:).*#(source|group|r|c)_\w+$")


@dataclass(slots=True)
class ItemsFound:
    """The items found, the numbers of tracked changes that need none, every place with its lines,
    for comments, and what must be told of how the draft is built.

    It is handed from one comparison to the next and added to: each comparison gives all three, and
    comments and notes can be placed only when all places are known.
    """

    build: str
    items: list[ReviewItem] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    places: list[tuple[ItemSpot, Sequence[Line]]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def cover(self, changes: Iterable[TrackedChange]) -> None:
        """Count changes as harvested."""
        self.covered.update(change.number for change in changes)

    def look_at(self, spot: ItemSpot, lines: Sequence[Line], sent: Iterable[Line]) -> None:
        """Note what was struck or highlighted by hand, made a link, or formatted otherwise."""
        pieces = [piece for line in lines for piece in line.pieces if piece.text.strip()]
        texts: dict[str, str] = {}
        for piece in pieces:
            for look in piece.look:
                texts[look] = texts.get(look, "") + piece.text
        for look, text in sorted(texts.items()):
            self.items.append(
                ReviewItem(self.build, spot, ItemKind.MARKED, before=text, about=look)
            )
        linked = _linked_text(sent)
        for piece in pieces:
            if _is_linked_anew(piece, linked):
                marked = ReviewItem(
                    self.build,
                    spot,
                    ItemKind.MARKED,
                    before=piece.text,
                    comment=piece.link,
                    about="linked",
                )
                self.items.append(marked)
        self.formats(spot, lines)

    def formats(self, spot: ItemSpot, lines: Iterable[Line]) -> None:
        """Note recorded changes of formatting, those of one author as one item."""
        found: dict[str, list[tuple[str, TrackedChange]]] = {}
        for line in lines:
            for text, change in _formatted(line):
                found.setdefault(change.author, []).append((text, change))
        for author, changes in found.items():
            text = " … ".join(dict.fromkeys(text for text, _ in changes if text.strip()))
            covers = frozenset(change.number for _, change in changes)
            date = changes[0][1].date
            self.items.append(
                ReviewItem(
                    self.build, spot, ItemKind.FORMATTED, author, date, before=text, covers=covers
                )
            )


def _linked_text(sent: Iterable[Line]) -> str:
    """Return all words that were links in the draft as sent."""
    pieces = [piece for line in sent for piece in line.pieces if piece.link]
    return alike("".join(piece.text for piece in pieces))


def _is_linked_anew(piece: Piece, linked: str) -> bool:
    """Tell whether somebody made a link of words that were sent; a new word with a link is an item
    of its own.
    """
    leads_outside = piece.link and not _OWN_PLACE.search(piece.link)
    is_new_text = any(change.kind.adds for change in piece.changes)
    return bool(leads_outside) and alike(piece.text) not in linked and not is_new_text


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
        own = replace(item, copy=0).id
        found.append(replace(item, copy=seen[own]))
        seen[own] += 1
    return found
