"""Every field that a template may use, as an editor reads it: its kind, its tag, an example.

Comes in: a contract and publications of an invented country. Goes out: lines in the order of the
fields.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from publisher.compose.publication import Publication
from publisher.domain.text import plain_inlines, plain_text
from publisher.templating.contract import (
    ANY,
    BLOCKS,
    INLINES,
    YES_NO,
    Contract,
    Field,
    Fields,
    ListOf,
    Plain,
    ValueKind,
    fields_of,
    loop_name,
    summary_of,
    word_of,
)
from publisher.templating.tags.reading import usage


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field.

    `depth` is how deep in loops it stands, `kind` a word of the catalogues' [kind_names].
    `is_above` says that the fields below it were listed before, in another loop.
    """

    path: str
    depth: int
    kind: str
    tag: str
    says: str
    example: str
    is_above: bool = False


def field_lines(contract: Contract, examples: Sequence[Publication]) -> tuple[FieldLine, ...]:
    """Return a line for each field of a publication; what a list holds stands below it."""
    return tuple(_lines(_Group("report", Publication, tuple(examples), 0), contract, set()))


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of fields under a name, with the groups of the examples."""

    name: str
    type: type
    values: tuple[Any, ...]
    depth: int


def _lines(group: _Group, contract: Contract, seen: set[type]) -> Iterator[FieldLine]:
    seen.add(group.type)
    for each in fields_of(group.type).values():
        path = f"{group.name}.{each.name}"
        values = [getattr(value, each.name) for value in group.values]
        inside = tuple(value for value in values if value is not None)
        tag, example = _tag(each, path, contract), _example(inside, each.kind)
        item = each.kind.item if isinstance(each.kind, ListOf) else each.kind
        is_above = isinstance(item, Fields) and item.type in seen
        yield FieldLine(path, group.depth, word_of(each.kind), tag, each.says, example, is_above)
        if isinstance(each.kind, ListOf):
            items = tuple(chain.from_iterable(inside))
            yield from _items(item, items, group.depth + 1, contract, seen)
        elif isinstance(item, Fields) and not is_above:
            yield from _lines(_Group(path, item.type, inside, group.depth), contract, seen)


def _items(
    kind: ValueKind, values: tuple[Any, ...], depth: int, contract: Contract, seen: set[type]
) -> Iterator[FieldLine]:
    """Yield what one item of a list is."""
    if not isinstance(kind, Fields):
        yield FieldLine("text", depth, word_of(kind), "{{ text }}", "", _example(values, kind))
    elif kind.type not in seen:
        name = loop_name(kind.type)
        tag = usage(contract, kind, name)
        yield FieldLine(name, depth, "fields", tag, summary_of(kind.type), "")
        yield from _lines(_Group(name, kind.type, values, depth), contract, seen)


def _tag(each: Field, path: str, contract: Contract) -> str:
    """Return the tag that prints a field, asks for it or goes through it."""
    own = usage(contract, each.kind, path)
    start = "{%p" if contract.is_word else "{%"
    match each.kind:
        case _ if own:
            tag = own
        case ListOf(item):
            name = loop_name(item.type) if isinstance(item, Fields) else "text"
            tag = f"{start} for {name} in {path} %}} … {start} endfor %}}"
        case kind if kind == YES_NO:
            tag = f"{{% if {path} %}} … {{% endif %}}"
        case Plain() if each.kind != ANY:
            tag = f"{{{{ {path} }}}}"
        case _:
            tag = ""
    return tag


def _example(values: Iterable[object], kind: ValueKind) -> str:
    """Return the first value that says something, as text on one line."""
    for value in values:
        text = " ".join(_as_text(value, kind).split())
        if text:
            return text
    return ""


def _as_text(value: Any, kind: ValueKind) -> str:  # noqa: ANN401 - a field of any kind
    if kind == BLOCKS:
        return plain_text(value)
    if kind == INLINES:
        return plain_inlines(value)
    if kind == YES_NO:
        return "yes" if value else "no"
    is_told = isinstance(kind, Plain) and not (value is None or isinstance(value, bytes))
    return str(value) if is_told else ""
