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

_MAX_UNPACKED, _MAX_PART, _MAX_PARTS = 300 * 2**20, 120 * 2**20, 5000
_MAX_CELLS, _MAX_MERGED = 500_000, 100_000
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
    sizes = [part.file_size for part in archive.infolist()]
    if len(sizes) > _MAX_PARTS or sum(sizes) > _MAX_UNPACKED or max(sizes) > _MAX_PART:
        return _too_big(place)
    return None


def _too_big(place: Place) -> PublisherError:
    return failure("F013", place)


def _by_content(archive: zipfile.ZipFile, place: Place) -> PublisherError | None:
    for name in archive.namelist():
        plain = _plain(name)
        if not plain.endswith((".xml", ".rels", ".vml")):
            continue
        head = archive.open(name).read(4096)
        if problem := _by_head(plain, head, place):
            return problem
        if re.search(r"worksheets/[^/]+\.xml$", plain):
            with archive.open(name) as part:
                if problem := _by_cells(part, place):
                    return problem
    return None


def _by_head(name: str, head: bytes, place: Place) -> PublisherError | None:
    readable = head.replace(b"\x00", b"")  # UTF-16 hides the words between zeros
    if b"<!DOCTYPE" in readable or b"<!ENTITY" in readable:
        return failure("F014", place)
    if name == "xl/workbook.xml" and b"purl.oclc.org/ooxml" in readable:
        return failure("F015", place)
    return None


def _by_cells(part: IO[bytes], place: Place) -> PublisherError | None:
    cells = merged = 0
    for piece in _pieces(part):
        cells += len(re.findall(rb"<(?:\w+:)?c[ >/]", piece))
        for ref in re.findall(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([^\"]+)\"", piece):
            area = ref.decode("ascii", "replace")
            merged += _size(area)
            if merged > _MAX_MERGED:
                return failure("F016", place, area=area)
        if cells > _MAX_CELLS:
            return failure("F017", place, most=f"{_MAX_CELLS:,}")
    return None


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces that end between two tags."""
    rest, total = b"", 0
    while chunk := part.read(1 << 20):
        total += len(chunk)
        if total > _MAX_PART:
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
