"""The checks of a project on one day: each workbook is read and checked only where the check would
not give the same as the last time.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, problem
from publisher.domain.digest import digest_of
from publisher.project.check_cache import CheckCache
from publisher.project.check_page import CheckPageFile
from publisher.project.copies import keep_seen, require_seen
from publisher.project.files import read_file
from publisher.project.project import Project
from publisher.project.standard import CHECK_TEMPLATE, Template
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


# Told of a workbook that lost its rounds, and of texts that stand in other rows than when it was
# last seen: as long as it is, the copy stays with which it is compared, or from which it is mended.
_AGAINST_SEEN = {"S126", "S127"}


def doubled(workbooks: Iterable[tuple[str, str]]) -> tuple[Diagnostic, ...]:
    """Return which workbooks are of a country of which there is another one, which comes first;
    given are the names of their files and countries.
    """
    first: dict[str, str] = {}
    told: list[Diagnostic] = []
    for file, country in workbooks:
        other = first.get(country, file)
        if country and other != file:  # of one name are those that lie in different folders
            told.append(problem("S128", Place(file), other=other, country=country, file=file))
        first.setdefault(country, file)
    return tuple(told)


def names_of(workbooks: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return how workbooks are called in a list, by their files: by the country, with the file
    behind it where several are of one country; given are the names of their files and countries.
    """
    given = tuple(workbooks)
    counts = Counter(country for _, country in given)
    return {
        file: f"{country} ({file})" if country and counts[country] > 1 else country or file
        for file, country in given
    }


class Checking:
    """The checks of a project on one day."""

    def __init__(self, project: Project, today: date) -> None:
        self.project = project
        self._today = today
        self._results: dict[Path, CheckResult] = {}
        self._summaries: dict[Path, CheckSummary] = {}
        self._to_check_anew: set[Path] = set()
        self.cache = CheckCache(project, today)

    def check(self, path: Path, *, anew: bool = False) -> CheckedFile:
        """Return what is wrong with a country's workbook or that of the guide; `anew` leaves out
        what was kept.
        """
        is_kept = not anew and path not in self._to_check_anew
        known = self.cache.find_lines(path) if is_kept else None
        if known:
            return CheckedFile(path, *known)
        from publisher.project.guide_workbook import check_any  # noqa: PLC0415 - openpyxl, only to read a workbook

        result = self._results[path] = check_any(self.project, path, self._today, self._results)
        if result.workbook and not _AGAINST_SEEN & {each.code for each in result.diagnostics}:
            self._keep_seen(result)
        summary = self._summaries[path] = self.cache.keep(result)
        return CheckedFile(path, summary.standing, summary.lines, result)

    def keep_moved(self, path: Path) -> None:
        """Keep a workbook as it is now, with texts that were moved on purpose to other rows. Raises
        PublisherError where it cannot be read or kept.
        """
        require_seen(path, read_file(path), datetime.now())
        self._to_check_anew.add(path)

    def _keep_seen(self, result: "CheckResult") -> None:
        folder = self.project.workbooks_folder.resolve()
        if result.path.resolve().parent != folder:
            return  # nothing is put into a folder that is not the project's
        with suppress(PublisherError):
            content = read_file(result.path)
            if digest_of(content) == result.digest:
                keep_seen(result.path, content, datetime.now())

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

    @cached_property
    def _page_template(self) -> Template:
        """The template of all lists of problems. Raises PublisherError where it cannot be read."""
        return self.project.template(CHECK_TEMPLATE)

    def write_list(self, checked: CheckedFile) -> Path:
        """Write the full list of a workbook's problems as a web page, and return where it is.

        Raises PublisherError where the template cannot be used or the page cannot be written.
        """
        page = CheckPageFile(
            self.project, checked.path, checked.standing, self.cache, self._page_template
        )
        if not page.is_as_written():
            page.write(self.summary(checked.path))
        return page.path
