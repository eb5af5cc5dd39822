"""Two editions of a text in one: what only the later has, what only the earlier, what both have.

Comes in: the blocks of a cell in each edition, ready for print. Goes out: blocks in which words of
one of them alone are `Changed`. Read without what was taken away they are the later text, without
what was added the earlier one, word for word: proved by a property test. Looks are those of the
later text, spaces are not compared.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from publisher.domain.text import (
    Block,
    Break,
    Changed,
    Citation,
    CrossReference,
    Inline,
    ListBlock,
    ListItem,
    Move,
    NoteCall,
    Paragraph,
    Span,
    Unchanged,
    changed_whole,
    with_lines,
)

# Words with the space before them; marks of punctuation and signs of scripts without spaces between
# words (CLDR: ja, zh) stand alone, so that a change of one leaves its neighbours as they are.
_ALONE = r"[.,;:!?()\[\]{}\"“”„‘’«»…/،؛؟।。、，；：？！（）「」]"
_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_TOKEN = re.compile(
    rf"\s*(?:{_ALONE}|{_IDEOGRAPH}|(?:(?!{_ALONE}|{_IDEOGRAPH})\S)+)|\s+", re.IGNORECASE
)
# Lines of which more than half is the same are one line that was changed.
_ALIKE = 0.5
# So many lines ahead a line is looked for again: a cell may hold a thousand.
_AS_FAR_AS = 30
# Between two changes so few letters that stayed only make the reading hard: they are changed too.
_TOO_FEW = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or an item of a list; `kind` is 'paragraph', 'bullet' or 'number'."""

    kind: str
    level: int
    inlines: tuple[Inline, ...]


def redlined(old: Iterable[Block], new: Iterable[Block]) -> tuple[Block, ...]:
    """Return two editions of a text in one."""
    was, now = (list(_lines(_close_to_notes(blocks))) for blocks in (old, new))
    merged = list(_merged_lines(was, now))
    return tuple(_blocks(_with_one_that_stays(merged)))


def exchanged(
    old: Iterable[Block], new: Iterable[Block], went: Move | None, came: Move | None
) -> tuple[Block, ...]:
    """Return two texts in one of which one, or each, only moved: all of the old one went, all of
    the new one came. `went` and `came` name the other end.
    """
    was, now = (list(_lines(_close_to_notes(blocks))) for blocks in (old, new))
    merged = [*_moved(was, went, is_added=False), *_moved(now, came, is_added=True)]
    return tuple(_blocks(_with_one_that_stays(merged)))


def _moved(lines: Iterable[_Line], move: Move | None, *, is_added: bool) -> Iterator[_Line]:
    told = move.told if move else ""
    for number, line in enumerate(lines, start=1):
        whole = _whole(line, is_added=is_added)
        if move is None:
            yield whole
            continue
        inlines: list[Inline] = []
        for each in whole.inlines:
            assert isinstance(each, Changed)
            inlines.append(replace(each, move=Move(f"{move.name}.{number}", told)))
            told = ""
        yield replace(whole, inlines=tuple(inlines))


def _close_to_notes(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks without the spaces before citation marks, as they are printed."""
    return with_lines(blocks, _close_to_note)


def _close_to_note(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    for place, inline in enumerate(inlines):
        following = inlines[place + 1] if place + 1 < len(inlines) else None
        if isinstance(inline, Span) and isinstance(following, Citation | NoteCall):
            yield replace(inline, text=inline.text.rstrip())
        else:
            yield inline


# Lines


def _lines(blocks: Iterable[Block]) -> Iterator[_Line]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield _Line("paragraph", 0, inlines)
            case ListBlock(items, is_ordered):
                for item in items:
                    yield _Line("number" if is_ordered else "bullet", item.level, item.inlines)


def _blocks(lines: Iterable[_Line]) -> Iterator[Block]:
    for kind, group in groupby(lines, key=lambda line: line.kind):
        if kind == "paragraph":
            yield from (Paragraph(line.inlines) for line in group)
        else:
            items = tuple(ListItem(line.inlines, line.level) for line in group)
            yield ListBlock(items, kind == "number")


def _merged_lines(was: Sequence[_Line], now: Sequence[_Line]) -> Iterator[_Line]:
    old, new = ([_key_of_line(line) for line in lines] for lines in (was, now))
    for kind, first, last, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            yield from now[start:end]
        else:
            yield from _paired(was[first:last], now[start:end])


def _key_of_line(line: _Line) -> tuple[object, ...]:
    tokens = tuple(_tokens(line.inlines))
    return (line.kind, line.level, *map(_key, tokens), *map(_has_space, tokens[1:]))


def _paired(was: Sequence[_Line], now: Sequence[_Line]) -> Iterator[_Line]:
    """Yield changed lines: those that are alike as one, in the order of both."""
    left = [(line, _counted(line)) for line in was]
    for line in now:
        words = _counted(line)
        near = enumerate(left[:_AS_FAR_AS])
        place = next((at for at, old in near if _is_alike(old[0], old[1], line, words)), None)
        if place is None:
            yield _whole(line, is_added=True)
            continue
        yield from (_whole(each, is_added=False) for each, _ in left[:place])
        yield replace(line, inlines=tuple(_merged(left[place][0].inlines, line.inlines)))
        left = left[place + 1 :]
    yield from (_whole(each, is_added=False) for each, _ in left)


def _counted(line: _Line) -> Counter[tuple[object, ...]]:
    return Counter(map(_key, _tokens(line.inlines)))


def _is_alike(
    one: _Line,
    words: Counter[tuple[object, ...]],
    other: _Line,
    others: Counter[tuple[object, ...]],
) -> bool:
    """Tell whether two lines are one that was changed; words in any order are counted first, which
    is quick and rules most of them out.
    """
    if one.kind != other.kind:
        return False
    shared = 2 * (words & others).total()
    if shared <= _ALIKE * (words.total() + others.total()):
        return False
    keys, other_keys = (list(map(_key, _tokens(line.inlines))) for line in (one, other))
    return SequenceMatcher(None, keys, other_keys).ratio() > _ALIKE


def _whole(line: _Line, *, is_added: bool) -> _Line:
    return replace(line, inlines=tuple(_as_changed(line.inlines, is_added=is_added)))


def _with_one_that_stays(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Return lines of which one at least stands in both editions.

    The end of a cell's last paragraph cannot be tracked in Word; where all lines were exchanged,
    one that went and one that came share a paragraph, whose end stays.
    """
    kinds = [changed_whole(line.inlines) for line in lines]
    if None in kinds or True not in kinds or False not in kinds:
        return lines
    place = next(number for number, kind in enumerate(kinds[1:]) if kind != kinds[number])
    pair = lines[place : place + 2]
    went, came = sorted(pair, key=lambda line: bool(changed_whole(line.inlines)))
    both = replace(came, inlines=(*went.inlines, *came.inlines))
    return [*lines[:place], both, *lines[place + 2 :]]


# Words


def _tokens(inlines: Iterable[Inline]) -> Iterator[Unchanged]:
    """Yield the words of a line, each with its look, and what is no text."""
    for inline in inlines:
        match inline:
            case Span(text):
                for found in _TOKEN.findall(text):
                    yield replace(inline, text=found)
            case Changed():
                raise TypeError("a text that shows two editions is no edition")
            case _:
                yield inline


def _key(token: Unchanged) -> tuple[object, ...]:
    """Return what a token is compared by: its words, the sources that it cites."""
    match token:
        case Span(text):
            return ("text", text.strip())
        case CrossReference(span):
            return ("text", " ".join(span.text.split()))
        case Citation(references):
            return ("cited", references)
        case NoteCall(_, note):
            return ("note", note)
        case Break():
            return ("break",)


def _merged(was: Iterable[Inline], now: Iterable[Inline]) -> Iterator[Inline]:
    """Yield one line of both editions, word by word."""
    old, new = list(_tokens(was)), list(_tokens(now))
    keys, others = (list(map(_key, tokens)) for tokens in (old, new))
    steps = _readable(SequenceMatcher(None, keys, others).get_opcodes(), new)
    found: list[Inline] = []
    for kind, first, last, start, end in steps:
        if kind == "equal":
            for before, after in zip(old[first:last], new[start:end], strict=True):
                found += _standing(before, after)
        else:
            found += (Changed(token, is_added=False) for token in old[first:last])
            found += (Changed(token, is_added=True) for token in new[start:end])
    yield from _joined(found)


def _standing(old: Unchanged, new: Unchanged) -> Iterator[Inline]:
    """Yield a word that stands in both editions; the space before it may stand in one only."""
    if not (isinstance(old, Span) and isinstance(new, Span)) or _has_space(old) == _has_space(new):
        yield new
    elif _has_space(new):
        yield Changed(Span(" "), is_added=True)
        yield replace(new, text=new.text.lstrip())
    else:
        yield Changed(Span(" "), is_added=False)
        yield new


def _has_space(token: Unchanged) -> bool:
    return isinstance(token, Span) and token.text[:1].isspace()


_Step = tuple[str, int, int, int, int]


def _readable(steps: Iterable[_Step], new: Sequence[Unchanged]) -> list[_Step]:
    """Return steps in which a word or two that stayed between changes are changed as well."""
    found: list[_Step] = []
    listed = list(steps)
    for number, step in enumerate(listed):
        kind, first, last, start, end = step
        is_between = 0 < number < len(listed) - 1
        if kind == "equal" and is_between and _is_little(new[start:end]):
            kind = "replace"
        if found and found[-1][0] != "equal" and kind != "equal":
            _, before, _, beginning, _ = found.pop()
            found.append(("replace", before, last, beginning, end))
        else:
            found.append((kind, first, last, start, end))
    return found


def _is_little(tokens: Sequence[Unchanged]) -> bool:
    if not all(isinstance(token, Span) for token in tokens):
        return False
    text = "".join(token.text for token in tokens if isinstance(token, Span))
    return sum(map(str.isalnum, text)) <= _TOO_FEW


def _as_changed(inlines: Iterable[Inline], *, is_added: bool) -> Iterator[Inline]:
    found = [Changed(token, is_added=is_added) for token in _tokens(inlines)]
    return _joined(found)


def _joined(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield inlines with words of one look and one edition as one span."""
    for key, group in groupby(inlines, key=_look):
        listed = list(group)
        if key is None:
            yield from listed
            continue
        bare = [each.inline if isinstance(each, Changed) else each for each in listed]
        spans = [each for each in bare if isinstance(each, Span)]
        joined = replace(spans[0], text="".join(each.text for each in spans))
        first = listed[0]
        yield Changed(joined, first.is_added) if isinstance(first, Changed) else joined


def _look(inline: Inline) -> tuple[object, ...] | None:
    """Return by what neighbouring words are one span; None of what is none."""
    span = inline.inline if isinstance(inline, Changed) else inline
    if not isinstance(span, Span):
        return None
    added = inline.is_added if isinstance(inline, Changed) else None
    return (added, span.bold, span.italic, span.link, span.language)
