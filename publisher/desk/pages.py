"""Pages of the desk, filled in from the templates beside this module."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from publisher.desk.guard import REPORT_POLICY
from publisher.desk.state import desk_of
from publisher.desk.who import name_of
from publisher.domain.diagnostics import (
    Catalogue,
    Diagnostic,
    Level,
    PublisherError,
    alike,
    on_desk,
)
from publisher.domain.foreign import arrow, is_foreign
from publisher.domain.language import Language
from publisher.domain.moments import told_when
from publisher.domain.plural import phrase
from publisher.project.project import Project

# What is told of settings that are made on the page Look, and the values that name them.
_PICTURE_FAULTS = ("P411", "P440", "P441", "P442", "P443", "P444", "P446", "P447")
_OF_LOOK, _SETTINGS = {"P409", "P410", "P433", "R694", *_PICTURE_FAULTS}, {"key", "missing"}


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
    environment.globals |= {"is_foreign": is_foreign, "arrow": arrow}
    return environment


def page(
    request: Request, project: Project, template: str, status: int = 200, /, **values: object
) -> HTMLResponse:
    """Return a page of the desk with the values that it shows."""
    language = project.language
    given = {
        "words": language.words("desk"),
        "language": language,
        "levels": told_words(language)["levels"],
        "project": project,
        "running": desk_of(request).jobs.running,
        "here": request.url.path,
        "home": _home_of(request),
        "say": Told(language),
        "name_given": name_of(request),
        **values,
    }
    return HTMLResponse(_environment().get_template(f"{template}.html").render(given), status)


def _home_of(request: Request) -> str:
    """Return the page to which an answer to a form belongs; nothing for a page that was asked for.

    The browser keeps that address: shown anew or gone back to, the form is not sent once more.
    """
    if request.method != "POST":
        return ""
    home = quote(request.url.path.rpartition("/")[0])
    return {"": "/", "/countries": "/", "/look/templates": "/look"}.get(home, home)


def no_report_page(request: Request, project: Project) -> HTMLResponse:
    """Return what is shown in the frame of a report that cannot be built."""
    answer = page(request, project, "no_report")
    answer.headers["content-security-policy"] = REPORT_POLICY  # that of a page allows no frame
    return answer


def told_words(language: Language) -> Catalogue:
    """Return the messages of a language as they are told on the desk."""
    return on_desk(language.messages)


def told_here(language: Language) -> Language:
    """Return a language whose messages are those of the desk: for what a page shows, and for
    nothing that is kept or written.
    """
    return replace(language, messages=told_words(language))


class Told:
    """Gives problems their words in a language, for the templates."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = told_words(language)
        self._words = language.words("desk")

    def alike(self, found: Iterable[Diagnostic]) -> tuple[tuple[Diagnostic, ...], ...]:
        """Return problems with those together of which the same is told."""
        return alike(found, self._catalogue)

    def more(self, same: tuple[Diagnostic, ...]) -> str:
        """Return how many problems there are besides the first."""
        return str(self._catalogue["general"]["more"]).format(count=len(same) - 1)

    def place(self, each: Diagnostic) -> str:
        """Return file and place."""
        return each.place.told(self._catalogue)

    def message(self, each: Diagnostic) -> str:
        """Return what is wrong."""
        return self._called(each).message(self._catalogue)

    def hint(self, each: Diagnostic) -> str:
        """Return what to do."""
        return self._called(each).hint(self._catalogue)

    def _called(self, each: Diagnostic) -> Diagnostic:
        """Return what is told of settings with those named as the page Look calls them."""
        if each.code not in _OF_LOOK:
            return each
        values = (
            (key, ", ".join(map(self._name, text.split(", "))) if key in _SETTINGS else text)
            for key, text in each.values
        )
        return replace(each, values=tuple(values))

    def _name(self, setting: str) -> str:
        names = (setting.replace(".", "_"), f"letter_{setting}")
        labels = (self._words.get(f"set_{each}") for each in names)
        return next(filter(None, labels), setting)

    def when(self, text: str) -> str:
        """Return what a cell says of a day, or of a day and its time."""
        return told_when(text, self.language)

    def level(self, level: Level) -> str:
        """Return the name of a level."""
        return str(self._catalogue["levels"][level])


def names_of_languages(project: Project) -> dict[str, str]:
    """Return the languages that a project has words of as they call themselves, by their codes."""
    names = {}
    for code in project.languages:
        try:
            names[code] = str(project.in_language(code).language.sections.get("name", code))
        except PublisherError:  # a file of words that cannot be read
            names[code] = code
    return names


def problem_page(request: Request, project: Project, fault: PublisherError) -> HTMLResponse:
    """Return the page that says why something was not done."""
    return page(request, project, "problem", 409, diagnostics=fault.diagnostics)
