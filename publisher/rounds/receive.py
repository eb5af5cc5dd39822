"""A workbook that comes home: joined with that of the project, cell by cell, so that neither what
its researcher wrote nor what the program keeps in it is lost.

Comes in: files of any name. Goes out: the workbook with both, its history, and what a person must
still decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.countries import Country
from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.domain.names import file_name, spelled
from publisher.project.copies import copies_of, keep_received, keep_seen, last_seen
from publisher.project.files import (
    ONLY_READ,
    read_file,
    replace_workbook,
    require_closed,
    write_file,
)
from publisher.project.project import Project
from publisher.project.workbooks import (
    country_of,
    excel_content,
    in_its_language,
    require_readable,
    upgraded_content,
)
from publisher.rounds.history import recorded, stamp
from publisher.rounds.received_told import told_of
from publisher.workbook.contents import Contents, Slot, identity_of, read_contents
from publisher.workbook.file_facts import FileFacts, Guard, file_facts
from publisher.workbook.history_sheet import HistoryEntry, HistoryEvent, read_history
from publisher.workbook.issue import issue_workbook
from publisher.workbook.joined import Joined, join, nearest
from publisher.workbook.opened import OpenedWorkbook, open_workbook
from publisher.workbook.patch import Texts, patch_cells
from publisher.workbook.rich import RichText

_ROUNDS = ("reviewers", "review")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a workbook as read: its bytes as those of an Excel file, what people wrote in it,
    what the file keeps besides.
    """

    content: bytes
    opened: OpenedWorkbook
    project: Project
    contents: Contents
    facts: FileFacts


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Of a file that came home: its name, who sent it, when."""

    file: str
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file that came home.

    `path` is the workbook that holds its texts now, `kept` where the file itself is, `backup` where
    the old workbook is, if there was one and it changed. `is_new` is true where the project had no
    workbook of its country. `joined` is None then.
    """

    path: Path
    kept: Path
    backup: Path | None
    saved_by: str
    is_new: bool
    joined: Joined | None
    lost: frozenset[tuple[str, Guard]]
    diagnostics: tuple[Diagnostic, ...]


def receive(
    project: Project,
    path: Path,
    now: datetime,
    *,
    home: Path | None = None,
    by: str = "",
    takes_moved: bool = False,
) -> Received:
    """Take in a file that came home.

    `home` is the workbook it belongs to, where a person named it; `by` whose file it is, else the
    name that the file gives. Texts that stand in other rows than before are taken only where
    `takes_moved` says so. Raises PublisherError where the file cannot be read, belongs to no
    workbook, or the workbook cannot be changed; then nothing was changed.
    """
    theirs = read_copy(project, path)
    home = home or home_of(project, theirs, path)
    if home is None:
        return _begun(project, path, theirs, now)
    require_closed(home)
    ours = _present(project, path, home)
    base = nearest(theirs.contents, _known(project, home, ours, theirs))
    joined = join(base, ours.contents, theirs.contents)
    if joined.moved and not takes_moved:
        raise _asked_about_moved(joined, base, theirs)
    by = by or theirs.facts.saved_by
    came, there = read_file(path), read_file(home)
    lost = ours.facts.guards - theirs.facts.guards
    takes_whole = not lost and _is_untouched(base, ours, theirs) and joined.is_clear
    target = theirs if takes_whole else ours
    content = _with(target, ours, joined, _Arrival(path.name, by, now), home)
    backup = None
    if content != there:
        require_readable(content, home)
        backup = replace_workbook(home, content, was=digest_of(there), now=now)
    # Kept last: a file that is known as received is never looked at for the same texts again.
    kept = keep_received(home, path.name, came, now)
    keep_seen(home, content, now)
    told = (
        ()
        if takes_whole
        else told_of(joined, ours.contents, theirs.facts, ours.facts, ours.project.worded)
    )
    return Received(home, kept, backup, by, False, joined, lost, tuple(told))


def _is_untouched(base: Contents, ours: Copy, theirs: Copy) -> bool:
    """Tell whether nobody has changed the workbook since the file left it, so that the file can
    take its place with all that a person has put into it: sheets, notes, links.
    """
    has_rounds = any(ours.contents.sheets[key].rows for key in _ROUNDS)
    histories = [read_history(copy.opened, copy.project.worded) for copy in (ours, theirs)]
    has_history = histories[0] is None or bool(histories[0].entries) or histories[1] is None
    same = ours.contents.held.keys() == base.held.keys() and all(
        ours.contents.text(slot) == base.text(slot) for slot in base.held
    )
    return same and not has_rounds and not has_history


def _asked_about_moved(joined: Joined, base: Contents, theirs: Copy) -> PublisherError:
    before, after = joined.moved[0]
    was, now = base.held[before].place, theirs.contents.held[after].place
    count = len(joined.moved)
    return failure("R684", now, count=count, was=was.cell, text=_short(base.text(before)))


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def read_copy(project: Project, path: Path, content: bytes | None = None) -> Copy:
    """Return a workbook as read, whatever program wrote it. Raises PublisherError where it cannot
    be read.
    """
    excel = excel_content(content or read_file(path), path)
    opened = open_workbook(excel, path.name)
    worded, _ = in_its_language(project, opened)
    contents = read_contents(excel, opened, worded.worded)
    return Copy(excel, opened, worded, contents, file_facts(excel, opened))


# Where a file belongs


def home_of(project: Project, theirs: Copy, path: Path) -> Path | None:
    """Return the workbook of the project to which a file belongs, by the country it was issued for,
    else by the country that it names; None where there is none.

    Raises PublisherError where the file does not say its country, or two workbooks are of it.
    """
    code = _code(theirs.contents)
    if not code:
        raise failure("R688", Place(path.name))
    found = [each for each in project.workbooks() if _is_of(project, each, code)]
    own = [each for each in found if not _is_same_file(each, path)] or found
    named = [each for each in own if spelled(each.stem) == spelled(path.stem)]
    own = named or own
    if len(own) > 1:
        names = ", ".join(each.name for each in own)
        raise failure("R689", Place(path.name), names=names, first=own[0].stem)
    return own[0] if own else None


def _code(contents: Contents) -> str:
    written = contents.text(Slot("country", "iso2", "value"))
    return (contents.identity.get("country") or written).upper()


def _country_of(contents: Contents) -> Country:
    written = ("iso2", "short_name", "formal_name")
    fields = {key: contents.text(Slot("country", key, "value")) for key in written}
    return country_of(contents.identity, fields)


def _is_of(project: Project, path: Path, code: str) -> bool:
    if path.suffix.lower() in ONLY_READ:
        return False
    identity = identity_of(read_file(path))
    return not identity.get("kind") and identity.get("country", "").upper() == code


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _begun(project: Project, path: Path, theirs: Copy, now: datetime) -> Received:
    """Take a file in as the workbook of a country of which there was none."""
    country = _country_of(theirs.contents)
    name = file_name(country.short_name) or spelled(path.stem)
    home = project.workbooks_folder / f"{name}.xlsx"
    if home.exists():
        raise failure("R690", Place(path.name), home=home.name)
    write_file(home, theirs.content)
    kept = keep_received(home, path.name, read_file(path), now)
    keep_seen(home, theirs.content, now)
    return Received(home, kept, None, theirs.facts.saved_by, True, None, frozenset(), ())


# What it is joined with


def _present(project: Project, path: Path, home: Path) -> Copy:
    """Return the workbook as the project has it. Where the file that came home was put in its
    place, that is the copy that was last seen.
    """
    content = read_file(home)
    if _is_same_file(path, home):
        seen = last_seen(home)
        if seen is None:
            raise failure("R691", Place(home.name))
        content = read_file(seen)
    copy = read_copy(project, home, content)
    has_all_sheets = "places" in copy.contents.sheets
    if not has_all_sheets or read_history(copy.opened, copy.project.worded) is None:
        copy = read_copy(project, home, upgraded_content(project, home, content).content)
    return copy


def _known(project: Project, home: Path, ours: Copy, theirs: Copy) -> Sequence[Contents]:
    """Return the copies that a file may come from, the oldest first: those that are kept, and the
    present one. Where none is kept, a new workbook stands for the oldest.
    """
    known: list[Contents] = []
    for path in copies_of(home):
        try:
            known.append(read_copy(project, path).contents)
        except PublisherError:
            continue  # a file that came home and could not be read, or a damaged one
    if not known:
        worded = ours.project.worded
        blank = issue_workbook(worded, _country_of(ours.contents))
        known.append(read_copy(project, home, blank).contents)
        return known
    return (*known, ours.contents)


# What is written


def _with(target: Copy, ours: Copy, joined: Joined, arrival: _Arrival, home: Path) -> bytes:
    """Return the workbook with the texts that came home, and its history with all that happened.
    `target` is ours, or theirs where it takes its place.
    """
    cells: dict[str, Texts] = {}
    if target is ours:
        cells |= _cells(ours.contents, joined)
    entries = list(_entries(ours.contents, joined, arrival))
    texts = {slot: held.text for slot, held in ours.contents.held.items()}
    history = read_history(target.opened, target.project.worded)
    cells |= recorded(history, texts, entries, target.project, home, arrival.now)
    return patch_cells(target.content, cells) if cells else target.content


def _cells(ours: Contents, joined: Joined) -> dict[str, Texts]:
    """Return the cells of the workbook that change, by sheet and address."""
    cells: dict[str, dict[str, str | RichText | int]] = {}
    rows = _rows_for(ours, joined)
    for slot, held in joined.taken.items():
        sheet = ours.sheets[slot.sheet]
        number = rows[slot.sheet, slot.row]
        own = cells.setdefault(sheet.title, {})
        own[f"{sheet.letters[slot.column]}{number}"] = held.stored if held else ""
        if slot.sheet == "sources" and slot.row not in sheet.rows:
            own[f"{sheet.letters['key']}{number}"] = slot.row
    return dict(cells)


def _rows_for(ours: Contents, joined: Joined) -> dict[tuple[str, str], int]:
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


def _entries(ours: Contents, joined: Joined, arrival: _Arrival) -> Iterator[HistoryEntry]:
    """Yield the lines of the history that say what came home."""
    when, file, by = stamp(arrival.now), arrival.file, arrival.by
    for slot, held in joined.taken.items():
        new = held.text if held else ""
        received = HistoryEvent.RECEIVED
        yield HistoryEntry(when, received, file, by, slot, ours.text(slot), new)
    for each in joined.open:
        new = each.theirs.text if each.theirs else ""
        left, slot = HistoryEvent.LEFT, each.slot
        yield HistoryEntry(when, left, file, by, slot, ours.text(slot), new)
