"""XML of a workbook written anew, without prefixes and without what is not known, so that openpyxl
meets nothing but the plain form (ECMA-376 Part 1, 18.4, 18.8).
"""

import re
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from publisher.domain.package import BrokenPackageError
from publisher.domain.xml_text import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
SWITCH = "0|1|true|false|on|off"
# The properties of a run or a font that are read or carried over, each with what may stand in it.
FONT: Mapping[str, Mapping[str, str]] = {
    "b": {"val": SWITCH},
    "i": {"val": SWITCH},
    "strike": {"val": SWITCH},
    "u": {"val": "single|double|singleAccounting|doubleAccounting|none"},
    "vertAlign": {"val": "superscript|subscript|baseline"},
    "sz": {"val": NUMBER},
    "color": {
        "rgb": "[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}",
        "theme": r"\d{1,2}",
        "indexed": r"\d{1,2}",
        "tint": NUMBER,
    },
    "rFont": {"val": ".+"},
    "name": {"val": ".+"},
    "family": {"val": "[0-9]|1[0-4]"},
}


class CleanXml:
    """Gathers XML; only known attributes with sound values are written."""

    def __init__(self, root: str) -> None:
        self._root = root
        self.parts: list[str] = [f'<{root} xmlns="{_MAIN}">']

    def begin(self, name: str, values: Mapping[str, str], known: Mapping[str, str]) -> None:
        """Begin an element."""
        own = "".join(
            f" {key}={quoteattr(values[key])}"
            for key, sound in known.items()
            if key in values and re.fullmatch(sound, values[key])
        )
        self.parts.append(f"<{name}{own}>")

    def end(self, name: str) -> None:
        """End an element."""
        self.parts.append(f"</{name}>")

    def text(self, name: str, text: str) -> None:
        """Write an element that holds a text, spaces at its edges and all."""
        written = escape(text) if "&" in text or "<" in text or ">" in text else text
        self.parts.append(f'<{name} xml:space="preserve">{written}</{name}>')

    def done(self) -> bytes:
        """Return the whole."""
        return "".join((*self.parts, f"</{self._root}>")).encode("utf-8", "surrogatepass")


class Texts:
    """The texts of a string item: its pieces, each with the properties of its run.

    Pieces that stand outside a run are made runs where there are others, since openpyxl drops
    these.
    """

    def __init__(self) -> None:
        self.pieces: list[tuple[str, list[tuple[str, dict[str, str]]] | None]] = []
        self._properties: list[tuple[str, dict[str, str]]] | None = None
        self._text: list[str] | None = None
        self._skipped = 0  # how deep in the phonetic guide, which is no text of the cell

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element inside the item."""
        if name in ("rPh", "phoneticPr") or self._skipped:
            self._skipped += 1
        elif name == "r":
            self._properties = []
        elif name == "t":
            self._text = []
        elif self._properties is not None and name in FONT:
            self._properties.append((name, values))

    def end(self, name: str) -> None:
        """Take the end of an element inside the item."""
        if self._skipped:
            self._skipped -= 1
        elif name == "r":
            self._properties = None
        elif name == "t":
            self.pieces.append(("".join(self._text or ()), self._properties))
            self._text = None

    def letters(self, text: str) -> None:
        """Take text."""
        if self._text is not None and not self._skipped:
            self._text.append(text)

    def write(self, to: CleanXml, item: str) -> None:
        """Write the item."""
        to.begin(item, {}, {})
        if len(self.pieces) == 1 and self.pieces[0][1] is None:
            to.text("t", self.pieces[0][0])
        else:
            for text, properties in self.pieces:
                to.begin("r", {}, {})
                if properties:
                    to.begin("rPr", {}, {})
                    write_font(properties, to, own_name="rFont")
                    to.end("rPr")
                to.text("t", text)
                to.end("r")
        to.end(item)


def write_font(
    properties: list[tuple[str, dict[str, str]]], to: CleanXml, *, own_name: str
) -> None:
    """Write the properties of a font; `own_name` is the element that names it: rFont in a run
    (18.4.5), name in a style (18.8.29).
    """
    for name, values in properties:
        known = FONT[name]
        # A value that is not sound must not become another one: <b val="?"/> is not bold.
        is_sound = all(re.fullmatch(known[key], values[key]) for key in known if key in values)
        if is_sound and (name not in ("rFont", "name") or name == own_name):
            to.begin(name, values, known)
            to.end(name)


class Reader(Protocol):
    """Takes the elements and texts of a part as they come; names are without their namespaces."""

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def letters(self, text: str) -> None:
        """Take text."""


def parse(xml: bytes, reader: Reader) -> None:
    """Hand a part to a reader. Raises BrokenPackageError, also for a document type."""

    def refuse(*_: object) -> None:
        raise BrokenPackageError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, values: reader.begin(name.rpartition(" ")[2], values)
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.letters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise BrokenPackageError from fault
