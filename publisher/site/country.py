"""The page of a country: the report that stands, its files and languages, all editions.

Comes in: a country with its editions, and its report as composed. Goes out: the page in a language
of the site. A page that would grow beyond what a slow line loads gives the texts of its subject
areas to pages of their own; the anchors of all rows and cells stay on the first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.compose.publication import Note, Publication, PublishedGroup
from publisher.domain.text import NoteCall, all_inlines
from publisher.domain.worded import WordedTreaty
from publisher.editions.manifest import NoticeKind
from publisher.site import addresses, told
from publisher.site.guide import link_of_country
from publisher.site.pages import File, Link, Page, page_file
from publisher.site.parts import CountryPart
from publisher.site.values import Country, Issue, Site

LONGEST_PAGE = 150_000  # bytes


def country_files(
    site: Site,
    worded: WordedTreaty,
    country: Country,
    part: CountryPart,
    publication: Publication,
) -> Iterator[File]:
    """Yield the page of a country in a language of the site, and those of its subject areas where
    it has some. Raises PublisherError where a template cannot be used.
    """
    issue = country.current(publication.language)
    assert issue is not None  # else there is no publication
    page = _page(site, worded, country, part, publication, issue)
    whole = page_file(site, worded, page)
    if len(whole[1]) <= LONGEST_PAGE:
        yield whole
        return
    own = {
        group.id: addresses.page_at(worded.language.code, "countries", part.code, group.id.lower())
        for group in publication.groups
        if group.rows
    }
    address, content = page_file(site, worded, replace(page, values={**page.values, "split": own}))
    anchors = _anchors(content.decode())
    yield address, content
    for group in publication.groups:
        if group.id in own:
            notes = () if group.notes else tuple(_called(group, publication.end_notes))
            values = {**page.values, "part": group, "part_notes": notes}
            title = f"{group.title} · {page.title}"
            at = own[group.id]
            translations = {**page.translations, worded.language.code: at}
            file = replace(
                page, address=at, title=title, values=values, translations=translations, data=None
            )
            yield _led_home(page_file(site, worded, file), address, anchors)


def _page(
    site: Site,
    worded: WordedTreaty,
    country: Country,
    part: CountryPart,
    publication: Publication,
    issue: Issue,
) -> Page:
    language, code = worded.language, worded.language.code
    report = part.reports[publication.language]
    address = addresses.country_page(code, part.code)
    name = part.names[code]
    folder = country.folder
    values = {
        "report": publication,
        "said": publication.words,
        "code": part.code,
        "name": name,
        "home": address,
        "is_foreign": publication.language != code,
        "standing": told.standing(site, report, language),
        "files": told.in_order(_files(worded, issue, folder)),
        "languages": tuple(_others(site, part, publication.language, worded)),
        "editions": tuple(
            told.told_edition(site, part, each, language) for each in reversed(part.editions)
        ),
        "exports": tuple(exports(worded, issue, folder)),
        "citation": issue.manifest.citation,
        "notices": tuple(_notices(issue, worded)),
        "in_guide": link_of_country(site, part, code),
        "part": None,
        "part_notes": (),
        "split": {},
    }
    return Page(
        address=address,
        title=f"{name} · {language.words('site')['title']}",
        template="country",
        values=values,
        description=f"{publication.title}. {publication.treaty}",
        translations={each: addresses.country_page(each, part.code) for each in site.languages},
        section="countries",
        picture=f"pictures/{part.code}-{publication.language}.png",
        feed=f"feeds/{part.code}.atom",
        feed_label="feed_country",
        data=_described(site, publication, issue, address),
    )


def _files(worded: WordedTreaty, issue: Issue, folder: str) -> Iterator[told.ToldFile]:
    for file in issue.manifest.files:
        if not file.name.endswith((*_EXPORTS, ".json")):
            at = addresses.edition_file(folder, issue.manifest.number, file.name)
            yield told.told_file(at, file, worded.language)


def _others(site: Site, part: CountryPart, own: str, worded: WordedTreaty) -> Iterator[Link]:
    """Yield the report in the other languages: on the site in that language, else as an edition."""
    for code, report in part.reports.items():
        if code == own:
            continue
        page = addresses.country_page(code, part.code)
        if code not in site.worded:
            page = addresses.edition_page(part.folder, report.number)
        yield Link(page, told.language_name(site, code), code)


def _notices(issue: Issue, worded: WordedTreaty) -> Iterator[str]:
    words = worded.language.words("site")
    for each in issue.notices:
        if each.kind is NoticeKind.ERRATUM:
            colon, when = words["colon"], told.told_day(each.date, worded.language)
            yield f"{words['errata']}{colon} {when}{colon} {each.text}"


_EXPORTS = (".csl.json", ".bib", ".ris")


def is_export(name: str) -> bool:
    """Tell whether a file of an edition is its citation for a program that manages references."""
    return name.endswith(_EXPORTS)


def exports(worded: WordedTreaty, issue: Issue, folder: str) -> Iterator[told.ToldFile]:
    """Yield the citation of an edition for programs that manage references."""
    for file in issue.manifest.files:
        if is_export(file.name):
            at = addresses.edition_file(folder, issue.manifest.number, file.name)
            yield told.told_file(at, file, worded.language)


def _described(
    site: Site, publication: Publication, issue: Issue, address: str
) -> dict[str, object]:
    """Return a report as schema.org describes one."""
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": publication.title,
        "inLanguage": publication.language,
        "datePublished": issue.manifest.published.isoformat(),
        "version": issue.manifest.version,
        "about": publication.treaty,
        "citation": issue.manifest.citation,
    }
    if site.choices.organisation:
        found["publisher"] = {"@type": "Organization", "name": site.choices.organisation}
    if whole := addresses.canonical(site.address, address):
        found["url"] = whole
    return found


# Pages of subject areas

_LED = re.compile(r'href="#([^"]+)"')


def _anchors(text: str) -> frozenset[str]:
    return frozenset(re.findall(r'\bid="([^"]+)"', text))


def _called(group: PublishedGroup, notes: Sequence[Note]) -> Iterator[Note]:
    """Yield the notes at the end of a report that a group calls."""
    called: dict[str, list[str]] = {}
    for inline in (
        each for row in group.rows for cell in row.cells for each in all_inlines(cell.blocks)
    ):
        if isinstance(inline, NoteCall):
            called.setdefault(inline.note, []).append(inline.id)
    return (replace(note, calls=tuple(called[note.id])) for note in notes if note.id in called)


def _led_home(file: File, home: str, anchors: frozenset[str]) -> File:
    """Return a page whose links to rows of other subject areas lead to the country's page."""
    address, content = file
    text = content.decode()
    own = _anchors(text)

    def led(found: re.Match[str]) -> str:
        if found[1] in own or found[1] not in anchors:
            return found[0]
        return f'href="{addresses.link(address, home, found[1])}"'

    return address, _LED.sub(led, text).encode()
