"""The text of a cell as JSON: what `Block`s hold, in names that a reader of the record understands.

A paragraph is {"paragraph": [...]}, a list {"bullets": [...]} or {"numbers": [...]}, an item
{"level": 0, "text": [...]}. In a line stand plain strings, {"text": …, "bold": true, …} for words
that look otherwise, {"break": true}, and {"cited": [{"source": …, "place": …}], "written": …}.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from publisher.domain.text import (
    Block,
    Break,
    Citation,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Reference,
    Span,
)


def blocks_written(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return blocks as values for JSON."""
    return [_block_written(block) for block in blocks]


def _block_written(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(inlines):
            return {"paragraph": _line_written(inlines)}
        case ListBlock(items, is_ordered):
            name = "numbers" if is_ordered else "bullets"
            return {name: [_item_written(item) for item in items]}


def _item_written(item: ListItem) -> dict[str, Any]:
    return {"level": item.level, "text": _line_written(item.inlines)}


def _line_written(inlines: Iterable[Inline]) -> list[Any]:
    return [_inline_written(inline) for inline in inlines]


def _inline_written(inline: Inline) -> str | dict[str, Any]:
    match inline:
        case Span(text):
            look = {
                "bold": inline.bold,
                "italic": inline.italic,
                "link": inline.link,
                "language": inline.language,
            }
            chosen = {name: value for name, value in look.items() if value}
            return {"text": text, **chosen} if chosen else text
        case Break():
            return {"break": True}
        case Citation(references, written):
            cited = [_reference_written(each) for each in references]
            return {"cited": cited, "written": written}
        case _:
            raise TypeError(f"no text of a workbook holds a {type(inline).__name__}")


def _reference_written(reference: Reference) -> dict[str, str]:
    written = {"source": reference.source}
    return written | {"place": reference.pinpoint} if reference.pinpoint else written


def blocks_of(written: Sequence[Any]) -> tuple[Block, ...]:
    """Return the blocks of values from JSON. Raises KeyError or TypeError where they are none."""
    return tuple(_block(each) for each in written)


def _block(written: dict[str, Any]) -> Block:
    if "paragraph" in written:
        return Paragraph(_line(written["paragraph"]))
    is_ordered = "numbers" in written
    items = written["numbers" if is_ordered else "bullets"]
    return ListBlock(
        tuple(ListItem(_line(item["text"]), item["level"]) for item in items), is_ordered
    )


def _line(written: Sequence[Any]) -> tuple[Inline, ...]:
    return tuple(_inline(each) for each in written)


def _inline(written: str | dict[str, Any]) -> Inline:
    if isinstance(written, str):
        return Span(written)
    if "break" in written:
        return Break()
    if "cited" in written:
        references = tuple(
            Reference(each["source"], each.get("place", "")) for each in written["cited"]
        )
        return Citation(references, written["written"])
    return Span(**written)
