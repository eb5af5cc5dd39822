"""The desk: how soon its first page is there, how soon a saved workbook is shown, what it holds in
memory, and a thousand items of review decided in Chromium.

    python -m benchmarks.desk prepare FOLDER          178 countries whose checks are on record
    python -m benchmarks.desk measure FOLDER ROUNDS   the tables

Each figure stands beside that of a reference in the same round: a bare server of the same parts,
openpyxl reading or writing the same workbook, a bare page of the same texts.
"""

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl

from benchmarks import review, start, workload
from benchmarks.measure import TOP

COPIES, ANNOTATIONS = 5, 200  # of one draft: together 1,000 items
VISITED = 20  # countries whose page and report are shown before the memory is read
_TICKS = os.sysconf("SC_CLK_TCK")

# The same server, templates and number of rows, and nothing to find out.
_BARE = """
import socket
import uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

ROWS = [[f"{column} of {row}" for column in range(6)] for row in range(178)]
PAGE = Environment(autoescape=True).from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)

def show(request):
    return HTMLResponse(PAGE.render(rows=ROWS))

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
app = Starlette(routes=[Route("/", show)])
config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
uvicorn.Server(config).run(sockets=[listener])
"""


@dataclass
class Server:
    """A server that runs in a process of its own, and the cookie that its start link gave."""

    process: "subprocess.Popen[str]"
    link: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        """The port at which it answers."""
        return int(re.findall(r":(\d+)/", self.link)[0])

    def get(self, path: str) -> bytes:
        """Return a page."""
        return self._asked("GET", path)

    def post(self, path: str, **fields: str) -> bytes:
        """Send a form as the script of a page does."""
        return self._asked("POST", path, urlencode(fields).encode())

    def begin(self) -> bytes:
        """Use the start link, keep its cookie, and return the first page."""
        link = self._link("GET", "/" + self.link.split("/", 3)[3])
        cookie = link.getresponse().headers["set-cookie"]
        link.close()
        self.headers = {"Cookie": cookie.split(";")[0], "Sec-Fetch-Site": "same-origin"}
        return self.get("/")

    def told_change(self, path: str) -> Callable[[], None]:
        """Follow the events of an address; return what waits for the next change."""
        answer = self._link("GET", path).getresponse()
        answer.readline()  # it has begun to look

        def wait() -> None:
            while not answer.readline().startswith(b"event: changed"):
                pass

        return wait

    def seconds(self) -> float:
        """Return the CPU seconds that the process has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak(self) -> float:
        """Return the most memory that the process ever held, in MB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", text)[0]) / 1024

    def _asked(self, method: str, path: str, body: bytes = b"") -> bytes:
        link = self._link(method, path, body)
        answer = link.getresponse()
        content = answer.read()
        link.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return content

    def _link(self, method: str, path: str, body: bytes = b"") -> http.client.HTTPConnection:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        link.request(method, path, body or None, self.headers | (kind if body else {}))
        return link


@contextmanager
def running(command: Sequence[str]) -> Iterator[Server]:
    """Run a server until it has printed where it is, and end it afterwards."""
    environment = os.environ | {"PYTHONPATH": str(TOP), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    try:
        yield Server(process, re.findall(r"http://\S+", process.stdout.readline())[0])
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def desk_of(folder: Path) -> tuple[str, ...]:
    """Return the command that opens the desk on a folder."""
    return (sys.executable, "-m", "publisher", "--project", str(folder), "desk", "--no-browser")


BARE = (sys.executable, "-c", _BARE)


def prepared(folder: Path, countries: int) -> None:
    """Make a project of so many countries, checked and built, and one with a thousand items."""
    from publisher.project.project import open_project  # noqa: PLC0415 - only where they are made
    from publisher.rounds.collect import refresh, take_in  # noqa: PLC0415

    start.prepared(folder / "many", countries)
    given = review.prepared(folder / "items", COPIES, ANNOTATIONS)
    project = open_project(given.folder).value
    for path in given.copies:
        take_in(project, path)
    refresh(project, given.workbook, datetime(2026, 12, 2))


# What is measured. Each gives seconds on the clock and of CPU, that of the desk first.


Pair = tuple[float, float]


def first_page(folder: Path) -> tuple[Pair, Pair]:
    """Return what passes until the first page is there, of the desk and of a bare server."""
    return _until_page(desk_of(folder / "many"), Server.begin), _until_page(
        BARE, lambda server: server.get("/")
    )


def _until_page(command: Sequence[str], show: Callable[[Server], bytes]) -> Pair:
    began = time.perf_counter()
    with running(command) as server:
        show(server)
        return time.perf_counter() - began, server.seconds()


def saved(server: Server, path: Path, content: bytes) -> tuple[Pair, Pair]:
    """Save a workbook; return what passes until its page and report are there anew, and what
    openpyxl takes to read it.
    """
    name = path.stem
    wait = server.told_change(f"/changes?name={name}")
    used, began = server.seconds(), time.perf_counter()
    path.with_suffix(".new").write_bytes(content)
    path.with_suffix(".new").replace(path)  # as Excel saves
    wait()
    for each in (f"/countries/{name}", f"/countries/{name}/report"):
        server.get(each)
    ours = (time.perf_counter() - began, server.seconds() - used)
    return ours, _timed(lambda: openpyxl.load_workbook(path, rich_text=True))


def decided(server: Server, path: Path, item: str, decision: str, seen: str) -> tuple[Pair, Pair]:
    """Decide on one item; return what passes until it is answered, and what openpyxl takes to read
    the workbook and to write it.
    """
    used, began = server.seconds(), time.perf_counter()
    address = f"/countries/{path.stem}/review/decide"
    server.post(address, item=item, decision=decision, note="", seen=seen)
    ours = (time.perf_counter() - began, server.seconds() - used)
    copy = path.parent.parent / "copy.xlsx"
    return ours, _timed(lambda: openpyxl.load_workbook(path, rich_text=True).save(copy))


def _timed(work: Callable[[], object]) -> Pair:
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def visited(server: Server, names: Sequence[str]) -> dict[str, tuple[float, int]]:
    """Open pages as a person does in a day; return the seconds and bytes of the long ones."""
    for name in names:
        for each in (f"/countries/{name}", f"/countries/{name}/report"):
            server.get(each)
    return {each: _page(server, each) for each in ("/", "/guide", "/site", "/look", "/help")}


def _page(server: Server, address: str) -> tuple[float, int]:
    began = time.perf_counter()
    content = server.get(address)
    return time.perf_counter() - began, len(content)


# In Chromium


_SCROLLED = """async () => {
    const frames = [];
    let last = performance.now();
    const step = innerHeight * 0.8;
    for (let top = 0; top < document.documentElement.scrollHeight; top += step) {
        scrollTo(0, top);
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
    }
    return frames;
}"""
# From the key to the next picture that is painted, and until the sheet is written.
_DECIDED = """async (key) => {
    const began = performance.now();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - began;
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page takes in Chromium: seconds until it is loaded, milliseconds of a frame while it is
    scrolled, the usual one and the longest.
    """

    loaded: float
    frame: float
    longest: float


def shown(page: Any, address: str) -> Shown:  # noqa: ANN401 - a page of Playwright
    """Load a page and scroll through it."""
    began = time.perf_counter()
    page.goto(address)
    loaded = time.perf_counter() - began
    frames = page.evaluate(_SCROLLED)
    return Shown(loaded, statistics.median(frames), max(frames))


def in_chromium(server: Server, name: str, folder: Path, rounds: int) -> Mapping[str, Any]:
    """Return what the table of a thousand items takes, beside a bare page of the same texts."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the tests alone

    address = f"http://127.0.0.1:{server.port}/countries/{name}/review"
    bare = folder / "bare.html"
    texts = re.findall(
        r"<(?:p|blockquote|h4)[^>]*>(.*?)</", server.get(f"/countries/{name}/review").decode()
    )
    bare.write_text("<!DOCTYPE html>" + "".join(f"<p>{each}</p>" for each in texts), "utf-8")
    key, value = server.headers["Cookie"].split("=", 1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        root = f"http://127.0.0.1:{server.port}/"
        context.add_cookies([{"name": key, "value": value, "url": root}])
        page = context.new_page()
        ours, plain, painted, written = [], [], [], []
        for number in range(rounds):
            ours.append(shown(page, address))
            page.evaluate("scrollTo(0, 0)")
            began = time.perf_counter()
            painted.append(page.evaluate(_DECIDED, "ar"[number % 2]))
            page.locator(".item.fresh").first.wait_for(state="attached")
            written.append(time.perf_counter() - began)
            plain.append(shown(page, bare.as_uri()))
        browser.close()
    return {"ours": ours, "plain": plain, "painted": painted, "written": written}


# The tables


def measured(folder: Path, rounds: int) -> None:
    """Print what all of it takes."""
    print(f"{'':34}{'s':>8}{'CPU s':>8}{'x reference':>13}  reach")
    _print("first page after start", [first_page(folder) for _ in range(rounds)], "1 s")
    with running(desk_of(folder / "many")) as server:
        server.begin()
        path = sorted((folder / "many/workbooks").glob("*.xlsx"))[0]
        server.get(f"/countries/{path.stem}")
        contents = [workload.workbook(1000 + seed) for seed in range(rounds)]
        times = [saved(server, path, each) for each in contents]
        _print("a saved workbook shown anew", times, "1.5 s")
        names = [each.stem for each in path.parent.glob("*.xlsx")][:VISITED]
        pages = visited(server, names)
        peak = server.peak()
    for address, (seconds, size) in pages.items():
        print(f"page {address:29}{seconds:>8.2f}  {size / 1000:,.0f} kB")
    with running(BARE) as server:
        server.get("/")
        print(f"memory: {peak:.0f} MB, {peak / server.peak():.1f} x a bare server (reach: 300 MB)")
    _review(folder, rounds)


def _review(folder: Path, rounds: int) -> None:
    (path,) = (folder / "items/workbooks").glob("*.xlsx")
    kept = path.read_bytes()
    try:
        _print_review(folder, path, rounds)
    finally:  # so that the next time there is as much to decide
        path.write_bytes(kept)


def _print_review(folder: Path, path: Path, rounds: int) -> None:
    with running(desk_of(folder / "items")) as server:
        server.begin()
        address = f"/countries/{path.stem}/review"
        text = server.get(address).decode()
        items = re.findall(r'name="item" value="([^"]+)"', text)
        pages = [_page(server, address) for _ in range(rounds)]
        told = f"{len(items)} items, {pages[0][1] / 1000:,.0f} kB"
        print(f"page of review: {told}, {min(each[0] for each in pages):.2f} s")
        times = [decided(server, path, each, "accept", "") for each in items[:rounds]]
        _print("one decision", times, "")
        found = in_chromium(server, path.stem, folder, rounds)
        print(f"memory of the desk with these: {server.peak():.0f} MB")
    for name in ("ours", "plain"):
        loaded, frame, longest = (
            statistics.median(getattr(each, key) for each in found[name])
            for key in ("loaded", "frame", "longest")
        )
        print(
            f"{name}: loaded in {loaded:.2f} s, a frame {frame:.0f} ms, the longest {longest:.0f}"
        )
    painted, written = (statistics.median(found[key]) for key in ("painted", "written"))
    print(f"a key: painted after {painted:.0f} ms, written after {written:.2f} s")


def _print(name: str, pairs: Sequence[tuple[Pair, Pair]], reach: str) -> None:
    wall, used = (statistics.median(ours[key] for ours, _ in pairs) for key in (0, 1))
    times = statistics.median(ours[1] / other[1] for ours, other in pairs)
    least = min(ours[0] for ours, _ in pairs)
    print(f"{name:34}{wall:>8.2f}{used:>8.2f}{times:>13.1f}  {reach} (quickest {least:.2f} s)")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", place]:
            shutil.rmtree(place, ignore_errors=True)
            prepared(Path(place), start.MANY)
        case ["measure", place, rounds]:
            measured(Path(place), int(rounds))
        case _:
            raise SystemExit("prepare FOLDER or measure FOLDER ROUNDS")
