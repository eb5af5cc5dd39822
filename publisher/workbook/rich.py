"""Texts of cells with their formatting, as the XML of a workbook holds them (ECMA-376 Part 1,
18.4).

openpyxl reads bold and italic; what else a researcher has set inside a cell, such as a colour, must
come through a change of some other word as well. So the properties of each run are kept as they
were.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from publisher.domain.characters import FORBIDDEN
from publisher.domain.package import PackageGraph
from publisher.domain.xml_text import escape, quoteattr
from publisher.workbook.cell import MOST_CHARACTERS

# One property of a run: its element's name and attributes, without namespaces.
Property = tuple[str, tuple[tuple[str, str], ...]]
# What Excel itself would read as an escape (18.4.12, ST_Xstring).
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class RichRun:
    """A stretch of a cell's text with its properties; without any, it looks as the cell does."""

    text: str
    properties: tuple[Property, ...] = ()

    def has(self, name: str) -> bool:
        """Tell whether a property such as b (bold) or i (italic) is on."""
        return any(
            name == own and dict(values).get("val", "1") not in ("0", "false")
            for own, values in self.properties
        )


RichText = tuple[RichRun, ...]


def look(
    *,
    struck: bool = False,
    underlined: bool = False,
    bold: bool = False,
    italic: bool = False,
    color: str = "",
    size: int = 10,
) -> tuple[Property, ...]:
    """Return the properties of a run; all of them, since a program takes its own font where one is
    missing.
    """
    switched = (("b", bold), ("i", italic), ("strike", struck), ("u", underlined))
    own = tuple((name, ()) for name, is_on in switched if is_on)
    colour = (("color", (("rgb", f"FF{color}"),)),) if color else ()
    return (
        *own,
        ("sz", (("val", str(size)),)),
        *colour,
        ("rFont", (("val", "Calibri"),)),
        ("family", (("val", "2"),)),
    )


def plain(text: str | RichText) -> str:
    """Return a text without its formatting."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def string_xml(text: str | RichText, prefix: str = "") -> str:
    """Return the XML inside a string item; what is longer than a cell may be is cut."""
    if isinstance(text, str):
        return _text_xml(text[:MOST_CHARACTERS], prefix)
    return "".join(_run_xml(run, prefix) for run in _cut(text))


def _cut(runs: RichText) -> Iterator[RichRun]:
    left = MOST_CHARACTERS
    for run in runs:
        if left and run.text:
            yield RichRun(run.text[:left], run.properties)
            left -= min(left, len(run.text))


def _run_xml(run: RichRun, prefix: str) -> str:
    own = "".join(_property_xml(name, values, prefix) for name, values in run.properties)
    properties = f"<{prefix}rPr>{own}</{prefix}rPr>" if own else ""
    return f"<{prefix}r>{properties}{_text_xml(run.text, prefix)}</{prefix}r>"


def _property_xml(name: str, values: Iterable[tuple[str, str]], prefix: str) -> str:
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in values)
    return f"<{prefix}{name}{attributes}/>"


def _text_xml(text: str, prefix: str) -> str:
    safe = escape(_LIKE_AN_ESCAPE.sub("_x005F_", FORBIDDEN.sub("", text)))
    return f'<{prefix}t xml:space="preserve">{safe}</{prefix}t>'


# Reading


def stored_texts(content: bytes, part: str, addresses: Iterable[str]) -> dict[str, RichText]:
    """Return the texts of some cells of a sheet's part, each run with its properties; empty cells
    are left out.
    """
    wanted = set(addresses)
    cells: dict[str, ElementTree.Element] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for element in ElementTree.fromstring(archive.read(part)).iter():
            address = element.attrib.get("r", "")
            if _name(element) == "c" and address in wanted:
                cells[address] = element
        # The table of shared texts is read only where a cell points into it: cells that the program
        # wrote hold their text themselves.
        needs_shared = any(cell.attrib.get("t") == "s" for cell in cells.values())
        shared = _shared(archive) if needs_shared else ()
    texts = {address: _stored(cell, shared) for address, cell in cells.items()}
    return {address: runs for address, runs in texts.items() if runs}


def _shared(archive: zipfile.ZipFile) -> tuple[ElementTree.Element, ...]:
    graph = PackageGraph(archive.namelist(), archive.read)
    for name in graph.related(graph.main, "sharedstrings"):
        root = ElementTree.fromstring(archive.read(name))
        return tuple(each for each in root if _name(each) == "si")
    return ()


def _stored(cell: ElementTree.Element, shared: tuple[ElementTree.Element, ...]) -> RichText:
    """Return the text of a cell, as its type says where it stands (18.18.11)."""
    value = _child(cell, "v")
    written = (value.text or "") if value is not None else ""
    match cell.attrib.get("t", "n"):
        case "s":
            return _runs(shared[int(written)])
        case "inlineStr":
            inline = _child(cell, "is")
            return _runs(inline) if inline is not None else ()
        case _:
            return (RichRun(written),) if written else ()


def _runs(string: ElementTree.Element) -> RichText:
    """Return the runs of a string item; how it is pronounced, which some have as well, is no text
    (18.4.6).
    """
    found = []
    for element in string:
        if _name(element) == "t":
            found.append(RichRun(element.text or ""))
        elif _name(element) == "r":
            text = "".join(each.text or "" for each in element if _name(each) == "t")
            found.append(RichRun(text, tuple(_properties(element))))
    return tuple(run for run in found if run.text)


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((each for each in element if _name(each) == name), None)


def _properties(run: ElementTree.Element) -> Iterator[Property]:
    for properties in run:
        if _name(properties) == "rPr":
            yield from ((_name(each), tuple(_plain_names(each.attrib))) for each in properties)


def _plain_names(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((key.rpartition("}")[2], value) for key, value in attributes.items())


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
