"""A Word document in the house style: colours and fonts of its theme and of what follows it.

Word takes them from the theme (ECMA-376 Part 1, 14.2.7), other programs from the value that stands
beside the theme's name, so both are set.
"""

from typing import Any

from lxml import etree

from publisher.compose.presentation import House
from publisher.writers.docx.elements import NAMESPACE, attribute, qn

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# The attribute that names a colour of the theme, and that with its value: of borders, of shadings.
_PAIRS = (("themeColor", "color"), ("themeFill", "fill"))


def _colours(house: House) -> dict[str, str]:
    return {"accent1": _bare(house.accent), "accent2": _bare(house.warning)}


def _bare(colour: str) -> str:
    return colour.lstrip("#").upper()


def themed(part: bytes, house: House) -> bytes:
    """Return a theme part with the house style's colours and fonts."""
    theme = etree.fromstring(part)
    for name, colour in _colours(house).items():
        for value in theme.iter(f"{_A}{name}"):
            for old in list(value):
                value.remove(old)
            etree.SubElement(value, f"{_A}srgbClr", val=colour)
    for kind, font in (("majorFont", house.heading_font), ("minorFont", house.text_font)):
        for fonts in theme.iterfind(f".//{_A}{kind}"):
            _set_fonts(fonts, font)
    return bytes(etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set_fonts(fonts: Any, font: str) -> None:  # noqa: ANN401 - an lxml element
    """Set a font of the house, and name that of complex scripts where a theme names it by script
    alone: the one for Arabic.

    As Word's own themes do (20.1.4.1.16). Word looks the script up; ONLYOFFICE does not, and showed
    no Arabic word at all.
    """
    for latin in fonts.iterfind(f"{_A}latin"):
        if font:
            latin.set("typeface", font)
    general = fonts.find(f"{_A}cs")
    arabic = fonts.find(f"{_A}font[@script='Arab']")
    if general is not None and arabic is not None and not general.get("typeface"):
        general.set("typeface", arabic.get("typeface", ""))


def dressed(root: Any, house: House) -> Any:  # noqa: ANN401 - lxml elements
    """Return a part in which all that follows the theme has the house style's colours as values."""
    colours = _colours(house)
    for text in root.iter(qn("color")):
        if colour := colours.get(attribute(text, "themeColor")):
            text.set(qn("val"), colour)
    for theme_name, value_name in _PAIRS:
        path = f"//*[@w:{theme_name} and @w:{value_name}]"
        for element in root.xpath(path, namespaces={"w": NAMESPACE}):
            if colour := colours.get(attribute(element, theme_name)):
                element.set(qn(value_name), colour)
    return root
