"""Cells that the workbook and a file that came home have both changed, decided side by side."""

from collections.abc import Mapping
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk.pages import page
from publisher.desk.state import (
    asked_of,
    country_of,
    desk_of,
    language_of,
    refuse_waiting,
    require_free,
)
from publisher.desk.tasks import country_address, undo_asked, undo_of
from publisher.desk.uploads import field, form_of
from publisher.desk.who import name_of
from publisher.project.turns import in_turn
from publisher.rounds.conflicts import Choice, conflicts_of, settle

# So many at once: the others come when these are decided, and a form has 200 fields at most.
_MOST = 100
_FIELD = "choice-"


def show(request: Request) -> Response:
    """Show the cells to be decided, each with its three texts, and what was decided just now."""
    desk = desk_of(request)
    project, path = asked_of(request)
    found = conflicts_of(project, path)
    asked = request.query_params
    return page(
        request,
        project,
        "conflicts",
        name=path.stem,
        country=country_of(project, path),
        cells=found[:_MOST],
        more=len(found[_MOST:]),
        choices=tuple(Choice),
        taken=_number(asked.get("taken", "")),
        kept=_number(asked.get("kept", "")),
        undo=undo_asked(request),
        busy=desk.busy(path),
        tongue=language_of(project, path),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


async def decide(request: Request) -> Response:
    """Write what was decided into the workbook."""
    async with form_of(request) as form:
        choices = _choices(form)
    return await run_in_threadpool(_decide, request, choices)


def _choices(form: FormData) -> dict[str, Choice]:
    names = [name for name in form if name.startswith(_FIELD)]
    try:
        return {name.removeprefix(_FIELD): Choice(field(form, name)) for name in names}
    except ValueError as fault:
        raise HTTPException(422, "no_decision") from fault


def _decide(request: Request, choices: Mapping[str, Choice]) -> Response:
    project, path = asked_of(request)
    require_free(request, path)
    settled = in_turn(
        project,
        path,
        lambda: settle(project, path, choices, datetime.now(), name_of(request)),
        refuse_waiting,
    )
    address = f"{country_address(path)}/conflicts"
    if settled.backup is None:
        return RedirectResponse(address, 303)
    told = f"taken={len(settled.taken)}&kept={settled.kept}"
    return RedirectResponse(f"{address}{undo_of(path, settled.backup)}&{told}", 303)


_OWN = "/countries/{name}/conflicts"
ROUTES = (Route(_OWN, show), Route(_OWN, decide, methods=["POST"]))
