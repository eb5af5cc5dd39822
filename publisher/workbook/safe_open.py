"""A look at a file before a spreadsheet library opens it.

Says what a file is that is no .xlsx workbook, and keeps out what would hang the program or eat its
memory. Uses only the standard library and no XML parser, so that nothing in the file can do harm
here.
"""

import re

from publisher.domain.archive import Archive, NotAnArchiveError, TooBigError
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.package import BrokenPackageError, PackageGraph
from publisher.workbook.bounds import out_of_bounds
from publisher.workbook.mass import readable

_MAX_XML = 40 * 2**20
# Signs of control that no text holds (ASCII, less tab, line and page ends).
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_PDF, _RTF = b"%PDF", b"{\\rtf"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's compound file, [MS-CFB] 2.2


def require_workbook(content: bytes, file: str) -> None:
    """Raise PublisherError, with a way out, unless the bytes look like an .xlsx workbook that is
    safe to open.
    """
    place = Place(file)
    if file.startswith("~$"):
        raise failure("F018", place)
    problem = _by_first_bytes(content, place)
    if problem:
        raise problem
    try:
        archive = Archive(content)
        problem = _by_size(archive, place) or _by_graph(archive, place)
    except TooBigError as fault:
        raise failure("F013", place) from fault
    except NotAnArchiveError as fault:
        raise failure("F003", place) from fault
    if problem:
        raise problem


def _by_first_bytes(content: bytes, place: Place) -> PublisherError | None:
    if not content:
        return failure("F001", place)
    if content.startswith(_OLE2):
        return _old_office(content, place)
    if content.startswith(b"PK\x03\x04"):
        return None
    start = content[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return failure("F006", place)
    if content.startswith((b"PK", _PDF)) or _NO_TEXT.search(content[:4096]):
        return failure("F007", place)
    return failure("F008" if content.startswith(_RTF) else "F005", place)


def _old_office(content: bytes, place: Place) -> PublisherError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return failure("F002", place)
    return failure("F004", place)


# Other kinds of files by a word in the content type of their main part, else by a part of theirs.
_TYPES = {"word": "F008", "sheet.binary": "F009"}
_KINDS = {
    "word/document.xml": "F008",
    "xl/workbook.bin": "F009",
    "content.xml": "F010",
    "index/document.iwa": "F011",
}


def _by_graph(archive: Archive, place: Place) -> PublisherError | None:
    """Return what is wrong with the parts; what they hold is looked at last, once it is known how
    big they are.
    """
    graph = PackageGraph(archive.names, archive.read)
    try:
        return _by_parts(archive, graph, place) or _by_content(archive, graph, place)
    except BrokenPackageError:
        whole = PackageGraph((), archive.read)  # without relationships: all parts are alike
        return _by_content(archive, whole, place) or failure("F003", place)


def _by_parts(archive: Archive, graph: PackageGraph, place: Place) -> PublisherError | None:
    """Return what a file is whose main part is no workbook; how its parts are called does not
    matter to one that is.
    """
    kind = graph.content_type(graph.main)
    for word, code in _TYPES.items():
        if word in kind:
            return failure(code, place)
    if graph.main and ("sheet" in kind or "excel" in kind):
        return None
    names = {_plain(name) for name in archive.names}
    return failure(next((_KINDS[part] for part in _KINDS if part in names), "F012"), place)


def _by_size(archive: Archive, place: Place) -> PublisherError | None:
    """Return that a workbook is too big where its XML says so; pictures cost no more than their
    bytes.
    """
    parts = [name for name in archive.names if name.lower().endswith((".xml", ".rels", ".vml"))]
    xml = sum(map(archive.size, parts))
    return failure("F013", place) if xml > _MAX_XML else None


def _by_content(archive: Archive, graph: PackageGraph, place: Place) -> PublisherError | None:
    """Return what must not be in any part that may be read as XML, or is too much."""
    size = 0
    for name in archive.names:
        if not _is_xml(name, graph):
            continue
        part = readable(archive.read(name))
        size += len(part)
        if size > _MAX_XML:  # of parts whose names do not say that they are XML
            return failure("F013", place)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            return failure("F014", place)
        if name == graph.main and b"purl.oclc.org/ooxml" in part:
            return failure("F015", place)
    return out_of_bounds(archive, graph, place) if graph.main else None


def _is_xml(name: str, graph: PackageGraph) -> bool:
    """Tell whether a part may be read as XML, by its name or by its content type."""
    kind = graph.content_type(name)
    is_listed = kind.startswith("application/") and kind.endswith("xml")
    return is_listed or name.lower().endswith((".xml", ".rels", ".vml"))


def _plain(name: str) -> str:
    return name.lower().replace("\\", "/").lstrip("/")
