"""Texts put behind those that the cells of a workbook share (ECMA-376 Part 1, 18.4.9), and cells
that point to them.

Calligra Sheets passes over a text that stands in its cell (t="inlineStr", 18.18.11): whoever works
with it saw empty cells where the program had written. Excel, LibreOffice, Gnumeric and ONLYOFFICE
keep all texts in the shared part themselves, so one put there is shown by every program. What the
part held stays, byte for byte and under its number; a workbook that has no such part gets none.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from publisher.domain.package import BrokenPackageError, PackageGraph
from publisher.domain.xml_text import quoteattr
from publisher.workbook.rich import RichText, string_xml
from publisher.workbook.sheet_xml import PatchError, end_of_tag

# Two optional counts: of the cells that hold such a text, and of the texts.
_COUNT, _UNIQUE = rb"\s+count=[\"'](\d+)[\"']", rb"\s+uniqueCount=[\"'](\d+)[\"']"
_NOT_UTF8 = re.compile(
    rb"\xff\xfe|\xfe\xff|<\?xml[^>]*encoding=[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE
)


def is_utf8(xml: bytes) -> bool:
    """Tell whether a part may be changed as UTF-8, by its first bytes."""
    return not _NOT_UTF8.match(xml)


@dataclass(frozen=True, slots=True)
class _Items:
    """The texts in the bytes of the shared part: the root's name, where its start tag stands and
    each text.
    """

    root: str
    start: int
    tag_end: int
    spans: tuple[tuple[int, int], ...]

    @property
    def end(self) -> int:
        """Where the last text ends, or else the start tag."""
        return self.spans[-1][1] if self.spans else self.tag_end


def _located(xml: bytes) -> _Items:
    """Return where the texts of a shared part stand. Raises ExpatError, or PatchError where it
    holds none and could take none.
    """
    open_: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    root: list[tuple[str, int, int]] = []

    def begin(name: str, _: Mapping[str, str]) -> None:
        at = parser.CurrentByteIndex
        if not open_:
            root.append((name, at, end_of_tag(xml, at)))
        open_.append((name, at))

    def finish(name: str) -> None:
        _, at = open_.pop()
        if len(open_) == 1 and name.rpartition(":")[2] == "si":
            spans.append((at, end_of_tag(xml, parser.CurrentByteIndex)))

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.Parse(xml, True)
    name, start, tag_end = root[0]
    if name.rpartition(":")[2] != "sst" or xml[tag_end - 2 : tag_end] == b"/>":
        raise PatchError("shared texts without a place for one more")
    return _Items(name, start, tag_end, tuple(spans))


@dataclass(slots=True)
class AddedTexts:
    """The shared texts of a workbook, and those that are put behind them."""

    part: str
    _xml: bytes
    _items: _Items
    _numbers: dict[bytes, int]
    _added: list[bytes] = field(default_factory=list)
    _more_cells: int = 0

    def number(self, text: str | RichText) -> int:
        """Return the number of a text for one more cell; it is put behind the others where there
        is none like it.
        """
        prefix = self._items.root.rpartition("sst")[0]
        item = f"<{prefix}si>{string_xml(text, prefix)}</{prefix}si>".encode()
        if item not in self._numbers:
            self._numbers[item] = len(self._items.spans) + len(self._added)
            self._added.append(item)
        self._more_cells += 1
        return self._numbers[item]

    def let_go(self) -> None:
        """Note that a cell holds its shared text no more; the text stays, for its number."""
        self._more_cells -= 1

    def written(self) -> bytes:
        """Return the part with the new texts and counts."""
        xml, items = self._xml, self._items
        tag = _raised(xml[items.start : items.tag_end], _COUNT, self._more_cells)
        tag = _raised(tag, _UNIQUE, len(self._added))
        start, known = xml[: items.start] + tag, xml[items.tag_end : items.end]
        return b"".join((start, known, *self._added, xml[items.end :]))

    def require_kept(self, after: bytes) -> None:
        """Raise PatchError unless a part holds all former texts under their numbers, behind them
        only new ones, and all else as it was.
        """
        before, old, new = self._xml, self._items, _located(after)
        known = before[old.tag_end : old.end]
        kept = (
            after[new.tag_end : new.tag_end + len(known)] == known
            and after[: new.start] == before[: old.start]
            and _bare(after[new.start : new.tag_end]) == _bare(before[old.start : old.tag_end])
            and after[new.end :] == before[old.end :]
            and len(new.spans) == len(old.spans) + len(self._added)
        )
        if not kept:
            raise PatchError(f"the texts of {self.part} differ")


def _raised(tag: bytes, count: bytes, by: int) -> bytes:
    """Return the root's start tag with one of its counts changed, if it has it."""
    found = re.search(count, tag)
    if found is None:
        return tag
    number = max(int(found[1]) + by, 0)
    return tag[: found.start(1)] + str(number).encode() + tag[found.end(1) :]


def _bare(tag: bytes) -> bytes:
    return re.sub(_UNIQUE, b"", re.sub(_COUNT, b"", tag))


def added_texts(archive: zipfile.ZipFile) -> AddedTexts | None:
    """Return the shared texts of a workbook; None where it has none, or where they are written in
    a way that is not understood: then texts stand in their cells.
    """
    try:
        graph = PackageGraph(archive.namelist(), archive.read)
        parts = graph.related(graph.main, "sharedstrings")
        if len(parts) != 1:
            return None
        xml = archive.read(parts[0])
        if not is_utf8(xml):
            return None
        items = _located(xml)
    except (BrokenPackageError, KeyError, expat.ExpatError, PatchError):
        return None
    numbers: dict[bytes, int] = {}
    for number, (start, end) in enumerate(items.spans):
        numbers.setdefault(xml[start:end], number)
    return AddedTexts(parts[0], xml, items, numbers)


@dataclass(frozen=True, slots=True)
class CellWriter:
    """Writes the cells of a sheet whose elements have a prefix, with texts among the shared ones
    where the workbook has such.
    """

    prefix: str
    shared: AddedTexts | None = None

    def cell(
        self, address: str, text: str | RichText | int, attributes: Mapping[str, str]
    ) -> bytes:
        """Return a cell (18.3.1.4) with a text or a number (18.3.1.96), in place of one that had
        some attributes; its look stays.
        """
        if self.shared and attributes.get("t") == "s":
            self.shared.let_go()
        kept = {
            key: value for key, value in attributes.items() if key not in ("r", "t", "cm", "vm")
        }
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        start = f'{self.prefix}c r="{address}"{written}'
        if not text:
            return f"<{start}/>".encode()
        end = f"</{self.prefix}c>"
        return f"<{start}{self._content(text)}{end}".encode()

    def _content(self, text: str | RichText | int) -> str:
        """Return the type and the value of a cell."""
        prefix = self.prefix
        if isinstance(text, int):
            return f"><{prefix}v>{text}</{prefix}v>"
        if self.shared:
            return f' t="s"><{prefix}v>{self.shared.number(text)}</{prefix}v>'
        return f' t="inlineStr"><{prefix}is>{string_xml(text, prefix)}</{prefix}is>'
