"""Files that are dropped on a page or chosen: taken in by a job."""

import tempfile
from functools import partial
from pathlib import Path
from shutil import rmtree

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk.arrival_tasks import Wishes, take_in
from publisher.desk.state import Desk, desk_of
from publisher.desk.uploads import field, files_of, form_of, kept


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


ROUTES = (Route("/files", take_files, methods=["POST"]),)
