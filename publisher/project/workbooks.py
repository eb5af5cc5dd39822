"""Workbook files checked, marked and carried over into new ones.

This is the edge: it knows paths. A workbook is read in the language in which it was issued.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.check import Dismissed, check_workbook
from publisher.domain.archive import Archive, NotAnArchiveError, TooBigError
from publisher.domain.countries import Country, country_of_code
from publisher.domain.diagnostics import (
    Diagnostic,
    Place,
    PublisherError,
    failure,
    must_fix,
    problem,
)
from publisher.domain.digest import digest_of
from publisher.domain.model import Workbook
from publisher.domain.report import CountryReport
from publisher.project.copies import keep_seen
from publisher.project.faults import unforeseen
from publisher.project.files import read_file, replace_workbook, require_closed, write_file
from publisher.project.fonts import letters_without_font
from publisher.project.noticed import lost_rounds, moved_texts
from publisher.project.project import Project
from publisher.workbook import layout
from publisher.workbook.annotate import CheckedRow, annotate, checked_rows
from publisher.workbook.issue import issue_workbook
from publisher.workbook.opened import OpenedWorkbook, open_workbook
from publisher.workbook.patch import SheetAreas, Texts, patch_cells
from publisher.workbook.read import read_workbook
from publisher.workbook.safe_open import require_workbook
from publisher.workbook.sheet import find_sheet
from publisher.workbook.sheet_xml import PatchError
from publisher.workbook.shown import words_shown
from publisher.workbook.threads import read_threads
from publisher.workbook.upgrade import Upgraded, upgrade_workbook

# How files of other programs begin that LibreOffice makes into Excel files, and how large one may
# be: a country's workbook is below 5 MB.
_BEGINNINGS = {".ods": b"PK\x03\x04", ".xls": b"\xd0\xcf\x11\xe0"}
_MOST_BYTES = 50_000_000
_NEEDED_SHEETS = ("provisions", "country", "sources")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the check of one workbook gave; `report` is None where the file could not be read.

    `project` has the words of the language in which the workbook was issued; `digest` is that of
    the file's bytes; `rows` are those that problems can be marked in.
    """

    path: Path
    project: Project
    diagnostics: tuple[Diagnostic, ...]
    report: CountryReport | None = None
    workbook: Workbook | None = None
    dismissed: tuple[Dismissed, ...] = ()
    digest: str = ""
    rows: tuple[CheckedRow, ...] = ()

    @property
    def is_publishable(self) -> bool:
        """Whether a report can be built."""
        return self.report is not None and not must_fix(self.diagnostics)


def check_file(project: Project, path: Path, today: date, *, as_final: bool = False) -> CheckResult:
    """Return what is wrong with a workbook file, in sheet order, and its report; `as_final` checks
    a draft as if it were final.

    A fault that nobody foresaw is told as a problem of this workbook, so that it costs no other.
    """
    try:
        return check_content(project, path, read_file(path), today, as_final=as_final)
    except PublisherError as fault:
        return CheckResult(path, project, fault.diagnostics)
    except Exception as fault:
        return CheckResult(path, project, (unforeseen_in_check(project, path, fault),))


def unforeseen_in_check(project: Project, path: Path, fault: Exception) -> Diagnostic:
    """Return a fault that came up while a workbook was checked as a problem of the workbook."""
    beside = project.output_of(path.stem) / path.name
    return unforeseen("O332", fault, beside, Place(path.name))


def check_content(
    project: Project, path: Path, content: bytes, today: date, *, as_final: bool = False
) -> CheckResult:
    """Return what is wrong with the bytes of a workbook. Raises PublisherError where they are no
    workbook.
    """
    excel = excel_content(content, path)
    opened = open_workbook(excel, path.name)
    worded, noticed = in_its_language(project, opened)
    read = read_workbook(opened, worded.worded)
    told = [*noticed, *lost_rounds(worded, path, read.value)]
    told += [*read.diagnostics, *moved_texts(worded, path, opened, excel)]
    checked = check_workbook(
        read.value,
        told,
        worded.worded,
        today=today,
        lacking=letters_without_font,
        as_final=as_final,
    )
    rows = checked_rows(read.value, worded.worded)
    return CheckResult(
        path,
        worded,
        checked.diagnostics,
        checked.report,
        read.value,
        checked.dismissed,
        digest_of(content),
        rows,
    )


def excel_content(content: bytes, path: Path) -> bytes:
    """Return the bytes of a workbook as those of an Excel file, made by LibreOffice where it is one
    of another program.

    Raises PublisherError where LibreOffice cannot open it.
    """
    ending = path.suffix.lower()
    begins = _BEGINNINGS.get(ending, b"")
    if not begins or not content.startswith(begins):
        return content  # what it is instead is told where it is opened
    from publisher.project.office import as_excel, office  # noqa: PLC0415 - it starts programs

    if not office():
        return content
    _require_bearable(content, path)
    if excel := as_excel(content, ending):
        return excel
    raise failure("F043", Place(path.name))


def _require_bearable(content: bytes, path: Path) -> None:
    """Raise PublisherError where a file would take LibreOffice too much time or memory."""
    if len(content) > _MOST_BYTES:
        raise failure("F013", Place(path.name))
    try:
        if path.suffix.lower() == ".ods":
            archive = Archive(content)
            for name in archive.names:
                archive.read(name)
    except TooBigError as fault:
        raise failure("F013", Place(path.name)) from fault
    except NotAnArchiveError as fault:
        raise failure("F003", Place(path.name)) from fault


def in_its_language(
    project: Project, opened: OpenedWorkbook
) -> tuple[Project, tuple[Diagnostic, ...]]:
    """Return the project in the words in which a country's workbook was issued, with what was
    noticed.

    Raises PublisherError where it is a workbook of another kind.
    """
    if opened.identity.get("kind"):
        raise failure("G716", Place(opened.file))
    worded, noticed = language_of(project, opened)
    if not opened.identity and not opened.lost:
        _require_a_sheet(opened, layout.sheets(worded.worded))
    return worded, noticed


def _require_a_sheet(opened: OpenedWorkbook, sheets: Mapping[str, layout.Sheet]) -> None:
    """Raise PublisherError where a workbook has none of the sheets that ours have."""
    if not any(find_sheet(opened, each).value for each in sheets.values()):
        needed = ", ".join(f"'{sheets[key].name}'" for key in _NEEDED_SHEETS)
        raise failure("F027", Place(opened.file), sheets=needed)


def language_of(project: Project, opened: OpenedWorkbook) -> tuple[Project, tuple[Diagnostic, ...]]:
    """Return the project in the words in which a workbook was issued; in its own, and why, where
    they are not known.
    """
    written = opened.identity.get("language") or _language_shown(project, opened)
    try:
        return project.in_language(written), ()
    except PublisherError:
        name = project.language.sections["name"]
        return project, (problem("S116", Place(opened.file), written=written[:20], language=name),)


def _language_shown(project: Project, opened: OpenedWorkbook) -> str:
    """Return the language in whose words most of a workbook's sheets and headings are; the
    project's own where no other has more.
    """
    counts: dict[str, int] = {}
    for code in project.languages:
        with suppress(PublisherError):  # a language of the project's that cannot be read
            counts[code] = words_shown(opened, project.in_language(code).worded)
    return max(counts, key=lambda code: counts[code], default=project.language.code)


@dataclass(frozen=True, slots=True)
class ExcelFile:
    """An Excel file as read; `is_new` is true of one that is still to be written for the first
    time.
    """

    path: Path
    content: bytes
    is_new: bool = False

    def save(
        self,
        cells: Mapping[str, Texts],
        now: datetime,
        areas: Mapping[str, SheetAreas] | None = None,
    ) -> Path | None:
        """Write cells, by sheet and address, and what changes around them; return where the old
        file is kept, if there is one.

        Raises PublisherError where the file is open, was changed meanwhile, or cannot be changed.
        """
        if not self.is_new and not any(cells.values()):
            return None
        require_closed(self.path)
        changed = self.changed(cells, areas)
        if self.is_new:
            write_file(self.path, changed)
            return None
        backup = replace_workbook(self.path, changed, was=digest_of(self.content), now=now)
        keep_seen(self.path, changed, now)
        return backup

    def changed(
        self, cells: Mapping[str, Texts], areas: Mapping[str, SheetAreas] | None = None
    ) -> bytes:
        """Return the file with cells changed. Raises PublisherError where it cannot be changed so
        that it can be read afterwards.
        """
        wanted = {sheet: texts for sheet, texts in cells.items() if texts}
        with _refusal_told(self.path):
            changed = patch_cells(self.content, wanted, areas) if wanted else self.content
        require_readable(changed, self.path)
        return changed


@contextmanager
def _refusal_told(path: Path) -> Iterator[None]:
    """Tell a person where a workbook cannot be changed without touching other cells."""
    try:
        yield
    except PatchError as fault:
        raise failure("F023", Place(path.name), fault=fault) from fault


def require_readable(content: bytes, path: Path) -> None:
    """Raise PublisherError where what is about to be written would be refused when it is read: the
    old file is worth more than a new one that nothing opens.
    """
    try:
        require_workbook(content, path.name)
    except PublisherError as fault:
        raise failure("R674", Place(path.name)) from fault


def annotate_file(result: CheckResult, now: datetime) -> Path | None:
    """Write the problems of a workbook into its reserved cells, onto their cells as notes, and into
    the sheet To do; return where the old file is kept.

    None where all that says already what it should. Raises PublisherError where the workbook is
    open in another program or cannot be changed without touching other cells; then nothing was
    changed.
    """
    if not result.rows:
        return None
    require_closed(result.path)
    content = read_file(result.path)
    with _refusal_told(result.path):
        language = result.project.language
        annotated = annotate(content, result.rows, result.diagnostics, language, now)
    if annotated == content:
        return None
    require_readable(annotated, result.path)
    return replace_workbook(result.path, annotated, was=result.digest, now=now)


def upgrade_file(project: Project, path: Path, now: datetime) -> tuple[Path, Upgraded]:
    """Put a new workbook of the present version in place of an old one, filled with all it held.

    Return where the old file is kept, and what became of its cells. Raises PublisherError where the
    workbook cannot be read, is open in another program or cannot be written; then nothing was
    changed.
    """
    require_closed(path)
    content = read_file(path)
    upgraded = upgraded_content(project, path, content)
    require_readable(upgraded.content, path)
    backup = replace_workbook(path, upgraded.content, was=digest_of(content), now=now)
    keep_seen(path, upgraded.content, now)
    return backup, upgraded


def upgraded_content(project: Project, path: Path, content: bytes) -> Upgraded:
    """Return a new workbook of the present version, filled with all that an old one held. Raises
    PublisherError where the old one cannot be read.
    """
    opened = open_workbook(content, path.name, with_empty=True)
    worded, _ = in_its_language(project, opened)
    workbook = read_workbook(opened, worded.worded).value
    fields = {key: row.cells["value"].text for key, row in workbook.country.items()}
    send_to = project.settings.letter["reply_address"].strip()
    blank = issue_workbook(worded.worded, country_of(workbook.identity, fields), send_to)
    return upgrade_workbook(opened, workbook, blank, worded.worded, read_threads(content))


def country_of(identity: Mapping[str, str], fields: Mapping[str, str]) -> Country:
    """Return the country of a workbook, by what the program wrote into it, else by the fields of
    the sheet Country.
    """
    code = identity.get("country") or fields.get("iso2", "")
    return country_of_code(code) or Country(
        code, "", fields.get("short_name", ""), fields.get("formal_name", "")
    )
