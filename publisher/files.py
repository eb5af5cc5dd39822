"""Files on disk: written beside and then put in place, never half-way over what is there."""

import os
import tempfile
from pathlib import Path

from publisher.diagnostics import Place, failure


def read_file(path: Path) -> bytes:
    """Return the bytes of a file. Raises PublisherError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise failure(
            "F021",
            Place(path.name),
            f"this file cannot be read ({problem.strerror})",
            "see whether the file is there, whether you may read it, and whether another program has locked it",
        ) from problem


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: what was there stays until the new file is complete.

    Raises PublisherError where the folder cannot be written or the file is open in another program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            beside.chmod(0o644)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as problem:
        raise failure(
            "O306",
            Place(str(path)),
            f"this file cannot be written ({problem.strerror})",
            "close it if it is open in another program, and see whether you may write in that folder",
        ) from problem
