"""What fails in the tags: 02 role mapping, 09 nesting, 13 figures, 14 headings, 15 tables, 17 formulas, 19 notes."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tests.matterhorn.tree import STANDARD, Document, Element, Failure, has_text

# ISO 32000-1, tables 333, 336, 337 and 338: what may stand in what; and where alone something may stand.
CHILDREN = {
    "Table": ("09-004", "TR THead TBody TFoot Caption"),
    "THead": ("09-004", "TR"),
    "TBody": ("09-004", "TR"),
    "TFoot": ("09-004", "TR"),
    "TR": ("09-004", "TH TD"),
    "L": ("09-005", "LI L Caption"),
    "LI": ("09-005", "Lbl LBody"),
    "TOC": ("09-006", "TOCI TOC Caption"),
    "TOCI": ("09-006", "Lbl Reference NonStruct P TOC"),
    "Ruby": ("09-007", "RB RT RP"),
    "Warichu": ("09-008", "WP WT"),
}
PARENTS = {
    "THead": ("09-004", "Table"),
    "TBody": ("09-004", "Table"),
    "TFoot": ("09-004", "Table"),
    "TR": ("09-004", "Table THead TBody TFoot"),
    "TH": ("09-004", "TR"),
    "TD": ("09-004", "TR"),
    "LI": ("09-005", "L"),
    "LBody": ("09-005", "LI"),
    "TOCI": ("09-006", "TOC"),
    "RB": ("09-007", "Ruby"),
    "RT": ("09-007", "Ruby"),
    "RP": ("09-007", "Ruby"),
    "WT": ("09-008", "Warichu"),
    "WP": ("09-008", "Warichu"),
}


def role_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in the mapping of roles."""
    for key in document.roles:
        kind = key[1:]
        if kind in STANDARD:
            yield "02-004", f"{kind} is mapped to another type"
        else:
            yield from _circles(document, kind)
    for element in document.elements():
        if element.kind not in STANDARD:
            yield "02-001", f"{element.kind} is no standard type"


def _circles(document: Document, kind: str) -> Iterator[Failure]:
    seen = [kind]
    while f"/{seen[-1]}" in document.roles and seen[-1] not in STANDARD:
        seen.append(str(document.roles[f"/{seen[-1]}"])[1:])
        if seen[-1] in seen[:-1]:
            yield "02-003", f"{kind} is mapped in a circle"
            return


def nesting_faults(document: Document) -> Iterator[Failure]:
    """Yield elements that stand where they may not."""
    for element in document.elements():
        number, allowed = CHILDREN.get(element.kind, ("", ""))
        for child in element.children if number else ():
            if child.kind not in allowed.split():
                yield number, f"{child.kind} in {element.kind}"
        if number and element.marked and element.kind not in ("TOCI",):
            yield number, f"text of its own in {element.kind}"
        number, wanted = PARENTS.get(element.kind, ("", ""))
        parent = element.parent.kind if element.parent else "nothing"
        if number and parent not in wanted.split():
            yield number, f"{element.kind} in {parent}"
        yield from _orders(element)


def _orders(element: Element) -> Iterator[Failure]:
    kinds = [each.kind for each in element.children]
    number = CHILDREN.get(element.kind, ("", ""))[0]
    if number and "Caption" in kinds[1:-1]:
        yield number, f"a caption in the middle of {element.kind}"
    if element.kind == "Table" and (kinds.count("THead") > 1 or kinds.count("TFoot") > 1):
        yield "09-004", "more than one THead or TFoot"
    if element.kind == "Ruby" and kinds not in (["RB", "RT"], ["RB", "RP", "RT", "RP"]):
        yield "09-007", f"{' '.join(kinds)} in Ruby"
    if element.kind == "Warichu" and kinds != ["WP", "WT", "WP"]:
        yield "09-008", f"{' '.join(kinds)} in Warichu"


def element_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in figures, formulas and headings without a number."""
    for element in document.elements():
        if element.kind == "Figure" and not has_text(element.raw, "/Alt", "/ActualText"):
            yield "13-004", "a figure without a description"
        if element.kind == "Formula" and not has_text(element.raw, "/Alt"):
            yield "17-002", "a formula without a description"
        if [each.kind for each in element.children].count("H") > 1:
            yield "14-006", f"more than one H in {element.kind}"


def heading_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in the levels of headings."""
    kinds = [each.kind for each in document.elements()]
    levels = [int(kind[1]) for kind in kinds if re.fullmatch(r"H[1-6]", kind)]
    if levels and levels[0] != 1:
        yield "14-002", f"the first heading is H{levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield "14-003", f"H{after} after H{before}"
    if levels and "H" in kinds:
        yield "14-007", "H and numbered headings"


def table_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in header cells and rows."""
    for number, table in enumerate(
        (each for each in document.elements() if each.kind == "Table"), start=1
    ):
        cells = [each for each in table.walk() if each.kind in ("TH", "TD")]
        headers = [each for each in cells if each.kind == "TH"]
        ids = {str(each.raw.ID) for each in headers if "/ID" in each.raw}
        named = [_headers_of(each) for each in cells if each.kind == "TD"]
        if any(not each <= ids for each in named):
            yield "15-003", f"table {number}: a cell names a header cell that is not there"
        is_organised = bool(named) and all(named)
        if not is_organised and any(each.attribute("/Scope") is None for each in headers):
            yield "15-003", f"table {number}: a header cell without a scope"
        yield from _uneven(number, table)


def _headers_of(cell: Element) -> set[str]:
    return {str(each) for each in cell.attribute("/Headers") or ()}


def _uneven(number: int, table: Element) -> Iterator[Failure]:
    """Yield that rows have other numbers of columns than the first (ISO 32000-1, 14.8.5.7: spans)."""
    widths: Counter[int] = Counter()
    reaching: list[tuple[int, int]] = []  # columns, and rows that they still reach into
    for row in (each for each in table.walk() if each.kind == "TR"):
        width = sum(columns for columns, _ in reaching)
        reaching = [(columns, left - 1) for columns, left in reaching if left > 1]
        for cell in row.children:
            columns = int(cell.attribute("/ColSpan") or 1)
            rows = int(cell.attribute("/RowSpan") or 1)
            width += columns
            if rows > 1:
                reaching.append((columns, rows - 1))
        widths[width] += 1
    if len(widths) > 1:
        yield "09-004", f"table {number}: rows of {' and '.join(map(str, sorted(widths)))} columns"


def note_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in the ids of notes."""
    ids = Counter(str(each.raw.ID) for each in document.elements() if "/ID" in each.raw)
    for element in document.elements():
        if element.kind == "Note" and not has_text(element.raw, "/ID"):
            yield "19-003", "a note without an id"
        elif element.kind == "Note" and ids[str(element.raw.ID)] > 1:
            yield "19-004", "two notes, or a note and something else, of one id"
