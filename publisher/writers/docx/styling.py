"""What the styles of a template say of paragraphs: their level in the outline, their numbering,
whether they begin a page. A style says what its base says where it says nothing itself (17.7.4.3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from publisher.writers.docx.elements import attribute, find, qn

_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class StyleNumbering:
    """The numbering of a style: its number, its level from 0; `indent` is the indent of the style
    itself, as an element, '' where that of the numbering holds; `turned` is the indent for items
    that run to the left.
    """

    number: int
    level: int
    indent: str
    turned: str = ""


def levels_of(styles: Any) -> dict[str, int]:  # noqa: ANN401 - a <w:styles>
    """Return the outline level of each style that has one, by its id (17.3.1.20)."""
    levels = {}
    for id_, chain in _chains(styles):
        level = _first(chain, "outlineLvl")
        if level is not None:
            levels[id_] = int(attribute(level, "val"))
    return levels


def page_starts_of(styles: Any) -> frozenset[str]:  # noqa: ANN401 - a <w:styles>
    """Return the ids of the styles whose paragraphs begin a page (17.3.1.23)."""
    found = set()
    for id_, chain in _chains(styles):
        flag = _first(chain, "pageBreakBefore")
        if flag is not None and attribute(flag, "val") not in _OFF:
            found.add(id_)
    return frozenset(found)


def gaps_of(styles: Any) -> dict[str, str]:  # noqa: ANN401 - a <w:styles>
    """Return the space behind the paragraphs of each style, in twips, by its id (17.3.1.33)."""
    found = {}
    for id_, chain in _chains(styles):
        for style in chain:
            gap = attribute(style.find(f"{qn('pPr')}/{qn('spacing')}"), "after")
            if gap:
                found[id_] = gap
                break
    return found


def numberings_of(styles: Any, turned: Any) -> dict[str, StyleNumbering]:  # noqa: ANN401 - lxml elements
    """Return the numbering of each style that has one, by its id (17.3.1.19); `turned` is the
    numbering part as it is from right to left.
    """
    found = {}
    for id_, chain in _chains(styles):
        numbering = _numbering(chain)
        if numbering is not None:
            indent = numbering.indent or _indent_of(numbering, turned)
            found[id_] = replace(numbering, turned=indent)
    return found


def _indent_of(numbering: StyleNumbering, part: Any) -> str:  # noqa: ANN401 - a <w:numbering>
    """Return the indent of a level of a numbering as an element (17.9.22)."""
    kinds = {attribute(num, "numId"): find(num, "abstractNumId") for num in part.iter(qn("num"))}
    kind = attribute(kinds.get(str(numbering.number)), "val")
    for abstract in part.iter(qn("abstractNum")):
        for level in abstract.iter(qn("lvl")):
            own = attribute(abstract, "abstractNumId"), attribute(level, "ilvl")
            indent = level.find(f"{qn('pPr')}/{qn('ind')}")
            if own == (kind, str(numbering.level)) and indent is not None:
                return _bare(indent)
    return ""


def _numbering(chain: list[Any]) -> StyleNumbering | None:
    """Return the numbering of a style, from it and its bases.

    The indent of a style counts where it, or one based on the numbered style, sets it: it goes
    before that of the numbering (17.9.22).
    """
    indent, level = "", ""
    for style in chain:
        own = style.find(f"{qn('pPr')}/{qn('ind')}")
        if own is not None and not indent:
            indent = _bare(own)
        numbers = style.find(f"{qn('pPr')}/{qn('numPr')}")
        if numbers is None:
            continue
        level = level or attribute(find(numbers, "ilvl"), "val")
        number = attribute(find(numbers, "numId"), "val")
        if number:
            # 0 takes the numbering of a base away (17.9.18).
            return StyleNumbering(int(number), int(level or 0), indent) if number != "0" else None
    return None


def _bare(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return an element without children in the words of its part, which declares the prefix w."""
    attributes = ""
    for name, value in element.items():
        attributes += f' w:{etree.QName(name).localname}="{value}"'
    return f"<w:{etree.QName(element).localname}{attributes}/>"


def _first(chain: list[Any], name: str) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return a property of a paragraph style, its own or its nearest base's."""
    for style in chain:
        found = style.find(f"{qn('pPr')}/{qn(name)}")
        if found is not None:
            return found
    return None


def _chains(styles: Any) -> Iterator[tuple[str, list[Any]]]:  # noqa: ANN401 - a <w:styles>
    """Yield the id of each style, and the style with all that it is based on."""
    by_id = {attribute(each, "styleId"): each for each in styles.iter(qn("style"))}
    for id_, style in by_id.items():
        yield id_, list(_bases(style, by_id))


def _bases(style: Any, by_id: Mapping[str, Any]) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield a style, the one it is based on, and so on; a broken file may go round in circles."""
    for _ in by_id:
        yield style
        base = find(style, "basedOn")
        style = None if base is None else by_id.get(attribute(base, "val"))
        if style is None:
            return
