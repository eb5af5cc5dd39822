"""A project: a folder with workbooks, templates and the settings in publisher.toml.

Everything has a default that works, so a folder without settings is a project too. Treaties,
languages and templates are looked for in the project first, then among those that come with the
toolkit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from publisher.compose.presentation import House, Presentation
from publisher.domain.diagnostics import (
    Checked,
    Diagnostic,
    Place,
    PublisherError,
    failure,
    must_fix,
)
from publisher.domain.language import Language, read_language
from publisher.domain.names import likely, spelled
from publisher.domain.treaty import Treaty
from publisher.domain.treaty_files import in_language, read_treaty
from publisher.domain.worded import WordedTreaty
from publisher.project.files import read_file, write_file
from publisher.project.listed import list_workbooks
from publisher.project.on_disk import as_on_disk
from publisher.project.pictures import picture_faults, read_picture
from publisher.project.settings import SETTINGS_FILE, Settings, read_settings, unknown_value
from publisher.project.settings_named import named_faults
from publisher.project.standard import Template, package_folder, standard_folder

# The workbook that holds what an editor adds to the guide; it stands among those of the countries.
GUIDE_WORKBOOK = "guide.xlsx"
SAMPLE = "examplia"  # an invented country
_STANDARD_LANGUAGE = "en"
_BUILD = re.compile(r"[0-9a-f]{8}")  # of a draft
_PICTURES = ("logo", "picture")  # settings of the house that name a file


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder with what its settings name."""

    folder: Path
    settings: Settings
    worded: WordedTreaty
    _others: dict[str, "Project"] = field(default_factory=dict, compare=False, repr=False)

    @property
    def treaty(self) -> Treaty:
        """The treaty, in the words of the project's language."""
        return self.worded.treaty

    @property
    def language(self) -> Language:
        """The language of the project."""
        return self.worded.language

    def in_language(self, code: str) -> "Project":
        """Return the project with all its words in another language, as a workbook of that language
        needs it.

        Raises PublisherError where the language is not known.
        """
        if code == self.language.code:
            return self
        if code not in self._others:
            self._others[code] = _worded(self.folder, self.settings, code)
        return self._others[code]

    def with_pdf_engine(self, engine: str) -> "Project":
        """Return the project with another setting of what lays out its PDFs."""
        settings = replace(self.settings, pdf_engine=engine)
        return replace(self, settings=settings, _others={})

    @property
    def presentation(self) -> Presentation:
        """The editor's choices for every publication of the project."""
        own = self.settings
        return Presentation(
            organisation=own.organisation,
            licence=own.licence,
            order=own.order,
            notes_at=own.notes,
            notes_in_word=own.word_notes,
            address=own.address,
            house=self.house,
            names_researchers=own.name_researchers,
            blank_rows=own.blank_rows,
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages that the project has words of, its own first."""
        folders = (self.folder, package_folder())
        found = (path.stem for each in folders for path in (each / "languages").glob("*.toml"))
        return tuple(dict.fromkeys((self.language.code, *sorted(found))))

    @property
    def house(self) -> House:
        """The house style that the settings describe. Raises PublisherError where a picture cannot
        be used.
        """
        own = self.settings.house
        names = {"states": "state_colours"}
        fields = {
            names.get(key, key): value
            for key, value in own.items()
            if not key.startswith(_PICTURES)
        }
        logo = own["logo"], own["logo_description"]
        picture = own["picture"], own["picture_description"], own["picture_credit"]
        return House(
            **fields,
            logo=read_picture(self.folder, "house.logo", *logo),
            picture=read_picture(self.folder, "house.picture", *picture),
        )

    @property
    def workbooks_folder(self) -> Path:
        """Where the workbooks lie."""
        return as_on_disk(self.folder / self.settings.workbooks)

    @property
    def output_folder(self) -> Path:
        """Where the publications go."""
        return as_on_disk(self.folder / self.settings.output)

    @property
    def reviews_folder(self) -> Path:
        """Where drafts are kept as they were sent."""
        return as_on_disk(self.folder / self.settings.reviews)

    @property
    def editions_folder(self) -> Path:
        """Where the editions lie that were published."""
        return as_on_disk(self.folder / self.settings.editions)

    def output_of(self, name: str) -> Path:
        """Return the folder of what is made of the workbook of a name."""
        return as_on_disk(self.output_folder / spelled(name))

    def reviews_of(self, name: str) -> Path:
        """Return the folder of the drafts of the workbook of a name."""
        return as_on_disk(self.reviews_folder / spelled(name))

    def drafts_sent(self, name: str) -> set[str]:
        """Return the builds of the drafts that were sent of the workbook of a name: their files are
        called after them.
        """
        found = self.reviews_of(name).glob("*.docx")
        return {each.stem for each in found if _BUILD.fullmatch(each.stem)}

    def workbooks(self) -> tuple[Path, ...]:
        """Return the workbooks of the countries by name; Excel's own lock files (~$…) are none.

        Where LibreOffice is installed, those of other programs that it can read are among them,
        but for copies of an Excel file.
        """
        files = list_workbooks(self.workbooks_folder).read
        wanted = (path for path in files if path.name.lower() != GUIDE_WORKBOOK)
        return tuple(
            sorted(wanted, key=lambda path: (path.stem, path.name))
        )  # country before country-old

    def strays(self) -> tuple[Diagnostic, ...]:
        """Return what is told of files among the workbooks that are not read."""
        return list_workbooks(self.workbooks_folder).strays

    @property
    def guide_workbook(self) -> Path:
        """Where the workbook of the guide lies, if there is one; its name may be in capitals."""
        found = (
            path
            for path in self.workbooks_folder.glob("*.*")
            if path.name.lower() == GUIDE_WORKBOOK
        )
        return next(found, self.workbooks_folder / GUIDE_WORKBOOK)

    def template(self, name: str) -> Template:
        """Return a template of the project, or the standard one where the project has none.

        `name` is the path below the folder of templates: docx/country_report.docx. Raises
        PublisherError where the file cannot be read.
        """
        own = as_on_disk(self.folder / self.settings.templates / name)
        standard = standard_folder() / "templates" / name
        path = standard if standard.is_file() and not own.exists() else own
        if path.is_dir():
            raise failure("F025", Place(f"{self.settings.templates}/{name}"))
        try:
            return Template(f"{self.settings.templates}/{name}", path.read_bytes())
        except OSError as fault:
            option = {".docx": "word", ".html": "html"}.get(path.suffix, "")
            missing = path.stem if option and not path.exists() else ""
            raise failure("P404", Place(str(path)), missing=missing, option=option) from fault


def open_project(folder: Path) -> Checked[Project]:
    """Return the project in a folder, with what is doubtful in its settings.

    Raises PublisherError where the settings, the treaty or the language cannot be used.
    """
    settings = read_settings(folder / SETTINGS_FILE)
    own = settings.value
    project = _worded(folder, own, own.language)
    missing = tuple(named_faults(folder, own, Place(SETTINGS_FILE)))
    if must_fix(missing):
        return Checked(project, settings.diagnostics + missing)
    project.house  # noqa: B018 - a picture that cannot be used is told before work begins
    orders = [order.id for order in project.treaty.orders]
    pictures = tuple(_pictures_told(folder, own))
    if must_fix(pictures):
        raise PublisherError(*pictures)
    diagnostics = settings.diagnostics + missing + pictures
    if own.order and own.order not in orders:
        diagnostics += (unknown_value("order", own.order, orders),)
    return Checked(project, diagnostics)


def _pictures_told(folder: Path, settings: Settings) -> Iterator[Diagnostic]:
    """Yield what is wrong with the pictures that settings name."""
    for key in _PICTURES:
        if name := settings.house[key]:
            yield from picture_faults(folder, f"house.{key}", name)


def _worded(folder: Path, settings: Settings, code: str) -> Project:
    """Return a project with the words of a language."""
    treaty_folder = _find(folder, "treaties", settings.treaty, "the treaty")
    standard = read_language(package_folder() / "languages" / f"{_STANDARD_LANGUAGE}.toml")
    path = _find(folder, "languages", f"{code}.toml", "the language")
    language = _language(path, code, standard)
    treaty = in_language(read_treaty(treaty_folder), treaty_folder, code)
    return Project(folder, settings, WordedTreaty(treaty, language))


def _language(path: Path, code: str, standard: Language) -> Language:
    """Return the language of a file. One of the project's own stands on the file of the same name
    that comes with the program, where there is one, so that it may hold no more than some words.
    """
    ours = package_folder() / "languages" / f"{code}.toml"
    if code != _STANDARD_LANGUAGE and ours.exists():
        standard = read_language(ours, standard)
    return standard if path == ours else read_language(path, standard)


def _find(folder: Path, kind: str, name: str, what: str) -> Path:
    for parent in (folder, package_folder()):
        if (parent / kind / name).exists():
            return parent / kind / name
    known = sorted(
        path.stem for parent in (folder, package_folder()) for path in (parent / kind).glob("*")
    )
    written = Path(name).stem
    raise failure(
        "P406",
        Place(SETTINGS_FILE),
        what=what,
        written=written,
        near=likely(written, known),
        known=", ".join(known),
    )


def create_project(folder: Path) -> tuple[str, ...]:
    """Make a folder into a project: settings, templates, a sample workbook. Return what was
    written.

    A file that is there already is left alone. Raises PublisherError where the folder cannot be
    written.
    """
    standard = standard_folder()
    sources = [SETTINGS_FILE, f"workbooks/{SAMPLE}.xlsx"]
    sources += sorted(
        str(path.relative_to(standard))
        for path in (standard / "templates").rglob("*")
        if path.is_file()
    )
    missing = tuple(name for name in sources if not (folder / name).exists())
    for name in missing:
        write_file(folder / name, read_file(standard / name))
    return missing
