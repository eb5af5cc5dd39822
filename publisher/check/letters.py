"""Letters that print as empty boxes: no font has them, or they mean something in one font only.

Which letters have a font the caller says, since that depends on the machine.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set

from publisher.check.cells import cell_problem
from publisher.domain.diagnostics import Diagnostic, Level
from publisher.domain.markup import parse
from publisher.domain.model import Cell, Workbook
from publisher.domain.text import plain_text
from publisher.domain.treaty import Treaty
from publisher.workbook.layout import RESERVED_COLUMNS

Lacking = Callable[[Set[str]], Set[str]]

_MOST_NAMED = 5
_NOT_PRINTED = (*RESERVED_COLUMNS, "note")
# Nothing is drawn for them though their kind says so (Unicode Character Database,
# Default_Ignorable_Code_Point): joiners of graphemes, fillers of Hangul, selectors of variants.
_NOT_DRAWN = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF),
)  # fmt: skip


def none_lacking(_letters: Set[str]) -> Set[str]:
    """Return no letter: every one has a font."""
    return frozenset()


def letter_faults(
    workbook: Workbook, treaty: Treaty, lacking: Lacking, *, is_final: bool
) -> Iterator[Diagnostic]:
    """Yield each cell with letters that print as empty boxes; a final report cannot be built with
    them.
    """
    cells = [cell for cell in _printed(workbook, treaty) if not cell.text.isascii()]
    letters = set[str]().union(*(cell.text for cell in cells))
    drawn = {letter for letter in letters if not letter.isascii() and _is_drawn(letter)}
    private = {letter for letter in drawn if unicodedata.category(letter) == "Co"}
    without = set(lacking(drawn - private))
    if not private and not without:
        return
    level = Level.MUST_FIX if is_final else None
    for cell in cells:
        printed = _letters_of(cell, private | without)
        for code, kind in (("C265", without), ("C266", private)):
            found = [letter for letter in printed if letter in kind]
            if found:
                start = cell.text.rfind(found[0])
                named = _named(found)
                yield cell_problem(code, cell, (start, start + 1), level=level, letters=named)


def _printed(workbook: Workbook, treaty: Treaty) -> Iterator[Cell]:
    """Yield the cells whose texts are printed."""
    contents = {"question", *(column.id for column in treaty.columns)}
    for row in workbook.country.values():
        yield row.cells["value"]
    for row in workbook.provisions:
        yield from (cell for key, cell in row.cells.items() if key in contents)
    for row in workbook.places:
        yield from (cell for key, cell in row.cells.items() if key in ("place", "looked_by"))
    for row in workbook.sources:
        yield from (cell for key, cell in row.cells.items() if key not in _NOT_PRINTED)


def _is_drawn(letter: str) -> bool:
    """Tell whether a font has to have something for a character: spaces, controls and characters
    that only steer others need nothing.
    """
    if letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Cs"):
        return False
    return not any(first <= ord(letter) <= last for first, last in _NOT_DRAWN)


def _letters_of(cell: Cell, wanted: Set[str]) -> Iterable[str]:
    """Return those of some letters that a cell prints, each once: a bullet is a letter no more."""
    if wanted.isdisjoint(cell.text):
        return ()
    text = plain_text(parse(cell.runs))
    return tuple(dict.fromkeys(letter for letter in text if letter in wanted))


def _named(letters: list[str]) -> str:
    """Return letters with their numbers, the first of many; a private one looks like nothing."""
    named = [
        f"U+{ord(each):04X}"
        if unicodedata.category(each) == "Co"
        else f"{each} (U+{ord(each):04X})"
        for each in letters[:_MOST_NAMED]
    ]
    return ", ".join(named) + (" …" if len(letters) > _MOST_NAMED else "")
