"""The public site of a project, in output/site: made from its editions, country by country.

What is made of a country is kept, so that one new edition is a matter of seconds. This is the edge:
it knows paths.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from publisher.domain.diagnostics import Place, PublisherError, failure, problem
from publisher.project.editions import countries_with_editions
from publisher.project.project import Project
from publisher.project.site_crew import make_countries
from publisher.project.site_folder import Kept, KeptPages, SiteFolder, kept, make_country
from publisher.project.site_guide import CountrySource, make_guide
from publisher.project.site_sources import (
    EditionsSource,
    Source,
    Tell,
    WorkbookSource,
    digest_of_site,
    site_of,
)
from publisher.project.workbooks import check_file
from publisher.site.addresses import base_of
from publisher.site.build import common_files, common_pages
from publisher.site.data import data_files
from publisher.site.links import broken_links
from publisher.site.parts import CountryPart
from publisher.site.values import Site

SITE, PREVIEW = "site", "site-preview"  # folders of the output
_MOST_TOLD = 20  # broken links


def site_folder(project: Project, *, is_preview: bool = False) -> Path:
    """Return where the site stands."""
    return project.output_folder / (PREVIEW if is_preview else SITE)


def make_site(project: Project, tell: Tell) -> SiteFolder:
    """Make the site from the editions of a project; `tell` is told the name of each country that is
    made anew.

    Raises PublisherError where there is no edition, where an edition or a template cannot be used,
    and where a link of the site leads nowhere.
    """
    names = countries_with_editions(project)
    if not names:
        raise failure("E930", Place(project.settings.editions))
    sources = tuple(EditionsSource(project, name) for name in names)
    languages = {code for source in sources for code in source.languages}
    site, folder = site_of(project, languages), SiteFolder(site_folder(project))
    common = digest_of_site(project, site)
    digests = {source.name: f"{common}{source.digest()}" for source in sources}
    known = {name: kept(folder, name, digest) for name, digest in digests.items()}
    jobs = [(name, digest) for name, digest in digests.items() if known[name] is None]
    folder.written += make_countries(project, folder.folder, jobs, languages, tell)
    known |= {name: kept(folder, name, digest) for name, digest in jobs}
    return _made(project, site, folder, sources, known, common)


def preview_site(project: Project, today: date, tell: Tell) -> SiteFolder:
    """Make the site from the workbooks as they stand, marked so on every page, in a folder of its
    own. A workbook with problems that must be fixed is left out.

    Raises PublisherError where there is none that can be shown, and as above.
    """
    checked = (check_file(project, path, today) for path in project.workbooks())
    sources = tuple(WorkbookSource(each, today) for each in checked if each.is_publishable)
    if not sources:
        raise failure("E932", Place(project.settings.workbooks))
    languages = {code for source in sources for code in source.languages}
    site = site_of(project, languages, is_preview=True)
    folder = SiteFolder(site_folder(project, is_preview=True))
    common = digest_of_site(project, site)
    known: dict[str, Kept | None] = {}
    for source in sources:
        tell(source.name)
        digest = f"{common}{source.digest()}"
        if kept(folder, source.name, digest) is None:
            make_country(site, source, folder, digest)
        known[source.name] = kept(folder, source.name, digest)
    return _made(project, site, folder, sources, known, common)


def _made(
    project: Project,
    site: Site,
    folder: SiteFolder,
    sources: Sequence[Source],
    known: dict[str, Kept | None],
    common: str,
) -> SiteFolder:
    """Make the pages of all countries, and see that every link leads somewhere."""
    made = [each for each in (known[source.name] for source in sources) if each is not None]
    assert len(made) == len(sources)  # each was made just now, or kept
    _require_one_each(project, site, [each.part for each in made])
    for source in sources:
        for file in source.copies():
            folder.copy(file)
    for each in made:
        folder.pages |= each.pages
        folder.others |= set(each.others)
    parts = [each.part for each in made]
    data, described = data_files(site, [each.rows for each in made])
    for address, content in data:
        folder.add(address, content)
    pages = KeptPages(folder, common)
    for worded, page in common_pages(site, parts, described):
        pages.add(site, worded, page)
    pages.keep()
    countries = tuple(map(CountrySource, sources, parts))
    folder.told = make_guide(project, site, folder, countries, common)
    for address, content in common_files(site, parts, tuple(folder.pages)):
        folder.add(address, content)
    broken = list(broken_links(folder.pages, folder.others, base_of(site.address)))
    if broken:
        told = (problem("E931", Place(each.page), link=each.link) for each in broken)
        raise PublisherError(*list(told)[:_MOST_TOLD])
    folder.remove_others()
    return folder


def _require_one_each(project: Project, site: Site, parts: Sequence[CountryPart]) -> None:
    """Refuse two reports of one country: each would be written over the other's pages."""
    settings = project.settings
    place = Place(settings.workbooks if site.is_preview else settings.editions)
    taken: dict[str, str] = {}
    for each in parts:
        first = taken.setdefault(each.code, each.folder)
        if first != each.folder:
            names = {"first": first, "second": each.folder}
            workbooks = settings.workbooks if site.is_preview else ""
            raise failure("E937", place, **names, workbooks=workbooks)
