"""The templates of a project: what there is, what each may use, whether it is sound; new ones from
the standard.

This is the edge: it knows paths. A template is known by its path below the folder of templates:
docx/NAME.docx, html/NAME.html, html/NAME.css.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.compose.draft import Draft
from publisher.compose.guide import Guide
from publisher.compose.publication import Drawing, Publication
from publisher.domain.language import Language
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.project.samples import examples
from publisher.project.standard import (
    CHECK_TEMPLATE,
    DRAFT_TEMPLATE,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    STATUS_TEMPLATE,
    standard_folder,
)
from publisher.project.status import Status
from publisher.templating.contract import TEXT, Contract, Fields, ListOf, ValueKind, Words
from publisher.templating.field_list import FieldLine, field_lines
from publisher.templating.word import tags_of_template
from publisher.templating.word.contract import word_contract
from publisher.writers.docx.content import FILTERS
from publisher.writers.html import html_contract
from publisher.writers.pages import CheckPage

STANDARD = "country_report"
_PURPOSES = {
    ".docx": "the country report in Word",
    ".html": "the country report as web page and PDF",
    ".css": "the look of the web page",
    ".pdf.css": "the look of the PDF",
}
_OTHER_PURPOSES = {
    DRAFT_TEMPLATE: "the draft that national NGOs review",
    CHECK_TEMPLATE: "the list of a workbook's problems",
    STATUS_TEMPLATE: "the status of all countries",
    GUIDE_TEMPLATE: "the guide for advocates as web page and PDF",
    GUIDE_WORD_TEMPLATE: "the guide for advocates in Word",
    "html/guide.css": "what the guide adds to the look of the report's web page",
    "html/guide.pdf.css": "what the guide adds to the look of the report's PDF",
}
CHECKED = ".checked"  # before the ending of a copy with comments


@dataclass(frozen=True, slots=True)
class Listed:
    """A template: the project's own one, or the standard one where the project has none.

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
    own, standard = _own_folder(project), _standard_folder()
    names = {*_names_in(own), *_names_in(standard)}
    return tuple(_listed(name, own, standard, project.settings.report) for name in sorted(names))


def _own_folder(project: Project) -> Path:
    return project.folder / project.settings.templates


def _standard_folder() -> Path:
    return standard_folder() / "templates"


def _names_in(folder: Path) -> set[str]:
    paths = (path for kind in ("docx", "html") for path in (folder / kind).glob("*.*"))
    return {path.relative_to(folder).as_posix() for path in paths if _is_template(path)}


def _is_template(path: Path) -> bool:
    is_copy = path.stem.endswith(CHECKED) or path.name.startswith(("~$", "."))
    wanted = (".docx",) if path.parent.name == "docx" else (".html", ".css", ".pdf.css")
    return "".join(path.suffixes) in wanted and not is_copy


def _listed(name: str, own: Path, standard: Path, report: str) -> Listed:
    purpose = _OTHER_PURPOSES.get(name) or _PURPOSES["".join(Path(name).suffixes)]
    is_used = name in _OTHER_PURPOSES or Path(name).name.split(".")[0] == report
    if not (own / name).is_file() or (own / name).resolve() == (standard / name).resolve():
        return Listed(name, standard / name, purpose, is_own=False, is_used=is_used)
    is_changed = not (standard / name).is_file() or read_file(own / name) != read_file(
        standard / name
    )
    return Listed(name, own / name, purpose, is_own=True, is_used=is_used, is_changed=is_changed)


# What a template may use


def contract_of(project: Project, name: str) -> Contract:
    """Return what the tags of a template may use."""
    words = Words(tuple(project.language.words("report")))
    if name.endswith(".docx"):
        return word_contract(
            FILTERS, words_of(project, name), further_values(name), main_value(name)
        )
    values: dict[str, ValueKind] = {
        "report": Fields(Publication),
        "words": words,
        "house": TEXT,
        "style_sheet": TEXT,
    }
    if name == CHECK_TEMPLATE:
        own_words = Words(tuple(project.language.words("check_page")))
        values = {"page": Fields(CheckPage), "words": own_words, "language": Fields(Language)}
    if name == GUIDE_TEMPLATE:
        own_words = Words(words_of(project, name))
        values |= {"words": own_words, "guide": Fields(Guide), "timeline": TEXT}
        del values["report"]
    if name == STATUS_TEMPLATE:
        values = {"countries": ListOf(Fields(Status)), "when": TEXT}
    return html_contract(values)


def words_of(project: Project, name: str) -> tuple[str, ...]:
    """Return the keys of the fixed words that a template is given; the guide has some of its own
    besides.
    """
    own = project.language.words("guide") if name in (GUIDE_TEMPLATE, GUIDE_WORD_TEMPLATE) else {}
    return (
        *project.language.words("report"),
        *(key for key in own if key not in project.language.words("report")),
    )


def main_value(name: str) -> tuple[str, ValueKind]:
    """Return what a Word template is filled with: its name in tags, and its kind."""
    return (
        ("guide", Fields(Guide)) if name == GUIDE_WORD_TEMPLATE else ("report", Fields(Publication))
    )


def further_values(name: str) -> tuple[tuple[str, ValueKind], ...]:
    """Return what a Word template is given besides."""
    further: dict[str, tuple[str, ValueKind]] = {
        DRAFT_TEMPLATE: ("draft", Fields(Draft)),
        GUIDE_WORD_TEMPLATE: ("timeline", Fields(Drawing)),
    }
    return (further[name],) if name in further else ()


def fields_of_templates(project: Project, *, is_word: bool, today: date) -> tuple[FieldLine, ...]:
    """Return all fields of the country report, with examples from the report of an invented
    country.
    """
    return field_lines(
        contract_of(project, f"{STANDARD}.{'docx' if is_word else 'html'}"), examples(today)
    )


@dataclass(frozen=True, slots=True)
class FilterLine:
    """A filter, what it makes, and a tag of a standard template that uses it."""

    name: str
    arguments: str
    says: str
    tag: str


def filters_of_templates(project: Project, *, is_word: bool) -> tuple[FilterLine, ...]:
    """Return the filters that print formatted text and the like."""
    ending = "docx" if is_word else "html"
    tags: list[str] = []
    for path in sorted(_standard_folder().glob(f"{ending}/*.{ending}")):
        tags += _tags_of(path)
    lines = []
    for each in contract_of(project, f"{STANDARD}.{ending}").filters:
        example = next((tag for tag in tags if f"| {each.name}" in tag), "")
        lines.append(FilterLine(each.name, each.arguments, each.says, example))
    return tuple(lines)


def _tags_of(path: Path) -> Iterable[str]:
    content = read_file(path)
    if path.suffix == ".docx":
        return tags_of_template(content)
    return re.findall(r"\{\{.*?\}\}", content.decode())


# Checks


def place_of(project: Project, listed: Listed) -> str:
    """Return how messages call a template: by its path below the project\'s folder."""
    return f"{project.settings.templates}/{listed.name}"


# New templates


def new_template(project: Project, name: str, like: str, *, is_word: bool) -> tuple[Path, ...]:
    """Write a template of this name, a copy of the standard one called `like`, and return its
    files.

    Raises FileExistsError with the path of a file that is there already, FileNotFoundError where
    there is no such standard template, and PublisherError where nothing can be written.
    """
    kinds = ("docx/{}.docx",) if is_word else ("html/{}.html", "html/{}.css", "html/{}.pdf.css")
    pairs = [
        (_standard_folder() / each.format(like), _own_folder(project) / each.format(name))
        for each in kinds
    ]
    for source, target in pairs:
        if target.exists():
            raise FileExistsError(target)
        if not source.exists():
            raise FileNotFoundError(source)
    for source, target in pairs:
        write_file(target, read_file(source))
    return tuple(target for _, target in pairs)


def is_good_name(name: str) -> bool:
    """Tell whether a name can be that of a template on every system."""
    return re.fullmatch(r"\w[\w-]{0,60}", name) is not None and not name.endswith(CHECKED)
