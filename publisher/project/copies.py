"""Earlier copies of a workbook, kept beside it, from which it is known what somebody has changed.

    workbooks/backup/<name> <day> <time>.xlsx             before the program changed it
    workbooks/backup/seen/<name> <day> <time>.xlsx        as the program checked or changed it
    workbooks/backup/received/<name> <day> <time> <file>  as it came home

This is the edge: it knows paths.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.files import BACKUP, free_name, read_file, write_file

_SEEN, _RECEIVED = "seen", "received"
_STAMP = "%Y-%m-%d %H%M%S"
# So many of the copies that were seen are kept as they are, of older ones the first of each day;
# and so many copies of all kinds are read where a file comes home, which takes some seconds.
_MOST_SEEN, _MOST_READ = 20, 24


def copies_of(path: Path) -> tuple[Path, ...]:
    """Return the earlier copies of a workbook, the oldest first; of very many the oldest and the
    youngest.
    """
    folder = path.parent / BACKUP
    found = [*_stamped(folder, path), *_stamped(folder / _SEEN, path)]
    found += _stamped(folder / _RECEIVED, path)
    ordered = [copy for _, copy in sorted(found, key=_age)]
    if len(ordered) > _MOST_READ:
        return (ordered[0], *ordered[1 - _MOST_READ :])
    return tuple(ordered)


def has_received(path: Path) -> bool:
    """Tell whether any file is kept that came home for a workbook."""
    return bool(_stamped(path.parent / BACKUP / _RECEIVED, path))


def received_file(path: Path, minute: str, name: str) -> Path | None:
    """Return where a file is kept that came home for a workbook in a minute, as the history gives
    it, under a name; None where it is not there any more.
    """
    began = minute.replace(":", "")
    for stamp, copy in sorted(_stamped(path.parent / BACKUP / _RECEIVED, path), key=_age):
        if stamp.startswith(began) and copy.name == f"{path.stem} {stamp} {name}":
            return copy
    return None


def last_seen(path: Path) -> Path | None:
    """Return the copy of a workbook as the program has last checked or changed it; None where there
    is none.
    """
    found = _stamped(path.parent / BACKUP / _SEEN, path)
    return max(found, key=_age)[1] if found else None


def keep_seen(path: Path, content: bytes, now: datetime) -> None:
    """Keep a workbook as it is now, unless that was done before. Where nothing can be written,
    nothing is kept, which does no harm.
    """
    with suppress(PublisherError, OSError):
        require_seen(path, content, now)


def require_seen(path: Path, content: bytes, now: datetime) -> None:
    """Keep a workbook as it is now, unless that was done before. Raises PublisherError where
    nothing can be written.
    """
    folder, last = path.parent / BACKUP / _SEEN, last_seen(path)
    if last is None or digest_of(read_file(last)) != digest_of(content):
        write_file(free_name(folder / f"{path.stem} {now.strftime(_STAMP)}{path.suffix}"), content)
        for old in _too_many(sorted(_stamped(folder, path), key=_age)):
            with suppress(OSError):
                old.unlink(missing_ok=True)


def keep_received(path: Path, name: str, content: bytes, now: datetime) -> Path:
    """Keep a file that came home for a workbook as it came, and return where. Raises PublisherError
    where it cannot be written.
    """
    folder = path.parent / BACKUP / _RECEIVED
    kept = free_name(folder / f"{path.stem} {now.strftime(_STAMP)} {name}")
    write_file(kept, content)
    return kept


def _stamped(folder: Path, path: Path) -> list[tuple[str, Path]]:
    """Return the copies of a workbook in a folder, each with its day and time."""
    name = re.compile(re.escape(path.stem) + r" (\d{4}-\d\d-\d\d \d{6})\b.*")
    if not folder.is_dir():
        return []
    named = ((name.fullmatch(copy.name), copy) for copy in folder.iterdir())
    return [(found[1], copy) for found, copy in named if found]


# What `free_name` puts behind the name of a second copy of one second: 'nepal … 044501 (2).xlsx'.
_COUNTED = re.compile(r" \((\d+)\)\.[^.]*$")


def _age(stamped: tuple[str, Path]) -> tuple[str, int, Path]:
    """Return by what copies stand in the order in which they were kept: of one second the counted
    ones behind the first, though their names come before it in the alphabet.
    """
    stamp, copy = stamped
    counted = _COUNTED.search(copy.name)
    return stamp, int(counted[1]) if counted else 1, copy


def _too_many(stamped: list[tuple[str, Path]]) -> Iterator[Path]:
    """Yield the copies that are not needed: of days long past all but the first."""
    days: set[str] = set()
    for stamp, copy in stamped[:-_MOST_SEEN]:
        day = stamp.partition(" ")[0]
        if day in days:
            yield copy
        days.add(day)
