"""Threaded comments of a workbook ([MS-XLSX] 2.6.205): discussions on a cell, with replies,
mentions and a mark where they are resolved.

Each stands in a part of its own, and again as a plain note for programs that do not know them; the
note's author is "tc=" with the id of the first comment. openpyxl knows the notes only.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from publisher.domain.archive import Archive, pack, unpack
from publisher.domain.package import (
    CONTENT_TYPES,
    PackageGraph,
    package_of,
    relationships_name,
)
from publisher.workbook.addresses import column_of, row_of
from publisher.workbook.issue_parts import CREATED
from publisher.workbook.mass import sheet_names

_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_RELATIONSHIPS = "http://schemas.microsoft.com/office/2017/10/relationships"
_TYPES = {
    "threadedComment": "application/vnd.ms-excel.threadedcomments+xml",
    "person": "application/vnd.ms-excel.person+xml",
}
# ISO/IEC 29500-1, 22.9.2.4
_GUID = re.compile(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}")
_REVISION = (
    b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr"'
    b' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
)

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

# A sheet's name and the address of a cell.
At = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of a cell in their order, first the one that the others answer."""

    comments: tuple[Element, ...]

    @property
    def id(self) -> str:
        """The id of the first comment."""
        return self.comments[0].get("id", "")

    def texts(self, persons: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return who said what; '' is somebody whom the workbook does not name."""
        return [
            (persons.get(each.get("personId", ""), ""), each.findtext(f"{{{_SPACE}}}text") or "")
            for each in self.comments
        ]


@dataclass(frozen=True, slots=True)
class Threads:
    """All threads of a workbook by their place; the parts that name the persons, and their names by
    id.

    `lost` are the sheets whose threads cannot be read.
    """

    at: Mapping[At, Thread]
    person_parts: tuple[bytes, ...]
    persons: Mapping[str, str]
    lost: tuple[str, ...] = ()

    def is_whole(self, thread: Thread) -> bool:
        """Tell whether Excel would take a thread: all have ids, each author is named, and who
        answers answers a comment before (2.6.205).
        """
        ids: set[str] = set()
        for each in thread.comments:
            parent = each.get("parentId")
            is_first = not ids
            if each.get("personId") not in self.persons or is_first != (parent is None):
                return False
            own = each.get("id", "")
            if not _GUID.fullmatch(own) or (parent is not None and parent not in ids):
                return False
            ids.add(own)
        return True


def read_threads(content: bytes) -> Threads:
    """Return the threads of a workbook that was looked at from outside (`safe_open`).

    Raises BrokenPackageError where its relationships cannot be read.
    """
    archive = Archive(content)
    graph = PackageGraph(archive.names, archive.read)
    at: dict[At, list[Element]] = {}
    lost = []
    names = sheet_names(archive, graph)
    for sheet in graph.related(graph.main, "worksheet"):
        for part in graph.related(sheet, "threadedcomment"):
            title = names.get(sheet, "")
            comments = _elements(archive.read(part), "threadedComment")
            sound = [each for each in comments or () if _is_cell(each.get("ref", ""))]
            if comments is None or len(sound) < len(comments):
                lost.append(title)
            for each in sound:
                at.setdefault((title, each.attrib["ref"]), []).append(each)
    threads = {place: Thread(_in_order(comments)) for place, comments in at.items()}
    persons: dict[str, str] = {}
    person_parts = []
    for xml in map(archive.read, graph.related(graph.main, "person")):
        found = _elements(xml, "person")
        if found is not None:
            person_parts.append(xml)
            persons |= {each.get("id", ""): each.get("displayName", "") for each in found}
    return Threads(threads, tuple(person_parts), persons, tuple(lost))


def _is_cell(ref: str) -> bool:
    """Tell whether a reference is that of one cell of Excel's sheets."""
    is_address = re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", ref)
    return bool(is_address) and row_of(ref) <= _LAST_ROW and column_of(ref) <= _LAST_COLUMN


def _elements(xml: bytes, name: str) -> list[Element] | None:
    """Return the elements of a name; None where a part cannot be read."""
    try:
        return ElementTree.fromstring(xml).findall(f"{{{_SPACE}}}{name}")
    except (ElementTree.ParseError, ValueError, LookupError):
        return None


def _in_order(comments: list[Element]) -> tuple[Element, ...]:
    """Return the comments of a cell with the first one in front; else in the order of the file,
    which is that of their writing.
    """
    return tuple(sorted(comments, key=lambda each: each.get("parentId") is not None))


def note_of(thread: Thread) -> str:
    """Return the text of the note that other programs show, as Excel writes it."""
    texts = [text for _, text in thread.texts({})]
    first, *replies = texts
    told = "".join(f"\nReply:\n    {text}" for text in replies)
    return (
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment;"
        " however, any edits to it will get removed if the file is opened in a newer version of"
        " Excel. Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\n"
        f"Comment:\n    {first}{told}"
    )


def plain_note_of(thread: Thread, persons: Mapping[str, str]) -> str:
    """Return a thread as a text: who said what, in order."""
    return "\n\n".join(f"{who or '?'}: {text}" for who, text in thread.texts(persons))


# Writing


def with_threads(content: bytes, at: Mapping[At, Thread], person_parts: Iterable[bytes]) -> bytes:
    """Return a workbook of ours with threads on cells that have the notes of them already; without
    any, the very bytes.
    """
    if not at:
        return content
    parts = unpack(content)
    graph = package_of(parts)
    sheets = {title: part for part, title in sheet_names(Archive(content), graph).items()}
    for number, title in enumerate(dict.fromkeys(title for title, _ in at), start=1):
        sheet = sheets[title]
        own = {address: thread for (other, address), thread in at.items() if other == title}
        (notes,) = graph.related(sheet, "comments")
        parts[notes] = _with_ids(parts[notes], own)
        name = f"xl/threadedComments/threadedComment{number}.xml"
        parts[name] = _threads_xml(own)
        _relate(parts, sheet, f"../threadedComments/threadedComment{number}.xml", "threadedComment")
        _add_type(parts, name, "threadedComment")
    for number, part in enumerate(person_parts):
        # As Excel names them: person.xml, then person1.xml and so on.
        name = f"persons/person{number or ''}.xml"
        parts[f"xl/{name}"] = part
        _relate(parts, graph.main, name, "person")
        _add_type(parts, f"xl/{name}", "person")
    return pack(parts, stamp=CREATED)


def _with_ids(notes: bytes, threads: Mapping[str, Thread]) -> bytes:
    """Return the notes of a sheet, those that stand for a thread with its id."""
    for address, thread in threads.items():
        start = f'<comment ref="{address}"'.encode()
        notes = notes.replace(start, start + f' xr:uid="{thread.id}"'.encode())
    return re.sub(rb"<comments(?=[ >])", lambda found: found[0] + _REVISION, notes, count=1)


def _threads_xml(threads: Mapping[str, Thread]) -> bytes:
    root = Element(f"{{{_SPACE}}}ThreadedComments")
    for address, thread in threads.items():
        for each in thread.comments:
            each.set("ref", address)
            root.append(each)
    xml: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml.replace(b"\r", b"&#13;")  # else it is read as a new line (XML 1.0, 2.11)


def _relate(parts: dict[str, bytes], part: str, target: str, kind: str) -> None:
    name = relationships_name(part)
    known = parts[name].count(b"<Relationship ")
    new = (
        f'<Relationship Type="{_RELATIONSHIPS}/{kind}" Target="{target}" Id="rIdNew{known + 1}"/>'
    ).encode()
    parts[name] = parts[name].replace(b"</Relationships>", new + b"</Relationships>")


def _add_type(parts: dict[str, bytes], part: str, kind: str) -> None:
    new = f'<Override PartName="/{part}" ContentType="{_TYPES[kind]}"/></Types>'.encode()
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(b"</Types>", new)
