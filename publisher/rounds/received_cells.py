"""The bytes of a workbook with what came home in a file, and the lines of its history for that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.rounds.history import recorded, stamp
from publisher.rounds.workbook_copy import Copy
from publisher.workbook.contents import Contents
from publisher.workbook.history_sheet import HistoryEntry, HistoryEvent, read_history
from publisher.workbook.joined import Joined
from publisher.workbook.patch import Texts, patch_cells
from publisher.workbook.rich import RichText


@dataclass(frozen=True, slots=True)
class Arrival:
    """Of a file that came home: its name, who sent it, when."""

    file: str
    by: str
    now: datetime


def joined_content(target: Copy, ours: Copy, joined: Joined, arrival: Arrival, home: Path) -> bytes:
    """Return the workbook with the texts that came home, and its history with all that happened.
    `target` is ours, or theirs where it takes its place.
    """
    cells: dict[str, Texts] = {}
    if target is ours:
        cells |= taken_cells(ours.contents, joined)
    entries = list(_entries(ours.contents, joined, arrival))
    texts = {slot: held.text for slot, held in ours.contents.held.items()}
    history = read_history(target.opened, target.project.worded)
    cells |= recorded(history, texts, entries, target.project, home, arrival.now)
    return patch_cells(target.content, cells) if cells else target.content


def taken_cells(ours: Contents, joined: Joined) -> dict[str, Texts]:
    """Return the cells of the workbook that get texts of a file, by sheet and address."""
    cells: dict[str, dict[str, str | RichText | int]] = {}
    rows = rows_for(ours, joined)
    for slot, held in joined.taken.items():
        sheet = ours.sheets[slot.sheet]
        number = rows[slot.sheet, slot.row]
        own = cells.setdefault(sheet.title, {})
        own[f"{sheet.letters[slot.column]}{number}"] = held.stored if held else ""
        if slot.sheet == "sources" and slot.row not in sheet.rows:
            own[f"{sheet.letters['key']}{number}"] = slot.row
    return dict(cells)


def rows_for(ours: Contents, joined: Joined) -> dict[tuple[str, str], int]:
    """Return the rows in which texts are written: those that there are, and free ones for what is
    new.
    """
    rows: dict[tuple[str, str], int] = {}
    used = {key: set(sheet.used) for key, sheet in ours.sheets.items()}
    for slot in joined.taken:
        sheet = ours.sheets[slot.sheet]
        known = sheet.rows.get(slot.row) or rows.get((slot.sheet, slot.row))
        if known is None:
            known = max(used[slot.sheet], default=1) + 1
            used[slot.sheet].add(known)
        rows[slot.sheet, slot.row] = known
    return rows


def _entries(ours: Contents, joined: Joined, arrival: Arrival) -> Iterator[HistoryEntry]:
    """Yield the lines of the history that say what came home."""
    when, file, by = stamp(arrival.now), arrival.file, arrival.by
    for slot, held in joined.taken.items():
        new = held.text if held else ""
        received = HistoryEvent.RECEIVED
        yield HistoryEntry(when, received, file, by, slot, ours.text(slot), new)
    for each in joined.open:
        new = each.theirs.text if each.theirs else ""
        base = each.base.text if each.base else ""
        left, slot = HistoryEvent.LEFT, each.slot
        yield HistoryEntry(when, HistoryEvent.BASE, file, by, slot, base, "")
        yield HistoryEntry(when, left, file, by, slot, ours.text(slot), new)
