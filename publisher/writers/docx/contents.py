"""The contents list of a Word document: filled from its headings, page numbers put in later.

A contents list is a field (ECMA-376 Part 1, 17.16.5.68); what stands in it is shown until somebody
updates it.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from publisher.domain.archive import deterministic_zip
from publisher.domain.xml_text import escape, quoteattr
from publisher.writers.docx.elements import (
    NAMESPACE,
    all_parsed,
    attribute,
    find,
    made,
    qn,
    set_text,
    text_of,
)
from publisher.writers.docx.inlines import UNKNOWN_YET
from publisher.writers.docx.package import DOCUMENT
from publisher.writers.docx.unique import FIRST_OF_TEMPLATE

_BEGIN, _SEPARATE, _END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def _path(path: str) -> Any:  # noqa: ANN401 - an XPath of lxml
    return etree.XPath(path, namespaces={"w": NAMESPACE}, smart_strings=False)


# Mentions of styles; `ids` has a line end, which stands in no id, before and behind each of them.
_STYLES = _path("//w:pStyle[contains($ids, concat('\n', @w:val, '\n'))]")
_STYLES_BEHIND = _path("following::w:pStyle[contains($ids, concat('\n', @w:val, '\n'))]")
_BOOKMARK_IDS = _path("//w:bookmarkStart/@w:id")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading with its level from 0 and the bookmark around it."""

    text: str
    level: int
    mark: str


def fill_contents(body: Any, levels: Mapping[str, int], style_ids: Mapping[str, str]) -> None:  # noqa: ANN401 - lxml
    """Put an entry for each heading into the contents list, with a link and a field for its page.

    `levels` are the outline levels of styles by id. Nothing happens in a document without a
    contents list.
    """
    start = _start(body)
    if start is None:
        return
    code = "".join(each.text or "" for each in start.iter(qn("instrText")))
    headings = list(_headings(body, levels, code))
    entries = []
    for number, heading in enumerate(headings):
        opening = f"{_BEGIN}{_instruction(code)}{_SEPARATE}" if number == 0 else ""
        closing = _END if number == len(headings) - 1 else ""
        style = style_ids.get(f"toc {heading.level + 1}", "")
        entries.append(_entry(heading, style, opening, closing))
    for entry in all_parsed("".join(entries)):
        start.addprevious(entry)
    if headings:
        _remove_field(start)


def with_page_numbers(file: bytes, pages: Mapping[str, int]) -> bytes:
    """Return a Word file whose contents list shows the pages of bookmarks (17.16.5.44)."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        stamp = datetime(*archive.getinfo(DOCUMENT).date_time)

    def numbered(part: bytes) -> bytes:
        root = etree.fromstring(part)
        for code in root.iter(qn("instrText")):
            found = re.match(r"\s*PAGEREF\s+(\S+)", code.text or "")
            if found and found[1] in pages:
                _set_result(code.getparent(), str(pages[found[1]]))
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    return deterministic_zip(file, stamp=stamp, change={DOCUMENT: numbered})


def _start(body: Any) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return the paragraph in which the contents list begins."""
    codes = (
        code for code in body.iter(qn("instrText")) if (code.text or "").strip().startswith("TOC")
    )
    return next((next(code.iterancestors(qn("p"))) for code in codes), None)


def _instruction(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(code.strip())} </w:instrText></w:r>'


def _headings(body: Any, levels: Mapping[str, int], code: str) -> Iterator[_Heading]:  # noqa: ANN401 - an lxml element
    """Yield the headings that the list's instruction asks for; a bookmark is put around each.

    \\o names the levels, \\b the bookmark inside which headings are listed (17.16.5.68).
    """
    asked, scope = re.search(r'\\o\s+"(\d)-(\d)"', code), re.search(r"\\b\s+(\w+)", code)
    wanted = range(int(asked[1]) - 1, int(asked[2])) if asked else range(3)
    chosen = {id_: level for id_, level in levels.items() if level in wanted}
    used = map(int, _BOOKMARK_IDS(body))
    free = max((each for each in used if each < FIRST_OF_TEMPLATE), default=0) + 1
    number = 0
    for style in _styles_inside(body, scope[1] if scope else "", chosen):
        paragraph = style.getparent().getparent()
        text = text_of(paragraph).strip()
        if text and paragraph.tag == qn("p"):
            level = chosen[attribute(style, "val")]
            heading = _Heading(text, level, f"_Toc{number + 1:04}")
            _bookmark(paragraph, heading.mark, free + number)
            number += 1
            yield heading


def _styles_inside(body: Any, scope: str, ids: Iterable[str]) -> list[Any]:  # noqa: ANN401 - lxml elements
    """Return the mentions of some styles inside a bookmark; all where there is none such."""
    listed = "".join(f"\n{each}\n" for each in ids)
    marks = body.iter(qn("bookmarkStart")) if scope else ()
    start = next((each for each in marks if attribute(each, "name") == scope), None)
    if start is None:
        return list(_STYLES(body, ids=listed))
    id_ = attribute(start, "id")
    ends = (each for each in body.iter(qn("bookmarkEnd")) if attribute(each, "id") == id_)
    end = next(ends, None)
    behind = set() if end is None else set(_STYLES_BEHIND(end, ids=listed))
    return [each for each in _STYLES_BEHIND(start, ids=listed) if each not in behind]


def _bookmark(paragraph: Any, name: str, number: int) -> None:  # noqa: ANN401 - an lxml element
    start = made(paragraph, "bookmarkStart", {"id": str(number), "name": name})
    paragraph.insert(0 if find(paragraph, "pPr") is None else 1, start)
    paragraph.append(made(paragraph, "bookmarkEnd", {"id": str(number)}))


def _entry(heading: _Heading, style: str, opening: str, closing: str) -> str:
    """Return one line of the contents list: a link that holds the text, a tab and the page."""
    properties = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""
    text = f'<w:r><w:t xml:space="preserve">{escape(heading.text)}</w:t></w:r><w:r><w:tab/></w:r>'
    code = _instruction(f"PAGEREF {heading.mark} \\h")
    page = f"{_BEGIN}{code}{_SEPARATE}{UNKNOWN_YET}{_END}"
    return (
        f'<w:p>{properties}{opening}<w:hyperlink w:anchor="{heading.mark}" w:history="1">'
        f"{text}{page}</w:hyperlink>{closing}</w:p>"
    )


def _remove_field(start: Any) -> None:  # noqa: ANN401 - an lxml element
    """Remove what the template's contents list held: all paragraphs in which its field stands."""
    depth, paragraph = 0, start
    while paragraph is not None:
        for mark in paragraph.iter(qn("fldChar")):
            depth += {"begin": 1, "end": -1}.get(attribute(mark, "fldCharType"), 0)
        following = paragraph.getnext()
        paragraph.getparent().remove(paragraph)
        paragraph = following if depth > 0 else None


def _set_result(code_run: Any, text: str) -> None:  # noqa: ANN401 - an lxml element
    """Set what a field shows: the first text after its separator, up to its end."""
    for follower in code_run.itersiblings():
        if attribute(find(follower, "fldChar"), "fldCharType") == "end":
            return
        if find(follower, "t") is not None:
            set_text(follower, text)
            return
