"""Addresses of the site: where each page stands, and how one leads to another.

Addresses stand for ever. They are parts of URLs: a folder whose name has spaces or letters beyond
those of ASCII is written encoded, its files stand under the name itself. Links are relative and
name their file, so that the site opens from disk; a canonical address leaves index.html out, as
hosts do.
"""

from posixpath import dirname, relpath
from urllib.parse import quote, urlsplit

INDEX = "index.html"


def page_at(*parts: str) -> str:
    """Return the address of a page: page_at("en", "countries", "npl") is that of Nepal."""
    return "/".join((*parts, INDEX))


def country_page(language: str, code: str) -> str:
    """Return the address of a country's page."""
    return page_at(language, "countries", code)


def provision_page(language: str, provision: str) -> str:
    """Return the address of a provision's page."""
    return page_at(language, "provisions", provision)


def area_page(language: str, area: str) -> str:
    """Return the address of a subject area's page."""
    return page_at(language, "areas", area.lower())


def edition_page(folder: str, number: int) -> str:
    """Return the address of an edition's page."""
    return page_at("editions", quote(folder), str(number))


def edition_file(folder: str, number: int, name: str) -> str:
    """Return the address of a file of an edition."""
    return f"editions/{quote(folder)}/{number}/{quote(name)}"


def report_script(code: str, language: str) -> str:
    """Return the address of the texts of a country's report, for the scripts of pages."""
    return f"data/reports/{code}-{language}.js"


def provision_feed(provision: str) -> str:
    """Return the address of a provision's feed."""
    return f"feeds/provisions/{provision}.atom"


def row_anchor(provision: str) -> str:
    """Return the anchor of a provision's row in a report."""
    return f"row-{provision}"


def cell_anchor(provision: str, column: str) -> str:
    """Return the anchor of a content cell in a report."""
    return f"cell-{provision}-{column}"


def root_of(page: str) -> str:
    """Return what leads from a page to the top of the site: '../../' or ''."""
    return "../" * page.count("/")


def link(page: str, target: str, anchor: str = "") -> str:
    """Return the link from a page to another one, or to an anchor of it."""
    fragment = f"#{anchor}" if anchor else ""
    if page == target and anchor:
        return fragment
    return relpath(target, dirname(page) or ".") + fragment


def base_of(site: str) -> str:
    """Return the path at the top of the site, with which links begin that stand for any page: / or
    /reports/.
    """
    return urlsplit(site).path.rstrip("/") + "/"


def canonical(site: str, page: str) -> str:
    """Return the whole address of a page; nothing where the site's own is not known."""
    if not site:
        return ""
    return f"{site.rstrip('/')}/{page.removesuffix(INDEX)}"
