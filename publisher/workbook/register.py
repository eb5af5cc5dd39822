"""The register of reviewers: who was sent which draft when, in the sheet Reviewers of the workbook.

The program fills in its cells through `patch`, so that nothing else in the file changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.domain.diagnostics import Place, failure
from publisher.domain.names import folded
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.lists import list_rows, required_list
from publisher.workbook.opened import OpenedWorkbook

_NEEDED = ("name", "round", "build", "sent_on", "reply_by", "returned_on", "provisions", "content")
_ABOUT_REVIEWER = ("organisation", "email", "language", "named")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One row of the register: its number in the sheet and its texts by column key."""

    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """The sheet Reviewers: its name, the letter of each of its columns, its rows that hold
    anything.
    """

    sheet: str
    letters: Mapping[str, str]
    entries: tuple[RegisterEntry, ...]

    def of(self, name: str) -> tuple[RegisterEntry, ...]:
        """Return the rows of a reviewer, whatever the case and accents of the name."""
        wanted = folded(name)
        return tuple(
            entry for entry in self.entries if folded(entry.texts.get("name", "")) == wanted
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The reviewers, each once, in the order of the sheet."""
        named = {
            folded(entry.texts["name"]): entry.texts["name"]
            for entry in self.entries
            if entry.texts.get("name")
        }
        return tuple(named.values())

    def next_round(self, name: str) -> int:
        """Return the number of the next round with a reviewer."""
        last = 0
        for entry in self.of(name):
            written = entry.texts.get("round", "")
            if written.isdigit():
                last = max(last, int(written))
        return last + 1


def read_register(opened: OpenedWorkbook, worded: WordedTreaty) -> Register:
    """Return the register of a workbook. Raises PublisherError where its sheet lacks a column."""
    found = required_list(opened, layout.sheets(worded)["reviewers"], _NEEDED)
    entries = tuple(RegisterEntry(number, texts) for number, texts in list_rows(found))
    return Register(found.sheet.title, found.letters, entries)


def sent_cells(
    register: Register, name: str, texts: Mapping[str, str], file: str
) -> dict[str, str]:
    """Return the cells that note a draft: in the reviewer's row where none was sent yet, else in a
    new row.

    Raises PublisherError where the sheet is full.
    """
    own = register.of(name)
    waiting = next((entry for entry in own if not entry.texts.get("sent_on")), None)
    if waiting:
        number, written = waiting.number, dict(texts)
    else:
        number = _free_row(register, file)
        written = {**_about_reviewer(own), **texts, "name": name}
    cells: dict[str, str] = {}
    for key, text in written.items():
        if key in register.letters:
            cells[f"{register.letters[key]}{number}"] = text
    return cells


def _free_row(register: Register, file: str) -> int:
    """Return the number of the first row that holds nothing. Raises PublisherError where the sheet
    is full.
    """
    used = {entry.number for entry in register.entries}
    for number in range(layout.HEADING_ROW + 1, layout.MOST_REVIEWERS + 1):
        if number not in used:
            return number
    raise failure("R605", Place(file), sheet=register.sheet, count=layout.MOST_REVIEWERS)


def _about_reviewer(own: tuple[RegisterEntry, ...]) -> dict[str, str]:
    """Return what the first row of a reviewer says of the person, whom nobody wants to enter for
    each round anew.
    """
    first = own[0].texts if own else {}
    return {key: first[key] for key in _ABOUT_REVIEWER if first.get(key)}
