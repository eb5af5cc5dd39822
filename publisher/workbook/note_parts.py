"""Notes on cells (legacy comments, ECMA-376 Part 1, 18.7) put in and taken away inside the bytes of
a workbook; notes and threads of persons, and all else, stay as they were.

Excel keeps the texts of a sheet's notes in one part and their boxes in another, in VML (Part 4,
19.3). Comes in: a workbook and the notes that the program wants by sheet and cell. Goes out: the
workbook with those and no others of the program's. A cell that has a person's note gets none.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from publisher.domain.package import (
    CONTENT_TYPES,
    BrokenPackageError,
    Relationship,
    package_of,
    relationships_name,
)
from publisher.domain.xml_text import quoteattr
from publisher.workbook import layout
from publisher.workbook.addresses import row_of
from publisher.workbook.check_notes import is_check_note
from publisher.workbook.note_boxes import (
    EMPTY_BOXES,
    box_cells,
    other_shapes,
    with_boxes,
    without_boxes,
)
from publisher.workbook.package_edit import PackageEdit
from publisher.workbook.rich import string_xml
from publisher.workbook.sheet_xml import PatchError
from publisher.workbook.xml_places import Pieces, PlacedElement, placed_elements

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BOX_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may stand behind the link to the boxes in a sheet (18.3.1.99, the order of CT_Worksheet).
_BEHIND = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst", "AlternateContent",
)  # fmt: skip
_FAULTS = (
    PatchError,
    BrokenPackageError,
    ElementTree.ParseError,
    expat.ExpatError,
    ValueError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class _Note:
    """A note as it stands in its part: its cell, who wrote it, its text, all of it as XML."""

    cell: str
    author: str
    text: str
    xml: bytes

    @property
    def is_ours(self) -> bool:
        return row_of(self.cell) > layout.HEADING_ROW and is_check_note(self.text)


def with_notes(content: bytes, wanted: Mapping[tuple[str, str], str]) -> bytes:
    """Return a workbook with these notes of the program's, by sheet and cell, and no others of it.

    A sheet whose notes are built in a way that is not understood is left as it is: the column with
    the check results tells the same. Where nothing changes, the very bytes are returned.
    """
    edit = PackageEdit(content)
    try:
        sheets = _sheets(edit)
    except _FAULTS:
        return content
    for title, sheet in sheets.items():
        own = {cell: text for (other, cell), text in wanted.items() if other == title}
        before = dict(edit.parts)
        try:
            _put_notes(edit, sheet, own)
            if edit.parts != before:
                _require_nothing_else_changed(before, edit, sheet)
        except _FAULTS:
            edit.put_back(before)
    return edit.done()


def _sheets(edit: PackageEdit) -> dict[str, str]:
    """Return the parts of the worksheets by name."""
    graph = edit.graph
    targets = {each.id: each.target for each in graph.relationships(graph.main)}
    worksheets = graph.related(graph.main, "worksheet")
    found: dict[str, str] = {}
    for element in placed_elements(edit.parts[graph.main], 2):
        part = targets.get(element.attribute("id"), "")
        if element.path == ("sheets", "sheet") and part in worksheets:
            found[element.attribute("name")] = part
    return found


# The notes of a sheet


def _put_notes(edit: PackageEdit, sheet: str, wanted: Mapping[str, str]) -> None:
    notes = next(iter(edit.graph.related(sheet, "comments")), "")
    known = notes_in(edit.parts[notes]) if notes else []
    gone = {each.cell for each in known if each.is_ours}
    taken = {each.cell for each in known if not each.is_ours} | set(_cells_of_threads(edit, sheet))
    new = {cell: text for cell, text in wanted.items() if cell not in taken}
    if not gone and not new:
        return
    if not notes:
        notes = _new_notes(edit, sheet)
    edit.parts[notes] = _rewritten(edit.parts[notes], new)
    boxes = _boxes_of(edit.parts, sheet) or _new_boxes(edit, sheet)
    kept = without_boxes(edit.parts[boxes], gone)
    edit.parts[boxes] = with_boxes(kept, new)
    if not notes_in(edit.parts[notes]):
        edit.remove(sheet, notes)
    if not box_cells(edit.parts[boxes]) and b"ObjectType=" not in edit.parts[boxes]:
        _unlink_boxes(edit, sheet)
        edit.remove(sheet, boxes)


def notes_in(xml: bytes) -> list["_Note"]:
    """Return the notes of a part, in its order."""
    root = ElementTree.fromstring(xml)
    authors = [each.text or "" for each in root.iter() if _name(each) == "author"]
    return [
        _Note(
            each.attrib["ref"],
            authors[int(each.get("authorId", "0"))],
            _text_of(each),
            ElementTree.tostring(each),
        )
        for each in root.iter()
        if _name(each) == "comment"
    ]


def _text_of(comment: ElementTree.Element) -> str:
    """Return the text of a note; how it is pronounced is no text (18.4.6)."""
    runs = [run for text in comment for run in text if _name(run) in ("r", "t")]
    pieces = (each for run in runs for each in run.iter() if _name(each) == "t")
    return "".join(each.text or "" for each in pieces)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _cells_of_threads(edit: PackageEdit, sheet: str) -> Iterator[str]:
    """Yield the cells with threaded comments; their notes may be gone ([MS-XLSX] 2.6.205)."""
    for part in edit.graph.related(sheet, "threadedcomment"):
        for each in ElementTree.fromstring(edit.parts[part]).iter():
            if _name(each) == "threadedComment":
                yield each.get("ref", "")


def _rewritten(xml: bytes, new: Mapping[str, str]) -> bytes:
    """Return the notes of a sheet with new ones of ours in the place of those that it had."""
    elements = placed_elements(xml, 2)
    comments = [each for each in elements if each.path == ("commentList", "comment")]
    ours = [note.is_ours for note in notes_in(xml)]
    authors = [each for each in elements if each.path == ("authors", "author")]
    names = [_inner_text(xml, each) for each in authors]
    pieces = Pieces(xml)
    pieces.cut(each for each, is_ours in zip(comments, ours, strict=True) if is_ours)
    kept = [each for each, is_ours in zip(comments, ours, strict=True) if not is_ours]
    (parent,) = (each for each in elements if each.path == ("authors",))
    if new and layout.AUTHOR not in names:
        names.append(layout.AUTHOR)
        own = f"<{parent.prefix}author>{layout.AUTHOR}</{parent.prefix}author>"
        pieces.append(parent, own.encode())
    elif not new and _is_last_unused(names, kept):
        pieces.cut(authors[-1:])
    (listed,) = (each for each in elements if each.path == ("commentList",))
    number = names.index(layout.AUTHOR) if new else 0
    added = (_note_xml(cell, text, number, listed.prefix) for cell, text in new.items())
    pieces.append(listed, "".join(added).encode())
    return pieces.joined()


def _inner_text(xml: bytes, element: PlacedElement) -> str:
    return xml[element.tag_end : element.content_end].decode()


def _is_last_unused(names: list[str], comments: list[PlacedElement]) -> bool:
    """Tell whether the last author is the program, which has no note any more."""
    used = {each.attribute("authorId") for each in comments}
    return names[-1:] == [layout.AUTHOR] and str(len(names) - 1) not in used


def _note_xml(cell: str, text: str, author: int, prefix: str) -> str:
    inner = string_xml(text, prefix)
    return (
        f'<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text>{inner}'
        f"</{prefix}text></{prefix}comment>"
    )


# The parts


def _new_notes(edit: PackageEdit, sheet: str) -> str:
    name = edit.free_name("xl/comments{}.xml")
    (root,) = placed_elements(edit.parts[sheet], 0)
    key = f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"
    start = f"<comments xmlns={quoteattr(root.attributes[key])}>"
    xml = f"{start}<authors></authors><commentList></commentList></comments>"
    edit.add(name, xml.encode(), _MAIN_TYPE)
    edit.relate(sheet, "comments", name)
    return name


def _boxes_of(parts: Mapping[str, bytes], sheet: str) -> str:
    """Return the part with the boxes of a sheet's notes; '' where there is none."""
    for element in placed_elements(parts[sheet], 1):
        if element.path == ("legacyDrawing",):
            id_ = element.attribute("id")
            known = package_of(parts).relationships(sheet)
            (found,) = (each for each in known if each.id == id_)
            if found.target not in parts:
                raise PatchError("the boxes of the notes are gone")
            return found.target
    return ""


def _new_boxes(edit: PackageEdit, sheet: str) -> str:
    name = edit.free_name("xl/drawings/vmlDrawing{}.vml")
    edit.add(name, EMPTY_BOXES, _BOX_TYPE)
    id_ = edit.relate(sheet, "vmlDrawing", name)
    xml = edit.parts[sheet]
    root, *others = placed_elements(xml, 1)
    behind = (each.start for each in others if each.path[-1] in _BEHIND)
    space = edit.kind_of("").removesuffix("/")
    link = f'<{root.prefix}legacyDrawing xmlns:r="{space}" r:id="{id_}"/>'
    pieces = Pieces(xml)
    pieces.put(next(behind, root.content_end), link.encode())
    edit.parts[sheet] = pieces.joined()
    return name


def _unlink_boxes(edit: PackageEdit, sheet: str) -> None:
    edit.parts[sheet] = _without_link(edit.parts[sheet])


def _without_link(xml: bytes) -> bytes:
    pieces = Pieces(xml)
    pieces.cut(each for each in placed_elements(xml, 1) if each.path == ("legacyDrawing",))
    return pieces.joined()


# The proof


def _require_nothing_else_changed(
    before: Mapping[str, bytes], edit: PackageEdit, sheet: str
) -> None:
    """Raise PatchError unless all parts, and in those of the notes all that is not the program's,
    are as they were.
    """
    old, new = _all_about(before, sheet), _all_about(edit.parts, sheet)
    for name, one, other in zip(_Around._fields, old, new, strict=True):
        if one != other:
            raise PatchError(f"{name} of {sheet} differ")


def _all_about(parts: Mapping[str, bytes], sheet: str) -> "_Around":
    """Return all of a workbook that is not a note of the program's on a sheet."""
    graph = package_of(parts)
    notes = next(iter(graph.related(sheet, "comments")), "")
    boxes = _boxes_of(parts, sheet)
    found = notes_in(parts[notes]) if notes else []
    ours = {each.cell for each in found if each.is_ours}
    apart = {sheet, relationships_name(sheet), CONTENT_TYPES, notes, boxes}
    others = {name: part for name, part in parts.items() if name not in apart}
    return _Around(
        parts={name: (part, graph.content_type(name)) for name, part in others.items()},
        sheet=_without_link(parts[sheet]),
        relationships={each for each in graph.relationships(sheet) if each.target not in apart},
        notes=[each for each in found if not each.is_ours],
        shapes=other_shapes(parts[boxes], ours) if boxes else [],
    )


class _Around(NamedTuple):
    parts: Mapping[str, tuple[bytes, str]]
    sheet: bytes
    relationships: AbstractSet[Relationship]
    notes: list[_Note]
    shapes: list[bytes]
