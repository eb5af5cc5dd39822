"""What a single cell means: text, a choice from a list, a date.

Each function adds to `found` what is wrong with the cell, and returns what can be used of it.
"""

from collections.abc import Mapping

from publisher.dates import PartialDate, parse_date
from publisher.diagnostics import Diagnostic, Place, error
from publisher.markup import forbidden_characters, parse
from publisher.model import (
    Block,
    Cell,
)
from publisher.near import did_you_mean, folded

EMPTY = Cell(Place(""))


def plain_text_of(cell: Cell, found: list[Diagnostic]) -> str:
    """Return the text of a cell in one line; nothing where a character in it cannot be printed."""
    return " ".join(cell.text.split()) if not cell.text or blocks_of(cell, found) else ""


def choice_of(cell: Cell, entries: Mapping[str, str], found: list[Diagnostic]) -> str:
    """Return the id of the entry that a cell names; the empty string for an empty cell or an unknown entry."""
    if not cell.text:
        return ""
    by_form = {folded(text): id_ for id_, text in entries.items()}
    if chosen := by_form.get(folded(cell.text)):
        return chosen
    guess = did_you_mean(cell.text, entries.values())
    listed = ", ".join(entries.values())
    found.append(
        error(
            "C219",
            cell.place,
            f"'{cell.text}' is not in the list of this column",
            f"{guess} The list has: {listed}" if guess else f"the list has: {listed}",
        )
    )
    return ""


def date_of(cell: Cell, found: list[Diagnostic]) -> PartialDate | None:
    """Return the date in a cell; None for an empty cell or a date that could be read in two ways."""
    if cell.value is None:
        return None
    when = parse_date(cell.value)
    if when is None:
        found.append(
            error(
                "C220",
                cell.place,
                f"'{cell.text}' is not a date that can be read in one way only",
                "write 4 March 2019, March 2019 or 2019",
            )
        )
    return when


def blocks_of(cell: Cell, found: list[Diagnostic]) -> tuple[Block, ...]:
    """Return the blocks of a cell, or none where a character in it cannot be printed."""
    if bad := forbidden_characters("".join(run.text for run in cell.runs)):
        found.append(
            error(
                "C206",
                cell.place,
                f"this cell holds a character that cannot be printed ({', '.join(bad)})",
                "it usually comes from another program: type the words around it again",
            )
        )
        return ()
    return parse(cell.runs, link=cell.link)
