"""A few cells of a workbook changed inside its XML; every other byte of every part stays as it was.

Loading and saving a researcher's file through a library would lose pictures, text boxes, drop-downs
and comments, so only the wanted <c> elements of a sheet are cut out and replaced (ECMA-376 Part 1,
18.3.1.4), and new texts put behind those that the cells share. Comes in: the bytes of an .xlsx file
and texts by sheet and cell. Goes out: the bytes of the changed file, checked against the old one.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from publisher.domain.package import BrokenPackageError, PackageGraph
from publisher.workbook.added_texts import AddedTexts, CellWriter, added_texts, is_utf8
from publisher.workbook.addresses import column_of, row_of
from publisher.workbook.part_names import with_usual_names
from publisher.workbook.patch_proof import SPANS, MayChange, require_nothing_else_changed
from publisher.workbook.reach import grown
from publisher.workbook.rich import RichText
from publisher.workbook.sheet_xml import (
    LocatedElement,
    Locator,
    PatchError,
    RowElement,
    SheetXml,
)

# An int is written as a number, which sorts as one.
Texts = Mapping[str, str | RichText | int]

Heights = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class SheetAreas:
    """What changes in a sheet besides its cells: heights of rows in points, by number, and the row
    to which drop-downs reach at the least.
    """

    heights: Heights = field(default_factory=dict)
    reach: int = 0


def patch_cells(
    content: bytes, texts: Mapping[str, Texts], areas: Mapping[str, SheetAreas] | None = None
) -> bytes:
    """Return a workbook with the texts of some cells replaced, by the sheet's name and the cell's
    address.

    An empty text empties its cell. The look of the cells stays; `areas` stand by the sheet's name.
    Parts of a workbook that no other program saved so far are named as Excel names them.
    Raises PatchError where a cell holds a formula, where the sheet is built in a way that is not
    understood, or where anything else would change.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = sheet_parts(archive)
            unknown = [name for name in texts if name not in parts]
            if unknown:
                raise PatchError(f"no sheet {unknown[0]}")
            around = areas or {}
            touched = {
                parts[name]: (cells, around.get(name, SheetAreas()))
                for name, cells in texts.items()
            }
            shared = added_texts(archive)
            changed: dict[str, bytes] = {}
            for part, (cells, own) in touched.items():
                if cells:
                    changed[part] = _patched(archive.read(part), cells, own, shared)
            if shared and changed:
                changed[shared.part] = shared.written()
            patched = _packed(archive, changed)
        wanted = {
            part: MayChange(cells, own.heights, has_reach=bool(own.reach))
            for part, (cells, own) in touched.items()
        }
        require_nothing_else_changed(content, patched, wanted, shared)
        return with_usual_names(patched)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        expat.ExpatError,
        ElementTree.ParseError,
        BrokenPackageError,
    ) as fault:
        raise PatchError(type(fault).__name__) from fault


def sheet_part(content: bytes, name: str) -> str:
    """Return the part that holds a sheet. Raises PatchError where there is no such sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            parts = sheet_parts(archive)
        except (BrokenPackageError, KeyError) as fault:
            raise PatchError(type(fault).__name__) from fault
    if name not in parts:
        raise PatchError(f"no sheet {name}")
    return parts[name]


# The parts of the file


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each worksheet by its name, as the relationships say (ECMA-376 Part 2,
    9.3). Raises KeyError or BrokenPackageError where there is no workbook.
    """
    graph = PackageGraph(archive.namelist(), archive.read)
    worksheets = graph.related(graph.main, "worksheet")
    targets = {each.id: each.target for each in graph.relationships(graph.main)}
    found = {}
    for sheet in ElementTree.fromstring(archive.read(graph.main)).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            id_ = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            if targets.get(id_) in worksheets:
                found[sheet.attrib["name"]] = targets[id_]
    return found


def _packed(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """Return the archive with some parts replaced; order, dates and names of all parts stay."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in archive.infolist():
            packed.writestr(
                part,
                changed.get(part.filename) or archive.read(part),
                compress_type=part.compress_type,
            )
    return stream.getvalue()


# The XML of a sheet


def _patched(xml: bytes, texts: Texts, areas: SheetAreas, shared: AddedTexts | None) -> bytes:
    if not is_utf8(xml):
        raise PatchError("a sheet that is not in UTF-8")
    sheet = Locator(xml).sheet
    if sheet.data is None:
        raise PatchError("a sheet without cells")
    # where two new cells belong at one spot, they stay in the order of their columns
    writer = CellWriter(sheet.data.name.rpartition("sheetData")[0], shared)
    found = _edits(xml, sheet, sheet.data, writer, texts, areas.heights)
    edits = sorted(found, key=lambda each: each[:2])
    pieces, position = [], 0
    for start, end, piece in edits:
        pieces += [xml[position:start], piece]
        position = end
    pieces += [xml[position : sheet.data.end], grown(xml[sheet.data.end :], areas.reach)]
    return b"".join(pieces)


def _edits(
    xml: bytes,
    sheet: SheetXml,
    data: LocatedElement,
    writer: CellWriter,
    texts: Texts,
    heights: Heights,
) -> Iterator[tuple[int, int, bytes]]:
    """Yield what to put where: from, to, and the new bytes."""
    prefix = writer.prefix
    new_rows: list[tuple[int, bytes]] = []
    is_wider = False
    for number, cells in _by_row(texts).items():
        row, height = sheet.rows.get(number), heights.get(number)
        known = row.cells if row else {}
        yield from _replaced(writer, known, cells)
        new = _new_cells(writer, sheet, cells, known, has_height=height is not None)
        is_wider = is_wider or bool(new)
        if row and (new or height is not None):
            places = [(_place_in(row, address), cell) for address, cell in new.items()]
            yield from _inside(xml, row.element, places, height)
        elif new:
            tag = _with_height(f'<{prefix}row r="{number}">'.encode(), height)
            whole = tag + b"".join(new.values()) + f"</{prefix}row>".encode()
            new_rows.append((_place_of_row(number, sheet, data), whole))
    if new_rows:
        yield from _inside(xml, data, new_rows)
    if is_wider and sheet.dimension:  # optional, and wrong where cells were added beyond it
        yield sheet.dimension.start, sheet.dimension.end, b""


def _replaced(
    writer: CellWriter, known: Mapping[str, LocatedElement], cells: Texts
) -> Iterator[tuple[int, int, bytes]]:
    """Yield the cells of a row that are there already, with their new texts."""
    for address in (each for each in cells if each in known):
        old = known[address]
        if old.has_formula:
            raise PatchError(f"{address} holds a formula")
        yield old.start, old.end, writer.cell(address, cells[address], old.attributes)


def _new_cells(
    writer: CellWriter,
    sheet: SheetXml,
    cells: Texts,
    known: Mapping[str, LocatedElement],
    *,
    has_height: bool,
) -> dict[str, bytes]:
    """Return the cells of a row that are not there yet.

    An empty text needs none, but in a row that is given a height, which the program fills as a
    whole: there empty cells shall look like those beside them.
    """
    new: dict[str, bytes] = {}
    for address, text in cells.items():
        if address not in known and (text or has_height):
            new[address] = writer.cell(address, text, _look_above(address, sheet))
    return new


def _place_of_row(number: int, sheet: SheetXml, data: LocatedElement) -> int:
    """Return where a new row belongs: behind the rows of lower numbers (18.3.1.80)."""
    before = [row.element.end for other, row in sheet.rows.items() if other < number]
    return max(before, default=data.tag_end)


def _look_above(address: str, sheet: SheetXml) -> Mapping[str, str]:
    """Return the style that a new cell takes: that of the first row below the heading, which stands
    for all.
    """
    model = re.sub(r"\d+", "2", address)
    known = sheet.rows[2].cells.get(model) if 2 in sheet.rows else None
    return {"s": known.attributes["s"]} if known and "s" in known.attributes else {}


def _by_row(texts: Texts) -> dict[int, dict[str, str | RichText | int]]:
    rows: dict[int, dict[str, str | RichText | int]] = {}
    for address in sorted(texts, key=lambda each: (row_of(each), column_of(each))):
        rows.setdefault(row_of(address), {})[address] = texts[address]
    return rows


def _place_in(row: RowElement, address: str) -> int:
    """Return where a new cell belongs in its row: behind the cells of the columns before it
    (18.3.1.73).
    """
    before = [
        each.end for other, each in row.cells.items() if column_of(other) < column_of(address)
    ]
    return max(before, default=row.element.tag_end)


def _with_height(tag: bytes, height: float | None) -> bytes:
    """Return the start tag of a row with a height (18.3.1.73); as it is where there is none to
    set.
    """
    if height is None:
        return tag
    bare = re.sub(rb"\s+(?:ht|customHeight)=(\"[^\"]*\"|'[^']*')", b"", tag)
    end = len(bare) - (2 if bare.endswith(b"/>") else 1)
    return bare[:end].rstrip() + f' ht="{height:g}" customHeight="1"'.encode() + bare[end:]


def _inside(
    xml: bytes, parent: LocatedElement, pieces: list[tuple[int, bytes]], height: float | None = None
) -> Iterator[tuple[int, int, bytes]]:
    """Yield how to put bytes into an element, which is opened where it was <row/>; its span of
    columns goes.
    """
    tag = xml[parent.start : parent.tag_end]
    # The span says between which columns cells stand; it is optional and may be wrong now.
    without_span = re.sub(SPANS, b"", tag) if pieces else tag
    opened = _with_height(without_span, height)
    if tag.endswith(b"/>") and pieces:
        content = b"".join(piece for _, piece in pieces)
        start = opened[: -len(b"/>")].rstrip() + b">"
        yield parent.start, parent.tag_end, start + content + f"</{parent.name}>".encode()
        return
    if opened != tag:
        yield parent.start, parent.tag_end, opened
    for at, piece in pieces:
        yield at, at, piece
