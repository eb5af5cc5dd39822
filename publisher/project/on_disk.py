"""Names of files as they are on the disk: two that look the same may be spelled in two ways.

This is the edge: it knows paths.
"""

from pathlib import Path

from publisher.domain.names import spelled


def as_on_disk(path: Path) -> Path:
    """Return a path as it is written on the disk, where a folder or file of that name is there.

    macOS hands out names whose accents are signs of their own (NFD), and on other systems such a
    name is another one, though nobody can see it.
    """
    if path.exists():
        return path
    parent = as_on_disk(path.parent) if path.parent != path else path
    wanted = spelled(path.name)
    try:
        found = (each for each in parent.iterdir() if spelled(each.name) == wanted)
        return next(found, parent / path.name)
    except OSError:
        return parent / path.name
