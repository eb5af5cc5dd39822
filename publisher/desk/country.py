"""The page of a country: its problems, its report, its files, and what can be done with it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from publisher.check.mend import mended_of
from publisher.desk import report_tasks
from publisher.desk.guard import REPORT_POLICY
from publisher.desk.pages import no_report_page, page, told_here
from publisher.desk.state import (
    Desk,
    asked_of,
    checking_of,
    country_of,
    desk_of,
    language_of,
    start_job,
)
from publisher.desk.tasks import country_address, undo_asked
from publisher.desk.uploads import field, form_of
from publisher.domain.diagnostics import PublisherError
from publisher.domain.worded import WordedTreaty
from publisher.project.check_page import listed_problems
from publisher.project.files import lock_of
from publisher.project.formats import REPORT_FORMATS
from publisher.project.gate import stopping_of
from publisher.project.preview import preview
from publisher.project.project import Project
from publisher.project.read_me import read_me_name, read_me_of
from publisher.project.record import BuiltBefore
from publisher.project.status import in_words, status_of
from publisher.project.summary import CheckSummary
from publisher.rounds.history import history_lines


def show(request: Request) -> Response:
    """Show a country: what is wrong, row by row, and the report beside it."""
    desk = desk_of(request)
    project, path = asked_of(request)
    checking = checking_of(project)
    checked = checking.check(path)
    desk.keep_checked(checking, checked)
    summary = checking.summary(path)
    status = status_of(project, checked.standing, BuiltBefore(project, checking.cache.digests))
    checking.cache.digests.save()
    own = project.in_language(checked.standing.language)
    return page(
        request,
        project,
        "country",
        undone=request.query_params.get("undone", ""),
        undo=undo_asked(request),
        name=path.stem,
        path=path,
        standing=summary.standing,
        country=in_words(status, project.language),
        problems=listed_problems(own, summary, told_here(project.language)),
        mended={each.token for each in mended_of(summary.diagnostics, own.worded)},
        rows=_rows(own.worded) if summary.standing.is_publishable else {},
        tongue=own.language.code,
        files=_files(project, path),
        formats=REPORT_FORMATS,
        is_open_elsewhere=bool(lock_of(path)),
        busy=desk.busy(path),
        left=_cells_left(desk, project, path),
        codes={each.code for each in summary.diagnostics},
        when=f"{datetime.now():%H:%M}",
    )


def _cells_left(desk: Desk, project: Project, path: Path) -> int:
    """Return how many cells wait for a decision; none where the workbook cannot be read, which its
    problems say.
    """
    try:
        return desk.cells_left(project, path)
    except PublisherError:
        return 0


def _rows(worded: WordedTreaty) -> Mapping[str, str]:
    """Return where the report has the row of a provision, by what a person calls the provision."""
    return {each.un_reference: f"row-{each.id}" for each in worded.treaty.provisions}


def _files(project: Project, path: Path) -> tuple[str, ...]:
    """Return the names of the publications that are there, those of the workbook's own name."""
    folder = project.output_of(path.stem)
    endings = (".docx", ".pdf", ".html")
    made = (each for each in sorted(folder.glob("*.*")) if each.suffix in endings)
    return tuple(each.name for each in made if not each.name.startswith("."))


def show_final(request: Request) -> Response:
    """Show what stands between a report and its publication."""
    project, path = asked_of(request)
    return _list_of(request, project, path, stopping_of(project, path, date.today()))


def _list_of(request: Request, project: Project, path: Path, summary: CheckSummary) -> Response:
    own = project.in_language(summary.standing.language)
    return page(
        request,
        project,
        "final",
        name=path.stem,
        country=summary.standing.progress.country,
        problems=listed_problems(own, summary, told_here(project.language)),
        mended={each.token for each in mended_of(summary.diagnostics, own.worded)},
        rows={},
        tongue=own.language.code,
    )


def show_report(request: Request) -> Response:
    """Show the report as it stands, for the frame beside the problems."""
    desk = desk_of(request)
    project, path = asked_of(request)
    known = desk.checked_before(checking_of(project), path)
    report = preview(project, path, date.today(), known)
    if not report:
        return no_report_page(request, project)
    return HTMLResponse(report, headers={"content-security-policy": REPORT_POLICY})


def show_history(request: Request) -> Response:
    """Show what became of the cells of a workbook."""
    project, path = asked_of(request)
    lines = history_lines(project, path, ())
    tongue = language_of(project, path)
    country = country_of(project, path)
    return page(
        request, project, "history", name=path.stem, country=country, lines=lines, tongue=tongue
    )


def give_file(request: Request) -> Response:
    """Give a publication, to be saved."""
    project, path = asked_of(request)
    return file_in(project.output_of(path.stem), request.path_params["file"])


def give_draft(request: Request) -> Response:
    """Give a draft that was written for a reviewer, or the e-mail to send it with."""
    project, path = asked_of(request)
    return file_in(project.output_of(path.stem) / "review", request.path_params["file"])


def give_read_me(request: Request) -> Response:
    """Give what the sheet Read me says, as a PDF with pictures, for those who fill in the
    workbook.
    """
    project, path = asked_of(request)
    name = f"attachment; filename*=UTF-8''{quote(read_me_name(path))}"
    content = read_me_of(project, path)
    return Response(content, media_type="application/pdf", headers={"content-disposition": name})


def give_workbook(request: Request) -> Response:
    """Give the workbook itself, to be saved or sent to its researcher."""
    desk = desk_of(request)
    path = desk.workbook(desk.project(), request.path_params["name"])
    return FileResponse(path, filename=path.name)


def file_in(folder: Path, name: str) -> Response:
    """Give a file of a folder by its name: one of those that are there, and no path made of it.

    Raises HTTPException (404) where there is none.
    """
    for each in folder.glob("*"):
        if each.name == name and each.is_file() and not name.startswith("."):
            return FileResponse(each, filename=name)
    raise HTTPException(404, "no_file_there")


# What is done with a workbook


async def build(request: Request) -> Response:
    """Build the report in a job."""
    async with form_of(request) as form:
        wanted = tuple(each for each in REPORT_FORMATS if field(form, each))
        is_anew = bool(field(form, "anew"))
    return await run_in_threadpool(
        start_job, request, "building", partial(report_tasks.build, formats=wanted, anew=is_anew)
    )


async def open_workbook(request: Request) -> Response:
    """Open the workbook in the program that this system opens such files with."""
    desk = desk_of(request)
    path = await run_in_threadpool(
        lambda: desk.workbook(desk.project(), request.path_params["name"])
    )
    await run_in_threadpool(open_file, path)
    return RedirectResponse(country_address(path), 303)


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for it. Raises HTTPException (409) where it
    has none.
    """
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(
                [opener, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
    except OSError as fault:
        raise HTTPException(409, "no_program") from fault


_OWN = "/countries/{name}"
ROUTES = (
    Route(_OWN, show),
    Route(f"{_OWN}/final", show_final),
    Route(f"{_OWN}/report", show_report),
    Route(f"{_OWN}/history", show_history),
    Route(f"{_OWN}/workbook", give_workbook),
    Route(f"{_OWN}/read-me", give_read_me),
    Route(f"{_OWN}/files/{{file}}", give_file),
    Route(f"{_OWN}/drafts/{{file}}", give_draft),
    Route(f"{_OWN}/build", build, methods=["POST"]),
    Route(f"{_OWN}/open", open_workbook, methods=["POST"]),
)
