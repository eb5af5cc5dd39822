"""The web page of a report as it would be built now, without a file of it.

This is the edge: it knows paths.
"""

from datetime import date
from pathlib import Path

from publisher.compose.report import compose_report
from publisher.project.formats import formats_called
from publisher.project.materials import report_materials
from publisher.project.project import Project
from publisher.project.workbooks import CheckResult, check_file


def preview(project: Project, path: Path, today: date, checked: CheckResult | None = None) -> str:
    """Return the report of a workbook as a web page; nothing where it has problems that must be
    fixed, since then no report can be built. `checked` is what its check gave, where that is known.

    Raises PublisherError where a template cannot be used.
    """
    result = checked or check_file(project, path, today)
    if result.report is None or not result.is_publishable:
        return ""
    (page,) = formats_called(("html",))
    own = result.project
    publication = compose_report(result.report, own.worded, own.presentation)
    assert page.write_report is not None
    return page.write_report(publication, report_materials(own, page, path.stem)).decode()
