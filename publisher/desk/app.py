"""The desk as a web application: its pages behind the guard."""

import threading
from functools import cache
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.desk import countries
from publisher.desk.guard import Guard, Keys
from publisher.desk.pages import page, problem_page
from publisher.desk.state import Desk, desk_of
from publisher.desk.uploads import MOST_FORMS
from publisher.domain.diagnostics import PublisherError, on_desk, standard_catalogue
from publisher.project.write_faults import is_full

_STATIC = Path(__file__).parent / "static"


def desk_app(desk: Desk, keys: Keys, port: int) -> ASGIApp:
    """Return the application for one project folder, which is reached at this port only."""
    routes: list[BaseRoute] = [Route("/", _first_page), *countries.ROUTES]
    routes.append(Route("/close", _close, methods=["POST"]))
    routes.append(Mount("/static", StaticFiles(directory=_STATIC)))
    routes.append(Mount("/", _other_pages))
    app = Starlette(
        routes=routes,
        exception_handlers={
            PublisherError: _tell_problem,
            HTTPException: _tell_wrong_request,
            OSError: _tell_disk,
            Exception: _tell_fault,
        },
    )
    app.state.desk = desk
    app.state.forms = anyio.Semaphore(MOST_FORMS)
    return Guard(app, keys, port)


def _first_page(request: Request) -> Response:
    """Show the first page, and get ready for the others while a person reads it."""
    answer = countries.show(request)
    if not _router.cache_info().currsize:
        threading.Thread(target=_router, daemon=True).start()
    return answer


async def _other_pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for all pages but the first."""
    router = await run_in_threadpool(_router)
    await router(scope, receive, send)


@cache
def _router() -> Router:
    # To load these, with what they need of Excel, Word and PDF, takes longer than the first page.
    from publisher.desk import (  # noqa: PLC0415
        arrivals,
        changes,
        conflicts,
        country,
        editions,
        guide,
        help_pages,
        look,
        review,
        site,
        watched,
        who,
        work,
    )

    modules = (
        *(arrivals, country, changes, conflicts, editions, review),
        *(guide, site, look, help_pages, watched, who, work),
    )
    return Router([route for module in modules for route in module.ROUTES])


async def _close(request: Request) -> Response:
    """End the desk."""
    desk = desk_of(request)
    try:
        return await run_in_threadpool(lambda: page(request, desk.project(), "closed"))
    finally:  # also where the settings cannot be used by now
        desk.close()


async def _tell_problem(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, PublisherError)
    desk = desk_of(request)
    try:
        return await run_in_threadpool(lambda: problem_page(request, desk.project(), fault))
    except PublisherError as worse:  # settings that cannot be used: there are no words but English
        return PlainTextResponse(_in_english(worse), 409)


def _in_english(fault: PublisherError) -> str:
    words = on_desk(standard_catalogue())
    return "\n".join(each.told(words) for each in fault.diagnostics)


async def _tell_wrong_request(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    desk = desk_of(request)
    try:
        project = desk.project()
    except PublisherError as worse:
        return PlainTextResponse(_in_english(worse), 409)
    words = project.language.words("desk_refusals")
    is_page = request.method == "GET"
    told = words.get(fault.detail, words["no_page" if is_page else "other"])
    template = "no_page" if is_page else "refused"
    return page(request, project, template, fault.status_code, told=told)


async def _tell_disk(request: Request, fault: Exception) -> Response:
    """Say that there is no room for what was sent; any other fault of the disk was not foreseen."""
    assert isinstance(fault, OSError)
    if not is_full(fault):
        raise fault
    project = await run_in_threadpool(desk_of(request).project)
    return page(
        request, project, "refused", 507, told=project.language.words("desk_refusals")["full"]
    )


async def _tell_fault(request: Request, _fault: Exception) -> Response:
    """Say that the desk itself is at fault; the fault itself is printed where the desk runs."""
    project = desk_of(request).project()
    told = project.language.words("desk_refusals")["fault"]
    return page(request, project, "refused", 500, told=told)
