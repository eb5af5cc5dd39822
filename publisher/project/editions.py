"""The editions of a project, which stay as they were published.

    editions/<country>/<number>/    the files, their record and manifest, SHA256SUMS
    editions/<country>/notices.json what was said of editions later: errata, withdrawals

This is the edge: it knows paths. A folder is an edition as soon as it has its number for a name; it
gets that when all of it is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure, problem
from publisher.domain.digest import digest_of
from publisher.domain.moved_provisions import changes_since, home_of
from publisher.domain.names import spelled
from publisher.domain.report import Facts
from publisher.domain.treaty import Treaty
from publisher.editions.manifest import (
    MANIFEST_FILE,
    NOTICES_FILE,
    RECORD_FILE,
    SUMS_FILE,
    Manifest,
    Notice,
    NoticeKind,
    PublishedFile,
    read_manifest,
    read_notices,
    sums_of,
)
from publisher.editions.record import Edition, UnreadableRecordError, read_record
from publisher.project.files import read_file
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.project.write_faults import no_folder


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition as it lies in its folder, with what was said of it later."""

    folder: Path
    manifest: Manifest
    notices: tuple[Notice, ...] = ()

    @property
    def number(self) -> int:
        """The number of the edition."""
        return self.manifest.number

    @property
    def withdrawal(self) -> Notice | None:
        """Why it was withdrawn; None of an edition that stands."""
        found = (each for each in self.notices if each.kind is NoticeKind.WITHDRAWN)
        return next(found, None)

    @property
    def errata(self) -> tuple[Notice, ...]:
        """What was found wrong in it."""
        return tuple(each for each in self.notices if each.kind is NoticeKind.ERRATUM)

    @property
    def record(self) -> Path:
        """Where its record lies."""
        return self.folder / RECORD_FILE


def editions_folder(project: Project, country: str) -> Path:
    """Return the folder of the editions of a country, by the name of its workbook."""
    return as_on_disk(project.editions_folder / spelled(country))


def countries_with_editions(project: Project) -> tuple[str, ...]:
    """Return the names of the countries of which there is any edition."""
    folder = project.editions_folder
    found = (each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else ()
    return tuple(sorted(each.name for each in found if any(_numbered(each))))


def _numbered(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield the folders of editions with their numbers."""
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.name.isascii() and each.name.isdigit() and each.is_dir():
            yield int(each.name), each


def editions_of(project: Project, country: str) -> tuple[PublishedEdition, ...]:
    """Return the editions of a country, the first one first. Raises PublisherError where a manifest
    or the notices cannot be read, and where a file stands in place of the folder.
    """
    folder = editions_folder(project, country)
    if blocking := no_folder(folder):
        raise failure("F026", Place(str(blocking)))
    notices = notices_of(folder)
    found: list[PublishedEdition] = []
    for number, path in sorted(_numbered(folder)):
        own = tuple(each for each in notices if each.edition == number)
        found.append(PublishedEdition(path, _manifest(path), own))
    return tuple(found)


def _content(path: Path) -> bytes:
    """Return the bytes of a file of an edition. Raises PublisherError where it is not there or
    cannot be read.
    """
    if not path.is_file():
        raise failure("E902", place_of(path), name=path.name)
    return read_file(path)


def published_content(published: PublishedEdition, name: str) -> bytes:
    """Return a file of an edition as it was published. Raises PublisherError where it is not there,
    or is another one by now.
    """
    path = published.folder / name
    content = _content(path)
    listed = {each.name: each.sha256 for each in published.manifest.files}
    if digest_of(content) != listed.get(name, digest_of(content)):  # the manifest is not in itself
        raise failure("E901", place_of(path), name=name)
    return content


def _manifest(folder: Path) -> Manifest:
    content = _content(folder / MANIFEST_FILE)
    try:
        return read_manifest(content)
    except UnreadableRecordError as fault:
        raise failure("E904", place_of(folder / MANIFEST_FILE), fault=fault) from fault


def notices_of(folder: Path) -> tuple[Notice, ...]:
    """Return what was said of the editions in a folder. Raises PublisherError where it cannot be
    read.
    """
    path = folder / NOTICES_FILE
    if not path.exists():
        return ()
    content = read_file(path)
    try:
        return read_notices(content)
    except UnreadableRecordError as fault:
        raise failure("E904", place_of(path), fault=fault) from fault


def place_of(path: Path) -> Place:
    """Return how a file of an edition is called in messages: nepal/2/manifest.json."""
    kept = 2 if path.name == NOTICES_FILE else 3
    return Place("/".join(path.parts[-kept:]))


def content_of(published: PublishedEdition, treaty: Treaty) -> Edition:
    """Return what an edition says, in the present provisions of its treaty: also where one has got
    another id since, so that its texts are compared with those of its heir.

    Raises PublisherError where its record cannot be read.
    """
    content = _content(published.record)
    provisions = {each.id: each for each in treaty.provisions}
    steps = changes_since(published.manifest.treaty_version, treaty)
    for step in steps:
        moved = (*step.renamed, *step.split)
        homes = {id_: provisions.get(home_of(id_, steps)) for id_ in moved if id_ not in provisions}
        provisions |= {id_: home for id_, home in homes.items() if home}
    try:
        return read_record(content, provisions)
    except UnreadableRecordError as fault:
        raise failure("E904", place_of(published.record), fault=fault) from fault


def former_name(project: Project, country: str, facts: Facts) -> str:
    """Return the name under which editions of the same State lie, in the same language, whose
    workbook is not there any more: it was given another name since. Empty where there are none.

    Raises PublisherError where an edition cannot be read.
    """
    here = {spelled(each.stem) for each in project.workbooks()} | {spelled(country)}
    for name in countries_with_editions(project):
        last = editions_of(project, name)[-1]
        is_alike = last.manifest.language == project.language.code
        if name in here or not is_alike or last.manifest.treaty != project.treaty.id:
            continue
        known = content_of(last, project.treaty).report.facts
        if (known.iso2, known.short_name) == (facts.iso2, facts.short_name):
            return name
    return ""


def last_standing(project: Project, country: str) -> PublishedEdition | None:
    """Return the last edition that was not withdrawn; None where there is none. Raises
    PublisherError where its manifest or the notices cannot be read.
    """
    found = _last_standing(editions_folder(project, country))
    return PublishedEdition(found, _manifest(found)) if found else None


def last_record(project: Project, country: str) -> Path | None:
    """Return where the record of that edition lies; nothing of the edition is read, since each
    build asks for it. Raises PublisherError where the notices cannot be read.
    """
    found = _last_standing(editions_folder(project, country))
    return found / RECORD_FILE if found else None


def _last_standing(folder: Path) -> Path | None:
    notices = notices_of(folder)
    withdrawn = {each.edition for each in notices if each.kind is NoticeKind.WITHDRAWN}
    standing = [found for found in _numbered(folder) if found[0] not in withdrawn]
    return max(standing)[1] if standing else None


# Whether all is as it was published


def verified(project: Project, country: str) -> Iterator[Diagnostic]:
    """Yield what is no longer as it was published, edition by edition."""
    folder = editions_folder(project, country)
    expected, previous = 1, ""
    for number, path in sorted(_numbered(folder)):
        for missing in range(expected, number):
            yield problem("E905", Place(f"{folder.name}/{missing}"), number=missing)
        expected = number + 1
        try:
            yield from _of_edition(path, previous)
            previous = digest_of(_content(path / MANIFEST_FILE))
        except PublisherError as fault:
            yield from fault.diagnostics
            previous = ""
    try:
        notices_of(folder)
    except PublisherError as fault:
        yield from fault.diagnostics


def _of_edition(folder: Path, previous: str) -> Iterator[Diagnostic]:
    manifest = _manifest(folder)
    for file in manifest.files:
        yield from _of_file(folder / file.name, file)
    known = {file.name for file in manifest.files} | {MANIFEST_FILE, SUMS_FILE}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield problem("E903", place_of(path), name=path.name)
    if previous and manifest.previous and manifest.previous != previous:
        yield problem("E906", place_of(folder / MANIFEST_FILE), number=manifest.number - 1)
    own = PublishedFile(MANIFEST_FILE, 0, digest_of(_content(folder / MANIFEST_FILE)))
    if _content(folder / SUMS_FILE) != sums_of((*manifest.files, own)):
        yield problem("E901", place_of(folder / SUMS_FILE), name=SUMS_FILE)


def _of_file(path: Path, file: PublishedFile) -> Iterator[Diagnostic]:
    if not path.is_file():
        yield problem("E902", place_of(path), name=file.name)
    elif digest_of(read_file(path)) != file.sha256:
        yield problem("E901", place_of(path), name=file.name)
