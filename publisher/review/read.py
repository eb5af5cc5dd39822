"""The reader of returned drafts: from the bytes of a Word file to a `Returned`.

Own code over lxml, since no library reads tracked changes whole. All letters and marks that are
read are counted; what is left over is told, so that nothing a reviewer did is lost in silence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure
from publisher.review.ledger import misread_marks, unread_letters, unread_marks
from publisher.review.names import PLAIN_VALUES, child, is_read, name_of, named, parsed, value
from publisher.review.paragraphs import read_line
from publisher.review.returned import (
    Line,
    Returned,
    ReturnedComment,
    ReturnedTable,
    Story,
    TableCell,
    TableRow,
    TrackedChange,
)
from publisher.review.safe_open import open_returned
from publisher.review.styles import StyleSheet
from publisher.review.text_context import TextContext

# The toolkit's own templates call their parts footerDraft.xml; word processors count them.
_STORIES = re.compile(r".*/(header|footer|footnote|endnote)[^/]*\.xml")


def read_returned(content: bytes, file: str) -> Checked[Returned]:
    """Return what stands in a returned draft, with what must be told of the file.

    Raises PublisherError where the file must not or cannot be opened.
    """
    opened = open_returned(content, file)
    try:
        reader = _Reader(opened.parts)
        return Checked(reader.returned(), (*opened.diagnostics, *reader.unread(file)))
    except (etree.XMLSyntaxError, RecursionError, ValueError, TypeError) as fault:
        raise failure("R614", Place(file)) from fault


class _Reader:
    """Reads the parts of one file."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._stories: list[Story] = []
        self._layout: list[TrackedChange] = []
        self._read: list[Any] = []  # the roots of the parts in which text stands
        self._context = TextContext(self._boxes, styles=StyleSheet(self._styles()))

    def returned(self) -> Returned:
        """Return what the file holds."""
        main = next(name for name in self._parts if name.endswith("document.xml"))
        self._context.links = self._links(main)
        body = tuple(self._blocks(child(self._root(self._parts[main]), "body")))
        for name in sorted(self._parts):
            if found := _STORIES.fullmatch(name):
                self._context.links = self._links(name)
                self._read_story(found[1], self._root(self._parts[name]))
        comments = tuple(self._comments())
        left = unread_marks(self._read, self._context.read)
        self._layout += map(self._context.format_change, tuple(left))
        return Returned(
            self._properties(),
            body,
            comments,
            tuple(self._stories),
            tuple(self._layout),
        )

    def unread(self, file: str) -> Iterator[Diagnostic]:
        """Yield what stands in the file and was not read, if anything."""
        yield from unread_letters(self._read, self._context.read, file)
        yield from misread_marks(self._read, self._context.read, file)

    def _root(self, content: bytes) -> Any:  # noqa: ANN401 - an lxml element
        """Return the root of a part in which text stands, to be looked through once more when all
        is read.
        """
        self._read.append(parsed(content))
        return self._read[-1]

    # The body

    def _blocks(self, parent: Any) -> Iterator[Line | ReturnedTable]:  # noqa: ANN401 - an lxml element
        for element in parent if parent is not None else ():
            match name_of(element):
                case "p":
                    yield read_line(element, self._context)
                case "tbl":
                    yield ReturnedTable(tuple(self._rows(element)))
                case "sdt":
                    yield from self._blocks(child(element, "sdtContent"))
                case "customXml" | "smartTag":
                    yield from self._blocks(element)
                case "sectPr":
                    self._layout += self._context.format_marks(element)
                case _:
                    self._context.note(element)

    def _rows(self, table: Any) -> Iterator[TableRow]:  # noqa: ANN401 - an lxml element
        for element in table:
            match name_of(element):
                case "tr":
                    yield self._row(element)
                case "sdt":
                    yield from self._rows(child(element, "sdtContent"))
                case "customXml":
                    yield from self._rows(element)
                case "tblPr" | "tblGrid":
                    self._layout += self._context.format_marks(element)
                case _:
                    self._context.note(element)

    def _row(self, row: Any) -> TableRow:  # noqa: ANN401 - an lxml element
        properties = child(row, "trPr")
        changes = self._context.marks_in(properties)
        self._layout += self._context.format_marks(properties)
        self._layout += self._context.format_marks(child(row, "tblPrEx"))
        skipped = int(value(child(properties, "gridBefore"), "val") or 0)
        return TableRow(tuple(self._cells(row, ())), changes, skipped)

    def _cells(self, row: Any, tags: tuple[str, ...]) -> Iterator[TableCell]:  # noqa: ANN401 - an lxml element
        for element in row:
            match name_of(element):
                case "tc":
                    yield self._cell(element, tags)
                case "sdt":
                    yield from self._cells(child(element, "sdtContent"), (*tags, *_tags(element)))
                case "customXml":
                    yield from self._cells(element, tags)
                case _:
                    self._context.note(element)

    def _cell(self, cell: Any, tags: tuple[str, ...]) -> TableCell:  # noqa: ANN401 - an lxml element
        properties = child(cell, "tcPr")
        changes = self._context.marks_in(properties)
        self._layout += self._context.format_marks(properties)
        span = int(value(child(properties, "gridSpan"), "val") or 1)
        lines = tuple(_lines(self._blocks(cell)))
        inner = tuple(tag for control in named(cell, "sdt") for tag in _tags(control))
        links = tuple(filter(None, (value(each, "anchor") for each in named(cell, "hyperlink"))))
        return TableCell(lines, span, changes, (*tags, *inner), links)

    # What stands beside the body

    def _boxes(self, drawing: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
        """Read the text boxes of a drawing and return their ids; of two texts of a box the newer
        one (Part 3, 10.2).
        """
        ids = []
        for content in list(named(drawing, "txbxContent")):
            around = {name_of(each) for each in _within(content, drawing)}
            if "txbxContent" not in around and is_read(content):
                ids.append(f"text box {len(self._stories)}")
                self._add_story("text box", content, ids[-1])
        return tuple(ids)

    def _read_story(self, kind: str, root: Any) -> None:  # noqa: ANN401 - an lxml element
        if kind in ("header", "footer"):
            self._add_story(kind, root, "")
            return
        for note in root:
            if not value(note, "type"):
                self._add_story(kind, note, f"{kind} {value(note, 'id')}")

    def _add_story(self, name: str, parent: Any, id_: str) -> None:  # noqa: ANN401 - an lxml element
        """Read a text of its own: what is open around it, such as a field, does not reach into
        it.
        """
        context = self._context
        outer = (context.fields, context.comments, context.bookmarks)
        context.fields, context.comments, context.bookmarks = [], [], []
        number = len(self._stories)
        self._stories.append(
            Story(name, (), id_)
        )  # its place comes before those of boxes inside it
        self._stories[number] = Story(name, tuple(_lines(self._blocks(parent))), id_)
        context.fields, context.comments, context.bookmarks = outer

    def _links(self, part: str) -> dict[str, str]:
        """Return the addresses that a part leads to, by the id of the relationship (Part 2,
        9.3).
        """
        folder, _, name = part.rpartition("/")
        relations = self._parts.get(f"{folder}/_rels/{name}.rels")
        found = parsed(relations) if relations else ()
        return {
            value(each, "Id"): value(each, "Target")
            for each in found
            if value(each, "TargetMode") == "External"
        }

    def _comments(self) -> Iterator[ReturnedComment]:
        """Yield the comments; a reply names the last paragraph of what it answers (Office 2013,
        w15:commentEx).
        """
        roots = list(self._roots("/comments.xml"))
        self._read += [each.getroottree().getroot() for each in roots[:1]]
        self._context.links = self._links(self._part("/comments.xml"))
        last: dict[str, str] = {}
        by_paragraph: dict[str, str] = {}
        for root in roots:
            id_, paragraph = value(root, "id"), _last_paragraph(root)
            last[id_] = paragraph
            if paragraph:
                by_paragraph[paragraph] = id_
        threads = {value(each, "paraId"): each for each in self._roots("/commentsExtended.xml")}
        for root in roots:
            id_ = value(root, "id")
            thread = threads.get(last[id_])
            lines = tuple(_lines(self._blocks(root)))
            yield ReturnedComment(
                id_,
                value(root, "author"),
                value(root, "date"),
                tuple(map(_meant, lines)),
                by_paragraph.get(value(thread, "paraIdParent"), ""),
                value(thread, "done") not in ("", *PLAIN_VALUES),
                tuple(_addresses(lines)),
            )

    def _properties(self) -> dict[str, str]:
        return {
            value(each, "name"): "".join(each.itertext())
            for each in self._roots("docProps/custom.xml")
        }

    def _roots(self, ending: str) -> Iterable[Any]:
        name = self._part(ending)
        return parsed(self._parts[name]) if name else ()

    def _styles(self) -> Any:  # noqa: ANN401 - an lxml element, or None
        name = self._part("/styles.xml")
        return parsed(self._parts[name]) if name else None

    def _part(self, ending: str) -> str:
        return next((name for name in self._parts if name.endswith(ending)), "")


def _meant(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces if piece.is_meant)


def _addresses(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the addresses outside the draft to which words lead that do not say them, each once."""
    seen = {""}
    for piece in (piece for line in lines for piece in line.pieces if piece.is_meant):
        is_outside = not piece.link.startswith("#")
        if is_outside and piece.link not in seen and piece.link not in piece.text:
            seen.add(piece.link)
            yield piece.link


def _within(element: Any, outermost: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield what an element stands in, up to another."""
    for each in element.iterancestors():
        if each is outermost:
            return
        yield each


def _lines(blocks: Iterable[Line | ReturnedTable]) -> Iterator[Line]:
    """Yield the lines of a cell or story, those of tables inside it among them."""
    for block in blocks:
        match block:
            case Line():
                yield block
            case ReturnedTable(rows):
                for row in rows:
                    for cell in row.cells:
                        yield from map(_in_table, cell.lines)


def _in_table(line: Line) -> Line:
    """Return a line of a table inside a cell or story, which no content cell can hold."""
    return replace(line, pieces=tuple(replace(piece, holds="table") for piece in line.pieces))


def _tags(control: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
    """Return by what a content control is known (17.5.2.42, 17.5.2.1)."""
    found = (value(child(control, "sdtPr", name), "val") for name in ("tag", "alias"))
    return tuple(filter(None, found))


def _last_paragraph(comment: Any) -> str:  # noqa: ANN401 - an lxml element
    paragraphs = list(named(comment, "p"))
    return value(paragraphs[-1], "paraId") if paragraphs else ""
