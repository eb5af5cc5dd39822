"""From checked workbooks to publication files: what is built, skipped and written.

This is the edge: it knows paths. A problem in one workbook never stops the others.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import __version__
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.domain.model import CountryReport
from publisher.project.files import write_file
from publisher.project.office import office, pages_of_headings
from publisher.project.printer_profile import read_profile
from publisher.project.project import Project, Template
from publisher.project.standard import package_folder
from publisher.project.workbooks import CheckResult

if TYPE_CHECKING:
    from publisher.writers.pdf import Attachment

RECORD_FILE = ".built.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one format of one report: written, unchanged since the last time, or its
    problems.
    """

    path: Path
    format: str
    is_unchanged: bool = False
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether the file was written now."""
        return not (self.problems or self.is_unchanged)


def earlier_report(result: CheckResult, earlier: CheckResult) -> CountryReport:
    """Return the report of an earlier workbook of the same country, for comparing.

    Raises PublisherError where it cannot be compared.
    """
    place = Place(earlier.path.name)
    if earlier.report is None or not earlier.is_publishable:
        raise failure("P413", place, path=earlier.path)
    countries = [each.report.facts.texts["short_name"] for each in (earlier, result) if each.report]
    codes = {each.report.facts.texts["iso2"] for each in (earlier, result) if each.report}
    if len(codes) > 1:
        raise failure("P412", place, old=countries[0], new=countries[-1])
    return earlier.report


def build_file(
    result: CheckResult,
    formats: tuple[str, ...],
    *,
    is_forced: bool = False,
    since: CountryReport | None = None,
) -> Iterator[Built]:
    """Build the publications of a checked workbook, one format after the other, and say what became
    of each.

    With `since`, an earlier report, they say what has changed. A format whose inputs are those of
    the last build, and whose file is as it was left, is not built again.
    """
    if result.report is None or not result.is_publishable:
        return
    project = result.project
    folder = project.output_folder / result.path.stem
    record = _read_record(folder)
    publication = compose_report(
        result.report, project.treaty, project.language, project.edition, since=since
    )
    for format_ in sorted(formats, key=_docx_first):
        path = folder / _file_name(result.path.stem, format_)
        try:
            inputs = _fingerprint(result, format_, since)
            if not is_forced and record.get(format_) == [inputs, _digest_of(path)]:
                yield Built(path, format_, is_unchanged=True)
                continue
            content = _write(project, publication, format_, path.name)
            write_file(path, content)
            record[format_] = [inputs, digest_of(content)]
            write_file(folder / RECORD_FILE, json.dumps(record, indent=1, sort_keys=True).encode())
            yield Built(path, format_)
        except PublisherError as fault:
            yield Built(path, format_, problems=fault.diagnostics)


def is_out_of_date(result: CheckResult, formats: tuple[str, ...]) -> bool:
    """Tell whether a build would write any of the formats anew."""
    name = result.path.stem
    folder = result.project.output_folder / name
    record = _read_record(folder)
    try:
        return any(
            record.get(format_)
            != [_fingerprint(result, format_), _digest_of(folder / _file_name(name, format_))]
            for format_ in formats
        )
    except PublisherError:  # a build would tell what cannot be read
        return True


def _docx_first(format_: str) -> int:
    return ("docx", "html", "pdf", "print").index(format_)


def _file_name(name: str, format_: str) -> str:
    return f"{name}.print.pdf" if format_ == "print" else f"{name}.{format_}"


def _write(project: Project, publication: Publication, format_: str, file: str) -> bytes:
    match format_:
        case "docx":
            return _word_file(project, publication)
        case "html":
            return _page(project, publication, _text(_template(project, "css"))).encode()
        case "pdf":
            from publisher.writers.pdf import write_pdf  # noqa: PLC0415 - nor WeasyPrint

            page, style_sheet = _page(project, publication), _text(_template(project, "pdf.css"))
            return write_pdf(page, style_sheet, file=file, attachments=_tables(publication, file))
        case _:
            from publisher.writers.pdf import write_print_pdf  # noqa: PLC0415

            profile = read_profile(project.folder, project.settings.icc, file=file)
            page, style_sheet = _page(project, publication), _text(_template(project, "pdf.css"))
            return write_print_pdf(page, style_sheet, file=file, profile=profile)


def _word_file(project: Project, publication: Publication) -> bytes:
    from publisher.writers.docx import with_page_numbers, write_docx  # noqa: PLC0415 - `check` needs no lxml

    template = _template(project, "docx")
    file = write_docx(publication, template.content, template_name=template.name)
    pages = pages_of_headings(file) if _numbers_pages(project) else {}
    return with_page_numbers(file, pages) if pages else file


def _numbers_pages(project: Project) -> bool:
    return project.settings.word_page_numbers and bool(office())


def _page(project: Project, publication: Publication, style_sheet: str = "") -> str:
    from publisher.writers.html import write_html  # noqa: PLC0415 - nor Jinja

    template = _template(project, "html")
    return write_html(publication, _text(template), style_sheet, template_name=template.name)


def _template(project: Project, ending: str) -> Template:
    """Return a template of the country report that the settings name, by its ending: docx, html,
    css, pdf.css.
    """
    folder = "docx" if ending == "docx" else "html"
    return project.template(f"{folder}/{project.settings.report}.{ending}")


def _text(template: Template) -> str:
    return template.content.decode("utf-8", "replace")


def _tables(publication: Publication, file: str) -> tuple["Attachment", ...]:
    """Return what is attached to the PDF: the content of the workbook as CSV."""
    from publisher.writers.pdf import Attachment  # noqa: PLC0415
    from publisher.writers.table import write_content_table, write_source_table  # noqa: PLC0415

    name, words = Path(file).stem, publication.words
    content, sources = write_content_table(publication), write_source_table(publication)
    return (
        Attachment(f"{name}.content.csv", "text/csv", words["table"], content),
        Attachment(f"{name}.sources.csv", "text/csv", words["sources"], sources),
    )


# The record of the last build


def _read_record(folder: Path) -> dict[str, list[str]]:
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _fingerprint(result: CheckResult, format_: str, since: CountryReport | None = None) -> str:
    """Return a digest of everything that a publication is made of."""
    project = result.project
    endings = {"docx": ("docx",), "html": ("html", "css")}.get(format_, ("html", "pdf.css"))
    settings = asdict(project.settings) | {"formats": "", "output": "", "workbooks": ""}
    parts = [
        __version__.encode(),
        _code_digest(),
        json.dumps(settings, sort_keys=True).encode(),
        repr((project.treaty, project.language)).encode(),
        repr((project.house, since, format_ == "docx" and _numbers_pages(project))).encode(),
        repr(result.report).encode(),  # not the file's bytes: marks of a check change no report
        *(_template(project, ending).content for ending in endings),
        _profile(result, format_),
    ]
    return digest_of(b"".join(digest_of(part).encode() for part in parts))


def _profile(result: CheckResult, format_: str) -> bytes:
    project = result.project
    file = _file_name(result.path.stem, format_)
    return (
        read_profile(project.folder, project.settings.icc, file=file) if format_ == "print" else b""
    )


@cache
def _code_digest() -> bytes:
    """Return a digest of the program itself: a new version must build anew."""
    folder = package_folder()
    return b"".join(digest_of(path.read_bytes()).encode() for path in sorted(folder.rglob("*.py")))


def _digest_of(path: Path) -> str:
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return ""
