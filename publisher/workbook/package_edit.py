"""A workbook to which parts are added, or from which parts are taken away; the bytes, the order and
the dates of all others stay as they were (Open Packaging Conventions, ECMA-376 Part 2).
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping

from publisher.domain.package import CONTENT_TYPES, PackageGraph, relationships_name
from publisher.domain.xml_text import quoteattr
from publisher.workbook.issue_parts import CREATED
from publisher.workbook.sheet_xml import PatchError
from publisher.workbook.xml_places import Pieces, placed_elements

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)


class PackageEdit:
    """The parts of a workbook by name, to be changed; what leads to them is kept in step."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._entries = archive.infolist()
            self._before = {each.filename: archive.read(each) for each in self._entries}
        self.parts: dict[str, bytes] = dict(self._before)

    @property
    def graph(self) -> PackageGraph:
        """What belongs to what now."""
        return PackageGraph(self.parts, self.parts.__getitem__)

    def put_back(self, parts: Mapping[str, bytes]) -> None:
        """Let all parts be as they were at some time before."""
        self.parts = dict(parts)

    def free_name(self, pattern: str) -> str:
        """Return the first name that no part has; the pattern has {} in the place of a number."""
        known = {name.lower() for name in self.parts}
        number = 1
        while pattern.format(number).lower() in known:
            number += 1
        return pattern.format(number)

    def kind_of(self, kind: str) -> str:
        """Return the type of a relationship, in the words in which the workbook has its own: those
        of strict files differ (ECMA-376 Part 1, annex A; Part 4). Raises PatchError.
        """
        for each in self.graph.relationships(self.graph.main):
            if each.kind == "worksheet":
                return f"{each.type.rpartition('/')[0]}/{kind}"
        raise PatchError("a workbook without sheets")

    def add(self, name: str, part: bytes, type_: str) -> None:
        """Add a part of a content type."""
        self.parts[name] = part
        types = self.parts[CONTENT_TYPES]
        (root, *_) = placed_elements(types, 0)
        pieces = Pieces(types)
        entry = f"<{root.prefix}Override PartName={quoteattr(f'/{name}')} ContentType="
        pieces.append(root, f"{entry}{quoteattr(type_)}/>".encode())
        self.parts[CONTENT_TYPES] = pieces.joined()

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a relationship lead from a part to another one, and return its id."""
        name = relationships_name(part)
        known = {each.id for each in self.graph.relationships(part)}
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        xml = self.parts.get(name, _EMPTY)
        (root, *_) = placed_elements(xml, 0)
        pieces = Pieces(xml)
        leads_to = posixpath.relpath(f"/{target}", posixpath.dirname(f"/{part}"))
        entry = (
            f'<{root.prefix}Relationship Id="rId{number}" Type={quoteattr(self.kind_of(kind))}'
            f" Target={quoteattr(leads_to)}/>"
        )
        pieces.append(root, entry.encode())
        self.parts[name] = pieces.joined()
        return f"rId{number}"

    def remove(self, part: str, target: str) -> None:
        """Take away a part to which a relationship of another one leads."""
        ids = {each.id for each in self.graph.relationships(part) if each.target == target}
        name = relationships_name(part)
        elements = placed_elements(self.parts[name], 1)[1:]
        gone = [each for each in elements if each.attribute("Id") in ids]
        pieces = Pieces(self.parts[name])
        pieces.cut(gone)
        self.parts[name] = pieces.joined()
        if len(gone) == len(elements):
            del self.parts[name]
        types = self.parts[CONTENT_TYPES]
        pieces = Pieces(types)
        wanted = f"/{target}".lower()
        entries = placed_elements(types, 1)[1:]
        pieces.cut(each for each in entries if each.attribute("PartName").lower() == wanted)
        self.parts[CONTENT_TYPES] = pieces.joined()
        del self.parts[target]
        self.parts.pop(relationships_name(target), None)

    def done(self) -> bytes:
        """Return the workbook; the very bytes that came in where nothing has changed."""
        if self.parts == self._before:
            return self._content
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for entry in self._entries:
                if entry.filename in self.parts:
                    part = self.parts[entry.filename]
                    packed.writestr(entry, part, compress_type=entry.compress_type)
            for name in (each for each in self.parts if each not in self._before):
                packed.writestr(_entry(name), self.parts[name], zipfile.ZIP_DEFLATED)
        return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (CREATED.year, CREATED.month, CREATED.day, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry
