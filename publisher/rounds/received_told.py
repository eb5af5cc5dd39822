"""What is told of a file that came home: the cells that a person must decide on, and what the way
has taken from it.
"""

from collections.abc import Iterator
from dataclasses import replace

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.worded import WordedTreaty
from publisher.workbook.contents import Contents, Held, Slot
from publisher.workbook.file_facts import FileFacts
from publisher.workbook.history_sheet import cell_name
from publisher.workbook.joined import Joined, WhyOpen

_MOST_NAMED = 8
_CODES = {WhyOpen.BOTH_CHANGED: "R680", WhyOpen.STRUCK_LOST: "R681"}


def told_of(
    joined: Joined, ours: Contents, theirs: FileFacts, known: FileFacts, worded: WordedTreaty
) -> Iterator[Diagnostic]:
    """Yield what a person must know of a file that was joined with the workbook."""
    yield from _of_cells(joined, ours)
    yield from _of_rows(joined, ours, worded)
    yield from _of_file(ours.file, theirs, known)


def _of_cells(joined: Joined, ours: Contents) -> Iterator[Diagnostic]:
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
    if joined.put_back:
        cells = [_address(ours.held[slot].place) for slot in joined.put_back]
        yield problem("R685", Place(ours.file), count=len(cells), cells=_named(cells))


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


def _of_file(file: str, theirs: FileFacts, known: FileFacts) -> Iterator[Diagnostic]:
    for title in theirs.sheets:
        if title not in known.sheets and not title.startswith("_"):
            yield problem("R687", Place(file), name=title)
    notes = sorted(theirs.notes - known.notes)
    if notes:
        cells = [f"{sheet}!{cell}" for sheet, cell in notes]
        yield problem("R692", Place(file), count=len(cells), cells=_named(cells))


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} …" if len(names) > _MOST_NAMED else shown
