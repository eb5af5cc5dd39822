"""Content cells that say their state, in the program's words or in others.

In other words than the program's a state is never printed as a text. What can mean one state only
is read as it; n/a and a dash can mean several, and a person has to say which.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from publisher.check.cells import cell_of, cell_problem
from publisher.check.rules import Rules
from publisher.domain.diagnostics import Diagnostic, Level
from publisher.domain.language import Language
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.domain.report import Entry, State

# What a cell may say instead of a text.
SAID_IN_WORDS = (State.NOTHING_FOUND, State.NOT_APPLICABLE)
_NOT_RESEARCHED, _SEVERAL, _OTHER_TEXT = "not_researched", "several", "other_text"
_CODES = {_NOT_RESEARCHED: "C275", _OTHER_TEXT: "C277"}
_DITTO = re.compile(r"[\"”“″〃\u201f]+|''+")
_LONGEST = 40
_ALIKE, _SHORT_WORD = 0.9, 3


def state_in_words(cell: Cell, states: Mapping[str, str]) -> State | None:
    """Return the state that a cell gives in the program's own words; None for any other text."""
    text = cell.text
    if len(text) > _LONGEST + max(len(states[state]) for state in SAID_IN_WORDS):
        return None  # most texts are long, and need no comparing
    said = folded(text)
    for state in SAID_IN_WORDS:
        if said == folded(states[state]):
            return state
    return None


def said_in_cells(language: Language) -> dict[str, str]:
    """Return what the words mean that people write instead of a state, by their folded form."""
    kinds = language.sections["said_in_cells"]
    own = language.words("cell_states")
    written = [(kind, tuple(words)) for kind, words in kinds.items()]
    return dict(_by_form((*written, *((state, (own[state],)) for state in SAID_IN_WORDS))))


@cache  # the words of a language are the same for each of its workbooks
def _by_form(kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    return {folded(word): kind for kind, words in kinds for word in words}


def said_in(cell: Cell, known: Mapping[str, str]) -> str:
    """Return which state a cell means by other words, or that these can mean several or point to
    another text; the empty string for a text.
    """
    text = cell.text
    if not text or len(text) > _LONGEST:
        return ""
    if _DITTO.fullmatch(text):
        return _OTHER_TEXT
    form = folded(text)
    if not form:
        return _SEVERAL
    return known.get(form) or _misspelt(form, known)


def _misspelt(form: str, known: Mapping[str, str]) -> str:
    """Return the state whose words differ from a text by a slip of the fingers; the empty string
    where none does. Single words are like too many others: applicable, inapplicable.
    """
    likely = [
        each
        for each, kind in known.items()
        if kind in SAID_IN_WORDS and " " in each and _short(each) == _short(form)
    ]
    near = get_close_matches(form, likely, 1, _ALIKE)
    return known[near[0]] if near else ""


def _short(form: str) -> list[str]:
    """Return the words of a text, the long ones as nothing: 'now applicable' is another thing than
    'not applicable'.
    """
    return [word if len(word) <= _SHORT_WORD else "" for word in form.split()]


def state_of(said: str) -> State:
    """Return the state that a cell is read as by what it says in other words."""
    return State(said) if said in SAID_IN_WORDS else State.NOT_RESEARCHED


def state_faults(entry: Entry, row: SheetRow, rules: Rules) -> Iterator[Diagnostic]:
    """Yield cells that say their state in other words; a final report cannot be built where nobody
    knows which.
    """
    states = rules.language.words("cell_states")
    level = Level.MUST_FIX if rules.is_final else None
    for content in entry.contents:
        cell = cell_of(row, content.key.column)
        written = cell.text
        if content.said in SAID_IN_WORDS:
            yield cell_problem("C274", cell, written=written, state=states[content.said])
        elif content.said == _SEVERAL:
            yield cell_problem("C276", cell, level=level, written=written, **states)
        elif content.said:
            yield cell_problem(_CODES[content.said], cell, level=level, written=written)
        elif content.state is State.TEXT and (state := _state_in_front(written, states)):
            is_nothing_found = state is State.NOTHING_FOUND
            sheet = rules.language.words("sheets")["places"] if is_nothing_found else ""
            yield cell_problem("C283", cell, state=states[state], sheet=sheet)


def _state_in_front(text: str, states: Mapping[str, str]) -> State | None:
    """Return the state with whose words, in the program's own form, a longer text begins."""
    beginning = f"{folded(text[:_LONGEST])} "
    own = (each for each in SAID_IN_WORDS if beginning.startswith(f"{folded(states[each])} "))
    return next(own, None)
