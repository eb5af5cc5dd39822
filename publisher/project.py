"""A project: a folder with workbooks, templates and the settings in publisher.toml.

Everything has a default that works, so a folder without settings is a project too. Treaties, languages and templates
are looked for in the project first, then among those that come with the toolkit.
"""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.compose.publication import Edition
from publisher.diagnostics import Checked, Diagnostic, Place, error, failure, warning
from publisher.language import Language, read_language
from publisher.near import did_you_mean
from publisher.standard import package_folder, standard_folder
from publisher.treaty import Treaty, read_treaty

SETTINGS_FILE = "publisher.toml"
FORMATS = ("docx", "pdf", "html")
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
        except OSError as problem:
            raise failure(
                "P404",
                Place(str(path)),
                "this template cannot be read",
                "see whether the file is there and may be read",
            ) from problem


def open_project(folder: Path) -> Checked[Project]:
    """Return the project in a folder, with what is doubtful in its settings.

    Raises PublisherError where the settings, the treaty or the language cannot be used.
    """
    settings = _read_settings(folder / SETTINGS_FILE)
    own = settings.value
    treaty = read_treaty(_find(folder, "treaties", own.treaty, "the treaty"))
    standard = read_language(package_folder() / "languages" / f"{_STANDARD_LANGUAGE}.toml")
    path = _find(folder, "languages", f"{own.language}.toml", "the language")
    language = read_language(path, standard)
    orders = [order.id for order in treaty.orders]
    diagnostics = settings.diagnostics
    if own.order and own.order not in orders:
        diagnostics += (_unknown(Place(SETTINGS_FILE), "order", own.order, orders),)
    return Checked(Project(folder, own, treaty, language), diagnostics)


def _find(folder: Path, kind: str, name: str, what: str) -> Path:
    for parent in (folder, package_folder()):
        if (parent / kind / name).exists():
            return parent / kind / name
    known = sorted(path.stem for parent in (folder, package_folder()) for path in (parent / kind).glob("*"))
    written = Path(name).stem
    raise failure(
        "P406",
        Place(SETTINGS_FILE),
        f"{what} '{written}' is not known",
        did_you_mean(written, known) or f"known are: {', '.join(known)}",
    )


def _read_settings(path: Path) -> Checked[Settings]:
    place = Place(path.name)
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise failure(
            "P401",
            place,
            f"the settings cannot be read: {problem}",
            'each line is of the form: name = "value"; compare it with the file of a new project',
        ) from problem
    found: list[Diagnostic] = []
    defaults = tomllib.loads((package_folder() / "defaults.toml").read_text(encoding="utf-8"))
    values = defaults | {key: value for key, value in written.items() if _is_sound(key, value, place, found)}
    return Checked(Settings(**values | {"formats": tuple(values["formats"])}), tuple(found))


def _is_sound(key: str, value: Any, place: Place, found: list[Diagnostic]) -> bool:  # noqa: ANN401 - whatever TOML holds
    known = Settings.__dataclass_fields__
    if key not in known:
        guess = did_you_mean(key, known)
        found.append(warning("P402", place, f"the setting '{key}' is not known and has no effect", guess))
        return False
    if key == "formats":
        chosen = value if isinstance(value, list) else [value]
        wrong = [str(each) for each in chosen if each not in FORMATS]
        found.extend(_unknown(place, "formats", each, FORMATS) for each in wrong)
        return isinstance(value, list) and not wrong
    if not isinstance(value, str):
        found.append(error("P403", place, f"the setting '{key}' must be a text in double quotes", f'{key} = "…"'))
        return False
    if key == "notes" and value not in ("group", "report"):
        found.append(_unknown(place, "notes", value, ("group", "report")))
        return False
    return True


def _unknown(place: Place, key: str, value: str, known: tuple[str, ...] | list[str]) -> Diagnostic:
    return error("P403", place, f"the setting '{key}' cannot be '{value}'", f"it can be: {', '.join(known)}")


def create_project(folder: Path) -> tuple[str, ...]:
    """Make a folder into a project: settings, templates, a sample workbook. Return what was written.

    A file that is there already is left alone. Raises PublisherError where the folder cannot be written.
    """
    standard = standard_folder()
    sources = [SETTINGS_FILE, f"workbooks/{SAMPLE}.xlsx"]
    sources += sorted(str(path.relative_to(standard)) for path in (standard / "templates").rglob("*") if path.is_file())
    try:
        return tuple(name for name in sources if _copy(standard / name, folder / name))
    except OSError as problem:
        raise failure(
            "P405",
            Place(str(folder)),
            f"the project folder cannot be written ({problem.strerror})",
            "choose a folder in which you may write",
        ) from problem


def _copy(source: Path, target: Path) -> bool:
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return True
