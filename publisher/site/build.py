"""From editions and words to the files of the site.

`country_site` makes what belongs to one country; `common_pages` and `common_files` what shows all
of them. The same editions and words give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.worded import WordedTreaty
from publisher.site import addresses, told
from publisher.site.country import country_files
from publisher.site.data import DataFile, DataRows, Line, data_rows, lines_of
from publisher.site.editions import edition_files, editions_page
from publisher.site.feeds import feed_files, sitemap
from publisher.site.front import front_pages, missing_page, top_page
from publisher.site.pages import File, Page, page_file
from publisher.site.parts import CountryPart, Redlines, ReportPart, country_part, report_part
from publisher.site.picture import strip_picture
from publisher.site.provisions import comparison_pages
from publisher.site.scripts import report_file, search_files, words_file
from publisher.site.style import style_sheet
from publisher.site.values import Country, Site

SCRIPTS = ("site.js", "search-words.js", "search.js", "compare.js", "beside.js")
TEMPLATES = (
    "page", "start", "countries", "country", "gone", "provision", "provisions", "area", "matrix",
    "guide", "compare", "search", "editions", "edition", "data", "about", "missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountrySite:
    """What is made of one country: its part of the pages of all, its data, its files."""

    part: CountryPart
    rows: DataRows
    files: tuple[File, ...]


def country_site(site: Site, country: Country, redlines: Redlines) -> CountrySite:
    """Return what belongs to one country; `redlines` are the files that show what changed in each
    edition. Raises PublisherError where a template cannot be used.
    """
    read: dict[str, Publication] = {}
    reports: dict[str, ReportPart] = {}
    for code in _in_order(site, country):
        issue = country.current(code)
        if issue is not None:
            worded = site.reports[code]
            read[code] = compose_report(issue.record.report, worded, site.choices)
            reports[code] = report_part(issue, read[code], worded.treaty)
    names = {code: country.name_in(each.language) for code, each in site.worded.items()}
    part = country_part(country, names, reports, redlines)
    files = tuple(_country_files(site, country, part, read))
    return CountrySite(part, data_rows(list(_lines(site, country, part))), files)


def _in_order(site: Site, country: Country) -> tuple[str, ...]:
    """Return the languages of a country's reports, that of the project first."""
    own = country.languages
    first = site.first.language.code
    return tuple(sorted(own, key=lambda code: (code != first, code)))


def _country_files(
    site: Site, country: Country, part: CountryPart, read: Mapping[str, Publication]
) -> Iterator[File]:
    for code, worded in site.worded.items():
        report = part.report(code)
        if report is None:
            yield page_file(site, worded, _gone(site, worded, part))
        else:
            yield from country_files(site, worded, country, part, read[report.language])
    yield from edition_files(site, country, part)
    for code, report in part.reports.items():
        yield report_file(part.code, report)
        colours = [mark.colour for mark in read[code].overview.strip]
        picture = strip_picture(colours, site.choices.house.accent)
        yield f"pictures/{part.code}-{code}.png", picture


def _gone(site: Site, worded: WordedTreaty, part: CountryPart) -> Page:
    """Return the page of a country of which nothing can be read any more."""
    language = worded.language
    editions = tuple(
        told.told_edition(site, part, each, language) for each in reversed(part.editions)
    )
    name = part.names[language.code]
    return Page(
        address=addresses.country_page(language.code, part.code),
        title=f"{name} · {language.words('site')['title']}",
        template="gone",
        values={"name": name, "code": part.code, "editions": editions},
        translations={code: addresses.country_page(code, part.code) for code in site.languages},
        section="countries",
        feed=f"feeds/{part.code}.atom",
        feed_label="feed_country",
    )


def _lines(site: Site, country: Country, part: CountryPart) -> Iterator[Line]:
    for code in part.reports:
        issue = country.current(code)
        shown = code if code in site.worded else site.first.language.code
        if issue is not None:
            page = addresses.country_page(shown, part.code)
            at = addresses.canonical(site.address, page) or page
            yield from lines_of(issue.record, site.reports[code].treaty, at)


# Everything that shows all countries


def common_pages(
    site: Site, parts: Sequence[CountryPart], data: Sequence[DataFile]
) -> Iterator[tuple[WordedTreaty, Page]]:
    """Yield the pages of all countries, each with the treaty in its language, not yet filled in;
    `data` are the files of all cells.
    """
    for worded in site.worded.values():
        for page in front_pages(site, worded, parts, data):
            yield worded, page
        for page in comparison_pages(site, worded, parts):
            yield worded, page
        yield worded, editions_page(site, worded, parts)
    yield site.first, top_page(site, parts)
    yield site.first, missing_page(site)


def common_files(site: Site, parts: Sequence[CountryPart], pages: Sequence[str]) -> Iterator[File]:
    """Yield the search, the feeds, the map, the style sheet and the scripts; `pages` are the
    addresses of all pages.
    """
    for worded in site.worded.values():
        yield words_file(site, worded, parts)
    yield from search_files(site, parts)
    yield from feed_files(site, parts)
    if site.address:
        own = [each for each in pages if each.endswith(f"/{addresses.INDEX}")]
        yield "sitemap.xml", sitemap(site, own)
    yield "site.css", style_sheet(site.templates["site.css"], site.choices.house, len(parts))
    for name in SCRIPTS:
        yield name, site.templates[name].encode()
