"""Workbooks watched: a page is told when its workbook was saved, so that it can be shown anew."""

import asyncio
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from publisher.desk.state import desk_of
from publisher.project.files import lock_of
from publisher.project.project import Project

_BETWEEN = 0.4  # seconds between two looks at the workbook


async def follow(request: Request) -> Response:
    """Tell a page when its workbook was saved or another file came (server-sent events)."""
    desk = desk_of(request)
    project = await run_in_threadpool(desk.project)
    name = request.query_params.get("name", "")
    return StreamingResponse(_changes(request, project, name), media_type="text/event-stream")


async def _changes(request: Request, project: Project, name: str) -> AsyncIterator[str]:
    seen = await run_in_threadpool(_stamp, project, name)
    while not await request.is_disconnected():
        await asyncio.sleep(_BETWEEN)
        now = await run_in_threadpool(_stamp, project, name)
        if now != seen:
            seen = now
            yield "event: changed\ndata: {}\n\n"
        else:
            yield ": waiting\n\n"


def _stamp(project: Project, name: str) -> tuple[tuple[str, int, int, bool], ...]:
    """Return by what is seen that a workbook of this name, or any where none is named, was saved,
    opened or closed.
    """
    found = []
    for path in project.workbooks():
        if name in ("", path.stem):
            try:
                state = path.stat()
            except OSError:  # it has just gone
                continue
            found.append((path.name, state.st_mtime_ns, state.st_size, bool(lock_of(path))))
    return tuple(found)


ROUTES = (Route("/changes", follow),)
