"""One cause told once: where two rules notice the same slip, the more particular one remains."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import nan

from publisher.domain.diagnostics import Diagnostic, Level

_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class OneCause:
    """Problems that are not told in a cell beside one of the others: their codes.

    `is_one` tells of two of them, first the one that remains, whether they have one cause; without
    it they have one wherever they stand in one cell.
    """

    remains: tuple[str, ...]
    leaves: tuple[str, ...]
    is_one: Callable[[Diagnostic, Diagnostic], bool] = lambda _, __: True


def _touch(one: Diagnostic, other: Diagnostic) -> bool:
    """Tell whether the spots of two problems stand side by side in their text."""
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return end == other_start or other_end == start


def _span(each: Diagnostic) -> tuple[float, float]:
    """Return from where to where a problem lies in its text; nan where nobody can tell."""
    if each.excerpt is None:
        return nan, nan
    before = each.excerpt.before.removeprefix("… ")
    at = each.basis.find(f"{before}{each.excerpt.spot}")
    start = at + len(before) if at >= 0 else nan
    return start, start + len(each.excerpt.spot)


def _is_in_brackets(one: Diagnostic, _: Diagnostic) -> bool:
    """Tell whether the spot of a problem stands where a citation would."""
    around = one.excerpt
    return around is not None and around.before.endswith("[") and around.after.startswith("]")


def _is_all_there_is(one: Diagnostic, _: Diagnostic) -> bool:
    """Tell whether a text says nothing besides the spot of a problem."""
    around = one.excerpt
    rest = f"{around.before}{around.after}" if around else one.basis
    return not any(letter.isalnum() for letter in rest)


_UNREAD = ("S107", "S108", "C206")  # a formula, an error, a character that cannot be printed
_NO_CITATION = ("C251", "C252", "C271")
_NO_SOURCE = ("C217", "C222", "C272")
_HALF_A_CITATION = ("C270", "C280", "C281")

ONE_CAUSE = (
    # A text cites nothing because its citation is not written as one, or is a pasted number.
    OneCause(_NO_CITATION, ("C225",)),
    # "[TBC]" stands where the source is to be named.
    OneCause(("C224",), ("C225",), _is_in_brackets),
    # The document of the body may be the very one that is not read, or not there.
    OneCause((*_NO_CITATION, *_NO_SOURCE, *_HALF_A_CITATION), ("C255",)),
    # "[QX-1, s. 4" is a citation without its bracket, not a bracket too many.
    OneCause(("C252",), ("C249",), _touch),
    # A key, a mark or a placeholder alone in a cell is short, but that is not what is wrong.
    OneCause(("C224", *_NO_CITATION, *_NO_SOURCE), ("C226",), _is_all_there_is),
    # Whoever corrects the key sees that it stands alone.
    OneCause(_NO_SOURCE, ("C284",)),
    # A key alone is short, and says nothing of its own.
    OneCause(("C284",), ("C226",)),
    # A number in the place of a text is short.
    OneCause(("C205",), ("C226",)),
    # What is no address was not opened on any day.
    OneCause(("C236",), ("C216",)),
    # An assessment of what asks nothing is to be emptied: it needs nobody whose it is, and no text.
    OneCause(("C207",), ("C209", "C230")),
    # What cannot be read is not empty.
    OneCause(_UNREAD, ("C210", "C212", "C213", "C215", "C229", "C290", "C291", "G709")),
)


def told_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return problems without those whose cause another one of the same cell tells better.

    One that weighs more than the other stays, since it stops more.
    """
    known = tuple(diagnostics)
    by_cell: dict[tuple[str, str], list[Diagnostic]] = {}
    for each in known:
        by_cell.setdefault((each.place.sheet, each.place.cell), []).append(each)
    return tuple(each for each in known if not _is_told(each, by_cell))


def _is_told(each: Diagnostic, by_cell: Mapping[tuple[str, str], list[Diagnostic]]) -> bool:
    others = by_cell[each.place.sheet, each.place.cell] if each.place.cell else ()
    return any(_is_better(other, each) for other in others)


def _is_better(other: Diagnostic, each: Diagnostic) -> bool:
    if _LEVELS.index(other.level) > _LEVELS.index(each.level):
        return False
    return any(
        other.code in row.remains and each.code in row.leaves and row.is_one(other, each)
        for row in ONE_CAUSE
    )
