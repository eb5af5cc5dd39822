"""The parts of a workbook that openpyxl wrote, named as Excel names them.

openpyxl writes targets from the top ("/xl/worksheets/sheet1.xml") and its own names for notes
("xl/comments/comment1.xml"). The standard allows both (ECMA-376 Part 2, 9.3), but ExcelJS fails
at the one, Calligra Sheets at the other. So targets are written as seen from the part that has
them, and notes are called as in Excel. What another program saved keeps its names.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping

from publisher.domain.package import CONTENT_TYPES, relationships_name, target_of

_PROPERTIES = "docProps/app.xml"
_OPENPYXL = re.compile(rb"<Application>Microsoft Excel Compatible / Openpyxl [\d.]+</Application>")
# All that a workbook of ours is made of. Other parts, and other names, are another program's,
# which may have left the name of openpyxl where it found it.
_OURS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(?:workbook|styles|sharedStrings|theme/theme1)\.xml"
    r"|xl/worksheets/(?:_rels/sheet\d+\.xml\.rels|sheet\d+\.xml)"
    r"|xl/comments/comment\d+\.xml|xl/drawings/commentsDrawing\d+\.vml"
)
_NOTES = re.compile(r"xl/comments/comment(\d+\.xml)")
_BOXES = re.compile(r"xl/drawings/commentsDrawing(\d+\.vml)")
_RELATIONSHIP = re.compile(rb"<Relationship [^>]*>")
_TARGET = re.compile(rb'(?<= Target=")[^"]*')
_EXTERNAL = b'TargetMode="External"'


def with_usual_names(content: bytes) -> bytes:
    """Return a workbook that openpyxl wrote with the parts named as in Excel, in the same order;
    any other as it is.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        names = [each.filename for each in entries]
        if not all(map(_OURS.fullmatch, names)) or len(set(names)) < len(names):
            return content
        if _PROPERTIES not in names or not _OPENPYXL.search(archive.read(_PROPERTIES)):
            return content
        parts = {each.filename: archive.read(each) for each in entries}
    written = _rewritten(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in entries:
            part = written[entry.filename]
            entry.filename = _usual(entry.filename)
            packed.writestr(entry, part, compress_type=entry.compress_type)
    return stream.getvalue()


def _usual(name: str) -> str:
    """Return what Excel calls a part."""
    return _BOXES.sub(r"xl/drawings/vmlDrawing\1", _NOTES.sub(r"xl/comments\1", name))


def _rewritten(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts, by their old names, with the new names in all that leads to them."""
    written = dict(parts)
    for old in parts:
        types = written[CONTENT_TYPES]
        new = f'"/{_usual(old)}"'.encode()
        written[CONTENT_TYPES] = types.replace(f'"/{old}"'.encode(), new)
    for part in ("", *parts):
        name = relationships_name(part)
        if name in parts:
            written[name] = _with_relative_targets(parts[name], posixpath.dirname(part))
    return written


def _with_relative_targets(relationships: bytes, folder: str) -> bytes:
    """Return the relationships of a part that lies in a folder, their targets seen from there."""
    return _RELATIONSHIP.sub(lambda found: _relative(found[0], folder), relationships)


def _relative(relationship: bytes, folder: str) -> bytes:
    """Return the element of a relationship with its target as seen from a folder."""
    found = _TARGET.search(relationship)
    if found is None or _EXTERNAL in relationship:
        return relationship
    old = found[0].decode()
    new = _usual(target_of(old, folder))
    if new == target_of(old, folder) and not old.startswith("/"):
        return relationship
    target = posixpath.relpath(f"/{new}", f"/{folder}").encode()
    return relationship[: found.start()] + target + relationship[found.end() :]
