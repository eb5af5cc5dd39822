"""The text of a cell as researchers write it, turned into blocks and inlines.

They may use Ctrl+B and Ctrl+I or **bold** and *italic*, begin a line with '- ' or '1. ' for a list,
leave a line empty for a new paragraph and cite with [DE-9 para. 12; DE-10]. Everything else is
literal. This is on purpose not CommonMark, which makes a list item 1998 of '1998. The Act…' and a
heading of '# 3 of 2005'.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from publisher.domain.characters import FORBIDDEN
from publisher.domain.citation import citation_marks, parse_bracketed, parse_square
from publisher.domain.model import Run
from publisher.domain.text import (
    Block,
    Break,
    Citation,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Span,
)

# No part of it may look far ahead for a mark that closes it: a cell holds 32,767 characters.
_LOOKS = (
    r"(?P<url>https?://[^\s<>\"«»\[\]{}|\\^`]+)"
    r"|\*\*(?=[^\s*])(?P<bold>(?:(?!\*\*).)+)(?<=[^\s*])\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*]+?)(?<=[^\s*])\*(?![\w*])"
)
# Bullets of Word's lists as Excel is given them: letters of Symbol and Wingdings at F000 and above
# (ECMA-376 Part 1, 17.3.3.30). Nobody begins a line with one to say something else, so no space
# need follow.
_FROM_WORD = r"\uf02d\uf06c-\uf077\uf09e\uf09f\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0fb-\uf0fe"
BULLET = rf"(?:[-•·▪◦\u2013][ \u00a0]+|[{_FROM_WORD}][ \u00a0]*)"
_BULLET = re.compile(rf"([ \u00a0]*){BULLET}(?=\S)")
_NUMBER = re.compile(r"([ \u00a0]*)(\d{1,2})\.[ \u00a0]+(?=\S)")
# Excel and openpyxl write characters that XML forbids, and the carriage return of text pasted from
# Word, like this (ECMA-376 Part 1, 22.9.2.19, ST_Xstring).
_ESCAPE = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def normalise(text: str) -> str:
    """Return text with one kind of line end and without invisible leftovers of other programs.

    Joiners that Persian and Hindi need and marks that steer right-to-left text are kept.
    """
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    text = _LINE_ENDS.sub("\n", text).translate(_INVISIBLE).replace("\t", " ")
    return unicodedata.normalize("NFC", text)


def normal_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return a cell's runs with normal text and without needless splits.

    Programs split runs where the script changes, even inside a citation mark, so neighbours of one
    look are joined; normalising comes after that, since an escape or a combining character may be
    split as well.
    """
    alike = groupby((run for run in runs if run.text), key=lambda run: (run.bold, run.italic))
    return tuple(
        Run(normalise("".join(run.text for run in group)), bold, italic)
        for (bold, italic), group in alike
    )


def forbidden_characters(text: str) -> tuple[str, ...]:
    """Return the names (U+0007) of characters that no Word or PDF file can hold, each once."""
    return tuple(dict.fromkeys(f"U+{ord(each):04X}" for each in FORBIDDEN.findall(text)))


def parse(
    runs: Iterable[Run], *, link: str = "", keys: Set[str] = frozenset()
) -> tuple[Block, ...]:
    """Return the blocks that a cell's normal runs mean; `link` is the address set on the whole cell
    in Excel, `keys` are those of the sources, which may be cited in round brackets as well.
    """
    context = _Context(link, keys)
    blocks: list[Block] = []
    follows_text = False
    for line in _lines(runs):
        text = "".join(run.text for run in line)
        if not text.strip():
            follows_text = False
            continue
        if marker := _marker(text, blocks[-1] if blocks else None):
            _add_item(
                blocks, marker, ListItem(_inlines(_cut(line, marker.length), context), marker.level)
            )
            follows_text = False
        else:
            _add_line(blocks, _inlines(_strip(line), context), follows_text)
            follows_text = True
    return tuple(blocks)


# Lines and blocks


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=each)] for each in others)
    return lines


@dataclass(frozen=True, slots=True)
class _Marker:
    """What begins a list item; `starts_list` is true of a '1.', which counts anew even after
    another list.
    """

    length: int
    level: int = 0
    is_ordered: bool = False
    starts_list: bool = False


def _marker(text: str, last: Block | None) -> _Marker | None:
    """Return the marker where a line is meant as a list item: '1998. The Act…' is not."""
    if found := _BULLET.match(text):
        return _Marker(found.end(), level=min(len(found[1]) // 2, 2))
    if found := _NUMBER.match(text):
        number = int(found[2])
        follows = isinstance(last, ListBlock) and last.is_ordered and number == len(last.items) + 1
        if number == 1 or follows:
            return _Marker(found.end(), is_ordered=True, starts_list=number == 1)
    return None


def _add_item(blocks: list[Block], marker: _Marker, item: ListItem) -> None:
    last = blocks[-1] if blocks else None
    if (
        isinstance(last, ListBlock)
        and last.is_ordered == marker.is_ordered
        and not marker.starts_list
    ):
        blocks[-1] = ListBlock((*last.items, item), marker.is_ordered)
    else:
        blocks.append(ListBlock((item,), marker.is_ordered))


def _add_line(blocks: list[Block], inlines: tuple[Inline, ...], follows_text: bool) -> None:
    last = blocks[-1] if blocks else None
    if follows_text and isinstance(last, Paragraph):
        blocks[-1] = Paragraph((*last.inlines, Break(), *inlines))
    else:
        blocks.append(Paragraph(inlines))


def _cut(line: list[Run], length: int) -> list[Run]:
    """Return a line without its first `length` characters and without spaces at its end."""
    rest: list[Run] = []
    for run in line:
        rest.append(replace(run, text=run.text[length:]))
        length = max(0, length - len(run.text))
    return _strip(rest)


def _strip(line: list[Run]) -> list[Run]:
    text = "".join(run.text for run in line)
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    kept: list[Run] = []
    position = 0
    for run in line:
        kept.append(replace(run, text=run.text[max(0, start - position) : max(0, end - position)]))
        position += len(run.text)
    return [run for run in kept if run.text]


# Inlines


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of a cell's inlines beforehand: the address set on it, the keys of sources."""

    link: str
    keys: Set[str]


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(f"{citation_marks()}|{_LOOKS}")


def _inlines(line: list[Run], context: _Context) -> tuple[Inline, ...]:
    pieces: list[Inline] = []
    for run in line:
        look = Span("", run.bold, run.italic, context.link)
        pieces.extend(_parse_inlines(run.text, look, context.keys))
    return tuple(pieces)


def _parse_inlines(text: str, look: Span, keys: Set[str]) -> Iterator[Inline]:
    pattern = _token_pattern()
    end = position = 0
    while found := pattern.search(text, position):
        meant = tuple(_token(found, look, keys))
        if not meant:
            position = found.start() + 1  # what is no mark may hold one
            continue
        if text[end : found.start()]:
            yield replace(look, text=text[end : found.start()])
        yield from meant
        end = position = found.end()
    if text[end:]:
        yield replace(look, text=text[end:])


def _token(found: re.Match[str], look: Span, keys: Set[str]) -> Iterator[Inline]:
    match found.lastgroup:
        case "citation":
            if references := parse_square(found["citation"], keys):
                yield Citation(references, found["citation"])
        case "bracketed":
            if references := parse_bracketed(found["bracketed"], keys):
                yield Citation(references, found["bracketed"])
        case "url":
            yield from _link(found["url"], look)
        case "bold":
            yield from _parse_inlines(found["bold"], replace(look, bold=True), keys)
        case "italic":
            yield from _parse_inlines(found["italic"], replace(look, italic=True), keys)
        case _:
            pass


def _link(url: str, look: Span) -> Iterator[Span]:
    """Yield an address as a link; the full stop or bracket that closes the sentence is not part of
    it.
    """
    address = url.rstrip(".,;:!?'\"”’…")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?'\"”’…")
    yield replace(look, text=address, link=address)
    if rest := url[len(address) :]:
        yield replace(look, text=rest)
