"""Why a file could not be written, told so that a person knows what to do: each cause has a message
of its own.

Systems number the causes: POSIX in `errno`, Windows in `winerror`, which Python translates only in
part ("System Error Codes" of Microsoft).
"""

import errno
import os
import shutil
from pathlib import Path

from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.names import refused_by_windows

_FULL = {errno.ENOSPC}, {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_QUOTA = {getattr(errno, "EDQUOT", -1)}, {1295}  # ERROR_DISK_QUOTA_EXCEEDED
_READ_ONLY = {errno.EROFS}, {19}  # ERROR_WRITE_PROTECT
_TOO_LONG = {errno.ENAMETOOLONG}, {206}  # ERROR_FILENAME_EXCED_RANGE
_BAD_NAME: tuple[set[int], set[int]] = set(), {123}  # ERROR_INVALID_NAME
_MAY_NOT = {errno.EACCES, errno.EPERM}, {5}  # ERROR_ACCESS_DENIED
_NOT_FOUND: tuple[set[int], set[int]] = set(), {2, 3}  # ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND
_MOST_IN_WINDOWS = 259  # MAX_PATH is 260 with the zero that closes a path


def write_failure(path: Path, fault: OSError, size: int, *, is_beginning: bool) -> PublisherError:
    """Return what a person is told where a file of so many bytes could not be written.

    `is_beginning` says that not even a new file could be made in the folder, or the folder itself.
    """
    return in_the_way(path) or _of_system(path, fault, size, is_beginning=is_beginning)


def _of_system(path: Path, fault: OSError, size: int, *, is_beginning: bool) -> PublisherError:
    place, folder, needed = Place(str(path)), path.parent, _amount(max(size, 1000))
    if _is_one_of(fault, _FULL):
        return failure("O345", place, needed=needed, free=_free(folder), folder=folder)
    if _is_one_of(fault, _QUOTA):
        return failure("O349", place, needed=needed, folder=folder)
    if _is_too_long(path, fault):
        return failure("O347", place, length=len(str(path.absolute())))
    if _is_one_of(fault, _BAD_NAME):
        return bad_name(path) or failure("O306", place, reason=fault.strerror)
    if _is_one_of(fault, _READ_ONLY) or (is_beginning and _is_one_of(fault, _MAY_NOT)):
        return failure("O346", place, folder=folder)
    return failure("O306", place, reason=fault.strerror)


def in_the_way(path: Path) -> PublisherError | None:
    """Return what a person is told where a file stands in place of a folder that a file is to be
    written into, or a folder in place of the file; None where neither does.

    Systems tell it in many ways: Windows that a folder "may not be opened".
    """
    place = Place(str(path))
    if blocking := no_folder(path.parent):
        return failure("O350", place, blocking=blocking)
    return failure("O351", place) if os.path.isdir(path) else None  # noqa: PTH112 - raises nothing


def no_folder(folder: Path) -> Path | None:
    """Return what stands in place of a folder, or of one that it lies in, and is none itself."""
    there = next((each for each in (folder, *folder.parents) if os.path.lexists(each)), None)
    return there if there and not there.is_dir() else None


def is_full(fault: OSError) -> bool:
    """Tell whether there was no room on a disk, or none that this person may use."""
    return _is_one_of(fault, _FULL) or _is_one_of(fault, _QUOTA)


def bad_name(path: Path) -> PublisherError | None:
    """Return what a person is told of a name that Windows allows for no file; None of any other."""
    refused = refused_by_windows(path.name)
    if refused is None:
        return None
    kind, part = refused
    return failure("O348", Place(str(path)), name=path.name, why_kind=f"windows_{kind}", part=part)


def _is_one_of(fault: OSError, numbers: tuple[set[int], set[int]]) -> bool:
    posix, windows = numbers
    number = getattr(fault, "winerror", None)  # only there in Windows
    return number in windows if number is not None else fault.errno in posix


def _is_too_long(path: Path, fault: OSError) -> bool:
    is_lost = _is_one_of(fault, _NOT_FOUND) and len(str(path.absolute())) > _MOST_IN_WINDOWS
    return is_lost or _is_one_of(fault, _TOO_LONG)


def _free(folder: Path) -> str:
    there = next((each for each in (folder, *folder.parents) if each.exists()), Path(os.sep))
    try:
        return _amount(shutil.disk_usage(there).free)
    except OSError:  # the disk has gone meanwhile
        return "0 kB"


def _amount(size: int) -> str:
    """Return a number of bytes as people read it."""
    if size >= 1_000_000_000:
        return f"{size / 1_000_000_000:.1f} GB"
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"
