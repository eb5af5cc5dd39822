"""What the check says of a cell as a note on that very cell, and by what such a note is known.

Programs lose the author of a note, or put their user in its place, so a note of ours is known by
its text: the toolkit's name, then problems with their marks, and not a word besides. One to which a
person has added anything is that person's note from then on.
"""

import re
from collections.abc import Iterable, Mapping

from publisher.domain.diagnostics import Diagnostic, Level
from publisher.domain.language import Language
from publisher.workbook import layout
from publisher.workbook.addresses import row_of
from publisher.workbook.cell import MOST_CHARACTERS

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d*")
_HEAD = f"{layout.AUTHOR}:\n"
_TOLD = r"[^\n]+\n(?:→ [^\n]+\n)?\[[A-Z]\d{3}-[0-9a-f]{4}\]"
_NOTE = re.compile(rf"\s*{re.escape(_HEAD)}{_TOLD}(?:\n+{_TOLD})*\s*")


def is_check_note(text: str) -> bool:
    """Tell whether the text of a note is one of ours, as it was written."""
    return _NOTE.fullmatch(text.replace("\r\n", "\n").replace("\r", "\n")) is not None


def check_notes(
    diagnostics: Iterable[Diagnostic], language: Language
) -> Mapping[tuple[str, str], str]:
    """Return the notes by sheet and cell: all problems of a cell in one note, worst first.

    A heading has the program's help already, so a problem of a heading has no note.
    """
    by_cell: dict[tuple[str, str], list[Diagnostic]] = {}
    for each in diagnostics:
        cell = each.place.cell
        if _ADDRESS.fullmatch(cell) and row_of(cell) > layout.HEADING_ROW:
            by_cell.setdefault((each.place.sheet, cell), []).append(each)
    texts = {cell: _text(told, language) for cell, told in by_cell.items()}
    return {cell: text for cell, text in texts.items() if text != _HEAD}


def _text(told: Iterable[Diagnostic], language: Language) -> str:
    """Return the text of a note, whole problems only: what is too much stands in the sheet To
    do.
    """
    levels = list(Level)
    text = _HEAD
    for number, each in enumerate(sorted(told, key=lambda each: levels.index(each.level))):
        own = f"{chr(10) * 2 if number else ''}{_problem(each, language)}"
        if len(text) + len(own) > MOST_CHARACTERS:
            break
        text += own
    return text


def _problem(each: Diagnostic, language: Language) -> str:
    words = language.messages
    message, hint = _in_a_line(each.message(words)), _in_a_line(each.hint(words))
    remedy = f"\n→ {hint}" if hint else ""
    return f"{words['levels'][each.level]}: {message}{remedy}\n[{each.token}]"


def _in_a_line(text: str) -> str:
    return " ".join(text.split())
