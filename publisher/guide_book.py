"""The guide's workbook as a file: made, checked against the workbooks of the countries, given picks.

This is the edge: it knows paths. The file is called guide.xlsx and lies among the workbooks of the countries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.check.guide import Surroundings, check_guide, guide_rules
from publisher.check.picks import content_of, names_of, provision_called, report_called
from publisher.diagnostics import Place, PublisherError, failure
from publisher.editorial import Editorial
from publisher.files import digest_of, read_file, write_file
from publisher.markup import plain_text
from publisher.model import CellKey, CountryReport, State
from publisher.near import likely
from publisher.project import Project
from publisher.treaty import Order, Provision
from publisher.workbook import layout
from publisher.workbook.guide_layout import guide_choices, guide_sheets
from publisher.workbook.issue_guide import MOST_ROWS, issue_guide
from publisher.workbook.lists import ListSheet, list_rows, list_sheet
from publisher.workbook.opened import open_workbook
from publisher.workbook.read_guide import read_guide, rows_of_guide
from publisher.workbooks import CheckResult, ExcelFile, check_file, language_of


def order_of(project: Project) -> Order:
    """Return the order of subject areas in which the project prints."""
    orders = project.treaty.orders
    return next((each for each in orders if each.id == project.settings.order), orders[0])


def new_guide(project: Project) -> Path:
    """Write a new workbook for the guide and return where it is.

    Raises FileExistsError where there is one already, and PublisherError where nothing can be written.
    """
    path = project.guide_workbook
    if path.exists():
        raise FileExistsError(path)
    write_file(path, issue_guide(project.treaty, project.language, order_of(project).groups))
    return path


# Checking


@dataclass(frozen=True, slots=True)
class GuideCheck:
    """What the check of the guide's workbook gave; `editorial` is empty where the file could not be read."""

    result: CheckResult
    editorial: Editorial = Editorial()  # noqa: RUF009 - it is frozen


def check_any(project: Project, path: Path, today: date, known: Mapping[Path, CheckResult]) -> CheckResult:
    """Return what is wrong with a country's workbook or with that of the guide, which is checked against all others.

    `known` are results that need not be worked out again, by path.
    """
    if path.resolve() != project.guide_workbook.resolve():
        return check_file(project, path, today)
    results = [known.get(each) or check_file(project, each, today) for each in project.workbooks()]
    return check_guide_file(project, results, today).result


def check_guide_file(project: Project, results: Iterable[CheckResult], today: date) -> GuideCheck:
    """Return what is wrong with the guide's workbook, seen beside the checked workbooks of the countries."""
    path = project.guide_workbook
    try:
        content = read_file(path)
        opened = open_workbook(content, path.name)
        worded, noticed = language_of(project, opened)
        read = read_guide(opened, worded.treaty, worded.language)
    except PublisherError as fault:
        return GuideCheck(CheckResult(path, project, fault.diagnostics))
    rules = guide_rules(read.value, worded.treaty, worded.language, today=today)
    around = Surroundings(reports_by_country(results), order_of(worded))
    checked = check_guide(read.value, (*noticed, *read.diagnostics), around, rules)
    rows = rows_of_guide(read.value, worded.language)
    result = CheckResult(
        path, worded, checked.diagnostics, dismissed=checked.dismissed, digest=digest_of(content), rows=rows
    )
    return GuideCheck(result, checked.editorial)


def reports_by_country(results: Iterable[CheckResult]) -> dict[str, CountryReport]:
    """Return the reports by the two-letter codes of their countries, the first where a country has two workbooks."""
    found: dict[str, CountryReport] = {}
    for result in results:
        if result.report and (code := result.report.facts.texts.get("iso2", "")):
            found.setdefault(code, result.report)
    return found


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
    """What was picked: from where, the text, whether its row was there before, where the old file is kept."""

    country: str
    article: str
    heading: str
    text: str
    is_renewed: bool
    kept: Path | None


def pick(project: Project, wish: Wish, today: date, now: datetime) -> Picked:
    """Write a pick into the guide's workbook: in its own row where there is one, else in the first free row.

    Raises PublisherError where there is no such text or the workbook cannot be changed.
    """
    path = project.guide_workbook
    if not path.exists():
        raise failure("G717", Place(str(path)))
    content = read_file(path)
    opened = open_workbook(content, path.name)
    worded, _ = language_of(project, opened)
    reports = reports_by_country(check_file(project, each, today) for each in project.workbooks())
    country, provision = _country(wish, reports), _provision(wish, worded)
    column = next(each for each in worded.treaty.columns if wish.column in ("", each.id))
    found = content_of(reports[country], CellKey(provision.id, column.id))
    name = reports[country].facts.texts["short_name"]
    if found is None or found.state is not State.TEXT:
        told = {"country": name, "article": provision.reference, "heading": column.heading, "column": column.id}
        raise failure("G705", Place("pick"), **told)
    described = guide_sheets(worded.language)["picks"]
    sheet = list_sheet(opened, described)
    if sheet is None:
        raise failure("S101", Place(path.name), name=described.name, names="")
    words, text = guide_choices(worded.treaty, worded.language), plain_text(found.blocks)
    number, is_new = _row(sheet, (country, provision, column.heading), reports, worded, described, path.name)
    texts = {"text": text}
    if is_new:
        texts |= {"country": name, "article": provision.reference, "column": column.heading}
    if is_new or wish.is_gap:
        texts["kind"] = words["pick_kind"]["gap" if wish.is_gap else "example"]
    if wish.is_best:
        texts["best"] = words["yes_no"]["yes"]
    if wish.why:
        texts["why"] = wish.why
    cells = {f"{sheet.letters[key]}{number}": each for key, each in texts.items() if key in sheet.letters}
    kept = ExcelFile(path, content).save({sheet.sheet.title: cells}, now)
    return Picked(name, provision.reference, column.heading, text, not is_new, kept)


def _country(wish: Wish, reports: Mapping[str, CountryReport]) -> str:
    country = report_called(wish.country, reports)
    if not country:
        near = likely(wish.country, (name for each in reports.values() for name in names_of(each)))
        raise failure("G703", Place("pick"), written=wish.country, near=near)
    return country


def _provision(wish: Wish, project: Project) -> Provision:
    provision = provision_called(wish.article, project.treaty)
    if provision is None:
        near = likely(wish.article, (each.reference for each in project.treaty.provisions))
        raise failure("G704", Place("pick"), written=wish.article, near=near)
    return provision


def _row(
    sheet: ListSheet,
    wanted: tuple[str, Provision, str],
    reports: Mapping[str, CountryReport],
    project: Project,
    described: layout.Sheet,
    file: str,
) -> tuple[int, bool]:
    """Return the row of a pick, and whether it is a new one."""
    country, provision, heading = wanted
    used = set()
    for number, texts in list_rows(sheet):
        used.add(number)
        own = (
            report_called(texts.get("country", ""), reports),
            provision_called(texts.get("article", ""), project.treaty),
        )
        if own == (country, provision) and texts.get("column", "") == heading:
            return number, False
    free = next((each for each in range(layout.HEADING_ROW + 1, MOST_ROWS + 2) if each not in used), None)
    if free is None:
        raise failure("G720", Place(file), sheet=described.name)
    return free, True


def columns_of(project: Project) -> Sequence[str]:
    """Return the ids of the content columns."""
    return tuple(column.id for column in project.treaty.columns)
