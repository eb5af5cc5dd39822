"""A desk that really runs: a server on a port of this machine, asked by raw requests as any program could."""

import http.client
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from publisher.desk.serve import serve
from tests.support import TOP

HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Answer:
    """What the desk answers."""

    status: int
    headers: dict[str, str]
    text: str
    content: bytes


@dataclass
class RunningDesk:
    """A running desk: its folder, its port, the start link, and the cookie once that was used."""

    folder: Path
    port: int
    link: str
    cookie: str = ""

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> Answer:
        """Use the start link as a browser does, and keep the cookie."""
        answer = self.ask("GET", self.link.removeprefix(self.address))
        self.cookie = answer.headers.get("set-cookie", "").split(";")[0]
        return answer

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        *,
        cookie: str | None = None,
    ) -> Answer:
        """Send a request with no other headers than these and the cookie; return the answer."""
        sent = dict(headers or {})
        if kept := self.cookie if cookie is None else cookie:
            sent["Cookie"] = kept
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
            content = body.encode() if isinstance(body, str) else body
            if content is not None:
                sent.setdefault("Content-Length", str(len(content)))
            for name, value in sent.items():
                link.putheader(name, value)
            link.endheaders(content)
            found = link.getresponse()
            got = found.read()
            named = {name.lower(): value for name, value in found.getheaders()}
            return Answer(found.status, named, got.decode("utf-8", "replace"), got)
        finally:
            link.close()

    def post(self, path: str, fields: str = "", **headers: str) -> Answer:
        """Send a form as a page of the desk does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, fields, {**HERE, **kind, **headers})

    def send(
        self, path: str, *files: tuple[str, bytes], named: str = "files", **fields: str
    ) -> Answer:
        """Send files as a page of the desk does; `named` is the field in which they stand."""
        body, kind = multipart(files, fields, named)
        return self.ask("POST", path, body, {**HERE, "Content-Type": kind})

    def done(self, answer: Answer) -> str:
        """Wait until the job that an answer leads to is over, and return its page."""
        assert answer.status == 303, answer.text
        page = answer.headers["location"]
        assert re.fullmatch(r"/jobs/\d+", page), page
        self.ask("GET", f"{page}/steps")  # ends when the job is over
        return self.ask("GET", page).text


def multipart(
    files: tuple[tuple[str, bytes], ...], fields: dict[str, str], named: str = "files"
) -> tuple[bytes, str]:
    """Return the body of a form with files, and its content type (RFC 7578)."""
    mark = "desk-test-boundary"
    parts: list[bytes] = []
    for name, value in fields.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for name, content in files:
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{named}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        parts.append(head.encode() + content + b"\r\n")
    parts.append(f"--{mark}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={mark}"


def sample_project(folder: Path, *names: str) -> Path:
    """Make a folder a project with some of the sample workbooks; return the folder.

    Page numbers in Word files need LibreOffice, which takes longer than all else that a job does.
    """
    (folder / "workbooks").mkdir(parents=True)
    text = (TOP / "publisher.toml").read_text(encoding="utf-8")
    settings = text.replace("word_page_numbers = true", "word_page_numbers = false")
    assert settings != text
    (folder / "publisher.toml").write_text(settings, encoding="utf-8")
    for name in names:
        shutil.copy(TOP / f"workbooks/{name}.xlsx", folder / "workbooks")
    return folder


@contextmanager
def running_desk(folder: Path) -> Iterator[RunningDesk]:
    """Run a desk on a folder, and close it as its page does."""
    told: list[str] = []
    is_told = threading.Event()

    def tell(link: str) -> None:
        told.append(link)
        is_told.set()

    thread = threading.Thread(
        target=serve, args=(folder, 0, tell), kwargs={"opens_browser": False}, daemon=True
    )
    thread.start()
    assert is_told.wait(60)
    port = int(re.search(r":(\d+)/", told[0])[1])  # type: ignore[index]
    desk = RunningDesk(folder, port, told[0])
    try:
        yield desk
    finally:
        with suppress(ConnectionError):  # its page has closed it
            if not desk.cookie:
                desk.begin()
            desk.post("/close")
        thread.join(20)
        assert not thread.is_alive()
