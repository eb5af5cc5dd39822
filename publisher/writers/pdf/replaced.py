"""What this program replaces or uses inside WeasyPrint although no documentation promises it, since
pages get better by it.

Another version may have it under another name or with other parameters. So each is looked at before
it is used: what is not as it is known here is left alone, the PDF is made without it, and the
doctor tells what is lost.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from types import FunctionType
from typing import Any

Function = Callable[..., Any]  # of WeasyPrint


@dataclass(frozen=True, slots=True)
class KnownFunction:
    """A function as it is known here: module, name in it, parameters.

    `mentions` are the names and keys that its own code must hold, because ours reaches for the same
    things.
    """

    module: str
    name: str
    parameters: tuple[str, ...]
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """One betterment: the functions it rests on, the first of which is replaced, if any is, and
    what is lost without it.
    """

    functions: tuple[KnownFunction, ...]
    loss: str

    @property
    def program(self) -> str:
        """What is replaced, with its version."""
        return f"WeasyPrint {version('weasyprint')}"


_STREAM = "weasyprint.pdf.stream"
_PAGE, _BOXES = "weasyprint.layout.page", "weasyprint.formatting_structure.boxes"
_CONTENT_PLACE = (
    KnownFunction(_BOXES, "Box.content_box_x", ("self",)),
    KnownFunction(_BOXES, "Box.content_box_y", ("self",)),
)

BETTER_PAGES = Replacement(
    (
        KnownFunction(
            _PAGE, "remake_page", ("index", "context", "root_box", "html"), ("page_maker",)
        ),
        *_CONTENT_PLACE,
    ),
    "a row of the table may begin at the foot of a page with no more than its label",
)
REPEATED_LABELS = Replacement(
    (
        KnownFunction(_BOXES, "Box.translate", ("self", "dx", "dy", "ignore_floats")),
        KnownFunction(_BOXES, "Box.border_width", ("self",)),
        *_CONTENT_PLACE,
    ),
    "a row of the table that runs on to another page does not get its label again there",
)
LANGUAGES = Replacement(
    (
        KnownFunction(
            "weasyprint.pdf.tags",
            "_build_box_tree",
            ("box", "parent", "pdf", "page_number", "nums", "annotations", "tags"),
        ),
    ),
    "a title in another language than the report's does not say in which",
)
AS_WRITTEN = Replacement(
    (
        KnownFunction(
            "weasyprint.draw.text",
            "draw_first_line",
            ("stream", "textbox", "text_overflow", "block_ellipsis", "matrix"),
        ),
        KnownFunction(
            _STREAM, "Stream.set_font_size", ("self", "font", "size"), ("_current_font",)
        ),
        KnownFunction(_STREAM, "Stream.add_font", ("self", "pango_font"), ("_fonts",)),
    ),
    "texts in Devanagari and scripts like it are copied and read out with other letters, and words"
    " at the ends of lines are read out as one",
)
REPLACEMENTS = (BETTER_PAGES, REPEATED_LABELS, LANGUAGES, AS_WRITTEN)


def is_usable(replacement: Replacement) -> bool:
    """Tell whether all that a replacement rests on is as it is known here.

    It must not be asked while a replacement is in force. Raises OSError where Pango is missing.
    """
    return all(_is_as_known(function) for function in replacement.functions)


@contextmanager
def replaced(replacement: Replacement, better: Callable[[Function], Function]) -> Iterator[None]:
    """Put what `better` makes of WeasyPrint's own function in its place, for a while; where it is
    not as it is known here it stays.
    """
    if not is_usable(replacement):
        yield
        return
    known = replacement.functions[0]
    module = import_module(known.module)
    own = getattr(module, known.name)
    setattr(module, known.name, better(own))
    try:
        yield
    finally:
        setattr(module, known.name, own)


def unusable() -> Iterator[Replacement]:
    """Yield the replacements that are left alone. Raises OSError where Pango is missing."""
    for replacement in REPLACEMENTS:
        if not is_usable(replacement):
            yield replacement


def _is_as_known(known: KnownFunction) -> bool:
    function = _found(known)
    if not isinstance(function, FunctionType):
        return False
    parameters = tuple(inspect.signature(function).parameters)
    mentioned = {*function.__code__.co_names, *function.__code__.co_consts}
    return parameters == known.parameters and mentioned.issuperset(known.mentions)


def _found(known: KnownFunction) -> object:
    """Return what has the name of a function; None where nothing has."""
    try:
        found: object = import_module(known.module)
    except ImportError:  # the module has another name
        return None
    for name in known.name.split("."):
        found = getattr(found, name, None)
    return found
