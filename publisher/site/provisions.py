"""The pages of provisions and subject areas, and the matrix: all countries side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from publisher.domain.treaty import Group, Provision
from publisher.domain.worded import WordedTreaty
from publisher.site import addresses, told
from publisher.site.guide import chapter_of, covered_report, has_areas
from publisher.site.marks import NOT_RATED, Mark, mark_of_row, rating_marks
from publisher.site.pages import Link, Page, in_each_language
from publisher.site.parts import CountryPart, RowPart
from publisher.site.values import Site
from publisher.site.world import ListedCountry, by_name, tiles_by_region

_MOST_AT_ONCE = 700  # cells of one page of the matrix; one cell takes some 150 bytes
_LEAST_TILES = 12  # countries; a few say more as a list than strewn over the world
Area = tuple[Group, tuple[Provision, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """The countries in which a provision was assessed alike."""

    mark: Mark
    countries: tuple[ListedCountry, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """In how many countries a provision was assessed alike."""

    mark: Mark
    number: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of the matrix; `heading` names the provision where the head of the table is not
    seen.
    """

    mark: Mark
    heading: str
    address: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A country in the matrix."""

    name: str
    address: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class ListedProvision:
    """A provision in a list."""

    address: str
    reference: str
    title: str
    summary: str = ""
    counts: tuple[Count, ...] = ()


def areas_of(worded: WordedTreaty) -> tuple[Area, ...]:
    """Return the subject areas with their provisions, in the first order of the treaty."""
    order = worded.treaty.orders[0]
    found: list[Area] = []
    for group in order.groups:
        own = tuple(each for each in worded.treaty.provisions if each.groups[order.id] == group.id)
        if own:
            found.append((group, own))
    return tuple(found)


def comparison_pages(
    site: Site, worded: WordedTreaty, parts: Sequence[CountryPart]
) -> Iterator[Page]:
    """Yield the pages of all provisions, of all subject areas, and of the matrix."""
    areas = areas_of(worded)
    # Where all editions were withdrawn there is nothing to compare.
    readable = [each for each in parts if each.reports]
    pages = _Pages(site, worded, tuple(by_name(readable, worded.language)), areas)
    yield pages.list_of_provisions()
    for provision in worded.treaty.provisions:
        yield pages.provision(provision)
    for area in areas:
        yield pages.area(area)
    yield from pages.matrix()


def listed_provision(provision: Provision, language: str) -> ListedProvision:
    """Return a provision as lists show it."""
    page = addresses.provision_page(language, provision.id)
    return ListedProvision(page, provision.un_reference, provision.title)


@dataclass(frozen=True)
class _Pages:
    """The pages in one language, of countries by name."""

    site: Site
    worded: WordedTreaty
    parts: tuple[CountryPart, ...]
    areas: tuple[Area, ...]

    @property
    def code(self) -> str:
        """The code of the language."""
        return self.worded.language.code

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """The marks of assessments."""
        return rating_marks(self.worded.language, self.site.choices.house)

    @cached_property
    def has_guide(self) -> bool:
        """Whether the guide has chapters: not before a final report was published."""
        return any(covered_report(self.site, part, self.code) for part in self.parts)

    def row(self, part: CountryPart | None, provision: Provision) -> RowPart | None:
        """Return what a country's report says of a provision."""
        report = part.report(self.code) if part else None
        return report.rows.get(provision.id) if report else None

    def mark(self, part: CountryPart | None, provision: Provision) -> Mark:
        """Return the mark of a provision in a country."""
        return mark_of_row(self.row(part, provision), self.marks, self.worded.language)

    # Provisions

    def list_of_provisions(self) -> Page:
        """Return the list of all provisions by subject area."""
        areas = [
            {
                "title": group.title,
                "address": addresses.area_page(self.code, group.id),
                "provisions": tuple(listed_provision(each, self.code) for each in own),
            }
            for group, own in self.areas
        ]
        values = {"areas": areas, "treaty": self.worded.treaty.short_name}
        return self._page("provisions", ("provisions",), self._words("menu_provisions"), values)

    def provision(self, provision: Provision) -> Page:
        """Return the page of a provision."""
        words = self.worded.language.words("report")
        listed = self.worded.treaty.provisions
        place = listed.index(provision)
        group = next(group for group, own in self.areas if provision in own)
        remark = words.get(f"obligation_{provision.obligation.value}", "")
        values = {
            "provision": {
                "id": provision.id,
                "reference": provision.un_reference,
                "title": provision.title,
                "summary": provision.summary,
                "remark": remark,
            },
            "area": Link(addresses.area_page(self.code, group.id), group.title),
            "in_guide": chapter_of(self.site, self.worded, provision) if self.has_guide else "",
            "findings": tuple(self._findings(provision)),
            "tiles": self._tiles(provision),
            "before": self._neighbour(listed[place - 1]) if place else None,
            "after": self._neighbour(listed[place + 1]) if place + 1 < len(listed) else None,
        }
        title = f"{provision.un_reference} {provision.title}"
        scripts = ("site.js", f"data/words-{self.code}.js", "beside.js")
        page = self._page(
            "provision", ("provisions", provision.id), title, values, "provisions", scripts
        )
        feed = addresses.provision_feed(provision.id)
        return replace(page, feed=feed, feed_label="feed_provision")

    def _tiles(self, provision: Provision) -> tuple[object, ...]:
        if not provision.is_rated:
            return ()
        marking = partial(self.mark, provision=provision)
        shown = [each for each in self.parts if self.row(each, provision)]
        if len(shown) < _LEAST_TILES:
            return ()
        return tiles_by_region(shown, self.worded.language, marking, only_reported=True)

    def _findings(self, provision: Provision) -> Iterator[Finding]:
        """Yield the countries whose report has the provision, by how it was assessed."""
        found: dict[str, list[ListedCountry]] = {}
        for part in self.parts:
            row = self.row(part, provision)
            if row:
                found.setdefault(row.rating, []).append(self._listed(part, row, provision))
        if not provision.is_rated and set(found) <= {""}:
            label = self._words("not_rated")
            if found:
                yield Finding(Mark(NOT_RATED, "", label), tuple(found[""]))
            return
        for id_, mark in self.marks.items():
            if id_ in found:
                yield Finding(mark, tuple(found[id_]))

    def _listed(self, part: CountryPart, row: RowPart, provision: Provision) -> ListedCountry:
        page = addresses.country_page(self.code, part.code)
        day = told.day(row.date, self.worded.language)
        comma = self.worded.language.words("report")["comma"]
        # Isolated (UAX 9), else the day behind a name in Latin letters stood before it in Arabic.
        is_rtl = self.worded.language.direction == "rtl"
        finder = f"\u2068{row.finder}\u2069" if is_rtl and row.finder else row.finder
        when = f"{comma} ".join(filter(None, (finder, day))) if row.rating else ""
        note = f"{when}\u00a0· {self._words('outdated')}" if row.is_outdated else when
        anchor = addresses.row_anchor(provision.id)
        return ListedCountry(part.code, part.names[self.code], f"{page}#{anchor}", note)

    def _neighbour(self, provision: Provision) -> Link:
        page = addresses.provision_page(self.code, provision.id)
        return Link(page, f"{provision.un_reference} {provision.title}")

    # Subject areas

    def area(self, area: Area) -> Page:
        """Return the page of a subject area."""
        group, provisions = area
        place = self.areas.index(area)
        is_chapter = self.has_guide and has_areas(self.site, self.worded.treaty)
        values = {
            "title": group.title,
            "provisions": tuple(self._counted(each) for each in provisions),
            "matrix": addresses.page_at(self.code, "matrix", group.id.lower()),
            "in_guide": chapter_of(self.site, self.worded, provisions[0]) if is_chapter else "",
            "before": self._area_link(place - 1) if place else None,
            "after": self._area_link(place + 1) if place + 1 < len(self.areas) else None,
        }
        parts = ("areas", group.id.lower())
        return self._page("area", parts, group.title, values, "provisions")

    def _area_link(self, place: int) -> Link:
        group, _ = self.areas[place]
        return Link(addresses.area_page(self.code, group.id), group.title)

    def _counted(self, provision: Provision) -> ListedProvision:
        counts = tuple(Count(each.mark, len(each.countries)) for each in self._findings(provision))
        page = addresses.provision_page(self.code, provision.id)
        return ListedProvision(
            page, provision.un_reference, provision.title, provision.summary, counts
        )

    # The matrix

    def matrix(self) -> Iterator[Page]:
        """Yield the matrix: all of it on one page where that is not too long, and a page for each
        subject area.
        """
        tables = tuple(each for each in map(self._table, self.areas) if each["provisions"])
        others = tuple(
            Link(
                addresses.page_at(self.code, "matrix", str(each["id"]).lower()), str(each["title"])
            )
            for each in tables
        )
        size = sum(len(provisions) for _, provisions in self.areas) * len(self.parts)
        shown = tables if size <= _MOST_AT_ONCE else ()
        key = tuple(self.marks.values())
        values = {"title": "", "key": key, "areas": shown, "others": () if shown else others}
        yield self._page("matrix", ("matrix",), self._words("menu_matrix"), values)
        for table in tables:
            own = {"title": table["title"], "key": key, "areas": (table,), "others": others}
            parts = ("matrix", str(table["id"]).lower())
            yield self._page("matrix", parts, str(table["title"]), own, "matrix")

    def _table(self, area: Area) -> dict[str, object]:
        group, provisions = area
        rated = tuple(each for each in provisions if each.is_rated)
        return {
            "id": group.id,
            "title": group.title,
            "address": addresses.area_page(self.code, group.id),
            "provisions": tuple(listed_provision(each, self.code) for each in rated),
            "rows": tuple(self._matrix_row(part, rated) for part in self.parts),
        }

    def _matrix_row(self, part: CountryPart, provisions: Sequence[Provision]) -> MatrixRow:
        """Return a country in a table; of a long one, whose page would take too long to load, only
        the heads are links.
        """
        page = addresses.country_page(self.code, part.code)
        is_long = len(provisions) * len(self.parts) > _MOST_AT_ONCE
        cells: list[MatrixCell] = []
        for each in provisions:
            row = self.row(part, each)
            is_link = row is not None and row.rating and not is_long
            address = f"{page}#{addresses.row_anchor(each.id)}" if is_link else ""
            heading = each.reference if is_long else f"{each.un_reference} {each.title}"
            cells.append(MatrixCell(self.mark(part, each), heading, address))
        return MatrixRow(part.names[self.code], page, tuple(cells))

    def _words(self, key: str) -> str:
        return self.worded.language.words("site")[key]

    def _page(
        self,
        template: str,
        parts: tuple[str, ...],
        title: str,
        values: Mapping[str, object],
        section: str = "",
        scripts: tuple[str, ...] = (),
    ) -> Page:
        return Page(
            address=addresses.page_at(self.code, *parts),
            title=f"{title} · {self._words('title')}",
            template=template,
            values=values,
            translations=in_each_language(self.site, *parts),
            section=section or template,
            scripts=scripts,
        )
