"""The reader of returned drafts: from the bytes of a Word file to a `Returned`.

Own code over lxml, since no library reads tracked changes whole. All letters and marks that are
read are counted; what is left over is told, so that nothing a reviewer did is lost in silence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import Any

from lxml import etree

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.domain.package import BrokenPackageError
from publisher.review.comment_keys import AnchorKeys, own_keys
from publisher.review.damaged import lost_text, mended
from publisher.review.ledger import misread_marks, unread_letters, unread_marks
from publisher.review.names import (
    PLAIN_VALUES,
    child,
    control_tags,
    is_read,
    last_paragraph_id,
    name_of,
    named,
    parsed,
    table_captions,
    value,
)
from publisher.review.paragraphs import read_line
from publisher.review.parts import addresses, properties_of, read_parts, story_parts, text_parts
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
from publisher.review.safe_open import ReturnedParts, open_returned
from publisher.review.stray import first_words, plain_text
from publisher.review.styles import StyleSheet
from publisher.review.text_context import TextContext
from publisher.review.wrapped import (
    block_within,
    cell_within,
    inside,
    is_loose_text,
    paragraph_of,
    row_within,
)


# Each file is asked for again when it is kept, when it is compared with its draft, and with each
# file that comes after it.
@lru_cache(maxsize=8)
def read_returned(content: bytes, file: str) -> Checked[Returned]:
    """Return what stands in a returned draft, with what must be told of the file.

    Raises PublisherError where the file must not or cannot be opened.
    """
    opened = open_returned(content, file)
    try:
        return _read(opened, file)
    except etree.XMLSyntaxError:
        return _read_damaged(opened, file)
    except _FAULTS as fault:
        raise failure("R614", Place(file)) from fault


_FAULTS = (BrokenPackageError, RecursionError, ValueError, TypeError)


def _read(opened: ReturnedParts, file: str) -> Checked[Returned]:
    reader = _Reader(opened)
    returned = reader.returned()
    return Checked(returned, (*opened.diagnostics, *reader.unread(file), *reader.told(file)))


def _read_damaged(opened: ReturnedParts, file: str) -> Checked[Returned]:
    """Return what a file holds whose XML is damaged, as far as it can be read; nothing is left out
    in silence.
    """
    place = Place(file)
    try:
        names = read_parts(opened.package)
        parts, damaged = mended(opened.parts, names)
        found = _read(replace(opened, parts=parts), file)
    except (etree.XMLSyntaxError, *_FAULTS) as fault:
        raise failure("R614", place) from fault
    told = [problem("R642", place, part=", ".join(damaged)), *found.diagnostics]
    are_words_told = any(each.code in ("R650", "R651") for each in told)
    texts = [opened.parts[name] for name in text_parts(opened.package)]
    count, words = lost_text(texts, found.value)
    if count and not are_words_told:
        told.append(problem("R643", place, count=count, words=words))
    return Checked(found.value, tuple(told))


class _Reader:
    """Reads the parts of one file."""

    def __init__(self, opened: ReturnedParts) -> None:
        self._parts, self._package = opened.parts, opened.package
        self._part = ""
        self._chunks: list[str] = []
        self._stories: list[Story] = []
        self._layout: list[TrackedChange] = []
        self._read: list[Any] = []  # the roots of the parts in which text stands
        self._context = TextContext(self._boxes, styles=StyleSheet(self._styles()))
        self._comment_parts = {
            part: parsed(self._parts[part])
            for part in self._package.related(self._package.main, "comments")
        }
        comments = [each for root in self._comment_parts.values() for each in root]
        self._anchors = AnchorKeys([value(each, "id") for each in comments])

    def returned(self) -> Returned:
        """Return what the file holds."""
        body = tuple(self._blocks(child(self._root(self._package.main), "body")))
        for name, kind in story_parts(self._package):
            self._read_story(kind, self._root(name))
        comments = tuple(self._comments())
        left = unread_marks(self._read, self._context.read)
        self._layout += map(self._context.format_change, tuple(left))
        return Returned(
            properties_of(self._parts, self._package),
            body,
            comments,
            tuple(self._stories),
            tuple(self._layout),
        )

    def unread(self, file: str) -> Iterator[Diagnostic]:
        """Yield what stands in the file and was not read, if anything."""
        yield from unread_letters(self._read, self._context.read, file)
        yield from misread_marks(self._read, self._context.read, file)

    def told(self, file: str) -> Iterator[Diagnostic]:
        """Yield the documents of other formats that stand whole in the text and were not read."""
        for name in self._chunks:
            words = first_words(plain_text(self._parts[name], name))
            yield problem("R645", Place(file), part=name, words=words)

    # The body

    def _blocks(self, parent: Any) -> Iterator[Line | ReturnedTable]:  # noqa: ANN401 - an lxml element
        for element in list(parent) if parent is not None else ():
            match name_of(element):
                case "p":
                    yield read_line(element, self._context)
                case "tbl":
                    yield ReturnedTable(tuple(self._rows(element)), table_captions(element))
                case "altChunk":
                    self._note_chunk(value(element, "id"))
                case "sectPr":
                    self._layout += self._context.format_marks(element)
                case _ if is_loose_text(element):
                    yield read_line(paragraph_of(element), self._context)
                case "ins" | "del" | "moveFrom" | "moveTo":
                    change = self._context.change(element)
                    yield from (block_within(change, each) for each in self._blocks(element))
                case _:
                    self._context.note(element)
                    yield from self._blocks(inside(element))

    def _rows(self, table: Any) -> Iterator[TableRow]:  # noqa: ANN401 - an lxml element
        for element in table if table is not None else ():
            match name_of(element):
                case "tr":
                    yield self._row(element)
                case "tblPr" | "tblGrid":
                    self._layout += self._context.format_marks(element)
                case "ins" | "del" | "moveFrom" | "moveTo":
                    change = self._context.change(element)
                    yield from (row_within(change, each) for each in self._rows(element))
                case _:
                    self._context.note(element)
                    yield from self._rows(inside(element))

    def _row(self, row: Any) -> TableRow:  # noqa: ANN401 - an lxml element
        properties = child(row, "trPr")
        changes = self._context.marks_in(properties)
        self._layout += self._context.format_marks(properties)
        self._layout += self._context.format_marks(child(row, "tblPrEx"))
        skipped = int(value(child(properties, "gridBefore"), "val") or 0)
        return TableRow(tuple(self._cells(row, ())), changes, skipped)

    def _cells(self, row: Any, tags: tuple[str, ...]) -> Iterator[TableCell]:  # noqa: ANN401 - an lxml element
        for element in row if row is not None else ():
            match name_of(element):
                case "tc":
                    yield self._cell(element, tags)
                case "ins" | "del" | "moveFrom" | "moveTo":
                    change = self._context.change(element)
                    yield from (cell_within(change, each) for each in self._cells(element, tags))
                case name:
                    self._context.note(element)
                    own = control_tags(element) if name == "sdt" else ()
                    yield from self._cells(inside(element), (*tags, *own))

    def _cell(self, cell: Any, tags: tuple[str, ...]) -> TableCell:  # noqa: ANN401 - an lxml element
        properties = child(cell, "tcPr")
        changes = self._context.marks_in(properties)
        self._layout += self._context.format_marks(properties)
        span = int(value(child(properties, "gridSpan"), "val") or 1)
        lines = tuple(_lines(self._blocks(cell)))
        inner = tuple(tag for control in named(cell, "sdt") for tag in control_tags(control))
        links = tuple(filter(None, (value(each, "anchor") for each in named(cell, "hyperlink"))))
        merge = child(properties, "vMerge")
        is_joined = merge is not None and value(merge, "val") != "restart"  # 17.4.84
        return TableCell(lines, span, changes, (*tags, *inner), links, is_joined)

    # What stands beside the body

    def _boxes(self, drawing: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
        """Read the text boxes of a drawing and return their ids; of two texts of a box the newer
        one (Part 3, 10.2).
        """
        ids = []
        for content in list(named(drawing, "txbxContent")):
            within = takewhile(lambda each: each is not drawing, content.iterancestors())
            around = set(map(name_of, within))
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

    def _root(self, part: str) -> Any:  # noqa: ANN401 - an lxml element
        """Return the root of a part that is read from now on."""
        return self._enter(part, self._anchors.put_into(parsed(self._parts[part])))

    def _enter(self, part: str, root: Any) -> Any:  # noqa: ANN401 - an lxml element
        """Take the addresses to which a part leads for those of what is read from now on, and
        return its root, which is looked through once more when all is read.
        """
        self._part, self._context.links = part, addresses(self._package, part)
        self._read.append(root)
        return root

    def _note_chunk(self, id_: str) -> None:
        """Note a document that stands whole in the text, for Word to take in (11.3.1, 17.17.2)."""
        for each in self._package.relationships(self._part):
            if each.id == id_ and each.target in self._parts:
                self._chunks.append(each.target)

    def _comments(self) -> Iterator[ReturnedComment]:
        """Yield the comments; a reply names the last paragraph of what it answers (Office 2013,
        w15:commentEx).
        """
        roots: list[Any] = []
        for part, root in self._comment_parts.items():
            self._enter(part, root)
            roots += root
        keys = own_keys(value(root, "id") for root in roots)
        last = [last_paragraph_id(root) for root in roots]
        by_paragraph = dict(zip(last, keys, strict=True))
        by_paragraph[""] = ""  # what names no paragraph answers nothing
        threads = {value(each, "paraId"): each for each in self._elements("commentsextended")}
        for root, key, paragraph in zip(roots, keys, last, strict=True):
            thread = threads.get(paragraph) if paragraph else None
            lines = tuple(_lines(self._blocks(root)))
            yield ReturnedComment(
                key,
                value(root, "author"),
                value(root, "date"),
                tuple(map(_meant, lines)),
                by_paragraph.get(value(thread, "paraIdParent"), ""),
                value(thread, "done") not in ("", *PLAIN_VALUES),
                tuple(_addresses(lines)),
                value(root, "id"),
                thread is not None,
            )

    def _elements(self, kind: str) -> Iterator[Any]:
        """Yield the elements of the parts that the document has for a purpose."""
        for part in self._package.related(self._package.main, kind):
            yield from parsed(self._parts[part])

    def _styles(self) -> Any:  # noqa: ANN401 - an lxml element, or None
        part = next(iter(self._package.related(self._package.main, "styles")), "")
        return parsed(self._parts[part]) if part else None


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
