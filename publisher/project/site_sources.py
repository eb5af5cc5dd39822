"""What the site is made from, on disk: editions or workbooks, words and templates."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol

from publisher.domain.digest import digest_of
from publisher.domain.report import CountryReport
from publisher.editions.manifest import MANIFEST_FILE, NOTICES_FILE, SUMS_FILE
from publisher.editions.publishable import publishable
from publisher.project.editions import (
    PublishedEdition,
    content_of,
    editions_folder,
    editions_of,
    published_content,
)
from publisher.project.files import read_file
from publisher.project.program import program_digest
from publisher.project.project import Project
from publisher.project.standard import standard_folder
from publisher.project.workbooks import CheckResult
from publisher.site.addresses import edition_file
from publisher.site.build import SCRIPTS, TEMPLATES
from publisher.site.unpublished import unpublished
from publisher.site.values import Country, Issue, Site

Tell = Callable[[str], None]
_COPIED = (MANIFEST_FILE, SUMS_FILE)  # beside the files that a manifest lists


@dataclass(frozen=True, slots=True)
class Copied:
    """A file that the site has as it is: its address there, where it lies, and what reads it, which
    raises PublisherError where it is no longer as it was published.
    """

    address: str
    path: Path
    read: Callable[[], bytes]


class Source(Protocol):
    """What a country of the site is made from."""

    @property
    def name(self) -> str:
        """The name of its workbook."""

    @property
    def project(self) -> Project:
        """The project to which it belongs."""

    @property
    def languages(self) -> Iterable[str]:
        """The languages of its reports."""

    def digest(self) -> str:
        """Return a digest of all that it says."""

    def country(self) -> Country:
        """Return the country with its editions."""

    def report(self, number: int) -> CountryReport:
        """Return what the edition of a number says."""

    def digest_of(self, number: int) -> str:
        """Return a digest of that."""

    def copies(self) -> Iterable[Copied]:
        """Return the files that the site has as they are."""


@dataclass(frozen=True)
class EditionsSource:
    """The editions of a country on disk, as they were when they were first looked at."""

    project: Project
    name: str

    @property
    def languages(self) -> Iterable[str]:
        """The languages of its reports."""
        return {each.manifest.language for each in self.editions}

    @cached_property
    def editions(self) -> tuple[PublishedEdition, ...]:
        """What lies there. Raises PublisherError where it cannot be read."""
        return editions_of(self.project, self.name)

    def digest(self) -> str:
        """Return a digest of all that is said in the editions: their manifests name the rest."""
        folder = editions_folder(self.project, self.name)
        paths = [each.folder / MANIFEST_FILE for each in self.editions]
        paths += [folder / NOTICES_FILE] if (folder / NOTICES_FILE).exists() else []
        return digest_of(b"".join(digest_of(read_file(path)).encode() for path in paths))

    def country(self) -> Country:
        """Return the country with its editions read. Raises PublisherError as above."""
        issues: list[Issue] = []
        for each in self.editions:
            worded = self.project.in_language(each.manifest.language)
            record = content_of(each, worded.treaty)
            issues.append(Issue(record, each.manifest, each.notices))
        return Country(editions_folder(self.project, self.name).name, tuple(issues))

    def report(self, number: int) -> CountryReport:
        """Return what the edition of a number says. Raises PublisherError as above."""
        edition = next(each for each in self.editions if each.number == number)
        treaty = self.project.in_language(edition.manifest.language).treaty
        return content_of(edition, treaty).report

    def digest_of(self, number: int) -> str:
        """Return a digest of that: of its manifest, which names the rest."""
        folder = editions_folder(self.project, self.name) / str(number)
        return digest_of(read_file(folder / MANIFEST_FILE))

    def copies(self) -> Iterator[Copied]:
        """Yield the files of editions, which the site has as they are."""
        for each in self.editions:
            for name in (*(file.name for file in each.manifest.files), *_COPIED):
                at = edition_file(each.folder.parent.name, each.number, name)
                yield Copied(at, each.folder / name, partial(published_content, each, name))


@dataclass(frozen=True, slots=True)
class WorkbookSource:
    """A workbook as it stands, as if it were published today."""

    result: CheckResult
    today: date

    @property
    def project(self) -> Project:
        """The project in the language of the workbook."""
        return self.result.project

    @property
    def name(self) -> str:
        """The name of the workbook."""
        return self.result.path.stem

    @property
    def languages(self) -> Iterable[str]:
        """The language of its report."""
        return (self.result.project.language.code,)

    def digest(self) -> str:
        """Return a digest of all that it says."""
        return digest_of(f"{self.country()!r}".encode())

    def country(self) -> Country:
        """Return the country with what would be its edition."""
        words, choices = self.project.worded, self.project.presentation
        issue = unpublished(self.name, self.report(1), words, choices, self.today)
        return Country(self.name, (issue,))

    def report(self, number: int) -> CountryReport:
        """Return what the workbook would say if it were published; it is edition 1."""
        assert number == 1
        assert self.result.report is not None  # it is publishable
        names = self.project.settings.name_researchers
        return publishable(self.result.report, self.project.language, names_researchers=names)

    def digest_of(self, number: int) -> str:
        """Return a digest of that."""
        return digest_of(f"{self.report(number)!r}".encode())

    def copies(self) -> Iterable[Copied]:
        """Return nothing: no file of it was published."""
        return ()


# Words and templates


def site_of(project: Project, languages: Iterable[str], *, is_preview: bool = False) -> Site:
    """Return what holds for all pages of a site whose reports are in these languages. Raises
    PublisherError where a language or a template cannot be used.
    """
    own = project.language.code
    codes = (own, *sorted(set(languages) - {own}))
    reports = {code: project.in_language(code).worded for code in codes}
    # A language has words of its own for the site where its file says so; the project's always.
    worded = {
        code: each
        for code, each in reports.items()
        if code == codes[0] or each.language.words("site")["complete"] == code
    }
    names = (*(f"{each}.html" for each in TEMPLATES), *SCRIPTS, "site.css")
    templates = {
        name.removesuffix(".html"): project.template(f"site/{name}").content.decode("utf-8-sig")
        for name in names
    }
    address = project.settings.address
    return Site(worded, reports, project.presentation, templates, address, is_preview)


def digest_of_site(project: Project, site: Site) -> str:
    """Return a digest of all that pages are made of beside the editions."""
    own = [project.folder / name for name in ("treaties", "languages", "messages")]
    own += [
        standard_folder() / "templates/site",
        project.folder / project.settings.templates / "site",
    ]
    pictures = [project.settings.house[key] for key in ("logo", "picture")]
    paths = sorted(path for each in own for path in each.rglob("*") if path.is_file())
    paths += [project.folder / name for name in pictures if name]
    settings = json.dumps(asdict(project.settings), sort_keys=True, default=str)
    digests = "".join(digest_of(read_file(path)) for path in paths)
    return digest_of(
        f"{program_digest()}{settings}{site.is_preview}{[*site.reports]}{digests}".encode()
    )
