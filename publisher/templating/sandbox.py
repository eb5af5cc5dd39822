"""Where templates run: with no way to Python, files or the network, and with an end to all work.

Jinja's own sandbox keeps a template from Python's internals. This one also keeps it from changing
the values it is given, and counts what it does: rounds of loops, calls, and characters made. A
report of a thousand rows needs a tenth of what is allowed; 'for i in range(10**9)' or "'x' * 10**9"
is stopped.
"""

from collections.abc import Callable, Iterable, Mapping, Sized
from functools import lru_cache
from itertools import islice
from types import (
    BuiltinMethodType,
    CodeType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
    TracebackType,
)
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2 import pass_context as with_context
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from publisher.templating.bounds import (
    BOUNDED_FILTERS,
    CALL,
    COUNTED,
    FLAT,
    JOINED,
    MOST_LETTERS,
    MOST_OUTPUT,
    MOST_WORK,
    Slots,
    TooMuchWorkError,
    filled,
    is_monstrous,
    is_printable,
    short_range,
)

# Whatever a template can do wrong while it is read or filled.
TEMPLATE_FAULTS = (
    TemplateError, LookupError, TypeError, AttributeError, ValueError, ArithmeticError,
    RuntimeError, SyntaxError, NameError, AssertionError,
)  # fmt: skip

TEXT_METHODS = (
    "capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "removeprefix",
    "removesuffix", "rstrip", "split", "startswith", "strip", "title", "upper",
)  # fmt: skip
TABLE_METHODS = ("get", "items", "keys", "values")
LOOP_METHODS = ("changed", "cycle")

_BATCH = 1000  # pieces of output that are measured at once
# Things of Python that have nothing for a template.
_OPAQUE = (
    FunctionType, MethodType, BuiltinMethodType, GeneratorType, CodeType, FrameType, TracebackType,
    ModuleType, type,
)  # fmt: skip
_FOREIGN = (
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.EvalContextModifier,
)


class Sandbox(SandboxedEnvironment):
    """The surroundings of one rendering: its filters, and the work done so far.

    `scale` says how many reports the values hold: as many times as much work is allowed.
    """

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(
        self, filters: Mapping[str, Callable[..., Any]], *, trims: bool = False, scale: int = 1
    ) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            optimized=False,  # nothing is worked out before the work is counted
            finalize=_printed,
            trim_blocks=trims,
            lstrip_blocks=trims,
        )
        self.globals = {"range": short_range, "namespace": Slots}
        self.filters = {**BOUNDED_FILTERS, **filters}
        self.work, self.scale = 0, scale

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:  # noqa: ANN401 - jinja2's signature
        """Return the template of a text; each is compiled once for all reports of a batch."""
        code = _compiled(str(source), frozenset(self.filters), self.trim_blocks)
        return self.template_class.from_code(self, code, self.make_globals(None))

    def spend(self, value: object = None) -> None:
        """Count a piece of work and the value that it made."""
        if isinstance(value, str):
            if len(value) > MOST_LETTERS * self.scale:
                raise TooMuchWorkError("a text grows beyond all bounds")
            size = len(value) // 50
        else:
            size = len(value) if isinstance(value, Sized) else 0
        self.work += 1 + size
        if self.work > MOST_WORK * self.scale:
            raise TooMuchWorkError("the work does not come to an end")

    def concat(self, pieces: Iterable[str]) -> str:
        """Return pieces of output as one text."""
        kept, size, rest = [], 0, iter(pieces)
        while batch := list(islice(rest, _BATCH)):
            size += sum(map(len, batch))
            if size > MOST_OUTPUT * self.scale:
                raise TooMuchWorkError("the output grows beyond all bounds")
            kept += batch
        return "".join(kept)

    def call(self, context: Any, function: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Call a macro or one of the few methods that are allowed."""
        self.spend(CALL)
        result = super().call(context, function, *args, **kwargs)
        self.spend(result)
        return result

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as in Jinja
        """Work out 'left operator right', unless the result would be monstrous."""
        if is_monstrous(operator, left, right):
            raise TooMuchWorkError("a value grows beyond all bounds")
        result = super().call_binop(context, operator, left, right)
        self.spend(result)
        return result

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401 - as in Jinja
        """Return the method 'format' of a plain text, without widths."""
        if not isinstance(value, BuiltinMethodType) or value.__name__ != "format":
            return None
        own = value.__self__
        return filled(own, self) if type(own) is str else None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - whatever a template holds
        """Tell whether a template may use an attribute: fields always, methods if harmless."""
        if attr.startswith("_") or isinstance(obj, _OPAQUE):
            return False
        return not callable(value) or _is_harmless(obj, attr)


def _is_harmless(obj: object, method: str) -> bool:
    if isinstance(obj, str):
        return method in TEXT_METHODS
    if isinstance(obj, Mapping):
        return method in TABLE_METHODS
    if isinstance(obj, LoopContext):
        return method in LOOP_METHODS
    return type(obj).__module__.startswith("publisher.")


@with_context  # nothing is printed ahead of time, when the template is compiled
def _printed(context: Context, value: object) -> object:
    """Return what a tag prints: texts and numbers as they are, nothing for None; no lists."""
    environment: Sandbox = context.environment  # type: ignore[assignment]  # no other environment prints so
    environment.spend(value if isinstance(value, str) else None)
    if not is_printable(value):
        raise TemplateRuntimeError("a list or a group of fields cannot be printed as it is")
    return "" if value is None else value


# Reading a template


class _Guard(NodeTransformer):
    """Puts the counting into a template that was read, and refuses what would reach beyond it."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's names
        self.generic_visit(node)
        node.iter = _filtered(COUNTED, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(JOINED, nodes.List(node.nodes, lineno=node.lineno))

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(FLAT, node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(FLAT, node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(FLAT, node) if node.ctx == "load" else node

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: ANN401
        if isinstance(node, _FOREIGN):
            raise TemplateSyntaxError("a template stands alone", node.lineno)
        super().generic_visit(node, *args, **kwargs)
        return node


def _filtered(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


@lru_cache(maxsize=64)
def _compiled(source: str, filters: frozenset[str], trims: bool) -> Any:  # noqa: ANN401 - a code object
    """Return the code of a template's text; filters are looked up by name when it runs."""
    environment = Sandbox(dict.fromkeys(filters - BOUNDED_FILTERS.keys(), str), trims=trims)
    tree = _Guard().visit(environment.parse(source))
    tree.set_environment(environment)
    return Environment.compile(environment, tree)
