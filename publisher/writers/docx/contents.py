"""The contents list of a Word document: filled from its headings as Word itself would, page numbers put in later.

A contents list is a field (ECMA-376 Part 1, 17.16.5.68); what stands in it is shown until somebody updates it.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from publisher.zipped import deterministic_zip

_SEPARATE = "separate"
_DOCUMENT = "word/document.xml"


def fill_contents(document: Document) -> None:
    """Put an entry for each heading into the contents list, with a link and a field for its page.

    Nothing happens in a document without a contents list.
    """
    start = _start(document.element.body)
    if start is None:
        return
    headings = list(_headings(document, _levels(start), _scope(start)))
    entries = [_entry(document, text, level, mark) for text, level, mark in headings]
    if not entries:
        return
    first, last = entries[0], entries[-1]
    first.insert(1, parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"/></w:r>'))
    first.insert(2, parse_xml(_instruction(start)))
    first.insert(3, parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{_SEPARATE}"/></w:r>'))
    last.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>'))
    for entry in entries:
        start.addprevious(entry)
    _remove_field(start)


def with_page_numbers(file: bytes, pages: Mapping[str, int]) -> bytes:
    """Return a Word file whose contents list shows the pages of bookmarks (17.16.5.44); all else stays as it was."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        stamp = datetime(*archive.getinfo(_DOCUMENT).date_time)

    def numbered(part: bytes) -> bytes:
        root = parse_xml(part)
        for code in root.iter(qn("w:instrText")):
            found = re.match(r"\s*PAGEREF\s+(\S+)", code.text or "")
            if found and found[1] in pages:
                _set_result(code.getparent(), str(pages[found[1]]))
        return serialize_part_xml(root)

    return deterministic_zip(file, stamp=stamp, change={_DOCUMENT: numbered})


def _start(body: Any) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return the paragraph in which the contents list begins."""
    for code in body.iter(qn("w:instrText")):
        if (code.text or "").strip().startswith("TOC"):
            return next(code.iterancestors(qn("w:p")))
    return None


def _levels(start: Any) -> range:  # noqa: ANN401 - an lxml element
    found = re.search(r'\\o\s+"(\d)-(\d)"', _code(start))
    return range(int(found[1]) - 1, int(found[2])) if found else range(3)


def _scope(start: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the bookmark whose headings alone the list names; the empty string where it names all."""
    found = re.search(r"\\b\s+(\w+)", _code(start))
    return found[1] if found else ""


def _code(start: Any) -> str:  # noqa: ANN401 - an lxml element
    return "".join(each.text or "" for each in start.iter(qn("w:instrText")))


def _instruction(start: Any) -> str:  # noqa: ANN401 - an lxml element
    code = _code(start).strip().replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'


def _headings(document: Document, levels: range, scope: str) -> Iterator[tuple[str, int, str]]:
    """Yield each heading of the levels inside a bookmark: its text, its level, the name of a bookmark around it."""
    level_of = _style_levels(document)
    body = document.element.body
    free = max((int(each.get(qn("w:id"))) for each in body.iter(qn("w:bookmarkStart"))), default=0) + 1
    number = 0
    for paragraph in list(_paragraphs(body, scope)):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        level = level_of.get(style.get(qn("w:val"))) if style is not None else None
        text = "".join(each.text or "" for each in paragraph.iter(qn("w:t"))).strip()
        if level is not None and level in levels and text:
            name = f"_Toc{number + 1:04}"
            _bookmark(paragraph, name, free + number)
            number += 1
            yield text, level, name


def _paragraphs(body: Any, scope: str) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield the paragraphs between the start and the end of a bookmark; all where it has no name or is not there."""
    start = next((each for each in body.iter(qn("w:bookmarkStart")) if scope and each.get(qn("w:name")) == scope), None)
    is_inside = start is None
    for element in body.iter(qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if element is start:
            is_inside = True
        elif (
            start is not None
            and element.tag == qn("w:bookmarkEnd")
            and element.get(qn("w:id")) == start.get(qn("w:id"))
        ):
            return
        elif is_inside and element.tag == qn("w:p"):
            yield element


def _style_levels(document: Document) -> dict[str, int]:
    """Return the outline level of each style that has one, its own or that of the style it is based on (17.3.1.20)."""
    styles = {each.get(qn("w:styleId")): each for each in document.styles.element.iter(qn("w:style"))}
    found = {}
    for id_, style in styles.items():
        seen = style
        while seen is not None and seen.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is None:
            base = seen.find(qn("w:basedOn"))
            seen = styles.get(base.get(qn("w:val"))) if base is not None else None
        if seen is not None:
            found[id_] = int(seen.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val")))
    return found


def _bookmark(paragraph: Any, name: str, number: int) -> None:  # noqa: ANN401 - an lxml element
    first = paragraph.find(qn("w:pPr"))
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>')
    paragraph.insert(0 if first is None else 1, start)
    paragraph.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def _entry(document: Document, text: str, level: int, mark: str) -> Any:  # noqa: ANN401 - an lxml element
    """Return one line of the contents list: a link that holds the text, a tab and the page."""
    styles = {style.name.lower(): style.style_id for style in document.styles if style.name}
    style = styles.get(f"toc {level + 1}")
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else "<w:pPr/>"
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", _SEPARATE, "end"))
    entry = parse_xml(
        f'<w:p {nsdecls("w")}>{properties}<w:hyperlink w:anchor="{mark}" w:history="1">'
        f"<w:r><w:t/></w:r><w:r><w:tab/></w:r>{begin}"
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {mark} \\h </w:instrText></w:r>{separate}'
        f"<w:r><w:t></w:t></w:r>{end}</w:hyperlink></w:p>"
    )
    next(entry.iter(qn("w:t"))).text = text
    return entry


def _remove_field(start: Any) -> None:  # noqa: ANN401 - an lxml element
    """Remove what the template's contents list held: its paragraphs up to the one in which the field ends."""
    depth, paragraph = 0, start
    while paragraph is not None:
        for mark in paragraph.iter(qn("w:fldChar")):
            depth += {"begin": 1, "end": -1}.get(mark.get(qn("w:fldCharType")), 0)
        following = paragraph.getnext()
        paragraph.getparent().remove(paragraph)
        paragraph = following if depth > 0 else None


def _set_result(code_run: Any, text: str) -> None:  # noqa: ANN401 - an lxml element
    """Set what a field shows: the first text after its separator, up to its end."""
    for follower in code_run.itersiblings():
        mark = follower.find(qn("w:fldChar"))
        if mark is not None and mark.get(qn("w:fldCharType")) == "end":
            return
        shown = follower.find(qn("w:t"))
        if shown is not None:
            shown.text = text
            return
