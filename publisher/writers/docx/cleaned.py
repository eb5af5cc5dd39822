"""A template without what belongs to the template alone: comments, links to properties, what else
must not come into a report.

Comes in and goes out: the parts of a template. This is done once for each template.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from publisher.domain.package import CONTENT_TYPES, relationships_name, target_of
from publisher.writers.docx.elements import attribute, find, parsed, qn
from publisher.writers.docx.package import DOCUMENT
from publisher.writers.docx.unique import FIRST_OF_TEMPLATE, UsedIds, make_unique

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT_TYPE = f"{_TYPE}.document.main+xml"
# What a template (.dotx) saved under another ending calls its main part. Word refuses such a file.
_TEMPLATE_TYPE = f"{_TYPE}.template.main+xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Comments and what Word keeps beside them: threads, ids, who wrote them.
_OF_COMMENTS = (
    "comments",
    "commentsextended",
    "commentsids",
    "commentsextensible",
    "people",
)
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
# Ids of Word's for paragraphs and drawings: none is asked for, and a loop would repeat them.
_WORD_IDS = ("paraId", "textId", "anchorId", "editId")
_MICROSOFT = "{http://schemas.microsoft.com/office/word/"
_BRACES = re.compile(r"\{[{%]")
# A tag that takes its paragraph away, alone in it.
_OF_PARAGRAPH = re.compile(r"\s*\{([{%])p .*[}%]\}\s*", re.DOTALL)
# As low as a paragraph can be, so that the page before it is not longer for it.
_LOWEST = (
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
)


def cleaned(parts: dict[str, bytes], texts: list[str]) -> dict[str, bytes]:
    """Return the parts of a template as a report takes them over; `texts` are those with text.

    Raises XMLSyntaxError where a part cannot be read.
    """
    kept = _without_comments(parts)
    kept[CONTENT_TYPES] = _with_document_type(kept[CONTENT_TYPES])
    numbers, used = itertools.count(FIRST_OF_TEMPLATE), UsedIds()
    for name in texts:
        root = etree.fromstring(kept[name])
        _take_marks_away(root)
        _loosen_controls(root)
        _set_breaks_apart(root)
        _number_bookmarks(root, numbers)
        make_unique(root, used)
        kept[name] = _written(root)
    return {name: content for name, content in kept.items() if not _is_orphan(name, kept)}


def _without_comments(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts without comments, and without relationships that lead to no part."""
    kept = dict(parts)
    relations = [name for name in parts if name.endswith(".rels")]
    for name in relations:
        root = etree.fromstring(parts[name])
        folder, source = name.split("_rels/", 1)[0].rstrip("/"), _source_of(name)
        for each in root.findall(_RELATION):
            if each.get("TargetMode") == "External":
                continue
            target = target_of(each.get("Target", ""), folder)
            is_comment = source == DOCUMENT and _kind(each) in _OF_COMMENTS
            is_idle = bool(target) and target not in parts and not _is_used(each, source, parts)
            if is_comment or is_idle:
                root.remove(each)
                kept.pop(target, None)
                kept.pop(relationships_name(target), None)
        kept[name] = _written(root)
    kept[CONTENT_TYPES] = _without_types_of_missing(kept)
    return kept


def _source_of(relations: str) -> str:
    """Return the part whose relationships these are; '' is the package."""
    return relations.replace("_rels/", "").removesuffix(".rels")


def _kind(relation: Any) -> str:  # noqa: ANN401 - an lxml element
    return (relation.get("Type") or "").rpartition("/")[2].lower()


def _is_used(relation: Any, source: str, parts: dict[str, bytes]) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether the text of a part may mention a relationship."""
    id_ = relation.get("Id") or ""
    return f'"{id_}"'.encode() in parts.get(source, b"")


def _without_types_of_missing(parts: dict[str, bytes]) -> bytes:
    """Return the list of content types without parts that are not there."""
    root = etree.fromstring(parts[CONTENT_TYPES])
    there = {name.lower() for name in parts}
    for each in list(root):
        name = each.get("PartName")
        if name is not None and name.lstrip("/").lower() not in there:
            root.remove(each)
    return _written(root)


def _is_orphan(name: str, parts: dict[str, bytes]) -> bool:
    """Tell whether a part holds the relationships of no part."""
    return name.endswith(".rels") and _source_of(name) not in ("", *parts)


def _with_document_type(types: bytes) -> bytes:
    """Return the list of content types with a document as its main part (11.3.10)."""
    return types.replace(_TEMPLATE_TYPE.encode(), DOCUMENT_TYPE.encode())


# Inside a text


def _take_marks_away(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Take away the marks of comments, and ids that Word gives to paragraphs and drawings."""
    for mark in list(root.iter(*map(qn, _COMMENT_MARKS))):
        parent = mark.getparent()
        parent.remove(mark)
        is_empty_run = parent.tag == qn("r") and not [
            each for each in parent if each.tag != qn("rPr")
        ]
        if is_empty_run:
            parent.getparent().remove(parent)
    for element in root.iter(etree.Element):
        for name in list(element.attrib):
            is_id = name.startswith(_MICROSOFT) and etree.QName(name).localname in _WORD_IDS
            if is_id:
                del element.attrib[name]


def _loosen_controls(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Loosen controls with tags from the properties whose text Word would put in their place.

    A control may be bound to a property of the file or to data of its own (17.5.2.6); on opening,
    Word shows what stands there. A placeholder goes when somebody clicks into it (17.5.2.39).
    """
    for control in root.iter(qn("sdt")):
        properties = find(control, "sdtPr")
        content = find(control, "sdtContent")
        if properties is None or content is None or not _BRACES.search("".join(content.itertext())):
            continue
        for each in list(properties):
            if etree.QName(each).localname in ("dataBinding", "showingPlcHdr"):
                properties.remove(each)


def _set_breaks_apart(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Give a section break a paragraph of its own behind a tag that takes its paragraph away.

    LibreOffice takes an empty paragraph with a section break for the break alone, and writes it
    into the paragraph before (17.6.18), which may be such a tag's.
    """
    for section in list(root.iter(qn("sectPr"))):
        properties = section.getparent()
        if properties.tag != qn("pPr"):
            continue
        paragraph = properties.getparent()
        text = "".join(each.text or "" for each in paragraph.iter(qn("t")))
        if _OF_PARAGRAPH.fullmatch(text):
            own = parsed(f"<w:p><w:pPr>{_LOWEST}</w:pPr></w:p>")
            find(own, "pPr").append(section)
            paragraph.addnext(own)


def _number_bookmarks(root: Any, numbers: Iterator[int]) -> None:  # noqa: ANN401 - an lxml element
    """Give the bookmarks of a template numbers that no bookmark of a report has (17.13.6)."""
    new: dict[str, str] = {}
    for mark in root.iter(qn("bookmarkStart"), qn("bookmarkEnd")):
        old = attribute(mark, "id")
        if old not in new:
            new[old] = str(next(numbers))
        mark.set(qn("id"), new[old])


def _written(root: Any) -> bytes:  # noqa: ANN401 - an lxml element
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
