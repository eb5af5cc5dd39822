"""How far each country is, as an editor plans the week: what is researched, wrong, verified, built,
and who is next.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import Level
from publisher.domain.report import CountryReport, Entry, State, Verification
from publisher.project.files import write_file
from publisher.project.formats import formats_called
from publisher.project.project import Project
from publisher.project.reports import is_out_of_date
from publisher.project.standard import STATUS_TEMPLATE
from publisher.project.workbooks import CheckResult
from publisher.workbook.addresses import split_address


@dataclass(frozen=True, slots=True)
class RowProgress:
    """How far the row of one provision is: the state of each content cell, and the worst problem in
    the row, if any.
    """

    reference: str
    title: str
    states: tuple[State, ...]
    level: Level | None


@dataclass(frozen=True, slots=True)
class Task:
    """What waits for somebody: researcher, national NGO or editor."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far one workbook is; the counts are of content cells."""

    workbook: str
    country: str
    text: int
    nothing_found: int
    not_researched: int
    not_applicable: int
    sources: int
    sources_verified: int
    must_fix: int
    please_check: int
    notes: int
    dismissed: int
    last_built: str
    is_out_of_date: bool
    tasks: tuple[Task, ...]
    rows: tuple[RowProgress, ...]

    @property
    def cells(self) -> int:
        """How many content cells there are."""
        return self.text + self.nothing_found + self.not_researched + self.not_applicable

    @property
    def researched(self) -> int:
        """How many content cells somebody has looked at."""
        return self.cells - self.not_researched


def status_of(result: CheckResult) -> Status:
    """Return how far one workbook is."""
    report = result.report
    states = (
        Counter(content.state for entry in report.entries for content in entry.contents)
        if report
        else Counter()
    )
    levels = Counter(each.level for each in result.diagnostics)
    formats = formats_called(result.project.settings.formats)
    sources = report.sources if report else ()
    is_old = report is None or is_out_of_date(result, formats)
    return Status(
        workbook=result.path.name,
        country=report.facts.short_name if report else "",
        text=states[State.TEXT],
        nothing_found=states[State.NOTHING_FOUND],
        not_researched=states[State.NOT_RESEARCHED],
        not_applicable=states[State.NOT_APPLICABLE],
        sources=len(sources),
        sources_verified=sum(source.verified is Verification.YES for source in sources),
        must_fix=levels[Level.MUST_FIX],
        please_check=levels[Level.PLEASE_CHECK],
        notes=levels[Level.NOTE],
        dismissed=len(result.dismissed),
        last_built=_last_built(result),
        is_out_of_date=is_old,
        tasks=tuple(_tasks(result, report, states[State.NOT_RESEARCHED], is_old=is_old)),
        rows=_rows(result, report) if report else (),
    )


def _tasks(
    result: CheckResult, report: CountryReport | None, blank: int, *, is_old: bool
) -> Iterator[Task]:
    """Yield what waits for whom, the most pressing first."""
    if report is None:
        yield Task("researcher", "send the workbook again: it cannot be read")
        return
    wrong = sum(each.level is Level.MUST_FIX for each in result.diagnostics)
    if wrong:
        yield Task("researcher", f"mend {wrong} MUST FIX")
    if blank:
        yield Task("researcher", f"research {count(blank, 'cell')}")
    unread = sum(source.verified is not Verification.YES for source in report.sources)
    if unread:
        yield Task("researcher", f"read {count(unread, 'source')} in the primary text")
    yield from _tasks_of_reviewers(report)
    if is_old and not wrong:
        yield Task("editor", "build the report")
    if not (wrong or blank or is_old) and not report.facts.is_final:
        yield Task("editor", "decide whether the report is final")


def _tasks_of_reviewers(report: CountryReport) -> Iterator[Task]:
    questions = sum(bool(entry.question) for entry in report.entries)
    if questions:
        yield Task("national NGO", f"answer {count(questions, 'question')}")
    waiting = [reviewer.name for reviewer in report.reviewers if not reviewer.has_answered]
    if waiting:
        yield Task("national NGO", f"send back the draft: {'; '.join(waiting)}")


def _rows(result: CheckResult, report: CountryReport) -> tuple[RowProgress, ...]:
    worst: dict[str, Level] = {}
    levels = list(Level)
    for each in result.diagnostics:
        row = f"{each.place.sheet} {split_address(each.place.cell)[1]}"
        worst[row] = min(worst.get(row, Level.NOTE), each.level, key=levels.index)
    places = {
        row.cells["id"].text: f"{row.place.sheet} {row.place.cell}"
        for row in (result.workbook.provisions if result.workbook else ())
        if "id" in row.cells
    }
    return tuple(
        _row(entry, worst.get(places.get(entry.provision.id, ""))) for entry in report.entries
    )


def _row(entry: Entry, level: Level | None) -> RowProgress:
    states = tuple(content.state for content in entry.contents)
    return RowProgress(entry.provision.reference, entry.provision.title, states, level)


def _last_built(result: CheckResult) -> str:
    """Return the time of the newest publication of a workbook, or nothing if there is none."""
    stem, project = result.path.stem, result.project
    formats = formats_called(project.settings.formats)
    files = [project.output_folder / stem / each.file_name(stem) for each in formats]
    times = [path.stat().st_mtime for path in files if path.exists()]
    return datetime.fromtimestamp(max(times)).strftime("%Y-%m-%d %H:%M") if times else ""


def count(number: int, thing: str) -> str:
    """Return a number with its noun: 1 file, 2 files."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def write_status_page(project: Project, countries: Sequence[Status], now: datetime) -> Path:
    """Write the status of all countries as a web page, and return where it is.

    Raises PublisherError where the template cannot be used or the page cannot be written.
    """
    from publisher.writers.html import render  # noqa: PLC0415 - Jinja only where it is needed

    template = project.template(STATUS_TEMPLATE)
    values = {"countries": countries, "when": f"{now:%Y-%m-%d %H:%M}"}
    page = render(template.content.decode("utf-8", "replace"), values, template_name=template.name)
    path = project.output_folder / "status.html"
    write_file(path, page.encode())
    return path
