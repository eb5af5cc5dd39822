"""What a recorded change of formatting changed: the old properties, which it holds, against the new
ones, among which it stands (ECMA-376 Part 1, 17.13.5.29, 17.13.5.31).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from publisher.review.names import PLAIN_VALUES, child, name_of, value
from publisher.review.returned import FormatChange
from publisher.review.styles import StyleSheet

ON, OTHERWISE = "on", "otherwise"

# What a property is called; those that are not here are told as "other".
_SWITCHES = {
    "b": "bold",
    "bCs": "bold",
    "i": "italic",
    "iCs": "italic",
    "strike": "struck",
    "dstrike": "struck",
    "u": "underlined",
    "vanish": "hidden",
    "caps": "capitals",
    "smallCaps": "capitals",
    "highlight": "highlighted",
}
_VALUES = {
    "shd": "shading",
    "rStyle": "style",
    "pStyle": "style",
    "sz": "size",
    "szCs": "size",
    "rFonts": "font",
    "color": "color",
}
_OTHERWISE = {
    "ind": "indent",
    "jc": "alignment",
    "spacing": "spacing",
    "lang": "language",
    "vertAlign": "height",
}
# Changes that belong to no letters.
_PARTS = {
    "sectPrChange": "page",
    "tblPrChange": "table",
    "tblPrExChange": "table",
    "tblGridChange": "table",
    "trPrChange": "row",
    "tcPrChange": "cell",
    "cellMerge": "cell",
    "cellIns": "cell",
    "cellDel": "cell",
    "numberingChange": "numbering",
}
_NOT_COMPARED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "rPr", "sectPr")


def format_changes(mark: Any, styles: StyleSheet) -> tuple[FormatChange, ...]:  # noqa: ANN401 - an lxml element
    """Return what a change of formatting changed, each thing once."""
    name = name_of(mark)
    if name in _PARTS:
        return (FormatChange(_PARTS[name], new=OTHERWISE),)
    if name not in ("rPrChange", "pPrChange"):  # a list put on with tracking, or a bare mark
        parent = name_of(mark.getparent())
        return (FormatChange("list", new=ON),) if parent == "numPr" else ()
    old = _by_name(child(mark, name.removesuffix("Change")))
    new = _by_name(mark.getparent())
    found: list[FormatChange] = []
    for property_ in dict.fromkeys((*old, *new)):
        found += _changes(property_, old.get(property_), new.get(property_), styles)
    return tuple(dict.fromkeys(found))


def _by_name(properties: Any) -> Mapping[str, Any]:  # noqa: ANN401 - lxml elements
    elements = properties if properties is not None else ()
    return {name_of(each): each for each in elements if name_of(each) not in _NOT_COMPARED}


def _changes(name: str, old: Any, new: Any, styles: StyleSheet) -> Iterator[FormatChange]:  # noqa: ANN401 - lxml elements
    """Yield what became of one property; None stands for one that is not set."""
    if name == "numPr":
        yield from _of_list(old, new)
        return
    one, other = _said(name, old, styles), _said(name, new, styles)
    if one != other:
        told = {**_SWITCHES, **_VALUES}.get(name)
        what = told or _OTHERWISE.get(name, "other")
        yield FormatChange(what, one, other) if told else FormatChange(what, new=OTHERWISE)


def _said(name: str, element: Any, styles: StyleSheet) -> str:  # noqa: ANN401 - an lxml element
    """Return the value of a property as people know it; the empty string where it is not set."""
    if element is None:
        return ""
    own = value(element, "val")
    if name in _SWITCHES:
        return "" if own in PLAIN_VALUES else ON
    match name:
        case "shd":
            said = "" if value(element, "fill").lower() in ("", "auto", "ffffff") else ON
        case "rStyle" | "pStyle":
            said = styles.name(own)
        case "sz" | "szCs":  # half points (17.3.2.38)
            said = f"{int(own) / 2:g}" if own.isdecimal() else own
        case "rFonts":
            fonts = (value(element, each) for each in ("ascii", "hAnsi", "cs", "eastAsia"))
            said = next(filter(None, fonts), "")
        case "color":
            said = "" if own.lower() == "auto" else own.upper()
        case _:
            said = repr(sorted((key, text) for key, text in element.attrib.items()))
    return said


def _of_list(old: Any, new: Any) -> Iterator[FormatChange]:  # noqa: ANN401 - lxml elements
    """Yield whether a paragraph became an item of a list, ceased to be one, or changed its
    level.
    """
    was, is_ = _level(old), _level(new)
    if bool(was) != bool(is_):
        yield FormatChange("list", ON if was else "", ON if is_ else "")
    elif was != is_:
        yield FormatChange("level", was, is_)
    elif _number(old) != _number(new):
        yield FormatChange("list", new=OTHERWISE)


def _level(numbering: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the level of a list as people count it, from 1; the empty string for no list
    (17.9.18).
    """
    if numbering is None or _number(numbering) == "0":
        return ""
    level = value(child(numbering, "ilvl"), "val")
    return str(int(level) + 1) if level.isdecimal() else "1"


def _number(numbering: Any) -> str:  # noqa: ANN401 - an lxml element
    return value(child(numbering, "numId"), "val")
