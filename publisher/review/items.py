"""What a reviewer wrote, one thing at a time, as it is offered to a researcher."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from publisher.domain.report import CellKey
from publisher.review.returned import FormatChange


class ItemKind(StrEnum):
    """What somebody did to a draft."""

    COMMENT = "comment"
    REPLY = "reply"
    ANSWER = "answer"
    ADDED = "added"
    DELETED = "deleted"
    REPLACED = "replaced"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"  # added by one person and deleted by another
    FORMATTED = "formatted"
    MARKED = "marked"
    ROW_ADDED = "row_added"
    ROW_DELETED = "row_deleted"
    ROW_MOVED = "row_moved"
    OUTSIDE = "outside"
    LAYOUT = "layout"

    @property
    def changes_text(self) -> bool:
        """Whether the item, once accepted, changes the text of content cells."""
        return self in (
            ItemKind.ADDED,
            ItemKind.DELETED,
            ItemKind.REPLACED,
            ItemKind.MOVED,
            ItemKind.WITHDRAWN,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in the view of one change: kept, added by it or deleted by it."""

    text: str
    is_added: bool = False
    is_deleted: bool = False

    @property
    def in_id(self) -> str:
        """The words for the stretch in the id of an item."""
        return (
            f"Stretch(text={self.text!r}, is_added={self.is_added!r},"
            f" is_deleted={self.is_deleted!r})"
        )


@dataclass(frozen=True, slots=True)
class ItemSpot:
    """Where something stands: a content cell; a row without a column; or nowhere, near a row or a
    heading.

    `after` is what it was found after, `candidates` the provisions at which it most likely belongs.
    """

    provision: str = ""
    column: str = ""
    after: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def key(self) -> CellKey:
        """The content cell."""
        return CellKey(self.provision, self.column)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing that a reviewer wrote or did.

    `before` is the text as sent, or the words that a comment stands on; `after` the same text with
    the change in it. `start` is where in the cell it stands. `covers` are the numbers of the
    tracked changes that it reports, `others` the further cells that it changes: a move has two.
    `about` is what a reply answers.

    What came later is no part of the id: `links` are the addresses in a comment, `formats` is what
    a change of formatting changed, `by_hand` names what no cell can hold: "picture", "table" or
    "formula", `former` are ids under which workbooks may know it from a time when the program took
    it for something else.
    """

    build: str
    spot: ItemSpot
    kind: ItemKind
    author: str = ""
    date: str = ""
    before: str = ""
    after: tuple[Stretch, ...] = ()
    comment: str = ""
    about: str = ""
    start: int = 0
    is_recorded: bool = True
    is_resolved: bool = False
    others: tuple[ItemSpot, ...] = ()
    covers: frozenset[int] = field(default=frozenset(), compare=False)
    copy: int = 0
    links: tuple[str, ...] = field(default=(), compare=False)
    formats: tuple[FormatChange, ...] = field(default=(), compare=False)
    by_hand: str = field(default="", compare=False)
    former: tuple[str, ...] = field(default=(), compare=False)

    @property
    def changes_cells(self) -> bool:
        """Whether the item, once accepted, is written into content cells."""
        return self.kind.changes_text and not self.by_hand

    @property
    def id(self) -> str:
        """What tells the item apart from all others; the same for the same item in two copies of a
        draft.

        Workbooks keep it beside what was decided, so it must never change: it is made of words that
        stand here, not of what the classes are called.
        """
        spot = self.spot
        own = (
            repr(self.build),
            f"Spot(provision={spot.provision!r}, column={spot.column!r}, after={spot.after!r},"
            f" candidates={spot.candidates!r})",
            f"<Kind.{self.kind.name}: {self.kind.value!r}>",
            repr(self.author),
            repr(self.date),
            repr(self.before),
            _listed([each.in_id for each in self.after]),
            repr(self.comment),
            repr(self.about),
            repr(self.start),
            repr(self.is_recorded),
            repr(self.copy),
        )
        return hashlib.sha256(_listed(own).encode("utf-8", "replace")).hexdigest()[:8]

    @property
    def added(self) -> str:
        """The words that the item adds."""
        return "".join(each.text for each in self.after if each.is_added)

    @property
    def deleted(self) -> str:
        """The words that the item deletes."""
        return "".join(each.text for each in self.after if each.is_deleted)


def _listed(words: Sequence[str]) -> str:
    """Return words as Python shows a tuple: with a comma behind the only one."""
    return f"({words[0]},)" if len(words) == 1 else f"({', '.join(words)})"


def stretches(parts: Iterable[tuple[str, bool, bool]]) -> tuple[Stretch, ...]:
    """Return stretches of text from (text, is added, is deleted), neighbours of one kind joined."""
    found: list[Stretch] = []
    for text, is_added, is_deleted in parts:
        if found and (found[-1].is_added, found[-1].is_deleted) == (is_added, is_deleted):
            found[-1] = Stretch(found[-1].text + text, is_added, is_deleted)
        elif text:
            found.append(Stretch(text, is_added, is_deleted))
    return tuple(found)
