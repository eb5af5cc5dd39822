"""Is everything there that the toolkit needs, and if not, how to get it."""

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

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
    """Return the state of the machine and of the project folder."""
    system = system_name()
    return (
        _python(),
        _typst(),
        _pango(system, project),
        _subsetter(system),
        _cjk_fonts(system),
        _libreoffice(system),
        _word_fonts(system),
        _press_profile(project),
        _folder("workbooks", project.workbooks_folder),
        _folder("output", project.output_folder),
        *_pdf_notes(),
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


def _python() -> Examined:
    return Examined(
        "Python",
        sys.version_info >= (3, 11),
        True,
        platform.python_version(),
        "install Python 3.11 or newer",
    )


def _typst() -> Examined:
    """Return which Typst lays out PDFs; it is installed with this program."""
    return Examined("Typst", True, True, f"{version('typst')}: it lays out the PDFs")


def _pango(system: str, project: Project) -> Examined:
    """Return whether Pango is there, which PDFs made by WeasyPrint need."""
    is_needed = any(engine is Engine.WEASYPRINT for engine in _engines(project))
    try:
        import weasyprint  # noqa: F401, PLC0415 - loading it is the only sure test, and takes most of a second
    except OSError:
        is_there = False
    else:
        is_there = True
    says = (
        "installed"
        if is_there
        else "missing: no PDF can be made of templates in HTML and CSS; all others are not affected"
    )
    return Examined(
        "Pango", is_there, is_needed, says, _remedy(PANGO_COMMANDS, system, "Pango 1.44 or newer")
    )


def _engines(project: Project) -> Iterator[Engine]:
    """Yield what lays out the PDFs of the project's reports and of its guide."""
    for each in FORMATS:
        if each.typst_templates:
            yield engine_of(project, each)
            yield guide_engine_of(project, each)


def _pdf_notes() -> Iterator[Examined]:
    """Yield what a PDF goes without, because WeasyPrint is not as the PDF writer knows it."""
    try:
        lost = [(each.loss, each.program) for each in unusable()]
    except (OSError, ImportError):  # no PDF can be made at all
        return
    for loss, program in lost:
        says = (
            f"{loss}; nothing is broken and nothing has to be done:"
            f" {program} is not the version that this program was made for"
        )
        yield Examined("PDF", True, False, says, is_note=True)


def _subsetter(system: str) -> Examined:
    try:
        from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - as above
    except OSError:
        harfbuzz_subset = None
    is_there = harfbuzz_subset is not None
    says = (
        "installed"
        if is_there
        else "missing: a PDF takes longer to make, and its fonts have other bytes"
    )
    remedy = _remedy(SUBSET_COMMANDS, system, "HarfBuzz 4.1 or newer with its subset library")
    return Examined("HarfBuzz-Subset", is_there, False, says, remedy)


def _press_profile(project: Project) -> Examined:
    icc = project.settings.icc
    path = as_on_disk(project.folder / icc)
    is_there = not icc or path.is_file()
    says = str(path) if icc else "that for coated paper (FOGRA39), which comes with the program"
    if not is_there:
        says = "missing: needed only for the print edition"
    return Examined("CMYK profile", is_there, False, says, "correct icc in publisher.toml")


def _cjk_fonts(system: str) -> Examined:
    name = "a font for Chinese, Japanese and Korean"
    is_there = has_letters_of("zh-cn")
    if is_there is None:
        return Examined(
            "CJK font", True, False, "not examined: this system lists its fonts in another way"
        )
    says = (
        "installed"
        if is_there
        else "missing: Chinese, Japanese and Korean letters appear as boxes in a PDF"
    )
    return Examined("CJK font", is_there, False, says, _remedy(CJK_COMMANDS, system, name))


def _libreoffice(system: str) -> Examined:
    is_there = bool(office())
    says = (
        "installed"
        if is_there
        else "missing: the contents list of Word files shows page numbers only after F9 in Word"
    )
    return Examined(
        "LibreOffice", is_there, False, says, _remedy(OFFICE_COMMANDS, system, "LibreOffice")
    )


def _word_fonts(system: str) -> Examined:
    """Say whether LibreOffice breaks lines as Word does: with Calibri, or Carlito, as wide."""
    name = "the font Carlito"
    installed = installed_fonts()
    if not office() or installed is None:
        return Examined(
            "Word's font", True, False, "not examined: needed only where LibreOffice is"
        )
    is_there = not installed.isdisjoint(("Carlito", "Calibri"))
    says = (
        "installed"
        if is_there
        else "missing: page numbers in the contents list of Word files may be wrong by one"
    )
    return Examined("Word's font", is_there, False, says, _remedy(WORD_FONT_COMMANDS, system, name))


def _remedy(commands: dict[str, str], system: str, what: str) -> str:
    return commands.get(system, f"install {what} with the means of your system")


def _folder(name: str, folder: Path) -> Examined:
    """Say whether a folder can be written, or made where it does not exist yet."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    is_well = nearest.is_dir() and os.access(nearest, os.W_OK)
    says = "can be written" if is_well else "cannot be written"
    return Examined(
        f"Folder {name}", is_well, True, says, f"give yourself the right to write in {nearest}"
    )
