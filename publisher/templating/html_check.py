"""HTML templates and style sheets checked: their tags, what they leave out, what they fetch.

Comes in: the text of a template and what its tags may use. Goes out: diagnostics, line by line. The
web page of a report is one file that makes no request to any host.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from publisher.domain.diagnostics import Diagnostic, Place, TemplateSpot, problem
from publisher.templating.contract import Contract
from publisher.templating.coverage import left_out
from publisher.templating.tags.reading import Reading, values_of
from publisher.templating.tags.scan import Tag, quoted, strays_in, tags_in
from publisher.templating.tags.statements import read_tags

# Attributes whose address a browser fetches by itself, by element.
_FETCHED = {
    "img": ("src", "srcset"), "source": ("src", "srcset"), "script": ("src",), "iframe": ("src",),
    "embed": ("src",), "frame": ("src",), "object": ("data",), "video": ("src", "poster"),
    "audio": ("src",), "track": ("src",), "input": ("src",), "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"), "body": ("background",), "table": ("background",),
    "td": ("background",), "base": ("href",), "a": ("ping",),
}  # fmt: skip
# Kinds of <link> that only tell something; all others fetch.
_TELLING_LINKS = {
    "alternate",
    "author",
    "bookmark",
    "canonical",
    "help",
    "license",
    "me",
    "next",
    "prev",
    "search",
}
_CSS_COMMENT = re.compile(r"/\*.*?\*/|@namespace[^;]*;", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"(?:url\(|src\(|image-set\()\s*(?P<quote>[\"']?)(?P<first>[^)\"']*)(?P=quote)|@import\s+[\"'](?P<second>[^\"']+)",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def check_html(template: str, name: str, contract: Contract) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with an HTML template, in the order of its lines."""
    tags = tags_in(template, has_prefixes=False)
    reading = read_tags(tags, contract)
    found = (
        *_of_tags(reading, tags, template, name),
        *_of_braces(template, tags, name),
        *_of_addresses(template, name),
        *_lost_letters(template, name),
    )
    return (*_left_out(reading, tags, contract, name), *_in_order(found))


def check_css(style_sheet: str, name: str) -> tuple[Diagnostic, ...]:
    """Return what a style sheet would fetch, and letters that were lost."""
    found = (*_of_css(style_sheet, style_sheet, 0, name), *_lost_letters(style_sheet, name))
    return _in_order(found)


Found = Iterator[tuple[int, Diagnostic]]


def _in_order(found: Iterable[tuple[int, Diagnostic]]) -> tuple[Diagnostic, ...]:
    """Return what was found in the order of the places, which are numbers of letters."""
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(diagnostic for _, diagnostic in ordered)


def _of_tags(reading: Reading, tags: tuple[Tag, ...], text: str, name: str) -> Found:
    for fault in reading.faults:
        own, values = tags[fault.tag], values_of(fault, tags)
        other = None
        if fault.other is not None:
            other = _line_of(text, tags[fault.other].start, name)
        place = _place(text, own.start, own.end, name)
        told = problem(fault.code, place, level=fault.level, **values)  # type: ignore[arg-type]
        yield own.start, Diagnostic(told.code, told.level, told.place, told.values, other=other)


def _of_braces(text: str, tags: tuple[Tag, ...], name: str) -> Found:
    """Yield braces that make no tag; style sheets and scripts have their own."""
    embedded = [(each.start(), each.end()) for each in _EMBEDDED.finditer(text)]
    codes = {"closing": "T522", "apart": "T523", "single": "T523"}
    for stray in strays_in(text, tags):
        if not any(start <= stray.start < end for start, end in embedded):
            place = _place(text, stray.start, stray.end, name)
            yield stray.start, problem(codes[stray.kind], place, braces=stray.text)


def _lost_letters(text: str, name: str) -> Found:
    start = text.find("\ufffd")
    if start >= 0:
        yield start, problem("T588", _place(text, start, start + 1, name))


def _left_out(
    reading: Reading, tags: tuple[Tag, ...], contract: Contract, name: str
) -> Iterator[Diagnostic]:
    faulty = [tags[fault.tag].text for fault in reading.faults]
    for code, values in left_out(contract, reading.uses, faulty, frozenset()):
        yield problem(code, Place(name), **values)  # type: ignore[arg-type]  # values are never options


def _line_of(text: str, start: int, name: str) -> Place:
    return Place(name, spot=TemplateSpot((("line", str(text.count("\n", 0, start) + 1)),)))


def _place(text: str, start: int, end: int, name: str) -> Place:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    quote = quoted(line, start - line_start, end - line_start)
    return Place(name, spot=TemplateSpot(_line_of(text, start, name).spot.steps, quote))


# What a page would fetch


class _Addresses(HTMLParser):
    """Collects the addresses that a browser would fetch, each with the place of its element."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.text, self.name = text, name
        self.found: list[tuple[int, Diagnostic]] = []
        breaks = re.finditer("\n", text)
        self.starts = [0, *(each.end() for each in breaks)]
        self.is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element would fetch."""
        given = {key: value or "" for key, value in attrs}
        start = self._position()
        end = start + len(self.get_starttag_text() or "")
        self.is_style = tag == "style"
        if tag == "script" and "src" not in given:
            self.found.append((start, problem("T587", _place(self.text, start, end, self.name))))
        for address in _fetched(tag, given):
            self._note(address, start, end)
        self.found += _of_css(given.get("style", ""), self.text, start, self.name)

    def handle_data(self, data: str) -> None:
        """Note what the rules of a style sheet would fetch."""
        if self.is_style:
            self.found += _of_css(data, self.text, self._position(), self.name)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self.is_style = False

    def _position(self) -> int:
        line, offset = self.getpos()
        return self.starts[line - 1] + offset

    def _note(self, address: str, start: int, end: int) -> None:
        if code := _code_of(address):
            place = _place(self.text, start, end, self.name)
            self.found.append((start, problem(code, place, address=address.strip()[:80])))


def _fetched(tag: str, given: dict[str, str]) -> Iterator[str]:
    for key in _FETCHED.get(tag, ()):
        value = given.get(key, "")
        # A list of addresses; the comma in a data: address divides none.
        is_list = key == "srcset" and "data:" not in value
        if value:
            yield from value.split(",") if is_list else (value,)
    if tag == "link" and not set(given.get("rel", "").lower().split()) <= _TELLING_LINKS:
        yield given.get("href", "")
    if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield given.get("content", "").partition("=")[2]


def _of_addresses(text: str, name: str) -> Found:
    parser = _Addresses(text, name)
    parser.feed(text)
    parser.close()
    yield from parser.found


def _of_css(rules: str, text: str, start: int, name: str) -> Found:
    """Yield what the rules of a style sheet, which begin at `start` in the text, would fetch."""
    bare = _CSS_COMMENT.sub(lambda comment: " " * len(comment[0]), rules)
    for each in _CSS_ADDRESS.finditer(bare):
        address = (each["first"] or each["second"] or "").strip()
        if code := _code_of(address):
            place = _place(text, start + each.start(), start + each.end(), name)
            yield start + each.start(), problem(code, place, address=address[:80])


def _code_of(address: str) -> str:
    """Return the code of an address that is fetched: from elsewhere, or from beside the page."""
    bare = address.strip().strip("\"'")
    if not bare or bare.startswith(("#", "data:", "{{", "{%", "about:")):
        return ""
    return "T585" if re.match(r"[a-z][a-z0-9+.-]*:|//", bare, re.IGNORECASE) else "T586"
