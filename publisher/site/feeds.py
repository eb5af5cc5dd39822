"""Feeds of editions as Atom (RFC 4287), and the map of the site for search engines.

An entry's id is a tag URI (RFC 4151): the page of an edition may move to another host, its id does
not change with the way there.
"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from publisher.domain.language import Language
from publisher.domain.treaty import Provision
from publisher.site import addresses, told
from publisher.site.pages import File
from publisher.site.parts import CountryPart, EditionPart
from publisher.site.values import Site

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_LONGEST = 50  # entries of the feed of all
_NO_DAY = "1970-01-01"
Entry = tuple[CountryPart, EditionPart]


def feed_files(site: Site, parts: Sequence[CountryPart]) -> Iterator[File]:
    """Yield the feed of all editions, one of each country, and one of each provision."""
    words = site.first.language.words("site")
    every = [(part, each) for part in parts for each in part.editions]
    every.sort(key=_when, reverse=True)
    yield "feeds/all.atom", _feed(site, "all", words["feed"], every[:_LONGEST])
    for part in parts:
        own = [(part, each) for each in reversed(part.editions)]
        name = part.names[site.first.language.code]
        title = f"{name}{words['colon']} {words['feed_country']}"
        yield f"feeds/{part.code}.atom", _feed(site, part.code, title, own)
    for provision in site.first.treaty.provisions:
        news = [(part, each) for part, each in every if provision.id in each.provisions]
        title = f"{_told(provision)}{words['colon']} {words['feed_provision']}"
        listed = news[:_LONGEST]
        yield (
            addresses.provision_feed(provision.id),
            _feed(site, f"provisions/{provision.id}", title, listed, provision),
        )


def _told(provision: Provision) -> str:
    return f"{provision.un_reference} {provision.title}"


def _when(entry: Entry) -> tuple[str, str, int]:
    part, each = entry
    return each.published, part.code, each.number


def _feed(
    site: Site,
    name: str,
    title: str,
    entries: Iterable[Entry],
    provision: Provision | None = None,
) -> bytes:
    """Return a feed; of a provision, its entries lead to what the editions say of it."""
    listed = list(entries)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.first.language.code})
    _add(feed, "id", _tag(site, "feed", name))
    _add(feed, "title", title)
    _add(feed, "updated", _moment(max((_changed(each) for _, each in listed), default=_NO_DAY)))
    author = ET.SubElement(feed, "author")
    _add(author, "name", site.choices.organisation or site.first.language.words("site")["title"])
    if site.address:
        own = f"{site.address.rstrip('/')}/feeds/{name}.atom"
        ET.SubElement(feed, "link", {"rel": "self", "href": own})
    if site.choices.licence:
        _add(feed, "rights", site.choices.licence)
    for part, each in listed:
        feed.append(_entry(site, part, each, name.count("/"), provision))
    return _written(feed)


def _entry(
    site: Site, part: CountryPart, each: EditionPart, depth: int, provision: Provision | None
) -> ET.Element:
    language = site.first.language
    shown = told.told_edition(site, part, each, language)
    entry = ET.Element("entry")
    own = (part.folder, str(each.number), *([provision.id] if provision else []))
    _add(entry, "id", _tag(site, *own))
    colon = language.words("site")["colon"]
    _add(entry, "title", f"{shown.name}{colon} {_told(provision)}" if provision else shown.name)
    _add(entry, "published", _moment(each.published))
    _add(entry, "updated", _moment(_changed(each)))
    page = addresses.edition_page(part.folder, each.number)
    target = addresses.canonical(site.address, page) or f"{'../' * (1 + depth)}{page}"
    if provision and each.changes:
        target += f"#{addresses.row_anchor(provision.id)}"
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": target})
    _add(entry, "summary", _summary(each, shown.told, language))
    return entry


def _summary(each: EditionPart, line: str, language: Language) -> str:
    words = language.words("site")
    if not each.withdrawn:
        return line
    return f"{line}. {words['withdrawn']}{words['colon']} {each.withdrawn}"


def _changed(each: EditionPart) -> str:
    return max(each.published, each.withdrawn_on)


def _tag(site: Site, *names: str) -> str:
    treaty = site.first.treaty
    host = urlsplit(site.address).hostname or f"{treaty.id}.invalid"
    return f"tag:{host},{treaty.adopted.year}:{'/'.join(map(quote, names))}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def sitemap(site: Site, pages: Iterable[str]) -> bytes:
    """Return the map of the site: all pages by their whole addresses, each with itself in the other
    languages. A map holds no relative address, so a site whose own is not known has none.
    """
    listed = sorted(pages)
    known = set(listed)
    root = ET.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for page in listed:
        entry = ET.SubElement(root, "url")
        _add(entry, "loc", addresses.canonical(site.address, page))
        code, _, rest = page.partition("/")
        for other in site.languages if code in site.languages else ():
            if f"{other}/{rest}" in known:
                link = addresses.canonical(site.address, f"{other}/{rest}")
                values = {"rel": "alternate", "hreflang": other, "href": link}
                ET.SubElement(entry, "xhtml:link", values)
    return _written(root)


def _written(root: ET.Element) -> bytes:
    ET.indent(root, space="")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
