"""What a part of a Word file says of itself, as far as other parts must agree.

This is asked of each file that is built, so it must cost next to nothing: `quick_facts` looks only
at the tags that matter, in the bytes; where it sees a fault, `exact_facts` reads the part as XML.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from publisher.writers.docx.elements import NAMESPACE, attribute, qn
from publisher.writers.docx.sequences import SEQUENCES, disorder_in, sequence_of

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
# Elements that give an id which nothing else of the kind may have, and its attribute.
_GIVING = {
    qn("bookmarkStart"): ("bookmark", qn("id")),
    _DRAWING: ("drawing", "id"),
    _SHAPE: ("shape", "id"),
    qn("footnote"): ("footnote", qn("id")),
    qn("endnote"): ("endnote", qn("id")),
    qn("comment"): ("comment", qn("id")),
    qn("num"): ("list", qn("numId")),
    qn("abstractNum"): ("list_form", qn("abstractNumId")),
}
# Elements that mention what must be there.
_MENTIONING = {
    qn("footnoteReference"): ("footnote", qn("id")),
    qn("endnoteReference"): ("endnote", qn("id")),
    qn("commentReference"): ("comment", qn("id")),
    qn("numId"): ("list", qn("val")),
    qn("abstractNumId"): ("list_form", qn("val")),
}
_ID = qn("id")
_LOOKED_AT = (*_GIVING, *_MENTIONING, *SEQUENCES, _ID)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION_IDS: Any = etree.XPath("//@r:*", namespaces={"r": _RELATIONS}, smart_strings=False)
# The properties of a paragraph come before all that it holds (17.3.1.22).
_LATE: Any = etree.XPath(
    "//w:p/w:pPr[preceding-sibling::*]", namespaces={"w": NAMESPACE}, smart_strings=False
)
Id = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PartFacts:
    """The ids that a part gives and mentions, each with its kind; the relationships that it uses;
    neighbours among properties that stand the wrong way round.
    """

    given: tuple[Id, ...]
    mentioned: frozenset[Id]
    relations: frozenset[str]
    disordered: frozenset[tuple[str, ...]]


# Exactly


@lru_cache(maxsize=64)
def exact_facts(part: bytes) -> PartFacts:
    """Return what a part says, read as XML. Raises XMLSyntaxError."""
    root = etree.fromstring(part)
    given: list[Id] = []
    mentioned: set[Id] = set()
    disordered: set[tuple[str, ...]] = {("p", "pPr") for _ in _LATE(root)}
    for element in root.iter(*_LOOKED_AT):
        tag = element.tag
        if tag in SEQUENCES:
            disordered.update(disorder_in(sequence_of(element)))
        elif tag in _MENTIONING:
            kind, name = _MENTIONING[tag]
            mentioned.add((kind, element.get(name) or ""))
        else:
            given += _given_by(element)
    return _facts(given, mentioned, _RELATION_IDS(root), disordered)


def _given_by(element: Any) -> list[Id]:  # noqa: ANN401 - an lxml element
    if element.tag == _ID:
        is_control = element.getparent().tag == qn("sdtPr")
        return [("control", attribute(element, "val"))] if is_control else []
    kind, name = _GIVING[element.tag]
    # The settings mention the separators of notes by the same element (17.11.9).
    if kind in ("footnote", "endnote") and element.getparent().tag != qn(f"{kind}s"):
        return []
    given = [(kind, element.get(name) or "")]
    if kind == "bookmark":
        given.append(("bookmark_name", attribute(element, "name").casefold()))
    return given


def _facts(given: Any, mentioned: Any, relations: Any, disordered: Any) -> PartFacts:  # noqa: ANN401 - sets and lists
    # What has no id cannot stand twice; list 0 is no list (17.9.18).
    named = tuple(each for each in given if each[1])
    return PartFacts(
        named,
        frozenset(mentioned) - {("list", "0")},
        frozenset(relations) - {""},
        frozenset(disordered),
    )


# Quickly

_USUAL = {"w": NAMESPACE, "r": _RELATIONS, "wp": _DRAWING[1:-6], "v": _SHAPE[1:-6]}
_PREFIX = re.compile(r'xmlns:(\w+)="([^"]*)"')
_RELATION = re.compile(r' r:\w+="([^"]*)"')
# Properties with all that is in them, and single elements that give or mention ids.
_PIECES = re.compile(
    r"<(?:w:(?:pPr>.*?</w:pPr|rPr>.*?</w:rPr|tcPr>.*?</w:tcPr|tblPr>.*?</w:tblPr"
    r"|sectPr[ >].*?</w:sectPr"
    r"|(?:footnote|endnote|comment|num|abstractNum|abstractNumId|id"
    r"|footnoteReference|endnoteReference|commentReference) [^>]*)"
    r"|(?:wp:docPr|v:shape) [^>]*)>",
    re.DOTALL,
)
# A paragraph's properties behind something else in it.
_LATE_PROPERTIES = ("</w:r><w:pPr", "/><w:pPr")
# A bookmark with its attributes in the order in which Word and this program write them.
_BOOKMARK = re.compile(r'<w:bookmarkStart w:id="([^"]*)" w:name="([^"]*)"')


def quick_facts(part: bytes) -> PartFacts:
    """Return what a part says, read from its tags as bytes; a fault may be none, but is never
    missed. Raises XMLSyntaxError.
    """
    try:
        text = part.decode()
    except UnicodeDecodeError:
        return exact_facts(part)
    marks = _BOOKMARK.findall(text)
    if not _can_be_quick(text) or len(marks) != text.count("<w:bookmarkStart "):
        return exact_facts(part)
    given: list[Id] = [("bookmark", id_) for id_, _ in marks]
    given += [("bookmark_name", name.casefold()) for _, name in marks]
    mentioned: set[Id] = set()
    disordered: set[tuple[str, ...]] = set()
    for piece, count in Counter(_PIECES.findall(text)).items():
        if piece.endswith("Pr>"):
            lists, disorder = _properties(piece)
            mentioned |= lists
            disordered |= disorder
            continue
        kind, pattern, is_given = _QUICK[piece[1 : piece.index(" ")]]
        found = pattern.search(piece)
        id_ = found[1] if found else ""
        if is_given:
            given += [(kind, id_)] * count
        else:
            mentioned.add((kind, id_))
    relations = set(_RELATION.findall(text))
    return _facts(given, mentioned, relations, disordered)


def _can_be_quick(text: str) -> bool:
    """Tell whether names have the prefixes that Word gives them, and properties come first."""
    for prefix, uri in set(_PREFIX.findall(text)):
        if uri in _PREFIXES and _PREFIXES[uri] != prefix:
            return False
    return "<w:settings" not in text and not any(each in text for each in _LATE_PROPERTIES)


@lru_cache(maxsize=4096)
def _properties(piece: str) -> tuple[frozenset[Id], frozenset[tuple[str, ...]]]:
    """Return the lists that properties mention, and their disorder; most properties are the same in
    many places and files.
    """
    # Recovering, since other prefixes are not declared here.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{piece}</x>', parser)
    disordered: set[tuple[str, ...]] = set()
    for element in root.iter(*SEQUENCES):
        disordered.update(disorder_in(sequence_of(element)))
    lists = {("list", attribute(each, "val")) for each in root.iter(qn("numId"))}
    return frozenset(lists), frozenset(disordered)


def _tag(name: str) -> str:
    """Return a qualified name with its usual prefix."""
    uri, _, local = name.rpartition("}")
    prefix = _PREFIXES.get(uri[1:], "")
    return f"{prefix}:{local}".lstrip(":")


def _searches() -> Iterator[tuple[str, tuple[str, re.Pattern[str], bool]]]:
    """Yield each tag with its kind of id, a pattern for it, and whether it gives or mentions it."""
    for table in (_GIVING, _MENTIONING):
        for element, (kind, name) in table.items():
            pattern = re.compile(r"\s" + _tag(name) + r'="([^"]*)"')
            yield _tag(element), (kind, pattern, table is _GIVING)
    yield "w:id", ("control", re.compile(r'\sw:val="([^"]*)"'), True)


_PREFIXES = {uri: prefix for prefix, uri in _USUAL.items()}
_QUICK = dict(_searches())
