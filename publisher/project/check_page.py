"""The full list of a workbook's problems as a web page, written where it is not there as it should
be.

This is the edge: it knows paths.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.domain.language import Language
from publisher.domain.names import spelled
from publisher.project.check_cache import CheckCache
from publisher.project.files import write_file
from publisher.project.project import Project
from publisher.project.standard import Template
from publisher.project.summary import CheckSummary, Standing
from publisher.workbook.layout import sheets

if TYPE_CHECKING:
    from publisher.writers.pages import CheckPage

# Beside the page: a digest of what it was made of, and its own.
PAGE_RECORD = ".check.html"


class CheckPageFile:
    """The page of one workbook's problems in the output folder.

    A page that was made of the same check with the same template, and is as it was left, need not
    be written again.
    """

    def __init__(
        self,
        project: Project,
        workbook: Path,
        standing: Standing,
        cache: CheckCache,
        template: Template,
    ) -> None:
        self._worded = project.in_language(standing.language)
        self._template = template
        self._folder = project.output_of(standing.name)
        self._digests = cache.digests
        key = cache.key(workbook)
        made_of = digest_of(f"{key} {digest_of(self._template.content)}".encode())
        # Without a key it is not known what the check depended on.
        self._inputs = made_of if key else ""
        self.path = self._folder / f"{spelled(standing.name)}.check.html"

    def is_as_written(self) -> bool:
        """Tell whether the page is there as it should be."""
        if not self._inputs:
            return False
        return _recorded(self._folder) == f"{self._inputs} {self._digests.of(self.path)}"

    def write(self, summary: CheckSummary) -> None:
        """Write the page. Raises PublisherError where that cannot be done."""
        page = page_of(self._worded, summary, self._template).encode()
        write_file(self.path, page)
        if self._inputs:
            record = f"{self._inputs} {digest_of(page)}"
            with suppress(PublisherError):
                write_file(self._folder / PAGE_RECORD, record.encode())


def _recorded(folder: Path) -> str:
    try:
        return (folder / PAGE_RECORD).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def page_of(
    project: Project, summary: CheckSummary, template: Template, words: str = "check_page"
) -> str:
    """Return the page of a check; `words` is the section of the language with its title and the
    like. Raises PublisherError where the template cannot be used.
    """
    from publisher.writers.pages import write_check_page  # noqa: PLC0415 - Jinja only where a page is written

    page = listed_problems(project, summary)
    return write_check_page(
        page, project.language, template.text, template_name=template.name, words=words
    )


def listed_problems(
    project: Project, summary: CheckSummary, language: Language | None = None
) -> "CheckPage":
    """Return what the page of a check shows, row by row; `language` is the one in which it is told,
    where it is another than that of the workbook.
    """
    from publisher.writers.pages import check_page  # noqa: PLC0415 - as above

    return check_page(
        summary.standing.file,
        summary.standing.progress.country,
        summary.diagnostics,
        summary.dismissed,
        language or project.language,
        _headings(project),
    )


def _headings(project: Project) -> set[str]:
    """Return the headings of all columns of a workbook."""
    described = sheets(project.worded).values()
    return {heading for sheet in described for heading in sheet.columns.values()}
