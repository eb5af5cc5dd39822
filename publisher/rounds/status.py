"""How the rounds of review stand: who was sent what, who has answered, what is still to be
decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.domain.dates import parse_date
from publisher.project.project import Project
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.workbook import layout
from publisher.workbook.register import RegisterEntry
from publisher.workbook.review_sheet import ItemRow


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """One draft: to whom, which round, its days, and how many of its items are open, decided and
    carried out.
    """

    workbook: str
    reviewer: str
    round: str
    build: str
    sent_on: str
    reply_by: str
    returned_on: str
    items: int
    open: int
    decided: int
    carried_out: int
    is_overdue: bool


def rounds_of(project: Project, path: Path, today: date) -> tuple[RoundStatus, ...]:
    """Return how each draft of a workbook stands. Raises PublisherError where the workbook cannot
    be read.
    """
    return tuple(rounds_in(open_review_workbook(project, path), today))


def rounds_in(book: ReviewWorkbook, today: date) -> Iterator[RoundStatus]:
    """Yield how each draft of an opened workbook stands."""
    choices = layout.choices(book.project.worded)["decision"]
    for entry in book.register.entries:
        build = entry.texts.get("build", "")
        if not build:
            continue
        rows = _rows_of(build, book)
        waiting = [row for row in rows if not book.review.text(row, "decided_on")]
        decisions = [book.review.decision(row, choices) for row in waiting]
        decided = sum(
            decision in ("accept", "accept_cell", "reject", "done") for decision in decisions
        )
        yield RoundStatus(
            workbook=book.file.path.name,
            reviewer=entry.texts.get("name", ""),
            round=entry.texts.get("round", ""),
            build=build,
            sent_on=entry.texts.get("sent_on", ""),
            reply_by=entry.texts.get("reply_by", ""),
            returned_on=entry.texts.get("returned_on", ""),
            items=len(rows),
            open=len(waiting) - decided,
            decided=decided,
            carried_out=len(rows) - len(waiting),
            is_overdue=_is_overdue(entry, today),
        )


def _rows_of(build: str, book: ReviewWorkbook) -> list[ItemRow]:
    """Return the rows of the sheet Review that came from a draft, by its build; those that were
    moved to other files among them.
    """
    rows = {**book.settled_rows, **book.review.by_item}.values()
    return [row for row in rows if book.review.text(row, "draft").startswith(build)]


def _is_overdue(entry: RegisterEntry, today: date) -> bool:
    due = parse_date(entry.texts.get("reply_by", ""))
    if entry.texts.get("returned_on") or due is None or not (due.month and due.day):
        return False
    return date(due.year, due.month, due.day) < today
