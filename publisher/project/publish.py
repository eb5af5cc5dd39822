"""A report becomes an edition: passed by the gate, built in every format, put away for good.

This is the edge: it knows paths. All files are written into a hidden folder beside the others; that
it gets its number for a name is the last step, so that no edition is ever half there.
"""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from publisher import __version__
from publisher.compose.changes import Earlier
from publisher.compose.context import Numbered
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import Level, Place, PublisherError, failure, problem
from publisher.domain.digest import digest_of
from publisher.domain.names import spelled
from publisher.domain.report import CountryReport, Mark
from publisher.editions.bibliography import BibliographicReference, bibtex, csl_json, ris
from publisher.editions.changes import Change, ChangeKind, compare
from publisher.editions.manifest import (
    MANIFEST_FILE,
    RECORD_FILE,
    SUMS_FILE,
    Manifest,
    PublishedFile,
    sums_of,
    write_manifest,
)
from publisher.editions.publishable import publishable
from publisher.editions.reasons import Reason, kind_of_row, with_reasons
from publisher.editions.record import Edition, EditionKind, write_record
from publisher.project.editions import (
    PublishedEdition,
    content_of,
    editions_folder,
    editions_of,
    former_name,
)
from publisher.project.files import lock_of, read_file, write_file
from publisher.project.formats import REPORT_FORMATS, formats_called
from publisher.project.gate import gate_of
from publisher.project.materials import report_materials
from publisher.project.project import Project
from publisher.project.workbooks import CheckResult
from publisher.project.write_faults import in_the_way, write_failure
from publisher.site.data import data_of_edition
from publisher.writers.table import write_content_table, write_source_table

_READ_ONLY = 0o444
_NO_BREAK_SPACE = "\u00a0"  # for the ends of printed lines: a manifest has none
# Seconds: on Windows a scanner of viruses may hold a file open just after it was written.
_PAUSES = (0.1, 0.3, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Ready:
    """A report that may become the next edition, and what it changes; `last` is the edition with
    which it is compared.
    """

    result: CheckResult
    report: CountryReport
    kind: EditionKind
    number: int
    last: PublishedEdition | None
    earlier: Earlier | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changes since the last edition; nothing where it is the first."""
        return self.earlier.changes if self.earlier else ()

    @property
    def changed_rows(self) -> tuple[str, ...]:
        """The ids of the provisions that change."""
        return tuple(dict.fromkeys(each.place for each in self.changes if each.is_of_row))

    def kind_of(self, row: str) -> ChangeKind | None:
        """Return of which kind the changed texts of a row are; None where findings alone are."""
        return kind_of_row(self.changes, row, self.result.project.treaty.columns)


def make_ready(result: CheckResult, today: date, *, for_consultation: bool, again: bool) -> Ready:
    """Return the report of a checked workbook as the next edition; a report of status Final was
    checked as such.

    Raises PublisherError where it is not ready for publication or marked as not meant for it, where
    its status does not fit the kind of edition, and, but for `again`, where nothing has changed
    since the last one.
    """
    path, place = result.path, _place_of(result, "status")
    if result.report and for_consultation and result.report.facts.is_final:
        raise failure("E912", place)
    if not for_consultation and _is_draft(result):
        raise failure("E911", place)
    if result.report is None or not result.is_publishable:
        raise _unready(result, today, for_consultation=for_consultation)
    if result.report.facts.mark is Mark.SAMPLE:
        raise failure("E925", _place_of(result, "mark"))
    worded = result.project
    allowed = publishable(
        result.report,
        worded.language,
        names_researchers=worded.settings.name_researchers,
    )
    published = editions_of(worded, path.stem)
    if not published and (name := former_name(worded, path.stem, allowed.facts)):
        called = allowed.facts.short_name
        raise failure("E927", Place(path.name), country=called, name=name, file=path.name)
    number = max((each.number for each in published), default=0) + 1
    standing = [each for each in published if each.withdrawal is None]
    last = standing[-1] if standing else None
    kind = EditionKind.CONSULTATION if for_consultation else EditionKind.FINAL
    earlier = _compared(last, allowed, worded) if last else None
    is_same = last and earlier and not earlier.changes and last.manifest.kind is kind
    if last and is_same and not again:
        raise failure(
            "E913", Place(path.name), number=last.number, published=last.manifest.published
        )
    return Ready(result, allowed, kind, number, last, earlier)


def _place_of(result: CheckResult, field: str) -> Place:
    """Return where a field of the sheet Country stands."""
    row = result.workbook.country.get(field) if result.workbook else None
    return row.cells["value"].place if row else Place(result.path.name)


def _is_draft(result: CheckResult) -> bool:
    """Tell whether a workbook says that its report is not final, if it has the cell in which it
    could.
    """
    if result.report is None or result.workbook is None:
        return False
    could_say = "status" in result.workbook.country or result.is_publishable
    return could_say and not result.report.facts.is_final


def _unready(result: CheckResult, today: date, *, for_consultation: bool) -> PublisherError:
    """Return what stands between a report and publication, with the page that shows it; of what is
    no workbook that can be read, only that.
    """
    if result.workbook is None:
        return PublisherError(*result.diagnostics)
    stopping = [each for each in result.diagnostics if each.level is Level.MUST_FIX]
    place = Place(result.path.name)
    if for_consultation:
        return PublisherError(*stopping, problem("E920", place))
    page = gate_of(result.project, result.path, today).page
    return PublisherError(*stopping, problem("E914", place, page=page))


def _compared(last: PublishedEdition, new: CountryReport, worded: Project) -> Earlier:
    old = content_of(last, worded.treaty).report
    return Earlier(old.facts, compare(old, new, worded.treaty.columns), last.number)


def publish(ready: Ready, reasons: Mapping[str, Reason], today: date) -> PublishedEdition:
    """Make an edition of a report, and return it; `reasons` are those of changes, by provision.

    Raises PublisherError where the workbook is open in another program, in which it may be another
    one by now, where a format cannot be built or a file cannot be written; then there is no
    edition.
    """
    if lock := lock_of(ready.result.path):
        raise failure("E926", Place(ready.result.path.name), lock=lock)
    ready = _with_reasons(ready, reasons)
    files = _files(ready, today)
    folder = editions_folder(ready.result.project, ready.result.path.stem) / str(ready.number)
    _put_away(folder, files)
    published = editions_of(ready.result.project, ready.result.path.stem)
    return next(each for each in published if each.number == ready.number)


def _with_reasons(ready: Ready, reasons: Mapping[str, Reason]) -> Ready:
    if ready.earlier is None:
        return ready
    columns = ready.result.project.treaty.columns
    changes = tuple(with_reasons(ready.changes, reasons, columns))
    return replace(ready, earlier=replace(ready.earlier, changes=changes))


# What lies in the folder


def _files(ready: Ready, today: date) -> dict[str, bytes]:
    """Return the files of an edition by name, with its manifest and sums."""
    result, project = ready.result, ready.result.project
    country = spelled(result.path.stem)
    name = f"{country}-{ready.number}"
    address = _address(project, country, ready.number)
    publication = _publication(ready, address)
    files = dict(_built(project, publication, name))
    edition = _edition(ready, country, today)
    files[RECORD_FILE] = write_record(edition)
    site = project.settings.address
    files |= dict(data_of_edition(edition, project.worded, project.presentation, site))
    files[f"{name}.cells.csv"] = write_content_table(publication)
    files[f"{name}.sources.csv"] = write_source_table(publication)
    reference = BibliographicReference(
        key=name,
        title=publication.title,
        organisation=publication.organisation,
        published=today,
        edition=str(ready.number),
        genre=publication.words["subtitle"],
        language=publication.language,
        address=address,
    )
    files[f"{name}.csl.json"] = csl_json(reference)
    files[f"{name}.bib"] = bibtex(reference)
    files[f"{name}.ris"] = ris(reference)
    listed = _listed(files)
    files[MANIFEST_FILE] = write_manifest(_manifest(ready, publication, listed, today))
    files[SUMS_FILE] = sums_of((*listed, *_listed({MANIFEST_FILE: files[MANIFEST_FILE]})))
    return files


def _address(project: Project, country: str, number: int) -> str:
    """Return where an edition is found for good; the empty string without a public site."""
    site = project.settings.address.rstrip("/")
    return f"{site}/editions/{quote(country)}/{number}/" if site else ""


def _publication(ready: Ready, address: str) -> Publication:
    project = ready.result.project
    is_for_consultation = ready.kind is EditionKind.CONSULTATION
    numbered = Numbered(ready.number, address, is_for_consultation)
    changed = ready.earlier if ready.changes else None
    return compose_report(
        ready.report, project.worded, project.presentation, since=changed, numbered=numbered
    )


def _built(project: Project, publication: Publication, name: str) -> Iterator[tuple[str, bytes]]:
    for format_ in formats_called(REPORT_FORMATS):
        assert format_.write_report is not None
        materials = report_materials(project, format_, name)
        yield format_.file_name(name), format_.write_report(publication, materials)


def _edition(ready: Ready, country: str, today: date) -> Edition:
    project = ready.result.project
    return Edition(
        country=country,
        number=ready.number,
        kind=ready.kind,
        language=project.language.code,
        published=today,
        treaty=project.treaty.id,
        treaty_version=project.treaty.version,
        report=ready.report,
        previous=ready.last.number if ready.last else 0,
        changes=ready.changes,
    )


def _listed(files: Mapping[str, bytes]) -> tuple[PublishedFile, ...]:
    return tuple(
        PublishedFile(name, len(content), digest_of(content))
        for name, content in sorted(files.items())
    )


def _manifest(
    ready: Ready, publication: Publication, files: tuple[PublishedFile, ...], today: date
) -> Manifest:
    project, facts = ready.result.project, ready.report.facts
    named = [each.name for each in ready.report.reviewers if each.name]
    return Manifest(
        country=spelled(ready.result.path.stem),
        number=ready.number,
        kind=ready.kind,
        language=project.language.code,
        published=today,
        title=publication.title,
        version=facts.version,
        law_as_at=str(facts.law_as_at or ""),
        treaty=project.treaty.id,
        treaty_version=project.treaty.version,
        treaty_data=digest_of(repr(project.treaty).encode()),
        program=__version__,
        reviewers=tuple(named),
        citation=publication.citation.replace(_NO_BREAK_SPACE, " "),
        previous=_digest_before(ready),
        files=files,
    )


def _digest_before(ready: Ready) -> str:
    """Return the digest of the manifest of the edition before, whether it stands or not."""
    folder = editions_folder(ready.result.project, ready.result.path.stem)
    before = folder / str(ready.number - 1) / MANIFEST_FILE
    return digest_of(read_file(before)) if before.exists() else ""


# Into the folder


def _put_away(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of an edition into its folder, which is there only when all of them are."""
    if refused := in_the_way(folder / MANIFEST_FILE):
        raise refused
    beside = folder.with_name(f".{folder.name}.publishing")
    shutil.rmtree(beside, ignore_errors=True)  # of a run that was broken off
    try:
        for name, content in files.items():
            write_file(beside / name, content)
        _named(beside, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    # Not before: Windows removes no file that may only be read, so what a broken-off run left
    # would stand in the way of the next one.
    for name in files:
        with suppress(OSError):  # some network folders know no such thing
            (folder / name).chmod(_READ_ONLY)


def _named(beside: Path, folder: Path) -> None:
    for pause in _PAUSES:
        with suppress(PermissionError):
            beside.rename(folder)
            return
        time.sleep(pause)
    try:
        beside.rename(folder)
    except OSError as fault:
        raise write_failure(folder, fault, 0, is_beginning=False) from fault
