"""What the templates of a project may use: fields, filters and fixed words, with examples."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.compose.draft import Draft
from publisher.compose.guide import Guide
from publisher.compose.publication import Drawing, Publication
from publisher.domain.diagnostics import Level
from publisher.domain.language import Language
from publisher.project.files import read_file
from publisher.project.project import Project
from publisher.project.samples import examples
from publisher.project.standard import (
    CHECK_TEMPLATE,
    DRAFT_TEMPLATE,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    STATUS_TEMPLATE,
)
from publisher.project.status import Status
from publisher.project.templates import standard_templates_folder
from publisher.templating.contract import TEXT, Contract, Fields, ListOf, ValueKind, Words
from publisher.templating.field_list import FieldLine, field_lines
from publisher.templating.word import tags_of_template
from publisher.templating.word.contract import word_contract
from publisher.writers.docx.content import FILTERS
from publisher.writers.html import html_contract
from publisher.writers.pages import CheckPage

STANDARD = "country_report"


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
        values = {
            "countries": ListOf(Fields(Status)),
            "when": TEXT,
            "words": Words(tuple(project.language.words("status"))),
            "levels": Words(tuple(Level)),
            "language": Fields(Language),
        }
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
    for path in sorted(standard_templates_folder().glob(f"{ending}/*.{ending}")):
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
