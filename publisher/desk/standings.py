"""How far all workbooks are, without checking many of them while somebody waits for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.requests import Request

from publisher.desk.jobs import Job
from publisher.desk.state import desk_of
from publisher.project.checking import Checking
from publisher.project.project import Project
from publisher.project.summary import Standing

_FEW = 4  # workbooks that are checked while somebody waits
_CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Standings:
    """How far workbooks are, in the order of the project; `unchecked` are those that `job` is
    checking just now.
    """

    known: tuple[Standing, ...]
    unchecked: tuple[Path, ...] = ()
    job: Job | None = None


def standings_of(request: Request, project: Project, checking: Checking) -> Standings:
    """Return how far all workbooks of a project are. Where many checks are not on record, as after
    a new version of the program, a job does them.
    """
    paths = project.workbooks()
    known = {path: found for path in paths if (found := checking.cache.find_standing(path))}
    unknown = tuple(path for path in paths if path not in known)
    job = _checked_in_job(request, project, unknown) if len(unknown) > _FEW else None
    if not job:
        known |= {path: checking.check(path).standing for path in unknown}
    shown = tuple(known[path] for path in paths if path in known)
    return Standings(shown, unknown if job else (), job)


def _checked_in_job(request: Request, project: Project, paths: Sequence[Path]) -> Job:
    """Return the job that checks workbooks, which is begun where none is at it already."""
    from publisher.desk.workbook_tasks import check_all  # noqa: PLC0415 - loads what writes workbooks

    jobs = desk_of(request).jobs
    at_it = next((job for job in jobs.running if job.key == _CHECKS), None)
    if at_it:
        return at_it
    title = project.language.words("desk")["checking"].format(count=len(paths))
    work = partial(check_all, desk_of(request).folder, paths=tuple(paths))
    return jobs.start(title, _CHECKS, work)
