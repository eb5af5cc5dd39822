"""Names of files as they are on the disk: two that look the same may be spelled in two ways, and a
person need not type capitals as they are there.

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


def in_any_case(path: Path) -> Path | None:
    """Return what is there under a name, whatever its capitals; None where nothing is, or where
    several are of which none is spelled so.

    Windows and macOS find it under any, but then it would be called as it was typed.
    """
    wanted = spelled(path.name)
    try:
        others = [(spelled(each.name), each) for each in as_on_disk(path.parent).iterdir()]
    except OSError:
        return None
    alike = [(name, each) for name, each in others if name.casefold() == wanted.casefold()]
    found = [each for name, each in alike if name == wanted] or [each for _, each in alike]
    return found[0] if len(found) == 1 else None
