"""A project: a folder with workbooks, templates and the settings in publisher.toml.

Everything has a default that works, so a folder without settings is a project too. Treaties, languages and templates
are looked for in the project first, then among those that come with the toolkit.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.compose.publication import Edition
from publisher.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.files import read_file, write_file
from publisher.language import Language, read_language
from publisher.near import likely
from publisher.standard import package_folder, standard_folder
from publisher.treaty import Treaty, in_language, read_treaty

SETTINGS_FILE = "publisher.toml"
FORMATS = ("docx", "pdf", "html", "print")
SAMPLE = "examplia"  # an invented country
_STANDARD_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project; folders are relative to the project's own."""

    organisation: str
    licence: str
    language: str
    treaty: str
    order: str
    notes: str
    formats: tuple[str, ...]
    icc: str
    workbooks: str
    output: str
    templates: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its name for messages."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder with what its settings name."""

    folder: Path
    settings: Settings
    treaty: Treaty
    language: Language

    def in_language(self, code: str) -> "Project":
        """Return the project with all its words in another language, as a workbook of that language needs it.

        Raises PublisherError where the language is not known.
        """
        return self if code == self.language.code else _worded(self.folder, self.settings, code)

    @property
    def edition(self) -> Edition:
        """The editor's choices for every publication of the project."""
        own = self.settings
        return Edition(own.organisation, own.licence, own.order, own.notes)

    @property
    def workbooks_folder(self) -> Path:
        """Where the workbooks lie."""
        return self.folder / self.settings.workbooks

    @property
    def output_folder(self) -> Path:
        """Where the publications go."""
        return self.folder / self.settings.output

    def workbooks(self) -> tuple[Path, ...]:
        """Return the workbooks of the project by name; Excel's own lock files (~$…) are none."""
        if not self.workbooks_folder.is_dir():
            return ()
        found = (path for path in self.workbooks_folder.iterdir() if path.suffix.lower() == ".xlsx")
        return tuple(sorted(path for path in found if not path.name.startswith(("~$", "."))))

    def template(self, name: str) -> Template:
        """Return a template of the project, or the standard one where the project has none.

        `name` is the path below the folder of templates: docx/country_report.docx. Raises PublisherError where the
        file cannot be read.
        """
        own = self.folder / self.settings.templates / name
        path = own if own.is_file() else standard_folder() / "templates" / name
        try:
            return Template(f"{self.settings.templates}/{name}", path.read_bytes())
        except OSError as fault:
            raise failure("P404", Place(str(path))) from fault


def open_project(folder: Path) -> Checked[Project]:
    """Return the project in a folder, with what is doubtful in its settings.

    Raises PublisherError where the settings, the treaty or the language cannot be used.
    """
    settings = _read_settings(folder / SETTINGS_FILE)
    own = settings.value
    project = _worded(folder, own, own.language)
    orders = [order.id for order in project.treaty.orders]
    diagnostics = settings.diagnostics
    if own.order and own.order not in orders:
        diagnostics += (_unknown(Place(SETTINGS_FILE), "order", own.order, orders),)
    return Checked(project, diagnostics)


def _worded(folder: Path, settings: Settings, code: str) -> Project:
    """Return a project with the words of a language."""
    treaty_folder = _find(folder, "treaties", settings.treaty, "the treaty")
    standard = read_language(package_folder() / "languages" / f"{_STANDARD_LANGUAGE}.toml")
    path = _find(folder, "languages", f"{code}.toml", "the language")
    language = (
        standard
        if code == _STANDARD_LANGUAGE and path.parent.parent == package_folder()
        else read_language(path, standard)
    )
    treaty = in_language(read_treaty(treaty_folder), treaty_folder, code)
    return Project(folder, settings, treaty, language)


def _find(folder: Path, kind: str, name: str, what: str) -> Path:
    for parent in (folder, package_folder()):
        if (parent / kind / name).exists():
            return parent / kind / name
    known = sorted(path.stem for parent in (folder, package_folder()) for path in (parent / kind).glob("*"))
    written = Path(name).stem
    raise failure(
        "P406", Place(SETTINGS_FILE), what=what, written=written, near=likely(written, known), known=", ".join(known)
    )


def _read_settings(path: Path) -> Checked[Settings]:
    place = Place(path.name)
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise failure("P401", place, fault=fault) from fault
    found: list[Diagnostic] = []
    defaults = tomllib.loads((package_folder() / "defaults.toml").read_text(encoding="utf-8"))
    values = defaults | {key: value for key, value in written.items() if _is_sound(key, value, place, found)}
    return Checked(Settings(**values | {"formats": tuple(values["formats"])}), tuple(found))


def _is_sound(key: str, value: Any, place: Place, found: list[Diagnostic]) -> bool:  # noqa: ANN401 - whatever TOML holds
    known = Settings.__dataclass_fields__
    if key not in known:
        found.append(problem("P402", place, key=key, near=likely(key, known)))
        return False
    if key == "formats":
        chosen = value if isinstance(value, list) else [value]
        wrong = [str(each) for each in chosen if each not in FORMATS]
        found.extend(_unknown(place, "formats", each, FORMATS) for each in wrong)
        return isinstance(value, list) and not wrong
    if not isinstance(value, str):
        found.append(problem("P407", place, key=key))
        return False
    if key == "notes" and value not in ("group", "report"):
        found.append(_unknown(place, "notes", value, ("group", "report")))
        return False
    return True


def _unknown(place: Place, key: str, value: str, known: tuple[str, ...] | list[str]) -> Diagnostic:
    return problem("P403", place, key=key, value=value, known=", ".join(known))


def create_project(folder: Path) -> tuple[str, ...]:
    """Make a folder into a project: settings, templates, a sample workbook. Return what was written.

    A file that is there already is left alone. Raises PublisherError where the folder cannot be written.
    """
    standard = standard_folder()
    sources = [SETTINGS_FILE, f"workbooks/{SAMPLE}.xlsx"]
    sources += sorted(str(path.relative_to(standard)) for path in (standard / "templates").rglob("*") if path.is_file())
    missing = tuple(name for name in sources if not (folder / name).exists())
    for name in missing:
        write_file(folder / name, read_file(standard / name))
    return missing
