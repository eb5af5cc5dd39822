"""What is wrong with laid-out pages: the defects that a publisher would send back.

Comes in: the pages as values (`boxes`) and the HTML they were made of. Goes out: the faults.
WeasyPrint itself warns of none of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.writers.pdf.boxes import CellBox, Element, LineBox, PageContent, RowPart, breaks
from publisher.writers.pdf.render import Laid

MOST_WHITE = 0.35  # of a page's height, at its foot, where the table goes on
_TOLERANCE = 1.0  # CSS pixels


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """One defect: the page, its kind and the words at which it is seen."""

    page: int
    kind: str
    words: str

    def __str__(self) -> str:
        return f"page {self.page}: {self.kind}: {self.words}"


def faults(laid: Laid) -> tuple[LayoutFault, ...]:
    """Return the defects of laid-out pages."""
    sheets = laid.sheets
    found = (
        *_stranded_headings(sheets),
        *_white_feet(sheets),
        *_parted_labels(laid),
        *_text_outside(sheets),
        *_overflowing_cells(sheets),
        *_notes(laid.tree, sheets),
        *_lost_rows(laid.tree, sheets),
    )
    return tuple(sorted(found, key=lambda each: each.page))


def _stranded_headings(sheets: Sequence[PageContent]) -> Iterator[LayoutFault]:
    """Yield headings, and heads of tables, with nothing of what they head on their page."""
    for sheet in sheets[:-1]:
        if sheet.lines and sheet.lines[-1].kind in ("heading", "head"):
            words = _heading(sheet.lines)
            yield LayoutFault(sheet.number, "a heading with nothing below it", words)


def _heading(lines: Sequence[LineBox]) -> str:
    headings = [line.text for line in lines if line.kind == "heading"]
    return headings[-1] if headings else lines[-1].text


def _white_feet(sheets: Sequence[PageContent]) -> Iterator[LayoutFault]:
    """Yield pages that are white at the foot although the same table goes on on the next."""
    for sheet, following in pairwise(sheets):
        goes_on = sheet.rows and following.rows and sheet.rows[-1].table is following.rows[0].table
        if goes_on and sheet.white > MOST_WHITE:
            yield LayoutFault(sheet.number, "white within a table", f"{sheet.white:.0%}")


def _parted_labels(laid: Laid) -> Iterator[LayoutFault]:
    """Yield rows whose label is on another page than their text's beginning, or not repeated."""
    begun: set[int] = set()
    for page, boxes in enumerate(pairwise(laid.page_boxes), start=2):
        for before, after in breaks(boxes):
            words = _words(before) or _words(after)
            if id(before.row) not in begun:
                for kind in _begun_badly(before, after):
                    yield LayoutFault(page - 1, kind, words)
            if not _shows_label(after):
                yield LayoutFault(page, "a row that goes on without a label", words)
            begun.add(id(before.row))


def _begun_badly(before: RowPart, after: RowPart) -> Iterator[str]:
    if not _shows_label(before):
        yield "a text without its label"
    empty = [cell for cell in before.cells if cell.is_empty and not cell.is_label]
    if any(_goes_on(cell, after) for cell in empty):
        yield "a label without its text"


def _shows_label(part: RowPart) -> bool:
    return any(cell.is_label and not cell.is_empty for cell in part.cells)


def _goes_on(cell: CellBox, after: RowPart) -> bool:
    return any(each.left == cell.left and not each.is_empty for each in after.cells)


def _words(part: RowPart) -> str:
    return next((cell.lines[0].text for cell in part.cells if cell.lines), "")


def _text_outside(sheets: Sequence[PageContent]) -> Iterator[LayoutFault]:
    """Yield lines that leave the area within the page's margins."""
    for sheet in sheets:
        for line in sheet.lines:
            is_above = line.top < sheet.top - _TOLERANCE
            is_below = line.bottom > sheet.bottom + _TOLERANCE
            if is_above or is_below or _is_beside(line, sheet):
                yield LayoutFault(sheet.number, "text outside the page's area", line.text)


def _overflowing_cells(sheets: Sequence[PageContent]) -> Iterator[LayoutFault]:
    """Yield lines of the table that are wider than their cell or lie below their row."""
    for sheet in sheets:
        for part in sheet.rows:
            for cell in part.cells:
                for line in cell.lines:
                    is_below = line.bottom > part.bottom + _TOLERANCE
                    if is_below or _is_beside(line, cell):
                        yield LayoutFault(sheet.number, "text outside its cell", line.text)


def _is_beside(line: LineBox, area: PageContent | CellBox) -> bool:
    return line.left < area.left - _TOLERANCE or line.right > area.right + _TOLERANCE


def _notes(tree: Element, sheets: Sequence[PageContent]) -> Iterator[LayoutFault]:
    """Yield notes that are on no page, and notes before a call that leads to them."""
    pages: dict[int, int] = {}
    for sheet in sheets:
        for element in sheet.elements:
            pages.setdefault(id(element), sheet.number)
    note_pages: dict[str, int | None] = {}
    for note in _of_class(tree, "p", "note"):
        page = pages.get(id(note))
        note_pages |= dict.fromkeys(_ids(note), page)
        if page is None:
            yield LayoutFault(0, "a lost note", "".join(note.itertext())[:40])
    for call in _of_class(tree, "a", "call"):
        page, note_page = pages.get(id(call)), note_pages.get(call.get("href", "")[1:])
        if page is None or note_page is None or note_page < page:
            yield LayoutFault(page or 0, "a call without its note", "".join(call.itertext()))


def _of_class(tree: Element, tag: str, name: str) -> Iterator[Element]:
    return (each for each in tree.iter(tag) if name in each.get("class", "").split())


def _ids(element: Element) -> list[str]:
    ids = (each.get("id") for each in element.iter())
    return [id_ for id_ in ids if id_]


def _lost_rows(tree: Element, sheets: Sequence[PageContent]) -> Iterator[LayoutFault]:
    """Yield rows of the table that are on no page."""
    printed: set[int] = set()
    for sheet in sheets:
        printed.update(id(part.row) for part in sheet.rows)
    for table in tree.iter("table"):
        for row in table.iterfind("tbody/tr"):
            if id(row) not in printed:
                words = "".join(row.itertext()).split()
                yield LayoutFault(0, "a lost row", " ".join(words)[:40])
