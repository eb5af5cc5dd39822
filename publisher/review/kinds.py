"""What a file from outside is, by its bytes: people rename files, and mail programs do."""

import base64
import binascii
import re
from datetime import datetime
from enum import StrEnum
from typing import Any

from lxml import etree

from publisher.domain.archive import Archive, NotAnArchiveError, TooBigError, pack
from publisher.domain.package import CONTENT_TYPES
from publisher.domain.xml_text import quoteattr
from publisher.review.names import child, name_of, parsed, value

_OLE = b"\xd0\xcf\x11\xe0"  # the container of old Office files, and of those with a password
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_OPENDOCUMENT = b"application/vnd.oasis.opendocument.text"
# The first bytes of a Word document's main stream and the flag that it is encrypted ([MS-DOC]
# 2.5.2), which begins at a sector of the container ([MS-CFB] 2.1).
_WORD_STREAM, _SECTOR, _FLAGS, _IS_ENCRYPTED = b"\xec\xa5", 512, 11, 0x01
_HEAD = 4096
_ARCHIVED = datetime(2000, 1, 1)


class FileKind(StrEnum):
    """A kind of file."""

    WORD = "docx"
    OPENDOCUMENT = "odt"
    OLD_WORD = "doc"
    RICH_TEXT = "rtf"
    FLAT_OPENDOCUMENT = "fodt"
    WORD_2003_XML = "2003"
    FLAT_WORD = "flat"
    LOCKED = "locked"
    OTHER = "other"

    @property
    def ending(self) -> str:
        """The usual ending of such files, by which LibreOffice knows them."""
        return ".xml" if self is FileKind.FLAT_WORD else f".{self.value}"

    @property
    def is_foreign(self) -> bool:
        """Whether LibreOffice is needed to read it."""
        return self in (
            FileKind.OPENDOCUMENT,
            FileKind.OLD_WORD,
            FileKind.RICH_TEXT,
            FileKind.FLAT_OPENDOCUMENT,
        )


def kind_of(content: bytes) -> FileKind:
    """Return what the bytes of a file are; OTHER where they are no document that can be read."""
    if content.startswith(_OLE):
        return FileKind.LOCKED if _is_locked(content) else FileKind.OLD_WORD
    if content.startswith(_ZIP):
        return _kind_of_archive(content)
    if content.lstrip()[:5] == b"{\\rtf":
        return FileKind.RICH_TEXT
    return _kind_of_xml(content)


def _is_locked(content: bytes) -> bool:
    """Tell whether an OLE container holds a document with a password."""
    if _ENCRYPTED in content:
        return True
    for start in range(_SECTOR, len(content) - _FLAGS, _SECTOR):
        if content.startswith(_WORD_STREAM, start):
            return bool(content[start + _FLAGS] & _IS_ENCRYPTED)
    return False


def _kind_of_archive(content: bytes) -> FileKind:
    """Return WORD for every archive but those of OpenDocument: its parts are looked at later."""
    try:
        archive = Archive(content)
        named = archive.read("mimetype") if "mimetype" in archive.names else b""
        if not named.startswith(_OPENDOCUMENT):
            return FileKind.WORD
        has_manifest = "META-INF/manifest.xml" in archive.names
        manifest = archive.read("META-INF/manifest.xml") if has_manifest else b""
    except (NotAnArchiveError, TooBigError):
        return FileKind.WORD
    # Each encrypted part is named with how it is encrypted (OpenDocument 1.2, part 3, 4.4).
    is_locked = b":encryption-data" in manifest
    return FileKind.LOCKED if is_locked else FileKind.OPENDOCUMENT


# Documents in one piece of XML, by the root element.
_ROOTS = {
    "wordDocument": FileKind.WORD_2003_XML,
    "package": FileKind.FLAT_WORD,
}


def _kind_of_xml(content: bytes) -> FileKind:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    head = content[:_HEAD].decode(encoding, "replace").lstrip()
    if not head.startswith("<"):
        return FileKind.OTHER
    root = re.search(r"<(?:(\w+):)?(\w+)[\s>]", re.sub(r"(?s)<[?!].*?>", "", head))
    if root and root[1] == "office" and root[2] == "document":
        return FileKind.FLAT_OPENDOCUMENT
    return _ROOTS.get(root[2], FileKind.OTHER) if root else FileKind.OTHER


class FlatWordError(Exception):
    """The XML is no Word file in one piece, or a damaged one."""


_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def unfolded(content: bytes) -> bytes:
    """Return the archive of a Word file that was saved in one piece of XML ("Flat OPC", as Word
    writes it). Raises FlatWordError.
    """
    parts: dict[str, bytes] = {}
    listed = ""
    try:
        for part in parsed(content):
            if name_of(part) == "part":
                name = value(part, "name")
                parts[name.lstrip("/")] = _unfolded_part(part)
                kind = quoteattr(value(part, "contentType"))
                listed += f"<Override PartName={quoteattr(name)} ContentType={kind}/>"
    except (etree.XMLSyntaxError, binascii.Error, ValueError) as fault:
        raise FlatWordError from fault
    types = f'<Types xmlns="{_TYPES}">{listed}</Types>'
    return pack({**parts, CONTENT_TYPES: types.encode()}, stamp=_ARCHIVED)


def _unfolded_part(part: Any) -> bytes:  # noqa: ANN401 - an lxml element
    data = child(part, "xmlData")
    if data is not None:
        root = next((each for each in data if name_of(each)), None)
        return b"" if root is None else bytes(etree.tostring(root, with_tail=False))
    binary = child(part, "binaryData")
    return base64.b64decode(binary.text or "") if binary is not None else b""
