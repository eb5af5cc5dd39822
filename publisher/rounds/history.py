"""What became of each cell of a workbook: kept in its sheet History, and told.

Comes in: a workbook and what just happened to some of its cells. Goes out: the cells of the sheet
that note it, after what was changed in the workbook itself meanwhile; and, for one provision, all
that is known of its cells.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.domain.worded import WordedTreaty
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.workbook.contents import Slot
from publisher.workbook.history_sheet import (
    History,
    HistoryEntry,
    HistoryEvent,
    cell_name,
    history_cells,
    replayed,
)
from publisher.workbook.patch import Texts
from publisher.workbook.rich import RichText


def recorded(
    history: History | None,
    texts: Mapping[Slot, str],
    entries: Sequence[HistoryEntry],
    project: Project,
    path: Path,
    now: datetime,
) -> dict[str, Texts]:
    """Return the cells by which a workbook notes what happened to it, by sheet and address; none
    where it has no sheet for that.

    `texts` are those of its cells before that: what was changed there by hand is noted as well.
    Entries that are too many for the sheet go to a file beside the drafts. Raises PublisherError
    where that cannot be written.
    """
    if history is None:
        return {}
    new = (*_found(history, texts, path.name, now), *entries)
    if not new:
        return {}
    cells, leaving = history_cells(history, new, project.worded)
    if leaving:
        _keep_old(project.reviews_of(path.stem) / "history.csv", leaving)
    return {history.sheet: cells}


def stamp(now: datetime) -> str:
    """Return a moment as the history gives it."""
    return f"{now:%Y-%m-%d %H:%M}"


def _found(
    history: History, texts: Mapping[Slot, str], file: str, now: datetime
) -> Iterator[HistoryEntry]:
    """Yield what was changed in the workbook itself since the last entry of a cell."""
    for slot, before in replayed(history.entries).items():
        if slot.column == "key":
            continue  # by it the source is known: one with another key is another source
        text = texts.get(slot, "")
        if slot.sheet in {each.sheet for each in texts} and text != before:
            yield HistoryEntry(stamp(now), HistoryEvent.FOUND, file, "", slot, before, text)


# Entries that left the sheet

_FIELDS = ("when", "event", "file", "by", *Slot._fields, "before", "now")


def _keep_old(path: Path, entries: Sequence[HistoryEntry]) -> None:
    """Write entries behind those that left the sheet before. One that is there already was kept by
    a run that was broken off.
    """
    known = _old(path)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_FIELDS)
    for each in (*known, *(entry for entry in entries if entry not in known)):
        own = (each.when, each.event.value, each.file, each.by, *each.slot, each.before, each.now)
        writer.writerow(own)
    write_file(path, table.getvalue().encode("utf-8-sig"))  # Excel knows UTF-8 by that sign


def _old(path: Path) -> tuple[HistoryEntry, ...]:
    if not path.exists():
        return ()
    rows = csv.reader(io.StringIO(read_file(path).decode("utf-8-sig"), newline=""))
    next(rows, None)
    return tuple(
        HistoryEntry(row[0], HistoryEvent(row[1]), row[2], row[3], Slot(*row[4:7]), row[7], row[8])
        for row in rows
        if len(row) == len(_FIELDS)
    )


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a cell, as a person reads it; `texts` each with what it is."""

    cell: str
    when: str
    what: str
    by: str
    file: str
    texts: tuple[tuple[str, str], ...]


def history_lines(
    project: Project, path: Path, provisions: Collection[str]
) -> tuple[HistoryLine, ...]:
    """Return what happened to the cells of some provisions, or to all where none is named: what
    came home, what was applied, what reviewers wrote and what was decided on it.

    The cells come in the order of the sheet, what happened to each in order of time. Raises
    PublisherError where the workbook cannot be read or is too old to have a history.
    """
    book = open_review_workbook(project, path)
    if book.history is None:
        raise failure("R693", Place(path.name), file=path.name)
    entries = (*_old(book.reviews_folder / "history.csv"), *book.history.entries)
    found = [*_of_entries(entries, book.project.worded), *_of_items(book)]
    order = {each.id: number for number, each in enumerate(book.project.treaty.provisions)}
    wanted = [each for each in found if not provisions or each[0].row in provisions]
    wanted.sort(key=lambda each: (order.get(each[0].row, len(order)), *each[0], each[1].when))
    return tuple(line for _, line in wanted)


def _of_entries(
    entries: Iterable[HistoryEntry], worded: WordedTreaty
) -> Iterator[tuple[Slot, HistoryLine]]:
    words, columns = worded.language.words("history_events"), worded.language.words("history")
    for entry in entries:
        texts = ((columns["before"], entry.before), (columns["now"], entry.now))
        cell = ", ".join(cell_name(entry.slot, worded))
        what = words[entry.event.value]
        yield entry.slot, HistoryLine(cell, entry.when, what, entry.by, entry.file, texts)


def _of_items(book: ReviewWorkbook) -> Iterator[tuple[Slot, HistoryLine]]:
    """Yield what reviewers wrote to cells, and what was decided on it."""
    review, words = book.review, book.project.language.words("review")
    columns = {column.heading: column.id for column in book.project.treaty.columns}
    for row in (*review.rows.values(), *book.settled_rows.values()):
        text = {key: review.text(row, key) for key in row}
        text["proposed"] = _left(row.get("proposed", ""))
        slot = Slot("provisions", text.get("id", ""), columns.get(text.get("column", ""), ""))
        if not slot.row or not slot.column:
            continue
        shown = ("original", "proposed", "comment", "decision", "note", "outcome")
        texts = tuple((words[key], text[key]) for key in shown if text.get(key))
        by = text.get("author") or text.get("reviewer", "")
        cell = ", ".join(cell_name(slot, book.project.worded))
        when = text.get("written_on", "").replace("T", " ")
        what = text.get("kind", "")
        yield slot, HistoryLine(cell, when, what, by, text.get("draft", ""), texts)


def _left(proposed: str | RichText) -> str:
    """Return a proposed text without what it strikes out: it would read as one text with the rest,
    the old words beside the new ones.
    """
    if isinstance(proposed, str):
        return proposed.strip()
    return "".join(run.text for run in proposed if not run.has("strike")).strip()
