"""What is known while the tags of a template are read in order: names, faults, what was printed.

`expressions` and `statements` write it; the checks of Word and HTML templates take it further.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from publisher.domain.diagnostics import Level
from publisher.domain.names import likely
from publisher.templating.contract import FORMATTED, Contract, Fields, Ready, ValueKind, fields_of
from publisher.templating.tags.scan import Tag

# What a tag that prints what a filter makes must begin with, after its braces.
PREFIXES = {"paragraphs": "p", "runs": "r"}


@dataclass(frozen=True, slots=True)
class TagFault:
    """A problem with one tag, by its number; `other` is the number of one that belongs to it."""

    code: str
    tag: int
    values: tuple[tuple[str, str], ...] = ()
    other: int | None = None
    level: Level | None = None


def values_of(fault: TagFault, tags: Sequence[Tag]) -> dict[str, str]:
    """Return all values of a fault's message: its own, its tag and the one that belongs to it."""
    own = tags[fault.tag]
    other = "" if fault.other is None else tags[fault.other].text
    return {"tag": own.text, "other_tag": other, "prefix": own.prefix} | dict(fault.values)


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """A loop, a condition or another block: the numbers of its first, middle and last tag.

    `unused` is the name of a loop that nothing inside it mentions.
    """

    word: str
    first: int
    middles: tuple[int, ...]
    last: int
    unused: str = ""


@dataclass(slots=True)
class Opened:
    """A block that is not closed yet, with the names that hold inside it.

    `past` are those that held before its 'else'; `crossed` is the tag that closed a block around it
    too early; `guards` are the fields that are certainly there in the present branch of a
    condition.
    """

    word: str
    tag: int
    names: dict[str, ValueKind] = field(default_factory=dict)
    middles: list[int] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    past: dict[str, ValueKind] = field(default_factory=dict)
    crossed: int | None = None
    prefix: str = ""
    has_else: bool = False
    guards: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StyleUse:
    """A style that a tag names, and what is made in it: paragraphs or runs."""

    tag: int
    style: str
    makes: ValueKind


@dataclass(slots=True)
class Reading:
    """The state of reading, tag by tag."""

    contract: Contract
    calls: dict[str, list[tuple[ValueKind, ...]]] = field(default_factory=dict)
    tag: int = 0
    asks: bool = False
    guards: frozenset[str] = frozenset()
    faults: list[TagFault] = field(default_factory=list)
    open: list[Opened] = field(default_factory=list)
    blocks: list[OpenBlock] = field(default_factory=list)
    gone: dict[str, int] = field(default_factory=dict)
    printed: dict[int, tuple[ValueKind, str]] = field(default_factory=dict)
    uses: set[tuple[type, str]] = field(default_factory=set)
    filters: set[str] = field(default_factory=set)
    styles: list[StyleUse] = field(default_factory=list)

    def tell(
        self, code: str, *, other: int | None = None, level: Level | None = None, **values: str
    ) -> None:
        """Note a fault of the present tag, with its values one by one."""
        self.note(code, values, other=other, level=level)

    def note(
        self,
        code: str,
        values: Mapping[str, str],
        *,
        other: int | None = None,
        level: Level | None = None,
    ) -> None:
        """Note a fault of the present tag."""
        self.faults.append(TagFault(code, self.tag, tuple(values.items()), other, level))

    def use(self, kind: ValueKind, name: str) -> None:
        """Note that a field is printed, looped over or handed on.

        Asking whether it is empty does not count. A field of something unknown, in a macro, may be
        that of any group.
        """
        if not self.asks:
            self.uses.add((kind.type if isinstance(kind, Fields) else object, name))

    def names(self) -> dict[str, ValueKind]:
        """Return the names in force and their kinds, the innermost last."""
        found = dict(self.contract.values)
        for each in self.open:
            found |= each.names
        return found

    def look_up(self, name: str) -> ValueKind | None:
        """Return the kind of a name in force."""
        for each in reversed(self.open):
            if name in each.names:
                each.used.add(name)
                return each.names[name]
        return dict(self.contract.values).get(name)

    def is_guarded(self, path: str) -> bool:
        """Tell whether a condition around the present tag has asked for a field."""
        return path in self.guards or any(path in each.guards for each in self.open)

    def near_name(self, name: str) -> str:
        """Return what is probably meant by an unknown name: a name in force, or a field of one."""
        names = self.names()
        return likely(name, names) or next(_fields_named(name, names), "")

    def near_field(self, name: str, owner: type) -> str:
        """Return what is probably meant by an unknown field: one of this or another group."""
        return likely(name, fields_of(owner)) or next(_fields_named(name, self.names()), "")


def _fields_named(name: str, names: dict[str, ValueKind]) -> Iterator[str]:
    for own, kind in reversed(names.items()):
        if isinstance(kind, Fields) and name in fields_of(kind.type):
            yield f"{own}.{name}"


def usage(contract: Contract, kind: ValueKind, source: str) -> str:
    """Return how a value of this kind is printed by a filter that takes just that, or nothing."""
    if kind not in FORMATTED and not isinstance(kind, Fields):
        return ""
    for each in contract.filters:
        if each.takes == kind:
            prefix = PREFIXES.get(each.makes.makes, "") if isinstance(each.makes, Ready) else ""
            return f"{{{{{prefix} {source} | {each.name}{each.arguments} }}}}"
    return ""


def written(node: nodes.Node | None) -> str:
    """Return an expression as an editor would write it, in short."""
    match node:
        case nodes.Name(name=name):
            told = str(name)
        case nodes.Getattr(node=owner, attr=name):
            told = f"{written(owner)}.{name}"
        case nodes.Getitem(node=owner, arg=place):
            told = f"{written(owner)}[{written(place)}]"
        case nodes.Filter(node=value, name=name):
            told = f"{written(value)} | {name}"
        case nodes.Call(node=function):
            told = f"{written(function)}(…)"
        case nodes.Const(value=value):
            told = repr(value)
        case _:
            told = "…"
    return told
