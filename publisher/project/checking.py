"""The checks of a project on one day: each workbook is read and checked only where the check would
not give the same as the last time.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.project.check_cache import CheckCache
from publisher.project.check_page import CheckPageFile
from publisher.project.project import Project
from publisher.project.summary import CheckSummary, Lines, Standing

if TYPE_CHECKING:
    from publisher.project.workbooks import CheckResult


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is shown of a checked workbook: where it stands, and the lines that tell its problems.

    `result` is None where nothing has changed since its check.
    """

    path: Path
    standing: Standing
    lines: Lines
    result: "CheckResult | None" = None


class Checking:
    """The checks of a project on one day."""

    def __init__(self, project: Project, today: date) -> None:
        self.project = project
        self._today = today
        self._results: dict[Path, CheckResult] = {}
        self._summaries: dict[Path, CheckSummary] = {}
        self.cache = CheckCache(project, today)

    def check(self, path: Path, *, anew: bool = False) -> CheckedFile:
        """Return what is wrong with a country's workbook or that of the guide; `anew` leaves out
        what was kept.
        """
        known = None if anew else self.cache.find_lines(path)
        if known:
            return CheckedFile(path, *known)
        from publisher.project.guide_workbook import check_any  # noqa: PLC0415 - openpyxl, only to read a workbook

        result = self._results[path] = check_any(self.project, path, self._today, self._results)
        summary = self._summaries[path] = self.cache.keep(result)
        return CheckedFile(path, summary.standing, summary.lines, result)

    def summary(self, path: Path) -> CheckSummary:
        """Return all that is wrong with a workbook that was checked, problem by problem."""
        if path not in self._summaries:
            kept = self.cache.find(path)
            if kept:
                return kept
            self.check(path, anew=True)
        return self._summaries[path]

    def standing(self, path: Path) -> Standing:
        """Return where a country's workbook stands, without its problems where they were kept."""
        return self.cache.find_standing(path) or self.check(path).standing

    def write_list(self, checked: CheckedFile) -> Path:
        """Write the full list of a workbook's problems as a web page, and return where it is.

        Raises PublisherError where the template cannot be used or the page cannot be written.
        """
        page = CheckPageFile(self.project, checked.path, checked.standing, self.cache)
        if not page.is_as_written():
            page.write(self.summary(checked.path))
        return page.path
