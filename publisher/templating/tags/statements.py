"""The tags of a template in their order: which blocks they open and close, which names they use.

Comes in: the tags of one part of a template and its contract. Goes out: a `Reading` with all faults
of the tags.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from jinja2 import nodes

from publisher.domain.names import likely
from publisher.templating.contract import (
    ANY,
    FORMATTED,
    TEXT,
    YES_NO,
    Contract,
    Fields,
    ListOf,
    Plain,
    Ready,
    ValueKind,
    Words,
    fields_of,
    word_of,
)
from publisher.templating.tags.blocks import MIDDLES, close, tell_unclosed, turn
from publisher.templating.tags.expressions import asked, guards_of, kind_in
from publisher.templating.tags.offered import MACRO, SPACE
from publisher.templating.tags.parsing import (
    INSTRUCTIONS,
    Unreadable,
    read_expression,
    read_instruction,
)
from publisher.templating.tags.reading import Opened, Reading, usage, written
from publisher.templating.tags.scan import Tag

_FOREIGN = (
    "include",
    "import",
    "from",
    "extends",
    "block",
    "endblock",
    "autoescape",
    "endautoescape",
    "do",
    "trans",
)


def read_tags(tags: Sequence[Tag], contract: Contract) -> Reading:
    """Return what is known of a template from its tags.

    A macro is read again with the kinds of values that it is called with.
    """
    reading = _read(tags, contract, {})
    return _read(tags, contract, reading.calls) if reading.calls else reading


def _read(
    tags: Sequence[Tag], contract: Contract, calls: dict[str, list[tuple[ValueKind, ...]]]
) -> Reading:
    reading = Reading(contract, {name: list(kinds) for name, kinds in calls.items()})
    is_raw = False
    for reading.tag, tag in enumerate(tags):
        is_raw = is_raw and tag.word != "endraw"
        if not is_raw:
            _read_tag(tag, reading)
        is_raw = is_raw or tag.word == "raw"
    tell_unclosed(reading)
    return reading


def _read_tag(tag: Tag, reading: Reading) -> None:
    if not tag.closer:
        reading.tell("T520", wanted=tag.wanted)
    elif not tag.is_whole:
        reading.tell("T521", opener=tag.opener, closer=tag.closer, wanted=tag.wanted)
    if tag.opener == "{#":
        return
    if tag.prints:
        _print(tag, reading)
    else:
        _instruct(tag, reading)


def _print(tag: Tag, reading: Reading) -> None:
    found = read_expression(tag.inner)
    if isinstance(found, Unreadable):
        _tell_unreadable(found, tag, reading)
        return
    kind, source = kind_in(found, reading), written(found)
    reading.printed[reading.tag] = (kind, source)
    if kind == YES_NO:
        reading.tell("T514", source=source)
    elif isinstance(kind, ListOf | Fields | Words) or kind in (*FORMATTED, MACRO):
        _tell_unprintable(kind, source, reading)


def _tell_unprintable(kind: ValueKind, source: str, reading: Reading) -> None:
    """Tell a value without a text of its own, and how it, its fields or its items are printed."""
    better = usage(reading.contract, kind, source)
    own = loop = ""
    if isinstance(kind, Fields):
        first_fields = list(fields_of(kind.type))[:6]
        own = ", ".join(f"{source}.{name}" for name in first_fields)
    elif isinstance(kind, ListOf) and not better:
        loop = source
    reading.tell("T510", source=source, kind=word_of(kind), usage=better, fields=own, loop=loop)


def _tell_unreadable(found: Unreadable, tag: Tag, reading: Reading) -> None:
    if tag.is_whole:  # the braces explain the rest
        reading.note(found.code, found.values)


# Instructions


def _instruct(tag: Tag, reading: Reading) -> None:
    word = _known_word(tag, reading)
    if word.startswith("end"):
        close(word, tag.prefix, reading)
    elif word in MIDDLES:
        turn(word, tag.prefix, reading)
    found = _read_inner(word, tag, reading) if word else None
    if found is not None and word in _READERS:
        _READERS[word](found, reading)
        _mark_opened(tag, reading)
    elif word in _OPENING:
        # It cannot be read, but its end must find it open, and its name must be known inside.
        name = re.match(r"\s*\w+\s+(\w+)", tag.inner) if word == "for" else None
        _open(word, reading, {name[1]: ANY} if name else {})
        _mark_opened(tag, reading)


def _mark_opened(tag: Tag, reading: Reading) -> None:
    """Note the prefix of a block that this tag has opened: its end has the same one, as a rule."""
    if reading.open and reading.open[-1].tag == reading.tag:
        reading.open[-1].prefix = tag.prefix


def _known_word(tag: Tag, reading: Reading) -> str:
    """Return the instruction of a tag, or the one that is probably meant, or nothing."""
    word = tag.word
    # In a Word template a filter around a block would change the file's own letters.
    closed = ("filter", "endfilter") if reading.contract.is_word else ()
    allowed = [each for each in INSTRUCTIONS if each not in closed]
    if word in allowed:
        return word
    if word in (*_FOREIGN, *closed):
        reading.tell("T533", name=word)
        return ""
    near = likely(word, allowed) or likely(word[1:], allowed)
    if tag.is_whole:
        reading.note("T532" if word else "T525", {"name": word, "near": near})
    return near


def _read_inner(word: str, tag: Tag, reading: Reading) -> nodes.Node | None:
    """Return what Jinja makes of an instruction; None where it cannot be read."""
    found = read_instruction(word, word + tag.inner.strip().removeprefix(tag.word))
    if isinstance(found, Unreadable):
        if word == tag.word:
            _tell_unreadable(found, tag, reading)
        return None
    return found


def _open(word: str, reading: Reading, names: Mapping[str, ValueKind] | None = None) -> Opened:
    opened = Opened(word, reading.tag, dict(names or {}))
    reading.open.append(opened)
    return opened


def _for(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.For)
    kind = kind_in(node.iter, reading)
    item = _item_of(kind, written(node.iter), reading)
    opened = _open("for", reading, _targets(node.target, item))
    if node.test is not None:
        asked(node.test, reading)
        opened.used.clear()


def _item_of(kind: ValueKind, source: str, reading: Reading) -> ValueKind:
    """Return the kind of what a loop over a value goes through; what is no list is told."""
    match kind:
        case ListOf(item):
            return item
        case Words():
            return TEXT
        case Fields(type_):
            known = fields_of(type_).items()
            lists = [f"{source}.{name}" for name, each in known if isinstance(each.kind, ListOf)]
            near = lists[0] if lists else ""
            reading.tell("T509", source=source, kind=word_of(kind), near=near)
        case Plain() | Ready():
            if kind != ANY and kind not in FORMATTED:
                reading.tell("T509", source=source, kind=word_of(kind), near="")
    return ANY


def _targets(target: nodes.Node, kind: ValueKind) -> dict[str, ValueKind]:
    if isinstance(target, nodes.Name):
        return {target.name: kind}
    each_kind = kind.item if isinstance(kind, ListOf) else ANY
    return {each.name: each_kind for each in target.find_all(nodes.Name)}


def _if(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.If)
    asked(node.test, reading)
    _open("if", reading).guards = guards_of(node.test)


def _elif(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.If)
    test = node.elif_[0].test
    asked(test, reading)
    if reading.open and reading.open[-1].word == "if":
        reading.open[-1].guards = guards_of(test)


def _set(node: nodes.Node, reading: Reading) -> None:
    for place in node.find_all(nodes.NSRef):
        kind = kind_in(nodes.Name(place.name, "load"), reading)
        if kind not in (ANY, SPACE):
            reading.tell("T535", owner=place.name, kind=word_of(kind))
    if isinstance(node, nodes.Assign):
        _bind(reading, _targets(node.target, kind_in(node.node, reading)))
    elif isinstance(node, nodes.AssignBlock):
        _bind(reading, _targets(node.target, ANY))
        _open("set", reading)


def _bind(reading: Reading, names: dict[str, ValueKind]) -> None:
    """Make names known in the block that holds them: a condition holds none of its own."""
    for each in reversed(reading.open):
        if each.word != "if":
            each.names |= names
            each.used |= set(names)
            return
    reading.contract = replace(reading.contract, values=(*reading.contract.values, *names.items()))


def _macro(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.Macro)
    _bind(reading, {node.name: MACRO})
    calls = reading.calls.get(node.name, [])
    names: dict[str, ValueKind] = {"caller": ANY, "varargs": ANY, "kwargs": ANY}
    for place, argument in enumerate(node.args):
        kinds = {call[place] for call in calls if place < len(call)}
        names[argument.name] = kinds.pop() if len(kinds) == 1 else ANY
    _open("macro", reading, names)


def _with(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.With)
    names = {}
    for target, value in zip(node.targets, node.values, strict=True):
        if isinstance(target, nodes.Name):
            names[target.name] = kind_in(value, reading)
    _open("with", reading, names)


def _call(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.CallBlock)
    kind_in(node.call, reading)
    _open("call", reading, {each.name: ANY for each in node.args})


def _filter_block(node: nodes.Node, reading: Reading) -> None:
    assert isinstance(node, nodes.FilterBlock)
    kind_in(node.filter, reading)
    _open("filter", reading)


_READERS: dict[str, Callable[[nodes.Node, Reading], None]] = {
    "for": _for, "if": _if, "elif": _elif, "set": _set, "macro": _macro, "with": _with,
    "call": _call, "filter": _filter_block,
}  # fmt: skip
_OPENING = ("for", "if", "macro", "with", "call", "filter", "raw")
