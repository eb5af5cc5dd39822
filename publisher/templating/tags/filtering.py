"""What the filters in tags do to the kinds of values, and whether they are used as they should be.

Comes in: a filter as Jinja reads it, and the kind of value before it. Goes out: the kind behind it;
faults are noted on the way.
"""

import inspect

from jinja2 import nodes
from jinja2.filters import FILTERS

from publisher.domain.names import likely
from publisher.templating.bounds import FILTER_NAMES, TEXT_FILTERS
from publisher.templating.contract import (
    ANY,
    BLOCKS,
    CHOICE,
    DATE,
    FORMATTED,
    INLINES,
    NUMBER,
    TEXT,
    YES_NO,
    Fields,
    FilterUse,
    ListOf,
    Ready,
    ValueKind,
    Words,
    fields_of,
    word_of,
)
from publisher.templating.tags.reading import Reading, StyleUse, usage, written

_GIVEN_BY_JINJA = ("environment", "eval_ctx", "context")
_NUMBER_FILTERS = ("abs", "count", "float", "int", "length", "round", "sum", "wordcount")
_ITEM_FILTERS = ("first", "last", "max", "min")
_SAME_FILTERS = (
    "d",
    "default",
    "list",
    "reject",
    "rejectattr",
    "reverse",
    "select",
    "selectattr",
    "sort",
    "unique",
)


def filtered(node: nodes.Filter, kind: ValueKind, reading: Reading) -> ValueKind:
    """Return the kind of what a filter gives."""
    if own := reading.contract.filter(node.name):
        return _own_filter(node, own, kind, reading)
    if node.name in FILTER_NAMES:
        return _jinja_filter(node, kind, reading)
    near = likely(node.name, [each.name for each in reading.contract.filters])
    # A filter of Jinja that is closed to templates was meant as it is written.
    if not near and node.name not in FILTERS:
        near = likely(node.name, FILTER_NAMES)
    reading.tell("T506", filter=node.name, near=near)
    return ANY


def _own_filter(node: nodes.Filter, own: FilterUse, kind: ValueKind, reading: Reading) -> ValueKind:
    reading.filters.add(own.name)
    source = written(node.node)
    if isinstance(own.takes, Fields) and own.takes == kind and not reading.asks:
        # The filter prints the formatted texts of the group that it takes.
        for name, each in fields_of(own.takes.type).items():
            if each.kind in FORMATTED:
                reading.uses.add((own.takes.type, name))
    if not _goes_with(kind, own.takes):
        _tell_mismatch(own.name, source, kind, own.takes, reading)
    if node.dyn_args is None and node.dyn_kwargs is None:
        _arguments(node, own, source, reading)
    return own.makes


def _tell_mismatch(
    name: str, source: str, kind: ValueKind, takes: ValueKind, reading: Reading
) -> None:
    better = usage(reading.contract, kind, source)
    reading.tell(
        "T507",
        filter=name,
        source=source,
        kind=word_of(kind),
        taken_kind=word_of(takes),
        usage=better,
    )


def _goes_with(kind: ValueKind, takes: ValueKind) -> bool:
    if ANY in (kind, takes) or kind == takes:
        return True
    if takes == TEXT:
        return kind in (NUMBER, YES_NO, DATE, CHOICE)
    return isinstance(takes, ListOf) and isinstance(kind, ListOf) and ANY in (kind.item, takes.item)


def _arguments(node: nodes.Filter, own: FilterUse, source: str, reading: Reading) -> None:
    """Tell arguments that a filter does not take or lacks, and note the style that one names."""
    named = {str(keyword.key): keyword.value for keyword in node.kwargs}
    right = usage(reading.contract, own.takes, source) or own.says
    try:
        bound = own.signature.bind(node.node, *node.args, **named)
    except TypeError:
        reading.tell("T508", filter=own.name, usage=right)
        return
    pairs = zip(node.args, own.kinds, strict=False)
    if not all(_fits(value, kind) for value, kind in pairs):
        reading.tell("T508", filter=own.name, usage=right)
    style = bound.arguments.get("style")
    if isinstance(style, nodes.Const) and isinstance(style.value, str):
        reading.styles.append(StyleUse(reading.tag, style.value, own.makes))


def _require_arguments(node: nodes.Filter, reading: Reading) -> None:
    """Tell arguments that a filter of Jinja does not take or lacks."""
    function = FILTERS[node.name]
    signature = inspect.signature(function)
    all_parameters = signature.parameters.values()
    parameters = [each for each in all_parameters if each.name not in _GIVEN_BY_JINJA]
    named = {str(keyword.key): keyword.value for keyword in node.kwargs}
    try:
        signature.replace(parameters=parameters).bind(node.node, *node.args, **named)
    except TypeError:
        wanted = ", ".join(each.name for each in parameters[1:] if each.default is each.empty)
        right = f"{{{{ {written(node.node)} | {node.name}({wanted}) }}}}"
        reading.tell("T508", filter=node.name, usage=right)


def _fits(value: nodes.Node, kind: ValueKind) -> bool:
    """Tell whether an argument that is written out is a text or a number, as it is wanted."""
    if not isinstance(value, nodes.Const) or kind not in (TEXT, NUMBER):
        return True
    return isinstance(value.value, str) == (kind == TEXT)


def _jinja_filter(node: nodes.Filter, kind: ValueKind, reading: Reading) -> ValueKind:
    source = written(node.node)
    _require_arguments(node, reading)
    if node.name in TEXT_FILTERS:
        if isinstance(kind, ListOf | Fields | Words | Ready) or kind in (BLOCKS, INLINES):
            _tell_mismatch(node.name, source, kind, TEXT, reading)
        return TEXT
    item = _checked_attribute(node, kind, reading)
    if node.name in _NUMBER_FILTERS:
        return NUMBER
    if node.name in _ITEM_FILTERS:
        return kind.item if isinstance(kind, ListOf) else ANY
    if node.name in _SAME_FILTERS:
        return kind
    made: dict[str, ValueKind] = {"join": TEXT, "map": ListOf(item)}
    return made.get(node.name, ANY)


def _checked_attribute(node: nodes.Filter, kind: ValueKind, reading: Reading) -> ValueKind:
    """Return the kind of the field that a filter picks from each item: map(attribute="title")."""
    picks = [each.value for each in node.kwargs if each.key == "attribute"]
    if node.name in ("selectattr", "rejectattr", "groupby"):
        picks = picks or node.args[:1]
    first = picks[0] if picks else None
    if not isinstance(first, nodes.Const) or not isinstance(first.value, str):
        return ANY
    if not isinstance(kind, ListOf):
        return ANY
    name, dot, _ = first.value.partition(".")
    reading.use(kind.item, name)
    if not isinstance(kind.item, Fields):
        return ANY
    known = fields_of(kind.item.type)
    if name not in known:
        near = likely(name, known)
        reading.tell("T502", owner=written(node.node), name=name, near=near)
        return ANY
    return ANY if dot else known[name].kind
