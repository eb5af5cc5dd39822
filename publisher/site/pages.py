"""A page of the site: its template filled in, inside the frame that all pages share.

Templates are rendered as those of reports are: checked, and in the sandbox.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from publisher.domain.dates import keep_days_whole
from publisher.domain.language import Language
from publisher.domain.worded import WordedTreaty
from publisher.site import addresses
from publisher.site.values import Site
from publisher.writers.html import render

File = tuple[str, bytes]
_SCALE = 20  # reports: a list of all States is as long as that


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page, with its words."""

    address: str
    label: str
    language: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the frame of a page needs.

    `address` is where it stands; `translations` are the same page in the languages of the site, by
    code; `section` is the part of the site to which it belongs; `scripts` are what it loads;
    `picture` is the address of its picture for those who pass the link on; `data` describes it for
    search engines as schema.org words it; `feed` is its feed, `feed_label` the word for that.
    """

    address: str
    title: str
    template: str
    values: Mapping[str, Any]
    description: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    section: str = ""
    scripts: Sequence[str] = ()
    picture: str = ""
    data: Mapping[str, Any] | None = None
    feed: str = "feeds/all.atom"
    feed_label: str = "feed"
    base: str = ""


def in_each_language(site: Site, *parts: str) -> dict[str, str]:
    """Return the addresses of a page in the languages of the site, by code."""
    return {code: addresses.page_at(code, *parts) for code in site.languages}


def page_file(site: Site, worded: WordedTreaty, page: Page) -> File:
    """Return the file of a page.

    Raises PublisherError where a template cannot be used.
    """
    words, root = _words(worded.language), _root(page)
    common = {
        "words": words,
        "root": root,
        "lang": worded.language.code,
        "is_preview": site.is_preview,
    }
    template = f"site/{page.template}.html"
    inner = render(
        site.templates[page.template],
        {**common, **page.values},
        template_name=template,
        scale=_SCALE,
    )
    frame = {
        **common,
        "direction": worded.language.direction,
        "main": Markup(keep_days_whole(inner, worded.language.locale)),
        "page": page,
        "head": _head(site, worded.language, page),
        "menu": tuple(_menu(worded, page)),
        "languages": tuple(_languages(site, page)),
        "feed_label": words[page.feed_label],
        "treaty": worded.treaty.short_name,
        "choices": site.choices,
    }
    text = render(site.templates["page"], frame, template_name="site/page.html", scale=_SCALE)
    return page.address, text.encode()


def _words(language: Language) -> Mapping[str, str]:
    """Return the words of all pages, with the signs that part words in the language."""
    report = language.words("report")
    return {**language.words("site"), **{key: report[key] for key in ("comma", "semicolon")}}


def _root(page: Page) -> str:
    return page.base or addresses.root_of(page.address)


def _head(site: Site, language: Language, page: Page) -> dict[str, Any]:
    """Return what programs read in the head of a page."""
    whole = {
        code: addresses.canonical(site.address, address)
        for code, address in page.translations.items()
    }
    picture = f"{site.address.rstrip('/')}/{page.picture}" if site.address and page.picture else ""
    return {
        "canonical": addresses.canonical(site.address, page.address),
        "alternates": tuple((code, address) for code, address in whole.items() if address),
        "picture": picture,
        "locale": language.locale.replace("-", "_"),
        "data": script_data(page.data) if page.data else "",
    }


def script_data(values: Any) -> Markup:  # noqa: ANN401 - whatever JSON holds
    """Return values as JSON that can stand inside a script element."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # nothing in it ends the element


def _menu(worded: WordedTreaty, page: Page) -> Iterator[Link]:
    code, words = worded.language.code, worded.language.words("site")
    for section in (
        "countries",
        "provisions",
        "matrix",
        "guide",
        "compare",
        "search",
        "data",
        "about",
    ):
        target = addresses.page_at(code, section)
        label = words[f"menu_{section}"]
        yield Link(target, label, is_here=page.section == section)


def _languages(site: Site, page: Page) -> Iterator[Link]:
    for code, worded in site.worded.items():
        target = page.translations.get(code) or addresses.page_at(code)
        name = str(worded.language.sections.get("name", code))
        yield Link(target, name, code, is_here=target == page.address)
