"""What a file that came home keeps besides its texts, compared with the workbook: sheets, notes,
guards. A sheet is the same under another name, a cell the same in another row.
"""

from collections.abc import Mapping

from publisher.rounds.workbook_copy import Copy
from publisher.workbook.contents import Contents, Slot
from publisher.workbook.file_facts import Guard

_At = tuple[str, str]  # the title of a sheet, the address of a cell


def lost_guards(ours: Copy, theirs: Copy) -> frozenset[tuple[str, Guard]]:
    """Return what guards sheets of the workbook and is gone in the file."""
    titles = _titles(ours, theirs)
    kept = {(titles.get(title, title), guard) for title, guard in theirs.facts.guards}
    there = {titles.get(title, title) for title in theirs.facts.sheets}
    lost = ours.facts.guards - kept
    return frozenset(each for each in lost if each[0] in there or each[0].startswith("_"))


def new_sheets(ours: Copy, theirs: Copy) -> list[str]:
    """Return the names of the file's sheets that the workbook has not, in order."""
    titles, copies = _titles(ours, theirs), _copies(theirs.contents)
    return [
        title
        for title in theirs.facts.sheets
        if titles.get(title, title) not in ours.facts.sheets
        and title not in copies
        and not title.startswith("_")
    ]


def _copies(theirs: Contents) -> set[str]:
    """Return the sheets that were told as copies of others."""
    return {each.place.sheet for each in theirs.diagnostics if each.code == "S113"}


def new_notes(ours: Copy, theirs: Copy) -> list[_At]:
    """Return where the file has notes that the workbook has not, in order."""
    titles = _titles(ours, theirs)
    own, other = _slots(ours.contents), _slots(theirs.contents)
    known = {own.get(at, at) for at in ours.facts.notes}
    return [
        at
        for at in sorted(theirs.facts.notes)
        if other.get(at, (titles.get(at[0], at[0]), at[1])) not in known
    ]


def _titles(ours: Copy, theirs: Copy) -> dict[str, str]:
    """Return the names of the workbook's sheets by those that the file has for them."""
    shared = ours.contents.sheets.keys() & theirs.contents.sheets.keys()
    return {theirs.contents.sheets[key].title: ours.contents.sheets[key].title for key in shared}


def _slots(contents: Contents) -> Mapping[_At, Slot]:
    """Return what each cell is that people fill in, by where it stands."""
    return {
        (sheet.title, f"{letter}{number}"): Slot(key, thing, column)
        for key, sheet in contents.sheets.items()
        for thing, number in sheet.rows.items()
        for column, letter in sheet.letters.items()
    }
