"""From checked workbooks to publication files: what is built, skipped and written.

This is the edge: it knows paths. A problem in one workbook never stops the others.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from publisher import __version__
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.domain.report import CountryReport
from publisher.project.faults import forget_fault, unforeseen
from publisher.project.files import write_file
from publisher.project.formats import Built, Format, Materials
from publisher.project.materials import report_materials
from publisher.project.standard import package_folder
from publisher.project.workbooks import CheckResult

RECORD_FILE = ".built.json"
# What is printed in every format; those of one format alone stand in the table of formats, house
# style, treaty and language go into the fingerprint as they are.
_SHARED_SETTINGS = (
    "organisation",
    "licence",
    "address",
    "order",
    "notes",
    "word_notes",
    "report",
)


def earlier_report(result: CheckResult, earlier: CheckResult) -> CountryReport:
    """Return the report of an earlier workbook of the same country, for comparing.

    Raises PublisherError where it cannot be compared.
    """
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
    since: CountryReport | None = None,
) -> Iterator[Built]:
    """Build the publications of a checked workbook, one format after the other, and say what became
    of each.

    With `since`, an earlier report, they say what has changed. A format whose inputs are those of
    the last build, and whose file is as it was left, is not built again. A fault that nobody
    foresaw costs its format only.
    """
    if result.report is None or not result.is_publishable:
        return
    build = _Build(result, result.report, since, _read_record(_folder_of(result)))
    for format_ in sorted(formats, key=lambda each: each.order):
        path = _folder_of(result) / format_.file_name(result.path.stem)
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
    since: CountryReport | None
    record: dict[str, list[str]]
    composed: Publication | None = None

    @property
    def publication(self) -> Publication:
        """The report as a reader sees it."""
        if self.composed is None:
            project = self.result.project
            self.composed = compose_report(
                self.report, project.treaty, project.language, project.edition, since=self.since
            )
        return self.composed


def _built(build: _Build, format_: Format, path: Path, *, is_forced: bool) -> Built:
    """Write one format where anything that it is made of has changed."""
    assert format_.write_report is not None
    result, record = build.result, build.record
    materials = report_materials(result.project, format_, result.path.stem)
    inputs = _fingerprint(result, format_, materials, build.since)
    if not is_forced and record.get(format_.name) == [inputs, _digest_of(path)]:
        return Built(path, format_.name, is_unchanged=True)
    content = format_.write_report(build.publication, materials)
    write_file(path, content)
    forget_fault(path)
    record[format_.name] = [inputs, digest_of(content)]
    written = json.dumps(record, indent=1, sort_keys=True).encode()
    write_file(path.with_name(RECORD_FILE), written)
    return Built(path, format_.name)


def is_out_of_date(result: CheckResult, formats: Iterable[Format]) -> bool:
    """Tell whether a build would write any of the formats anew."""
    stem = result.path.stem
    record = _read_record(_folder_of(result))
    for format_ in formats:
        try:
            materials = report_materials(result.project, format_, stem)
        except PublisherError:  # a build would tell what cannot be read
            return True
        path = _folder_of(result) / format_.file_name(stem)
        if record.get(format_.name) != [
            _fingerprint(result, format_, materials),
            _digest_of(path),
        ]:
            return True
    return False


def _folder_of(result: CheckResult) -> Path:
    return result.project.output_folder / result.path.stem


# The record of the last build


def _read_record(folder: Path) -> dict[str, list[str]]:
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _fingerprint(
    result: CheckResult,
    format_: Format,
    materials: Materials,
    since: CountryReport | None = None,
) -> str:
    """Return a digest of everything that a publication is made of."""
    project = result.project
    settings = asdict(project.settings)
    chosen = {name: settings[name] for name in (*_SHARED_SETTINGS, *format_.settings)}
    parts = [
        __version__.encode(),
        _code_digest(),
        json.dumps(chosen, sort_keys=True).encode(),
        repr((project.treaty, project.language)).encode(),
        repr((project.house, since, materials.numbers_pages)).encode(),
        repr(result.report).encode(),  # not the file's bytes: marks of a check change no report
        *(each.content for each in materials.templates),
        materials.profile,
    ]
    return digest_of(b"".join(digest_of(part).encode() for part in parts))


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
