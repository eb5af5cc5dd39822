"""Page breaks that would make an empty page in some programs."""

import itertools
from collections.abc import Collection, Iterator
from typing import Any

from publisher.writers.docx.elements import attribute, find, parsed, qn

# Elements that stand before the flag among the properties of a paragraph (17.3.1.26).
_BEFORE_FLAG = ("pStyle", "keepNext", "keepLines")
_OFF = ("0", "false", "off")


def no_break_behind_break(root: Any, page_starts: Collection[str]) -> None:  # noqa: ANN401 - lxml
    """Take the page break from each paragraph that begins a section, which begins a page itself.

    `page_starts` are the ids of styles whose paragraphs begin a page. Word and LibreOffice see one
    break there, ONLYOFFICE 10 two, with an empty page between (measured).
    """
    sections = list(root.iter(qn("sectPr")))
    for section, following in itertools.pairwise(sections):
        kind = attribute(find(following, "type"), "val")
        if kind in ("continuous", "nextColumn"):  # these begin no page (17.6.22)
            continue
        paragraph = _paragraph_behind(section)
        if paragraph is not None and _begins_page(paragraph, page_starts):
            _take_away(paragraph)


def _paragraph_behind(section: Any) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return the paragraph behind one that ends a section, also where a control holds it."""
    last = next(section.iterancestors(qn("p")), None)
    if last is None:
        return None
    for element in _following(last):
        if element.tag == qn("p"):
            return element
        if element.tag == qn("tbl"):
            return None
    return None


def _following(element: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield what follows an element, looking into controls."""
    for each in element.itersiblings():
        if each.tag == qn("sdt"):
            yield from find(each, "sdtContent")
        else:
            yield each


def _begins_page(paragraph: Any, page_starts: Collection[str]) -> bool:  # noqa: ANN401 - an lxml element
    properties = find(paragraph, "pPr")
    flag = None if properties is None else find(properties, "pageBreakBefore")
    if flag is not None:
        return attribute(flag, "val") not in _OFF
    return properties is not None and attribute(find(properties, "pStyle"), "val") in page_starts


def _take_away(paragraph: Any) -> None:  # noqa: ANN401 - an lxml element
    properties = find(paragraph, "pPr")
    flag = find(properties, "pageBreakBefore")
    if flag is None:
        flag = parsed('<w:pageBreakBefore w:val="0"/>')
        before = [each for each in properties if each.tag in map(qn, _BEFORE_FLAG)]
        properties.insert(len(before), flag)
    flag.set(qn("val"), "0")
