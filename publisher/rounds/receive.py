"""A workbook that comes home: joined with that of the project, cell by cell, so that neither what
its researcher wrote nor what the program keeps in it is lost.

Comes in: files of any name. Goes out: the workbook with both, its history, and what a person must
still decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    require_readable,
    upgraded_content,
)
from publisher.rounds.received_cells import Arrival, joined_content, rows_for
from publisher.rounds.received_file import lost_guards
from publisher.rounds.received_told import told_of
from publisher.rounds.workbook_copy import Copy, contents_of, read_copy
from publisher.workbook.contents import Contents, Slot, identity_of
from publisher.workbook.file_facts import Guard
from publisher.workbook.history_sheet import read_history
from publisher.workbook.issue import issue_workbook
from publisher.workbook.joined import Joined, join, nearest
from publisher.workbook.rich import RichText

_ROUNDS = ("reviewers", "review")
# So many texts a person may empty in a file without being asked whether that was meant.
_FEW_EMPTIED = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What a person has said of a file that came home: to which workbook it belongs, whose it is
    (else the name counts that the file gives), whether texts are taken that stand in other rows
    than before, and whether many cells are emptied that are empty in the file.
    """

    home: Path | None = None
    by: str = ""
    takes_moved: bool = False
    takes_emptied: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file that came home.

    `path` is the workbook that holds its texts now, `kept` where the file itself is, `backup` where
    the old workbook is, if there was one and it changed. `is_new` is true where the project had no
    workbook of its country. `joined` is None then. `cells` are those that changed, as a person
    calls them, with whether they are empty now. `is_upgraded` is true where the workbook was made
    anew, since it was too old to keep a history. `history` is the name of its sheet of that.
    """

    path: Path
    kept: Path
    backup: Path | None
    saved_by: str
    is_new: bool
    joined: Joined | None
    lost: frozenset[tuple[str, Guard]]
    diagnostics: tuple[Diagnostic, ...]
    cells: tuple[tuple[str, bool], ...] = ()
    is_upgraded: bool = False
    history: str = ""


def receive(project: Project, path: Path, now: datetime, said: Said | None = None) -> Received:
    """Take in a file that came home; `said` is what a person has said of it.

    Raises PublisherError where the file cannot be read, belongs to no workbook, or the workbook
    cannot be changed, and where a person must say first whether something was meant; then nothing
    was changed.
    """
    said = said or Said()
    theirs = read_copy(project, path)
    home = said.home or home_of(project, theirs, path)
    if home is None:
        return _begun(project, path, theirs, now)
    require_closed(home)
    came, there = read_file(path), read_file(home)
    ours = _present(project, path, home, there)
    base = nearest(theirs.contents, _known(project, home, ours, theirs))
    joined = join(base, ours.contents, theirs.contents)
    if joined.moved and not said.takes_moved:
        raise _asked_about_moved(joined, base, theirs)
    if len(joined.emptied) > _FEW_EMPTIED and not said.takes_emptied:
        raise _asked_about_emptied(joined, ours, path)
    by = said.by or theirs.facts.saved_by
    lost = lost_guards(ours, theirs)
    is_readable = not theirs.contents.unusable & ours.contents.held.keys()
    is_whole = not lost and is_readable and joined.is_clear
    takes_whole = is_whole and _is_untouched(base, ours, theirs)
    target = theirs if takes_whole else ours
    content = joined_content(target, ours, joined, Arrival(path.name, by, now), home)
    backup = None
    if content != there:
        require_readable(content, home)
        backup = replace_workbook(home, content, was=digest_of(there), now=now)
    # Kept last: a file that is known as received is never looked at for the same texts again.
    kept = keep_received(home, path.name, came, now)
    keep_seen(home, content, now)
    told = () if takes_whole else told_of(joined, ours, theirs)
    return Received(
        home,
        kept,
        backup,
        by,
        is_new=False,
        joined=joined,
        lost=lost,
        diagnostics=tuple(told),
        cells=tuple(_cells_called(joined, ours)),
        is_upgraded=ours.content != there and not _is_same_file(path, home),
        history=ours.project.language.words("sheets")["history"],
    )


def _cells_called(joined: Joined, ours: Copy) -> Iterator[tuple[str, bool]]:
    """Yield what a person calls the cells of the workbook that changed, and whether they are empty
    now.
    """
    rows = rows_for(ours.contents, joined)
    for slot, held in joined.taken.items():
        known = held or ours.contents.held.get(slot)
        if known:
            sheet = ours.contents.sheets[slot.sheet]
            cell = f"{sheet.letters[slot.column]}{rows[slot.sheet, slot.row]}"
            yield replace(known.place, sheet=sheet.title, cell=cell).inside, held is None


def _is_untouched(base: Contents, ours: Copy, theirs: Copy) -> bool:
    """Tell whether nobody has changed the workbook since the file left it, so that the file can
    take its place with all that a person has put into it: sheets, notes, links.
    """
    has_rounds = any(ours.contents.sheets[key].rows for key in _ROUNDS)
    own, other = (read_history(copy.opened, copy.project.worded) for copy in (ours, theirs))
    keeps_history = other is not None and own is not None and not own.entries
    has_all = set(ours.facts.sheets) <= set(theirs.facts.sheets)
    has_all = has_all and ours.facts.notes <= theirs.facts.notes
    is_same = _with_looks(ours.contents) == _with_looks(base)
    return is_same and has_all and keeps_history and not has_rounds


def _with_looks(contents: Contents) -> dict[Slot, tuple[RichText, str]]:
    """Return the texts of a workbook with how they look and where they lead."""
    return {slot: (held.stored, held.link) for slot, held in contents.held.items()}


def _asked_about_moved(joined: Joined, base: Contents, theirs: Copy) -> PublisherError:
    before, after = joined.moved[0]
    was, now = base.held[before].place, theirs.contents.held[after].place
    count = len(joined.moved)
    return failure("R684", now, count=count, was=was.cell, text=_short(base.text(before)))


def _asked_about_emptied(joined: Joined, ours: Copy, path: Path) -> PublisherError:
    first = ours.contents.held[joined.emptied[0]]
    count = len(joined.emptied)
    return failure(
        "R677", Place(path.name), count=count, cell=first.place.inside, text=_short(first.text)
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


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
    if len(own) > 1:  # two copies of one country, or two invented ones of one code
        name = _name_in(theirs.contents)
        called = [each for each in own if _name_in(read_copy(project, each).contents) == name]
        own = called or own
    if len(own) > 1:
        names = ", ".join(each.name for each in own)
        raise failure("R689", Place(path.name), names=names, first=own[0].stem)
    return own[0] if own else None


def _code(contents: Contents) -> str:
    written = contents.text(Slot("country", "iso2", "value"))
    return (contents.identity.get("country") or written).upper()


def _name_in(contents: Contents) -> str:
    return spelled(contents.text(Slot("country", "short_name", "value")))


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


def _present(project: Project, path: Path, home: Path, content: bytes) -> Copy:
    """Return the workbook as the project has it; `content` is what stands in its place. Where the
    file that came home was put there, it is the copy that was last seen.
    """
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
            known.append(contents_of(project, path))
        except PublisherError:
            continue  # a file that came home and could not be read, or a damaged one
    if not known:
        worded = ours.project.worded
        blank = issue_workbook(worded, _country_of(ours.contents))
        known.append(read_copy(project, home, blank).contents)
        return known
    return (*known, ours.contents)
