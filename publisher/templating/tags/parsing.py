"""One tag as Jinja reads it, or what keeps Jinja from reading it, told by a code of the catalogue.

Each tag is read alone, so that a mistake in one leaves the others readable.
"""

import ast
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

_PARSER = Environment(autoescape=True)
CURLY_QUOTES = str.maketrans("“”‘’", "\"\"''")
# How Jinja says that something is missing at the end of a tag.
_CUT_SHORT = re.compile(
    r"(?:got|unexpected) 'end of|[Uu]nexpected end|expected name or number|Expected an expression"
    r"|unexpected '[])}]'|expected token '[],)]', got 'end"
)
_TYPOGRAPHIC = re.compile("[“”„‟«»‹›‘’‚‛″′]")
# How each instruction is made whole, so that it can be read alone.
_FRAMES = {
    "for": "{{% {} %}}{{% endfor %}}",
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if x %}}{{% {} %}}{{% endif %}}",
    "else": "{{% if x %}}{{% {} %}}{{% endif %}}",
    "macro": "{{% {} %}}{{% endmacro %}}",
    "call": "{{% {} %}}{{% endcall %}}",
    "with": "{{% {} %}}{{% endwith %}}",
    "filter": "{{% {} %}}{{% endfilter %}}",
    "endfor": "{{% for x in x %}}{{% {} %}}",
    "endif": "{{% if x %}}{{% {} %}}",
    "endmacro": "{{% macro x() %}}{{% {} %}}",
    "endcall": "{{% call x() %}}{{% {} %}}",
    "endwith": "{{% with %}}{{% {} %}}",
    "endset": "{{% set x %}}{{% {} %}}",
    "endfilter": "{{% filter upper %}}{{% {} %}}",
    "raw": "{{% {} %}}{{% endraw %}}",
    "endraw": "{{% raw %}}{{% {} %}}",
}
INSTRUCTIONS = (*_FRAMES, "set")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a tag cannot be read: a code of the catalogue with its values."""

    code: str
    values: Mapping[str, str]


def read_expression(inner: str) -> nodes.Expr | Unreadable:
    """Return what a tag prints."""
    tree = _parsed("{{ " + inner + " }}", inner)
    if isinstance(tree, Unreadable):
        return tree
    output = next(tree.find_all(nodes.Output), None)
    for each in output.nodes if output else ():
        if not isinstance(each, nodes.TemplateData):
            return each
    return Unreadable("T525", {})


def read_instruction(word: str, inner: str) -> nodes.Node | Unreadable:
    """Return a loop, a condition or another instruction."""
    frame = _FRAMES.get(word)
    if word == "set":
        frame = "{{% {} %}}" if "=" in inner else "{{% {} %}}{{% endset %}}"
    tree = _parsed((frame or "{}").format(inner.strip()), inner)
    return tree if isinstance(tree, Unreadable) else next(iter(tree.body), tree)


@lru_cache(maxsize=1024)
def _parsed(source: str, inner: str) -> nodes.Template | Unreadable:
    try:
        return _PARSER.parse(source)
    except TemplateSyntaxError as fault:
        return _unreadable(fault.message or "", inner)
    # A number of 5,000 digits, a thousand brackets.
    except (ValueError, RecursionError, MemoryError):
        return Unreadable("T524", {"near_text": _shortened(inner)})


def _unreadable(fault: str, inner: str) -> Unreadable:
    """Return a fault of Jinja's in the editor's terms."""
    if character := re.match(r"unexpected char (.+) at \d+$", fault):
        return _odd_character(ast.literal_eval(character[1]), inner)
    if _CUT_SHORT.search(fault):
        return Unreadable("T525", {})
    got = re.search(r"got '(.+?)'|unexpected '(.+?)'|tag '(.+?)'", fault)
    near_text = _shortened(inner)
    if got:
        near_text = next(filter(None, got.groups()), "")
    return Unreadable("T524", {"near_text": near_text})


def _odd_character(character: str, inner: str) -> Unreadable:
    if typographic := _TYPOGRAPHIC.search(inner):
        return Unreadable("T527", {"sign": typographic[0]})
    if character in "\"'":
        return Unreadable("T529", {"sign": character})
    name = f"{unicodedata.name(character[0], 'unnamed').lower()}, U+{ord(character[0]):04X}"
    is_seen = unicodedata.category(character[0])[0] not in "CZ"
    return Unreadable("T526", {"sign": f"{character[0]} ({name})" if is_seen else name})


def _shortened(inner: str) -> str:
    text = " ".join(inner.split())
    return text if len(text) <= 40 else f"{text[:40]} …"


def lexes_alike(first: str, second: str) -> bool:
    """Tell whether two texts of a tag mean the same, whatever spaces stand beside dots and bars."""
    try:
        return [_tokens(first)] == [_tokens(second)]
    except TemplateSyntaxError:
        return False


def _tokens(tag: str) -> list[tuple[str, str]]:
    return [(kind, text) for _, kind, text in _PARSER.lex(tag) if kind != "whitespace"]
