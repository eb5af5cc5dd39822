"""The first page: all countries, and a new one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk.pages import names_of_languages, page, told_words
from publisher.desk.standings import standings_of
from publisher.desk.state import checking_of, desk_of
from publisher.desk.tasks import country_address
from publisher.desk.uploads import field, form_of
from publisher.domain.country_called import Answer, country_called
from publisher.domain.names import file_name
from publisher.project.outside import is_project
from publisher.project.project import Project, create_project
from publisher.project.status import in_words
from publisher.project.status_page import statuses_of


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote into the form for a new country."""

    name: str = ""
    code: str = ""
    language: str = ""


def show(request: Request) -> Response:
    """Show all countries."""
    desk = desk_of(request)
    if not is_project(desk.folder):
        return page(request, desk.project(), "begin", folder=desk.folder.absolute())
    project = desk.project()
    return _page(request, project)


def _page(
    request: Request,
    project: Project,
    status: int = 200,
    answer: str = "",
    typed: "Typed | None" = None,
) -> Response:
    checking = checking_of(project)
    standings = standings_of(request, project, checking)
    found = statuses_of(checking, standings.known, told_words(project.language))
    return page(
        request,
        project,
        "countries",
        status,
        countries=[in_words(each, project.language) for each in found],
        unchecked=[path.stem for path in standings.unchecked],
        job=standings.job,
        strays=project.strays(),
        when=f"{datetime.now():%H:%M}",
        answer=answer,
        typed=typed or Typed(language=project.language.code),
        workbooks=[path.stem for path in project.workbooks()],
        languages=names_of_languages(project),
    )


async def begin(request: Request) -> Response:
    """Make the folder into a project."""
    desk = desk_of(request)
    await run_in_threadpool(create_project, desk.folder)
    return RedirectResponse("/", 303)


async def new(request: Request) -> Response:
    """Make a workbook for a country."""
    async with form_of(request) as form:
        typed = Typed(*(field(form, key) for key in ("name", "code", "language")))
    return await run_in_threadpool(_new, request, typed)


def _new(request: Request, typed: Typed) -> Response:
    from publisher.project.new_workbook import (  # noqa: PLC0415 - what writes workbooks
        CodeTakenError,
        NamelessError,
        free_code,
        new_workbook,
    )

    project = desk_of(request).project()
    words = project.language.words("desk_names")
    found = country_called(typed.name, typed.code) if typed.name else Answer("empty", "")
    if isinstance(found, Answer):
        told = " ".join(_told(found, words, free_code(project, found.code)))
        return _page(request, project, 422, told, typed)
    known = typed.language if typed.language in project.languages else ""
    try:
        path = new_workbook(project, found, known)
    except NamelessError:
        return _page(request, project, 422, words["nameless"], typed)
    except CodeTakenError as taken:
        told = words["code_taken"].format(name=taken.holder, code=taken.code, free=taken.free)
        return _page(request, project, 422, told, typed)
    except FileExistsError:
        told = words["there"].format(name=file_name(found.short_name))
        return _page(request, project, 409, told, typed)
    return RedirectResponse(country_address(path), 303)


def _told(answer: Answer, words: Mapping[str, str], code: str) -> Iterator[str]:
    """Yield what is true of a name that is no single State of the list, and what to type; `code` is
    one that is free.
    """
    # Only the formal names tell the two States apart that are called Congo.
    is_several = answer.kind == "several"
    states = [each.formal_name if is_several else each.short_name for each in answer.states]
    values = {
        "name": answer.name,
        "code": code,
        "near": ", ".join(answer.near),
        "states": ", ".join(states),
        "area": answer.territory.name if answer.territory else "",
    }
    kind = "near" if answer.kind == "unknown" and answer.near else answer.kind
    yield words[kind].format(**values)
    if kind in ("unknown", "near", "unlisted", "party", "part", "territory"):
        yield words["own_code"].format(**values)


ROUTES = (
    Route("/begin", begin, methods=["POST"]),
    Route("/countries", new, methods=["POST"]),
)
