"""Who may ask the desk, and what each answer tells the browser to keep to.

Other programs on this machine and other pages in the same browser can reach a port of 127.0.0.1 as
well. So a request is answered only where it names this very address (a name that somebody mapped to
127.0.0.1 is refused), brings the cookie that the start link gave, and, where it changes something,
was sent from a page of the desk itself.
"""

import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

START_PATH = "/start"
_READING = {"GET", "HEAD"}

# What a page of the desk may load and where it may be shown. A report stands in a frame of the
# page and has stricter words of its own (`REPORT_POLICY`).
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)
# Its styles stand in the page. Without 'allow-same-origin' nothing in it could ask the desk.
REPORT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_ALWAYS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # With 'no-referrer' Chromium sends 'Origin: null' for the forms of the desk itself.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(slots=True)
class Keys:
    """The secrets of one run of the desk: the word in the start link, which works once, and the one
    in the cookie, which lasts until the desk is closed.
    """

    start: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def use_start(self, word: str) -> bool:
        """Tell whether a word is that of the start link, which is spent with it."""
        is_right = bool(self.start) and _is_same(word, self.start)
        if is_right:
            self.start = ""
        return is_right


class Guard:
    """Stands before the desk: refuses what may not be asked, and puts the same headers on every
    answer.
    """

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self._app, self._keys = app, keys
        self._host = f"127.0.0.1:{port}"
        # Cookies know no ports: two desks at once would overwrite each other's.
        self._cookie = f"desk-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on to the desk."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no page of the desk opens a connection of another kind

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refusal(scope) or self._start(scope)
        await (answer or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return why a request is not answered; None where it may be."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self._host]:
            return PlainTextResponse(f"This desk answers at http://{self._host} only.\n", 421)
        if scope["method"] not in _READING and not self._is_from_here(headers):
            return PlainTextResponse("Only pages of the desk itself may send this.\n", 403)
        return None

    def _is_from_here(self, headers: Headers) -> bool:
        """Tell whether a page of the desk sent a request.

        'same-site' is not enough: a page on another port of 127.0.0.1 is of the same site, and the
        browser sends it the cookie.
        """
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return headers.get("origin") == f"http://{self._host}"

    def _start(self, scope: Scope) -> Response | None:
        """Return the answer to the start link, and to whoever did not come by it; None to all
        others.
        """
        request = Request(scope)
        if scope["path"] == START_PATH and scope["method"] == "GET":
            return self._begun(request.query_params.get("word", ""))
        if _is_same(self._cookie_of(request), self._keys.session):
            return None
        return PlainTextResponse(
            "Open the desk with the link that it printed when it was started.\n"
            "If that link was used already, or the desk was closed, start the desk again.\n",
            403,
        )

    def _begun(self, word: str) -> Response:
        if not self._keys.use_start(word):
            return PlainTextResponse(
                "This link was used already: it works once. Start the desk again.\n", 403
            )
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._keys.session, httponly=True, samesite="strict")
        return answer

    def _cookie_of(self, request: Request) -> str:
        jar = SimpleCookie()
        try:
            jar.load(request.headers.get("cookie", ""))
        except CookieError:
            return ""
        found = jar.get(self._cookie)
        return found.value if found else ""


def _is_same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell how far they agree."""
    return bool(other) and secrets.compare_digest(one.encode(), other.encode())
