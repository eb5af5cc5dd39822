"""The program itself as an input: what it gives depends on its code, its data and its libraries."""

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from publisher.project.standard import package_folder

# What no check and no publication is worked out with: compiled code; fonts, which are large; in an
# installed package the standard templates, which are digested where they are used.
_PASSED_OVER = ("__pycache__", "fonts", "standard")


@cache
def program_digest() -> str:
    """Return a digest of the package's code and data, of Python and of the libraries' versions.

    By content and not by time: a file that was put there anew with the same content changes
    nothing. All of it is read in a hundredth of a second.
    """
    digest = hashlib.sha256(sys.version.encode())
    digest.update("\n".join(_libraries()).encode())
    folder = package_folder()
    for path in sorted(_files(str(folder))):
        name = path[len(str(folder)) :]
        digest.update(f"\n{name}\n".encode())
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.name in _PASSED_OVER:
            continue
        if entry.is_dir():
            yield from _files(entry.path)
        else:
            yield entry.path


def _libraries() -> Iterator[str]:
    """Yield the names of the installed libraries with their versions, as their folders say them.

    Asking `importlib.metadata` for each would take longer than the rest of a start.
    """
    for place in sys.path:
        if os.path.isdir(place):  # noqa: PTH112 - an entry may be a ZIP file or nothing at all
            names = os.listdir(place)  # noqa: PTH208 - names alone are wanted
            yield from sorted(name for name in names if name.endswith(".dist-info"))
