"""The public site shown on this machine, before it is copied to a host."""

import os
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def serve(folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serve the files of a folder to this machine alone, until Ctrl+C.

    Port 0 is any free one; `tell` gets the address. Raise OSError where the port is taken.
    """
    handler = partial(_Quiet, directory=str(folder))
    with _Server(("127.0.0.1", port), handler) as server:
        tell(f"http://127.0.0.1:{server.server_address[1]}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


class _Server(ThreadingHTTPServer):
    # Windows would let two programs have one port.
    allow_reuse_address = os.name != "nt"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
