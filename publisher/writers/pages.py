"""The web pages for those who make the reports: what a check found in a workbook, and how far a
project is.

Each is one file that needs no other and prints well. Comes in: what to show and an HTML template.
Goes out: the text of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publisher.domain.diagnostics import Diagnostic, Excerpt, Level
from publisher.domain.language import Language
from publisher.writers.html import render


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """One problem as the page shows it; `mark` is empty where it cannot be dismissed."""

    place: str
    message: str
    hint: str
    mark: str
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class ListedRule:
    """The problems of one rule."""

    code: str
    level: Level
    level_name: str
    problems: tuple[ListedProblem, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that the page of one workbook shows."""

    file: str
    country: str
    counts: tuple[tuple[Level, str, int], ...]
    rules: tuple[ListedRule, ...]
    dismissed: tuple[tuple[ListedProblem, str], ...]


def check_page(
    file: str,
    country: str,
    diagnostics: Sequence[Diagnostic],
    dismissed: Iterable[tuple[Diagnostic, str]],
    language: Language,
) -> CheckPage:
    """Return what the page of a workbook shows: problems by rule, worst first, and what was
    dismissed, each with the reason.
    """
    names = language.messages["levels"]
    rules = []
    for level in Level:
        of_level = [each for each in diagnostics if each.level is level]
        for code in dict.fromkeys(each.code for each in of_level):
            problems = tuple(_listed(each, language) for each in of_level if each.code == code)
            rules.append(ListedRule(code, level, names[level], problems))
    counts = tuple(
        (level, names[level], sum(each.level is level for each in diagnostics)) for level in Level
    )
    gone = tuple((_listed(each, language), reason) for each, reason in dismissed)
    return CheckPage(file, country, counts, tuple(rules), gone)


def _listed(each: Diagnostic, language: Language) -> ListedProblem:
    catalogue = language.messages
    mark = each.token if each.is_dismissible else ""
    return ListedProblem(
        each.place.inside, each.message(catalogue), each.hint(catalogue), mark, each.excerpt
    )


def write_check_page(
    page: CheckPage, language: Language, template: str, *, template_name: str
) -> str:
    """Return the page of a check. Raises PublisherError where the template cannot be used."""
    values = {"page": page, "words": language.words("check_page"), "language": language}
    return render(template, values, template_name=template_name)
