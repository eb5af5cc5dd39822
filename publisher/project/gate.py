"""The gate before publication: what stands between a report and its status 'Final', on one page.

This is the edge: it knows paths.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from publisher.domain.diagnostics import Level, PublisherError
from publisher.domain.names import spelled
from publisher.project.check_page import page_of
from publisher.project.files import write_file
from publisher.project.project import Project
from publisher.project.standard import CHECK_TEMPLATE
from publisher.project.summary import CheckSummary, summary_of
from publisher.project.workbooks import CheckResult, check_file


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between a report and its publication, and the page that shows it."""

    summary: CheckSummary
    page: Path

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.summary.standing.must_fix


def gate_of(project: Project, path: Path, today: date) -> Gate:
    """Return what stands between a country's report and its publication, and write the page of it.

    The workbook is checked as if its status were final. Raises PublisherError where it cannot be
    read at all, or the page cannot be written.
    """
    result = check_file(project, path, today, as_final=True)
    if result.workbook is None:
        raise PublisherError(*result.diagnostics)
    summary = _stopping(result)
    worded = project.in_language(summary.standing.language)
    template = worded.template(CHECK_TEMPLATE)
    page = project.output_of(path.stem) / f"{spelled(path.stem)}.final.html"
    write_file(page, page_of(worded, summary, template, words="final_page").encode())
    return Gate(summary, page)


def stopping_of(project: Project, path: Path, today: date) -> CheckSummary:
    """Return what stands between a country's report and its publication, and write nothing."""
    return _stopping(check_file(project, path, today, as_final=True))


def _stopping(result: CheckResult) -> CheckSummary:
    stopping = tuple(each for each in result.diagnostics if each.level is Level.MUST_FIX)
    return summary_of(replace(result, diagnostics=stopping))
