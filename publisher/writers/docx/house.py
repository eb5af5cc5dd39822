"""A Word document in the house style: colours and fonts of its theme, and of whatever follows the theme.

Word takes them from the theme (ECMA-376 Part 1, 14.2.7), other programs from the value that stands beside the theme's
name, so both are set.
"""

from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from lxml import etree

from publisher.compose.publication import House

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Which attribute holds the value beside the one that names a colour of the theme: of text, of borders, of shadings.
_PAIRS = (("themeColor", "color"), ("themeFill", "fill"))


def dress(document: Document, house: House) -> None:
    """Give a document the colours and fonts of a house style, where it follows its theme."""
    colours = {"accent1": house.accent.lstrip("#").upper(), "accent2": house.warning.lstrip("#").upper()}
    for part in document.part.package.iter_parts():
        if part.content_type.endswith(".theme+xml"):
            part._blob = _theme(part.blob, colours, house)
    for root in (document.styles.element, document.element):
        _repeat_values(root, colours)
    for id_, colour in house.colours.items():
        _colour_style(document, f"Assessment {id_}", colour.lstrip("#").upper())


def _theme(part: bytes, colours: dict[str, str], house: House) -> bytes:
    theme = parse_xml(part)
    for name, colour in colours.items():
        for value in theme.iter(f"{_A}{name}"):
            for old in list(value):
                value.remove(old)
            etree.SubElement(value, f"{_A}srgbClr", val=colour)
    for kind, font in (("majorFont", house.heading_font), ("minorFont", house.text_font)):
        for latin in theme.iterfind(f".//{_A}{kind}/{_A}latin") if font else ():
            latin.set("typeface", font)
    return bytes(etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True))


def _repeat_values(root: Any, colours: dict[str, str]) -> None:  # noqa: ANN401 - an lxml element
    for text in root.iter(qn("w:color")):
        if colour := colours.get(text.get(qn("w:themeColor")) or ""):
            text.set(qn("w:val"), colour)
    for element in root.iter():
        for theme_name, value_name in _PAIRS:
            colour = colours.get(element.get(qn(f"w:{theme_name}")) or "")
            if colour and element.get(qn(f"w:{value_name}")) is not None:
                element.set(qn(f"w:{value_name}"), colour)


def _colour_style(document: Document, name: str, colour: str) -> None:
    style = next((each for each in document.styles if each.name == name), None)
    if style is None:
        return
    properties = style.element.get_or_add_rPr()
    element = properties.find(qn("w:color"))
    if element is None:
        element = OxmlElement("w:color")
        properties.append(element)  # nothing that may follow it stands in these styles (17.3.2.28)
    element.set(qn("w:val"), colour)
