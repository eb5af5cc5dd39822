"""A look at a file before a spreadsheet library opens it.

Says what a file is that is no .xlsx workbook, and keeps out what would hang the program or eat its memory. Uses only
the standard library and no XML parser, so that nothing in the file can do harm here.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from publisher.diagnostics import Place, PublisherError, failure

_MAX_UNPACKED, _MAX_PART, _MAX_PARTS = 300 * 2**20, 120 * 2**20, 2000
# Of the parts that a spreadsheet library reads whole. The sample workbooks have 20,000 elements; with 150,000 reading
# takes about three seconds; formats of areas, and parts besides the tables, weigh more for each.
_MAX_XML, _MAX_TAGS, _MAX_OTHER_TAGS, _MAX_FORMATS = 40 * 2**20, 150_000, 50_000, 5_000
_FORMATS = re.compile(rb"<(?:\w+:)?(?:conditionalFormatting|dataValidation|hyperlink|col)[ >]")
_MAX_MERGED, _MAX_MERGES = 100_000, 1_000
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's compound file, [MS-CFB] 2.2
_UNZIP_FAULTS = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, zlib.error)


def require_workbook(content: bytes, file: str) -> None:
    """Raise PublisherError, with a way out, unless the bytes look like an .xlsx workbook that is safe to open."""
    place = Place(file)
    if file.startswith("~$"):
        raise failure("F018", place)
    if problem := _by_first_bytes(content, place):
        raise problem
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if problem := _by_parts(archive, place) or _by_size(archive, place) or _by_content(archive, place):
                raise problem
    except _UNZIP_FAULTS as fault:
        raise failure("F003", place) from fault


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


_KINDS = {
    "word/document.xml": "F008",
    "xl/workbook.bin": "F009",
    "content.xml": "F010",
    "index/document.iwa": "F011",
}


def _by_parts(archive: zipfile.ZipFile, place: Place) -> PublisherError | None:
    names = {_plain(name) for name in archive.namelist()}
    for part, code in _KINDS.items():
        if part in names:
            return failure(code, place)
    if "xl/workbook.xml" not in names:
        return failure("F012", place)
    return None


def _by_size(archive: zipfile.ZipFile, place: Place) -> PublisherError | None:
    sizes = {part.filename: part.file_size for part in archive.infolist()}
    xml = sum(size for name, size in sizes.items() if name.lower().endswith((".xml", ".rels", ".vml")))
    is_big = sum(sizes.values()) > _MAX_UNPACKED or max(sizes.values()) > _MAX_PART or xml > _MAX_XML
    if is_big or len(archive.infolist()) > _MAX_PARTS:
        return _too_big(place)
    return None


def _too_big(place: Place) -> PublisherError:
    return failure("F013", place)


def _by_content(archive: zipfile.ZipFile, place: Place) -> PublisherError | None:
    tags = 0
    for name in archive.namelist():
        plain = _plain(name)
        if not plain.endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(name) as part:
            count, problem = _by_tags(plain, part, place)
        tags += count
        is_table = re.search(r"worksheets/[^/]+\.xml$|sharedstrings\.xml$", plain)
        if not problem and (tags > _MAX_TAGS or (count > _MAX_OTHER_TAGS and not is_table)):
            problem = failure("F017", place)
        if problem:
            return problem
    return None


def _by_tags(name: str, part: IO[bytes], place: Place) -> tuple[int, PublisherError | None]:
    """Return how many elements a part has, and what is wrong with it; reading ends where it has too many."""
    tags = formats = merges = merged = 0
    for piece in _pieces(part):
        readable = piece.replace(b"\x00", b"") if b"\x00" in piece else piece  # UTF-16 hides the words between zeros
        if b"<!DOCTYPE" in readable or b"<!ENTITY" in readable:
            return tags, failure("F014", place)
        if name == "xl/workbook.xml" and b"purl.oclc.org/ooxml" in readable:
            return tags, failure("F015", place)
        tags += len(re.findall(rb"<[A-Za-z_]", readable))
        for ref in re.findall(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([^\"]+)\"", readable):
            area = ref.decode("ascii", "replace")
            merges, merged = merges + 1, merged + _size(area)
            if merged > _MAX_MERGED or merges > _MAX_MERGES:
                return tags, failure("F016", place, area=area)
        formats += len(_FORMATS.findall(readable))
        if tags > _MAX_TAGS or formats > _MAX_FORMATS:
            return tags, failure("F017", place)
    return tags, None


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces that end between two tags."""
    rest, total = b"", 0
    while chunk := part.read(1 << 20):
        total += len(chunk)
        if total > _MAX_XML:
            raise zipfile.BadZipFile  # the archive lied about the size of the part
        cut = max((rest + chunk).rfind(b"<"), 0)
        yield (rest + chunk)[:cut]
        rest = (rest + chunk)[cut:]
    yield rest


def _size(area: str) -> int:
    """Return how many cells an area such as B2:D9 has; 1 where it is no area."""
    corners = re.findall(r"\$?([A-Z]{1,3})\$?(\d{1,7})", area)
    if len(corners) != 2:
        return 1
    (left, right), (top, bottom) = (
        (_number(corners[0][0]), _number(corners[1][0])),
        (int(corners[0][1]), int(corners[1][1])),
    )
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _plain(name: str) -> str:
    return name.lower().replace("\\", "/").lstrip("/")
