"""The public site: what it would be made of, made, opened and saved."""

from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk import site_tasks
from publisher.desk.country import file_in, open_file
from publisher.desk.pages import page
from publisher.desk.state import desk_of, key_of
from publisher.desk.uploads import field, form_of
from publisher.project.editions import countries_with_editions
from publisher.project.outside import is_project
from publisher.project.project import Project
from publisher.project.site import site_folder


def show(request: Request) -> Response:
    """Show how many countries have editions, and the sites that were made."""
    desk = desk_of(request)
    if not is_project(desk.folder):
        return RedirectResponse("/", 303)
    project = desk.project()
    return page(
        request,
        project,
        "site",
        countries=len(countries_with_editions(project)),
        site=_index(project, is_preview=False),
        preview=_index(project, is_preview=True),
        files=[name for name in _archives(project) if (project.output_folder / name).is_file()],
        busy=desk.busy(project.editions_folder),
    )


def _index(project: Project, *, is_preview: bool) -> Path | None:
    """Return the first page of a site; None where it was not made yet."""
    path = site_folder(project, is_preview=is_preview) / "index.html"
    return path if path.is_file() else None


def _archives(project: Project) -> tuple[str, str]:
    """Return the names of the two sites as one file each."""
    folders = (site_folder(project), site_folder(project, is_preview=True))
    return (f"{folders[0].name}.zip", f"{folders[1].name}.zip")


async def make(request: Request) -> Response:
    """Make the site, or a preview of it, in a job."""
    async with form_of(request) as form:
        is_preview = bool(field(form, "preview"))
    return await run_in_threadpool(_make, request, is_preview)


def _make(request: Request, is_preview: bool) -> Response:
    desk = desk_of(request)
    project = desk.project()
    title = project.language.words("desk")["making_site"]
    work = partial(site_tasks.make, desk.folder, is_preview=is_preview)
    job = desk.jobs.start(title, key_of(project.editions_folder), work, home="/site")
    return RedirectResponse(f"/jobs/{job.number}", 303)


async def open_site(request: Request) -> Response:
    """Open a site in the browser of this machine."""
    async with form_of(request) as form:
        is_preview = bool(field(form, "preview"))
    index = await run_in_threadpool(
        lambda: _index(desk_of(request).project(), is_preview=is_preview)
    )
    if index is None:
        raise HTTPException(404, "no_file_there")
    await run_in_threadpool(open_file, index)
    return RedirectResponse("/site", 303)


def give_file(request: Request) -> Response:
    """Give a site as one file. Raises HTTPException (404) where there is none of that name."""
    project = desk_of(request).project()
    name = request.path_params["file"]
    if name not in _archives(project):
        raise HTTPException(404, "no_file_there")
    return file_in(project.output_folder, name)


ROUTES = (
    Route("/site", show),
    Route("/site/make", make, methods=["POST"]),
    Route("/site/open", open_site, methods=["POST"]),
    Route("/site/files/{file}", give_file),
)
