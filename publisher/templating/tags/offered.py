"""What values offer that are no groups of our fields: texts, dates, loops, tables of words."""

from collections.abc import Iterable

from publisher.domain.dates import PartialDate
from publisher.templating.contract import (
    ANY,
    CHOICE,
    DATE,
    NOTHING,
    NUMBER,
    TEXT,
    YES_NO,
    ListOf,
    Plain,
    ValueKind,
    fields_of,
)
from publisher.templating.sandbox import TEXT_METHODS

MACRO, LOOP = Plain("macro"), Plain("loop")
MADE = Plain("any_made")  # what a macro gives: text, or ready paragraphs
PRINTABLE = {TEXT, NUMBER, DATE, CHOICE, YES_NO, NOTHING}
# Methods, and what they give when they are called.
_TEXT_METHOD, _RANGE = Plain("text_method"), Plain("range")
_ITEMS, _KEYS = Plain("items"), Plain("keys")
_SPACES, SPACE = Plain("namespaces"), Plain("namespace")
GLOBALS: dict[str, ValueKind] = {"range": _RANGE, "namespace": _SPACES}
TABLE_KINDS: dict[str, ValueKind] = {"items": _ITEMS, "keys": _KEYS, "values": _KEYS}
METHODS: dict[ValueKind, ValueKind] = {
    _TEXT_METHOD: TEXT, _RANGE: ListOf(NUMBER), _ITEMS: ListOf(ListOf(TEXT)), _KEYS: ListOf(TEXT),
    _SPACES: SPACE,
}  # fmt: skip
_LOOP_NUMBERS = ("index", "index0", "revindex", "revindex0", "length", "depth", "depth0")


def _each(names: Iterable[str], kind: ValueKind) -> dict[str, ValueKind]:
    return dict.fromkeys(names, kind)


# What values without fields of ours offer under a name.
OFFERS: dict[ValueKind, dict[str, ValueKind]] = {
    TEXT: _each((*TEXT_METHODS, "format"), _TEXT_METHOD),
    CHOICE: _each(TEXT_METHODS, _TEXT_METHOD) | _each(("name", "value"), TEXT),
    DATE: _each(fields_of(PartialDate), NUMBER),
    LOOP: _each(_LOOP_NUMBERS, NUMBER)
    | _each(("first", "last"), YES_NO)
    | _each(("previtem", "nextitem", "changed", "cycle"), ANY),
}
