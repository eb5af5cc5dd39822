"""What keeps the work of a template within bounds: filters, ranges and sums that count it.

Comes in: the filters of Jinja. Goes out: those that a template may use, each counting its work in
the sandbox.
"""

from collections.abc import Callable, Iterable, Mapping, Sized
from functools import wraps
from typing import Any, Protocol

from jinja2 import Undefined
from jinja2 import pass_environment as with_environment
from jinja2.exceptions import TemplateRuntimeError
from jinja2.filters import FILTERS
from jinja2.runtime import markup_join
from jinja2.sandbox import SandboxedFormatter
from jinja2.utils import Namespace

# Filters of Jinja that make text of text,
TEXT_FILTERS = (
    "capitalize", "e", "escape", "lower", "replace", "string", "striptags", "title", "trim",
    "truncate", "upper", "wordcount",
)  # fmt: skip
# those that take a value as a whole, and those that go through it piece by piece. All others make
# much out of little, or undo the escaping, and are not there.
_WHOLE_FILTERS = (
    *TEXT_FILTERS,
    "abs",
    "count",
    "d",
    "default",
    "first",
    "float",
    "int",
    "last",
    "length",
    "round",
)
_LIST_FILTERS = (
    "dictsort", "groupby", "items", "join", "list", "map", "max", "min", "reject", "rejectattr",
    "reverse", "select", "selectattr", "sort", "sum", "unique",
)  # fmt: skip
FILTER_NAMES = (*_WHOLE_FILTERS, *_LIST_FILTERS)
MOST_WORK = 1_000_000  # rounds, and fifties of characters
CALL = range(20)  # a call takes as long as this many rounds
MOST_LETTERS = 1_000_000  # in one value
MOST_OUTPUT = 50_000_000  # characters
_MOST_ROUNDS = 10_000  # of a range
_MOST_BITS = 256  # of a number
_MOST_DIGITS = 20
_PRINTABLE = (str, int, float, Undefined, type(None))
_DEEPEST = 3  # lists in lists in a list
# Names with a space, so that no template can write them.
COUNTED, JOINED, FLAT = "counted rounds", "joined texts", "flat list"


class Counting(Protocol):
    """Something that counts work."""

    def spend(self, value: object = None) -> None:
        """Count a piece of work and the value that it made."""


class TooMuchWorkError(TemplateRuntimeError):
    """A template asked for more work, text or memory than any report needs."""


def is_monstrous(operator: str, left: Any, right: Any) -> bool:  # noqa: ANN401 - operands of any kind
    """Tell whether an operation makes much out of little: repeats texts, raises numbers."""
    first, second = _magnitude(left), _magnitude(right)
    match operator:
        case "%":
            return isinstance(left, str)  # '%1000000000d' % 1
        case "*" if isinstance(left, Sized) or isinstance(right, Sized):
            return first * second > MOST_LETTERS
        case "**":
            return first.bit_length() * second > _MOST_BITS
        case _:
            return first.bit_length() + second.bit_length() > _MOST_BITS


def _magnitude(value: object) -> int:
    """Return how large an operand is: the length of a text or list, the size of a number."""
    size = len(value) if isinstance(value, Sized) else value
    if not isinstance(size, int | float):
        return 1
    # Infinity, and what is not a number, are no whole numbers.
    return int(abs(size)) if abs(size) < 1e300 else 1


def short_range(*bounds: int) -> range:
    """Return the numbers of a loop, if they are few enough."""
    rounds = range(*bounds)
    if len(rounds) > _MOST_ROUNDS:
        raise TooMuchWorkError(f"a range has more than {_MOST_ROUNDS} rounds")
    return rounds


# Filters whose work is counted


def _bounded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of Jinja that counts what it takes and what it makes."""
    # Whether the environment, or something that knows it, comes first.
    takes_more = hasattr(function, "jinja_pass_arg")
    goes_through = name not in _WHOLE_FILTERS

    @wraps(function)
    def bounded(first: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja's filters
        environment: Counting = getattr(first, "environment", first)
        known = [first] if takes_more else []
        value, *rest = arguments
        if isinstance(value, Undefined):
            return function(*known, *arguments, **named)
        if isinstance(value, Iterable) and not isinstance(value, Sized):
            value = list(value)
        # Fifty characters of a text count as one round, unless each of them is one.
        is_letter_by_letter = goes_through and isinstance(value, str)
        environment.spend(list(value) if is_letter_by_letter else value)
        _require_moderate(name, value, rest, named)
        result = function(*known, value, *rest, **named)
        environment.spend(result)
        return result

    return bounded if takes_more else with_environment(bounded)


def _require_moderate(name: str, value: Any, rest: list[Any], named: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Refuse to make much out of little: long texts for letters, many digits, nests of lists."""
    given = [*rest, *named.values()]
    if name == "round":
        digits = [abs(each) for each in given if isinstance(each, int)]
        if max(digits, default=0) > _MOST_DIGITS:
            raise TooMuchWorkError("a number has too many digits")
    if name == "replace":
        new = str(given[1]) if len(given) > 1 else ""
        if len(str(value)) * max(len(new), 1) > MOST_LETTERS:
            raise TooMuchWorkError("a text grows beyond all bounds")
    if name == "join":
        _require_texts([value] if isinstance(value, str) else value)
    elif name in TEXT_FILTERS:
        _require_texts([value])


def _require_texts(values: Iterable[object]) -> None:
    if any(not is_printable(each) for each in values):
        raise TemplateRuntimeError("a list or a group of fields cannot be made into text as it is")


def is_printable(value: object) -> bool:
    """Tell whether a value has a text of its own; others would print as Python writes them."""
    if isinstance(value, _PRINTABLE):
        return True
    return not isinstance(value, Iterable) and type(value).__str__ is not object.__str__


@with_environment
def _counted(environment: Counting, rounds: Iterable[object]) -> Iterable[object]:
    """Return what a loop goes through, each round counted; a list keeps its length."""
    if isinstance(rounds, Sized):
        environment.spend(list(rounds) if isinstance(rounds, str) else rounds)
        return rounds
    return _counting(environment, rounds)


def _counting(environment: Counting, rounds: Iterable[object]) -> Iterable[object]:
    for each in rounds:
        environment.spend()
        yield each


@with_environment
def _joined(environment: Counting, texts: list[object]) -> str:
    """Return what 'a ~ b' makes."""
    _require_texts(texts)
    for text in texts:
        environment.spend(str(text))
    joined = markup_join(texts)
    environment.spend(joined)
    return joined


def _flat(values: Any) -> Any:  # noqa: ANN401 - a list or table that a template writes
    """Return a list that a template writes; one nested too deep would take for ever to compare."""
    if _depth(values, _DEEPEST) > _DEEPEST:
        raise TooMuchWorkError("a list is nested too deep")
    return values


def _depth(values: object, left: int) -> int:
    if not isinstance(values, list | tuple | dict) or left < 0:
        return 0
    inside = values.values() if isinstance(values, dict) else values
    return 1 + max((_depth(each, left - 1) for each in inside), default=0)


class Slots(Namespace):
    """Values that a loop hands on to its next round.

    They are texts and numbers only, so that none can grow inside another.
    """

    def __setitem__(self, name: str, value: Any) -> None:  # noqa: ANN401 - as in Jinja
        if not is_printable(value):
            raise TemplateRuntimeError("a namespace holds texts and numbers only")
        super().__setitem__(name, value)


class PlainFormatter(SandboxedFormatter):
    """Fills the places of a word, '{count} of {all}'; widths, '{:>1000000000}', are refused."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as in Python
        """Return a value as text."""
        if format_spec or not is_printable(value):
            raise TooMuchWorkError("a place of a text has a width or holds a list")
        return str(value)


def filled(text: str, environment: Any) -> Callable[..., str]:  # noqa: ANN401 - a sandbox
    """Return the method 'format' of a text, within bounds."""

    def fill(*values: object, **named: object) -> str:
        given = [*values, *named.values()]
        lengths = [len(str(each)) for each in given if is_printable(each)]
        longest = max(lengths, default=0)
        if text.count("{") * longest > MOST_LETTERS:
            raise TooMuchWorkError("a text grows beyond all bounds")
        return PlainFormatter(environment).vformat(str(text), values, named)

    return fill


BOUNDED_FILTERS = {name: _bounded(name, FILTERS[name]) for name in FILTER_NAMES} | {
    COUNTED: _counted,
    JOINED: _joined,
    FLAT: _flat,
}
