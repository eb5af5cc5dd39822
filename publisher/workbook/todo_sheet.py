"""The sheet To do: all that a check has found, in sheet order, each with a link to its cell.

The program adds the sheet behind the others when it first marks a workbook, and writes it anew each
time. It is known by a word in its hidden first column, whatever somebody calls it; nothing is read
from it.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Diagnostic
from publisher.domain.digest import digest_of
from publisher.domain.language import Language
from publisher.domain.package import BrokenPackageError, package_of
from publisher.domain.xml_text import quoteattr
from publisher.workbook.package_edit import PackageEdit
from publisher.workbook.part_names import with_usual_names
from publisher.workbook.patch import SheetAreas, patch_cells, sheet_parts
from publisher.workbook.review_sheet import row_heights
from publisher.workbook.rich import RichRun, RichText, look, plain, stored_texts
from publisher.workbook.sheet_xml import Locator, PatchError
from publisher.workbook.todo_lines import TODO_LETTERS, TodoLine, first_line, todo_lines
from publisher.workbook.xml_places import Pieces, PlacedElement, placed_elements

_MARK = "_todo"
_WIDTHS = {"cell": 9.0, "level": 16.0, "place": 36.0, "wrong": 62.0, "remedy": 62.0, "mark": 13.0}
_HEADING, _FIRST, _HIGH = 2, 3, 15.0
# What stands before the links of a sheet (ECMA-376 Part 1, 18.3.1.99, the order of CT_Worksheet).
_BEFORE_LINKS = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations",
)  # fmt: skip
_FAULTS = (
    BrokenPackageError,
    ElementTree.ParseError,
    expat.ExpatError,
    ValueError,
    LookupError,
)


class Model(NamedTuple):
    """A cell of a workbook whose look the cells of the sheet To do take: sheet and address."""

    sheet: str
    cell: str


def is_todo_sheet(sheet: Worksheet) -> bool:
    """Tell whether a sheet is the one that the program writes as the sheet To do."""
    return bool(sheet["A1"].value == _MARK)


def with_todo(
    content: bytes,
    diagnostics: Sequence[Diagnostic],
    language: Language,
    now: datetime,
    model: Model,
) -> bytes:
    """Return a workbook whose sheet To do holds these problems, and nothing else changed.

    Where the file is as it was when the sheet was last written, and the problems are the same, the
    very bytes are returned, so that the time in it is that of the last change. Raises PatchError
    where the workbook is built in a way that is not understood.
    """
    try:
        return _with_todo(content, diagnostics, language, now, model)
    except _FAULTS as fault:
        raise PatchError(type(fault).__name__) from fault


def _with_todo(
    content: bytes,
    diagnostics: Sequence[Diagnostic],
    language: Language,
    now: datetime,
    model: Model,
) -> bytes:
    new = with_usual_names(content)
    title = _title(new)
    if not title:
        title = _free_title(new, language)
        new = _with_blank_sheet(new, title, language, model)
    lines = tuple(todo_lines(diagnostics, language))
    state = _state(new, title, lines)
    if _text(new, title, "A2") == state:
        return content
    cells: dict[str, str | RichText] = {"A1": _MARK, "A2": state}
    cells["B1"] = _bold(first_line(diagnostics, language, now), 12)
    new = _filled(new, title, cells | _headings(language), lines)
    return _with_links(new, title, lines)


# What it holds


def _bold(text: str, size: int = 10) -> RichText:
    return (RichRun(text, look(bold=True, size=size)),)


def _headings(language: Language) -> dict[str, str | RichText]:
    words = language.words("todo")
    return {f"{letter}{_HEADING}": _bold(words[key]) for key, letter in TODO_LETTERS.items()}


def _filled(
    content: bytes,
    title: str,
    first: Mapping[str, str | RichText],
    lines: Sequence[TodoLine],
) -> bytes:
    """Return the workbook with the lines in the sheet, and the older ones below them emptied."""
    cells: dict[str, str | RichText | int] = dict(first)
    for number, line in enumerate(lines, start=_FIRST):
        cells |= {f"{letter}{number}": line.shown(key) for key, letter in TODO_LETTERS.items()}
    written = {number: line.texts for number, line in enumerate(lines, start=_FIRST)}
    rows = Locator(_sheet_of(content, title)).sheet.rows
    old = [number for number in rows if number >= _FIRST + len(lines)]
    cells |= {f"{letter}{number}": "" for number in old for letter in TODO_LETTERS.values()}
    heights = row_heights(written, _WIDTHS) | dict.fromkeys(old, _HIGH)
    return patch_cells(content, {title: cells}, {title: SheetAreas(heights)})


def _with_links(content: bytes, title: str, lines: Sequence[TodoLine]) -> bytes:
    """Return the workbook with links from the first column to the cells; other links of the sheet
    stay.
    """
    edit = PackageEdit(content)
    part = _parts_of(content)[title]
    root, *elements = placed_elements(edit.parts[part], 2)
    own = "".join(
        f"<{root.prefix}hyperlink ref={quoteattr(TODO_LETTERS['cell'] + str(number))}"
        f" location={quoteattr(line.location)} display={quoteattr(line.texts['cell'])}/>"
        for number, line in enumerate(lines, start=_FIRST)
        if line.location
    ).encode()
    pieces = Pieces(edit.parts[part])
    known = [each for each in elements if each.path == ("hyperlinks",)]
    links = [each for each in elements if each.path == ("hyperlinks", "hyperlink")]
    ours = [each for each in links if _is_ours(each)]
    if known and (own or len(ours) < len(links)):
        pieces.cut(ours)
        pieces.append(known[0], own)
    elif known:
        pieces.cut(known)
    elif own:
        before = [each.end for each in elements if each.path[0] in _BEFORE_LINKS]
        whole = f"<{root.prefix}hyperlinks>".encode() + own + f"</{root.prefix}hyperlinks>".encode()
        pieces.put(max(before), whole)
    edit.parts[part] = pieces.joined()
    return edit.done()


def _is_ours(link: PlacedElement) -> bool:
    letters = link.attribute("ref").rstrip("0123456789")
    return letters == TODO_LETTERS["cell"] and not link.attribute("id")


def _state(content: bytes, title: str, lines: Sequence[TodoLine]) -> str:
    """Return a digest of the lines and of the workbook besides the sheet itself."""
    own = _parts_of(content)[title]
    parts = PackageEdit(content).parts
    digests = [f"{name} {digest_of(part)}" for name, part in parts.items() if name != own]
    return digest_of("\n".join([*digests, repr(lines)]).encode("utf-8", "replace"))


# Where it is


def _parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sheet_parts(archive)


def _sheet_of(content: bytes, title: str) -> bytes:
    return PackageEdit(content).parts[_parts_of(content)[title]]


def _text(content: bytes, title: str, cell: str) -> str:
    return plain(stored_texts(content, _parts_of(content)[title], [cell]).get(cell, ""))


def _title(content: bytes) -> str:
    """Return the name of the sheet To do; '' where there is none."""
    titles = _parts_of(content)
    return next((title for title in titles if _text(content, title, "A1") == _MARK), "")


def _free_title(content: bytes, language: Language) -> str:
    """Return the name for the sheet; another one where a person has a sheet of that name."""
    wanted = language.words("sheets")["todo"]
    edit = PackageEdit(content)
    known = {each.attribute("name").casefold() for each in _entries(edit)}
    title, number = wanted, 2
    while title.casefold() in known:
        title, number = f"{wanted} ({number})", number + 1
    return title


def _entries(edit: PackageEdit) -> list[PlacedElement]:
    """Return the sheets, of whatever kind, as the workbook lists them."""
    elements = placed_elements(edit.parts[edit.graph.main], 2)
    return [each for each in elements if each.path == ("sheets", "sheet")]


def _with_blank_sheet(content: bytes, title: str, language: Language, model: Model) -> bytes:
    """Return a workbook with an empty sheet behind its others. Raises PatchError where any other
    part would change.
    """
    edit = PackageEdit(content)
    graph, like = edit.graph, _parts_of(content)[model.sheet]
    name = edit.free_name("xl/worksheets/sheet{}.xml")
    blank = _blank_sheet(edit.parts[like], model, language)
    edit.add(name, blank.encode(), graph.content_type(like))
    id_ = edit.relate(graph.main, "worksheet", name)
    number = max(int(each.attribute("sheetId") or 0) for each in _entries(edit)) + 1
    elements = placed_elements(edit.parts[graph.main], 1)
    (parent,) = (each for each in elements if each.path == ("sheets",))
    space = edit.kind_of("").removesuffix("/")
    pieces = Pieces(edit.parts[graph.main])
    entry = f'<{parent.prefix}sheet xmlns:r="{space}" name={quoteattr(title)} sheetId="{number}"'
    pieces.append(parent, f'{entry} r:id="{id_}"/>'.encode())
    edit.parts[graph.main] = pieces.joined()
    added = edit.done()
    _require_all_sheets(content, added, title, name)
    return added


def _require_all_sheets(old: bytes, new: bytes, title: str, name: str) -> None:
    """Raise PatchError unless all sheets that there were are the very bytes, and one is new."""
    before, after = _parts_of(old), _parts_of(new)
    parts, present = PackageEdit(old).parts, PackageEdit(new).parts
    types = (package_of(parts), package_of(present))
    same = parts.keys() - {types[0].main, "[Content_Types].xml"}
    same = {each for each in same if not each.lower().endswith(".rels")}
    is_same = all(parts[each] == present.get(each) for each in same)
    has_types = all(types[0].content_type(each) == types[1].content_type(each) for each in same)
    if after != before | {title: name} or not is_same or not has_types:
        raise PatchError("other sheets differ")


def _blank_sheet(like: bytes, model: Model, language: Language) -> str:
    """Return an empty sheet in the words of another one, with the look of a cell of it in its
    first row below the heading, which stands for all.
    """
    sheet = Locator(like).sheet
    (root,) = placed_elements(like, 0)
    key = f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"
    row = int(model.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    style = sheet.rows[row].cells[model.cell].attributes.get("s", "0")
    letters = TODO_LETTERS.values()
    cells = "".join(f'<c r="{letter}{_HEADING}" s="{style}"/>' for letter in letters)
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS.values(), start=2)
    )
    turned = ' rightToLeft="1"' if language.is_right_to_left else ""
    return (
        f"<worksheet xmlns={quoteattr(root.attributes[key])}>"
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{turned} workbookViewId="0"><pane ySplit="{_HEADING}"'
        f' topLeftCell="A{_FIRST}" activePane="bottomLeft" state="frozen"/></sheetView>'
        '</sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols><col min="1" max="1" width="9" hidden="1" customWidth="1"/>{widths}</cols>'
        f'<sheetData><row r="1"><c r="A1"/><c r="B1"/></row><row r="{_HEADING}">{cells}</row>'
        '</sheetData><pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3"'
        ' footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "</worksheet>"
    )
