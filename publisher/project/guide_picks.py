"""An editor's pick written into the guide's workbook.

This is the edge: it knows paths.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.check.picks import content_of, provision_called, report_called
from publisher.domain.diagnostics import Place, failure
from publisher.domain.names import folded, likely
from publisher.domain.report import CellKey, CountryReport, State
from publisher.domain.text import plain_text
from publisher.domain.treaty import Column, Provision
from publisher.project.files import read_file
from publisher.project.guide_workbook import reports_by_country
from publisher.project.project import Project
from publisher.project.workbooks import (
    CheckResult,
    ExcelFile,
    check_file,
    language_of,
)
from publisher.workbook.guide_layout import guide_choices
from publisher.workbook.opened import open_workbook
from publisher.workbook.read_guide import PicksSheet, picks_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor wants to pick, as typed; no column means the first one. Where neither
    `is_example` nor `is_gap` is said, a row that is there keeps its kind.
    """

    country: str
    article: str
    column: str = ""
    is_gap: bool = False
    is_example: bool = False
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
    wanted = _wanted(wish, worded, today)
    row = _row_of(sheet, wanted, worded)
    number = row or sheet.free_row()
    if number is None:
        raise failure("G720", Place(path.name), sheet=sheet.name)

    texts = _texts(wish, wanted, worded, is_new=row is None)
    cells = {f"{sheet.letters[key]}{number}": each for key, each in texts.items()}
    kept = ExcelFile(path, content).save({sheet.name: cells}, now)
    before = sheet.text(row, "kind") if row else ""
    kind = texts.get("kind", before)
    return Picked(
        country=wanted.name,
        article=wanted.provision.reference,
        heading=wanted.column.heading,
        text=wanted.text,
        kind=kind,
        was=before if before != kind else "",
        is_renewed=row is not None,
        kept=kept,
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a wish comes to: the text of a cell, and where it is from; `code` is the State's."""

    report: CountryReport
    code: str
    provision: Provision
    column: Column
    text: str

    @property
    def name(self) -> str:
        """The country's name."""
        return self.report.facts.short_name


def _wanted(wish: Wish, project: Project, today: date) -> _Wanted:
    """Return the text that an editor wants. Raises PublisherError where there is none."""
    reports = _reports_until(project, wish.country, today)
    code = _country(wish, reports)
    report, provision, column = reports[code], _provision(wish, project), _column(wish, project)
    content = content_of(report, CellKey(provision.id, column.id))
    if content is None or content.state is not State.TEXT:
        told = {
            "country": report.facts.short_name,
            "article": provision.reference,
            "heading": column.heading,
            "column": column.id,
        }
        raise failure("G705", Place("pick"), **told)
    return _Wanted(report, code, provision, column, plain_text(content.blocks))


def _texts(wish: Wish, wanted: _Wanted, project: Project, *, is_new: bool) -> dict[str, str]:
    """Return what to write into the row of a pick, by column; an old row keeps all else."""
    words = guide_choices(project.worded)
    texts = {"text": wanted.text}
    if is_new:
        texts["country"] = wanted.name
        texts["article"] = wanted.provision.reference
        texts["column"] = wanted.column.heading
    if is_new or wish.is_gap or wish.is_example:
        texts["kind"] = words["pick_kind"]["gap" if wish.is_gap else "example"]
    if wish.is_best:
        texts["best"] = words["yes_no"]["yes"]
    if wish.why:
        texts["why"] = wish.why
    return texts


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


def _row_of(sheet: PicksSheet, wanted: _Wanted, project: Project) -> int | None:
    """Return the row of a pick that is there already."""
    for row in sheet.rows:
        number = int(row.place.cell)
        country = report_called(sheet.text(number, "country"), {wanted.code: wanted.report})
        provision = provision_called(sheet.text(number, "article"), project.treaty)
        heading = sheet.text(number, "column")
        is_its_cell = provision == wanted.provision and folded(heading) == folded(
            wanted.column.heading
        )
        if country == wanted.code and is_its_cell:
            return number
    return None


def columns_of(project: Project) -> tuple[str, ...]:
    """Return the names of the content columns: their ids, then their headings."""
    columns = project.treaty.columns
    return (*(column.id for column in columns), *(column.heading for column in columns))
