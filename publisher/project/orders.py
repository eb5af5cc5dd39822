"""What is to be built and what became of it; where nothing has changed, no workbook is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Level
from publisher.domain.names import spelled
from publisher.project.check_cache import CheckCache
from publisher.project.formats import Built, Format
from publisher.project.project import Project
from publisher.project.record import BuiltBefore
from publisher.project.summary import Standing

Advance = Callable[[int], None]


def _tell_nobody(_name: str) -> None:
    """Wait in silence."""


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """What to build from each workbook; `since` is the workbook of the last edition, where that is
    compared. `lists_problems` says that each problem is wanted, not only those that must be fixed.
    `tell_waiting` gets the name of a workbook on which another run is at work.
    """

    project: Project
    formats: tuple[Format, ...]
    today: date
    is_forced: bool = False
    since: Path | None = None
    lists_problems: bool = False
    tell_waiting: Callable[[str], None] = _tell_nobody


@dataclass(frozen=True, slots=True)
class WorkbookOutcome:
    """What became of one workbook: its problems, without the notes, and each format of its report.

    `language` is the one in which it was checked. `doubts` is how many problems it has besides that
    nobody asked to see. `country` is empty where the workbook could not be read.
    """

    path: Path
    language: str
    diagnostics: tuple[Diagnostic, ...]
    built: tuple[Built, ...] = ()
    doubts: int = 0
    country: str = ""


def share_a_folder(paths: Sequence[Path]) -> bool:
    """Tell whether two of some workbooks have the same name, so that they share a folder."""
    names = {spelled(path.stem).casefold() for path in paths}
    return len(names) < len(paths)


def outcomes_as_before(
    order: BuildOrder, paths: Sequence[Path], advance: Advance
) -> dict[Path, WorkbookOutcome]:
    """Return what became of those workbooks of which a build would write nothing: nothing has
    changed since the last one, or they have problems that must be fixed.

    `advance` is told how many more files are done with.
    """
    if order.is_forced or order.since or share_a_folder(paths):
        return {}
    cache = CheckCache(order.project, order.today)
    before = BuiltBefore(order.project, cache.digests)
    found: dict[Path, WorkbookOutcome] = {}
    for path in paths:
        standing = cache.find_standing(path)
        built = _as_before(order, standing, before) if standing else None
        if standing is None or built is None:
            continue
        outcome = _outcome(order, path, standing, built, cache)
        if outcome:
            found[path] = outcome
            advance(len(order.formats))
    cache.digests.save()
    return found


def _outcome(
    order: BuildOrder, path: Path, standing: Standing, built: tuple[Built, ...], cache: CheckCache
) -> WorkbookOutcome | None:
    """Return what became of a workbook, with its problems where they are wanted; None where these
    were not kept.
    """
    language, country = standing.language, standing.progress.country
    if not (order.lists_problems or standing.must_fix):
        return WorkbookOutcome(path, language, (), built, standing.please_check, country)
    summary = cache.find(path)
    if summary is None:
        return None
    return WorkbookOutcome(path, language, told(summary.diagnostics), built, country=country)


def _as_before(
    order: BuildOrder, standing: Standing, before: BuiltBefore
) -> tuple[Built, ...] | None:
    """Return the files that a build would leave as they are; None where it would write any."""
    built: list[Built] = []
    formats = sorted(order.formats, key=lambda each: each.order)
    for format_ in formats if standing.is_publishable else ():
        file = before.as_left(standing, format_)
        if file is None:
            return None
        built.append(Built(file, format_.name, is_unchanged=True))
    return tuple(built)


def told(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems that a build tells: all but the notes."""
    return tuple(each for each in diagnostics if each.level is not Level.NOTE)
