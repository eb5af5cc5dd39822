"""The desk started: a server on this machine, and the browser opened at it."""

import contextlib
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from publisher.desk.app import desk_app
from publisher.desk.guard import START_PATH, Keys
from publisher.desk.state import Desk

_HOST = "127.0.0.1"


def serve(
    folder: Path, port: int, tell: Callable[[str], None], *, opens_browser: bool = True
) -> None:
    """Run the desk of a project folder until it is closed or interrupted.

    `tell` gets the start link. `port` 0 takes a free one. Raises OSError where the port is taken.
    """
    listener = _listener(port)  # before the link is told: a quick browser waits
    own_port = listener.getsockname()[1]

    keys = Keys()
    desk = Desk(folder, lambda: setattr(server, "should_exit", True))
    # No access log: it would hold the start link.
    config = uvicorn.Config(
        desk_app(desk, keys, own_port),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    link = f"http://{_HOST}:{own_port}{START_PATH}?word={keys.start}"
    tell(link)
    if opens_browser:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open_new_tab(link)
    try:
        with contextlib.suppress(KeyboardInterrupt):  # the usual way to end it in a terminal
            server.run(sockets=[listener])
    finally:
        desk.jobs.stop_all()
        listener.close()


def _listener(port: int) -> socket.socket:
    """Return a socket that listens at a port of this machine alone."""
    listener = socket.socket()
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would let two programs have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
