"""What makes WeasyPrint quicker without changing a byte of its PDF.

That is a lighter page, and things done once only; `replaced` says what each of these rests on.
The shares of time were measured on a report of 40 pages.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from publisher.writers.pdf.boxes import Element

_BLOCKS = ("p", "li", "dd", "th")
_LONG_WORD = re.compile(r"\S{20,}")


def lighten(tree: Element, style_sheet: str) -> None:
    """Make a page lighter: what it says and how it looks stay the same.

    - Elements without an id share one computed style, so ids go that nothing leads to and the
      style sheet does not name; the others move to the first element inside. (A tenth of the time.)
    - The raised number of a note is one element, not two.
    - Only paragraphs with a word that may be wider than a column get the class `long-word`, for
      `overflow-wrap`.
    """
    for call in tree.iter("a"):
        if _is_raised_number(call):
            call.text = call[0].text
            del call[0]
    for block in tree.iter():
        if block.tag in _BLOCKS and _LONG_WORD.search("".join(block.itertext())):
            block.set("class", f"{block.get('class', '')} long-word".strip())
    _drop_idle_ids(tree, set(re.findall(r"#([\w-]+)", style_sheet)))


def _is_raised_number(link: Element) -> bool:
    """Tell whether a link is the call of a note that holds a <sup> and nothing else."""
    is_call = link.get("class") == "call"
    holds_one = len(link) == 1 and link[0].tag == "sup"
    return is_call and holds_one and not (link.text or link[0].tail)


def _drop_idle_ids(tree: Element, named: set[str]) -> None:
    addresses = [link.get("href", "") for link in tree.iter("a")]
    wanted = {address[1:] for address in addresses if address.startswith("#")}
    for element in list(tree.iter()):
        id_ = element.get("id")
        if id_ is None or id_ in named:
            continue
        del element.attrib["id"]
        if id_ in wanted:
            _innermost(element).set("id", id_)


def _innermost(element: Element) -> Element:
    """Return the first element at the very beginning of one, where that has no id of its own."""
    while len(element) and not (element.text or "").strip() and element[0].get("id") is None:
        element = element[0]
    return element


@cache
def lean_html() -> Any:  # noqa: ANN401 - a class of WeasyPrint
    """Return WeasyPrint's HTML without its own rules for footnotes, which our pages do not have.

    They match every element, and each match is a style to compute. (A fifteenth of the time.)
    """
    from weasyprint import CSS, HTML  # noqa: PLC0415 - as in `render`

    sheet = (files("weasyprint") / "css" / "html5_ua.css").read_text(encoding="utf-8")
    lean = CSS(string=re.sub(r"(?m)^::(?:foot)?note-\w+ \{.*\}$", "", sheet))

    class LeanHTML(HTML):  # type: ignore[misc]  # WeasyPrint has no types
        """A page to which the rules for footnotes are not applied."""

        def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
            return [lean]

    return LeanHTML


@contextmanager
def kept_texts() -> Iterator[None]:
    """Keep each line of text as it was shaped, for painting, instead of shaping it a second time.

    WeasyPrint forgets the shape to save memory, some kilobytes a line. (A twentieth of the time.)
    """
    from weasyprint.text.line_break import Layout  # noqa: PLC0415 - as in `render`

    def shaped_again(layout: Any, style: Any) -> None:  # noqa: ANN401
        if layout.justification_spacing:  # the one thing that painting adds
            again(layout, style)

    forget, again = Layout.deactivate, Layout.reactivate
    Layout.deactivate, Layout.reactivate = lambda layout: None, shaped_again
    try:
        yield
    finally:
        Layout.deactivate, Layout.reactivate = forget, again


@contextmanager
def lines_broken_once() -> Iterator[None]:
    """Find where a line of a text ends once for each width.

    WeasyPrint lays out a row, sees that it does not fit, and does it all anew on the next page. (A
    tenth of the time.)
    """
    from weasyprint.layout import inline  # noqa: PLC0415 - as in `render`

    break_line = inline.split_first_line
    lines: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def break_once(text: str, style: Any, context: Any, *more: Any, **named: Any) -> Any:  # noqa: ANN401
        key = (text, id(style), more, *named.items())
        if key not in lines:
            broken = break_line(text, style, context, *more, **named)
            lines[key] = (style, broken)  # the style is kept, so that no other gets its id
        return lines[key][1]

    inline.split_first_line = break_once
    try:
        yield
    finally:
        inline.split_first_line = break_line


@contextmanager
def counted_once() -> Iterator[None]:
    """Make the list of the pages' references once, not for each tag. (A thirtieth of the time.)"""
    from pydyf import PDF  # noqa: PLC0415

    made: dict[int, tuple[bytes, ...]] = {}
    listed = PDF.page_references

    def references(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401
        count = pdf.pages["Count"]
        if count not in made:
            made.clear()
            made[count] = listed.fget(pdf)
        return made[count]

    PDF.page_references = property(references)
    try:
        yield
    finally:
        PDF.page_references = listed
