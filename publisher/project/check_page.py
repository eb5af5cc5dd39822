"""The full list of a workbook's problems as a web page, written where it is not there as it should
be.

This is the edge: it knows paths.
"""

from contextlib import suppress
from pathlib import Path

from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.check_cache import CheckCache
from publisher.project.files import write_file
from publisher.project.project import Project
from publisher.project.standard import CHECK_TEMPLATE, Template
from publisher.project.summary import CheckSummary

# Beside the page: a digest of what it was made of, and its own.
PAGE_RECORD = ".check.html"


def write_check_list(
    project: Project, path: Path, summary: CheckSummary, cache: CheckCache
) -> Path:
    """Write the full list of a workbook's problems as a web page, and return where it is.

    A page that was made of the same check with the same template, and is as it was left, is not
    written again. Raises PublisherError where the template cannot be used or the page cannot be
    written.
    """
    standing = summary.standing
    worded = project.in_language(standing.language)
    template = worded.template(CHECK_TEMPLATE)
    folder = project.output_folder / standing.name
    page_path = folder / f"{standing.name}.check.html"
    inputs = digest_of(f"{cache.key(path)} {digest_of(template.content)}".encode())
    is_known = bool(cache.key(path))
    if is_known and _recorded(folder) == f"{inputs} {cache.digests.of(page_path)}":
        return page_path
    page = _page(worded, summary, template).encode()
    write_file(page_path, page)
    if is_known:
        with suppress(PublisherError):
            write_file(folder / PAGE_RECORD, f"{inputs} {digest_of(page)}".encode())
    return page_path


def _recorded(folder: Path) -> str:
    try:
        return (folder / PAGE_RECORD).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _page(project: Project, summary: CheckSummary, template: Template) -> str:
    from publisher.writers.pages import check_page, write_check_page  # noqa: PLC0415 - Jinja only where a page is written

    page = check_page(
        summary.standing.file,
        summary.standing.progress.country,
        summary.diagnostics,
        summary.dismissed,
        project.language,
    )
    return write_check_page(page, project.language, template.text, template_name=template.name)
