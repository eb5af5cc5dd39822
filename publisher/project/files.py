"""Files on disk: written beside and then put in place, never half-way over what is there."""

import os
import re
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from itertools import count, islice
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.domain.digest import digest_of
from publisher.project.write_faults import bad_name, write_failure

# Workbooks of other programs, which LibreOffice makes into Excel files for reading.
ONLY_READ = (".ods", ".xls")
# The folder beside a file where copies of it are kept.
BACKUP = "backup"


def read_file(path: Path) -> bytes:
    """Return the bytes of a file. Raises PublisherError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        if path.is_dir():
            raise failure("F025", Place(path.name)) from problem
        raise failure("F021", Place(path.name), reason=problem.strerror) from problem


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: what was there stays until the new file is complete.

    Raises PublisherError where the folder cannot be written, the disk is full, the name cannot be
    given or the file is open in another program.
    """
    if os.name == "nt" and (refused := bad_name(path)):
        raise refused  # some of these names would be written to a device instead
    beside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path))
        beside = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(path.stat().st_mode if path.exists() else 0o644)
        beside.replace(path)
    except OSError as fault:
        _remove(beside)
        is_beginning = beside is None
        raise write_failure(path, fault, len(content), is_beginning=is_beginning) from fault
    except BaseException:
        _remove(beside)
        raise


def _prefix(path: Path) -> str:
    """Return how the name of the file begins that is written beside another one."""
    # Eight signs and a full stop are put on, and no name and no path may grow too long by that.
    is_long = len(os.fsencode(path.name)) > 240 or len(str(path.absolute())) > 240
    return ".~publisher." if is_long else f".{path.name}."


def _remove(path: Path | None) -> None:
    with suppress(OSError):
        if path:
            path.unlink(missing_ok=True)


# What `mkstemp` puts on has eight signs; the names before it are those of files that we write.
_KINDS = "xlsx|docx|pdf|html|css|json|csv|toml|txt|md|png|svg|icc|odt|doc|rtf|checked|page|status"
_LEFT = re.compile(rf"\.(?:~publisher|.+\.(?:{_KINDS})|\.[a-z]+)\.[a-z0-9_]{{8}}")
_OLD = 3600  # seconds: no run writes one file for so long, and clocks of network folders differ


def sweep(folder: Path) -> None:
    """Remove from a folder what runs left half-way that were broken off; what is younger than an
    hour may still be in work.
    """
    with suppress(OSError):
        for path in folder.iterdir():
            if _LEFT.fullmatch(path.name) and time.time() - path.stat().st_mtime > _OLD:
                _remove(path)


def require_closed(path: Path) -> None:
    """Raise PublisherError while Excel or LibreOffice has a workbook open, and where it is of a
    kind that is only read.
    """
    if path.suffix.lower() in ONLY_READ:
        raise failure("F041", Place(path.name), ending=path.suffix.lower())
    if name := lock_of(path):
        raise failure("F022", Place(path.name), lock=name)


def lock_of(path: Path) -> str:
    """Return the name of the lock file that Excel (~$…) or LibreOffice (.~lock.…#) keeps by an open
    workbook, or ''.
    """
    names = (f"~${path.name}", f".~lock.{path.name}#")
    return next((name for name in names if (path.parent / name).exists()), "")


def replace_workbook(path: Path, content: bytes, *, was: str, now: datetime) -> Path:
    """Put a changed workbook in place of the one with the fingerprint `was`, and return where the
    old one is kept.

    The old file goes to the folder 'backup' beside it, with the date and time in its name. Raises
    PublisherError where the workbook is open in another program, was changed meanwhile, or cannot
    be written; then nothing was changed.
    """
    old = require_as_read(path, was)
    backup = free_name(path.parent / BACKUP / f"{path.stem} {now:%Y-%m-%d %H%M%S}{path.suffix}")
    write_file(backup, old)
    write_file(path, content)
    return backup


def require_as_read(path: Path, was: str) -> bytes:
    """Return the bytes of a workbook. Raises PublisherError where it is open in another program, or
    is not the one with the fingerprint `was` any more.
    """
    require_closed(path)
    content = read_file(path)
    if digest_of(content) != was:
        raise failure("F024", Place(path.name))
    return content


def free_name(path: Path) -> Path:
    """Return a path at which nothing stands: two changes may fall into one second."""
    others = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return next(each for each in (path, *islice(others, 1000)) if not each.exists())
