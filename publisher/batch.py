"""From workbook files to publication files: what is read, built, skipped and written.

This is the edge: it knows paths. A problem in one workbook never stops the others.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from publisher import __version__
from publisher.check import check_workbook, in_sheet_order
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.diagnostics import Diagnostic, PublisherError, has_errors
from publisher.files import read_file, write_file
from publisher.model import CountryReport
from publisher.project import Project
from publisher.standard import package_folder
from publisher.workbook.read import read_workbook

RECORD_FILE = ".built.json"
DOCX_TEMPLATE = "docx/country_report.docx"
HTML_TEMPLATE = "html/country_report.html"
STYLE_SHEET = "html/country_report.css"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the check of one workbook gave; `report` is None where the file could not be read."""

    path: Path
    report: CountryReport | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_publishable(self) -> bool:
        """Whether a report can be built."""
        return self.report is not None and not has_errors(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one format of one report: written, unchanged since the last time, or a problem."""

    path: Path
    format: str
    is_unchanged: bool = False
    problem: Diagnostic | None = None


def check_file(project: Project, path: Path) -> CheckResult:
    """Return what is wrong with a workbook file, in sheet order, and its report."""
    try:
        return _check(project, path, read_file(path))
    except PublisherError as problem:
        return CheckResult(path, None, (problem.diagnostic,))


def _check(project: Project, path: Path, content: bytes) -> CheckResult:
    workbook = read_workbook(content, path.name, project.treaty, project.language)
    report = check_workbook(workbook.value, project.treaty, project.language)
    names = tuple(project.language.words("sheets").values())
    return CheckResult(path, report.value, in_sheet_order((*workbook.diagnostics, *report.diagnostics), names))


def build_file(
    project: Project, result: CheckResult, formats: tuple[str, ...], *, is_forced: bool = False
) -> Iterator[Built]:
    """Build the publications of a checked workbook, one format after the other, and say what became of each.

    A format whose inputs are those of the last build, and whose file is as it was left, is not built again.
    """
    if result.report is None or not result.is_publishable:
        return
    folder = project.output_folder / result.path.stem
    record = _read_record(folder)
    page = ""
    publication = compose_report(result.report, project.treaty, project.language, project.edition)
    for format_ in sorted(formats, key=_docx_first):
        path = folder / f"{result.path.stem}.{format_}"
        try:
            inputs = _fingerprint(project, result.path, format_)
            if not is_forced and record.get(format_) == [inputs, _digest_of(path)]:
                yield Built(path, format_, is_unchanged=True)
                continue
            if format_ != "docx":
                page = page or _page(project, publication)
            content = _write(project, publication, format_, page, path.name)
            write_file(path, content)
            record[format_] = [inputs, _digest(content)]
            write_file(folder / RECORD_FILE, json.dumps(record, indent=1, sort_keys=True).encode())
            yield Built(path, format_)
        except PublisherError as problem:
            yield Built(path, format_, problem=problem.diagnostic)


def is_out_of_date(project: Project, path: Path, formats: tuple[str, ...]) -> bool:
    """Tell whether a build would write any of the formats anew."""
    folder = project.output_folder / path.stem
    record = _read_record(folder)
    try:
        return any(
            record.get(format_) != [_fingerprint(project, path, format_), _digest_of(folder / f"{path.stem}.{format_}")]
            for format_ in formats
        )
    except PublisherError:  # a build would tell what cannot be read
        return True


def _docx_first(format_: str) -> int:
    return ("docx", "html", "pdf").index(format_)


def _write(project: Project, publication: Publication, format_: str, page: str, file: str) -> bytes:
    if format_ == "docx":
        from publisher.writers.docx import write_docx  # noqa: PLC0415 - `check` need not load python-docx

        template = project.template(DOCX_TEMPLATE)
        return write_docx(publication, template.content, template_name=template.name)
    if format_ == "pdf":
        from publisher.writers.pdf import write_pdf  # noqa: PLC0415 - nor WeasyPrint

        return write_pdf(page, file=file)
    return page.encode()


def _page(project: Project, publication: Publication) -> str:
    from publisher.writers.html import write_html  # noqa: PLC0415 - nor Jinja

    template, style_sheet = project.template(HTML_TEMPLATE), project.template(STYLE_SHEET)
    return write_html(
        publication,
        template.content.decode("utf-8", "replace"),
        style_sheet.content.decode("utf-8", "replace"),
        template_name=template.name,
    )


# The record of the last build


def _read_record(folder: Path) -> dict[str, list[str]]:
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _fingerprint(project: Project, workbook: Path, format_: str) -> str:
    """Return a digest of everything that a publication is made of."""
    names = (DOCX_TEMPLATE,) if format_ == "docx" else (HTML_TEMPLATE, STYLE_SHEET)
    settings = asdict(project.settings) | {"formats": "", "output": "", "workbooks": ""}
    parts = [
        __version__.encode(),
        _code_digest(),
        json.dumps(settings, sort_keys=True).encode(),
        repr((project.treaty, project.language)).encode(),
        read_file(workbook),
        *(project.template(name).content for name in names),
    ]
    return _digest(b"".join(_digest(part).encode() for part in parts))


@cache
def _code_digest() -> bytes:
    """Return a digest of the program itself: a new version must build anew."""
    folder = package_folder()
    return b"".join(_digest(path.read_bytes()).encode() for path in sorted(folder.rglob("*.py")))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""
