"""What one run of the desk knows: the project's folder, its jobs, and how it is closed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Never

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from publisher.desk.jobs import Job, Jobs
from publisher.desk.outcome import Outcome
from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.checking import CheckedFile, Checking
from publisher.project.copies import has_received
from publisher.project.files import read_file
from publisher.project.project import Project, open_project

if TYPE_CHECKING:
    from publisher.project.workbooks import CheckResult

_MOST_CHECKED = 3
# A file in place of a folder: there would seem to be no workbook, or no edition.
_NO_FOLDER = "P445"


@dataclass(slots=True)
class Desk:
    """One run of the desk. `wrote` are the digests of workbooks as the desk itself left them last,
    so that it keeps an old file of what a person made, and not of each of its own decisions. `left`
    is how many cells of a workbook with a digest wait for a decision: to find that out it is read
    whole. `checked` is what the last checks gave, by all that they depend on, so that the report
    beside the problems needs no second one.
    """

    folder: Path
    close: Callable[[], None]
    jobs: Jobs = field(default_factory=Jobs)
    wrote: dict[Path, str] = field(default_factory=dict)
    left: dict[Path, tuple[str, int]] = field(default_factory=dict)
    checked: "dict[Path, tuple[str, CheckResult]]" = field(default_factory=dict)

    def project(self) -> Project:
        """Return the project with its settings as they are now. Raises PublisherError where they
        cannot be used, or a file stands in place of one of its folders.
        """
        opened = open_project(self.folder)
        if blocked := [each for each in opened.diagnostics if each.code == _NO_FOLDER]:
            raise PublisherError(*blocked)
        return opened.value

    def workbook(self, project: Project, name: str) -> Path:
        """Return the workbook of a name: one of those that are there, and no path made of it.

        Raises HTTPException (404) where there is none.
        """
        for path in project.workbooks():
            if path.stem == name:
                return path
        raise HTTPException(404, "no_country")

    def busy(self, path: Path) -> Job | None:
        """Return the job that works on a workbook, if there is one."""
        return next((job for job in self.jobs.running if job.key == key_of(path)), None)

    def cells_left(self, project: Project, path: Path) -> int:
        """Return how many cells of a workbook a file that came home has changed as well, so that a
        person must decide. Raises PublisherError where it cannot be read.
        """
        if not has_received(path):
            return 0
        digest = digest_of(read_file(path))
        if self.left.get(path, ("", 0))[0] != digest:
            from publisher.rounds.conflicts import undecided  # noqa: PLC0415 - what reads workbooks

            self.left[path] = (digest, len(undecided(project, path)))
        return self.left[path][1]

    def keep_checked(self, checking: Checking, checked: CheckedFile) -> None:
        """Keep what a check gave that was just done; of few workbooks, since each is some MB."""
        key = checking.cache.key(checked.path)
        if checked.result and key:
            self.checked.pop(checked.path, None)
            self.checked[checked.path] = (key, checked.result)
            for path in tuple(self.checked)[:-_MOST_CHECKED]:
                self.checked.pop(path, None)

    def checked_before(self, checking: Checking, path: Path) -> "CheckResult | None":
        """Return what the check of a workbook gave, where it would give the same now."""
        key, result = self.checked.get(path, ("", None))
        is_known = result is not None and checking.cache.find_standing(path) is not None
        return result if is_known and checking.cache.key(path) == key else None

    def keeps_old(self, path: Path) -> bool:
        """Tell whether a workbook holds anything that the desk did not write itself."""
        return self.wrote.get(path) != digest_of(read_file(path))


def key_of(path: Path) -> str:
    """Return by what a workbook is known that only one job may work on."""
    return str(path).casefold()


def desk_of(request: Request) -> Desk:
    """Return the desk that a request is for."""
    desk: Desk = request.app.state.desk
    return desk


def asked_of(request: Request) -> tuple[Project, Path]:
    """Return the project, and the workbook of the country that a request is about.

    Raises HTTPException (404) where there is none of that name.
    """
    desk = desk_of(request)
    project = desk.project()
    return project, desk.workbook(project, request.path_params["name"])


def start_job(request: Request, title: str, work: Callable[..., Outcome]) -> Response:
    """Begin a job on the workbook that a request names, and lead to its page; `title` is that of
    its words, `work` one of the tasks with what was wished.
    """
    desk = desk_of(request)
    project, path = asked_of(request)
    words = project.language.words("desk")
    job = desk.jobs.start(
        words[title].format(name=_called(project, path)),
        key_of(path),
        partial(work, desk.folder, path=path),
        home=f"/countries/{path.stem}",
    )
    return RedirectResponse(f"/jobs/{job.number}", 303)


def _called(project: Project, path: Path) -> str:
    """Return how the country of a workbook is called, as far as that is known without a check: a
    check would take the workbook for one that was seen.
    """
    known = checking_of(project).cache.find_standing(path)
    return (known.progress.country if known else "") or path.stem


def require_free(request: Request, path: Path) -> None:
    """Raise HTTPException (409) while a job works on a workbook."""
    if desk_of(request).busy(path):
        raise HTTPException(409, "busy")


def refuse_waiting(_name: str) -> Never:
    """Raise HTTPException (409) where a page would wait for other work on a workbook, of another
    desk or a command: nobody is told anything while a page waits.
    """
    raise HTTPException(409, "busy")


def checking_of(project: Project) -> Checking:
    """Return the checks of a project as of today."""
    return Checking(project, date.today())


def language_of(project: Project, path: Path) -> str:
    """Return the code of the language of a workbook, as its check found it."""
    return checking_of(project).standing(path).language


def country_of(project: Project, path: Path) -> str:
    """Return how the country of a workbook is called there; the name of the file where it does not
    say so.
    """
    return checking_of(project).standing(path).progress.country or path.stem
