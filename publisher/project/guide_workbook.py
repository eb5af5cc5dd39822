"""The guide's workbook as a file: made, and checked against the workbooks of the countries.

This is the edge: it knows paths. The file is called guide.xlsx and lies among the workbooks of the
countries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.check.guide import check_guide, guide_rules
from publisher.check.picks import PickContext
from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.domain.editorial import Editorial
from publisher.domain.report import CountryReport
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.project.workbooks import (
    CheckResult,
    check_file,
    language_of,
    unforeseen_in_check,
)
from publisher.workbook.issue_guide import issue_guide
from publisher.workbook.opened import open_workbook
from publisher.workbook.read_guide import read_guide, rows_of_guide


def new_guide(project: Project) -> Path:
    """Write a new workbook for the guide and return where it is.

    Raises FileExistsError where there is one already, and PublisherError where nothing can be
    written.
    """
    path = project.guide_workbook
    if path.exists():
        raise FileExistsError(path)
    write_file(
        path,
        issue_guide(project.worded, project.treaty.order(project.settings.order).groups),
    )
    return path


# Checking


@dataclass(frozen=True, slots=True)
class GuideCheck:
    """What the check of the guide's workbook gave; `editorial` is empty where the file could not be
    read.
    """

    result: CheckResult
    editorial: Editorial = Editorial()  # noqa: RUF009 - it is frozen


def check_any(
    project: Project, path: Path, today: date, known: Mapping[Path, CheckResult]
) -> CheckResult:
    """Return what is wrong with a country's workbook or with that of the guide, which is checked
    against all others.

    `known` are results that need not be worked out again, by path.
    """
    if path.resolve() != project.guide_workbook.resolve():
        return check_file(project, path, today)
    results = [known.get(each) or check_file(project, each, today) for each in project.workbooks()]
    return check_guide_file(project, results, today).result


def check_guide_file(project: Project, results: Iterable[CheckResult], today: date) -> GuideCheck:
    """Return what is wrong with the guide's workbook, seen beside the countries' checked ones."""
    path = project.guide_workbook
    try:
        return _checked_guide(project, results, today)
    except PublisherError as fault:
        return GuideCheck(CheckResult(path, project, fault.diagnostics))
    except Exception as fault:
        told = unforeseen_in_check(project, path, fault)
        return GuideCheck(CheckResult(path, project, (told,)))


def _checked_guide(project: Project, results: Iterable[CheckResult], today: date) -> GuideCheck:
    path = project.guide_workbook
    content = read_file(path)
    opened = open_workbook(content, path.name)
    worded, noticed = language_of(project, opened)
    read = read_guide(opened, worded.worded)
    rules = guide_rules(read.value, worded.worded, today=today)
    listed = [each for each in results if not is_guide(each)]
    around = PickContext(
        reports_by_country(listed),
        worded.treaty.order(worded.settings.order),
        is_whole=all(each.report is not None for each in listed),
    )
    checked = check_guide(read.value, (*noticed, *read.diagnostics), around, rules)
    rows = rows_of_guide(read.value, worded.language)
    result = CheckResult(
        path,
        worded,
        checked.diagnostics,
        dismissed=checked.dismissed,
        digest=digest_of(content),
        rows=rows,
    )
    return GuideCheck(result, checked.editorial)


def is_guide(result: CheckResult) -> bool:
    """Tell whether a file among the countries' workbooks is a copy of the guide's."""
    return any(each.code == "G716" for each in result.diagnostics)


def one_for_each_country(results: Iterable[CheckResult]) -> dict[str, CheckResult]:
    """Return the workbook of each country by its two-letter code: of several the first that can be
    published.
    """
    found: dict[str, CheckResult] = {}
    for result in results:
        code = result.report.facts.iso2 if result.report else ""
        if code and (
            code not in found or (result.is_publishable and not found[code].is_publishable)
        ):
            found[code] = result
    return found


def reports_by_country(results: Iterable[CheckResult]) -> dict[str, CountryReport]:
    """Return the reports by the two-letter codes of their countries."""
    return {
        code: result.report
        for code, result in one_for_each_country(results).items()
        if result.report
    }
