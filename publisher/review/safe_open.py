"""A file from outside, looked at before it is read: bounded in size, nothing run, nothing fetched.

The archive is unpacked in memory, part by part, and refused where it is no Word document, would
blow up, or holds what a reader must not open. What is merely suspicious is named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from publisher.domain.archive import Archive, NotAnArchiveError, TooBigError
from publisher.domain.diagnostics import Diagnostic, Place, failure, problem
from publisher.domain.package import (
    CONTENT_TYPES,
    BrokenPackageError,
    PackageGraph,
    package_of,
    relationships_name,
)
from publisher.review.kinds import FileKind, kind_of
from publisher.review.stray import stray_texts

MOST_BYTES = 50 * 2**20
_DEEPEST = 200
_PLAIN_XML = ("application/xml", "text/xml", "")
# The class of a box for text among the controls of a form (Microsoft Forms 2.0).
_BOX_FOR_TEXT = re.compile(
    rb"<\w+:ocx\b[^>]*classid=\"\{8BD21D10-EC42-11CE-9E0D-00AA006002F3\}\"", re.IGNORECASE
)
_FETCHED = (
    "attachedTemplate",
    "oleObject",
    "image",
    "aFChunk",
    "subDocument",
    "frame",
    "video",
    "audio",
)


@dataclass(frozen=True, slots=True)
class ReturnedParts:
    """The parts of a returned Word file by name, what belongs to what, what must be told of it."""

    parts: dict[str, bytes]
    package: PackageGraph
    diagnostics: tuple[Diagnostic, ...]


def open_returned(content: bytes, file: str) -> ReturnedParts:
    """Return the parts of a Word file from outside. Raises PublisherError where it must not be
    opened.
    """
    place = Place(file)
    kind = kind_of(content)
    if kind is FileKind.LOCKED:
        raise failure("R644", place)
    if kind is FileKind.OLD_WORD:
        raise failure("R611", place)
    if content.startswith(b"%PDF"):
        raise failure("R612", place)
    if len(content) > MOST_BYTES:
        raise failure("R613", place, size=len(content) // 2**20, most=MOST_BYTES // 2**20)
    parts = bearable_parts(content, file)
    _require_plain_xml(parts, place)
    package = _require_document(parts, place)
    return ReturnedParts(parts, package, tuple(_suspicious(parts, package, place)))


# What a document is called; a picture or an e-mail is not damaged because it is none.
_ENDINGS = ("", ".docx", ".docm", ".dotx", ".odt", ".fodt", ".rtf", ".doc", ".xml")


def _require_document(parts: dict[str, bytes], place: Place) -> PackageGraph:
    """Return what belongs to what. Raises PublisherError where the main part is no Word
    document.
    """
    package = package_of(parts)
    try:
        main = package.main
        kind = package.content_type(main)
    except BrokenPackageError as fault:
        raise failure("R614", place) from fault
    # Some programs list the document as plain XML; that of a workbook says that it is one.
    is_word = "word" in kind or kind in _PLAIN_XML
    if not package.part(CONTENT_TYPES) or not main or not is_word:
        packed = place.file.lower().endswith(".zip")
        raise failure("R615", place, packed=place.file if packed else "")
    return package


def bearable_parts(content: bytes, file: str) -> dict[str, bytes]:
    """Return the parts of an archive from outside. Raises PublisherError where it is none or would
    blow up.
    """
    place = Place(file)
    if not content:
        raise failure("F001", place)
    try:
        archive = Archive(content)
        _require_safe_names(archive.names, place)
        return {name: archive.read(name) for name in archive.names}
    except TooBigError as fault:
        raise failure("R616", place) from fault
    except NotAnArchiveError as fault:
        code = "R614" if PurePath(file).suffix.lower() in _ENDINGS else "R615"
        raise failure(code, place) from fault


def _require_safe_names(names: tuple[str, ...], place: Place) -> None:
    """Refuse parts that lie outside the archive, and two that would be one file on Windows."""
    if len({name.casefold() for name in names}) < len(names):
        raise failure("R616", place)
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise failure("R616", place)


def _require_plain_xml(parts: dict[str, bytes], place: Place) -> None:
    """Refuse parts with a document type: entities drop or invent text, or fetch it (XML 1.0,
    section 4).
    """
    for name, content in parts.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        head = content[:4096]
        # In UTF-16 the words would not be found among the bytes.
        is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        readable = head.decode("utf-16", "ignore") if is_utf16 else head.decode("latin-1")
        if "<!DOCTYPE" in readable or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise failure("R617", place, part=name)
        if _depth(content) > _DEEPEST:
            raise failure("R616", place)


def _depth(xml: bytes) -> int:
    """Return how deep elements are nested, at the least: counted on tags, which is quick and needs
    no parser.
    """
    depth = deepest = 0
    for found in re.finditer(rb"<(/?)[\w:]+[^>]*?(/?)>", xml):
        if found[1]:
            depth -= 1
        elif not found[2]:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > _DEEPEST:
                return deepest
    return deepest


def _suspicious(
    parts: dict[str, bytes], package: PackageGraph, place: Place
) -> Iterator[Diagnostic]:
    """Yield what must be told of macros, embedded files, what Word would fetch on opening, and of
    text that it would not show.
    """
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        yield problem("R618", place)
    embedded = {name for name in parts if re.search("/(embeddings|activex)/", name.lower())}
    for name in sorted(embedded.difference(_boxes_for_text(embedded, parts, package)))[:5]:
        yield problem("R619", place, part=name)
    for name, content in sorted(parts.items()):
        if name.lower().endswith(".rels"):
            for address in _fetched(content):
                yield problem("R620", place, address=address[:80])
    for name, words in list(stray_texts(parts, package))[:5]:
        yield problem("R641", place, part=name, words=words)


def _boxes_for_text(
    embedded: Iterable[str], parts: dict[str, bytes], package: PackageGraph
) -> Iterator[str]:
    """Yield the parts of a form's boxes for text, which hold nothing else."""
    for name in embedded:
        if name.lower().endswith(".xml") and _BOX_FOR_TEXT.search(parts[name]):
            yield from (name, relationships_name(name))
            yield from (each.target for each in package.relationships(name))


def _fetched(relations: bytes) -> Iterator[str]:
    """Yield the addresses that a program would fetch without being asked; ordinary links it would
    not.
    """
    for element in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", relations):
        kind = re.search(rb"Type=\"[^\"]*/(\w+)\"", element)
        target = re.search(rb"Target=\"([^\"]*)\"", element)
        is_fetched = kind is not None and kind[1].decode() in _FETCHED
        if target and is_fetched and b'"External"' in element:
            yield target[1].decode("utf-8", "replace")
