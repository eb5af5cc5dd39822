"""Faults that nobody foresaw: each costs one file, is told, and is kept for who can mend it."""

import platform
import traceback
from contextlib import suppress
from pathlib import Path

from publisher import __version__
from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, problem
from publisher.project.files import write_file


def unforeseen(code: str, fault: Exception, path: Path, place: Place) -> Diagnostic:
    """Return a fault as a problem of the file at `path`, and keep its traceback beside that file.

    `code` says what the fault has cost.
    """
    kept = fault_file(path)
    text = "".join(traceback.format_exception(fault))
    system = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    try:
        write_file(kept, f"publisher {__version__}, {system}\n{path.name}\n\n{text}".encode())
    except PublisherError:  # a full disk may be the very fault
        return problem(code, place)
    return problem(code, place, kept=kept)


def fault_file(path: Path) -> Path:
    """Return where the fault of a file is kept: beside it, examplia.docx.fault.txt."""
    return path.with_name(f"{path.name}.fault.txt")


def forget_fault(path: Path) -> None:
    """Take away what was kept of a fault, now that the file could be made."""
    with suppress(OSError):
        fault_file(path).unlink(missing_ok=True)
