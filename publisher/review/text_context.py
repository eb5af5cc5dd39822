"""What is open across the paragraphs of a returned draft while it is read, and what was read so
far.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from publisher.review.fields import OpenField
from publisher.review.format_changes import format_changes
from publisher.review.names import FORMAT_MARKS, KINDS, is_of_word, name_of, named, value
from publisher.review.returned import ChangeKind, TrackedChange
from publisher.review.styles import StyleSheet


@dataclass(slots=True)
class TextContext:
    """What is open across paragraphs: comments, fields, moves; and what was read so far.

    `read` holds the marks and the elements of text that were read; `on_drawing` takes a drawing and
    returns the ids of the text boxes in it. `links` are the addresses by the id of their
    relationship. `endless` are comments whose end is not in the file: they reach as far as their
    paragraph.
    """

    on_drawing: Callable[[Any], tuple[str, ...]]
    links: Mapping[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    fields: list[OpenField] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    bookmarks: list[str] = field(default_factory=list)
    read: set[Any] = field(default_factory=set)
    styles: StyleSheet = field(default_factory=StyleSheet)
    endless: set[str] = field(default_factory=set)
    _ends: tuple[Any, frozenset[str]] = (None, frozenset())

    def change(self, element: Any) -> TrackedChange:  # noqa: ANN401 - an lxml element
        """Return a tracked change, counted as read."""
        name = name_of(element)
        self.read.add(element)
        move = self.moves.get(name, "")
        author, date = value(element, "author"), value(element, "date")
        return TrackedChange(KINDS[name], author, date, move, len(self.read))

    def marks_in(self, properties: Any) -> tuple[TrackedChange, ...]:  # noqa: ANN401 - an lxml element
        """Return the changes of a paragraph mark, a row or a cell, which stand among its
        properties.
        """
        found = properties if properties is not None else ()
        return tuple(self.change(element) for element in found if name_of(element) in KINDS)

    def format_marks(self, properties: Any) -> tuple[TrackedChange, ...]:  # noqa: ANN401 - an lxml element
        """Return the changes of formatting among properties, at any depth, counted as read."""
        marks = [each for each in named(properties, *FORMAT_MARKS) if is_of_word(each)]
        return tuple(map(self.format_change, marks))

    def format_change(self, element: Any) -> TrackedChange:  # noqa: ANN401 - an lxml element
        """Return a change of formatting, counted as read."""
        self.read.add(element)
        author, date = value(element, "author"), value(element, "date")
        told = format_changes(element, self.styles)
        return TrackedChange(ChangeKind.INSERTED, author, date, number=len(self.read), formats=told)

    def note(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Note where a comment, a bookmark or the half of a move begins or ends."""
        match name_of(element):
            case "commentRangeStart":
                self._begin_comment(element)
            case "commentRangeEnd":
                self.comments = [each for each in self.comments if each != value(element, "id")]
            case "bookmarkStart":
                self.bookmarks.append(value(element, "name"))
            case "moveFromRangeStart" | "moveToRangeStart" as name:
                self.moves[name.removesuffix("RangeStart")] = value(element, "name")
            case "moveFromRangeEnd" | "moveToRangeEnd" as name:
                self.moves.pop(name.removesuffix("RangeEnd"), None)
            case _:
                pass

    def _begin_comment(self, start: Any) -> None:  # noqa: ANN401 - an lxml element
        id_, root = value(start, "id"), start.getroottree().getroot()
        if self._ends[0] is not root:
            ends = root.iter("{*}commentRangeEnd")
            self._ends = (root, frozenset(value(each, "id") for each in ends))
        self.comments.append(id_)
        if id_ not in self._ends[1]:
            self.endless.add(id_)

    def end_paragraph(self) -> tuple[str, ...]:
        """End what reaches no further than a paragraph, and return the bookmarks that began in
        it.
        """
        if self.endless:
            self.comments = [each for each in self.comments if each not in self.endless]
            self.endless = set()
        bookmarks, self.bookmarks = tuple(self.bookmarks), []
        return bookmarks

    # Fields

    def at_field(self, kind: str) -> None:
        """Note that a field begins, that its result begins, or that it ends (17.16.18)."""
        if kind == "begin":
            self.fields.append(OpenField())
        elif kind == "separate" and self.fields:
            self.fields[-1].shows = True
            self.read.update(self.fields[-1].held)
        elif kind == "end" and self.fields:
            self.read.update(self.fields.pop().held)

    @property
    def is_in_code(self) -> bool:
        """Whether what is read now belongs to the code of a field, which is no text."""
        return any(not each.shows for each in self.fields)

    @property
    def is_worked_out(self) -> bool:
        """Whether a program puts in what is read now."""
        return any(each.shows and not each.is_written for each in self.fields)

    @property
    def field_link(self) -> str:
        """The address of the innermost field that is a link."""
        addresses = (each.address for each in reversed(self.fields) if each.shows)
        return next(filter(None, addresses), "")
