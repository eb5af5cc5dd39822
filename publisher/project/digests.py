"""Digests of files, remembered by size and times, so that a file is read again only where it may
have changed.

This is the edge: it knows paths. What is remembered lies in the output folder and may be deleted at
any time.
"""

import json
import stat
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.files import write_file

MEMORY_FILE = ".digests.json"
# A file may be written twice within one tick of its clock, which on FAT lasts two seconds: what was
# written so lately is read again the next time.
_TICK = 2_000_000_000  # nanoseconds


class FileDigests:
    """The digests of the files below a folder and elsewhere, as far as they were asked for."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / MEMORY_FILE
        self._is_changed = False

    @cached_property
    def _known(self) -> dict[str, list[str | int]]:
        return _read(self._file)

    def of(self, path: Path) -> str:
        """Return the digest of a file, or the empty string where it cannot be read."""
        name = str(path.absolute())
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode):  # a pipe would be emptied by reading it
                return ""
            # The time of the last change of any kind (st_ctime) betrays a file whose time of
            # writing was set back, as an archiver does.
            stamp = [found.st_size, found.st_mtime_ns, found.st_ctime_ns]
            known = self._known.get(name)
            if known and known[1:] == stamp:
                return str(known[0])
            digest = digest_of(path.read_bytes())
        except OSError:
            self._forget(name)
            return ""
        if max(stamp[1:]) + _TICK < time.time_ns():
            self._known[name] = [digest, *stamp]
            self._is_changed = True
        else:
            self._forget(name)
        return digest

    def _forget(self, name: str) -> None:
        self._is_changed = self._known.pop(name, None) is not None or self._is_changed

    def save(self) -> None:
        """Write down what was learned; where that cannot be done the files are read again."""
        if self._is_changed:
            with suppress(PublisherError):
                write_file(self._file, json.dumps(self._known).encode())
            self._is_changed = False


def _read(file: Path) -> dict[str, list[str | int]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: known for name, known in found.items() if _is_sound(known)}


def _is_sound(known: object) -> bool:
    if not (isinstance(known, list) and len(known) == 4):
        return False
    return isinstance(known[0], str) and all(isinstance(each, int) for each in known[1:])
