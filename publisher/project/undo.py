"""A change of a workbook taken back: the old file put in its place again.

This is the edge: it knows paths.
"""

from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.project.copies import keep_seen
from publisher.project.files import BACKUP, read_file, replace_workbook


def undo(path: Path, backup: str, was: str, now: datetime) -> Path:
    """Put a kept file in the place of a workbook, and return where the workbook is kept as it was.

    `backup` is the name of the kept file, `was` the digest of the workbook after the change. Raises
    PublisherError where there is no such file, or the workbook was changed since or is open; then
    nothing was changed.
    """
    kept = {each.name: each for each in (path.parent / BACKUP).glob(f"*{path.suffix}")}
    if backup not in kept:
        raise failure("D805", Place(path.name), backup=backup)
    content = read_file(kept[backup])
    left = replace_workbook(path, content, was=was, now=now)
    keep_seen(path, content, now)
    return left
