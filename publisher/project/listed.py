"""The files among a project's workbooks: which are read, and what is told of those that are not.

This is the edge: it knows paths.
"""

from dataclasses import dataclass
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.names import spelled
from publisher.project.files import BACKUP, ONLY_READ

# What files of other spreadsheets are called, and what opens them: each has a hint of its own.
_STRAYS = {
    ".xlsm": "excel_macros",
    ".xltx": "excel_template",
    ".xltm": "excel_template",
    ".xls": "excel_old",
    ".xlt": "excel_old",
    ".xlsb": "excel_binary",
    ".ods": "libreoffice",
    ".fods": "libreoffice",
    ".ots": "libreoffice",
    ".sxc": "libreoffice",
    ".csv": "text",
    ".tsv": "text",
    ".numbers": "numbers",
    ".gsheet": "google",
}
_MOST_NAMED = 5  # of the workbooks in a folder
# What a draft may come back as.
_DRAFTS = (".docx", ".docm", ".doc", ".odt", ".rtf")


@dataclass(frozen=True, slots=True)
class ListedWorkbooks:
    """The workbooks of a folder that are read, and what is told of those that are not."""

    read: tuple[Path, ...]
    strays: tuple[Diagnostic, ...]


def list_workbooks(folder: Path) -> ListedWorkbooks:
    """Return the workbooks of a folder; hidden files and Excel's own lock files are none."""
    if not folder.is_dir():
        return ListedWorkbooks((), ())
    files = [path for path in sorted(folder.iterdir()) if not path.name.startswith(("~$", "."))]
    read = [path for path in files if path.suffix.lower() == ".xlsx" and not nameless(path)]
    known = {spelled(path.stem).casefold() for path in read}
    strays: list[Diagnostic] = []
    for path in files:
        if told := _draft(path) or _folder(path):
            strays.append(told)
            continue
        # Somebody's copy of a workbook in another format is nobody's concern.
        if spelled(path.stem).casefold() in known:
            continue
        if told := stray(path):
            strays.append(told)
        elif path.suffix.lower() in ONLY_READ:
            read.append(path)
    return ListedWorkbooks(tuple(read), tuple(strays))


def _draft(path: Path) -> Diagnostic | None:
    """Return what is told of a Word document, which may be a draft that came back."""
    if path.suffix.lower() not in _DRAFTS or nameless(path):
        return None
    return problem("F044", Place(path.name), path=f"{path.parent.name}/{path.name}")


def _folder(path: Path) -> Diagnostic | None:
    """Return what is told of a folder with workbooks in it, other than that of our copies."""
    if path.name == BACKUP:
        return None
    found = (each for each in sorted(path.glob("*.xlsx")) if not each.name.startswith(("~$", ".")))
    names = [each.name for each in found if not nameless(each)]
    if not names or nameless(path):
        return None
    more = [] if len(names) <= _MOST_NAMED else ["…"]
    told = ", ".join([*names[:_MOST_NAMED], *more])
    return problem("F045", Place(path.name), count=len(names), names=told)


def stray(path: Path) -> Diagnostic | None:
    """Return what is told of a workbook that is not read: of another spreadsheet program, or with a
    name that is no text. None of one that is read, and of what is no workbook at all.
    """
    kind = _STRAYS.get(path.suffix.lower())
    is_workbook = kind is not None or path.suffix.lower() == ".xlsx"
    if is_workbook and (told := nameless(path)):
        return told
    if kind is None or (path.suffix.lower() in ONLY_READ and _has_office()):
        return None
    hint = {kind: "yes"}  # the hint of a kind is called after it
    return problem("F040", Place(path.name), kind=f"sheet_{kind}", **hint)  # type: ignore[arg-type]  # values are never options


def nameless(path: Path) -> Diagnostic | None:
    """Return what is told of a file whose name is no text, which Linux allows; None of others."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return problem("F042", Place(path.name.encode(errors="replace").decode()))
    return None


def called(folder: Path, name: str) -> Path | None:
    """Return the file of another spreadsheet program of a name, with its ending or without."""
    if not folder.is_dir():
        return None
    for path in sorted(folder.iterdir()):
        names = (spelled(path.stem).casefold(), spelled(path.name).casefold())
        if path.suffix.lower() in _STRAYS and spelled(name).casefold() in names:
            return path
    return None


def _has_office() -> bool:
    from publisher.project.office import office  # noqa: PLC0415 - a hundredth of a second

    return bool(office())
