"""What settings name is looked for: files, folders and fonts.

This is the edge: it knows paths and asks the system for its fonts.
"""

from collections.abc import Iterator
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.names import folded, likely
from publisher.project.fonts import SHIPPED_FONTS, installed_fonts, script_fonts
from publisher.project.on_disk import as_on_disk
from publisher.project.settings import Settings
from publisher.project.standard import standard_folder
from publisher.project.write_faults import no_folder

_FOLDERS = ("workbooks", "output", "templates", "reviews", "editions")
_STANDARD_WORKBOOKS, _STANDARD_TEMPLATES = "workbooks", "templates"


def named_faults(folder: Path, settings: Settings, place: Place) -> Iterator[Diagnostic]:
    """Yield what the settings of a project name and what is not there."""
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
    yield from _report_templates(folder / settings.templates, settings)


def _report_templates(folder: Path, settings: Settings) -> Iterator[tuple[str, Path, Level]]:
    """Yield the Word template of the report where it has no template at all: an editor may begin
    with that of one format.
    """
    names = [f"{kind}/{settings.report}.{kind}" for kind in ("docx", "html")]
    standard = standard_folder() / _STANDARD_TEMPLATES
    if not any((parent / name).exists() for parent in (folder, standard) for name in names):
        yield "report", folder / names[0], Level.MUST_FIX


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
