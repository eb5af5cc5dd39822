"""Pages of the desk, filled in from the templates beside this module."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from publisher.desk.state import desk_of
from publisher.domain.diagnostics import Diagnostic, Level, PublisherError
from publisher.domain.language import Language
from publisher.domain.plural import phrase
from publisher.project.project import Project

STATIC = files("publisher") / "desk" / "static"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("publisher", "desk/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["phrase"] = phrase
    return environment


def page(
    request: Request, project: Project, template: str, status: int = 200, /, **values: object
) -> HTMLResponse:
    """Return a page of the desk with the values that it shows."""
    language = project.language
    given = {
        "words": language.words("desk"),
        "language": language,
        "levels": language.messages["levels"],
        "project": project,
        "running": desk_of(request).jobs.running,
        "here": request.url.path,
        "say": Told(language),
        **values,
    }
    return HTMLResponse(_environment().get_template(f"{template}.html").render(given), status)


class Told:
    """Gives problems their words in a language, for the templates."""

    def __init__(self, language: Language) -> None:
        self._catalogue = language.messages

    def place(self, each: Diagnostic) -> str:
        """Return file and place."""
        return each.place.told(self._catalogue)

    def message(self, each: Diagnostic) -> str:
        """Return what is wrong."""
        return each.message(self._catalogue)

    def hint(self, each: Diagnostic) -> str:
        """Return what to do."""
        return each.hint(self._catalogue)

    def level(self, level: Level) -> str:
        """Return the name of a level."""
        return str(self._catalogue["levels"][level])


def problem_page(request: Request, project: Project, fault: PublisherError) -> HTMLResponse:
    """Return the page that says why something was not done."""
    return page(request, project, "problem", 409, diagnostics=fault.diagnostics)
