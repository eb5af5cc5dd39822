"""Cells that a workbook and a file that came home have changed each in its own way: found with
their three texts, and decided.

Which cells these are stands in the sheet Cell history. Comes in: a workbook, and what a person
decided on each. Goes out: the texts to decide from, and the workbook with what was decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.project.copies import received_file
from publisher.project.files import require_closed
from publisher.project.project import Project
from publisher.project.workbooks import ExcelFile
from publisher.rounds.history import recorded, stamp
from publisher.rounds.marked import Stretch, marked
from publisher.rounds.received_cells import taken_cells
from publisher.rounds.workbook_copy import Copy, read_copy
from publisher.workbook.contents import Contents, Held, Slot
from publisher.workbook.history_sheet import HistoryEntry, HistoryEvent, cell_name, read_history
from publisher.workbook.joined import Joined, has_room
from publisher.workbook.rich import RichRun, RichText


class Choice(StrEnum):
    """What a person decides on a cell: the text of the workbook, that of the file, or nothing."""

    OURS = "ours"
    THEIRS = "theirs"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell to be decided. `id` changes with its texts; `base` is the text that both sides began
    with, None where that is not known any more. `is_struck` is true of words that came back without
    being struck through. `marked` are the three texts with their differences.
    """

    id: str
    place: Place
    is_struck: bool
    base: str | None
    ours: str
    theirs: str
    marked: tuple[tuple[Stretch, ...], ...]
    entry: HistoryEntry
    new: Held | None

    @property
    def file(self) -> str:
        """The name of the file that says something else than the workbook."""
        return self.entry.file

    @property
    def by(self) -> str:
        """Who sent that file, if it is known."""
        return self.entry.by


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided: the cells that hold another text now, how many stay as they are, and where
    the old workbook is kept, if it changed.
    """

    taken: tuple[Place, ...]
    kept: int
    backup: Path | None


# Which cells are to be decided


def undecided(project: Project, path: Path) -> tuple[HistoryEntry, ...]:
    """Return the lines of a workbook's history that a person must still decide on, from the first.

    Raises PublisherError where the workbook cannot be read.
    """
    return _undecided(read_copy(project, path))


def _undecided(ours: Copy) -> tuple[HistoryEntry, ...]:
    waiting: list[HistoryEntry] = []
    for entry in _history(ours):
        if entry.event is HistoryEvent.LEFT:
            waiting.append(entry)
        elif entry.event is HistoryEvent.KEPT:
            waiting = [each for each in waiting if not _is_decided_by(each, entry)]
        elif entry.event.is_of_text:  # the cell has another text since
            waiting = [each for each in waiting if each.slot != entry.slot]
    # Whoever wrote into the cell by hand has decided as well.
    contents = ours.contents
    waiting = [each for each in waiting if contents.text(each.slot) == each.before]
    return tuple(each for each in waiting if has_room(contents, each.slot))


def _history(ours: Copy) -> tuple[HistoryEntry, ...]:
    history = read_history(ours.opened, ours.project.worded)
    return history.entries if history else ()


def _is_decided_by(left: HistoryEntry, kept: HistoryEntry) -> bool:
    return (left.slot, left.file, left.now) == (kept.slot, kept.file, kept.now)


def conflicts_of(project: Project, path: Path) -> tuple[Conflict, ...]:
    """Return the cells that a person must decide on, in the order in which their files came home.

    Raises PublisherError where the workbook cannot be read.
    """
    return tuple(_conflicts(project, path, read_copy(project, path)))


def _conflicts(project: Project, path: Path, ours: Copy) -> Iterator[Conflict]:
    bases = {
        (each.when, each.file, each.slot): each.before
        for each in _history(ours)
        if each.event is HistoryEvent.BASE
    }
    came: dict[tuple[str, str], Contents | None] = {}
    for entry in _undecided(ours):
        arrival = (entry.when, entry.file)
        if arrival not in came:
            came[arrival] = _kept(project, path, entry)
        base = bases.get((*arrival, entry.slot))
        yield _conflict(entry, base, came[arrival], ours)


def _kept(project: Project, path: Path, entry: HistoryEntry) -> Contents | None:
    """Return what a file held that came home; None where it is not kept any more."""
    kept = received_file(path, entry.when, entry.file)
    try:
        return read_copy(project, kept).contents if kept else None
    except PublisherError:  # somebody has changed what was kept
        return None


def _conflict(entry: HistoryEntry, base: str | None, came: Contents | None, ours: Copy) -> Conflict:
    own, place = ours.contents.held.get(entry.slot), _place(entry.slot, ours)
    new = came.held.get(entry.slot) if came else None
    if _text(new) != entry.now:  # without its file, its words are known
        new = Held(entry.now, (RichRun(entry.now),), place)
    texts = _text(own), _text(new)
    # Struck words that came back plain are told where nobody had changed the workbook.
    is_struck = base == texts[0]
    if is_struck:
        shown = (_struck(own), _struck(own), _struck(new))
    elif base is None:  # the two are compared with one another
        shown = ((), marked(texts[0], texts[0]), marked(*texts))
    else:
        shown = (marked(base, base), marked(base, texts[0]), marked(base, texts[1]))
    named = "\0".join((*entry.slot, entry.file, entry.when, *texts))
    return Conflict(
        id=digest_of(named.encode())[:16],
        place=place,
        is_struck=is_struck,
        base=base,
        ours=texts[0],
        theirs=texts[1],
        marked=shown,
        entry=entry,
        new=new,
    )


def _place(slot: Slot, ours: Copy) -> Place:
    """Return where a cell is, be it empty."""
    sheet = ours.contents.sheets[slot.sheet]
    name = ", ".join(cell_name(slot, ours.project.worded))
    row = sheet.rows.get(slot.row)
    cell = f"{sheet.letters[slot.column]}{row}" if row else ""
    return Place(ours.contents.file, sheet.title, cell, name)


def _text(held: Held | None) -> str:
    return held.text if held else ""


def _struck(held: Held | None) -> tuple[Stretch, ...]:
    stored: RichText = held.stored if held else ()
    kinds = (("struck" if run.has("strike") else "same", run.text) for run in stored)
    return tuple(Stretch(kind, text) for kind, text in kinds if text)


# Deciding


def settle(
    project: Project, path: Path, choices: Mapping[str, Choice], now: datetime, by: str = ""
) -> Settled:
    """Write what a person decided on some cells into the workbook and its history; `by` is who
    decided.

    Raises PublisherError where the workbook is open or cannot be changed, where a cell was decided
    or changed meanwhile, and where two files are to give the text of one cell; then nothing was
    changed.
    """
    require_closed(path)
    ours = read_copy(project, path)
    found = {each.id: each for each in _conflicts(project, path, ours)}
    if not choices.keys() <= found.keys():
        raise failure("D806", Place(path.name))
    wanted = {
        choice: [found[id_] for id_, own in choices.items() if own is choice] for choice in Choice
    }
    theirs, mine = wanted[Choice.THEIRS], wanted[Choice.OURS]
    _require_single(theirs)
    entries = [_entry(each, HistoryEvent.RECEIVED, now, each.by) for each in theirs]
    entries += [_entry(each, HistoryEvent.KEPT, now, by) for each in mine]
    joined = Joined({each.entry.slot: each.new for each in theirs})
    texts = {slot: held.text for slot, held in ours.contents.held.items()}
    history = read_history(ours.opened, ours.project.worded)
    cells = taken_cells(ours.contents, joined)
    cells |= recorded(history, texts, entries, ours.project, path, now) if entries else {}
    backup = ExcelFile(path, ours.content).save(cells, now)
    return Settled(tuple(each.place for each in theirs), len(mine), backup)


def _require_single(theirs: Sequence[Conflict]) -> None:
    seen: set[Slot] = set()
    for each in theirs:
        if each.entry.slot in seen:
            raise failure("D807", each.place)
        seen.add(each.entry.slot)


def _entry(conflict: Conflict, event: HistoryEvent, now: datetime, by: str) -> HistoryEntry:
    return replace(conflict.entry, when=stamp(now), event=event, by=by)
