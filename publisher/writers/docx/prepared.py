"""A Word template made ready once for all reports of a batch that share house style, columns and
language.

What is the same in each report is done here: theme and styles in the house style, the language, a
style for each content column, the tags of each part brought into the form that Jinja reads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from publisher.compose.edition import House
from publisher.domain.diagnostics import Place, failure
from publisher.templating.word.package import DOCUMENT
from publisher.templating.word.styles import style_name
from publisher.writers.docx.elements import NAMESPACE, attribute, find, qn
from publisher.writers.docx.house import dressed, themed
from publisher.writers.docx.package import read_parts, related

# Styles that the content of a report needs; a template may have any others besides.
REQUIRED_STYLES = (
    "Cell Text",
    "Cell State",
    "Cell Bullet",
    "Cell Number",
    "Cell Id",
    "Fact Bullet",
    "Fact Number",
    "List Bullet",
    "List Number",
    "Hyperlink",
    "Note Call",
    "footnote reference",
    "footnote text",
    "endnote reference",
    "endnote text",
    "Bar Count",
    "Bar Count Dark",
)
NUMBERED_STYLE = "Cell Number"


@dataclass(frozen=True, slots=True)
class Preparation:
    """What templates are made ready for: the same for many reports."""

    house: House
    columns: tuple[str, ...]
    language: str
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """A template whose constant parts are finished; `texts` are the parts with tags, as Jinja reads
    them.

    `levels` gives the outline level of each style that has one, by id; `list_kind` is the numbering
    that numbered lists count by, `list_start` the first free number for a new one.
    """

    parts: Mapping[str, bytes]
    texts: Mapping[str, str]
    style_ids: Mapping[str, str]
    levels: Mapping[str, int]
    list_kind: str
    list_start: int
    numbering: str


@lru_cache(maxsize=16)
def prepare(template: bytes, template_name: str, wanted: Preparation) -> PreparedTemplate:
    """Return a template made ready, one whose check found nothing that must be fixed."""
    parts = read_parts(template, template_name)
    try:
        return _made_ready(parts, wanted)
    except (etree.XMLSyntaxError, KeyError) as fault:
        raise failure("O303", Place(template_name)) from fault


def _made_ready(parts: dict[str, bytes], wanted: Preparation) -> PreparedTemplate:
    name, house = related(parts, "styles"), wanted.house
    styles = etree.fromstring(parts[name])
    ids = {style_name(style): attribute(style, "styleId") for style in styles.iter(qn("style"))}
    for column in wanted.columns:
        _add_column_style(styles, f"Content {column}", ids)
    _set_language(styles, wanted)
    parts[name] = etree.tostring(
        dressed(styles, house), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    if theme := related(parts, "theme"):
        parts[theme] = themed(parts[theme], house)
    numbering = related(parts, "numbering")
    kind, free = _list(styles, parts[numbering], ids)
    return PreparedTemplate(
        parts=parts,
        texts={
            name: _patched(content, house)
            for name, content in parts.items()
            if _has_tags(name, content)
        },
        style_ids=ids,
        levels=_levels(styles),
        list_kind=kind,
        list_start=free,
        numbering=numbering,
    )


def _add_column_style(styles: Any, name: str, ids: dict[str, str]) -> None:  # noqa: ANN401 - an lxml element
    """Give a content column a paragraph style of its own: it tells a returned draft's cells
    apart.
    """
    if name in ids:
        return
    ids[name] = re.sub(r"\W", "", name)
    styles.append(
        etree.fromstring(
            f'<w:style xmlns:w="{NAMESPACE}" w:type="paragraph" w:customStyle="1" '
            f'w:styleId="{ids[name]}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="{ids["Cell Text"]}"/></w:style>'
        )
    )


def _set_language(styles: Any, wanted: Preparation) -> None:  # noqa: ANN401 - an lxml element
    """Say in which language and direction the text is (17.3.2.20, 17.3.1.6)."""
    for properties in styles.iterfind(f"{qn('docDefaults')}/{qn('rPrDefault')}/{qn('rPr')}"):
        lang = find(properties, "lang")
        if lang is None:
            lang = etree.SubElement(properties, qn("lang"))
        lang.set(qn("bidi" if wanted.is_right_to_left else "val"), wanted.language)
    for properties in styles.iterfind(f"{qn('docDefaults')}/{qn('pPrDefault')}/{qn('pPr')}"):
        if wanted.is_right_to_left and find(properties, "bidi") is None:
            properties.insert(0, properties.makeelement(qn("bidi")))


def _list(styles: Any, numbering: bytes, ids: Mapping[str, str]) -> tuple[str, int]:  # noqa: ANN401
    """Return the kind of numbering of the numbered style, and the first free number (17.9.15)."""
    style = next(
        each
        for each in styles.iter(qn("style"))
        if attribute(each, "styleId") == ids[NUMBERED_STYLE]
    )
    used = attribute(style.find(f"{qn('pPr')}/{qn('numPr')}/{qn('numId')}"), "val")
    numbers = {
        attribute(each, "numId"): each for each in etree.fromstring(numbering).iter(qn("num"))
    }
    return attribute(find(numbers[used], "abstractNumId"), "val"), max(map(int, numbers)) + 1


def _levels(styles: Any) -> dict[str, int]:  # noqa: ANN401 - an lxml element
    """Return the outline level of each style that has one, its own or that of the style it is based
    on (17.3.1.20).
    """
    by_id = {attribute(each, "styleId"): each for each in styles.iter(qn("style"))}
    found = {}
    for id_, style in by_id.items():
        seen, depth = style, 0
        while seen is not None and depth < len(by_id):
            level = seen.find(f"{qn('pPr')}/{qn('outlineLvl')}")
            if level is not None:
                found[id_] = int(attribute(level, "val"))
                break
            base = find(seen, "basedOn")
            seen, depth = (
                (by_id.get(attribute(base, "val")) if base is not None else None),
                depth + 1,
            )
    return found


# Parts with tags


def _has_tags(name: str, content: bytes) -> bool:
    is_text = re.fullmatch(r"word/[^/]+\.xml", name) and any(
        f"<w:{root}".encode() in content
        for root in ("document", "hdr", "ftr", "footnotes", "endnotes")
    )
    return name == DOCUMENT or bool(is_text and (b"{{" in content or b"{%" in content))


def _patched(content: bytes, house: House) -> str:
    """Return a part in the house style, its tags in the form that Jinja reads; docxtpl knows how
    Word splits them.
    """
    root = etree.fromstring(content)
    text = etree.tostring(dressed(root, house), encoding="unicode")
    return str(DocxTemplate.patch_xml(_Patcher(None), text))


class _Patcher(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl's reading of tags, which needs no document."""
