"""The pages that lead to all others: start, lists, search, comparison, data, method, not found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from publisher.compose.typeset import Typesetter
from publisher.domain.language import Language
from publisher.domain.worded import WordedTreaty
from publisher.site import addresses, told
from publisher.site.data import FIELDS, DataFile
from publisher.site.guide import covered_report
from publisher.site.marks import Mark, report_mark
from publisher.site.pages import Link, Page, in_each_language
from publisher.site.parts import CountryPart
from publisher.site.provisions import areas_of, listed_provision
from publisher.site.values import Site
from publisher.site.world import listed, listed_by_region, tiles_by_region

_LATEST = 12
_STATES = "2"  # of the words on how to read a report, those on cells without a text
MISSING = "404.html"


def front_pages(
    site: Site,
    worded: WordedTreaty,
    parts: Sequence[CountryPart],
    files: Sequence[DataFile],
) -> Iterator[Page]:
    """Yield these pages in one language; `files` are the data of all reports."""
    front = _Front(site, worded, parts)
    yield front.start()
    yield front.countries()
    yield front.compare()
    yield front.search()
    yield front.data(files)
    yield front.about()


def top_page(site: Site, parts: Sequence[CountryPart]) -> Page:
    """Return the page at the top of the site: the start in the first language, whose own page is
    the one to be cited.
    """
    own = _Front(site, site.first, parts).start()
    return replace(own, address=addresses.INDEX)


def missing_page(site: Site) -> Page:
    """Return the page that a host shows where an address is wrong; its links begin at the top of
    the site, since it stands for any address.
    """
    worded = site.first
    code, words = worded.language.code, worded.language.words("site")
    links = tuple(
        Link(addresses.page_at(code, *parts), words[key])
        for parts, key in (
            ((), "title"),
            (("countries",), "menu_countries"),
            (("provisions",), "menu_provisions"),
            (("search",), "menu_search"),
        )
    )
    base = addresses.base_of(site.address) if site.address else ""
    return Page(
        address=MISSING,
        title=f"{words['missing']} · {words['title']}",
        template="missing",
        values={"links": links},
        base=base,
    )


class _Front:
    """The pages in one language."""

    def __init__(self, site: Site, worded: WordedTreaty, parts: Sequence[CountryPart]) -> None:
        self._site, self._worded, self._parts = site, worded, parts

    @property
    def _language(self) -> Language:
        return self._worded.language

    @property
    def _words(self) -> Mapping[str, str]:
        return self._language.words("site")

    def _mark(self, part: CountryPart | None) -> Mark:
        return report_mark(part, self._language, is_preview=self._site.is_preview)

    def _note(self, part: CountryPart) -> str:
        return told.told_country(self._site, part, self._language)

    def start(self) -> Page:
        """Return the page on which readers begin."""
        code = self._language.code
        marks = {mark.id: mark for mark in map(self._mark, (*self._parts, None))}
        values = {
            "treaty": self._worded.treaty.short_name,
            "key": tuple(marks.values()),
            "regions": tiles_by_region(
                self._parts, self._language, self._mark, only_reported=False
            ),
            "countries": tuple(listed(self._parts, self._language, lambda _: "")),
            "areas": tuple(
                Link(addresses.area_page(code, group.id), group.title)
                for group, _ in areas_of(self._worded)
            ),
            "latest": tuple(self._latest()),
            "has_guide": any(covered_report(self._site, part, code) for part in self._parts),
        }
        page = self._page("start", (), self._words["title"], values)
        return replace(page, title=f"{self._words['title']} · {self._worded.treaty.short_name}")

    def _latest(self) -> Iterator[told.ToldEdition]:
        found = [(each, part) for part in self._parts for each in part.editions]
        found.sort(key=lambda pair: (pair[0].published, pair[1].code, pair[0].number), reverse=True)
        for each, part in found[:_LATEST]:
            yield told.told_edition(self._site, part, each, self._language)

    def countries(self) -> Page:
        """Return the list of countries by region."""
        regions = tuple(listed_by_region(self._parts, self._language, self._note))
        return self._page(
            "countries", ("countries",), self._words["menu_countries"], {"regions": regions}
        )

    def compare(self) -> Page:
        """Return the page on which countries are set side by side."""
        values = {
            "countries": self._readable(),
            "areas": tuple(
                {"id": group.id.lower(), "title": group.title}
                for group, _ in areas_of(self._worded)
            ),
        }
        title = self._words["menu_compare"]
        scripts = ("site.js", self._words_script, "compare.js")
        return replace(self._page("compare", ("compare",), title, values), scripts=scripts)

    def _readable(self) -> tuple[object, ...]:
        own = [each for each in self._parts if each.reports]
        return tuple(listed(own, self._language, lambda _: ""))

    def search(self) -> Page:
        """Return the page of the search; without script it lists the provisions."""
        code = self._language.code
        provisions = tuple(listed_provision(each, code) for each in self._worded.treaty.provisions)
        title = self._words["menu_search"]
        scripts = (
            "site.js",
            "search-words.js",
            self._words_script,
            "data/search/index.js",
            "search.js",
        )
        page = self._page("search", ("search",), title, {"provisions": provisions})
        return replace(page, scripts=scripts)

    @property
    def _words_script(self) -> str:
        return f"data/words-{self._language.code}.js"

    def data(self, files: Sequence[DataFile]) -> Page:
        """Return the page of the data."""
        fields = self._language.words("site_fields")
        shown = tuple(told.told_file(each.address, each.file, self._language) for each in files)
        values = {
            "files": shown,
            "columns": tuple({"name": name, "text": fields[name]} for name in FIELDS),
            "licence": self._site.choices.licence,
            "countries": tuple(listed(self._parts, self._language, lambda _: "")),
        }
        page = self._page("data", ("data",), self._words["menu_data"], values)
        return replace(page, data=self._dataset(files))

    def _dataset(self, files: Sequence[DataFile]) -> dict[str, object]:
        """Return the data as schema.org describes a data set."""
        site = self._site
        at = site.address.rstrip("/")
        found: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": f"{self._words['title']} · {self._worded.treaty.short_name}",
            "description": self._words["lead"].format(treaty=self._worded.treaty.short_name),
            "inLanguage": sorted({code for part in self._parts for code in part.reports}),
            "isAccessibleForFree": True,
            "dateModified": max(
                (each.published for part in self._parts for each in part.editions), default=""
            ),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": each.media_type,
                    "contentUrl": f"{at}/{each.address}" if at else each.address,
                }
                for each in files
                if each.media_type
            ],
        }
        if site.choices.licence:
            found["license"] = {"@type": "CreativeWork", "name": site.choices.licence}
        if at:
            found["url"] = addresses.canonical(at, addresses.page_at(self._language.code, "data"))
        if site.choices.organisation:
            found["creator"] = {"@type": "Organization", "name": site.choices.organisation}
        return found

    def about(self) -> Page:
        """Return how the reports were researched."""
        how = self._language.words("how_to_read")
        treaty = self._worded.treaty
        typesetter = Typesetter(self._language, treaty, (), sets_marks=True)
        values = {
            "how": tuple(text for key, text in how.items() if key != _STATES),
            "places": tuple(
                {"place": typesetter.text(each.place), "holds": each.holds}
                for each in self._worded.treaty.places
            ),
            "states": how[_STATES],
        }
        return self._page("about", ("about",), self._words["menu_about"], values)

    def _page(
        self, template: str, parts: tuple[str, ...], title: str, values: Mapping[str, object]
    ) -> Page:
        suffix = f" · {self._words['title']}" if parts else ""
        return Page(
            address=addresses.page_at(self._language.code, *parts),
            title=f"{title}{suffix}",
            template=template,
            values=values,
            description=self._words["lead"].format(treaty=self._worded.treaty.short_name),
            translations=in_each_language(self._site, *parts),
            section=parts[0] if parts else "",
        )
