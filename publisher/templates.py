"""The templates of a project: what there is, what each may use, whether it is sound; new ones from the standard.

This is the edge: it knows paths. A template is known by its path below the folder of templates: docx/NAME.docx,
html/NAME.html, html/NAME.css.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from publisher.compose.draft import Draft, Recipient, compose_draft
from publisher.compose.guide import Guide
from publisher.compose.publication import Edition, Logo, Publication
from publisher.compose.report import compose_report
from publisher.diagnostics import Diagnostic, Place, PublisherError, failure, must_fix, problem
from publisher.files import read_file, write_file
from publisher.guide import GUIDE_TEMPLATE
from publisher.language import Language
from publisher.model import CountryReport
from publisher.project import SAMPLE, Project, open_project
from publisher.rounds.send import TEMPLATE as DRAFT_TEMPLATE
from publisher.standard import standard_folder
from publisher.status import STATUS_TEMPLATE, Status
from publisher.treaty import Treaty
from publisher.workbooks import CHECK_TEMPLATE, check_file
from publisher.writers.contract import TEXT, Contract, Fields, Kind, ListOf, Words
from publisher.writers.docx import template_findings, write_docx, write_draft
from publisher.writers.docx.annotate import annotated_template
from publisher.writers.docx.content import FILTERS
from publisher.writers.docx.contract import word_contract
from publisher.writers.docx.inspect import Finding, tags_of_template
from publisher.writers.field_list import FieldLine, field_lines
from publisher.writers.html import html_contract, write_html
from publisher.writers.html_check import check_css, check_html
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
    "html/guide.css": "what the guide adds to the look of the report's web page",
    "html/guide.pdf.css": "what the guide adds to the look of the report's PDF",
}
# Templates of other things than a country report, which no sample report can be tried on.
_NO_REPORT = (CHECK_TEMPLATE, STATUS_TEMPLATE, GUIDE_TEMPLATE)
CHECKED = ".checked"  # before the ending of a copy with comments
# The smallest picture there is: one white dot.
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f00010101005a4d6ff10000000049454e44ae426082"
)


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
        return word_contract(FILTERS, words.keys, _more(name))
    values: dict[str, Kind] = {"report": Fields(Publication), "words": words, "house": TEXT, "style_sheet": TEXT}
    if name == CHECK_TEMPLATE:
        own_words = Words(tuple(project.language.words("check_page")))
        values = {"page": Fields(CheckPage), "words": own_words, "language": Fields(Language)}
    if name == GUIDE_TEMPLATE:
        own_words = Words((*words.keys, *project.language.words("guide")))
        values |= {"words": own_words, "guide": Fields(Guide)}
        del values["report"]
    if name == STATUS_TEMPLATE:
        values = {"countries": ListOf(Fields(Status)), "when": TEXT}
    return html_contract(values)


def _more(name: str) -> tuple[tuple[str, Kind], ...]:
    """Return what a Word template is given besides the report."""
    return (("draft", Fields(Draft)),) if name == DRAFT_TEMPLATE else ()


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


@dataclass(frozen=True, slots=True)
class _Sample:
    """The checked report of an invented country, and what it is composed with."""

    report: CountryReport
    treaty: Treaty
    language: Language
    edition: Edition


@cache
def _sample(today: date) -> _Sample:
    project = open_project(standard_folder()).value
    result = check_file(project, standard_folder() / "workbooks" / f"{SAMPLE}.xlsx", today)
    assert result.report is not None
    house = replace(project.house, logo=Logo(_DOT, "image/png", "The logo of an invented organisation"))
    edition = Edition("Example Coalition", "CC BY 4.0", address="https://example.org/report", house=house)
    return _Sample(result.report, result.project.treaty, result.project.language, edition)


@cache
def examples(today: date) -> tuple[Publication, ...]:
    """Return the report of an invented country: with notes as a list after each subject area and at the end, and as
    Word's own; with a logo, and with what has changed since an edition that lacked its first text."""
    own = _sample(today)
    earlier = replace(own.report, entries=own.report.entries[1:])
    choices = (("group", "list", None), ("report", "list", earlier), ("group", "footnotes", earlier))
    return tuple(
        compose_report(
            own.report,
            own.treaty,
            own.language,
            replace(own.edition, notes_at=notes_at, notes_in_word=in_word),
            since=since,
        )
        for notes_at, in_word, since in choices
    )


@cache
def example_draft(today: date) -> Draft:
    """Return the draft of that report for an invented organisation."""
    own = _sample(today)
    return compose_draft(own.report, own.treaty, own.language, own.edition, Recipient("Example Children's Network"))


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
    words = tuple(project.language.words("report"))
    notes = "list" if listed.name == DRAFT_TEMPLATE else project.settings.word_notes
    return template_findings(content, _place_of(project, listed), words, notes, _more(listed.name))


def _try(project: Project, listed: Listed, content: bytes, today: date) -> None:
    """Fill a template on trial. Raises PublisherError where that fails."""
    name = _place_of(project, listed)
    if listed.name == DRAFT_TEMPLATE:
        write_draft(example_draft(today), content, template_name=name)
        return
    for publication in examples(today):
        if listed.is_word:
            write_docx(publication, content, template_name=name)
        elif listed.path.suffix == ".html":
            write_html(publication, content.decode("utf-8", "replace"), "", template_name=name)


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
