"""The folder of the site, and what was made of each country, kept beside it.

Only files that changed are written. What is kept lies outside the folder, which is copied to a
host.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from publisher.domain.diagnostics import Diagnostic
from publisher.domain.digest import digest_of
from publisher.domain.worded import WordedTreaty
from publisher.project.files import write_file
from publisher.project.site_redlines import Redlines, addresses_of
from publisher.project.site_sources import Copied, Source
from publisher.site.build import country_site
from publisher.site.data import DataRows
from publisher.site.links import Found, found_in
from publisher.site.pages import Page, page_file
from publisher.site.parts import CountryPart, part_read, part_written
from publisher.site.values import Site

_EDITIONS = "editions/"


@dataclass(slots=True)
class SiteFolder:
    """A folder with the site: how many of its files were written, its pages and other
    files by address; `told` is what a person should know of how it was made.
    """

    folder: Path
    written: int = 0
    pages: dict[str, Found] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    told: tuple[Diagnostic, ...] = ()

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.pages) + len(self.others)

    def path(self, address: str) -> Path:
        """Return where the file of an address stands."""
        return self.folder / unquote(address)

    def write(self, address: str, content: bytes) -> None:
        """Write a file unless it is there as it is. Raises PublisherError where it cannot be
        written.
        """
        path = self.path(address)
        try:
            is_same = path.stat().st_size == len(content) and path.read_bytes() == content
        except OSError:
            is_same = False
        if not is_same:
            write_file(path, content)
            self.written += 1

    def add(self, address: str, content: bytes) -> None:
        """Write a file, and note what links to it and from it. Raises PublisherError as above."""
        self.write(address, content)
        if address.endswith(".html"):
            self.pages[address] = found_in(content.decode())
        else:
            self.others.add(address)

    def copy(self, file: Copied) -> None:
        """Copy a file of an edition, which never changes, unless it is there. Raises PublisherError
        as above, and where it is no longer as it was published.
        """
        self.others.add(file.address)
        target = self.path(file.address)
        with suppress(OSError):
            if target.stat().st_size == file.path.stat().st_size:
                return
        write_file(target, file.read())
        self.written += 1

    def remove_others(self) -> None:
        """Remove what is no longer made; the addresses of editions stay for ever."""
        wanted = {*map(unquote, self.pages), *map(unquote, self.others)}
        for place, _, names in os.walk(self.folder, topdown=False):
            folder = Path(place).relative_to(self.folder).as_posix().removeprefix(".")
            for name in names:
                address = f"{folder}/{name}".lstrip("/")
                if address not in wanted and not address.startswith(_EDITIONS):
                    Path(place, name).unlink(missing_ok=True)
            with suppress(OSError):  # it holds something
                Path(place).rmdir()


# What was made of a country


@dataclass(frozen=True, slots=True)
class Kept:
    """What was made of a country: its part of the pages of all, its data, its pages with their
    links, its other files.
    """

    part: CountryPart
    rows: DataRows
    pages: dict[str, Found]
    others: tuple[str, ...]


def make_country(site: Site, source: Source, folder: SiteFolder, digest: str) -> None:
    """Make and write what belongs to one country, and keep what the pages of all need of it.

    Raises PublisherError where an edition or a template cannot be used, or a file not be written.
    """
    country = source.country()
    kept_at = beside(folder) / "redlines" / f"{source.name}.json"
    redlines = Redlines(source.project, country, folder.folder, kept_at).made()
    made = country_site(site, country, redlines)
    for address, content in made.files:
        folder.write(address, content)
    pages = {
        address: found_in(content.decode())
        for address, content in made.files
        if address.endswith(".html")
    }
    others = tuple(address for address, _ in made.files if not address.endswith(".html"))
    others += addresses_of(country, redlines)
    _keep(folder, source.name, digest, Kept(made.part, made.rows, pages, others))


def beside(folder: SiteFolder) -> Path:
    """Return the folder in which is kept what was made, beside that of the site."""
    return folder.folder.with_name(f".{folder.folder.name}")


def _place_of(folder: SiteFolder, name: str) -> Path:
    return beside(folder) / f"{name}.json"


def kept(folder: SiteFolder, name: str, digest: str) -> Kept | None:
    """Return what was made of a country, unless anything changed since or a file is missing."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        written = json.loads(_place_of(folder, name).read_bytes())
        if written["digest"] != digest:
            return None
        pages = {address: found_read(each) for address, each in written["pages"].items()}
        others = tuple(written["others"])
        if not all(folder.path(each).is_file() for each in (*pages, *others)):
            return None
        return Kept(part_read(written["part"]), DataRows(**written["rows"]), pages, others)
    return None


def _keep(folder: SiteFolder, name: str, digest: str, made: Kept) -> None:
    pages = {address: found_written(each) for address, each in made.pages.items()}
    written: dict[str, Any] = {
        "digest": digest,
        "pages": pages,
        "others": made.others,
        "rows": asdict(made.rows),
        "part": part_written(made.part),
    }
    content = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
    write_file(_place_of(folder, name), content)


def found_written(found: Found) -> dict[str, Any]:
    """Return what was found in a page as values of JSON."""
    return {**asdict(found), "anchors": sorted(found.anchors)}


def found_read(written: Mapping[str, Any]) -> Found:
    """Return what was found in a page, of such values."""
    faults = tuple(written["faults"])
    return Found(tuple(written["links"]), frozenset(written["anchors"]), faults)


# Pages of all countries


class KeptPages:
    """The pages of all countries, of which only those are filled in that show something else than
    before: a new edition changes few of them.
    """

    def __init__(self, folder: SiteFolder, common: str) -> None:
        self._folder, self._common = folder, common
        self._place = beside(folder) / "pages"
        self._before: dict[str, Any] = {}
        self._now: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            self._before = json.loads(self._place.read_bytes())

    def add(self, site: Site, worded: WordedTreaty, page: Page) -> None:
        """Write a page, unless it is there and says the same. Raises PublisherError where it cannot
        be made or written.
        """
        key = digest_of(f"{self._common}{page!r}".encode())
        was = self._before.get(page.address, {})
        if was.get("key") == key and self._folder.path(page.address).is_file():
            self._folder.pages[page.address] = found_read(was)
        else:
            self._folder.add(*page_file(site, worded, page))
        found = self._folder.pages[page.address]
        self._now[page.address] = {"key": key, **found_written(found)}

    def keep(self) -> None:
        """Keep what the pages are made of. Raises PublisherError where it cannot be written."""
        write_file(self._place, json.dumps(self._now, ensure_ascii=False).encode())
