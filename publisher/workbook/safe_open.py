"""A look at a file before a spreadsheet library opens it.

Says what a file is that is no .xlsx workbook, and keeps out what would hang the program or eat its
memory. Uses only the standard library and no XML parser, so that nothing in the file can do harm
here.
"""

import re
from collections.abc import Iterator

from publisher.domain.archive import Archive, NotAnArchiveError, TooBigError
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.package import BrokenPackageError, PackageGraph
from publisher.workbook.addresses import cells_in

# Of the parts that a spreadsheet library reads whole. The sample workbooks have 20,000 elements;
# with 150,000 reading takes about three seconds; formats of areas, and parts besides the tables,
# weigh more for each.
_MAX_XML, _MAX_TAGS, _MAX_OTHER_TAGS, _MAX_FORMATS = 40 * 2**20, 150_000, 50_000, 5_000
# The sheet Review has a bound of its own, that of `layout.MOST_ITEMS` rows, and does not count
# among the others: what many reviewers wrote must not shut their workbook. It is known by its
# drop-down, in whatever language it was issued.
_MAX_REVIEW_TAGS, _OF_REVIEW = 400_000, b">list_decision<"
_FORMATS = re.compile(rb"<(?:\w+:)?(?:conditionalFormatting|dataValidation|hyperlink|col)[ >]")
_PIECE = 2**20
_MAX_MERGED, _MAX_MERGES = 100_000, 1_000
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
    if content.startswith(b"PK") or b"\x00" in content[:4096]:
        return failure("F007", place)
    return failure("F005", place)


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
    tags = size = 0
    has_review = False
    tables = graph.related(graph.main, "worksheet", "sharedstrings") if graph.main else ()
    for name in archive.names:
        if not _is_xml(name, graph):
            continue
        part = archive.read(name)
        # A second sheet of the kind counts as any sheet.
        is_review = not has_review and name in tables and _is_review(part)
        has_review = has_review or is_review
        most = _MAX_REVIEW_TAGS if is_review else _MAX_TAGS
        count, problem = _by_tags(part, place, most, is_main=name == graph.main)
        tags, size = tags + (0 if is_review else count), size + len(part)
        if size > _MAX_XML:  # of parts whose names do not say that they are XML
            return failure("F013", place)
        is_too_much = tags > _MAX_TAGS or (count > _MAX_OTHER_TAGS and name not in tables)
        if not problem and is_too_much:
            problem = failure("F017", place)
        if problem:
            return problem
    return None


def _is_xml(name: str, graph: PackageGraph) -> bool:
    """Tell whether a part may be read as XML, by its name or by its content type."""
    kind = graph.content_type(name)
    is_listed = kind.startswith("application/") and kind.endswith("xml")
    return is_listed or name.lower().endswith((".xml", ".rels", ".vml"))


def _is_review(part: bytes) -> bool:
    """Tell whether a part is the sheet Review: UTF-16 hides the words between zeros."""
    return _OF_REVIEW in part.replace(b"\x00", b"")


def _by_tags(
    part: bytes, place: Place, most: int, *, is_main: bool
) -> tuple[int, PublisherError | None]:
    """Return how many elements a part has, and what is wrong with it; reading ends where it has too
    many.
    """
    tags = formats = merges = merged = 0
    for piece in _pieces(part):
        readable = piece.replace(b"\x00", b"")  # UTF-16 hides the words between zeros
        if b"<!DOCTYPE" in readable or b"<!ENTITY" in readable:
            return tags, failure("F014", place)
        if is_main and b"purl.oclc.org/ooxml" in readable:
            return tags, failure("F015", place)
        tags += len(re.findall(rb"<[A-Za-z_]", readable))
        for ref in re.findall(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([^\"]+)\"", readable):
            area = ref.decode("ascii", "replace")
            merges, merged = merges + 1, merged + cells_in(area)
            if merged > _MAX_MERGED or merges > _MAX_MERGES:
                return tags, failure("F016", place, area=area)
        formats += len(_FORMATS.findall(readable))
        if tags > most or formats > _MAX_FORMATS:
            return tags, failure("F017", place)
    return tags, None


def _pieces(part: bytes) -> Iterator[bytes]:
    """Yield a part in pieces that end between two tags, so that counting can stop early."""
    start = 0
    while start < len(part):
        cut = part.rfind(b"<", start + 1, start + _PIECE)
        end = cut if cut > 0 and start + _PIECE < len(part) else len(part)
        yield part[start:end]
        start = end


def _plain(name: str) -> str:
    return name.lower().replace("\\", "/").lstrip("/")
