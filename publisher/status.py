"""How far each country is: what is filled in, what is wrong, when it was last built."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from publisher.batch import CheckResult, is_out_of_date
from publisher.diagnostics import Level
from publisher.model import State


@dataclass(frozen=True, slots=True)
class Status:
    """One line of the status table; the counts are of content cells."""

    workbook: str
    country: str
    text: int
    nothing_found: int
    not_researched: int
    not_applicable: int
    sources: int
    errors: int
    warnings: int
    last_built: str
    is_out_of_date: bool


def status_of(result: CheckResult) -> Status:
    """Return how far one workbook is."""
    report = result.report
    states = Counter(content.state for entry in report.entries for content in entry.contents) if report else Counter()
    levels = Counter(each.level for each in result.diagnostics)
    formats = result.project.settings.formats
    return Status(
        workbook=result.path.name,
        country=report.facts.texts.get("short_name", "") if report else "",
        text=states[State.TEXT],
        nothing_found=states[State.NOTHING_FOUND],
        not_researched=states[State.NOT_RESEARCHED],
        not_applicable=states[State.NOT_APPLICABLE],
        sources=len(report.sources) if report else 0,
        errors=levels[Level.MUST_FIX],
        warnings=levels[Level.PLEASE_CHECK],
        last_built=_last_built(result),
        is_out_of_date=report is None or is_out_of_date(result, formats),
    )


def _last_built(result: CheckResult) -> str:
    """Return the time of the newest publication of a workbook, or nothing if there is none."""
    folder = result.project.output_folder / result.path.stem
    files = [folder / f"{result.path.stem}.{format_}" for format_ in result.project.settings.formats]
    times = [path.stat().st_mtime for path in files if path.exists()]
    return datetime.fromtimestamp(max(times)).strftime("%Y-%m-%d %H:%M") if times else ""
