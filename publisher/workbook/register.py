"""The register of reviewers: who was sent which draft when, in the sheet Reviewers of the workbook.

The program fills in its cells through `patch`, so that nothing else in the file changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.domain.diagnostics import Place, failure
from publisher.domain.language import Language
from publisher.domain.names import folded
from publisher.domain.treaty import Treaty
from publisher.workbook import layout
from publisher.workbook.lists import list_rows, list_sheet
from publisher.workbook.opened import OpenedWorkbook

_NEEDED = ("name", "round", "build", "sent_on", "reply_by", "returned_on", "provisions", "content")


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
        return tuple(
            entry for entry in self.entries if folded(entry.texts.get("name", "")) == folded(name)
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
        rounds = (entry.texts.get("round", "") for entry in self.of(name))
        return max((int(each) for each in rounds if each.isdigit()), default=0) + 1


def read_register(opened: OpenedWorkbook, treaty: Treaty, language: Language) -> Register:
    """Return the register of a workbook. Raises PublisherError where its sheet lacks a column."""
    described = layout.sheets(treaty, language)["reviewers"]
    found = list_sheet(opened, described)
    for key in _NEEDED:
        if found is None or key not in found.letters:
            heading = described.columns[key]
            raise failure(
                "R601", Place(opened.file), sheet=described.name, heading=heading, path=opened.file
            )
    assert found is not None
    return Register(
        found.sheet.title, found.letters, tuple(RegisterEntry(*each) for each in list_rows(found))
    )


def sent_cells(
    register: Register, name: str, texts: Mapping[str, str], file: str
) -> dict[str, str]:
    """Return the cells that note a draft: in the reviewer's row where none was sent yet, else in a
    new row.

    Raises PublisherError where the sheet is full.
    """
    own = register.of(name)
    waiting = next((entry for entry in own if not entry.texts.get("sent_on")), None)
    used = {entry.number for entry in register.entries}
    free = next(
        (
            number
            for number in range(layout.HEADING_ROW + 1, layout.MOST_REVIEWERS + 1)
            if number not in used
        ),
        None,
    )
    if waiting is None and free is None:
        raise failure("R605", Place(file), sheet=register.sheet, count=layout.MOST_REVIEWERS)
    kept = {
        key: own[0].texts[key]
        for key in ("organisation", "email", "language", "named")
        if own and own[0].texts.get(key)
    }
    number = waiting.number if waiting else free
    written = texts if waiting else {**kept, **texts, "name": name}
    return {
        f"{register.letters[key]}{number}": text
        for key, text in written.items()
        if key in register.letters
    }
