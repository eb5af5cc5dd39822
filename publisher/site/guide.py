"""The guide on the site: what final reports say side by side, subject by subject and country by
country.

Comes in: the guide as composed from published reports. Goes out: its pages in one language. What
other pages of the site show they lead to: each count to the countries behind it, all assessments to
the matrix, all texts of a provision to its page.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from publisher.compose.guide import Covered, Guide, Material, compose_guide
from publisher.compose.guide.values import Chapter, CountryPage, Rule
from publisher.domain.editorial import Editorial
from publisher.domain.names import folded
from publisher.domain.plural import phrase
from publisher.domain.report import Content, CountryReport
from publisher.domain.text import Inline, NoteCall
from publisher.domain.treaty import Provision, Treaty
from publisher.domain.worded import WordedTreaty
from publisher.domain.world_regions import finest_region, region_name
from publisher.site import addresses
from publisher.site.marks import Mark, rating_marks
from publisher.site.pages import File, Link, Page, in_each_language, page_file
from publisher.site.parts import CountryPart, ReportPart
from publisher.site.values import Site

_OTHER = "other"  # the page of countries of no known region
_BEST = ("best",)
_OTHER_ROW = re.compile(r'href="#row-([^"]+)"')


def covered_report(site: Site, part: CountryPart, language: str) -> ReportPart | None:
    """Return the report by which the guide in a language covers a country: the final one that
    stands, in that language or else in another; None where there is none. A preview covers what is
    not final as well.
    """
    own = part.reports.get(language)
    listed = ([own] if own else []) + [each for each in part.reports.values() if each is not own]
    return next((each for each in listed if each.is_final or site.is_preview), None)


def link_of_country(site: Site, part: CountryPart, language: str) -> tuple[str, str] | None:
    """Return the address and anchor of a country in the guide; None where it is not covered."""
    if covered_report(site, part, language) is None:
        return None
    return _countries_page(language, finest_region(part.iso2)), part.code


def chapter_of(site: Site, worded: WordedTreaty, provision: Provision) -> str:
    """Return the address of the chapter of the guide in which a provision stands."""
    order = worded.treaty.order(site.choices.order)
    return _chapter_page(worded.language.code, provision.groups[order.id])


def has_areas(site: Site, treaty: Treaty) -> bool:
    """Tell whether the chapters of the guide are the subject areas of the site."""
    return treaty.order(site.choices.order) is treaty.orders[0]


def _chapter_page(language: str, chapter: str) -> str:
    return addresses.page_at(language, "guide", chapter.lower())


def _countries_page(language: str, region: str) -> str:
    return addresses.page_at(language, "guide", f"countries-{region or _OTHER}")


def lean(report: CountryReport, treaty: Treaty, picked: frozenset[str]) -> CountryReport:
    """Return a report with the texts that the pages of the guide may quote, and only these: those
    on reforms, and those on provisions of which an editor picked a text. All texts of 180 reports
    would fill the memory.
    """
    reforms = {column.id for column in treaty.columns if column.role == "reforms"}

    def kept(content: Content) -> Content:
        is_quoted = content.key.column in reforms or content.key.provision in picked
        return content if is_quoted else replace(content, blocks=())

    entries = (replace(each, contents=tuple(map(kept, each.contents))) for each in report.entries)
    return replace(report, entries=tuple(entries))


@dataclass(frozen=True, slots=True)
class CoveredCountry:
    """A country of the guide with its report, in the words of the guide's language; `language` is
    that of the report.
    """

    part: CountryPart
    report: CountryReport
    language: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on a provision; `mark` is that of the assessment that it counts, if any."""

    mark: Mark | None
    inlines: tuple[Inline, ...]


def guide_files(
    site: Site, worded: WordedTreaty, countries: Sequence[CoveredCountry], editorial: Editorial
) -> Iterator[File]:
    """Yield the pages of the guide in a language. Without a country it says that there is none.

    Raises PublisherError where the template cannot be used.
    """
    if not countries:
        yield page_file(site, worded, _page(site, worded, (), {"guide": None}))
        return
    code = worded.language.code
    covered = tuple(
        Covered(each.report, _address(site, each, code), each.language) for each in countries
    )
    guide = compose_guide(Material(covered, editorial=editorial), worded, site.choices)
    pages = _Pages(site, worded, guide, {each.part.iso2: each.part for each in countries})
    for page in pages.all():
        yield _led(page_file(site, worded, page), code)


def _address(site: Site, country: CoveredCountry, language: str) -> str:
    """Return the link from a chapter to the page on which the report of a country stands; none
    where the pages of that country show others, which are newer and not final.
    """
    part, own = country.part, country.language
    shown = part.report(language)
    place = language if shown is not None and shown.language == own else own
    if place not in site.worded:
        return ""
    page = addresses.country_page(place, part.code)
    return addresses.link(_chapter_page(language, "x"), page)


def _led(file: File, language: str) -> File:
    """Return a page whose links to rows that stand elsewhere lead to the pages of provisions."""
    address, content = file
    text = content.decode()
    own = set(re.findall(r'\bid="row-([^"]+)"', text))

    def led(found: re.Match[str]) -> str:
        if found[1] in own:
            return found[0]
        target = addresses.provision_page(language, found[1])
        return f'href="{addresses.link(address, target)}"'

    return address, _OTHER_ROW.sub(led, text).encode()


def _page(
    site: Site,
    worded: WordedTreaty,
    parts: Sequence[str],
    values: Mapping[str, Any],
    title: str = "",
) -> Page:
    """Return a page of the guide. All languages cover the same countries, so that each has the same
    pages, but for what an editor chose.
    """
    words = worded.language.words("site")
    at = addresses.page_at(worded.language.code, "guide", *parts)
    shared = () if parts == _BEST else parts
    empty = {"chapter": None, "countries": None, "best": None, "home": not parts}
    return Page(
        address=at,
        title=" · ".join(filter(None, (title, words["menu_guide"], words["title"]))),
        template="guide",
        values={**empty, **values},
        description=words["guide_lead"],
        translations={**in_each_language(site, "guide", *shared), worded.language.code: at},
        section="guide",
    )


@dataclass(frozen=True)
class _Pages:
    """The pages of a guide; `parts` are its countries by their codes of two letters."""

    site: Site
    worded: WordedTreaty
    guide: Guide
    parts: Mapping[str, CountryPart]

    @property
    def _code(self) -> str:
        return self.worded.language.code

    @property
    def _words(self) -> Mapping[str, str]:
        return self.worded.language.words("site")

    def all(self) -> Iterator[Page]:
        """Yield them: the first, then chapters, regions, what an editor put together."""
        yield self._first()
        for place, chapter in enumerate(self.guide.chapters):
            yield self._chapter(chapter, place)
        for region, pages in self._regions.items():
            yield self._region(region, pages)
        if self.guide.best:
            title = self.guide.words["best"]
            yield self._filled(_BEST, {"best": self.guide.best}, title)

    def _filled(self, parts: Sequence[str], values: Mapping[str, Any], title: str = "") -> Page:
        shown = {"guide": self.guide, "said": self.guide.words, **values}
        return _page(self.site, self.worded, parts, shown, title)

    # The first page

    def _first(self) -> Page:
        guide = self.guide
        covers = "guide_previews" if self.site.is_preview else "guide_covers"
        values = {
            "chapters": tuple(map(self._link, guide.chapters)),
            "regions": tuple(
                {
                    "title": self._region_title(region),
                    "address": _countries_page(self._code, region),
                    "countries": tuple(map(self._listed, pages)),
                }
                for region, pages in self._regions.items()
            ),
            "best_page": addresses.page_at(self._code, "guide", *_BEST) if guide.best else "",
            "years": tuple(_years(guide)),
            "covers": phrase(self._words, covers, len(guide.countries)),
        }
        return self._filled((), values)

    def _link(self, chapter: Chapter) -> Link:
        return Link(_chapter_page(self._code, chapter.id), chapter.title)

    @cached_property
    def _regions(self) -> dict[str, list[CountryPage]]:
        """The pages of countries by region, regions by name, those of no known region last."""
        found: dict[str, list[CountryPage]] = {}
        for page in self.guide.pages:
            found.setdefault(finest_region(page.country.code), []).append(page)
        order = sorted(found, key=lambda each: (not each, folded(self._region_title(each))))
        return {region: found[region] for region in order}

    def _region_title(self, region: str) -> str:
        if not region:
            return self.guide.words["no_region"]
        return region_name(region, self.worded.language.locale)

    def _listed(self, page: CountryPage) -> dict[str, str]:
        country = page.country
        law = f"{self.guide.words['law_as_at']}{self._words['colon']} {country.law_as_at}"
        return {"code": self.parts[country.code].code, "name": country.name, "note": law}

    # Chapters and countries

    def _chapter(self, chapter: Chapter, place: int) -> Page:
        chapters = self.guide.chapters
        is_area = has_areas(self.site, self.worded.treaty)
        rated = {each.id for each in self.worded.treaty.provisions if each.is_rated}
        has_matrix = is_area and any(rule.id in rated for rule in chapter.rules)
        values = {
            "chapter": chapter,
            "rules": tuple(
                {
                    "rule": rule,
                    "address": addresses.provision_page(self._code, rule.id),
                    "statements": tuple(self._statements(rule)),
                }
                for rule in chapter.rules
            ),
            "matrix": addresses.page_at(self._code, "matrix", chapter.id.lower())
            if has_matrix
            else "",
            "before": self._link(chapters[place - 1]) if place else None,
            "after": self._link(chapters[place + 1]) if place + 1 < len(chapters) else None,
        }
        return self._filled((chapter.id.lower(),), values, chapter.title)

    def _statements(self, rule: Rule) -> Iterator[Statement]:
        """Yield what the reports say of a provision. The first sentences count its assessments, in
        the order of their list.
        """
        marks = (mark for id_, mark in self._marks.items() if id_ in self._found[rule.id])
        for inlines in rule.statements:
            yield Statement(next(marks, None), _without_notes(inlines))

    @cached_property
    def _marks(self) -> dict[str, Mark]:
        return rating_marks(self.worded.language, self.site.choices.house)

    @cached_property
    def _found(self) -> Mapping[str, frozenset[str]]:
        """The assessments that provisions have in any country, by id; none of those not rated."""
        found: dict[str, set[str]] = {}
        for part in self.guide.matrix:
            for row in (row for group in part.groups for row in group.rows):
                own = {cell.id for cell in row.cells if cell.is_printed} if row.is_rated else set()
                found.setdefault(row.id, set()).update(own)
        return {id_: frozenset(each) for id_, each in found.items()}

    def _region(self, region: str, pages: Sequence[CountryPage]) -> Page:
        title = self._region_title(region)
        shown = tuple(
            {
                "page": page,
                "code": self.parts[page.country.code].code,
                "home": addresses.country_page(self._code, self.parts[page.country.code].code),
            }
            for page in pages
        )
        values = {"countries": shown, "title": title}
        return self._filled((f"countries-{region or _OTHER}",), values, title)


def _without_notes(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return a sentence without its note, which names countries that the provision's page lists."""
    return tuple(each for each in inlines if not isinstance(each, NoteCall))


def _years(guide: Guide) -> Iterator[dict[str, float]]:
    """Yield the years in which there is anything to count, with the lengths of their bars."""
    named = guide.timeline.named if guide.timeline else ()
    most = max((max(each.reforms, each.bound) for each in named), default=1)
    for each in named:
        yield {
            "year": each.year,
            "reforms": each.reforms,
            "bound": each.bound,
            "reforms_length": round(100 * each.reforms / most, 1),
            "bound_length": round(100 * each.bound / most, 1),
        }
