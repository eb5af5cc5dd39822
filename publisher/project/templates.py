"""The templates of a project: what there is, what each may use, whether it is sound; new ones from the standard.

This is the edge: it knows paths. A template is known by its path below the folder of templates: docx/NAME.docx,
html/NAME.html, html/NAME.css.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.compose.draft import Draft
from publisher.compose.guide import Guide
from publisher.compose.publication import Drawing, Publication
from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure, must_fix, problem
from publisher.domain.language import Language
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.project.samples import example_draft, example_guide, examples
from publisher.project.standard import (
    CHECK_TEMPLATE,
    DRAFT_TEMPLATE,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    STATUS_TEMPLATE,
    standard_folder,
)
from publisher.project.status import Status
from publisher.templating.contract import TEXT, Contract, Fields, Kind, ListOf, Words
from publisher.templating.field_list import FieldLine, field_lines
from publisher.templating.html_check import check_css, check_html
from publisher.templating.word import Finding, tags_of_template
from publisher.templating.word.annotate import annotated_template
from publisher.templating.word.contract import word_contract
from publisher.writers.docx import template_findings, write_docx, write_draft, write_guide_docx
from publisher.writers.docx.content import FILTERS
from publisher.writers.guide import write_guide_page
from publisher.writers.html import html_contract, write_html
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
# Templates of other things than a country report, which no sample report can be tried on.
_NO_REPORT = (CHECK_TEMPLATE, STATUS_TEMPLATE)
CHECKED = ".checked"  # before the ending of a copy with comments


@dataclass(frozen=True, slots=True)
class Listed:
    """A template: the project's own one, or the standard one where the project has none.

    `is_used` says that reports are built with it, `is_changed` that it is not as the standard one of its name.
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
    is_changed = not (standard / name).is_file() or read_file(own / name) != read_file(standard / name)
    return Listed(name, own / name, purpose, is_own=True, is_used=is_used, is_changed=is_changed)


# What a template may use


def contract_of(project: Project, name: str) -> Contract:
    """Return what the tags of a template may use."""
    words = Words(tuple(project.language.words("report")))
    if name.endswith(".docx"):
        return word_contract(FILTERS, _words(project, name), _more(name), _main(name))
    values: dict[str, Kind] = {"report": Fields(Publication), "words": words, "house": TEXT, "style_sheet": TEXT}
    if name == CHECK_TEMPLATE:
        own_words = Words(tuple(project.language.words("check_page")))
        values = {"page": Fields(CheckPage), "words": own_words, "language": Fields(Language)}
    if name == GUIDE_TEMPLATE:
        own_words = Words(_words(project, name))
        values |= {"words": own_words, "guide": Fields(Guide), "timeline": TEXT}
        del values["report"]
    if name == STATUS_TEMPLATE:
        values = {"countries": ListOf(Fields(Status)), "when": TEXT}
    return html_contract(values)


def _words(project: Project, name: str) -> tuple[str, ...]:
    """Return the keys of the fixed words that a template is given; the guide has some of its own besides."""
    own = project.language.words("guide") if name in (GUIDE_TEMPLATE, GUIDE_WORD_TEMPLATE) else {}
    return (*project.language.words("report"), *(key for key in own if key not in project.language.words("report")))


def _main(name: str) -> tuple[str, Kind]:
    """Return what a Word template is filled with: its name in tags, and its kind."""
    return ("guide", Fields(Guide)) if name == GUIDE_WORD_TEMPLATE else ("report", Fields(Publication))


def _more(name: str) -> tuple[tuple[str, Kind], ...]:
    """Return what a Word template is given besides."""
    further: dict[str, tuple[str, Kind]] = {
        DRAFT_TEMPLATE: ("draft", Fields(Draft)),
        GUIDE_WORD_TEMPLATE: ("timeline", Fields(Drawing)),
    }
    return (further[name],) if name in further else ()


def fields_of_templates(project: Project, *, is_word: bool, today: date) -> tuple[FieldLine, ...]:
    """Return all fields of the country report, with examples from the report of an invented country."""
    return field_lines(contract_of(project, f"{STANDARD}.{'docx' if is_word else 'html'}"), examples(today))


@dataclass(frozen=True, slots=True)
class FilterLine:
    """A filter, what it makes, and a tag of a standard template that uses it."""

    name: str
    arguments: str
    says: str
    tag: str


def filters_of_templates(project: Project, *, is_word: bool) -> tuple[FilterLine, ...]:
    """Return the filters that print formatted text and the like."""
    paths = sorted(_standard_folder().glob("docx/*.docx" if is_word else "html/*.html"))
    tags = [tag for path in paths for tag in _tags_of(path)]
    filters = contract_of(project, f"{STANDARD}.{'docx' if is_word else 'html'}").filters
    return tuple(
        FilterLine(each.name, each.arguments, each.says, next((tag for tag in tags if f"| {each.name}" in tag), ""))
        for each in filters
    )


def _tags_of(path: Path) -> Iterable[str]:
    content = read_file(path)
    return tags_of_template(content) if path.suffix == ".docx" else re.findall(r"\{\{.*?\}\}", content.decode())


# Checks


def check_template(project: Project, listed: Listed, today: date) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a template.

    Where its tags are sound, and it is not the standard one, it is filled on trial with reports of an invented country.
    """
    try:
        content = read_file(listed.path)
        found = tuple(_static(project, listed, content))
        if listed.is_changed and not must_fix(found) and listed.name not in _NO_REPORT:
            _try(project, listed, content, today)
    except PublisherError as fault:
        return fault.diagnostics
    return (*_opened(project, listed), *found)


def _place_of(project: Project, listed: Listed) -> str:
    return f"{project.settings.templates}/{listed.name}"


def _static(project: Project, listed: Listed, content: bytes) -> Iterable[Diagnostic]:
    name = _place_of(project, listed)
    if listed.is_word:
        return (each.diagnostic for each in _findings(project, listed, content))
    text = content.decode("utf-8", "replace")
    if listed.path.suffix == ".css":
        return check_css(text, name)
    return check_html(text, name, contract_of(project, listed.name))


def _findings(project: Project, listed: Listed, content: bytes) -> tuple[Finding, ...]:
    name, words = listed.name, _words(project, listed.name)
    notes = "list" if name in (DRAFT_TEMPLATE, GUIDE_WORD_TEMPLATE) else project.settings.word_notes
    return template_findings(content, _place_of(project, listed), words, notes, _more(name), _main(name))


def _try(project: Project, listed: Listed, content: bytes, today: date) -> None:
    """Fill a template on trial. Raises PublisherError where that fails."""
    name = _place_of(project, listed)
    if listed.name == DRAFT_TEMPLATE:
        write_draft(example_draft(today), content, template_name=name)
        return
    if listed.name in (GUIDE_TEMPLATE, GUIDE_WORD_TEMPLATE):
        _try_guide(content, name, today, is_word=listed.is_word)
        return
    for publication in examples(today):
        if listed.is_word:
            write_docx(publication, content, template_name=name)
        elif listed.path.suffix == ".html":
            write_html(publication, content.decode("utf-8", "replace"), "", template_name=name)


def _try_guide(content: bytes, name: str, today: date, *, is_word: bool) -> None:
    guide = example_guide(today)
    if is_word:
        write_guide_docx(guide, content, None, template_name=name)
    else:
        write_guide_page(guide, content.decode("utf-8", "replace"), "", template_name=name)


def _opened(project: Project, listed: Listed) -> tuple[Diagnostic, ...]:
    """Tell a template that somebody has open, with changes that are not saved yet perhaps."""
    return (problem("T593", Place(_place_of(project, listed))),) if lock_of_document(listed.path) else ()


def lock_of_document(path: Path) -> str:
    """Return the name of the lock file that Word or LibreOffice keeps by an open document, or ''.

    Word puts ~$ in place of the first two letters of a long name, LibreOffice writes .~lock.NAME#.
    """
    names = (f"~${path.name}", f"~${path.name[1:]}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return next((name for name in names if (path.parent / name).exists()), "")


def annotate_template(project: Project, listed: Listed, now: datetime) -> Path | None:
    """Write a copy of a Word template with a comment at each problem, and return where it is; None without problems.

    The template itself is never touched. Raises PublisherError where the copy is open or cannot be written.
    """
    content = read_file(listed.path)
    findings = _findings(project, listed, content)
    copy = listed.path.with_name(f"{listed.path.stem}{CHECKED}.docx")
    if not findings or not listed.is_own:
        return None
    if lock := lock_of_document(copy):
        raise failure("T592", Place(copy.name), lock=lock)
    commented = annotated_template(content, findings, project.language.messages, now)
    if commented is None:
        return None
    write_file(copy, commented)
    return copy


# New templates


def new_template(project: Project, name: str, like: str, *, is_word: bool) -> tuple[Path, ...]:
    """Write a template of this name, a copy of the standard one called `like`, and return its files.

    Raises FileExistsError with the path of a file that is there already, FileNotFoundError where there is no such
    standard template, and PublisherError where nothing can be written.
    """
    kinds = ("docx/{}.docx",) if is_word else ("html/{}.html", "html/{}.css", "html/{}.pdf.css")
    pairs = [(_standard_folder() / each.format(like), _own_folder(project) / each.format(name)) for each in kinds]
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
