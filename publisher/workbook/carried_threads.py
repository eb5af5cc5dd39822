"""Threads of comments carried over into another workbook, each to the cell that has its note."""

from collections.abc import Callable
from typing import Any

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.comments import Comment

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.threads import (
    At,
    Thread,
    Threads,
    note_of,
    plain_note_of,
    with_threads,
)

_MARK = "tc="  # begins the author of a note that stands for a thread


def is_of_thread(cell: Any) -> bool:  # noqa: ANN401 - a cell of openpyxl
    """Tell whether the note of a cell stands for a thread."""
    return cell.comment is not None and str(cell.comment.author).startswith(_MARK)


def with_notes(old: OpenedWorkbook, threads: Threads) -> tuple[Diagnostic, ...]:
    """Give each cell of an opened workbook with a thread the note that stands for it, so that both
    go the same way; return what is told of threads that can be no more than a note.
    """
    told = [problem("F054", Place(old.file, title)) for title in threads.lost]
    for (title, address), thread in threads.at.items():
        cell = old.book[title][address] if title in old.book.sheetnames else None
        if not isinstance(cell, XlsxCell):
            continue
        if threads.is_whole(thread):
            known = cell.comment
            text = known.text if known and is_of_thread(cell) else note_of(thread)
            cell.comment = Comment(text, _MARK + thread.id)
            continue
        names = [who for who, _ in thread.texts(threads.persons) if who]
        cell.comment = Comment(plain_note_of(thread, threads.persons), next(iter(names), "?"))
        told.append(problem("F053", Place(old.file, title, address)))
    return tuple(told)


def carried(
    content: bytes, threads: Threads, home_of: Callable[[At], At | None], file: str
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a new workbook, as bytes, with the threads on the cells to which their notes went;
    and what is told of those that have no place in it.
    """
    homes: dict[At, Thread] = {}
    told: list[Diagnostic] = []
    for place, thread in threads.at.items():
        home = home_of(place)
        if home is None:
            told.append(problem("F055", Place(file, *place)))
        elif threads.is_whole(thread):
            homes[home] = thread
    return with_threads(content, homes, threads.person_parts), tuple(told)
