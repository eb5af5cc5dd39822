"""Redlines for the site: what changed from each edition to the next, in Word and as a web page.

Editions never change, so each is made once and kept. The PDF of a redline takes ten times as long
and is left to 'publisher redline'. This is the edge: it knows paths.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import Place, PublisherError, problem
from publisher.domain.digest import digest_of
from publisher.domain.names import spelled
from publisher.editions.manifest import PublishedFile
from publisher.project.compared import later_edition, redline_of
from publisher.project.files import write_file
from publisher.project.formats import formats_called
from publisher.project.materials import report_materials
from publisher.project.project import Project
from publisher.site.addresses import edition_file
from publisher.site.values import Country, Issue

_FORMATS = ("html", "docx")


class Redlines:
    """The redlines of a country in the folder of the site; `kept` is the file in which is written
    which there are.
    """

    def __init__(self, project: Project, country: Country, site: Path, kept: Path) -> None:
        self._project, self._country = project, country
        self._site, self._kept = site, kept
        self._before: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            self._before = json.loads(kept.read_bytes())

    def made(self) -> dict[int, tuple[PublishedFile, ...]]:
        """Return the files of each edition's redline by its number, and write those that are not
        there. Raises PublisherError where one cannot be made or written.
        """
        found: dict[int, tuple[PublishedFile, ...]] = {}
        now: dict[str, Any] = {}
        for old, new in _pairs(self._country):
            number = new.manifest.number
            key = digest_of(f"{old.manifest!r}{new.manifest!r}".encode())
            there = self._there(str(number), key)
            files = tuple(self._written(old, new)) if there is None else there
            found[number] = files
            now[str(number)] = {"key": key, "files": [asdict(each) for each in files]}
        if now != self._before:
            write_file(self._kept, json.dumps(now).encode())
        return found

    def _there(self, number: str, key: str) -> tuple[PublishedFile, ...] | None:
        """Return the files that were made before, if all are there as they were; none were made
        where nothing had changed.
        """
        was: Mapping[str, Any] = self._before.get(number, {})
        if was.get("key") != key:
            return None
        files = tuple(PublishedFile(**each) for each in was["files"])
        with suppress(OSError):
            is_whole = all(
                self._path(int(number), each.name).stat().st_size == each.size for each in files
            )
            return files if is_whole else None
        return None

    def _path(self, number: int, name: str) -> Path:
        return self._site / "editions" / self._country.folder / str(number) / name

    def _written(self, old: Issue, new: Issue) -> Iterator[PublishedFile]:
        """Write a redline in each format, none where nothing has changed."""
        later = later_edition(self._project, new.record)
        publication = redline_of(old.record, later)
        if publication is None:
            return
        name = (
            f"{spelled(self._country.folder)}.redline-{old.manifest.number}-{new.manifest.number}"
        )
        for format_ in formats_called(_FORMATS):
            assert format_.write_report is not None
            materials = report_materials(later.project, format_, name)
            # LibreOffice, which counts the pages of a Word file, takes seconds for each.
            materials = replace(materials, numbers_pages=False)
            try:
                content = format_.write_report(publication, materials)
            except PublisherError as fault:
                numbers = (old.manifest.number, new.manifest.number)
                place = Place(self._country.folder)
                told = problem("E935", place, old=numbers[0], new=numbers[1])
                raise PublisherError(*fault.diagnostics, told) from fault
            path = self._path(new.manifest.number, format_.file_name(name))
            write_file(path, content)
            yield PublishedFile(path.name, len(content), digest_of(content))


def _pairs(country: Country) -> Iterator[tuple[Issue, Issue]]:
    """Yield the editions that were compared with another one in the same language, after it."""
    known = {each.manifest.number: each for each in country.issues}
    for new in country.issues:
        old = known.get(new.record.previous)
        if old is not None and old.record.language == new.record.language:
            yield old, new


def addresses_of(
    country: Country, redlines: Mapping[int, tuple[PublishedFile, ...]]
) -> tuple[str, ...]:
    """Return the addresses of redlines on the site."""
    return tuple(
        chain.from_iterable(
            (edition_file(country.folder, number, each.name) for each in files)
            for number, files in redlines.items()
        )
    )
