"""The look: the organisation, its letter, colours and fonts, the logo, and the templates."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from publisher.desk.guard import REPORT_POLICY
from publisher.desk.pages import names_of_languages, no_report_page, page
from publisher.desk.state import desk_of
from publisher.desk.uploads import field, files_of, form_of, label
from publisher.domain.diagnostics import Diagnostic, PublisherError, must_fix
from publisher.project.files import free_name, write_file
from publisher.project.outside import is_project
from publisher.project.preview import preview
from publisher.project.project import Project
from publisher.project.settings_written import change_settings
from publisher.project.template_checks import check_template
from publisher.project.template_fields import fields_of_templates, filters_of_templates
from publisher.project.template_put import put_template, tried
from publisher.project.templates import Listed, list_templates

# The settings that this page changes, by the name under which messages know them.
FIELDS = (
    "organisation",
    "licence",
    "address",
    "language",
    "letter.contact_name",
    "letter.reply_address",
    "house.accent",
    "house.warning",
    "house.text_font",
    "house.heading_font",
    "house.logo_description",
    "house.picture_description",
    "house.picture_credit",
)
_PICTURES = ("logo", "picture")  # settings of the house that name a file


def show(request: Request) -> Response:
    """Show the settings of the look, a report in it, and the templates."""
    desk = desk_of(request)
    if not is_project(desk.folder):
        return RedirectResponse("/", 303)
    return _page(request, desk.project(), is_saved="saved" in request.query_params)


def _page(
    request: Request,
    project: Project,
    status: int = 200,
    diagnostics: tuple[Diagnostic, ...] = (),
    checked: str = "",
    *,
    is_saved: bool = False,
) -> Response:
    listed = [each for each in list_templates(project) if each.is_used and _is_shown(each)]
    return page(
        request,
        project,
        "look",
        status,
        fields={name: _value(project, name) for name in FIELDS},
        languages=names_of_languages(project),
        templates=listed,
        has_workbook=bool(project.workbooks()),
        diagnostics=diagnostics,
        checked=checked,
        is_saved=is_saved,
        is_taken=not must_fix(diagnostics),
        pictures={name: project.settings.house[name] for name in _PICTURES},
    )


def _is_shown(template: Listed) -> bool:
    """Tell whether a template is one that people restyle: Word is what they know."""
    return template.is_word


def _value(project: Project, name: str) -> str:
    table, _, key = name.rpartition(".")
    home = getattr(project.settings, table) if table else None
    value = home[key] if home is not None else getattr(project.settings, key)
    return str(value)


def show_example(request: Request) -> Response:
    """Show the first report that can be built in the look as it is now."""
    project = desk_of(request).project()
    for path in project.workbooks():
        if report := preview(project, path, date.today()):
            return HTMLResponse(report, headers={"content-security-policy": REPORT_POLICY})
    return no_report_page(request, project)


def show_fields(request: Request) -> Response:
    """Show what a Word template may say."""
    project = desk_of(request).project()
    return page(
        request,
        project,
        "fields",
        lines=fields_of_templates(project, is_word=True, today=date.today()),
        filters=filters_of_templates(project, is_word=True),
        kinds=project.language.messages["kind_names"],
        fixed=project.language.words("report"),
    )


async def save(request: Request) -> Response:
    """Write the settings."""
    async with form_of(request) as form:
        wishes = {name: field(form, name) for name in FIELDS if name in form}
        sent: dict[str, tuple[str, bytes]] = {}
        for name in _PICTURES:
            if field(form, f"{name}_away"):
                wishes[f"house.{name}"] = ""  # its file stays: it is the project's, not the desk's
            for file in files_of(form, name)[:1]:
                sent[name] = label(file.filename or ""), await file.read()
    return await run_in_threadpool(_save, request, wishes, sent)


def _save(
    request: Request, wishes: dict[str, str], sent: Mapping[str, tuple[str, bytes]]
) -> Response:
    """Write settings, and pictures that were sent, by the setting that names each."""
    desk = desk_of(request)
    new_files = []
    for setting, (name, content) in sent.items():
        path = desk.folder / name
        is_there = path.is_file() and path.read_bytes() == content
        if not is_there:
            path = free_name(path)
            write_file(path, content)
            new_files.append(path)
        wishes[f"house.{setting}"] = path.name
    try:
        changed = change_settings(desk.folder, wishes, datetime.now())
    except PublisherError:
        for path in new_files:  # what is refused is not kept either
            path.unlink()
        raise
    if changed.diagnostics:
        return _page(request, changed.value, 200, changed.diagnostics, is_saved=True)
    return RedirectResponse("/look?saved=yes", 303)


# Templates


def give_template(request: Request) -> Response:
    """Give a template, to be changed in Word."""
    listed = _template(request, desk_of(request).project())
    return FileResponse(listed.path, filename=listed.path.name)


async def take_template(request: Request) -> Response:
    """Check a template that was changed, and put it in its place where nothing must be fixed."""
    async with form_of(request) as form:
        files = files_of(form, "file")
        if not files:
            raise HTTPException(422, "no_file")
        content = await _content(files[0])
    return await run_in_threadpool(_take_template, request, content)


async def _content(file: UploadFile) -> bytes:
    return await file.read()


def _take_template(request: Request, content: bytes) -> Response:
    project = desk_of(request).project()
    listed = _template(request, project)
    with tried(listed, content) as on_trial:
        found = check_template(project, on_trial, date.today())
    if must_fix(found):
        return _page(request, project, 422, found, listed.path.name)
    put_template(project, listed, content, datetime.now())
    return _page(request, project, 200, found, listed.path.name)


def _template(request: Request, project: Project) -> Listed:
    """Return a template by its name: one of those that are listed, and no path made of it."""
    name = request.path_params["file"]
    for each in list_templates(project):
        if each.is_word and Path(each.name).name == name:
            return each
    raise HTTPException(404, "no_file_there")


ROUTES = (
    Route("/look", show),
    Route("/look/example", show_example),
    Route("/look/fields", show_fields),
    Route("/look/settings", save, methods=["POST"]),
    Route("/look/templates/{file}", give_template),
    Route("/look/templates/{file}", take_template, methods=["POST"]),
)
