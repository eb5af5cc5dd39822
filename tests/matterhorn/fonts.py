"""What fails in fonts (31), and in the letters that are shown in them (10-001)."""

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

from tests.matterhorn.tree import Document, Failure

# ISO 32000-1, table 118, without their endings -H and -V
_CHARACTER_MAPS = """
Identity GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16 B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC
UniCNS-UCS2 UniCNS-UTF16 83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2
UniJIS-UCS2-HW UniJIS-UTF16 KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16
"""
CHARACTER_MAPS = frozenset(_CHARACTER_MAPS.split())


class Font:
    """A font of a PDF: what its codes stand for, which glyphs it has and how wide they are."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.name = str(raw.get("/BaseFont", raw.get("/Name", "?")))
        self.is_composite = raw.Subtype == Name.Type0
        self.inner = raw.DescendantFonts[0] if self.is_composite else raw
        self.descriptor = self.inner.get("/FontDescriptor", Dictionary())
        self.letters = _letters(raw.ToUnicode) if "/ToUnicode" in raw else {}
        self.widths = _widths(self.inner.get("/W", Array()))
        self._told: set[int] = set()

    @cached_property
    def program(self) -> TTFont | None:
        """The font's own file, where it is one of TrueType or OpenType."""
        return _program(self.descriptor)

    def codes(self, text: bytes) -> Iterator[int]:
        """Yield the codes of a string: two bytes each in a composite font."""
        size = 2 if self.is_composite else 1
        for at in range(0, len(text), size):
            yield int.from_bytes(text[at : at + size])

    def of_code(self, code: int) -> Iterator[Failure]:
        """Yield what is wrong with a letter that is shown; each only once."""
        if code in self._told:
            return
        self._told.add(code)
        if "/ToUnicode" in self.raw and not self.letters.get(code):
            yield "10-001", f"the code {code} of {self.name} stands for no letter"
        if not self.is_composite or self.program is None:
            return
        if code == 0:
            yield "31-030", f"{self.name} has no glyph for a letter that is shown"
        glyph = self.glyph(code)
        if glyph is None:
            yield "31-011", f"{self.name} does not hold the glyph {code}"
            return
        ems = self.program["head"].unitsPerEm if "head" in self.program else 1000
        if "hmtx" in self.program:
            width = self.program["hmtx"][glyph][0] * 1000 / ems
            told = self.widths.get(code, float(self.inner.get("/DW", 1000)))
            if abs(width - told) > 1:
                yield "31-016", f"{self.name}: the glyph {code} is {width:.0f} wide, not {told:.0f}"

    def glyph(self, code: int) -> str | None:
        """Return the name of the glyph of a code; None where it has none."""
        assert self.program is not None
        order = self.program.getGlyphOrder()
        mapping = self.inner.get("/CIDToGIDMap", Name.Identity)
        if isinstance(mapping, Stream):
            code = int.from_bytes(bytes(mapping.read_bytes())[2 * code : 2 * code + 2])
        if self.inner.Subtype == Name.CIDFontType0:
            named = f"cid{code:05}"
            return named if named in order else order[code] if code < len(order) else None
        return order[code] if code < len(order) else None


def _program(descriptor: Any) -> TTFont | None:
    if "/FontFile2" in descriptor:
        return TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
    if "/FontFile3" in descriptor and descriptor.FontFile3.get("/Subtype") == Name.OpenType:
        return TTFont(io.BytesIO(descriptor.FontFile3.read_bytes()), lazy=True)
    return None


def _widths(listed: Any) -> dict[int, float]:
    """Return the widths by code (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    values = list(listed)
    while values:
        first, second = int(values.pop(0)), values.pop(0)
        if isinstance(second, Array):
            found |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(values.pop(0)))
    return found


def _letters(stream: Any) -> dict[int, str]:
    """Return what the codes stand for (ISO 32000-1, 9.10.3)."""
    text = stream.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>", section):
            found[int(code, 16)] = _utf16(letters)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        ranges = r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])"
        for first, last, letters, listed in re.findall(ranges, section, re.DOTALL):
            each_of = re.findall(r"<([0-9A-Fa-f\s]*)>", listed)
            for at, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = _utf16(each_of[at]) if each_of else _utf16(letters, at)
    return found


def _utf16(digits: str, further: int = 0) -> str:
    content = bytes.fromhex("".join(digits.split()))
    if further:
        content = content[:-1] + bytes([(content[-1] + further) % 256])
    return content.decode("utf-16-be", "replace")


def font_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in fonts."""
    for each in document.pdf.objects:
        if isinstance(each, Dictionary) and each.get("/Type") == Name.Font:
            if str(each.Subtype).startswith("/CIDFont"):
                continue
            font = Font(each)
            for number, words in _font(font):
                yield number, f"{font.name}: {words}"


def _font(font: Font) -> Iterator[Failure]:
    if not font.is_composite:
        yield from _simple_font(font)
    else:
        yield from _composite_font(font)
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    if font.raw.Subtype != Name.Type3 and not any(key in font.descriptor for key in files):
        yield "31-009", "not embedded"
    for letters in font.letters.values():
        if "\0" in letters:
            yield "31-028", "a letter of the number 0"
        if {"\ufeff", "\ufffe"} & set(letters):
            yield "31-029", "a mark of byte order for a letter"
    if "/ToUnicode" not in font.raw and not _needs_no_letters(font):
        yield "31-027", "nothing says which letters it shows"


def _needs_no_letters(font: Font) -> bool:
    if font.is_composite:
        system = font.inner.get("/CIDSystemInfo", Dictionary())
        return str(system.get("/Ordering", "")) in ("GB1", "CNS1", "Japan1", "Korea1")
    encoding = font.raw.get("/Encoding", "")
    return encoding in (Name.MacRomanEncoding, Name.MacExpertEncoding, Name.WinAnsiEncoding)


def _composite_font(font: Font) -> Iterator[Failure]:
    inner = font.inner
    yield from _character_map(font.raw.Encoding, inner)
    if inner.Subtype == Name.CIDFontType2:
        mapping = inner.get("/CIDToGIDMap")
        if mapping is None:
            yield "31-005", "no CIDToGIDMap"
        elif mapping != Name.Identity and not isinstance(mapping, Stream):
            yield "31-004", "a CIDToGIDMap that is neither a stream nor Identity"
        if "/CIDSet" in font.descriptor and font.program:
            yield from _glyphs_listed(font)


def _character_map(encoding: Any, inner: Any) -> Iterator[Failure]:
    if isinstance(encoding, Name):
        if str(encoding)[1:].removesuffix("-H").removesuffix("-V") not in CHARACTER_MAPS:
            yield "31-006", f"an unknown map of characters: {encoding}"
    else:
        of_map, of_font = (each.get("/CIDSystemInfo", Dictionary()) for each in (encoding, inner))
        for number, key in (("31-001", "/Registry"), ("31-002", "/Ordering")):
            if str(of_map.get(key, "")) != str(of_font.get(key, "")):
                yield number, f"{key[1:]} of font and map differ"
        if int(of_font.get("/Supplement", 0)) < int(of_map.get("/Supplement", 0)):
            yield "31-003", "the font is older than its map"


def _glyphs_listed(font: Font) -> Iterator[Failure]:
    assert font.program is not None
    bits = bytes(font.descriptor.CIDSet.read_bytes())
    listed = {
        8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte & (0x80 >> bit)
    }
    there = set(range(font.program["maxp"].numGlyphs))
    if there - listed:
        yield "31-014", f"{len(there - listed)} glyphs are not listed"
    if listed - there:
        yield "31-015", f"{len(listed - there)} glyphs are listed and not there"


def _simple_font(font: Font) -> Iterator[Failure]:
    if font.raw.Subtype != Name.TrueType:
        return
    is_symbolic = bool(int(font.descriptor.get("/Flags", 0)) & 4)
    encoding = font.raw.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if is_symbolic:
        if encoding is not None:
            yield "31-024", "an encoding of a font of symbols"
    elif encoding is None:
        yield "31-019", "no encoding"
    elif base is None:
        yield "31-020", "no base of the encoding"
    elif base not in (Name.MacRomanEncoding, Name.WinAnsiEncoding):
        yield "31-021", f"an encoding that is not allowed: {base}"
