"""The pages of jobs: how far each is, what it gave, and the button that stops it."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from publisher.desk.jobs import Job, JobState
from publisher.desk.pages import page
from publisher.desk.state import desk_of
from publisher.domain.language import Language

_BETWEEN = 0.3  # seconds between two looks at a job


def show(request: Request) -> Response:
    """Show a job."""
    job = _job(request)
    project = desk_of(request).project()
    language = project.language
    state, parts = told_state(job, language), told_parts(job, language)
    return page(request, project, "job", job=job, state=state, parts_told=parts)


def told_state(job: Job, language: Language) -> str:
    """Return how far a job is, in words."""
    words = language.words("desk")
    if job.waits_for and not job.is_over:
        return words["job_waits_for"].format(name=job.waits_for)
    return words[f"job_{job.state.value}"]


def told_parts(job: Job, language: Language) -> tuple[str, ...]:
    """Return how far each part of a job is, in words."""
    words = language.words("desk")
    states = [words["job_waiting"]] * len(job.parts)
    if job.state is not JobState.WAITING:
        done = min(job.done, len(states))
        states[:done] = [words["job_done"]] * done
        states[done : done + 1] = [words["job_running"]] * len(states[done : done + 1])
    return tuple(states)


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
    language = (await run_in_threadpool(desk_of(request).project)).language
    steps = _steps(request, _job(request), language)
    return StreamingResponse(steps, media_type="text/event-stream")


async def _steps(request: Request, job: Job, language: Language) -> AsyncIterator[str]:
    while not (job.is_over or await request.is_disconnected()):
        words = {
            "done": job.done,
            "total": job.total,
            "state": told_state(job, language),
            "parts": told_parts(job, language),
        }
        yield f"data: {json.dumps(words)}\n\n"
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
