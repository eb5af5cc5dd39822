"""A returned draft as read: what stands in it, with every mark that somebody left.

Nothing is decided here. Text keeps the changes in which it stands, so that it can be seen as it was
sent (all changes rejected) and as it was meant (all accepted).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

PICTURE = "\ufffc"


class ChangeKind(StrEnum):
    """What a tracked change does to the text in it (ECMA-376 Part 1, 17.13.5)."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"

    @property
    def adds(self) -> bool:
        """Whether the text is there only where the change is accepted."""
        return self in (ChangeKind.INSERTED, ChangeKind.MOVED_TO)


@dataclass(frozen=True, slots=True)
class FormatChange:
    """What a recorded change of formatting changed, such as "bold" or "style", and from what to
    what; "on" stands for what has no other value.
    """

    what: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A tracked change: its kind, who made it and when as the file says, the name that pairs the
    halves of a move.

    `number` counts the changes of a file, so that it can be told whether each was harvested.
    `formats` is what a change of formatting changed.
    """

    kind: ChangeKind
    author: str = ""
    date: str = ""
    name: str = ""
    number: int = field(default=0, compare=False)
    formats: tuple[FormatChange, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Formatting:
    """How letters look, whether by formatting of their own or by a style; `color` is written as
    FF0000, the empty string for black and greys. `of_paragraph` names what the style of the
    paragraph alone puts on; `look` is all that is set of it, the font, size and style of the
    letters among it.
    """

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    highlighted: bool = False
    hidden: bool = False
    color: str = ""
    of_paragraph: frozenset[str] = field(default=frozenset(), compare=False)
    look: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)


PLAIN = Formatting()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in the same changes, outermost first, and under the same comments.

    `is_field` is true of what a field shows, such as a page number: a program works it out, nobody
    wrote it. `look` names formatting of the text's own that reviewers use to talk: struck,
    highlighted, hidden; `formatting` is all of how it looks. `link` is the address that the text
    leads to, `refers` the id of a note or text box that hangs at this spot. A picture is PICTURE.
    `holds` says that the text is that of a "formula" or a "table", which no cell can hold.
    """

    text: str
    changes: tuple[TrackedChange, ...] = ()
    comments: tuple[str, ...] = ()
    is_field: bool = False
    look: frozenset[str] = frozenset()
    link: str = ""
    formats: tuple[TrackedChange, ...] = ()
    refers: str = ""
    formatting: Formatting = PLAIN
    holds: str = ""

    @property
    def is_sent(self) -> bool:
        """Whether the text is there with all changes rejected."""
        return not self.changes or not any(change.kind.adds for change in self.changes)

    @property
    def is_meant(self) -> bool:
        """Whether the text is there with all changes accepted."""
        return not self.changes or all(change.kind.adds for change in self.changes)

    def is_in_view(self, *, sent: bool) -> bool:
        """Tell whether the text is there as it was sent, or else as it was meant."""
        return self.is_sent if sent else self.is_meant


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its pieces, its style, whether it is a list item, the changes of its mark.

    An inserted mark is rejected, and a deleted one accepted, by joining the paragraph with the next
    (17.13.5.14, 17.13.5.19).
    """

    pieces: tuple[Piece, ...]
    style: str = ""
    level: int | None = None
    mark: tuple[TrackedChange, ...] = ()
    bookmarks: tuple[str, ...] = ()
    is_formatted: tuple[TrackedChange, ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether the paragraph is an item of a list, by numbering of its own or by its style."""
        return self.level is not None or bool(
            re.search("bullet|number|list", self.style, re.IGNORECASE)
        )

    @property
    def text(self) -> str:
        """All of its text, whatever was added or deleted."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def changes(self) -> tuple[TrackedChange, ...]:
        """The changes of its text and of its mark, each once."""
        found = [change for piece in self.pieces for change in piece.changes]
        return tuple({change.number: change for change in (*found, *self.mark)}.values())


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table with its lines; those of a table inside it belong to it.

    `is_joined` is true of a cell that was merged with the one above, which holds its text.
    """

    lines: tuple[Line, ...]
    span: int = 1
    changes: tuple[TrackedChange, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_joined: bool = False

    @property
    def bookmarks(self) -> tuple[str, ...]:
        """The names of the bookmarks that begin in the cell."""
        return tuple(name for line in self.lines for name in line.bookmarks)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; `skipped` counts the grid columns before its first cell (17.4.15)."""

    cells: tuple[TableCell, ...]
    changes: tuple[TrackedChange, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """A table outside all others, with its title and description, which are not printed."""

    rows: tuple[TableRow, ...]
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnedComment:
    """A comment or a reply: `id` is its own key, `number` what the file calls it, which two may
    share.

    `parent` is the comment it answers, the empty string where it answers none; `is_in_thread` says
    whether the file's list of threads knows it.
    """

    id: str
    author: str
    date: str
    lines: tuple[str, ...]
    parent: str = ""
    is_resolved: bool = False
    links: tuple[str, ...] = ()
    number: str = ""
    is_in_thread: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Text of its own outside the body: a header, footer, note, text box; `name` says which.

    `id` is what the spot at which a note or text box hangs refers to.
    """

    name: str
    lines: tuple[Line, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned draft: what it says it is, its body in order, its comments, its other stories.

    `layout` holds the changes of formatting that belong to tables and sections, not to
    text.
    """

    properties: dict[str, str]
    body: tuple[Line | ReturnedTable, ...]
    comments: tuple[ReturnedComment, ...] = ()
    stories: tuple[Story, ...] = ()
    layout: tuple[TrackedChange, ...] = ()


def sent_text(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the paragraphs as they were sent: with all changes rejected."""
    return tuple(_joined(lines, sent=True))


def meant_text(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the paragraphs as the reviewer wants them: with all changes accepted."""
    return tuple(_joined(lines, sent=False))


def _joined(lines: Iterable[Line], *, sent: bool) -> Iterator[str]:
    """Yield the paragraphs of one view; a paragraph whose mark is not in the view runs on into the
    next one.
    """
    open_text: str | None = None
    for line in lines:
        text = "".join(each.text for each in line.pieces if each.is_in_view(sent=sent))
        open_text = (open_text or "") + text
        mark = Piece("", line.mark)
        if mark.is_in_view(sent=sent):
            yield open_text
            open_text = None
    if open_text:
        yield open_text
