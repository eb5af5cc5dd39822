"""Words for looking into WordprocessingML from any program: names are matched without their
namespaces.

Strict files, other prefixes and parts in UTF-16 read the same (ECMA-376 Part 1, annex A; Part 4).
Only for marks the namespace counts: DrawingML has a `moveTo` of its own, which draws a line.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from publisher.review.returned import ChangeKind

# A mark's element, and what it does; the rest are changes of formatting or of a table's build.
KINDS = {
    "ins": ChangeKind.INSERTED,
    "del": ChangeKind.DELETED,
    "moveFrom": ChangeKind.MOVED_FROM,
    "moveTo": ChangeKind.MOVED_TO,
    "cellIns": ChangeKind.INSERTED,
    "cellDel": ChangeKind.DELETED,
}
FORMAT_MARKS = (
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "tblGridChange",
    "tcPrChange",
    "trPrChange",
    "numberingChange",
    "cellMerge",
)
MARKS = (*KINDS, *FORMAT_MARKS)
PLAIN_VALUES = ("0", "false", "off", "none")
WORD_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
DRAWINGS = ("drawing", "pict", "object", "contentPart")
# Elements in which a reader sees something; `symEx` is how Word keeps an emoji.
_SAYING = ("t", "delText", "sym", "symEx", "ruby", "oMath", *DRAWINGS)


def parsed(content: bytes) -> Any:  # noqa: ANN401 - an lxml element
    """Return the root of a part; nothing is fetched, no entity is resolved, no huge text is
    taken. Raises XMLSyntaxError or ValueError.
    """
    return without_document_type(etree.fromstring(content, careful_parser()))


def without_document_type(root: Any) -> Any:  # noqa: ANN401 - an lxml element
    """Return a root element. Raises ValueError where a document type came with it, whatever the
    part is called and in whatever encoding: its entities would be dropped in silence.
    """
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type")
    return root


def careful_parser(*, recover: bool = False) -> etree.XMLParser:
    """Return a parser that fetches, resolves and bears nothing that a file from outside could
    misuse; with `recover` it goes on after what is not well-formed.
    """
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )


def name_of(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the name of an element without its namespace; the empty string for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_of_word(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether an element is one of WordprocessingML itself."""
    return etree.QName(element).namespace in WORD_NAMESPACES


def value(element: Any, name: str) -> str:  # noqa: ANN401 - an lxml element
    """Return an attribute by its name without namespace; the empty string where there is none."""
    if element is None:
        return ""
    return next(
        (text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def child(element: Any, *names: str) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return the first child along a path of names, or None."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def named(element: Any, *names: str) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield the elements of some names below an element, at any depth; nothing below None."""
    if element is not None:
        yield from element.iter(*(f"{{*}}{name}" for name in names))


def branch_of(alternate: Any) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return which of several forms of one thing is read: the first in which a reader sees anything
    (Part 3, 10.2).
    """
    branches = [each for each in alternate if name_of(each) in ("Choice", "Fallback")]
    for branch in branches:
        if next(named(branch, *_SAYING), None) is not None:
            return branch
    return branches[0] if branches else None


def children(parent: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield the elements in another; of a thing in several forms those of the form that is
    read.
    """
    for element in parent if parent is not None else ():
        if name_of(element) == "AlternateContent":
            yield from children(branch_of(element))
        else:
            yield element


def is_read(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether an element stands in the form that is read of everything it belongs to."""
    return all(
        branch_of(each.getparent()) is each
        for each in (element, *element.iterancestors())
        if name_of(each) in ("Choice", "Fallback")
    )


def table_captions(table: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
    """Return the title and the description of a table, which are not printed."""
    found = (value(child(table, "tblPr", name), "val") for name in ("tblCaption", "tblDescription"))
    return tuple(filter(None, found))


def control_tags(control: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
    """Return by what a content control is known (17.5.2.42, 17.5.2.1)."""
    found = (value(child(control, "sdtPr", name), "val") for name in ("tag", "alias"))
    return tuple(filter(None, found))


def last_paragraph_id(comment: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the id of the last paragraph of a comment, by which replies name it; '' where it has
    none.
    """
    paragraphs = list(named(comment, "p"))
    return value(paragraphs[-1], "paraId") if paragraphs else ""
