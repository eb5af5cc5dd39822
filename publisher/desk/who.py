"""Who decides: the name that stands under 'Decided by', as the person at the desk has given it.

It is kept in the browser and nowhere else, so it is there again the next time; nothing is put in
its place where nobody gave one.
"""

from urllib.parse import quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.desk.uploads import field, form_of

_COOKIE = "desk-name"
_YEAR = 365 * 24 * 3600
_LONGEST = 80


def name_of(request: Request) -> str:
    """Return the name of who decides; nothing where none was given."""
    return _tidy(unquote(request.cookies.get(_COOKIE, "")))


def _tidy(name: str) -> str:
    printed = "".join(letter for letter in name if letter.isprintable())
    return " ".join(printed.split())[:_LONGEST].strip()


async def save(request: Request) -> Response:
    """Keep a name, or forget it, and go back to the page on which it was written."""
    async with form_of(request) as form:
        name, home = _tidy(field(form, "name")), field(form, "home")
    if not home.startswith("/countries/"):
        raise HTTPException(422)
    answer = RedirectResponse(home, 303)
    answer.set_cookie(_COOKIE, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


ROUTES = (Route("/name", save, methods=["POST"]),)
