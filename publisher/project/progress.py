"""How far the research of one workbook is, as its check saw it."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.domain.diagnostics import Level
from publisher.domain.report import Content, CountryReport, Entry, Rating, State, Verification
from publisher.workbook.addresses import split_address

if TYPE_CHECKING:
    from publisher.project.workbooks import CheckResult


@dataclass(frozen=True, slots=True)
class RowProgress:
    """How far the row of one provision is: the state of each content cell, the worst problem in the
    row, if any, and how the provision was assessed, where it was.
    """

    reference: str
    title: str
    states: tuple[State, ...]
    level: Level | None
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the research of one workbook is; the counts are of content cells.

    `is_readable` is false where the file holds no report, and then all else is empty; `waiting` are
    the reviewers who have not answered.
    """

    is_readable: bool
    country: str
    text: int
    nothing_found: int
    not_researched: int
    not_applicable: int
    sources: int
    sources_verified: int
    questions: int
    waiting: tuple[str, ...]
    is_final: bool
    rows: tuple[RowProgress, ...]


_UNREADABLE = Progress(False, "", 0, 0, 0, 0, 0, 0, 0, (), False, ())


def progress_of(result: "CheckResult") -> Progress:
    """Return how far the research of a checked workbook is."""
    report = result.report
    if report is None:
        return _UNREADABLE
    states = Counter(_state(content) for entry in report.entries for content in entry.contents)
    waiting = [reviewer.name for reviewer in report.reviewers if not reviewer.has_answered]
    return Progress(
        is_readable=True,
        country=report.facts.short_name,
        text=states[State.TEXT],
        nothing_found=states[State.NOTHING_FOUND],
        not_researched=states[State.NOT_RESEARCHED],
        not_applicable=states[State.NOT_APPLICABLE],
        sources=len(report.sources),
        sources_verified=sum(each.verified is Verification.YES for each in report.sources),
        questions=sum(bool(entry.question) for entry in report.entries),
        waiting=tuple(waiting),
        is_final=report.facts.is_final,
        rows=_rows(result, report),
    )


def _rows(result: "CheckResult", report: CountryReport) -> tuple[RowProgress, ...]:
    worst: dict[str, Level] = {}
    levels = list(Level)
    for each in result.diagnostics:
        row = f"{each.place.sheet} {split_address(each.place.cell)[1]}"
        worst[row] = min(worst.get(row, Level.NOTE), each.level, key=levels.index)
    places = {
        row.cells["id"].text: f"{row.place.sheet} {row.place.cell}"
        for row in (result.workbook.provisions if result.workbook else ())
        if "id" in row.cells
    }
    return tuple(
        _row(entry, worst.get(places.get(entry.provision.id, ""))) for entry in report.entries
    )


def _row(entry: Entry, level: Level | None) -> RowProgress:
    states = tuple(_state(content) for content in entry.contents)
    provision, rating = entry.provision, entry.finding.rating
    return RowProgress(provision.reference, provision.title, states, level, rating)


def _state(content: Content) -> State:
    """Return how far the research of a cell is: what only looks like a state is not there yet."""
    return State.NOT_RESEARCHED if content.said else content.state
