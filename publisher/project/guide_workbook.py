"""The guide's workbook as a file: made, checked against the workbooks of the countries, given
picks.

This is the edge: it knows paths. The file is called guide.xlsx and lies among the workbooks of the
countries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.check.guide import check_guide, guide_rules
from publisher.check.picks import PickContext, content_of, provision_called, report_called
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.domain.editorial import Editorial
from publisher.domain.names import folded, likely
from publisher.domain.report import CellKey, CountryReport, State
from publisher.domain.text import plain_text
from publisher.domain.treaty import Column, Provision
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.project.workbooks import (
    CheckResult,
    ExcelFile,
    check_file,
    language_of,
    unforeseen_in_check,
)
from publisher.workbook.guide_layout import guide_choices
from publisher.workbook.issue_guide import issue_guide
from publisher.workbook.opened import open_workbook
from publisher.workbook.read_guide import PicksSheet, picks_of, read_guide, rows_of_guide


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


# Picking


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor wants to pick, as typed; no column means the first one."""

    country: str
    article: str
    column: str = ""
    is_gap: bool = False
    is_best: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked: from where, the text, as what, whether its row was there before, where the
    old file is kept.

    `was` is the kind that the row had before, where it is another now.
    """

    country: str
    article: str
    heading: str
    text: str
    kind: str
    was: str
    is_renewed: bool
    kept: Path | None


def pick(project: Project, wish: Wish, today: date, now: datetime) -> Picked:
    """Write a pick into the guide's workbook: in its own row where there is one, else in the first
    free row.

    Raises PublisherError where there is no such text or the workbook cannot be changed.
    """
    path = project.guide_workbook
    if not path.exists():
        raise failure("G717", Place(str(path)))
    content = read_file(path)
    opened = open_workbook(content, path.name)
    worded, _ = language_of(project, opened)
    sheet = picks_of(opened, worded.worded)
    reports = _reports_until(project, wish.country, today)
    country, provision, column = (
        _country(wish, reports),
        _provision(wish, worded),
        _column(wish, worded),
    )
    found = content_of(reports[country], CellKey(provision.id, column.id))
    name = reports[country].facts.short_name
    if found is None or found.state is not State.TEXT:
        told = {
            "country": name,
            "article": provision.reference,
            "heading": column.heading,
            "column": column.id,
        }
        raise failure("G705", Place("pick"), **told)
    words, text = guide_choices(worded.worded), plain_text(found.blocks)
    row = _row_of(sheet, (country, provision, column), {country: reports[country]}, worded)
    number = row or sheet.free_row()
    if number is None:
        raise failure("G720", Place(path.name), sheet=sheet.name)
    texts = {"text": text}
    if row is None:
        texts |= {"country": name, "article": provision.reference, "column": column.heading}
    if row is None or wish.is_gap:
        texts["kind"] = words["pick_kind"]["gap" if wish.is_gap else "example"]
    if wish.is_best:
        texts["best"] = words["yes_no"]["yes"]
    if wish.why:
        texts["why"] = wish.why
    cells = {f"{sheet.letters[key]}{number}": each for key, each in texts.items()}
    kept = ExcelFile(path, content).save({sheet.name: cells}, now)
    before = sheet.text(row, "kind") if row else ""
    kind = texts.get("kind") or before
    return Picked(
        name,
        provision.reference,
        column.heading,
        text,
        kind,
        before if before != kind else "",
        row is not None,
        kept,
    )


def _reports_until(project: Project, name: str, today: date) -> Mapping[str, CountryReport]:
    """Return the reports up to the one of a country that can be published; its file is likely to be
    called like it.
    """
    paths = sorted(project.workbooks(), key=lambda path: folded(path.stem) != folded(name))
    results: list[CheckResult] = []
    for path in paths:
        results.append(check_file(project, path, today))
        if results[-1].is_publishable and report_called(name, reports_by_country(results[-1:])):
            break
    return reports_by_country(results)


def _country(wish: Wish, reports: Mapping[str, CountryReport]) -> str:
    country = report_called(wish.country, reports)
    if not country:
        names = (name for each in reports.values() for name in each.facts.names)
        near = likely(wish.country, names)
        raise failure("G703", Place("pick"), written=wish.country, near=near)
    return country


def _provision(wish: Wish, project: Project) -> Provision:
    provision = provision_called(wish.article, project.treaty)
    if provision is None:
        near = likely(wish.article, (each.reference for each in project.treaty.provisions))
        raise failure("G704", Place("pick"), written=wish.article, near=near)
    return provision


def _column(wish: Wish, project: Project) -> Column:
    columns = project.treaty.columns
    wanted = folded(wish.column)
    return next(
        each for each in columns if not wanted or wanted in (folded(each.id), folded(each.heading))
    )


def _row_of(
    sheet: PicksSheet,
    wanted: tuple[str, Provision, Column],
    reports: Mapping[str, CountryReport],
    project: Project,
) -> int | None:
    """Return the row of a pick that is there already."""
    country, provision, column = wanted
    for row in sheet.rows:
        number = int(row.place.cell)
        own = report_called(sheet.text(number, "country"), reports)
        if (
            own == country
            and provision_called(sheet.text(number, "article"), project.treaty) == provision
            and folded(sheet.text(number, "column")) == folded(column.heading)
        ):
            return number
    return None


def columns_of(project: Project) -> tuple[str, ...]:
    """Return the names of the content columns: their ids, then their headings."""
    columns = project.treaty.columns
    return (*(column.id for column in columns), *(column.heading for column in columns))
