"""What a check gave, without the content of the workbook: all that is needed where nothing has to
be built or marked.

Comes in: the result of a check. Goes out: a `CheckSummary` and the `Standing` in it, each also as
text and back.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from publisher.domain.diagnostics import (
    Diagnostic,
    Excerpt,
    Level,
    Place,
    TemplateSpot,
    standard_catalogue,
)
from publisher.domain.digest import digest_of
from publisher.domain.report import Rating, State
from publisher.project.grouped import grouped
from publisher.project.progress import Progress, RowProgress, progress_of

if TYPE_CHECKING:
    from publisher.project.workbooks import CheckResult


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a workbook stands after its check: how many problems there are of each level, and how
    far the research is.

    `language` is the one in which it was checked; `report` is the digest of the report that it
    holds, empty where it cannot be read.
    """

    file: str
    language: str
    report: str
    must_fix: int
    please_check: int
    notes: int
    dismissed: int
    progress: Progress

    @property
    def name(self) -> str:
        """What the files that are made of the workbook are called, without their endings."""
        return PurePath(self.file).stem

    @property
    def is_publishable(self) -> bool:
        """Whether a report can be built."""
        return bool(self.report) and not self.must_fix

    @property
    def levels(self) -> Counter[Level]:
        """How many problems there are of each level."""
        return Counter(
            {
                Level.MUST_FIX: self.must_fix,
                Level.PLEASE_CHECK: self.please_check,
                Level.NOTE: self.notes,
            }
        )


# Lines of the terminal, each with the level of the problems that it tells.
Lines = tuple[tuple[Level, str], ...]


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What the check of one workbook gave; `lines` tell its problems, `dismissed` are problems with
    the reasons why they were.
    """

    standing: Standing
    lines: Lines
    diagnostics: tuple[Diagnostic, ...]
    dismissed: tuple[tuple[Diagnostic, str], ...]


def summary_of(result: "CheckResult") -> CheckSummary:
    """Return what a check gave, without the content of the workbook."""
    levels = Counter(each.level for each in result.diagnostics)
    standing = Standing(
        file=result.path.name,
        language=result.project.language.code,
        report=digest_of(repr(result.report).encode()) if result.report else "",
        must_fix=levels[Level.MUST_FIX],
        please_check=levels[Level.PLEASE_CHECK],
        notes=levels[Level.NOTE],
        dismissed=len(result.dismissed),
        progress=progress_of(result),
    )
    dismissed = tuple((each.diagnostic, each.reason) for each in result.dismissed)
    lines = tuple(grouped(result.diagnostics, result.project.language.messages))
    return CheckSummary(standing, lines, result.diagnostics, dismissed)


# As text: JSON and nothing that could be run, because the output folder may come from somebody else


def standing_as_text(standing: Standing) -> str:
    """Return where a workbook stands as one line of JSON."""
    progress = standing.progress
    rows = [
        [each.reference, each.title, each.states, each.level, each.rating] for each in progress.rows
    ]
    counts = {name: getattr(progress, name) for name in _OF_PROGRESS}
    written = {name: getattr(standing, name) for name in _OF_STANDING}
    return json.dumps(written | {"progress": counts | {"rows": rows}})


_OF_STANDING = tuple(name for name in Standing.__slots__ if name != "progress")
_OF_PROGRESS = tuple(name for name in Progress.__slots__ if name != "rows")


def lines_as_text(lines: Lines) -> str:
    """Return the lines that tell the problems of a workbook as one line of JSON."""
    return json.dumps(lines)


def problems_as_text(summary: CheckSummary) -> str:
    """Return the problems of a workbook, and those that were dismissed, as one line of JSON."""
    found = [_listed(each) for each in summary.diagnostics]
    dismissed = [[_listed(each), reason] for each, reason in summary.dismissed]
    return json.dumps([found, dismissed])


def _listed(each: Diagnostic) -> list[object]:
    excerpt = each.excerpt and [each.excerpt.before, each.excerpt.spot, each.excerpt.after]
    other = each.other and _listed_place(each.other)
    place = _listed_place(each.place)
    return [each.code, each.level, place, each.values, each.basis, excerpt, other]


def _listed_place(place: Place) -> list[object]:
    return [place.file, place.sheet, place.cell, place.name, place.spot.steps, place.spot.quote]


def standing_from_text(text: str) -> Standing:
    """Return where a workbook stands, as it was written.

    Raises ValueError, TypeError or LookupError where it was not.
    """
    written = json.loads(text)
    progress = written["progress"]
    rows = tuple(_row(each) for each in progress["rows"])
    waiting = tuple(progress["waiting"])
    return Standing(
        **written | {"progress": Progress(**progress | {"rows": rows, "waiting": waiting})}
    )


def lines_from_text(text: str) -> Lines:
    """Return the lines that tell the problems of a workbook, as they were written.

    Raises ValueError, TypeError or LookupError where they were not.
    """
    return tuple([(_LEVELS[level], line) for level, line in json.loads(text)])


def summary_from_text(standing: Standing, lines: Lines, text: str) -> CheckSummary:
    """Return what a check gave; `text` holds its problems, as they were written.

    Raises ValueError, TypeError or LookupError where they were not.
    """
    found, dismissed = json.loads(text)
    return CheckSummary(
        standing,
        lines,
        tuple(_diagnostic(each) for each in found),
        tuple((_diagnostic(each), reason) for each, reason in dismissed),
    )


_LEVELS = {each.value: each for each in Level}


def _row(written: Sequence[Any]) -> RowProgress:
    reference, title, states, level, rating = written
    return _row_of(reference, title, tuple(states), level, rating)


@lru_cache(maxsize=10_000)  # the rows of many countries are alike
def _row_of(
    reference: str, title: str, states: tuple[str, ...], level: str | None, rating: str | None
) -> RowProgress:
    found = tuple(State(each) for each in states)
    worst, rated = Level(level) if level else None, Rating(rating) if rating else None
    return RowProgress(reference, title, found, worst, rated)


def _diagnostic(written: Sequence[Any]) -> Diagnostic:
    code, level, place, values, basis, excerpt, other = written
    standard_catalogue()[code]  # a code of another version has no words
    return Diagnostic(
        code,
        _LEVELS[level],
        _place(place),
        tuple([(key, value) for key, value in values]),
        basis,
        Excerpt(*excerpt) if excerpt else None,
        _place(other) if other else None,
    )


def _place(written: Sequence[Any]) -> Place:
    file, sheet, cell, name, steps, quote = written
    if not steps and not quote:  # no place in a workbook has them
        return Place(file, sheet, cell, name)
    spot = TemplateSpot(tuple((kind, number) for kind, number in steps), quote)
    return Place(file, sheet, cell, name, spot)
