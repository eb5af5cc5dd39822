"""Whether every link of the site leads somewhere: to a file of it, and to an anchor that is there.

Comes in: the pages of a site, and what else stands in it. Goes out: the links that lead nowhere,
anchors that stand twice, and what a page would load from another host. The pages are our own and
have no quotation mark in a text or a value that is not written as a character reference, so
attributes are found without reading them as HTML, which would take a minute for all States.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

_ANCHOR = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'<(\w+)\b([^>]*?)\s(?:href|src|action)="([^"]*)"([^>]*)>')
_LOADING = ("script", "img")
_LOADING_LINK = re.compile(r'\brel="[^"]*\b(?:stylesheet|preload|icon|manifest)\b')


@dataclass(frozen=True, slots=True)
class Found:
    """The links and anchors of a page, and what is wrong in it by itself."""

    links: tuple[str, ...]
    anchors: frozenset[str]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads nowhere: the page on which it stands, and where it was to lead."""

    page: str
    link: str


def found_in(text: str) -> Found:
    """Return the links and anchors of a page."""
    anchors: set[str] = set()
    faults: list[str] = []
    for anchor in _ANCHOR.findall(text):
        if anchor in anchors:
            faults.append(f"#{anchor}")
        anchors.add(unescape(anchor))
    links: dict[str, None] = {}
    for tag, before, target, behind in _LINK.findall(text):
        parts = urlsplit(unescape(target))
        is_loaded = tag in _LOADING or (tag == "link" and _LOADING_LINK.search(before + behind))
        if parts.scheme != "data" and (parts.scheme or parts.netloc):
            faults += [target] if is_loaded else []
        elif parts.scheme != "data":
            links[unescape(target)] = None
    return Found(tuple(links), frozenset(anchors), tuple(faults))


def broken_links(
    pages: Mapping[str, Found], others: Iterable[str], base: str = ""
) -> Iterator[Broken]:
    """Yield what is wrong; `others` are all files of the site that are no pages, `base` is the path
    with which links begin that count from the top of the site.
    """
    files = {*pages, *others}
    sound: dict[str, set[str]] = {}  # pages of one folder have most of their links in common
    for page, found in pages.items():
        known = sound.setdefault(dirname(page), set())
        for link in found.links:
            if link in known:
                continue
            if not _leads(page, link, pages, files, base):
                yield Broken(page, link)
            elif not link.startswith("#"):
                known.add(link)
        for fault in found.faults:
            yield Broken(page, fault)


def _leads(page: str, link: str, pages: Mapping[str, Found], files: set[str], base: str) -> bool:
    path, _, anchor = link.partition("#")
    target = _target(dirname(page), path.partition("?")[0], base) if path else page
    if target not in files:
        return False
    return not anchor or target not in pages or unquote(anchor) in pages[target].anchors


def _target(folder: str, path: str, base: str) -> str:
    if base and path.startswith(base):
        return normpath(path.removeprefix(base))
    return normpath(f"{folder}/{path}".lstrip("/"))
