"""A Word template that somebody changed: tried beside the one that is there, then put in its place.

This is the edge: it knows paths.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from publisher.project.files import BACKUP, free_name, read_file, write_file
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.project.templates import Listed


@contextmanager
def tried(listed: Listed, content: bytes) -> Iterator[Listed]:
    """Give a template as it would be with this content, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="publisher-template-") as folder:
        path = Path(folder) / listed.path.name
        path.write_bytes(content)
        yield replace(listed, path=path, is_own=True, is_changed=True)


def put_template(project: Project, listed: Listed, content: bytes, now: datetime) -> Path | None:
    """Put a template into the project and return where the one before it is kept, if it had one of
    its own. Raises PublisherError where it cannot be written.
    """
    path = as_on_disk(project.folder / project.settings.templates / listed.name)
    kept = None
    if path.exists():
        old = read_file(path)
        if old == content:
            return None
        name = f"{path.stem} {now:%Y-%m-%d %H%M%S}{path.suffix}"
        kept = free_name(path.parent / BACKUP / name)
        write_file(kept, old)
    write_file(path, content)
    return kept
