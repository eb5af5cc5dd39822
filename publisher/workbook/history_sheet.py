"""The sheet Cell history: what became of each cell, when, from which file and by whom.

One row for each change that the program carried out or noticed. Rows are only added, and those that
are too many for the sheet are handed back, to be kept elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from publisher.domain.report import CellKey
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.contents import Slot
from publisher.workbook.lists import ListSheet, list_sheet, rows_of_list
from publisher.workbook.opened import OpenedWorkbook

_SEPARATOR = "|"


class HistoryEvent(StrEnum):
    """What happened to a cell."""

    RECEIVED = "received"  # its text came home in a file
    APPLIED = "applied"  # a reviewer's change was accepted
    FOUND = "found"  # it was changed in the workbook itself, and noticed afterwards
    MENDED = "mended"  # the program wrote in its own form what was beyond doubt
    BASE = "base"  # what it held before a file and the workbook each changed it
    LEFT = "left"  # a file that came home says something else, and a person must decide
    KEPT = "kept"  # a person decided that the cell stays as it is, against such a file

    @property
    def is_of_text(self) -> bool:
        """Whether the cell came to hold the new text."""
        return self not in (HistoryEvent.BASE, HistoryEvent.LEFT, HistoryEvent.KEPT)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history of a cell; of `LEFT` and `KEPT`, `now` is what the cell did not come
    to hold, and of `BASE` it is empty.
    """

    when: str
    event: HistoryEvent
    file: str
    by: str
    slot: Slot
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class History:
    """The sheet Cell history: its name, the letters of its columns, its entries from the
    first to the last.
    """

    sheet: str
    letters: Mapping[str, str]
    entries: tuple[HistoryEntry, ...]
    used: int


def read_history(opened: OpenedWorkbook, worded: WordedTreaty) -> History | None:
    """Return the history that a workbook carries; None where it is too old to have the sheet."""
    found = list_sheet(opened, layout.sheets(worded)["history"])
    if found is None or "cell" not in found.letters:
        return None
    return _history(found, worded)


def _history(found: ListSheet, worded: WordedTreaty) -> History:
    events = {word: HistoryEvent(key) for key, word in _events(worded).items()}
    entries: list[HistoryEntry] = []
    used = layout.HEADING_ROW
    for number, row in rows_of_list(found, layout.MOST_HISTORY):
        used = number
        named = row.get("cell", "").split(_SEPARATOR)
        event = events.get(row.get("event", ""))
        if len(named) != len(Slot._fields) or event is None:
            continue
        when, file, by = row.get("when", ""), row.get("file", ""), row.get("by", "")
        before, now = row.get("before", ""), row.get("now", "")
        entries.append(HistoryEntry(when, event, file, by, Slot(*named), before, now))
    return History(found.sheet.title, found.letters, tuple(entries), used)


def replayed(entries: Iterable[HistoryEntry]) -> dict[Slot, str]:
    """Return what the cells held by the end of their histories."""
    held: dict[Slot, str] = {}
    for entry in entries:
        if entry.event.is_of_text:
            held[entry.slot] = entry.now
    return held


def slot_of(key: CellKey) -> Slot:
    """Return the place of a content cell."""
    return Slot("provisions", key.provision, key.column)


def history_cells(
    history: History, new: Sequence[HistoryEntry], worded: WordedTreaty
) -> tuple[dict[str, str], tuple[HistoryEntry, ...]]:
    """Return the cells by which a history comes to hold new entries behind the others, and the
    oldest ones where there are too many, which leave the sheet.
    """
    entries = (*history.entries, *new)
    leaving = entries[: max(len(entries) - layout.MANY_HISTORY, 0)]
    shown = entries[len(leaving) :] if leaving else tuple(new)
    first = layout.HEADING_ROW + 1 if leaving else history.used + 1
    cells: dict[str, str] = {}
    for number, entry in enumerate(shown, start=first):
        cells |= _row(history, number, _texts(entry, worded))
    for number in range(first + len(shown), history.used + 1):
        cells |= _row(history, number, {})
    return cells, leaving


def _row(history: History, number: int, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{letter}{number}": texts.get(key, "") for key, letter in history.letters.items()}


def _texts(entry: HistoryEntry, worded: WordedTreaty) -> dict[str, str]:
    """Return what the columns of an entry's row hold."""
    article, column = cell_name(entry.slot, worded)
    return {
        "when": entry.when,
        "event": _events(worded)[entry.event.value],
        "file": entry.file,
        "by": entry.by,
        "article": article,
        "column": column,
        "before": entry.before,
        "now": entry.now,
        "cell": _SEPARATOR.join(entry.slot),
    }


def cell_name(slot: Slot, worded: WordedTreaty) -> tuple[str, str]:
    """Return what a person calls a cell: the article, field, source or item of its row, and the
    heading of its column.
    """
    described = layout.sheets(worded)[slot.sheet]
    heading = described.columns.get(slot.column, slot.column)
    if slot.sheet == "country":
        labels = worded.language.words("country")
        label = labels.get(slot.row, slot.row).format(treaty=worded.treaty.abbreviation)
        return described.name, label if slot.column == "value" else f"{label}, {heading}"
    treaty = worded.treaty
    by_id = {each.id: each.un_reference for each in treaty.provisions}
    by_key = {each.key: each.place for each in treaty.places} if slot.sheet == "places" else {}
    return (by_id | by_key).get(slot.row, slot.row), heading


def _events(worded: WordedTreaty) -> Mapping[str, str]:
    return worded.language.words("history_events")
