"""The pages of jobs: how far each is, what it gave, and the button that stops it."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from publisher.desk.jobs import Job
from publisher.desk.pages import page
from publisher.desk.state import desk_of

_BETWEEN = 0.3  # seconds between two looks at a job


def show(request: Request) -> Response:
    """Show a job."""
    job = _job(request)
    return page(request, desk_of(request).project(), "job", job=job)


def show_all(request: Request) -> Response:
    """Show all jobs of this run."""
    desk = desk_of(request)
    return page(request, desk.project(), "jobs", jobs=desk.jobs.latest)


async def stop(request: Request) -> Response:
    """Stop a job."""
    job = _job(request)
    desk_of(request).jobs.stop(job)
    return RedirectResponse(f"/jobs/{job.number}", 303)


async def follow(request: Request) -> Response:
    """Tell the page of a job how far it is, until it is over (server-sent events)."""
    return StreamingResponse(_steps(request, _job(request)), media_type="text/event-stream")


async def _steps(request: Request, job: Job) -> AsyncIterator[str]:
    while not (job.is_over or await request.is_disconnected()):
        yield f"data: {json.dumps({'done': job.done, 'total': job.total})}\n\n"
        await asyncio.sleep(_BETWEEN)
    yield "event: over\ndata: {}\n\n"


def _job(request: Request) -> Job:
    job = desk_of(request).jobs.get(request.path_params["number"])
    if job is None:
        raise HTTPException(404, "no_job")
    return job


ROUTES = (
    Route("/jobs", show_all),
    Route("/jobs/{number:int}", show),
    Route("/jobs/{number:int}/stop", stop, methods=["POST"]),
    Route("/jobs/{number:int}/steps", follow),
)
