"""The record of the last build: what each publication was made of, and whether it would be made
anew.

This is the edge: it knows paths.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from publisher import __version__
from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.domain.names import spelled
from publisher.project.digests import FileDigests
from publisher.project.editions import last_record
from publisher.project.files import write_file
from publisher.project.formats import Format
from publisher.project.materials import report_materials
from publisher.project.on_disk import as_on_disk
from publisher.project.program import program_digest
from publisher.project.project import Project
from publisher.project.summary import Standing

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
    "blank_rows",
    "report",
)


def report_file(project: Project, name: str, format_: Format) -> Path:
    """Return where the report of a workbook of this name is written."""
    return as_on_disk(project.output_of(name) / format_.file_name(spelled(name)))


def read_record(folder: Path) -> dict[str, Any]:
    """Return for each format what it was made of and the digest of the file, as last built."""
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write what each format was made of. Raises PublisherError where that cannot be done."""
    write_file(folder / RECORD_FILE, json.dumps(record, indent=1, sort_keys=True).encode())


class Fingerprints:
    """Digests of everything that publications are made of; what all reports of one language share
    is worked out once.
    """

    def __init__(self) -> None:
        self._shared: dict[tuple[str, str], str] = {}

    def of(self, project: Project, name: str, format_: Format, report: str, since: str = "") -> str:
        """Return the digest for a format of the report of a workbook; `report` and `since`, the
        report of the last edition, are digests themselves.

        Raises PublisherError where a template or the printer's profile cannot be read.
        """
        known = (project.language.code, format_.name)
        if known not in self._shared:
            self._shared[known] = _shared_inputs(project, name, format_)
        # Not of the workbook's bytes: marks of a check change no report.
        return digest_of(f"{self._shared[known]} {report} {since}".encode())


def _shared_inputs(project: Project, name: str, format_: Format) -> str:
    materials = report_materials(project, format_, name)
    settings = asdict(project.settings)
    chosen = {each: settings[each] for each in (*_SHARED_SETTINGS, *format_.settings)}
    parts = [
        __version__.encode(),
        program_digest().encode(),
        json.dumps(chosen, sort_keys=True).encode(),
        repr(project.worded).encode(),
        repr((project.house, materials.numbers_pages)).encode(),
        *(each.content for each in materials.templates),
        materials.printing.profile,
    ]
    return digest_of(b"".join(digest_of(part).encode() for part in parts))


class BuiltBefore:
    """Tells of the reports of a project which files a build would leave as they are."""

    def __init__(self, project: Project, digests: FileDigests) -> None:
        self._project = project
        self._digests = digests
        self._fingerprints = Fingerprints()
        self._has_editions = project.editions_folder.is_dir()

    def as_left(self, standing: Standing, format_: Format) -> Path | None:
        """Return the file of a format that was made of what there is now and is as it was left, or
        None.
        """
        if not standing.report:
            return None
        path = report_file(self._project, standing.name, format_)
        try:
            worded = self._project.in_language(standing.language)
            last = last_record(self._project, standing.name) if self._has_editions else None
            since = self._digests.of(last) if last else ""
            report = standing.report
            inputs = self._fingerprints.of(worded, standing.name, format_, report, since)
        except PublisherError:  # a build would tell what cannot be read
            return None
        made_of = read_record(path.parent).get(format_.name)
        return path if made_of == [inputs, self._digests.of(path)] else None
