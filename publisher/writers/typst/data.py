"""A publication as data for a Typst template: dictionaries, lists, texts and numbers.

Comes in: a `Publication` or a `Guide`. Goes out: JSON in which every value has the name that it has
in templates of the other formats. A text stays a text: Typst reads it as data, never as code.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, singledispatch
from typing import Any

from publisher.compose.presentation import Picture
from publisher.compose.publication import Drawing
from publisher.domain.dates import PartialDate
from publisher.domain.text import (
    TO_THE_LEFT,
    Break,
    Changed,
    CrossReference,
    ListBlock,
    NoteCall,
    Paragraph,
    Span,
)
from publisher.domain.un_symbols import split_at_symbols

# Typst breaks a line inside a word only where it may be hyphenated; a longer word than this would
# run out of its cell. Scripts without spaces break of themselves: Thai, Lao, Myanmar, Khmer, and
# from the Hangul Jamo and the radicals of Chinese on.
_LONGEST_WORD = 24
_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
_LONG_WORD = re.compile(rf"[^\s\u200b\u00ad/{_WITHOUT_SPACES}-]{{{_LONGEST_WORD},}}")
# Of letters alone and up to this long, it is a word of a language, which the layout divides by
# syllables: Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung.
_LONGEST_IN_A_LANGUAGE = 72
_LETTERS = re.compile(r"\W*[^\W\d_]+\W*")  # and the marks around them
_BREAK_HERE = "\u200b"  # ZERO WIDTH SPACE
# UAX 9: LEFT-TO-RIGHT ISOLATE, POP DIRECTIONAL ISOLATE
_ISOLATE, _END_OF_ISOLATE = "\u2066", "\u2069"
_PARTING = " \u00a0,;:\u060c\u061b"  # with ARABIC COMMA and ARABIC SEMICOLON
_LETTER = re.compile(r"[^\W\d_]")
_TO_BE_FILLED = re.compile(r"\{\w+\}")
_UNSHOWN = "\ufffd"  # REPLACEMENT CHARACTER, in the place of a letter that no font has

# The kinds of blocks and inlines, as `house.typ` tells them apart; the pieces of a span are "text"
# and "symbol".
_KINDS: Mapping[type, str] = {
    Paragraph: "paragraph",
    ListBlock: "list",
    Break: "break",
    NoteCall: "note",
}
# Fields that hold no text to be read; see `_is_name` for the others.
_NAMES = frozenset(
    {
        "address", "calls", "code", "colour", "direction", "id", "key", "language", "link", "note",
        "notes_in_word", "report", "state", "symbol",
    }
)  # fmt: skip
Shown = Callable[[str], str]  # puts U+FFFD in the place of letters that no font has


def as_data(value: object, without_font: Collection[str] = (), direction: str = "ltr") -> Any:  # noqa: ANN401 - as below
    """Return a value of a template as what JSON can hold; letters of `without_font` become U+FFFD.

    PDF/A and PDF/UA allow no letter without a glyph (ISO 19005-3, 6.2.11.8; ISO 14289-1, 7.21.8).
    Where texts run from right to left, one in letters that run to the right alone is isolated, so
    that its numbers and full stops stay in their places.
    """
    letters = str.maketrans(dict.fromkeys(without_font, _UNSHOWN))

    def with_font(text: str) -> str:
        return text.translate(letters) if letters else text

    def shown(text: str) -> str:
        own = _TO_BE_FILLED.sub("", text)  # "{label}:" is a pattern of the language itself
        begun = own.lstrip(_PARTING)  # an Arabic comma is no letter that makes a text Arabic
        is_foreign = _LETTER.search(own) and not TO_THE_LEFT.search(begun)
        return _isolated(with_font(text)) if is_foreign else with_font(text)

    return _as_data(value, shown if direction == "rtl" else with_font)


def _isolated(text: str) -> str:
    """Return a text in an isolate. What parts it from the text that runs the other way stays
    outside: the spaces around it, and a comma or semicolon before it.
    """
    inner = text.strip().lstrip(_PARTING)
    before, after = text.split(inner, 1)
    return f"{before}{_ISOLATE}{inner}{_END_OF_ISOLATE}{after}"


@singledispatch
def _as_data(value: object, shown: Shown) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as data; each kind of value has its own way."""
    if is_dataclass(value):
        kind = _KINDS.get(type(value))
        names = _names(type(value))  # type: ignore[arg-type]  # mypy takes no class for hashable
        named = {
            name: _as_data(getattr(value, name), _as_written if is_name else shown)
            for name, is_name in names
        }
        return {"kind": kind, **named} if kind else named
    raise TypeError(f"a template is given no {type(value).__name__}")


def _is_name(field: str) -> bool:
    """Tell whether a field holds a name for programs: an id, a key, an address, a colour."""
    return field in _NAMES or field.endswith(("_id", "_code", "_colour", "_language"))


def _as_written(text: str) -> str:
    return text


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, bool], ...]:
    """Return the names of a kind of value, its fields and what is worked out from them, such as
    the year of a quote; of each, whether it holds a name for programs.
    """
    worked_out = (name for name, each in vars(kind).items() if isinstance(each, property))
    names = (*(each.name for each in fields(kind)), *worked_out)
    return tuple((name, _is_name(name)) for name in names)


@_as_data.register(int | float | None)
def _(value: float | None, _shown: Shown) -> float | None:
    return value


@_as_data.register
def _(value: str, shown: Shown) -> str:
    return breakable(shown(value))


@_as_data.register
def _(value: Enum, _shown: Shown) -> Any:  # noqa: ANN401 - as its values are
    return value.value


@_as_data.register
def _(value: PartialDate, _shown: Shown) -> str:
    return str(value)


@_as_data.register(Picture | Drawing)
def _(value: Picture | Drawing, _shown: Shown) -> dict[str, str]:
    return {"description": value.description}


@_as_data.register
def _(value: CrossReference, shown: Shown) -> dict[str, Any]:
    return {"kind": "cross", "to": value.provision, "body": [*_pieces(value.span, shown)]}


@_as_data.register
def _(value: Changed, shown: Shown) -> dict[str, Any]:
    kind = "added" if value.is_added else "removed"
    moved = value.move.told if value.move else ""
    return {"kind": kind, "moved": moved, "body": _as_data((value.inline,), shown)}


@_as_data.register(Mapping)
def _(value: Mapping[object, object], shown: Shown) -> dict[str, Any]:
    return {str(name): _as_data(each, shown) for name, each in value.items()}


@_as_data.register(tuple | list)
def _(values: Iterable[object], shown: Shown) -> list[Any]:
    """Return values as a list; the pieces of a span stand in it side by side."""
    listed: list[Any] = []
    for value in values:
        if isinstance(value, Span):
            listed += _pieces(value, shown)
        else:
            listed.append(_as_data(value, shown))
    return listed


def _pieces(span: Span, shown: Shown) -> Iterator[dict[str, Any]]:
    """Yield a span as one piece, or as several where it holds United Nations symbols, which are
    kept whole.
    """
    look = {
        name: getattr(span, name)
        for name in ("bold", "italic", "link", "language")
        if getattr(span, name)
    }
    for text, is_symbol in split_at_symbols(span.text):
        kind = "symbol" if is_symbol else "text"
        written = shown(text) if is_symbol or span.link else breakable(shown(text))
        yield {"kind": kind, "text": written, **look}


def breakable(text: str) -> str:
    """Return text in which a very long word may end a line, as a style sheet allows on the web; one
    that can be divided by syllables stays as it is.
    """
    if max(map(len, text.split()), default=0) < _LONGEST_WORD:
        return text
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    written, step = word[0], _LONGEST_WORD // 2
    if _LETTERS.fullmatch(written) and len(written) <= _LONGEST_IN_A_LANGUAGE:
        return written
    return _BREAK_HERE.join(written[at : at + step] for at in range(0, len(written), step))
