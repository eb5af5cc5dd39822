"""A Word template made ready once for all reports of one house style, columns and language.

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

from publisher.compose.presentation import House
from publisher.domain.diagnostics import Place, failure
from publisher.templating.word.style_names import StyleNames, other_names, style_name
from publisher.writers.docx.cleaned import cleaned
from publisher.writers.docx.direction import turned_numbering, turned_styles
from publisher.writers.docx.elements import NAMESPACE, attribute, find, qn
from publisher.writers.docx.finished import Fault, borne_faults
from publisher.writers.docx.house import dressed, themed
from publisher.writers.docx.package import DOCUMENT, read_parts, related
from publisher.writers.docx.styling import (
    StyleNumbering,
    gaps_of,
    levels_of,
    numberings_of,
    page_starts_of,
)

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
_TEXTS = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Preparation:
    """What templates are made ready for: the same for many reports."""

    house: House
    columns: tuple[str, ...]
    language: str
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """A template whose constant parts are finished; `texts` are those with tags, for Jinja.

    `levels` gives the outline level of each style that has one, `numberings` the numbering, `gaps`
    the space behind its paragraphs, all by id; `page_starts` are the styles whose paragraphs begin
    a page; `list_kind` is the numbering that numbered lists count by, `list_start` the first free
    number for a new one; `borne` is what is wrong with the template itself, and Word has read.
    """

    parts: Mapping[str, bytes]
    texts: Mapping[str, str]
    style_ids: Mapping[str, str]
    levels: Mapping[str, int]
    numberings: Mapping[str, StyleNumbering]
    gaps: Mapping[str, str]
    page_starts: frozenset[str]
    list_kind: str
    list_start: int
    numbering: str
    borne: frozenset[Fault]


@lru_cache(maxsize=16)
def prepare(template: bytes, template_name: str, wanted: Preparation) -> PreparedTemplate:
    """Return a template made ready, one whose check found nothing that must be fixed."""
    parts = read_parts(template, template_name)
    texts = [DOCUMENT, *related(parts, *_TEXTS)]
    try:
        return _made_ready(cleaned(parts, texts), wanted)
    except (etree.XMLSyntaxError, KeyError, ValueError) as fault:
        raise failure("O303", Place(template_name)) from fault


def _made_ready(parts: dict[str, bytes], wanted: Preparation) -> PreparedTemplate:
    house = wanted.house
    (styles_name, *_), theme_names = related(parts, "styles"), related(parts, "theme")
    styles = etree.fromstring(parts[styles_name])
    ids: StyleNames[str] = StyleNames()
    for style in styles.iter(qn("style")):
        ids.add(style_name(style), attribute(style, "styleId"), other_names(style))
    for column in wanted.columns:
        _add_column_style(styles, f"Content {column}", ids)
    _set_language(styles, wanted)
    if wanted.is_right_to_left:
        turned_styles(styles)
    parts[styles_name] = etree.tostring(
        dressed(styles, house), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    for theme_name in theme_names:
        parts[theme_name] = themed(parts[theme_name], house)
    numbering, *_ = related(parts, "numbering")
    turned = etree.fromstring(parts[numbering])
    turned_numbering(turned)
    if wanted.is_right_to_left:
        parts[numbering] = etree.tostring(
            turned, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    kind, free = _list(styles, parts[numbering], ids)
    own = related(parts, *_TEXTS)
    texts = [name for name in parts if name in own and _has_tags(parts[name])]
    return PreparedTemplate(
        parts=parts,
        texts={name: _patched(parts[name], house) for name in (DOCUMENT, *texts)},
        style_ids=ids,
        levels=levels_of(styles),
        numberings=numberings_of(styles, turned),
        gaps=gaps_of(styles),
        page_starts=page_starts_of(styles),
        list_kind=kind,
        list_start=free,
        numbering=numbering,
        borne=borne_faults(parts),
    )


def _add_column_style(styles: Any, name: str, ids: StyleNames[str]) -> None:  # noqa: ANN401 - an lxml element
    """Give a content column a style of its own: it tells a returned draft's cells apart."""
    if name in ids:
        return
    ids.add(name, re.sub(r"\W", "", name))
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
    wanted = ids[NUMBERED_STYLE]
    style = next(each for each in styles.iter(qn("style")) if attribute(each, "styleId") == wanted)
    used = attribute(style.find(f"{qn('pPr')}/{qn('numPr')}/{qn('numId')}"), "val")
    kinds = {}
    for number in etree.fromstring(numbering).iter(qn("num")):
        kinds[attribute(number, "numId")] = attribute(find(number, "abstractNumId"), "val")
    return kinds[used], max(map(int, kinds)) + 1


# Parts with tags


def _has_tags(content: bytes) -> bool:
    return b"{{" in content or b"{%" in content


def _patched(content: bytes, house: House) -> str:
    """Return a part in the house style, its tags joined by docxtpl, which knows how Word splits."""
    root = etree.fromstring(content)
    text = etree.tostring(dressed(root, house), encoding="unicode")
    return str(DocxTemplate.patch_xml(_Patcher(None), text))


class _Patcher(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl's reading of tags, which needs no document."""
