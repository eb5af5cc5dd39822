"""What a check gave, without the content of the workbook: all that is needed where nothing has to
be built or marked.

Comes in: the result of a check. Goes out: a `CheckSummary`, also as text and back.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from publisher.domain.diagnostics import (
    Diagnostic,
    Excerpt,
    Level,
    Place,
    TemplateSpot,
    must_fix,
    standard_catalogue,
)
from publisher.domain.digest import digest_of
from publisher.domain.report import State
from publisher.project.progress import Progress, RowProgress, progress_of

if TYPE_CHECKING:
    from publisher.project.workbooks import CheckResult


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What the check of one workbook gave.

    `language` is the one in which it was checked; `report` is the digest of the report that it
    holds, empty where it cannot be read; `dismissed` are problems with the reasons why they were.
    """

    file: str
    language: str
    report: str
    diagnostics: tuple[Diagnostic, ...]
    dismissed: tuple[tuple[Diagnostic, str], ...]
    progress: Progress

    @property
    def name(self) -> str:
        """What the files that are made of the workbook are called, without their endings."""
        return PurePath(self.file).stem

    @property
    def is_publishable(self) -> bool:
        """Whether a report can be built."""
        return bool(self.report) and not must_fix(self.diagnostics)


def summary_of(result: "CheckResult") -> CheckSummary:
    """Return what a check gave, without the content of the workbook."""
    return CheckSummary(
        file=result.path.name,
        language=result.project.language.code,
        report=digest_of(repr(result.report).encode()) if result.report else "",
        diagnostics=result.diagnostics,
        dismissed=tuple((each.diagnostic, each.reason) for each in result.dismissed),
        progress=progress_of(result),
    )


# As text: JSON and nothing that could be run, because the output folder may come from somebody else


def as_text(summary: CheckSummary) -> str:
    """Return a summary as JSON."""
    progress = summary.progress
    rows = [[each.reference, each.title, each.states, each.level] for each in progress.rows]
    written = {
        "file": summary.file,
        "language": summary.language,
        "report": summary.report,
        "diagnostics": [_listed(each) for each in summary.diagnostics],
        "dismissed": [[_listed(each), reason] for each, reason in summary.dismissed],
        "progress": {**{name: getattr(progress, name) for name in _COUNTED}, "rows": rows},
    }
    return json.dumps(written)


_COUNTED = tuple(name for name in Progress.__slots__ if name != "rows")


def _listed(each: Diagnostic) -> list[object]:
    excerpt = each.excerpt and [each.excerpt.before, each.excerpt.spot, each.excerpt.after]
    other = each.other and _listed_place(each.other)
    place = _listed_place(each.place)
    return [each.code, each.level, place, each.values, each.basis, excerpt, other]


def _listed_place(place: Place) -> list[object]:
    return [place.file, place.sheet, place.cell, place.name, place.spot.steps, place.spot.quote]


def from_text(text: str) -> CheckSummary:
    """Return the summary that was written as JSON.

    Raises ValueError, TypeError or LookupError where it was not.
    """
    written = json.loads(text)
    progress = written["progress"]
    rows = tuple(_row(each) for each in progress["rows"])
    waiting = tuple(progress["waiting"])
    return CheckSummary(
        written["file"],
        written["language"],
        written["report"],
        tuple(_diagnostic(each) for each in written["diagnostics"]),
        tuple((_diagnostic(each), reason) for each, reason in written["dismissed"]),
        Progress(**progress | {"rows": rows, "waiting": waiting}),
    )


_STATES = {each.value: each for each in State}
_LEVELS = {each.value: each for each in Level}


def _row(written: Sequence[Any]) -> RowProgress:
    reference, title, states, level = written
    # By table, because calling an enumeration costs more than all else here.
    return RowProgress(
        reference, title, tuple(map(_STATES.__getitem__, states)), level and _LEVELS[level]
    )


def _diagnostic(written: Sequence[Any]) -> Diagnostic:
    code, level, place, values, basis, excerpt, other = written
    standard_catalogue()[code]  # a code of another version has no words
    return Diagnostic(
        code,
        _LEVELS[level],
        _place(place),
        tuple((key, value) for key, value in values),
        basis,
        Excerpt(*excerpt) if excerpt else None,
        _place(other) if other else None,
    )


def _place(written: Sequence[Any]) -> Place:
    file, sheet, cell, name, steps, quote = written
    spot = TemplateSpot(tuple((kind, number) for kind, number in steps), quote)
    return Place(file, sheet, cell, name, spot)
