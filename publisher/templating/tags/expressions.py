"""What stands inside tags: names, fields, filters, each with the kind of value it gives.

Comes in: an expression as Jinja reads it, and the names in force. Goes out: its kind; faults are
noted on the way.
"""

from collections.abc import Mapping, Sequence
from functools import singledispatch
from types import NoneType

from jinja2 import Environment, nodes

from publisher.domain.names import likely
from publisher.templating.contract import (
    ANY,
    NOTHING,
    NUMBER,
    TEXT,
    YES_NO,
    Fields,
    ListOf,
    Plain,
    ValueKind,
    Words,
    fields_of,
    word_of,
)
from publisher.templating.sandbox import TABLE_METHODS
from publisher.templating.tags.filtering import filtered
from publisher.templating.tags.offered import (
    GLOBALS,
    LOOP,
    MACRO,
    MADE,
    METHODS,
    OFFERS,
    PRINTABLE,
    SPACE,
    TABLE_KINDS,
)
from publisher.templating.tags.reading import Reading, written

_TESTS = Environment(autoescape=True).tests


@singledispatch
def kind_in(node: nodes.Node, reading: Reading) -> ValueKind:
    """Return the kind of an expression."""
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        reading.tell("T511", name=node.name, near=likely(node.name, _TESTS))
    is_question = isinstance(node, nodes.Not | nodes.Compare | nodes.Test)
    for each in node.iter_child_nodes():
        if is_question:
            asked(each, reading)
        else:
            kind_in(each, reading)
    if is_question:
        return YES_NO
    return TEXT if isinstance(node, nodes.Concat) else ANY


def asked(node: nodes.Node, reading: Reading) -> ValueKind:
    """Return the kind of a condition; a field that is only asked about is not yet printed."""
    before, reading.asks = reading.asks, True
    kind = kind_in(node, reading)
    reading.asks = before
    return kind


@kind_in.register
def _(node: nodes.Const, _reading: Reading) -> ValueKind:
    known = {bool: YES_NO, int: NUMBER, float: NUMBER, str: TEXT, NoneType: NOTHING}
    return known.get(type(node.value), ANY)


@kind_in.register(nodes.List)
@kind_in.register(nodes.Tuple)
def _(node: nodes.List | nodes.Tuple, reading: Reading) -> ValueKind:
    kinds = {kind_in(each, reading) for each in node.items}
    return ListOf(kinds.pop() if len(kinds) == 1 else ANY)


@kind_in.register
def _(node: nodes.CondExpr, reading: Reading) -> ValueKind:
    asked(node.test, reading)
    kinds = [_guarded(node.expr1, guards_of(node.test), reading)]
    if node.expr2 is not None:
        kinds.append(kind_in(node.expr2, reading))
    return _common(kinds)


@kind_in.register
def _(node: nodes.And, reading: Reading) -> ValueKind:
    left = kind_in(node.left, reading)
    right = _guarded(node.right, guards_of(node.left), reading)
    return _common([left, right])


@kind_in.register
def _(node: nodes.Or, reading: Reading) -> ValueKind:
    return _common([kind_in(node.left, reading), kind_in(node.right, reading)])


def guards_of(test: nodes.Node) -> frozenset[str]:
    """Return the fields that are certainly there where a condition holds."""
    if isinstance(test, nodes.And):
        return guards_of(test.left) | guards_of(test.right)
    if isinstance(test, nodes.Getattr | nodes.Name):
        return frozenset((written(test),))
    return frozenset()


def _guarded(node: nodes.Node, guards: frozenset[str], reading: Reading) -> ValueKind:
    """Return the kind of an expression that counts only where some fields are there."""
    before, reading.guards = reading.guards, reading.guards | guards
    kind = kind_in(node, reading)
    reading.guards = before
    return kind


@kind_in.register(nodes.Neg)
@kind_in.register(nodes.Pos)
def _(node: nodes.Neg | nodes.Pos, reading: Reading) -> ValueKind:
    return _calculated({node.node: kind_in(node.node, reading)}, reading)


@kind_in.register
def _(node: nodes.BinExpr, reading: Reading) -> ValueKind:
    """Return the kind of a sum and the like; + may join texts and lists, * repeat them."""
    operands = {each: kind_in(each, reading) for each in (node.left, node.right)}
    kinds = list(operands.values())
    are_alike = kinds[0] == kinds[-1] and isinstance(kinds[0], Plain | ListOf)
    is_joined = isinstance(node, nodes.Add) and are_alike
    is_repeated = isinstance(node, nodes.Mul) and NUMBER in kinds
    if is_joined or is_repeated:
        return _common(kinds)
    return _calculated(operands, reading)


def _calculated(operands: Mapping[nodes.Expr, ValueKind], reading: Reading) -> ValueKind:
    """Tell the first operand that is no number."""
    for each, kind in operands.items():
        if kind not in (NUMBER, YES_NO, ANY):
            reading.tell("T515", source=written(each), kind=word_of(kind))
            return ANY
    return NUMBER


def _common(kinds: Sequence[ValueKind]) -> ValueKind:
    """Return the kind that all have; plain values of several kinds are texts."""
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    known = found - {ANY}
    if len(known) == 1 and known <= PRINTABLE:
        return known.pop()
    return TEXT if known and known <= PRINTABLE else ANY


# Names and fields


@kind_in.register
def _(node: nodes.Getattr, reading: Reading) -> ValueKind:
    return _field(node.node, node.attr, reading)


@kind_in.register
def _(node: nodes.Name, reading: Reading) -> ValueKind:
    kind = reading.look_up(node.name)
    if kind is not None:
        return kind
    if node.name in GLOBALS:
        return GLOBALS[node.name]
    if node.name == "loop" and any(each.word == "for" for each in reading.open):
        return LOOP
    if node.name.startswith("_"):
        reading.tell("T512", name=node.name)
    elif node.name in reading.gone:
        reading.tell("T505", name=node.name, other=reading.gone[node.name])
    else:
        known = ", ".join(name for name, kind in reading.names().items() if kind != MACRO)
        reading.tell("T501", name=node.name, near=reading.near_name(node.name), known=known)
    return ANY


def _field(owner: nodes.Expr, name: str, reading: Reading) -> ValueKind:
    """Return the kind of a field; a field that is not there is told."""
    kind = kind_in(owner, reading)
    if name.startswith("_"):
        return _unreachable(name, reading)
    reading.use(kind, name)
    require_there(owner, reading)
    match kind:
        case Fields(type_):
            return _field_of_group(type_, owner, name, reading)
        case Words(keys):
            return _word(keys, owner, name, reading)
        case _:
            return _field_of_value(kind, written(owner), name, reading)


def _field_of_group(type_: type, owner: nodes.Expr, name: str, reading: Reading) -> ValueKind:
    if name in fields_of(type_):
        return fields_of(type_)[name].kind
    if not callable(getattr(type_, name, None)):
        near = reading.near_field(name, type_)
        reading.tell("T502", owner=written(owner), name=name, near=near)
    return ANY


def _word(keys: Sequence[str], owner: nodes.Expr, name: str, reading: Reading) -> ValueKind:
    if name in TABLE_METHODS:
        return TABLE_KINDS.get(name, ANY)
    if name in keys or not keys:
        return TEXT
    reading.tell("T503", owner=written(owner), name=name, near=likely(name, keys))
    return ANY


def require_there(node: nodes.Node | None, reading: Reading) -> None:
    """Tell a field that may be absent and is used without asking whether it is there."""
    if not isinstance(node, nodes.Getattr) or reading.is_guarded(written(node)):
        return
    # The owner was read before, with all that is wrong in it.
    before, reading.faults = reading.faults, []
    owner = kind_in(node.node, reading)
    reading.faults = before
    if isinstance(owner, Fields):
        field = fields_of(owner.type).get(node.attr)
        if field is not None and field.is_optional:
            reading.tell("T516", source=written(node))


def _unreachable(name: str, reading: Reading) -> ValueKind:
    """Tell a name that leads into Python, once for a tag."""
    if not any(each.tag == reading.tag and each.code == "T512" for each in reading.faults):
        reading.tell("T512", name=name)
    return ANY


def _field_of_value(kind: ValueKind, owner: str, name: str, reading: Reading) -> ValueKind:
    """Return what a text, a number, a date or a list has to offer under a name: not much."""
    if kind in (ANY, MACRO, MADE, SPACE):
        return ANY
    offered = OFFERS.get(kind, {})
    if name in offered:
        return offered[name]
    if kind == TEXT and hasattr(str, name):
        return _unreachable(name, reading)
    near = likely(name, OFFERS[LOOP]) if kind == LOOP else ""
    reading.tell("T504", owner=owner, kind=word_of(kind), name=name, near=near)
    return ANY


@kind_in.register
def _(node: nodes.Getitem, reading: Reading) -> ValueKind:
    """Return the kind of a[0], a[1:], a['key']."""
    if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return _field(node.node, node.arg.value, reading)
    kind = kind_in(node.node, reading)
    kind_in(node.arg, reading)
    if isinstance(kind, ListOf):
        return kind if isinstance(node.arg, nodes.Slice) else kind.item
    return TEXT if kind == TEXT else ANY


@kind_in.register
def _(node: nodes.Call, reading: Reading) -> ValueKind:
    kind = kind_in(node.node, reading)
    arguments = [kind_in(each, reading) for each in node.args]
    for keyword in node.kwargs:
        kind_in(keyword.value, reading)
    if kind == MACRO and isinstance(node.node, nodes.Name):
        reading.calls.setdefault(node.node.name, []).append(tuple(arguments))
        return MADE
    if kind not in (ANY, LOOP, *METHODS):
        reading.tell("T513", owner=written(node.node), kind=word_of(kind))
    if kind in METHODS:
        return METHODS[kind]
    return MADE if isinstance(node.node, nodes.Name) else ANY


@kind_in.register
def _(node: nodes.Filter, reading: Reading) -> ValueKind:
    kind = kind_in(node.node, reading) if node.node is not None else TEXT
    for each in node.args:
        kind_in(each, reading)
    for keyword in node.kwargs:
        kind_in(keyword.value, reading)
    if reading.contract.filter(node.name):
        require_there(node.node, reading)
    return filtered(node, kind, reading)
