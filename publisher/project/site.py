"""The public site of a project, in output/site: made from its editions, country by country.

What is made of a country is kept beside the site, so that one new edition is a matter of seconds.
Only files that changed are written, and those that are no longer made are removed, but for the
pages and files of editions, whose addresses stay. This is the edge: it knows paths.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from publisher.domain.diagnostics import Place, PublisherError, failure, problem
from publisher.domain.digest import digest_of
from publisher.editions.manifest import MANIFEST_FILE, NOTICES_FILE, SUMS_FILE
from publisher.editions.publishable import publishable
from publisher.project.editions import (
    PublishedEdition,
    content_of,
    countries_with_editions,
    editions_folder,
    editions_of,
)
from publisher.project.files import read_file, write_file
from publisher.project.program import program_digest
from publisher.project.project import Project
from publisher.project.standard import standard_folder
from publisher.project.workbooks import CheckResult, check_file
from publisher.site.build import SCRIPTS, TEMPLATES, CountrySite, common_site, country_site
from publisher.site.links import Found, broken_links, found_in
from publisher.site.pages import File
from publisher.site.parts import CountryPart, part_read, part_written
from publisher.site.unpublished import unpublished
from publisher.site.values import Country, Issue, Site

SITE, PREVIEW = "site", "site-preview"  # folders of the output
_EDITIONS = "editions/"
_COPIED = (MANIFEST_FILE, SUMS_FILE)  # beside the files that a manifest lists
_MOST_TOLD = 20  # broken links
Tell = Callable[[str], None]


@dataclass(slots=True)
class MadeSite:
    """What was made: where the site is, how many files it has, how many of them were written and
    removed.
    """

    folder: Path
    files: int = 0
    written: int = 0
    removed: int = 0
    pages: dict[str, Found] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)


def site_folder(project: Project, *, is_preview: bool = False) -> Path:
    """Return where the site stands."""
    return project.output_folder / (PREVIEW if is_preview else SITE)


def make_site(project: Project, tell: Tell) -> MadeSite:
    """Make the site from the editions of a project; `tell` is told the name of each country.

    Raises PublisherError where there is no edition, where an edition or a template cannot be used,
    and where a link of the site leads nowhere.
    """
    names = countries_with_editions(project)
    if not names:
        raise failure("E930", Place(project.settings.editions))
    sources = tuple(_Editions(project, name) for name in names)
    return _made(project, sources, site_folder(project), tell)


def preview_site(project: Project, today: date, tell: Tell) -> MadeSite:
    """Make the site from the workbooks as they stand, marked so on every page, in a folder of its
    own. A workbook with problems that must be fixed is left out.

    Raises PublisherError where there is none that can be shown, and as above.
    """
    checked = (check_file(project, path, today) for path in project.workbooks())
    shown = tuple(_Workbook(project, each, today) for each in checked if each.is_publishable)
    if not shown:
        raise failure("E932", Place(project.settings.workbooks))
    return _made(project, shown, site_folder(project, is_preview=True), tell, is_preview=True)


class _Source(Protocol):
    """What a country of the site is made from."""

    @property
    def name(self) -> str:
        """The name of its workbook."""

    @property
    def languages(self) -> Iterable[str]:
        """The languages of its reports."""

    def digest(self) -> str:
        """Return a digest of all that it says."""

    def country(self) -> Country:
        """Return the country with its editions."""

    def copies(self) -> Iterable[tuple[str, Path]]:
        """Return the files that the site has as they are, with their addresses."""


@dataclass(frozen=True, slots=True)
class _Editions:
    """The editions of a country on disk."""

    project: Project
    name: str

    @property
    def languages(self) -> Iterable[str]:
        """The languages of its reports."""
        return {each.manifest.language for each in self.editions()}

    def editions(self) -> tuple[PublishedEdition, ...]:
        """Return what lies there. Raises PublisherError where it cannot be read."""
        return editions_of(self.project, self.name)

    def digest(self) -> str:
        """Return a digest of all that is said in the editions: their manifests name the rest."""
        folder = editions_folder(self.project, self.name)
        paths = [each.folder / MANIFEST_FILE for each in self.editions()]
        paths += [folder / NOTICES_FILE] if (folder / NOTICES_FILE).exists() else []
        return digest_of(b"".join(digest_of(read_file(path)).encode() for path in paths))

    def country(self) -> Country:
        """Return the country with its editions read. Raises PublisherError as above."""
        issues: list[Issue] = []
        for each in self.editions():
            worded = self.project.in_language(each.manifest.language)
            record = content_of(each, worded.treaty.provisions)
            issues.append(Issue(record, each.manifest, each.notices))
        return Country(editions_folder(self.project, self.name).name, tuple(issues))

    def copies(self) -> Iterator[tuple[str, Path]]:
        """Yield the files of editions, which the site has as they are, with their addresses."""
        for each in self.editions():
            for name in (*(file.name for file in each.manifest.files), *_COPIED):
                yield (
                    f"{_EDITIONS}{each.folder.parent.name}/{each.number}/{name}",
                    each.folder / name,
                )


@dataclass(frozen=True, slots=True)
class _Workbook:
    """A workbook as it stands, as if it were published today."""

    project: Project
    result: CheckResult
    today: date

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
        project = self.result.project
        assert self.result.report is not None  # it is publishable
        report = publishable(
            self.result.report,
            project.language,
            names_researchers=project.settings.name_researchers,
        )
        return Country(
            self.name,
            (unpublished(self.name, report, project.worded, project.edition, self.today),),
        )

    def copies(self) -> Iterable[tuple[str, Path]]:
        """Return nothing: no file of it was published."""
        return ()


def _made(
    project: Project,
    sources: Sequence[_Source],
    folder: Path,
    tell: Tell,
    *,
    is_preview: bool = False,
) -> MadeSite:
    site = _site(project, sources, is_preview=is_preview)
    made = MadeSite(folder)
    common = _digest_of_site(project, is_preview=is_preview)
    parts: list[CountryPart] = []
    lines: list[tuple[str, ...]] = []
    for source in sources:
        tell(source.name)
        digest = f"{common}{source.digest()}"
        kept = _kept(made, source, digest)
        if kept is None:
            kept = _kept_of(country_site(site, source.country()))
            _keep(made, source, digest, kept)
            for address, content in kept.files:
                _write(made, address, content)
        _count(made, kept)
        for address, path in source.copies():
            _copy(made, address, path)
        parts.append(kept.part)
        lines += kept.lines
    for address, content in common_site(site, parts, lines, tuple(made.pages)):
        _write(made, address, content)
        _note(made, address, content)
    _check(made)
    _remove(made)
    return made


def _site(project: Project, sources: Iterable[_Source], *, is_preview: bool) -> Site:
    spoken = {code for source in sources for code in source.languages}
    codes = (project.language.code, *sorted(spoken - {project.language.code}))
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
    return Site(worded, reports, project.edition, templates, address, is_preview)


def _digest_of_site(project: Project, *, is_preview: bool) -> str:
    """Return a digest of all that pages are made of beside the editions."""
    own = [project.folder / name for name in ("treaties", "languages", "messages")]
    own += [
        standard_folder() / "templates/site",
        project.folder / project.settings.templates / "site",
    ]
    logo = project.settings.house["logo"]
    paths = sorted(path for each in own for path in each.rglob("*") if path.is_file())
    paths += [project.folder / logo] if logo else []
    settings = json.dumps(asdict(project.settings), sort_keys=True, default=str)
    digests = "".join(digest_of(read_file(path)) for path in paths)
    return digest_of(f"{program_digest()}{settings}{is_preview}{digests}".encode())


# What was made of a country, kept


@dataclass(frozen=True, slots=True)
class _Kept:
    part: CountryPart
    lines: tuple[tuple[str, ...], ...]
    pages: dict[str, Found]
    others: tuple[str, ...]
    files: tuple[File, ...] = ()


def _kept_of(made: CountrySite) -> _Kept:
    pages = {
        address: found_in(content.decode())
        for address, content in made.files
        if address.endswith(".html")
    }
    others = tuple(address for address, _ in made.files if not address.endswith(".html"))
    return _Kept(made.part, made.lines, pages, others, made.files)


def _place_of(made: MadeSite, source: _Source) -> Path:
    """Return where it is kept: beside the folder of the site, which is copied to a host."""
    return made.folder.with_name(f".{made.folder.name}") / f"{source.name}.json"


def _kept(made: MadeSite, source: _Source, digest: str) -> _Kept | None:
    """Return what was made of a country, unless anything changed since or a file is missing."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        written = json.loads(_place_of(made, source).read_bytes())
        if written["digest"] != digest:
            return None
        pages = {
            address: Found(tuple(each["links"]), frozenset(each["anchors"]), tuple(each["faults"]))
            for address, each in written["pages"].items()
        }
        others = tuple(written["others"])
        if not all((made.folder / each).is_file() for each in (*pages, *others)):
            return None
        lines = tuple(tuple(line) for line in written["lines"])
        return _Kept(part_read(written["part"]), lines, pages, others)
    return None


def _keep(made: MadeSite, source: _Source, digest: str, kept: _Kept) -> None:
    written: dict[str, Any] = {
        "digest": digest,
        "part": part_written(kept.part),
        "lines": kept.lines,
        "pages": {
            address: {**asdict(each), "anchors": sorted(each.anchors)}
            for address, each in kept.pages.items()
        },
        "others": kept.others,
    }
    content = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
    write_file(_place_of(made, source), content)


# Files


def _write(made: MadeSite, address: str, content: bytes) -> None:
    """Write a file unless it is there as it is."""
    path = made.folder / address
    try:
        is_same = path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        is_same = False
    if not is_same:
        write_file(path, content)
        made.written += 1


def _copy(made: MadeSite, address: str, path: Path) -> None:
    """Copy a file of an edition, which never changes, unless it is there."""
    made.others.add(address)
    target = made.folder / address
    try:
        if target.stat().st_size == path.stat().st_size:
            return
    except OSError:
        pass
    write_file(target, read_file(path))
    made.written += 1


def _count(made: MadeSite, kept: _Kept) -> None:
    made.pages |= kept.pages
    made.others |= set(kept.others)


def _note(made: MadeSite, address: str, content: bytes) -> None:
    if address.endswith(".html"):
        made.pages[address] = found_in(content.decode())
    else:
        made.others.add(address)


def _check(made: MadeSite) -> None:
    """Raise PublisherError where a link of the site leads nowhere."""
    broken = list(broken_links(made.pages, made.others))
    if broken:
        raise PublisherError(
            *(problem("E931", Place(each.page), link=each.link) for each in broken[:_MOST_TOLD])
        )
    made.files = len(made.pages) + len(made.others)


def _remove(made: MadeSite) -> None:
    """Remove what is no longer made; the addresses of editions stay for ever."""
    wanted = {*made.pages, *made.others}
    for path in sorted(made.folder.rglob("*"), reverse=True):
        address = path.relative_to(made.folder).as_posix()
        if path.is_dir():
            with suppress(OSError):  # it holds something
                path.rmdir()
        elif address not in wanted and not address.startswith(_EDITIONS):
            path.unlink(missing_ok=True)
            made.removed += 1
