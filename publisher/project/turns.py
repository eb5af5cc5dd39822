"""Runs on one workbook take turns: two at once would each undo what the other has written.

A turn is a lock of the operating system on a hidden file in the output folder, one for each
country. The system takes the lock back when a process ends, however it ends, so nothing that is
left lying ever blocks anybody. Where a folder knows no locks, as some network folders, work goes on
without: a workbook that changed meanwhile is told (F024), as is any change that a person makes.

This is the edge: it knows paths.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from publisher.domain.diagnostics import PublisherError
from publisher.domain.names import spelled
from publisher.project.files import BACKUP, sweep
from publisher.project.project import Project

if TYPE_CHECKING:
    from filelock import BaseFileLock

T = TypeVar("T")
Tell = Callable[[str], None]
_PATIENCE = 2.0  # seconds before a person is told what is waited for
_CHANGED = "F024"


def in_turn(project: Project, path: Path, work: Callable[[], T], tell: Tell) -> T:
    """Do work on a workbook while no other run works on it, and return what it gave.

    Where somebody saved the workbook in the midst of it, the work is done once more from the
    beginning. `tell` gets the name of a workbook that is waited for.
    """
    with turn(project, path, tell):
        try:
            return work()
        except PublisherError as fault:
            if not any(each.code == _CHANGED for each in fault.diagnostics):
                raise
            return work()


@contextmanager
def turn(project: Project, path: Path, tell: Tell) -> Iterator[None]:
    """Wait until no other run works on a workbook, and keep others waiting meanwhile."""
    lock = _taken(project.output_folder, path, tell)
    try:
        for folder in _written(project, path):
            sweep(folder)
        yield
    finally:
        if lock:
            with suppress(OSError):  # the folder has gone meanwhile, and the lock with it
                lock.release()


def _taken(folder: Path, path: Path, tell: Tell) -> "BaseFileLock | None":
    """Return the lock of a workbook, now ours; None where the folder knows no locks."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - a fifth of a second, only to write

    try:
        folder.mkdir(parents=True, exist_ok=True)
        # One object for each file, so that a turn within a turn is the same one. A lock that is no
        # more than a file that is there, as `fallback_to_soft` makes it, would outlive its process.
        lock = FileLock(
            folder / f".{spelled(path.stem).casefold()}.turn",
            mode=0o666,
            is_singleton=True,
            fallback_to_soft=False,
            poll_interval=0.1,
        )
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            tell(path.name)
            lock.acquire()
    except (OSError, NotImplementedError):
        return None
    return lock


def _written(project: Project, path: Path) -> Iterator[Path]:
    """Yield the folders that work on a workbook writes into."""
    yield path.parent
    yield path.parent / BACKUP
    yield project.output_folder
    yield project.output_of(path.stem)
    yield project.output_of(path.stem) / "review"
    yield project.reviews_of(path.stem)
    yield project.reviews_of(path.stem) / "returned"
    yield project.reviews_of(path.stem) / "long"
