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
    # Asking the disk takes long for hundreds of workbooks; letters of ASCII have one spelling only.
    if str(path).isascii() or path.exists():
        return path
    parent = as_on_disk(path.parent) if path.parent != path else path
    wanted = spelled(path.name)
    try:
        found = (each for each in parent.iterdir() if spelled(each.name) == wanted)
        return next(found, parent / path.name)
    except OSError:
        return parent / path.name
