"""Word comments that stand in a document from the start (ECMA-376 Part 1, 17.13.4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.report import CellKey
from publisher.domain.text import Block, Inline, lines_of
from publisher.domain.xml_text import quoteattr
from publisher.writers.docx.elements import NAMESPACE


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment at a content cell."""

    key: CellKey
    author: str
    text: tuple[Block, ...]


def comment_ids(comments: Iterable[WordComment]) -> dict[CellKey, tuple[int, ...]]:
    """Return the numbers of the comments at each cell."""
    found: dict[CellKey, tuple[int, ...]] = {}
    for number, comment in enumerate(comments):
        found[comment.key] = (*found.get(comment.key, ()), number)
    return found


def marked(paragraphs: str, ids: tuple[int, ...]) -> str:
    """Return the paragraphs of a cell with comments on all their text (17.13.4.3 to 17.13.4.5)."""
    if not ids:
        return paragraphs
    starts = ends = ""
    for id_ in ids:
        starts += f'<w:commentRangeStart w:id="{id_}"/>'
        ends += f'<w:commentRangeEnd w:id="{id_}"/><w:r><w:commentReference w:id="{id_}"/></w:r>'
    head, tail = paragraphs.split("</w:pPr>", 1)
    return f"{head}</w:pPr>{starts}{tail}".removesuffix("</w:p>") + f"{ends}</w:p>"


def comments_part(
    comments: Iterable[WordComment],
    style_ids: Mapping[str, str],
    stamp: datetime,
    write: Callable[[Iterable[Inline]], str],
) -> bytes:
    """Return the part with the comments (17.13.4.6); `write` prints the text of a paragraph."""
    style = style_ids.get("annotation text", "")
    look = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""
    body = ""
    for number, comment in enumerate(comments):
        author, initial = quoteattr(comment.author), quoteattr(comment.author[:1])
        body += f'<w:comment w:id="{number}" w:author={author}'
        body += f' w:date="{stamp:%Y-%m-%dT%H:%M:%SZ}" w:initials={initial}>'
        for line in lines_of(comment.text):
            body += f"<w:p>{look}{write(line)}</w:p>"
        body += "</w:comment>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:comments xmlns:w="{NAMESPACE}"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"{body}</w:comments>"
    ).encode()
