"""What a recorded change of formatting changed: the old properties, which it holds, against the new
ones, among which it stands (ECMA-376 Part 1, 17.13.5.29, 17.13.5.31).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from publisher.review.names import child, name_of, value
from publisher.review.returned import FormatChange
from publisher.review.styles import StyleSheet

ON, OTHERWISE = "on", "otherwise"

# How letters look, whatever sets it; the elements that set it are not told one by one.
LOOKS = {
    "bold": "bold",
    "italic": "italic",
    "struck": "struck",
    "underlined": "underlined",
    "hidden": "hidden",
    "highlighted": "highlighted",
    "shaded": "shading",
    "color": "color",
    "font": "font",
    "size": "size",
}
_OF_LOOKS = frozenset(
    (
        *("b", "bCs", "i", "iCs", "strike", "dstrike", "u", "vanish"),
        *("highlight", "shd", "color", "rFonts", "sz", "szCs"),
    )
)
# What other properties are called; those that are not here are told as "other".
_OTHERWISE = {
    "caps": "capitals",
    "smallCaps": "capitals",
    "ind": "indent",
    "jc": "alignment",
    "spacing": "spacing",
    "lang": "language",
    "vertAlign": "height",
    "shd": "shading",
}
_BESIDE = ("language", "other")  # which programs write along with what a person changed
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
    """Return what a change of formatting changed, each thing once; nothing where the new properties
    are the old ones.
    """
    name = name_of(mark)
    if name in _PARTS:
        return (FormatChange(_PARTS[name], new=OTHERWISE),)
    if name not in ("rPrChange", "pPrChange"):  # a list put on with tracking, or a bare mark
        parent = name_of(mark.getparent())
        return (FormatChange("list", new=ON),) if parent == "numPr" else ()
    old, new = child(mark, name.removesuffix("Change")), mark.getparent()
    found = list(_of_looks(old, new, styles)) if name == "rPrChange" else []
    one, other = _by_name(old), _by_name(new)
    for property_ in dict.fromkeys((*one, *other)):
        if name != "rPrChange" or property_ not in _OF_LOOKS:
            found += _changes(property_, one.get(property_), other.get(property_), styles)
    if not found and _all_written(one) != _all_written(other):
        found = [FormatChange("other", new=OTHERWISE)]  # a difference that hardly anybody sees
    telling = [each for each in found if each.what not in _BESIDE]
    return tuple(dict.fromkeys(telling or found))


def _of_looks(old: Any, new: Any, styles: StyleSheet) -> Iterator[FormatChange]:  # noqa: ANN401 - lxml elements
    """Yield how letters look otherwise than before; what a style set already is no change."""
    paragraph = next(new.iterancestors("{*}p"), None)
    style = value(child(paragraph, "pPr", "pStyle"), "val")
    before, after = styles.look(old, style), styles.look(new, style)
    for name, what in LOOKS.items():
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            values = map(_points, (one, other)) if name == "size" else (one, other)
            yield FormatChange(what, *values)


def _points(half: str) -> str:
    """Return a size in points, which files count in halves (17.3.2.38)."""
    return f"{int(half) / 2:g}" if half.isdecimal() else half


def _by_name(properties: Any) -> Mapping[str, Any]:  # noqa: ANN401 - lxml elements
    elements = properties if properties is not None else ()
    return {name_of(each): each for each in elements if name_of(each) not in _NOT_COMPARED}


def _changes(name: str, old: Any, new: Any, styles: StyleSheet) -> Iterator[FormatChange]:  # noqa: ANN401 - lxml elements
    """Yield what became of one property; None stands for one that is not set."""
    if name == "numPr":
        yield from _of_list(old, new)
        return
    if name in ("rStyle", "pStyle"):
        one, other = (styles.name(value(each, "val")) for each in (old, new))
        if one != other:
            yield FormatChange("style", one, other)
    elif _written(old) != _written(new):
        yield FormatChange(_OTHERWISE.get(name, "other"), new=OTHERWISE)


def _written(element: Any) -> list[tuple[str, str]] | None:  # noqa: ANN401 - an lxml element
    return None if element is None else sorted(element.attrib.items())


def _all_written(properties: Mapping[str, Any]) -> Mapping[str, object]:
    return {name: _written(each) for name, each in properties.items()}


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
