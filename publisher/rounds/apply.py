"""Decisions carried out: accepted changes written into the content cells, and what came of each
noted in its row.

Only the cells that change are touched, and in them only the words; the old workbook is kept. What
cannot be applied changes nothing and says why.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, problem
from publisher.domain.report import CellKey
from publisher.project.project import Project
from publisher.review.merge import Merged, merge
from publisher.rounds.history import recorded, stamp
from publisher.rounds.item_rows import MOST_WRONG, RowWriter
from publisher.rounds.numbers import names_of_items, shown_numbers
from publisher.rounds.returns import Returns, gather
from publisher.rounds.review_rows import applied_items, wrong_decision
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.workbook import layout
from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.contents import compared
from publisher.workbook.history_sheet import HistoryEntry, HistoryEvent, slot_of
from publisher.workbook.patch import Texts
from publisher.workbook.review_sheet import ItemRow, SheetChange, row_heights
from publisher.workbook.rich import RichRun, RichText, plain


class ItemOutcome(StrEnum):
    """What came of an item at this time."""

    APPLIED = "applied"
    THERE = "there"
    BY_HAND = "by_hand"
    REJECTED = "rejected"
    DONE = "done"
    REFUSED = "refused"
    OPEN = "open"


# The decision that stands for all open changes of its reviewer in its cell.
ACCEPT_CELL = "accept_cell"
# Outcomes that settle an item; the others are looked at again.
_SETTLED = (
    ItemOutcome.APPLIED,
    ItemOutcome.THERE,
    ItemOutcome.BY_HAND,
    ItemOutcome.REJECTED,
    ItemOutcome.DONE,
)


@dataclass(frozen=True, slots=True)
class Noted:
    """The outcome of one item, in the words that its row gets."""

    outcome: ItemOutcome
    words: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of the decisions: items by outcome, the cells that changed, where the old workbook
    is kept.

    `changes` are the cells that changed, each by what a person calls it with its text before and
    now. `refused` are the items that could not be applied, with the reason, by what a person calls
    their place.
    """

    counts: Mapping[ItemOutcome, int]
    cells: tuple[str, ...]
    refused: tuple[tuple[str, str, str], ...]
    backup: Path | None
    diagnostics: tuple[Diagnostic, ...]
    changes: tuple[tuple[str, str, str], ...] = ()


def apply_decisions(
    project: Project,
    path: Path,
    now: datetime,
    review_path: Path | None = None,
    *,
    is_trial: bool = False,
) -> Applied:
    """Carry out what was decided in the sheet Review of a workbook, or in that of another file; on
    trial, say what would come of it and write nothing.

    Raises PublisherError where a file cannot be read or the workbook cannot be changed; then
    nothing was changed.
    """
    book = open_review_workbook(project, path, review_path)
    gathered = gather(book.project, book.country, book.register)
    names = names_of_items(book, shown_numbers(book), book.review.numbers)
    writer = RowWriter(book.project.worded, names)
    waiting = _waiting(book)
    choices = layout.choices(book.project.worded)["decision"]
    told = list(gathered.diagnostics)
    noted: dict[str, Noted] = {}
    decisions = _decisions(book, waiting, choices, gathered)
    for id_, number in waiting.items():
        row = book.review.rows[number]
        noted[id_] = _noted(id_, decisions[id_], number, book, gathered, writer)
        if wrong := wrong_decision(book, row, choices):
            told.append(_not_a_decision(book, number, wrong, choices))
            noted[id_] = Noted(ItemOutcome.OPEN, writer.no_decision(wrong, choices))
    wanted = {id_ for id_, each in noted.items() if each.outcome is ItemOutcome.APPLIED}
    runs, stored = book.runs(dict.fromkeys(each.key for each in gathered.cells))
    merged = merge(runs, gathered.cells, wanted, applied_items(book), MOST_CHARACTERS)
    noted |= _after_merge(merged, wanted, writer)
    texts = dict(_texts(book, merged, stored))
    entries = list(_entries(merged, stored, noted, gathered, now))
    cells = {book.sheet: texts, **_history(book, entries, now)}
    outcomes = _outcomes(book, waiting, noted, writer, now)
    backup = None if is_trial else book.save(cells, outcomes, now)
    return Applied(
        counts=Counter(each.outcome for each in noted.values()),
        cells=tuple(writer.called_cell(key) for key in merged.texts),
        refused=tuple(_refused(noted, gathered, writer, book, names)),
        backup=backup,
        diagnostics=tuple(told),
        changes=tuple(
            (writer.called_cell(key), plain(stored[key]), "".join(piece for piece, _ in text))
            for key, text in merged.texts.items()
        ),
    )


def _entries(
    merged: Merged,
    stored: Mapping[CellKey, RichText],
    noted: Mapping[str, Noted],
    gathered: Returns,
    now: datetime,
) -> Iterator[HistoryEntry]:
    """Yield the lines of the history that say which cells changed, and whose changes they were."""
    applied = [id_ for id_, each in noted.items() if each.outcome is ItemOutcome.APPLIED]
    for key, text in merged.texts.items():
        own = [gathered.items[id_] for id_ in applied if gathered.items[id_].item.spot.key == key]
        by = dict.fromkeys(found.item.author or found.reviewer for found in own)
        files = dict.fromkeys(name for found in own for name in found.files)
        yield HistoryEntry(
            when=stamp(now),
            event=HistoryEvent.APPLIED,
            file=", ".join(files),
            by=", ".join(by),
            slot=slot_of(key),
            before=compared(stored[key]),
            now=compared("".join(piece for piece, _ in text)),
        )


def _history(
    book: ReviewWorkbook, entries: Sequence[HistoryEntry], now: datetime
) -> dict[str, Texts]:
    """Return the cells of the sheet Cell history that change."""
    if book.history is None:
        return {}
    keys = [
        CellKey(each.slot.row, each.slot.column)
        for each in book.history.entries
        if each.slot.sheet == "provisions"
    ]
    _, stored = book.runs(keys)
    texts = {slot_of(key): compared(text) for key, text in stored.items()}
    return recorded(book.history, texts, entries, book.project, book.file.path, now)


def _waiting(book: ReviewWorkbook) -> dict[str, int]:
    """Return the rows of the items that were not settled at an earlier time."""
    review = book.review
    waiting: dict[str, int] = {}
    for id_, number in review.numbers.items():
        if not review.text(review.rows[number], "decided_on"):
            waiting[id_] = number
    return waiting


def _decisions(
    book: ReviewWorkbook,
    waiting: Mapping[str, int],
    choices: Mapping[str, str],
    gathered: Returns,
) -> dict[str, str]:
    """Return what was decided on each item: in its own row, or for all changes of its reviewer in
    its cell.
    """
    rows = {id_: book.review.rows[number] for id_, number in waiting.items()}
    decisions = {id_: book.review.decision(row, choices) for id_, row in rows.items()}
    accepted_cells = {
        _reviewer_and_cell(book, rows[id_])
        for id_, decision in decisions.items()
        if decision == ACCEPT_CELL
    }
    for id_, row in rows.items():
        is_open = not decisions[id_] and not book.review.text(row, "decision")
        found = gathered.items.get(id_)
        is_change = found is not None and found.item.changes_cells
        if is_open and is_change and _reviewer_and_cell(book, row) in accepted_cells:
            decisions[id_] = "accept"
    return decisions


def _reviewer_and_cell(book: ReviewWorkbook, row: ItemRow) -> tuple[str, ...]:
    return tuple(book.review.text(row, key) for key in ("reviewer", "id", "column"))


def _not_a_decision(
    book: ReviewWorkbook, number: int, written: str, choices: Mapping[str, str]
) -> Diagnostic:
    """Return what something else than a decision, written in its place, is told with."""
    place, words = book.review.place(number, "decision"), ", ".join(choices.values())
    return problem("R637", place, written=written[:MOST_WRONG], choices=words)


def _after_merge(merged: Merged, wanted: Set[str], writer: RowWriter) -> dict[str, Noted]:
    """Return what became of items that were to be applied, but are there already or cannot be."""
    noted: dict[str, Noted] = {}
    for id_ in merged.there & wanted:
        noted[id_] = Noted(ItemOutcome.THERE, writer.told("there"))
    for id_, conflict in merged.conflicts.items():
        noted[id_] = Noted(ItemOutcome.REFUSED, writer.conflict(conflict))
    return noted


def _refused(
    noted: Mapping[str, Noted],
    gathered: Returns,
    writer: RowWriter,
    book: ReviewWorkbook,
    names: Mapping[str, str],
) -> Iterator[tuple[str, str, str]]:
    """Yield the items that could not be applied: what a person calls them and their place, the
    reason.
    """
    for id_, each in noted.items():
        if each.outcome is ItemOutcome.REFUSED:
            found = gathered.items.get(id_)  # none where the returned file is gone
            place = writer.called(found.item.spot) if found else ""
            name = names[id_]
            called = f"{book.review.number_word} {name}" if name.isdecimal() else name
            yield called, place, each.words


def _noted(
    id_: str,
    decision: str,
    number: int,
    book: ReviewWorkbook,
    gathered: Returns,
    writer: RowWriter,
) -> Noted:
    """Return what a decision comes to before any text is looked at."""
    match decision:
        case "reject":
            return Noted(ItemOutcome.REJECTED, writer.told("rejected"))
        case "done":
            return Noted(ItemOutcome.DONE, writer.told("done"))
        case "accept" | "accept_cell":
            return _accepted(id_, book.review.rows[number], book, gathered, writer)
        case _:
            return Noted(ItemOutcome.OPEN)


def _accepted(
    id_: str, row: ItemRow, book: ReviewWorkbook, gathered: Returns, writer: RowWriter
) -> Noted:
    found = gathered.items.get(id_)
    if found is None:
        return Noted(ItemOutcome.REFUSED, writer.told("missing"))
    if not found.item.changes_cells:
        why = f"by_hand_{found.item.by_hand}" if found.item.by_hand else "by_hand"
        return Noted(ItemOutcome.BY_HAND, writer.told(why))
    spots = (found.item.spot, *found.item.others)
    if any(spot.key not in book.addresses for spot in spots):
        return Noted(ItemOutcome.REFUSED, writer.told("no_cell"))
    proposed = plain(writer.row(found, "").texts["proposed"])
    if _bare(book.review.text(row, "proposed")) != _bare(proposed):
        return Noted(ItemOutcome.REFUSED, writer.told("edited"))
    return Noted(ItemOutcome.APPLIED, writer.told("applied"))


def _bare(text: str) -> str:
    """Return a text as it is compared: programs change ends of lines and spaces at its edges."""
    return " ".join(text.split())


def _texts(
    book: ReviewWorkbook, merged: Merged, stored: Mapping[CellKey, RichText]
) -> Iterator[tuple[str, str | RichText]]:
    """Yield the new texts of content cells by address, each piece with the properties of the run in
    which it stands.
    """
    for key, text in merged.texts.items():
        old = stored[key]
        if any(run.properties for run in old):
            rich = tuple(RichRun(piece, old[number].properties) for piece, number in text)
            yield book.addresses[key], rich
        else:
            yield book.addresses[key], "".join(piece for piece, _ in text)


def _outcomes(
    book: ReviewWorkbook,
    numbers: Mapping[str, int],
    noted: Mapping[str, Noted],
    writer: RowWriter,
    now: datetime,
) -> SheetChange:
    """Return the cells that note the outcomes; an item that is settled gets the day as well.

    What stands against an item that waits stays, but for a wrong word that was mended since.
    """
    cells: dict[str, str] = {}
    changed: dict[int, ItemRow] = {}
    for id_, number in numbers.items():
        each, row = noted[id_], book.review.rows[number]
        old = book.review.text(row, "outcome")
        stays = each.outcome is ItemOutcome.OPEN and not each.words
        if each.words != old and (not stays or writer.says_no_decision(old)):
            cells[book.review.place(number, "outcome").cell] = each.words
            changed[number] = {**row, "outcome": each.words}
        if each.outcome in _SETTLED:
            cells[book.review.place(number, "decided_on").cell] = now.date().isoformat()
    return SheetChange(cells, row_heights(changed, book.review.widths))
