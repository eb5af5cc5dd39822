"""Whether a folder is a project at all, so that nothing is made where a person typed a command in
some other folder.

This is the edge: it knows paths.
"""

from pathlib import Path

from publisher.domain.diagnostics import Place, PublisherError, failure

# One of these makes a folder a project. A folder 'templates' alone does not: every home folder of
# Windows has one.
_SIGNS = ("publisher.toml", "workbooks", "templates/docx", "templates/html")


def is_project(folder: Path) -> bool:
    """Tell whether a folder holds settings, workbooks or templates of ours."""
    return any((folder / sign).exists() for sign in _SIGNS)


def is_empty(folder: Path) -> bool:
    """Tell whether a folder is there and holds nothing but hidden files."""
    return folder.is_dir() and all(each.name.startswith(".") for each in folder.iterdir())


def no_project(folder: Path) -> PublisherError:
    """Return that a folder is no project, with the project it lies in, if there is one."""
    whole = folder.absolute()
    parent = next((each for each in whole.parents if _is_surely(each)), "")
    return failure("P438", Place(str(whole)), parent=parent)


def _is_surely(folder: Path) -> bool:
    return all((folder / sign).exists() for sign in ("publisher.toml", "workbooks"))
