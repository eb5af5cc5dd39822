"""The styles of a workbook cut down to fonts and formats of numbers (ECMA-376 Part 1, 18.8)."""

from dataclasses import dataclass

from publisher.domain.package import BrokenPackageError
from publisher.workbook.needed_xml import FONT, CleanXml, parse, write_font


@dataclass(frozen=True, slots=True)
class StylesXml:
    """Styles cut down, and how many of them cells can have."""

    xml: bytes
    count: int


_PLAIN_FILLS = (
    '<fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
)


_NORMAL = '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'


def styles_xml(xml: bytes) -> StylesXml:
    """Return the styles of a workbook cut down to fonts and formats of numbers (18.8); the plainest
    ones where they cannot be read.
    """
    styles = _Styles()
    try:
        parse(xml, styles)
    except BrokenPackageError:
        styles = _Styles()
    return styles.done()


class _Styles:
    """Reads what cells can look like."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._formats: dict[str, str] = {}
        self._fonts: list[list[tuple[str, dict[str, str]]]] = []
        self._cells: list[tuple[str, str]] = []

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""
        around = self._path[-1] if self._path else ""
        if (around, name) == ("numFmts", "numFmt"):
            self._formats[values.get("numFmtId", "")] = values.get("formatCode", "")
        elif (around, name) == ("fonts", "font"):
            self._fonts.append([])
        elif self._path[-2:] == ["fonts", "font"] and name in FONT:
            self._fonts[-1].append((name, values))
        elif (around, name) == ("cellXfs", "xf"):
            self._cells.append((values.get("numFmtId", "0"), values.get("fontId", "0")))
        self._path.append(name)

    def end(self, _: str) -> None:
        """Take the end of an element."""
        self._path.pop()

    def letters(self, text: str) -> None:
        """Take text: there is none that is read."""

    def done(self) -> StylesXml:
        """Return the styles; there is one at the least."""
        to = CleanXml("styleSheet")
        to.begin("numFmts", {}, {})
        for id_, code in self._formats.items():
            known = {"numFmtId": r"\d{1,5}", "formatCode": "(?s:.*)"}
            to.begin("numFmt", {"numFmtId": id_, "formatCode": code}, known)
            to.end("numFmt")
        to.end("numFmts")
        to.begin("fonts", {}, {})
        for font in self._fonts or [[]]:
            to.begin("font", {}, {})
            write_font(font, to, own_name="name")
            to.end("font")
        to.end("fonts")
        to.parts.append(_PLAIN_FILLS)
        to.begin("cellXfs", {}, {})
        cells = self._cells or [("0", "0")]
        for format_, font_number in cells:
            is_font = font_number.isdecimal() and int(font_number) < len(self._fonts)
            values = {"numFmtId": format_, "fontId": font_number if is_font else "0"}
            to.begin("xf", values, {"numFmtId": r"\d{1,5}", "fontId": r"\d{1,6}"})
            to.end("xf")
        to.end("cellXfs")
        to.parts.append(
            '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        )
        return StylesXml(to.done(), len(cells))
