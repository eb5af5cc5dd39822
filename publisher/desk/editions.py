"""The editions of a country: those that were published, the next one, and what is said of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk import edition_tasks
from publisher.desk.country import file_in
from publisher.desk.pages import page
from publisher.desk.state import asked_of, country_of, desk_of, refuse_waiting, start_job
from publisher.desk.tasks import country_address
from publisher.desk.uploads import field, form_of
from publisher.domain.diagnostics import Diagnostic, PublisherError
from publisher.domain.moments import told_day
from publisher.editions.changes import ChangeKind
from publisher.editions.manifest import NoticeKind
from publisher.editions.reasons import KINDS, Reason
from publisher.project.edition_notices import edition_numbered, give_notice
from publisher.project.editions import editions_of, verified
from publisher.project.project import Project
from publisher.project.publish import Ready, make_ready
from publisher.project.turns import in_turn
from publisher.project.workbooks import check_file

# Before the id of a row, in the names of fields.
_REASON, _KIND = "reason-", "kind-"


@dataclass(frozen=True, slots=True)
class _Next:
    """The next edition: what stands before it, or which rows change; `is_draft` says that it would
    be one for consultation.
    """

    is_draft: bool
    ready: Ready | None
    stopping: tuple[Diagnostic, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing has changed since the last edition."""
        return bool(self.ready and self.ready.last and not self.ready.changes)


def show(request: Request) -> Response:
    """Show the editions of a country, whether all is as it was published, and the next one."""
    desk = desk_of(request)
    project, path = asked_of(request)
    country = path.stem
    published = editions_of(project, country)
    coming = _next(project, request)
    return page(
        request,
        project,
        "editions",
        name=country,
        is_report=edition_tasks.is_report,
        editions=tuple(reversed(published)),
        altered=tuple(verified(project, country)),
        next=coming,
        rows=tuple(_changed_rows(coming, project)),
        kinds={kind: project.language.words("change_kinds")[kind] for kind in KINDS},
        number=max((each.number for each in published), default=0) + 1,
        busy=desk.busy(path),
        country=country_of(project, path),
        day=partial(told_day, language=project.language),
        when=f"{datetime.now():%H:%M}",
    )


def _next(project: Project, request: Request) -> _Next:
    path = desk_of(request).workbook(project, request.path_params["name"])
    today = date.today()
    checked = check_file(project, path, today)
    is_draft = checked.report is None or not checked.report.facts.is_final
    try:
        ready = make_ready(checked, today, for_consultation=is_draft, again=True)
    except PublisherError as fault:
        return _Next(is_draft, None, fault.diagnostics)
    return _Next(is_draft, ready, ())


@dataclass(frozen=True, slots=True)
class _ChangedRow:
    """A row that changes: what a person calls it, the fields for its reason and kind, and the kind
    that the program found; empty where only a finding changed.
    """

    name: str
    reason_field: str
    kind_field: str
    kind: str


def _changed_rows(coming: _Next, project: Project) -> Iterator[_ChangedRow]:
    if coming.ready is None:
        return
    provisions = {each.id: each for each in project.treaty.provisions}
    for id_ in coming.ready.changed_rows:
        provision = provisions.get(id_)
        name = f"{provision.un_reference} {provision.title}" if provision else id_
        kind = coming.ready.kind_of(id_) or ""
        yield _ChangedRow(name, f"{_REASON}{id_}", f"{_KIND}{id_}", kind)


def give_file(request: Request) -> Response:
    """Give a file of an edition, to be saved."""
    project, path = asked_of(request)
    edition = edition_numbered(project, path.stem, request.path_params["number"])
    return file_in(edition.folder, request.path_params["file"])


# What is done


async def publish(request: Request) -> Response:
    """Publish the next edition in a job."""
    async with form_of(request) as form:
        is_draft, again = bool(field(form, "draft")), bool(field(form, "again"))
        reasons = dict(_reasons(form))
    work = partial(edition_tasks.publish, reasons=reasons, for_consultation=is_draft, again=again)
    return await run_in_threadpool(start_job, request, "publishing", work)


def _reasons(form: FormData) -> Iterator[tuple[str, Reason]]:
    """Yield what was said of each row, by its id."""
    for name in form:
        if name.startswith(_REASON):
            row = name.removeprefix(_REASON)
            given = field(form, f"{_KIND}{row}")
            kind = ChangeKind(given) if given in KINDS else None
            if kind or field(form, name):
                yield row, Reason(field(form, name), kind)


async def compare(request: Request) -> Response:
    """Write in a job what changed between an edition and a later one, or the workbook."""
    async with form_of(request) as form:
        since, to = field(form, "since"), field(form, "to")
    work = partial(edition_tasks.compare, since=since, to=to)
    return await run_in_threadpool(start_job, request, "comparing", work)


async def say(request: Request) -> Response:
    """Say what is wrong in an edition, or withdraw it."""
    async with form_of(request) as form:
        kind = NoticeKind.WITHDRAWN if field(form, "withdraw") else NoticeKind.ERRATUM
        text = field(form, "text")
    return await run_in_threadpool(_say, request, kind, text)


def _say(request: Request, kind: NoticeKind, text: str) -> Response:
    project, path = asked_of(request)
    number, today = request.path_params["number"], date.today()
    in_turn(
        project,
        path,
        lambda: give_notice(project, path.stem, number, kind, text, today),
        refuse_waiting,
    )
    return RedirectResponse(f"{country_address(path)}/editions", 303)


_OWN = "/countries/{name}/editions"
ROUTES = (
    Route(_OWN, show),
    Route(f"{_OWN}/publish", publish, methods=["POST"]),
    Route(f"{_OWN}/compare", compare, methods=["POST"]),
    Route(f"{_OWN}/{{number:int}}/say", say, methods=["POST"]),
    Route(f"{_OWN}/{{number:int}}/{{file}}", give_file),
)
