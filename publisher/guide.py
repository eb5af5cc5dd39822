"""From all checked workbooks to the advocacy guide: web page, PDF, and the data behind them.

This is the edge: it knows paths.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from publisher.compose.guide import Guide, LeftOut, compose_guide
from publisher.compose.guide.compose import Covered
from publisher.diagnostics import Place, failure
from publisher.files import read_file, write_file
from publisher.project import Project
from publisher.workbooks import check_file

FORMATS = ("html", "pdf", "xlsx", "csv")
GUIDE_TEMPLATE = "html/guide.html"


def gather_guide(project: Project, paths: Sequence[Path], today: date, provisions: Sequence[str]) -> Guide:
    """Return the guide to some workbooks; one that cannot be published is left out and named.

    Raises PublisherError where none is left.
    """
    covered, left_out = [], []
    reason = project.language.words("guide")["reason"]
    for path in paths:
        result = check_file(project, path, today)
        if result.report is not None and result.is_publishable:
            covered.append(Covered(result.report, f"../{path.stem}/{path.stem}.html"))
        else:
            name = result.report.facts.texts.get("short_name", "") if result.report else ""
            left_out.append(LeftOut(name or path.name, reason))
    if not covered:
        raise failure("G701", Place(str(project.workbooks_folder)))
    return compose_guide(covered, left_out, project.treaty, project.language, project.edition, provisions)


def build_guide(project: Project, guide: Guide, formats: Iterable[str]) -> Iterator[Path]:
    """Write the guide in some formats and yield the paths. Raises PublisherError where a file cannot be written."""
    folder = project.output_folder / "guide"
    for format_ in formats:
        for name, content in _files(project, guide, format_):
            path = folder / name
            if not path.exists() or read_file(path) != content:
                write_file(path, content)
            yield path


def _files(project: Project, guide: Guide, format_: str) -> Iterator[tuple[str, bytes]]:
    from publisher.workbook.tables import write_tables  # noqa: PLC0415 - each format loads only what it needs
    from publisher.writers.guide import COUNTRIES, MATRIX, country_lines, matrix_lines  # noqa: PLC0415
    from publisher.writers.table import csv_table  # noqa: PLC0415

    tables = {"Assessments": (MATRIX, list(matrix_lines(guide))), "Countries": (COUNTRIES, list(country_lines(guide)))}
    match format_:
        case "html":
            yield "guide.html", _page(project, guide, "css").encode()
        case "pdf":
            from publisher.writers.pdf import write_pdf  # noqa: PLC0415 - WeasyPrint only where it is needed

            yield "guide.pdf", write_pdf(_page(project, guide, ""), _style(project, "pdf.css"), file="guide.pdf")
        case "xlsx":
            yield "guide.xlsx", write_tables(tables)
        case _:
            for name, table in tables.items():
                yield f"guide.{name.lower()}.csv", csv_table(*table)


def _page(project: Project, guide: Guide, style: str) -> str:
    from publisher.writers.guide import write_guide_page  # noqa: PLC0415 - nor Jinja

    template = project.template(GUIDE_TEMPLATE)
    sheet = _style(project, style) if style else ""
    return write_guide_page(guide, template.content.decode("utf-8", "replace"), sheet, template_name=template.name)


def _style(project: Project, ending: str) -> str:
    """Return the style sheet of the country report with what the guide adds to it."""
    names = (f"html/country_report.{ending}", f"html/guide.{ending}")
    return "\n".join(project.template(name).content.decode("utf-8", "replace") for name in names)
