"""What is told of a file that came home: the cells that a person must decide on, what could not be
read in it, and what the way has taken from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.worded import WordedTreaty
from publisher.rounds.received_file import new_notes, new_sheets
from publisher.rounds.workbook_copy import Copy
from publisher.workbook.contents import Contents, Held, Slot
from publisher.workbook.history_sheet import cell_name
from publisher.workbook.joined import Joined, WhyOpen
from publisher.workbook.unread import UnreadText, unread_texts

_MOST_NAMED = 8
_CODES = {WhyOpen.BOTH_CHANGED: "R680", WhyOpen.STRUCK_LOST: "R681"}
# What was told of the file as it was read and keeps a text of it from being taken, or lets it be
# taken for something else.
_OF_READING = (
    "S101", "S102", "S104", "S105", "S107", "S108", "S113", "S117", "S118", "S119", "S125",
)  # fmt: skip
_IS_TAKEN = ("S105", "S113", "S117", "S118")


def told_of(joined: Joined, ours: Copy, theirs: Copy) -> Iterator[Diagnostic]:
    """Yield what a person must know of a file that was joined with the workbook."""
    worded = ours.project.worded
    yield from _of_cells(joined, ours.contents, worded)
    yield from _of_rows(joined, ours.contents, worded)
    yield from _of_unread_texts(ours, theirs)
    yield from _of_reading(ours.contents, theirs.contents)
    yield from _of_file(ours, theirs)


def _of_cells(joined: Joined, ours: Contents, worded: WordedTreaty) -> Iterator[Diagnostic]:
    for each in joined.open:
        held = each.ours or each.base or each.theirs
        place = held.place if held else Place(ours.file)
        base, own, new = (_text(held) for held in (each.base, each.ours, each.theirs))
        yield problem(
            _CODES[each.why], replace(place, file=ours.file), base=base, ours=own, theirs=new
        )
    for slot in joined.links:
        held = joined.taken[slot]
        if held:
            yield problem("R686", held.place, link=held.link)
    contents = {column.id for column in worded.treaty.columns}
    for slot, held in joined.taken.items():
        if held and not held.is_text and slot.sheet == "provisions" and slot.column in contents:
            yield problem("C205", held.place, value=held.text)
    for code, slots in (("R685", joined.put_back), ("R698", joined.scrambled)):
        cells = [_address(ours.held[slot].place) for slot in slots]
        if cells:
            yield problem(code, Place(ours.file), count=len(cells), cells=_named(cells))


def _address(place: Place) -> str:
    return f"{place.sheet}!{place.cell}"


def _text(held: Held | None) -> str:
    return held.text if held else ""


def _of_rows(joined: Joined, ours: Contents, worded: WordedTreaty) -> Iterator[Diagnostic]:
    for held in joined.homeless:
        yield problem("R682", held.place, text=held.text)
    if joined.gone:
        names = [cell_name(Slot(*each, ""), worded)[0] for each in joined.gone]
        yield problem("R683", Place(ours.file), count=len(names), names=_named(names))


def _of_unread_texts(ours: Copy, theirs: Copy) -> Iterator[Diagnostic]:
    """Yield the texts of the file that stand where nothing is read; of a column that nobody asked
    for, the first. What stands in the same sheet of the workbook as well is no loss.
    """
    known = {(slot.sheet, held.text) for slot, held in ours.contents.held.items()}
    known |= {(each.sheet, each.text) for each in _unread(ours)}
    unread = [each for each in _unread(theirs) if (each.sheet, each.text) not in known]
    columns: dict[Place, list[UnreadText]] = {}
    for each in unread:
        if each.heading_place is None:
            yield problem("R682", each.place, text=each.text)
        else:
            columns.setdefault(each.heading_place, []).append(each)
    for place, texts in columns.items():
        first = texts[0]
        yield problem("R695", place, heading=first.heading, count=len(texts), text=first.text)


def _unread(copy: Copy) -> Iterator[UnreadText]:
    return unread_texts(copy.opened, copy.contents, copy.project.worded)


def _of_reading(ours: Contents, theirs: Contents) -> Iterator[Diagnostic]:
    """Yield what was told of the file as it was read, and is not true of the workbook as well."""
    known = set(_anywhere(ours.diagnostics))
    told = [each for each in theirs.diagnostics if each.code in _OF_READING]
    told = [each for each in told if next(_anywhere([each])) not in known]
    yield from told
    if any(each.code not in _IS_TAKEN for each in told):
        yield problem("R696", Place(theirs.file))


def _anywhere(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield problems as if they were told of a file without a name."""
    for each in diagnostics:
        yield replace(each, place=replace(each.place, file=""))


def _of_file(ours: Copy, theirs: Copy) -> Iterator[Diagnostic]:
    if any(each.code == "S101" for each in theirs.contents.diagnostics):
        return  # one of the sheets may be the one that is missing, under a name of its own
    file = ours.contents.file
    for title in new_sheets(ours, theirs):
        yield problem("R687", Place(file), name=title)
    notes = [f"{sheet}!{cell}" for sheet, cell in new_notes(ours, theirs)]
    if notes:
        yield problem("R692", Place(file), count=len(notes), cells=_named(notes))


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} …" if len(names) > _MOST_NAMED else shown
