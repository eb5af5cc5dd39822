"""A text is a tuple of blocks, a block holds inlines; and how to walk through them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their forms, which run from right to left.
TO_THE_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look; `link` is the address it leads to, if any.

    `language` is set where it is another than that of the text around it.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source by its key, with the place in it: DE-9, para. 12."""

    source: str
    pinpoint: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation mark as researchers write it: [DE-9 para. 12; DE-10]."""

    references: tuple[Reference, ...]
    written: str


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The raised number that stands for a citation mark in a publication.

    `id` names this very call, so that the note can lead back to it.
    """

    number: int
    note: str
    id: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Words that name another provision, such as 'article 3(5)', with the id of its row."""

    span: Span
    provision: str


Unchanged = Span | Break | Citation | NoteCall | CrossReference


@dataclass(frozen=True, slots=True)
class Move:
    """A line that stands in another cell than before: `name` is the same at both ends; `told` says
    where a text begins where the other end is.
    """

    name: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What only one of two compared editions has: the later one, where it was added. `move` is
    given where the other one has it as well, in another cell.
    """

    inline: Unchanged
    is_added: bool
    move: Move | None = None


Inline = Unchanged | Changed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line breaks inside it are kept."""

    inlines: tuple[Inline, ...]

    @property
    def runs_to_the_left(self) -> bool:
        """Whether it begins in a script that runs from right to left, and most of it does."""
        return _runs_to_the_left(self.inlines)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list; `level` is 0 for the outermost list."""

    inlines: tuple[Inline, ...]
    level: int = 0

    @property
    def runs_to_the_left(self) -> bool:
        """Whether it begins in a script that runs from right to left, and most of it does."""
        return _runs_to_the_left(self.inlines)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; numbers count from 1."""

    items: tuple[ListItem, ...]
    is_ordered: bool = False


Block = Paragraph | ListBlock


def _runs_to_the_left(inlines: Iterable[Inline]) -> bool:
    """Tell whether a line is a text in a script that runs from right to left: one that only quotes
    such a text, or begins with a name in it, is not.
    """
    text = plain_inlines(inlines)
    if text.isascii() or not TO_THE_LEFT.search(text):
        return False
    letters = [each for each in text if each.isalpha()]
    to_the_left = [each for each in letters if TO_THE_LEFT.match(each)]
    return letters[:1] == to_the_left[:1] != [] and 2 * len(to_the_left) > len(letters)


# Walking through a text


def changed_whole(inlines: Iterable[Inline]) -> bool | None:
    """Return whether a line was added as a whole (True), taken away (False), or neither (None)."""
    kinds = {each.is_added if isinstance(each, Changed) else None for each in inlines}
    return kinds.pop() if len(kinds) == 1 else None


def lines_of(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    """Yield the inlines of each paragraph and of each item of a list, in reading order."""
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield inlines
            case ListBlock(items):
                for item in items:
                    yield item.inlines


def all_inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Yield every inline of the blocks in reading order."""
    for line in lines_of(blocks):
        yield from line


def with_lines(
    blocks: Iterable[Block], change: Callable[[tuple[Inline, ...]], Iterable[Inline]]
) -> tuple[Block, ...]:
    """Return blocks in which each paragraph and each item holds what `change` gives for its
    inlines; what then holds nothing is left out.
    """
    changed = (_with_lines(block, change) for block in blocks)
    return tuple(block for block in changed if block is not None)


def _with_lines(
    block: Block, change: Callable[[tuple[Inline, ...]], Iterable[Inline]]
) -> Block | None:
    match block:
        case Paragraph(inlines):
            changed = tuple(change(inlines))
            return Paragraph(changed) if changed else None
        case ListBlock(items, is_ordered):
            changed_items = (replace(item, inlines=tuple(change(item.inlines))) for item in items)
            kept = tuple(item for item in changed_items if item.inlines)
            return ListBlock(kept, is_ordered) if kept else None


# Without formatting


def plain_text(blocks: Iterable[Block]) -> str:
    """Return the text of blocks without formatting, one line per paragraph, line or list item."""
    return "\n".join(plain_inlines(line) for line in lines_of(blocks))


def plain_inlines(inlines: Iterable[Inline]) -> str:
    """Return the text of inlines; a citation mark gives what was written, a note call its number in
    brackets.
    """
    return "".join([_plain_inline(each) for each in inlines])


def _plain_inline(inline: Inline) -> str:
    match inline:
        case Span(text):
            return text
        case Break():
            return "\n"
        case Citation(written=written):
            return written
        case CrossReference(span):
            return span.text
        case Changed(changed, is_added):
            return _plain_inline(changed) if is_added else ""
        case _:
            return f"[{inline.number}]"
