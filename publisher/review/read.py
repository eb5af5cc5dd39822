"""The reader of returned drafts: from the bytes of a Word file to a `Returned`.

Own code over lxml, since no library reads tracked changes whole. Each mark that is read is counted;
what is left over is told, so that nothing a reviewer did is lost in silence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.review.comment_keys import AnchorKeys, own_keys
from publisher.review.letters import letters_in_comments, letters_of
from publisher.review.names import MARKS, PLAIN_VALUES, child, name_of, named, parsed, value
from publisher.review.paragraphs import TextContext, read_line
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

# The toolkit's own templates call their parts footerDraft.xml; word processors count them.
_STORIES = re.compile(r".*/(header|footer|footnote|endnote)[^/]*\.xml")
_MARKED = re.compile(r".*/(document|comments|(header|footer|footnote|endnote)[^/]*)\.xml")


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
        self._marks: Counter[str] = Counter()
        self._context = TextContext(self._boxes)
        self._letters_lost = 0
        self._comment_roots = tuple(self._roots("/comments.xml"))
        self._anchors = AnchorKeys([value(each, "id") for each in self._comment_roots])

    def returned(self) -> Returned:
        """Return what the file holds."""
        main = next(name for name in self._parts if name.endswith("document.xml"))
        self._context.links = self._links(main)
        document = self._anchors.put_into(parsed(self._parts[main]))
        body = tuple(self._blocks(child(document, "body")))
        for name in sorted(self._parts):
            if found := _STORIES.fullmatch(name):
                self._context.links = self._links(name)
                self._read_story(found[1], self._anchors.put_into(parsed(self._parts[name])))
        comments = tuple(self._comments())
        self._marks = self._counted()
        said = sum(letters_of("".join(comment.lines)) for comment in comments)
        self._letters_lost = letters_in_comments(self._comment_roots) - said
        return Returned(
            self._properties(),
            body,
            comments,
            tuple(self._stories),
            tuple(self._layout),
        )

    def unread(self, file: str) -> Iterator[Diagnostic]:
        """Yield the marks of the file, and the letters of its comments, that were not read, if
        any.
        """
        if self._letters_lost > 0:
            yield problem("R670", Place(file), count=self._letters_lost)
        for name, count in sorted((self._marks - self._context.seen).items()):
            yield problem("R621", Place(file), count=count, name=name)

    def _counted(self) -> Counter[str]:
        """Return how often each mark stands in the file; of the two texts of a text box one
        counts.
        """
        counted: Counter[str] = Counter()
        for name, content in self._parts.items():
            if _MARKED.fullmatch(name):
                root = parsed(content)
                for fallback in list(named(root, "Fallback")):
                    fallback.getparent().remove(fallback)
                counted.update(name_of(each) for each in named(root, *MARKS))
        return counted

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
            around = {name_of(each) for each in content.iterancestors()}
            if not around & {"Fallback", "txbxContent"}:
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
        roots = self._comment_roots
        keys = own_keys(value(root, "id") for root in roots)
        last = [_last_paragraph(root) for root in roots]
        by_paragraph = dict(zip(last, keys, strict=True))
        by_paragraph[""] = ""  # what names no paragraph answers nothing
        threads = {value(each, "paraId"): each for each in self._roots("/commentsExtended.xml")}
        for root, key, paragraph in zip(roots, keys, last, strict=True):
            thread = threads.get(paragraph) if paragraph else None
            yield ReturnedComment(
                key,
                value(root, "author"),
                value(root, "date"),
                tuple(_meant(line) for line in _lines(self._blocks(root))),
                by_paragraph.get(value(thread, "paraIdParent"), ""),
                value(thread, "done") not in ("", *PLAIN_VALUES),
                value(root, "id"),
                thread is not None,
            )

    def _properties(self) -> dict[str, str]:
        return {
            value(each, "name"): "".join(each.itertext())
            for each in self._roots("docProps/custom.xml")
        }

    def _roots(self, ending: str) -> Iterable[Any]:
        part = next((part for name, part in self._parts.items() if name.endswith(ending)), None)
        return parsed(part) if part is not None else ()


def _meant(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces if piece.is_meant)


def _lines(blocks: Iterable[Line | ReturnedTable]) -> Iterator[Line]:
    """Yield the lines of a cell or story, those of tables inside it among them."""
    for block in blocks:
        match block:
            case Line():
                yield block
            case ReturnedTable(rows):
                for row in rows:
                    for cell in row.cells:
                        yield from cell.lines


def _tags(control: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
    """Return by what a content control is known (17.5.2.42, 17.5.2.1)."""
    found = (value(child(control, "sdtPr", name), "val") for name in ("tag", "alias"))
    return tuple(filter(None, found))


def _last_paragraph(comment: Any) -> str:  # noqa: ANN401 - an lxml element
    paragraphs = list(named(comment, "p"))
    return value(paragraphs[-1], "paraId") if paragraphs else ""
