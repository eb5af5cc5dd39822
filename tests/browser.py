"""Headless Chromium as a reader's browser, asked over the Chrome DevTools Protocol on a pair of pipes."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Nothing but what a test asks for: no first-run pages, no updates, no reports home.
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
]
# Chromium reads requests from file descriptor 3 and answers on 4.
_START = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"


@dataclass
class Browser:
    """A running Chromium with one tab; `events` is what it told since the last page was opened."""

    requests: int
    answers: Any
    session: str = ""
    number: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return what a method of the protocol answers."""
        self.number += 1
        message: dict[str, object] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        _write(self.requests, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self.number:
                assert "error" not in told, f"{method}: {told['error']}"
                result: dict[str, Any] = told["result"]
                return result

    def run(self, script: str) -> Any:
        """Return the value of a script in the open page, awaited where it is a promise."""
        result = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def open(
        self,
        path: Path,
        width: int = 1300,
        height: int = 900,
        question: str = "",
        **features: str,
    ) -> None:
        """Open a file in a window of some size; `question` stands behind its address, `features` are media features:
        prefers_color_scheme="dark".
        """
        self.events.clear()
        self.resize(width, height)
        wanted = [
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()
        ]
        self.call("Emulation.setEmulatedMedia", features=wanted)
        address = path.as_uri() + quote(question, safe="?&=")
        self.call("Page.navigate", url=address)
        while not self._has_loaded(address):
            self._next()

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window another size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def asked_for(self) -> list[str]:
        """Return the addresses that the open page made the browser ask for, its own first."""
        return [
            each["params"]["request"]["url"]
            for each in self.events
            if each["method"] == "Network.requestWillBeSent"
        ]

    def _has_loaded(self, address: str) -> bool:
        """Tell whether the page of an address came and was loaded; the page before may be told to be loaded late."""
        steps = [
            each["params"].get("frame", {}).get("url") or each["method"]
            for each in self.events
            if each["method"] in ("Page.frameNavigated", "Page.loadEventFired")
        ]
        return address in steps and "Page.loadEventFired" in steps[steps.index(address) :]

    def _next(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(_message(self.answers))
        if "method" in told:
            self.events.append(told)
        return told


def _write(pipe: int, content: bytes) -> None:
    """Write all of a message: a pipe takes less at a time than a long script."""
    while content:
        content = content[os.write(pipe, content) :]


def _message(stream: Any) -> bytes:
    pieces = []
    while (piece := stream.read(1)) != b"\0":
        assert piece, "Chromium has ended"
        pieces.append(piece)
    return b"".join(pieces)


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Yield a Chromium that keeps its files in a folder, and end it."""
    (theirs_in, requests), (answers, theirs_out) = os.pipe(), os.pipe()
    # Above 4, so that putting them in their places overwrites neither.
    passed = [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (theirs_in, theirs_out)]
    command = [
        sys.executable,
        "-c",
        _START,
        *map(str, passed),
        "chromium",
        *_FLAGS,
        f"--user-data-dir={profile}",
    ]
    process = subprocess.Popen(command, pass_fds=passed, stderr=subprocess.DEVNULL)
    for each in (theirs_in, theirs_out, *passed):
        os.close(each)
    with os.fdopen(answers, "rb") as stream:
        tab = Browser(requests, stream)
        target = tab.call("Target.createTarget", url="about:blank")["targetId"]
        tab.session = tab.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            tab.call(f"{domain}.enable")
        try:
            yield tab
        finally:
            tab.session = ""
            tab.call("Browser.close")
            os.close(requests)
            process.wait(timeout=30)
