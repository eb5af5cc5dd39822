"""The first page: all countries, a new one, and files that are dropped."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import rmtree

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk.arrival_tasks import Wishes, take_in
from publisher.desk.jobs import Job
from publisher.desk.pages import names_of_languages, page, told_words
from publisher.desk.state import Desk, checking_of, desk_of
from publisher.desk.tasks import country_address
from publisher.desk.uploads import field, files_of, form_of, kept
from publisher.desk.workbook_tasks import check_all
from publisher.domain.country_called import Answer, country_called
from publisher.domain.names import file_name
from publisher.project.new_workbook import CodeTakenError, NamelessError, free_code, new_workbook
from publisher.project.outside import is_project
from publisher.project.project import Project, create_project
from publisher.project.status_page import statuses_of

_FEW = 4  # workbooks that are checked while somebody waits for the page
_CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote into the form for a new country."""

    name: str = ""
    code: str = ""
    language: str = ""


def show(request: Request) -> Response:
    """Show all countries."""
    desk = desk_of(request)
    if not is_project(desk.folder):
        return page(request, desk.project(), "begin", folder=desk.folder.absolute())
    project = desk.project()
    return _page(request, project)


def _page(
    request: Request,
    project: Project,
    status: int = 200,
    answer: str = "",
    typed: "Typed | None" = None,
) -> Response:
    paths = project.workbooks()
    checking = checking_of(project)
    known = {path: found for path in paths if (found := checking.cache.find_standing(path))}
    # As after a new version of the program: their checks were not kept.
    unknown = [path for path in paths if path not in known]
    job = _checked_in_job(request, project, unknown) if len(unknown) > _FEW else None
    if not job:
        known |= {path: checking.check(path).standing for path in unknown}
    shown = [known[path] for path in paths if path in known]
    return page(
        request,
        project,
        "countries",
        status,
        countries=statuses_of(checking, shown, told_words(project.language)),
        unchecked=[path.stem for path in unknown] if job else [],
        job=job,
        strays=project.strays(),
        when=f"{datetime.now():%H:%M}",
        answer=answer,
        typed=typed or Typed(language=project.language.code),
        workbooks=[path.stem for path in paths],
        languages=names_of_languages(project),
    )


def _checked_in_job(request: Request, project: Project, paths: Sequence[Path]) -> Job:
    """Return the job that checks workbooks, which is begun where none is at it already."""
    jobs = desk_of(request).jobs
    at_it = next((job for job in jobs.running if job.key == _CHECKS), None)
    if at_it:
        return at_it
    title = project.language.words("desk")["checking"].format(count=len(paths))
    work = partial(check_all, desk_of(request).folder, paths=tuple(paths))
    return jobs.start(title, _CHECKS, work)


async def begin(request: Request) -> Response:
    """Make the folder into a project."""
    desk = desk_of(request)
    await run_in_threadpool(create_project, desk.folder)
    return RedirectResponse("/", 303)


async def new(request: Request) -> Response:
    """Make a workbook for a country."""
    async with form_of(request) as form:
        typed = Typed(*(field(form, key) for key in ("name", "code", "language")))
    return await run_in_threadpool(_new, request, typed)


def _new(request: Request, typed: Typed) -> Response:
    project = desk_of(request).project()
    words = project.language.words("desk_names")
    found = country_called(typed.name, typed.code) if typed.name else Answer("empty", "")
    if isinstance(found, Answer):
        told = " ".join(_told(found, words, free_code(project, found.code)))
        return _page(request, project, 422, told, typed)
    known = typed.language if typed.language in project.languages else ""
    try:
        path = new_workbook(project, found, known)
    except NamelessError:
        return _page(request, project, 422, words["nameless"], typed)
    except CodeTakenError as taken:
        told = words["code_taken"].format(name=taken.holder, code=taken.code, free=taken.free)
        return _page(request, project, 422, told, typed)
    except FileExistsError:
        told = words["there"].format(name=file_name(found.short_name))
        return _page(request, project, 409, told, typed)
    return RedirectResponse(country_address(path), 303)


def _told(answer: Answer, words: Mapping[str, str], code: str) -> Iterator[str]:
    """Yield what is true of a name that is no single State of the list, and what to type; `code` is
    one that is free.
    """
    # Only the formal names tell the two States apart that are called Congo.
    is_several = answer.kind == "several"
    states = [each.formal_name if is_several else each.short_name for each in answer.states]
    values = {
        "name": answer.name,
        "code": code,
        "near": ", ".join(answer.near),
        "states": ", ".join(states),
        "area": answer.territory.name if answer.territory else "",
    }
    kind = "near" if answer.kind == "unknown" and answer.near else answer.kind
    yield words[kind].format(**values)
    if kind in ("unknown", "unlisted", "party", "part", "territory"):
        yield words["own_code"].format(**values)


async def take_files(request: Request) -> Response:
    """Take in files that were dropped or chosen, in a job."""
    desk = desk_of(request)
    folder = Path(tempfile.mkdtemp(prefix="publisher-desk-"))
    try:
        paths, wishes = await _arrived(request, folder)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return await run_in_threadpool(_begin, desk, folder, paths, wishes)


async def _arrived(request: Request, folder: Path) -> tuple[tuple[Path, ...], Wishes]:
    """Return the files that came, written into a folder, and what was said of them."""
    async with form_of(request) as form:
        found = await kept(files_of(form, "files"), folder)
        wishes = Wishes(
            is_moved_meant=bool(field(form, "moved")),
            is_emptied_meant=bool(field(form, "emptied")),
            home=field(form, "home"),
            build=field(form, "build"),
        )
    if not found:
        raise HTTPException(422, "no_file")
    return found, wishes


def _begin(desk: Desk, folder: Path, paths: tuple[Path, ...], wishes: Wishes) -> Response:
    words = desk.project().language.words("desk")
    title = words["taking_in"].format(names=", ".join(path.name for path in paths))
    job = desk.jobs.start(
        title,
        "files",  # what came in one after the other is taken in one after the other
        partial(take_in, desk.folder, paths=paths, wishes=wishes),
        partial(rmtree, folder, ignore_errors=True),
        parts=tuple(path.name for path in paths),
    )
    return RedirectResponse(f"/jobs/{job.number}", 303)


ROUTES = (
    Route("/", show),
    Route("/begin", begin, methods=["POST"]),
    Route("/countries", new, methods=["POST"]),
    Route("/files", take_files, methods=["POST"]),
)
