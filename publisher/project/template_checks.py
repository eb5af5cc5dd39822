"""Whether the templates of a project are sound: checked, tried, told in a copy with comments."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from publisher.domain.diagnostics import (
    Diagnostic,
    Place,
    PublisherError,
    failure,
    must_fix,
    problem,
)
from publisher.project.files import read_file, write_file
from publisher.project.format_materials import Engine, Materials
from publisher.project.project import Project
from publisher.project.samples import example_draft, example_guide, examples
from publisher.project.standard import (
    CHECK_TEMPLATE,
    DRAFT_TEMPLATE,
    GUIDE_LAYOUT,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    STATUS_TEMPLATE,
    TYPST_HOUSE,
    Template,
)
from publisher.project.template_fields import (
    STANDARD,
    contract_of,
    further_values,
    main_value,
    words_of,
)
from publisher.project.templates import CHECKED, Listed, place_of
from publisher.templating.html_check import check_css, check_html
from publisher.templating.word import TemplateFinding
from publisher.templating.word.annotate import annotated_template
from publisher.writers.docx import template_findings, write_docx, write_draft, write_guide_docx
from publisher.writers.guide import write_guide_page
from publisher.writers.html import write_html
from publisher.writers.typst import write_typst_pdf

# Templates of other things than a country report, which no sample report can be tried on.
_NO_REPORT = (CHECK_TEMPLATE, STATUS_TEMPLATE)


def check_template(project: Project, listed: Listed, today: date) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a template.

    Where its tags are sound, and it is not the standard one, it is filled on trial with reports of
    an invented country.
    """
    try:
        content = read_file(listed.path)
        found = tuple(_static(project, listed, content))
        if listed.is_changed and not must_fix(found) and listed.name not in _NO_REPORT:
            _try(project, listed, content, today)
    except PublisherError as fault:
        return fault.diagnostics
    return (*_opened(project, listed), *found)


def _static(project: Project, listed: Listed, content: bytes) -> Iterable[Diagnostic]:
    name = place_of(project, listed)
    if listed.is_word:
        return (each.diagnostic for each in _findings(project, listed, content))
    text = content.decode("utf-8", "replace")
    if listed.path.suffix == ".css":
        return check_css(text, name)
    if listed.path.suffix == ".typ":  # what is wrong in it shows when it is filled
        return ()
    return check_html(text, name, contract_of(project, listed.name))


def _findings(project: Project, listed: Listed, content: bytes) -> tuple[TemplateFinding, ...]:
    name, words = listed.name, words_of(project, listed.name)
    notes = "list" if name in (DRAFT_TEMPLATE, GUIDE_WORD_TEMPLATE) else project.settings.word_notes
    return template_findings(
        content, place_of(project, listed), words, notes, further_values(name), main_value(name)
    )


def _try(project: Project, listed: Listed, content: bytes, today: date) -> None:
    """Fill a template on trial. Raises PublisherError where that fails."""
    name = place_of(project, listed)
    if listed.name == DRAFT_TEMPLATE:
        write_draft(example_draft(today), content, template_name=name)
        return
    if listed.name in (GUIDE_TEMPLATE, GUIDE_WORD_TEMPLATE):
        _try_guide(content, name, today, is_word=listed.is_word)
        return
    if listed.path.suffix == ".typ":
        _try_typst(project, listed, content, today)
        return
    for publication in examples(today):
        if listed.is_word:
            write_docx(publication, content, template_name=name)
        elif listed.path.suffix == ".html":
            write_html(publication, content.decode("utf-8", "replace"), "", template_name=name)


def _try_typst(project: Project, listed: Listed, content: bytes, today: date) -> None:
    """Lay reports out with a layout; with the standard one where it is what layouts import."""
    own, house = Template(place_of(project, listed), content), project.template(TYPST_HOUSE)
    if listed.name == TYPST_HOUSE:
        own, house = project.template(f"typst/{STANDARD}.typ"), own
    materials = Materials(f"{listed.stem}.pdf", (own, house), engine=Engine.TYPST)
    tried = (example_guide(today),) if listed.name == GUIDE_LAYOUT else examples(today)
    for publication in tried:
        write_typst_pdf(publication, materials.layout, file=materials.file)


def _try_guide(content: bytes, name: str, today: date, *, is_word: bool) -> None:
    guide = example_guide(today)
    if is_word:
        write_guide_docx(guide, content, None, template_name=name)
    else:
        write_guide_page(guide, content.decode("utf-8", "replace"), "", template_name=name)


def _opened(project: Project, listed: Listed) -> tuple[Diagnostic, ...]:
    """Tell a template that somebody has open, with changes that are not saved yet perhaps."""
    return (
        (problem("T593", Place(place_of(project, listed))),)
        if lock_of_document(listed.path)
        else ()
    )


def lock_of_document(path: Path) -> str:
    """Return the name of the lock file that Word or LibreOffice keeps by an open document, or ''.

    Word puts ~$ in place of the first two letters of a long name, LibreOffice writes .~lock.NAME#.
    """
    names = (f"~${path.name}", f"~${path.name[1:]}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return next((name for name in names if (path.parent / name).exists()), "")


def annotate_template(project: Project, listed: Listed, now: datetime) -> Path | None:
    """Write a copy of a Word template with a comment at each problem, and return where it is; None
    without problems.

    The template itself is never touched. Raises PublisherError where the copy is open or cannot be
    written.
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
