"""The guide: how all countries were assessed, and texts to pick as examples and gaps."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk import report_tasks
from publisher.desk.country import file_in
from publisher.desk.marks import marks_of
from publisher.desk.pages import page
from publisher.desk.standings import standings_of
from publisher.desk.state import asked_of, checking_of, desk_of, key_of, refuse_waiting
from publisher.desk.uploads import field, form_of
from publisher.domain.report import Rating
from publisher.domain.text import plain_text
from publisher.domain.treaty import Provision
from publisher.project.checking import names_of
from publisher.project.formats import USUAL_GUIDE_FORMATS
from publisher.project.guide_picks import Wish
from publisher.project.guide_picks import pick as write
from publisher.project.guide_workbook import new_guide
from publisher.project.outside import is_project
from publisher.project.project import Project
from publisher.project.summary import Standing
from publisher.project.turns import in_turn
from publisher.project.workbooks import check_file
from publisher.workbook import layout


@dataclass(frozen=True, slots=True)
class Line:
    """A provision with its assessments, one for each country in their order."""

    provision: Provision
    ratings: tuple[Rating | None, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A subject area with its provisions."""

    title: str
    lines: tuple[Line, ...]


def show(request: Request) -> Response:
    """Show the heat map, and what was built."""
    desk = desk_of(request)
    if not is_project(desk.folder):
        return RedirectResponse("/", 303)
    project = desk.project()
    checking = checking_of(project)
    standings = standings_of(request, project, checking)
    checking.cache.digests.save()
    folder = project.output_folder / "guide"
    endings = (".docx", ".pdf", ".html", ".xlsx", ".csv", ".json")
    made = (each.name for each in sorted(folder.glob("*.*")) if each.suffix in endings)
    return page(
        request,
        project,
        "guide",
        countries=_called(standings.known),
        areas=tuple(_areas(project, standings.known)),
        job=standings.job,
        files=tuple(name for name in made if not name.startswith(".")),
        formats=USUAL_GUIDE_FORMATS,
        has_workbook=project.guide_workbook.exists(),
        ratings=layout.choices(project.worded)["assessment"],
        marks=marks_of(project.house),
        busy=desk.busy(project.guide_workbook),
    )


def _called(standings: Sequence[Standing]) -> Sequence[tuple[str, str]]:
    """Return the names of workbooks in addresses, and what they are called on the page."""
    called = names_of((each.file, each.progress.country) for each in standings)
    return [(each.name, called[each.file]) for each in standings]


def _areas(project: Project, standings: Sequence[Standing]) -> Iterator[Area]:
    """Yield the subject areas in the order of the project, each with its rated provisions."""
    rated = [
        {row.reference: row.rating for row in each.progress.rows if row.rating}
        for each in standings
    ]
    order = project.treaty.order(project.settings.order)
    for group in order.groups:
        lines = tuple(
            Line(each, tuple(own.get(each.reference) for own in rated))
            for each in project.treaty.provisions
            if each.groups[order.id] == group.id and each.is_rated
        )
        if lines:
            yield Area(group.title, lines)


def show_cell(request: Request) -> Response:
    """Show what a country's workbook says about a provision, to pick a text."""
    project, path = asked_of(request)
    id_ = request.path_params["provision"]
    result = check_file(project, path, date.today())
    entries = result.report.entries if result.report else ()
    entry = next((each for each in entries if each.provision.id == id_), None)
    if entry is None:
        raise HTTPException(404, "no_provision")
    columns = {column.id: column.heading for column in project.treaty.columns}
    texts = [
        (each.key.column, columns[each.key.column], plain_text(each.blocks))
        for each in entry.contents
    ]
    return page(
        request,
        project,
        "cell",
        name=path.stem,
        country=result.report.facts.short_name if result.report else path.stem,
        entry=entry,
        tongue=result.project.language.code,
        texts=texts,
        rating=entry.finding.rating,
        marks=marks_of(project.house),
        ratings=layout.choices(project.worded)["assessment"],
        has_workbook=project.guide_workbook.exists(),
    )


async def pick(request: Request) -> Response:
    """Pick a text as an example or a gap."""
    async with form_of(request) as form:
        column, why = field(form, "column"), field(form, "why")
        is_gap, is_best = (bool(field(form, key)) for key in ("gap", "best"))
    return await run_in_threadpool(
        _pick, request, column, why, is_gap=is_gap, is_best=is_best and not is_gap
    )


def _pick(request: Request, column: str, why: str, *, is_gap: bool, is_best: bool) -> Response:
    project, path = asked_of(request)
    id_ = request.path_params["provision"]
    wish = Wish(
        *(path.stem, id_, column), is_gap=is_gap, is_example=not is_gap, is_best=is_best, why=why
    )
    picked = in_turn(
        project,
        project.guide_workbook,
        lambda: write(project, wish, date.today(), datetime.now()),
        refuse_waiting,
    )
    return page(request, project, "picked", picked=picked)


async def new(request: Request) -> Response:
    """Make the workbook of the guide."""
    return await run_in_threadpool(_new, request)


def _new(request: Request) -> Response:
    with suppress(FileExistsError):  # a second click
        new_guide(desk_of(request).project())
    return RedirectResponse("/guide", 303)


async def build(request: Request) -> Response:
    """Build the guide in a job."""
    async with form_of(request) as form:
        wanted = tuple(each for each in USUAL_GUIDE_FORMATS if field(form, each))
    return await run_in_threadpool(_build, request, wanted)


def _build(request: Request, wanted: tuple[str, ...]) -> Response:
    desk = desk_of(request)
    project = desk.project()
    title = project.language.words("desk")["building_guide"]
    work = partial(report_tasks.build_guide, desk.folder, formats=wanted)
    job = desk.jobs.start(title, key_of(project.guide_workbook), work, home="/guide")
    return RedirectResponse(f"/jobs/{job.number}", 303)


def give_file(request: Request) -> Response:
    """Give a file of the guide, to be saved."""
    project = desk_of(request).project()
    return file_in(project.output_folder / "guide", request.path_params["file"])


ROUTES = (
    Route("/guide", show),
    Route("/guide/new", new, methods=["POST"]),
    Route("/guide/build", build, methods=["POST"]),
    Route("/guide/files/{file}", give_file),
    Route("/guide/{name}/{provision}", show_cell),
    Route("/guide/{name}/{provision}/pick", pick, methods=["POST"]),
)
