"""Decisions on the items of a review, written into the sheet Review of a workbook: the very cells
that a researcher fills in Excel.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.project.project import Project
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.workbook import layout
from publisher.workbook.review_sheet import ItemRow, ReviewSheet, SheetChange


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on one item: the id of the decision, or nothing to take it back, and a
    note. `seen` is what stood in the cell when they decided, as it was shown.
    """

    item: str
    decision: str
    note: str
    seen: str


@dataclass(frozen=True, slots=True)
class ForAll:
    """The same decision for all that a reviewer wrote."""

    reviewer: str
    decision: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A workbook with decisions written, and the words of all that can be decided in its language,
    by their ids.
    """

    content: bytes
    words: Mapping[str, str]


def decide(
    project: Project,
    path: Path,
    decisions: Iterable[Decision],
    now: datetime,
    *,
    by: str = "",
    keeps_old: bool = True,
) -> Decided:
    """Write decisions into the sheet Review of a workbook, and return the workbook as it is then;
    `by` is who decided, as far as that is known.

    Raises PublisherError where the workbook is open or cannot be changed, and where an item is gone
    or settled, or was decided otherwise meanwhile; then nothing was changed.
    """
    return _decided(open_review_workbook(project, path), decisions, now, by, keeps_old=keeps_old)


def decide_all(
    project: Project,
    path: Path,
    wish: ForAll,
    now: datetime,
    *,
    by: str = "",
    keeps_old: bool = True,
) -> Decided:
    """Write the same decision for all that a reviewer wrote and nobody has decided on yet, and
    return the workbook as it is then. Raises PublisherError as `decide` does.
    """
    book = open_review_workbook(project, path)
    review = book.review
    decisions = [
        Decision(item, wish.decision, review.text(row, "note"), "")
        for item, row in review.by_item.items()
        if review.text(row, "reviewer") == wish.reviewer and is_open(review, row)
    ]
    return _decided(book, decisions, now, by, keeps_old=keeps_old)


def is_open(review: ReviewSheet, row: ItemRow) -> bool:
    """Tell whether nothing was decided yet on an item of a draft, and it was not carried out."""
    is_done = bool(review.text(row, "decided_on") or review.text(row, "decision"))
    return bool(review.text(row, "kind")) and not is_done


def _decided(
    book: ReviewWorkbook, decisions: Iterable[Decision], now: datetime, by: str, *, keeps_old: bool
) -> Decided:
    choices = layout.choices(book.project.worded)["decision"]
    cells: dict[str, str] = {}
    for each in decisions:
        cells |= _cells(book, each, choices, by)
    content = book.save_review(SheetChange(cells, {}), now, keeps_old=keeps_old)
    return Decided(content, choices)


def _cells(
    book: ReviewWorkbook, decision: Decision, choices: Mapping[str, str], by: str
) -> dict[str, str]:
    """Return the cells of one decision."""
    review, number = book.review, book.review.numbers.get(decision.item)
    if number is None:
        raise failure("D802", Place(review.file, review.sheet))
    row = review.rows[number]
    if review.text(row, "decided_on"):
        raise failure("D803", review.place(number, "decision"))
    stands = review.text(row, "decision")
    if stands != decision.seen:
        raise failure("D804", review.place(number, "decision"), written=stands)
    word = choices.get(decision.decision, "")
    cells = {
        review.place(number, "decision").cell: word,
        review.place(number, "note").cell: decision.note,
    }
    if "decided_by" in review.letters:
        # Whoever decided before stays only where the decision does.
        known = review.text(row, "decided_by") if word == stands else ""
        cells[review.place(number, "decided_by").cell] = (by or known) if word else ""
    return cells
