"""What a template may use: the fields of a publication, and the filters that print them.

Everything is read from the code itself: fields from the dataclasses and their docstrings, filters
from the types they take and give. A field that is added there is known here.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import zip_longest
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

from publisher.domain.dates import PartialDate
from publisher.domain.text import Block, Inline

# What a filter of the Word writer makes: whole paragraphs, or runs inside one.
Paragraphs = Annotated[Markup, "paragraphs"]
Runs = Annotated[Markup, "runs"]


# Kinds of values


@dataclass(frozen=True, slots=True)
class Plain:
    """A value without parts; `name` is its word in the catalogues' [kinds]."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """Values that a loop goes through."""

    item: "ValueKind"


@dataclass(frozen=True, slots=True)
class Fields:
    """A group of fields, known by the class that holds them."""

    type: type


@dataclass(frozen=True, slots=True)
class Words:
    """Words by their keys; no keys where they are not known beforehand."""

    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """What a filter makes, ready to stand in the output: paragraphs, runs or text."""

    makes: str


ValueKind = Plain | ListOf | Fields | Words | Ready

ANY, TEXT, NUMBER, YES_NO = Plain("any"), Plain("text"), Plain("number"), Plain("yes_no")
BLOCKS, INLINES, DATE, CHOICE = Plain("blocks"), Plain("inlines"), Plain("date"), Plain("choice")
NOTHING = Plain("nothing")
FORMATTED = (BLOCKS, INLINES)


def word_of(kind: ValueKind) -> str:
    """Return the word of a kind in the catalogues' [kinds]."""
    match kind:
        case Plain(name):
            return name
        case ListOf():
            return "list"
        case Fields():
            return "fields"
        case Words():
            return "words"
        case Ready():
            return "text"


def kind_of(annotation: Any) -> ValueKind:  # noqa: ANN401 - whatever stands behind a field's colon
    """Return the kind of a field from its type; `ANY` where a template could use nothing of it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        others = [each for each in arguments if each is not NoneType]
        return kind_of(others[0]) if len(others) == 1 else ANY
    if origin is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        return ANY
    base = origin or annotation
    if not isinstance(base, type):
        return ANY
    if issubclass(base, Mapping):
        return Words()
    if arguments and issubclass(base, Iterable):
        return {Block: BLOCKS, Inline: INLINES}.get(arguments[0]) or ListOf(kind_of(arguments[0]))
    return _kind_of_class(base)


def _kind_of_class(type_: type) -> ValueKind:
    known = (
        (Enum, CHOICE),
        (bool, YES_NO),
        (int, NUMBER),
        (float, NUMBER),
        (str, TEXT),
        (PartialDate, DATE),
    )
    for base, kind in known:
        if issubclass(type_, base):
            return kind
    return Fields(type_) if is_dataclass(type_) else ANY


def kind_of_value(value: object) -> ValueKind:
    """Return the kind of a value that a template is given."""
    if isinstance(value, Mapping):
        return Words(tuple(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ListOf(kind_of_value(value[0])) if value else ListOf(ANY)
    return kind_of(type(value))


# Fields


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a group.

    `says` is what the docstring says of it, `is_optional` that it may be absent (None).
    """

    name: str
    kind: ValueKind
    says: str
    is_optional: bool = False


@cache
def fields_of(type_: type) -> Mapping[str, Field]:
    """Return the fields of a class by name, and what its properties give."""
    hints = get_type_hints(type_)
    kinds = {each.name: kind_of(hints[each.name]) for each in fields(type_)}
    for name, member in inspect.getmembers(type_, lambda member: isinstance(member, property)):
        if not name.startswith("_"):
            kinds[name] = kind_of(get_type_hints(member.fget).get("return"))
    said = _said(inspect.getdoc(type_) or "")
    found = {}
    for name, kind in kinds.items():
        is_optional = NoneType in get_args(hints.get(name))
        found[name] = Field(name, kind, said.get(name, ""), is_optional)
    return found


def loop_name(type_: type) -> str:
    """Return what the standard templates call an item in a loop: a PublishedRow is a row."""
    name = type_.__name__.removeprefix("Published")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def summary_of(type_: type) -> str:
    """Return the first sentence of a class's docstring."""
    first = (inspect.getdoc(type_) or "").split("\n\n")[0].split(". ")[0]
    return first.rstrip(".").replace("\n", " ").replace("`", "")


def _said(docstring: str) -> dict[str, str]:
    """Return what a docstring says of fields: '`remark` tells …; `gone` and `come` are …'."""
    prose = " ".join(docstring.split())
    clauses = re.findall(
        r"((?:`\w+`(?:, | and )?)+) ([^`]*?(?:`\w+`[^`;]*?)*?)(?:[;.] |[;.]$|, (?=`))", prose
    )
    said = {}
    for names, clause in clauses:
        for name in re.findall(r"\w+", names.replace(" and ", " ")):
            said[name] = clause.strip()
    return said


# Filters


# How a usage shows what is to be filled in.
_ARGUMENTS = {"style": "name of a style", "anchor": "name of a target"}


@dataclass(frozen=True, slots=True)
class FilterUse:
    """How a filter is used: on which kind, with arguments of which kinds, and what it makes."""

    name: str
    takes: ValueKind
    signature: inspect.Signature
    kinds: tuple[ValueKind, ...]
    makes: ValueKind
    says: str

    @property
    def arguments(self) -> str:
        """The arguments that must be given, in brackets: ("name of a style"), (width)."""
        parameters = self.signature.parameters.values()
        required = [each.name for each in parameters if each.default is each.empty]
        wanted = required[1:]  # the first takes what stands before the bar
        kinds = self.kinds[: len(wanted)]
        told = [_argument(*each) for each in zip_longest(wanted, kinds, fillvalue=ANY)]
        return f"({', '.join(told)})" if wanted else ""


def _argument(name: Any, kind: Any) -> str:  # noqa: ANN401 - a name and a kind
    return str(name) if kind == NUMBER else f'"{_ARGUMENTS.get(name, name)}"'


def filter_use(name: str, function: Callable[..., Any], declared: Any, says: str) -> FilterUse:  # noqa: ANN401
    """Return how a filter is used; `declared` is its type, a Callable, if it says more."""
    signature = inspect.signature(function)
    hints = get_type_hints(function, include_extras=True)
    types = [hints.get(name) for name in signature.parameters]
    made = hints.get("return")
    arguments = get_args(declared)
    if arguments:
        declared_types, made = arguments
        if declared_types is not Ellipsis:
            types = list(declared_types)
    # What takes any object turns it into text.
    takes = TEXT if types[0] is object else kind_of(types[0])
    kinds = tuple(kind_of(each) for each in types[1:])
    return FilterUse(name, takes, signature, kinds, _made(made), says)


def _made(declared: Any) -> ValueKind:  # noqa: ANN401
    """Return what a filter makes: paragraphs and runs are declared, other markup stands as text."""
    if get_origin(declared) is Annotated:
        return Ready(str(get_args(declared)[1]))
    return Ready("text") if declared is Markup else ANY


@dataclass(frozen=True, slots=True)
class Contract:
    """All that one template may use: values by name and filters; `is_word` of a Word template."""

    values: tuple[tuple[str, ValueKind], ...]
    filters: tuple[FilterUse, ...]
    is_word: bool = False

    def filter(self, name: str) -> FilterUse | None:
        """Return a filter of ours, or None where it is one of Jinja or none at all."""
        return next((each for each in self.filters if each.name == name), None)
