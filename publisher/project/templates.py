"""The templates of a project: what there is, and new ones from the standard.

This is the edge: it knows paths. A template is known by its path below the folder of templates:
docx/NAME.docx, html/NAME.html, html/NAME.css, typst/NAME.typ.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.project.files import read_file, write_file
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.project.standard import (
    CHECK_TEMPLATE,
    DRAFT_TEMPLATE,
    GUIDE_LAYOUT,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    STATUS_TEMPLATE,
    TYPST_HOUSE,
    standard_folder,
)

# What each template is for, as the catalogues name it in [template_purposes].
_PURPOSES = {".docx": "docx", ".html": "html", ".css": "css", ".pdf.css": "pdf_css", ".typ": "typ"}
_OTHER_PURPOSES = {
    DRAFT_TEMPLATE: "review_draft",
    CHECK_TEMPLATE: "check",
    STATUS_TEMPLATE: "status",
    GUIDE_TEMPLATE: "guide",
    GUIDE_WORD_TEMPLATE: "advocacy_guide",
    "html/guide.css": "guide_css",
    "html/guide.pdf.css": "guide_pdf_css",
    GUIDE_LAYOUT: "guide_typ",
    TYPST_HOUSE: "house",
}
_KINDS = {
    "docx": (".docx",),
    "html": (".html", ".css", ".pdf.css"),
    "typst": (".typ",),
}  # the folders of templates, and the endings of those in each
CHECKED = ".checked"  # before the ending of a copy with comments


@dataclass(frozen=True, slots=True)
class Listed:
    """A template: the project's own one, or the standard one where the project has none.

    `purpose` is a word of the catalogues' [template_purposes].
    `is_used` says that reports are built with it, `is_changed` that it is not as the standard one
    of its name.
    """

    name: str
    path: Path
    purpose: str
    is_own: bool
    is_used: bool
    is_changed: bool = False

    @property
    def stem(self) -> str:
        """The name without folder and endings: country_report."""
        return self.path.name.split(".")[0]

    @property
    def is_word(self) -> bool:
        """Whether the template is a Word document."""
        return self.path.suffix == ".docx"


def list_templates(project: Project) -> tuple[Listed, ...]:
    """Return the templates of a project and the standard ones beside them, Word first."""
    own, standard = _own_folder(project), standard_templates_folder()
    names = {*_names_in(own), *_names_in(standard)}
    return tuple(_listed(name, own, standard, project.settings.report) for name in sorted(names))


def _own_folder(project: Project) -> Path:
    return as_on_disk(project.folder / project.settings.templates)


def standard_templates_folder() -> Path:
    """Return the folder of the standard templates."""
    return standard_folder() / "templates"


def _names_in(folder: Path) -> set[str]:
    paths = (path for kind in _KINDS for path in (folder / kind).glob("*.*"))
    return {path.relative_to(folder).as_posix() for path in paths if _is_template(path)}


# What word processors save a template as, where they are not told otherwise.
_WRITTEN = (".doc", ".docm", ".dot", ".dotm", ".dotx", ".odt", ".ott", ".pages", ".rtf")


def stray_templates(project: Project) -> tuple[Diagnostic, ...]:
    """Tell the files among the templates of a project that were meant as such and are not read."""
    own = _own_folder(project)
    folders = (own, *(own / kind for kind in _KINDS))
    paths = sorted(path for folder in folders for path in folder.glob("*.*") if path.is_file())
    return tuple(filter(None, (_stray(project, own, path) for path in paths)))


def _stray(project: Project, own: Path, path: Path) -> Diagnostic | None:
    is_ours = path.parent != own and _is_template(path)
    if is_ours or CHECKED in path.name or path.name.startswith(("~", ".")):
        return None
    ending = path.suffix.lower()
    # A dot in the name would be taken for the beginning of the ending.
    bare = re.sub(r"(\.pdf)?\.\w+$", "", path.name, flags=re.IGNORECASE)
    name = re.sub(r"\W+", "-", bare).strip("-") or "report"
    place = Place(f"{project.settings.templates}/{path.relative_to(own).as_posix()}")
    if ending in _WRITTEN:
        return problem("T596", place, right=f"{name}.docx")
    kind = next((kind for kind, endings in _KINDS.items() if ending in endings), "")
    if not kind:
        return None
    whole = ".pdf.css" if path.name.lower().endswith(".pdf.css") else ending
    folder = f"{project.settings.templates}/{kind}"
    return problem("T596", place, folder=folder, right=f"{name}{whole}")


def _is_template(path: Path) -> bool:
    is_copy = path.stem.endswith(CHECKED) or path.name.startswith(("~$", "."))
    return "".join(path.suffixes) in _KINDS[path.parent.name] and not is_copy


def _listed(name: str, own: Path, standard: Path, report: str) -> Listed:
    purpose = _OTHER_PURPOSES.get(name) or _PURPOSES["".join(Path(name).suffixes)]
    is_used = name in _OTHER_PURPOSES or Path(name).name.split(".")[0] == report
    if not (own / name).exists() or (own / name).resolve() == (standard / name).resolve():
        return Listed(name, standard / name, purpose, is_own=False, is_used=is_used)
    is_there = (own / name).is_file() and (standard / name).is_file()
    is_changed = not is_there or read_file(own / name) != read_file(standard / name)
    return Listed(name, own / name, purpose, is_own=True, is_used=is_used, is_changed=is_changed)


def place_of(project: Project, listed: Listed) -> str:
    """Return how messages call a template: by its path below the project's folder."""
    return f"{project.settings.templates}/{listed.name}"


# New templates


def new_template(project: Project, name: str, like: str, kind: str) -> tuple[Path, ...]:
    """Write a template of this name, a copy of the standard one called `like`, and return its
    files; `kind` is the folder of its kind: docx, html or typst.

    Raises FileExistsError with the path of a file that is there already, FileNotFoundError where
    there is no such standard template, and PublisherError where nothing can be written.
    """
    standard, own = standard_templates_folder() / kind, _own_folder(project) / kind
    pairs = [(standard / f"{like}{ending}", own / f"{name}{ending}") for ending in _KINDS[kind]]
    for source, target in pairs:
        if target.exists():
            raise FileExistsError(target)
        if not source.exists():
            raise FileNotFoundError(source)
    for source, target in pairs:
        write_file(target, read_file(source))
    return tuple(target for _, target in pairs)


def names_to_begin_from(kind: str) -> tuple[str, ...]:
    """Return the names of the standard templates in the folder of a kind."""
    ending = _KINDS[kind][0]
    paths = sorted((standard_templates_folder() / kind).glob(f"*{ending}"))
    return tuple(path.stem for path in paths)


def is_good_name(name: str) -> bool:
    """Tell whether a name can be that of a template on every system."""
    return re.fullmatch(r"\w[\w-]{0,60}", name) is not None and not name.endswith(CHECKED)
