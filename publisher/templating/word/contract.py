"""What a Word template may use: fields, and the filters that write them as Word wants them."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from publisher.compose.publication import Publication
from publisher.templating.contract import Contract, Fields, ValueKind, Words, filter_use

# Makes a filter of what it must know of the document it writes into, which is the writer's affair.
FilterFactory = Callable[[Any], Callable[..., Any]]


def word_contract(
    filters: Mapping[str, FilterFactory],
    words: tuple[str, ...],
    more: tuple[tuple[str, ValueKind], ...] = (),
    main: tuple[str, ValueKind] = ("report", Fields(Publication)),
) -> Contract:
    """Return the contract of Word templates.

    `words` are the keys of the fixed words, `more` what else is given, `main` is the publication's
    name in tags with its kind. What a filter takes and makes its factory declares to return.
    """
    nowhere: Any = None  # a factory only keeps its surroundings
    uses = []
    for name, make in filters.items():
        declared = get_type_hints(make, include_extras=True)["return"]
        uses.append(filter_use(name, make(nowhere), declared, _says(make)))
    return Contract((main, ("words", Words(words)), *more), tuple(uses), is_word=True)


def _says(make: FilterFactory) -> str:
    """Return what a factory's docstring says of its filter: 'Return the filter `x`: …'."""
    first = (inspect.getdoc(make) or "").split("\n\n")[0].replace("\n", " ")
    return first.partition(": ")[2].rstrip(".")
