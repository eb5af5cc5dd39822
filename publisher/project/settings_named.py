"""What settings name is looked for: files, folders and fonts.

This is the edge: it knows paths and asks the system for its fonts.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.names import folded, likely
from publisher.project.fonts import SHIPPED_FONTS, installed_fonts, script_fonts
from publisher.project.on_disk import as_on_disk
from publisher.project.settings import Settings
from publisher.project.standard import NO_REPORTS, standard_folder
from publisher.project.write_faults import no_folder

_FOLDERS = ("workbooks", "output", "templates", "reviews", "editions")
_STANDARD_WORKBOOKS, _STANDARD_TEMPLATES = "workbooks", "templates"
_REPORT_KINDS = ("docx", "html")


def named_faults(folder: Path, settings: Settings, place: Place) -> Iterator[Diagnostic]:
    """Yield what the settings of a project name and what is not there."""
    yield from _report_faults(folder / settings.templates, settings.report, place)
    yield from _shared_folders(folder, settings, place)
    for key, path, level in _files(folder, settings):
        if not as_on_disk(path).exists():
            near = _near(path)
            yield problem("P439", place, level=level, key=key, path=path, near=near)
    for key in _FOLDERS:
        if blocking := no_folder(as_on_disk(folder / getattr(settings, key))):
            yield problem("P445", place, key=key, path=blocking)
    for key in ("text_font", "heading_font"):
        if name := settings.house[key]:
            yield from _font_faults(f"house.{key}", name, place)


def _near(path: Path) -> str:
    """Return the name of what lies in a folder and is called nearly so, or ''."""
    try:
        there = [each.name for each in path.parent.iterdir() if not each.name.startswith(".")]
    except OSError:
        return ""
    return likely(path.name, there)


def _files(folder: Path, settings: Settings) -> Iterator[tuple[str, Path, Level]]:
    for key in ("logo", "picture"):
        if name := settings.house[key]:
            yield f"house.{key}", folder / name, Level.MUST_FIX
    if settings.icc:
        # The profile is needed for the print edition alone, which says so (O321).
        yield "icc", folder / settings.icc, Level.PLEASE_CHECK
    if settings.workbooks != _STANDARD_WORKBOOKS:  # 'publisher new' makes it, if it is meant
        yield "workbooks", folder / settings.workbooks, Level.PLEASE_CHECK
    if settings.templates != _STANDARD_TEMPLATES:
        yield "templates", folder / settings.templates, Level.MUST_FIX


def _report_faults(folder: Path, name: str, place: Place) -> Iterator[Diagnostic]:
    """Yield that the report has no template at all, in Word or as a web page: an editor may begin
    with that of one format.
    """
    parents = (folder, standard_folder() / _STANDARD_TEMPLATES)
    paths = [
        path for each in parents for kind in _REPORT_KINDS for path in each.glob(f"{kind}/*.{kind}")
    ]
    there = {path.stem for path in paths if not path.name.startswith(("~", "."))}
    if name in there:
        return
    known = sorted(there - {Path(other).stem for other in NO_REPORTS})
    bare = re.sub(r"\.(docx|html|css|typ)$", "", name)
    begun = re.sub(r"\W+", "-", bare).strip("-")
    near = bare if bare in known else likely(name, known)
    yield problem("P450", place, name=name, begun=begun, near=near, known=", ".join(known))


def _shared_folders(folder: Path, settings: Settings, place: Place) -> Iterator[Diagnostic]:
    """Yield that two settings name one folder, or that of the publications, of which all may be
    deleted, holds the project.
    """
    taken: dict[Path, str] = {}
    root = as_on_disk(folder).resolve()
    for key in _FOLDERS:
        written = getattr(settings, key)
        path = as_on_disk(folder / written).resolve()
        if key == "output" and path in (root, *root.parents):
            yield problem("P449", place, path=path)
        if path == root:
            continue
        first = taken.setdefault(path, key)
        if first != key:
            yield problem("P448", place, first=first, second=key, path=written)


def _font_faults(key: str, name: str, place: Place) -> Iterator[Diagnostic]:
    wanted = folded(name)
    if wanted in map(folded, (*SHIPPED_FONTS, *script_fonts())):
        return
    installed = installed_fonts()
    if installed is None or wanted in map(folded, installed):
        return
    joined = {each.replace(" ", "").casefold(): each for each in SHIPPED_FONTS}
    near = joined.get(name.casefold(), "") or likely(name, (*SHIPPED_FONTS, *sorted(installed)))
    shipped = ", ".join(SHIPPED_FONTS)
    yield problem("P433", place, key=key, font=name, near=near, known=shipped)
