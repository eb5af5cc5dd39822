"""From checked workbooks to publication files: what is built, skipped and written.

This is the edge: it knows paths. A problem in one workbook never stops the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publisher.compose.changes import Earlier, earlier_of
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.domain.report import CountryReport
from publisher.project.editions import content_of, last_standing
from publisher.project.faults import forget_fault, unforeseen
from publisher.project.files import read_file, write_file
from publisher.project.formats import Built, Format
from publisher.project.materials import report_materials
from publisher.project.record import Fingerprints, read_record, report_file, write_record
from publisher.project.workbooks import CheckResult


@dataclass(frozen=True, slots=True)
class Since:
    """With what a report is compared: an earlier edition, and the digest of what holds it."""

    earlier: Earlier
    digest: str


def since_workbook(result: CheckResult, earlier: CheckResult) -> Since:
    """Return an earlier workbook of the same country as that with which a report is compared.

    Raises PublisherError where it cannot be compared.
    """
    assert result.report is not None
    old = _earlier_report(result, earlier)
    compared = earlier_of(old, result.report, result.project.treaty.columns)
    return Since(compared, digest_of(repr(old).encode()))


def since_last_edition(result: CheckResult) -> Since | None:
    """Return the last edition that stands as that with which a report is compared; None where there
    is none. Raises PublisherError where it cannot be read.
    """
    last = last_standing(result.project, result.path.stem)
    if last is None or result.report is None:
        return None
    treaty = result.project.treaty
    old = content_of(last, treaty).report
    compared = earlier_of(old, result.report, treaty.columns, last.number)
    return Since(compared, digest_of(read_file(last.record)))


def _earlier_report(result: CheckResult, earlier: CheckResult) -> CountryReport:
    if earlier.workbook is None:
        raise PublisherError(*earlier.diagnostics)
    place = Place(earlier.path.name)
    if earlier.report is None or not earlier.is_publishable:
        raise failure("P413", place, path=earlier.path)
    countries = [each.report.facts.short_name for each in (earlier, result) if each.report]
    codes = {each.report.facts.iso2 for each in (earlier, result) if each.report}
    if len(codes) > 1:
        raise failure("P412", place, old=countries[0], new=countries[-1])
    return earlier.report


def build_file(
    result: CheckResult,
    formats: Iterable[Format],
    *,
    is_forced: bool = False,
    since: Since | None = None,
) -> Iterator[Built]:
    """Build the publications of a checked workbook, one format after the other, and say what became
    of each.

    With `since` they say what has changed. A format whose inputs are those of
    the last build, and whose file is as it was left, is not built again. A fault that nobody
    foresaw costs its format only.
    """
    if result.report is None or not result.is_publishable:
        return
    folder = result.project.output_of(result.path.stem)
    build = _Build(result, result.report, since, read_record(folder))
    for format_ in sorted(formats, key=lambda each: each.order):
        path = report_file(result.project, result.path.stem, format_)
        try:
            yield _built(build, format_, path, is_forced=is_forced)
        except PublisherError as fault:
            yield Built(path, format_.name, problems=fault.diagnostics)
        except Exception as fault:
            told = unforeseen("O331", fault, path, Place(path.name))
            yield Built(path, format_.name, problems=(told,))


@dataclass(slots=True)
class _Build:
    """What the formats of one report share; it is composed for the first that needs it."""

    result: CheckResult
    report: CountryReport
    since: Since | None
    record: dict[str, Any]
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    composed: Publication | None = None

    def fingerprint(self, format_: Format) -> str:
        """Return a digest of everything that a format of the report is made of."""
        report = digest_of(repr(self.report).encode())
        since = self.since.digest if self.since else ""
        name = self.result.path.stem
        return self.fingerprints.of(self.result.project, name, format_, report, since)

    @property
    def _earlier(self) -> Earlier | None:
        """What the report is compared with; an edition from which nothing has changed says nothing
        that anybody would look for.
        """
        earlier = self.since.earlier if self.since else None
        return None if earlier and earlier.number and not earlier.changes else earlier

    @property
    def publication(self) -> Publication:
        """The report as a reader sees it."""
        if self.composed is None:
            project = self.result.project
            self.composed = compose_report(
                self.report, project.worded, project.presentation, since=self._earlier
            )
        return self.composed


def _built(build: _Build, format_: Format, path: Path, *, is_forced: bool) -> Built:
    """Write one format where anything that it is made of has changed."""
    assert format_.write_report is not None
    result, record = build.result, build.record
    inputs = build.fingerprint(format_)
    if not is_forced and record.get(format_.name) == [inputs, _digest_of(path)]:
        return Built(path, format_.name, is_unchanged=True)
    materials = report_materials(result.project, format_, result.path.stem)
    content = format_.write_report(build.publication, materials)
    write_file(path, content)
    forget_fault(path)
    record[format_.name] = [inputs, digest_of(content)]
    write_record(path.parent, record)
    return Built(path, format_.name)


def _digest_of(path: Path) -> str:
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return ""
