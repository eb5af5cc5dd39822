"""The web page for those who make the reports: what a check found in a workbook.

It is one file that needs no other and prints well. Comes in: what to show and an HTML template.
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
    counts = []
    for level in Level:
        of_level = [each for each in diagnostics if each.level is level]
        counts.append((level, names[level], len(of_level)))
        by_code: dict[str, list[ListedProblem]] = {}
        for each in of_level:
            by_code.setdefault(each.code, []).append(_listed(each, language))
        for code, problems in by_code.items():
            rules.append(ListedRule(code, level, names[level], tuple(problems)))
    gone = tuple((_listed(each, language), reason) for each, reason in dismissed)
    return CheckPage(file, country, tuple(counts), tuple(rules), gone)


def _listed(each: Diagnostic, language: Language) -> ListedProblem:
    catalogue = language.messages
    mark = each.token if each.is_dismissible else ""
    message, hint = each.message(catalogue), each.hint(catalogue)
    return ListedProblem(each.place.inside, message, hint, mark, each.excerpt)


def write_check_page(
    page: CheckPage,
    language: Language,
    template: str,
    *,
    template_name: str,
    words: str = "check_page",
) -> str:
    """Return the page of a check; the section `words` of the language has the words in which it
    differs. Raises PublisherError where the template cannot be used.
    """
    own = {**language.words("check_page"), **language.words(words)}
    values = {"page": page, "words": own, "language": language}
    return render(template, values, template_name=template_name)
