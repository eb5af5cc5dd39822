"""From workbook files to publication files: what is read, built, skipped and written.

This is the edge: it knows paths. A problem in one workbook never stops the others.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import __version__
from publisher.check import Dismissed, check_workbook
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.countries import Country, country_of_code
from publisher.diagnostics import Diagnostic, Place, PublisherError, failure, must_fix, problem
from publisher.files import digest_of, read_file, replace_workbook, require_closed, write_file
from publisher.model import CountryReport, Workbook
from publisher.office import office, pages_of_headings
from publisher.profiles import read_profile
from publisher.project import Project, Template
from publisher.standard import package_folder
from publisher.workbook.annotate import annotate
from publisher.workbook.issue import issue_workbook
from publisher.workbook.patch import PatchError
from publisher.workbook.read import OpenedWorkbook, open_workbook, read_workbook
from publisher.workbook.upgrade import Upgraded, upgrade_workbook

if TYPE_CHECKING:
    from publisher.writers.pdf import Attachment

RECORD_FILE = ".built.json"
CHECK_TEMPLATE = "html/check.html"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the check of one workbook gave; `report` is None where the file could not be read.

    `project` has the words of the language in which the workbook was issued; `digest` is that of the file's bytes.
    """

    path: Path
    project: Project
    diagnostics: tuple[Diagnostic, ...]
    report: CountryReport | None = None
    workbook: Workbook | None = None
    dismissed: tuple[Dismissed, ...] = ()
    digest: str = ""

    @property
    def is_publishable(self) -> bool:
        """Whether a report can be built."""
        return self.report is not None and not must_fix(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one format of one report: written, unchanged since the last time, or its problems."""

    path: Path
    format: str
    is_unchanged: bool = False
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether the file was written now."""
        return not (self.problems or self.is_unchanged)


def check_file(project: Project, path: Path, today: date) -> CheckResult:
    """Return what is wrong with a workbook file, in sheet order, and its report."""
    try:
        return check_content(project, path, read_file(path), today)
    except PublisherError as fault:
        return CheckResult(path, project, fault.diagnostics)


def check_content(project: Project, path: Path, content: bytes, today: date) -> CheckResult:
    """Return what is wrong with the bytes of a workbook. Raises PublisherError where they are no workbook."""
    opened = open_workbook(content, path.name)
    worded, noticed = _in_its_language(project, opened)
    read = read_workbook(opened, worded.treaty, worded.language)
    checked = check_workbook(read.value, (*noticed, *read.diagnostics), worded.treaty, worded.language, today=today)
    return CheckResult(
        path, worded, checked.diagnostics, checked.report, read.value, checked.dismissed, digest_of(content)
    )


def _in_its_language(project: Project, opened: OpenedWorkbook) -> tuple[Project, tuple[Diagnostic, ...]]:
    written = opened.identity.get("language", project.language.code)
    try:
        return project.in_language(written), ()
    except PublisherError:
        name = project.language.sections["name"]
        return project, (problem("S116", Place(opened.file), written=written[:20], language=name),)


def write_check_list(result: CheckResult) -> Path:
    """Write the full list of a workbook's problems as a web page, and return where it is."""
    from publisher.writers.pages import check_page, write_check_page  # noqa: PLC0415 - Jinja only where it is needed

    project = result.project
    country = result.report.facts.texts.get("short_name", "") if result.report else ""
    page = check_page(result.path.name, country, result.diagnostics, result.dismissed, project.language)
    template = project.template(CHECK_TEMPLATE)
    text = template.content.decode("utf-8", "replace")
    path = project.output_folder / result.path.stem / f"{result.path.stem}.check.html"
    write_file(path, write_check_page(page, project.language, text, template_name=template.name).encode())
    return path


def annotate_file(result: CheckResult, now: datetime) -> Path | None:
    """Write the problems of a workbook into its reserved cells; return where the old file is kept.

    None where the cells say already what they should. Raises PublisherError where the workbook is open in another
    program or cannot be changed without touching other cells; then nothing was changed.
    """
    if result.workbook is None:
        return None
    require_closed(result.path)
    content = read_file(result.path)
    words = result.project
    try:
        annotated = annotate(content, result.workbook, result.diagnostics, words.treaty, words.language)
    except PatchError as fault:
        raise failure("F023", Place(result.path.name), fault=fault) from fault
    if annotated == content:
        return None
    return replace_workbook(result.path, annotated, was=result.digest, now=now)


def upgrade_file(project: Project, path: Path, now: datetime) -> tuple[Path, Upgraded]:
    """Put a new workbook of the present version in place of an old one, filled with all it held.

    Return where the old file is kept, and what became of its cells. Raises PublisherError where the workbook cannot be
    read, is open in another program or cannot be written; then nothing was changed.
    """
    require_closed(path)
    content = read_file(path)
    opened = open_workbook(content, path.name)
    worded, _ = _in_its_language(project, opened)
    workbook = read_workbook(opened, worded.treaty, worded.language).value
    blank = issue_workbook(worded.treaty, worded.language, _country_of(workbook))
    upgraded = upgrade_workbook(opened, workbook, blank, worded.treaty, worded.language)
    return replace_workbook(path, upgraded.content, was=digest_of(content), now=now), upgraded


def _country_of(workbook: Workbook) -> Country:
    fields = {key: row.cells["value"].text for key, row in workbook.country.items()}
    code = workbook.identity.get("country") or fields.get("iso2", "")
    return country_of_code(code) or Country(code, "", fields.get("short_name", ""), fields.get("formal_name", ""))


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
    result: CheckResult, formats: tuple[str, ...], *, is_forced: bool = False, since: CountryReport | None = None
) -> Iterator[Built]:
    """Build the publications of a checked workbook, one format after the other, and say what became of each.

    With `since`, an earlier report, they say what has changed. A format whose inputs are those of the last build, and
    whose file is as it was left, is not built again.
    """
    if result.report is None or not result.is_publishable:
        return
    project = result.project
    folder = project.output_folder / result.path.stem
    record = _read_record(folder)
    publication = compose_report(result.report, project.treaty, project.language, project.edition, since=since)
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
            record.get(format_) != [_fingerprint(result, format_), _digest_of(folder / _file_name(name, format_))]
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
    """Return a template of the country report that the settings name, by its ending: docx, html, css, pdf.css."""
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
    return read_profile(project.folder, project.settings.icc, file=file) if format_ == "print" else b""


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
