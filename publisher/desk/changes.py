"""What is done with a workbook from its page: mended, marked, renewed, and put back."""

from datetime import date, datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk import arrival_tasks, workbook_tasks
from publisher.desk.state import asked_of, checking_of, refuse_waiting, require_free, start_job
from publisher.desk.tasks import country_address, undo_of
from publisher.desk.uploads import field, form_of
from publisher.domain.diagnostics import PublisherError
from publisher.project.turns import in_turn
from publisher.project.undo import undo as put_back
from publisher.rounds.let_stand import let_stand as write
from publisher.rounds.mend import Mended, mend_workbook


async def mend(request: Request) -> Response:
    """Mend what is beyond doubt, in a job."""
    return await run_in_threadpool(start_job, request, "mending", workbook_tasks.mend)


async def upgrade(request: Request) -> Response:
    """Carry the workbook over into a new one, in a job."""
    return await run_in_threadpool(start_job, request, "upgrading", workbook_tasks.upgrade)


async def rejoin(request: Request) -> Response:
    """Put back what the program kept of the workbook, in a job."""
    return await run_in_threadpool(start_job, request, "rejoining", arrival_tasks.rejoin)


async def keep_moved(request: Request) -> Response:
    """Take note that texts were moved on purpose to other rows."""
    return await run_in_threadpool(_keep_moved, request)


def _keep_moved(request: Request) -> Response:
    project, path = asked_of(request)
    checking = checking_of(project)
    checking.keep_moved(path)
    checking.check(path)  # anew, since what it is compared with is another now
    return RedirectResponse(country_address(path), 303)


async def put_right(request: Request) -> Response:
    """Mend one problem."""
    async with form_of(request) as form:
        mark_ = field(form, "mark")
    return await run_in_threadpool(_put_right, request, mark_)


def _put_right(request: Request, mark_: str) -> Response:
    project, path = asked_of(request)
    require_free(request, path)

    def mend_it() -> Mended:
        return mend_workbook(project, path, datetime.now(), date.today(), mark_ or "-")

    mended = in_turn(project, path, mend_it, refuse_waiting)
    return RedirectResponse(f"{country_address(path)}{undo_of(path, mended.backup)}", 303)


async def mark(request: Request) -> Response:
    """Mark the problems in the workbook, in a job."""
    return await run_in_threadpool(start_job, request, "marking", workbook_tasks.mark)


async def let_stand(request: Request) -> Response:
    """Let a problem stand, with a reason."""
    async with form_of(request) as form:
        mark_, reason = field(form, "mark"), field(form, "reason")
    return await run_in_threadpool(_let_stand, request, mark_, reason)


def _let_stand(request: Request, mark_: str, reason: str) -> Response:
    project, path = asked_of(request)
    require_free(request, path)

    def write_it() -> None:
        write(project, path, mark_, reason, datetime.now(), date.today())

    in_turn(project, path, write_it, refuse_waiting)
    return RedirectResponse(country_address(path), 303)


async def undo(request: Request) -> Response:
    """Put the old file of a workbook in its place again."""
    to, was = (request.query_params.get(key, "") for key in ("to", "was"))
    return await run_in_threadpool(_undo, request, to, was)


def _undo(request: Request, to: str, was: str) -> Response:
    project, path = asked_of(request)
    require_free(request, path)
    try:
        kept = in_turn(
            project, path, lambda: put_back(path, to, was, datetime.now()), refuse_waiting
        )
    except PublisherError as fault:
        if any(each.code == "F024" for each in fault.diagnostics):
            raise HTTPException(409, "changed_since") from fault
        raise
    return RedirectResponse(f"{country_address(path)}?undone={quote(kept.name)}", 303)


_OWN = "/countries/{name}"
ROUTES = (
    Route(f"{_OWN}/mend", mend, methods=["POST"]),
    Route(f"{_OWN}/upgrade", upgrade, methods=["POST"]),
    Route(f"{_OWN}/rejoin", rejoin, methods=["POST"]),
    Route(f"{_OWN}/moved", keep_moved, methods=["POST"]),
    Route(f"{_OWN}/put-right", put_right, methods=["POST"]),
    Route(f"{_OWN}/mark", mark, methods=["POST"]),
    Route(f"{_OWN}/let-stand", let_stand, methods=["POST"]),
    Route(f"{_OWN}/undo", undo, methods=["POST"]),
)
