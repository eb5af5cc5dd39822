"""Is everything there that the toolkit needs, and if not, how to get it."""

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from publisher.domain.diagnostics import Catalogue
from publisher.project.fonts import has_letters_of, installed_fonts
from publisher.project.format_materials import Engine
from publisher.project.formats import FORMATS
from publisher.project.materials import engine_of, guide_engine_of
from publisher.project.office import office
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.writers.pdf.replaced import unusable

PANGO_COMMANDS = {
    "debian": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "dnf install pango",
    "arch": "pacman -S pango",
    "darwin": "brew install pango",
    "windows": (
        "winget install MSYS2.MSYS2, then in its window: pacman -S mingw-w64-ucrt-x86_64-pango"
    ),
}
CJK_COMMANDS = {
    "debian": "apt-get install fonts-noto-cjk",
    "fedora": "dnf install google-noto-sans-cjk-fonts",
    "arch": "pacman -S noto-fonts-cjk",
}
WORD_FONT_COMMANDS = {
    "debian": "apt-get install fonts-crosextra-carlito",
    "fedora": "dnf install google-carlito-fonts",
    "arch": "pacman -S ttf-carlito",
}
SUBSET_COMMANDS = {
    "debian": "apt-get install libharfbuzz-subset0",
    "fedora": "dnf install harfbuzz",
    "arch": "pacman -S harfbuzz",
    "darwin": "brew install harfbuzz",
}
OFFICE_COMMANDS = {
    "debian": "apt-get install libreoffice-writer libreoffice-calc",
    "fedora": "dnf install libreoffice-writer libreoffice-calc",
    "arch": "pacman -S libreoffice-fresh",
    "darwin": "brew install --cask libreoffice",
    "windows": "winget install TheDocumentFoundation.LibreOffice",
}


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing the doctor looked at: whether it is well, and what to do if not.

    `is_note` is true where nothing is to be done, and something is worth knowing all the same.
    """

    name: str
    is_well: bool
    is_needed: bool
    says: str
    remedy: str = ""
    is_note: bool = False


def examine(project: Project) -> tuple[Examined, ...]:
    """Return the state of the machine and of the project folder, in the words of the project."""
    words, system = project.language.messages["doctor"], system_name()
    return (
        _python(words),
        _typst(words),
        _pango(words, system, project),
        _subsetter(words, system),
        _cjk_fonts(words, system),
        _libreoffice(words, system),
        _word_fonts(words, system),
        _press_profile(words, project),
        _folder(words, "workbooks", project.workbooks_folder),
        _folder(words, "output", project.output_folder),
        *_pdf_notes(words),
    )


def system_name() -> str:
    """Return the kind of system: debian, fedora, arch, darwin, windows or linux."""
    kernel = platform.system().lower()
    if kernel != "linux":
        return kernel
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return kernel
    kinds = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".replace(
        "ubuntu", "debian"
    ).split()
    return next((kind for kind in ("debian", "fedora", "arch") if kind in kinds), kernel)


def _python(words: Catalogue) -> Examined:
    is_new = sys.version_info >= (3, 11)
    return Examined("Python", is_new, True, platform.python_version(), words["python_remedy"])


def _typst(words: Catalogue) -> Examined:
    """Return which Typst lays out PDFs; it is installed with this program."""
    return Examined("Typst", True, True, words["typst"].format(version=version("typst")))


def _pango(words: Catalogue, system: str, project: Project) -> Examined:
    """Return whether Pango is there, which PDFs made by WeasyPrint need."""
    is_needed = any(engine is Engine.WEASYPRINT for engine in _engines(project))
    try:
        import weasyprint  # noqa: F401, PLC0415 - loading it is the only sure test, and takes most of a second
    except OSError:
        is_there = False
    else:
        is_there = True
    says = words["installed" if is_there else "no_pango"]
    remedy = _remedy(words, PANGO_COMMANDS, system, "pango_what")
    return Examined("Pango", is_there, is_needed, says, remedy)


def _engines(project: Project) -> Iterator[Engine]:
    """Yield what lays out the PDFs of the project's reports and of its guide."""
    for each in FORMATS:
        if each.typst_templates:
            yield engine_of(project, each)
            yield guide_engine_of(project, each)


def _pdf_notes(words: Catalogue) -> Iterator[Examined]:
    """Yield what a PDF goes without, because WeasyPrint is not as the PDF writer knows it."""
    try:
        lost = [(each.loss, each.program) for each in unusable()]
    except (OSError, ImportError):  # no PDF can be made at all
        return
    for loss, program in lost:
        says = words["pdf_goes_without"].format(loss=loss, program=program)
        yield Examined("PDF", True, False, says, is_note=True)


def _subsetter(words: Catalogue, system: str) -> Examined:
    try:
        from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - as above
    except OSError:
        harfbuzz_subset = None
    is_there = harfbuzz_subset is not None
    says = words["installed" if is_there else "no_subsetter"]
    remedy = _remedy(words, SUBSET_COMMANDS, system, "subsetter_what")
    return Examined("HarfBuzz-Subset", is_there, False, says, remedy)


def _press_profile(words: Catalogue, project: Project) -> Examined:
    icc = project.settings.icc
    path = as_on_disk(project.folder / icc)
    is_there = not icc or path.is_file()
    says = str(path) if icc else words["profile_shipped"]
    if not is_there:
        says = words["no_profile"]
    return Examined(words["profile"], is_there, False, says, words["profile_remedy"])


def _cjk_fonts(words: Catalogue, system: str) -> Examined:
    name, is_there = words["cjk_font"], has_letters_of("zh-cn")
    if is_there is None:
        return Examined(name, True, False, words["fonts_not_examined"])
    says = words["installed" if is_there else "no_cjk_font"]
    return Examined(name, is_there, False, says, _remedy(words, CJK_COMMANDS, system, "cjk_what"))


def _libreoffice(words: Catalogue, system: str) -> Examined:
    is_there = bool(office())
    says = words["installed" if is_there else "no_libreoffice"]
    remedy = _remedy(words, OFFICE_COMMANDS, system, "libreoffice_what")
    return Examined("LibreOffice", is_there, False, says, remedy)


def _word_fonts(words: Catalogue, system: str) -> Examined:
    """Say whether LibreOffice breaks lines as Word does: with Calibri, or Carlito, as wide."""
    name, installed = words["word_font"], installed_fonts()
    if not office() or installed is None:
        return Examined(name, True, False, words["word_font_not_examined"])
    is_there = not installed.isdisjoint(("Carlito", "Calibri"))
    says = words["installed" if is_there else "no_word_font"]
    remedy = _remedy(words, WORD_FONT_COMMANDS, system, "word_font_what")
    return Examined(name, is_there, False, says, remedy)


def _remedy(words: Catalogue, commands: dict[str, str], system: str, what: str) -> str:
    return commands.get(system) or str(words["install"].format(what=words[what]))


def _folder(words: Catalogue, name: str, folder: Path) -> Examined:
    """Say whether a folder can be written, or made where it does not exist yet."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    is_well = nearest.is_dir() and os.access(nearest, os.W_OK)
    says = words["writable" if is_well else "not_writable"]
    remedy = words["folder_remedy"].format(folder=nearest)
    return Examined(words["folder"].format(name=name), is_well, True, says, remedy)
