"""The page of an edition: its files, its citation, what changed, what was found wrong in it since.

Its address and files stay for ever. It stands in the language of its report where the site has
words in that language, else in the first of the site's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.compose.changes import fact_label, told_fact, told_moves
from publisher.compose.redline import redlined
from publisher.domain.text import Block, Paragraph, Span
from publisher.domain.worded import WordedTreaty
from publisher.editions.changes import ASSESSMENT, COUNTRY, Change
from publisher.editions.manifest import NoticeKind
from publisher.site import addresses, told
from publisher.site.country import exports, is_export
from publisher.site.data import frozen_files, published
from publisher.site.pages import File, Link, Page, in_each_language, page_file
from publisher.site.parts import CountryPart
from publisher.site.values import Country, Issue, Site
from publisher.site.world import by_name

_LONGEST = 1200  # letters of a text that is shown as changed; the whole stands in the data
_MOST_LISTED = 500  # editions; beyond it the newest of each country, all of which its page lists
_MOST = 60_000  # letters of all changes that a page shows


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change in words; `moved` says where a text went and whence one came, which is not shown
    once more; `marked` is the text with what went and what came marked in it, empty where the two
    have little in common.
    """

    heading: str
    kind: str
    moved: tuple[str, ...]
    old: str
    new: str
    reason: str
    marked: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """The changes of a provision, of the country's facts, or of the sources; `anchor` is its place
    on the page.
    """

    anchor: str
    title: str
    reference: str
    changes: tuple[ToldChange, ...]


def edition_files(site: Site, country: Country, part: CountryPart) -> Iterator[File]:
    """Yield the pages of a country's editions."""
    for issue in country.issues:
        worded = site.worded.get(issue.record.language, site.first)
        data = tuple(frozen_files(site, country, issue))
        yield page_file(site, worded, _page(site, worded, country, part, issue, data))
        yield from data


def _page(
    site: Site,
    worded: WordedTreaty,
    country: Country,
    part: CountryPart,
    issue: Issue,
    data: tuple[File, ...],
) -> Page:
    language, manifest = worded.language, issue.manifest
    words, number = language.words("site"), manifest.number
    known = {each.number: each for each in part.editions}
    changes = tuple(_changes(issue, worded))
    listed = told.told_edition(site, part, known[number], language)
    previous = known.get(issue.record.previous)
    values = {
        "title": listed.name,
        "told": listed.told,
        "redlines": listed.redlines,
        "home": Link(addresses.country_page(language.code, part.code), part.names[language.code]),
        "withdrawn": _notice(issue, NoticeKind.WITHDRAWN, worded)[:1],
        "errata": _notice(issue, NoticeKind.ERRATUM, worded),
        "newer": _newer(site, country, part, issue, worded),
        "files": told.in_order(_files(country.folder, issue, worded, data)),
        "citation": _citation(issue, worded),
        "exports": tuple(exports(worded, issue, country.folder)),
        "since": _link(site, part, previous.number, worded) if previous else None,
        "is_first": number == min(known),
        "changes": changes,
        "is_cut": any(" […] " in each.old + each.new for row in changes for each in row.changes),
    }
    return Page(
        address=addresses.edition_page(country.folder, number),
        title=f"{values['title']} · {words['title']}",
        template="edition",
        values=values,
        description=manifest.title,
        section="countries",
        feed=f"feeds/{part.code}.atom",
        feed_label="feed_country",
    )


def _files(
    folder: str, issue: Issue, worded: WordedTreaty, data: tuple[File, ...]
) -> Iterator[told.ToldFile]:
    """Yield the files of an edition, and its data."""
    number = issue.manifest.number
    for file in issue.manifest.files:
        if not is_export(file.name):
            at = addresses.edition_file(folder, number, file.name)
            yield told.told_file(at, file, worded.language)
    for at, content in data:
        yield told.told_file(at, published(at.rpartition("/")[2], content), worded.language)


def _citation(issue: Issue, worded: WordedTreaty) -> str:
    """Return how an edition is cited; of one that was withdrawn, that it was."""
    citation, withdrawn = issue.manifest.citation, issue.withdrawn
    if withdrawn is None:
        return citation
    when = told.told_day(withdrawn.date, worded.language)
    words = worded.language.words("site")
    return words["citation_withdrawn"].format(citation=citation, date=when)


def _notice(issue: Issue, kind: NoticeKind, worded: WordedTreaty) -> tuple[dict[str, str], ...]:
    return tuple(
        {"day": told.told_day(each.date, worded.language), "text": each.text}
        for each in issue.notices
        if each.kind is kind
    )


def _newer(
    site: Site, country: Country, part: CountryPart, issue: Issue, worded: WordedTreaty
) -> Link | None:
    """Return the edition that readers should read instead, if it is another one."""
    current = country.current(issue.record.language) or country.current()
    if current is None or current.manifest.number == issue.manifest.number:
        return None
    return _link(site, part, current.manifest.number, worded)


def _link(site: Site, part: CountryPart, number: int, worded: WordedTreaty) -> Link:
    each = next(each for each in part.editions if each.number == number)
    shown = told.told_edition(site, part, each, worded.language)
    return Link(shown.address, f"{shown.name} ({shown.told})")


# What has changed


def _changes(issue: Issue, worded: WordedTreaty) -> Iterator[ChangedRow]:
    """Yield the changes by provision, in the order of the report; long texts cut, and more so where
    there are many.
    """
    rows: dict[str, list[Change]] = {}
    for each in issue.record.changes:
        rows.setdefault(each.place, []).append(each)
    size = sum(len(each.old) + len(each.new) for each in issue.record.changes)
    longest = min(_LONGEST, max(80, _LONGEST * _MOST // size)) if size > _MOST else _LONGEST
    titles = {entry.provision.id: entry.provision for entry in issue.record.report.entries}
    words = worded.language.words("site")
    for place, changes in rows.items():
        found = tuple(_told(each, worded, longest) for each in changes)
        provision = titles.get(place)
        if provision:
            anchor = addresses.row_anchor(place)
            yield ChangedRow(anchor, provision.title, provision.un_reference, found)
        else:
            yield ChangedRow("", words.get(f"row_{place}", place), "", found)


def _told(change: Change, worded: WordedTreaty, longest: int) -> ToldChange:
    old, new = (
        _text(text, state, change, worded)
        for text, state in ((change.old, change.old_state), (change.new, change.new_state))
    )
    moved = tuple(told_moves(change, worded))
    if moved:
        old = "" if change.moved_to or not change.old else old
        new = "" if change.moved_from or not change.new else new
    old, new = _cut(old, new, longest)
    kind = worded.language.words("change_kinds")[change.kind]
    is_text = change.is_of_row and change.part != ASSESSMENT
    marked = _marked(old, new) if is_text else ()
    return ToldChange(_heading(change, worded), kind, moved, old, new, change.reason, marked)


def _marked(old: str, new: str) -> tuple[Block, ...]:
    """Return two texts in one, word by word, where more of them stayed than changed."""
    was, now = Counter(old.split()), Counter(new.split())
    if 2 * (was & now).total() <= max(was.total(), now.total()):
        return ()
    return redlined(_paragraphs(old), _paragraphs(new))


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Span(line),)) for line in text.split("\n"))


def _heading(change: Change, worded: WordedTreaty) -> str:
    if change.is_of_row:
        headings = {column.id: column.heading for column in worded.treaty.columns}
        headings[ASSESSMENT] = worded.language.words("site")["assessment"]
        return headings.get(change.part, change.part)
    return fact_label(change.part, worded) if change.place == COUNTRY else change.part


def _text(text: str, state: str, change: Change, worded: WordedTreaty) -> str:
    """Return a text, or the word for why there is none."""
    language = worded.language
    if change.place == COUNTRY:
        return told_fact(change, text, worded)
    if change.part == ASSESSMENT and change.is_of_row:
        rating, _, rest = text.partition("; ")
        label = language.words("choices.assessment").get(rating, "")
        return f"{label}; {rest}".strip("; ") or language.words("site")["not_assessed"]
    if text or not state:
        return text
    return language.words("report").get(state, "") if state != "text" else ""


def _cut(old: str, new: str, longest: int) -> tuple[str, str]:
    """Return two texts cut to where they differ, with some words before and behind."""
    if max(len(old), len(new)) <= longest:
        return old, new
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    begin = max(0, start - longest // 4)
    return _piece(old, begin, longest), _piece(new, begin, longest)


def _piece(text: str, begin: int, longest: int) -> str:
    before = "[…] " if begin else ""
    behind = " […] " if len(text) > begin + longest else ""
    return f"{before}{text[begin : begin + longest].strip()}{behind}"


# All editions


def editions_page(site: Site, worded: WordedTreaty, parts: Iterable[CountryPart]) -> Page:
    """Return the page that lists all editions by country."""
    language = worded.language
    listed = by_name(parts, language)
    is_long = sum(len(part.editions) for part in listed) > _MOST_LISTED
    countries = [
        {
            "code": part.code,
            "name": part.names[language.code],
            "address": addresses.country_page(language.code, part.code),
            "editions": tuple(
                told.told_edition(site, part, each, language)
                for each in (part.editions[:-3:-1] if is_long else reversed(part.editions))
            ),
        }
        for part in listed
    ]
    title = language.words("site")["all_editions"]
    return Page(
        address=addresses.page_at(language.code, "editions"),
        title=f"{title} · {language.words('site')['title']}",
        template="editions",
        values={"countries": countries},
        translations=in_each_language(site, "editions"),
    )
