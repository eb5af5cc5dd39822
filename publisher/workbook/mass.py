"""What makes a workbook too big to be read: which sheet, how much of it, and what of it is empty.

Looks at bytes only, as `safe_open` does: a sheet that is too big is not parsed.
"""

import re
from collections import Counter
from dataclasses import dataclass

from publisher.domain.archive import Archive
from publisher.domain.package import BrokenPackageError, PackageGraph, elements
from publisher.workbook.addresses import column_number

_ROW = re.compile(rb"<row [^>]*?\br=\"(\d{1,7})\"")
_CELL = re.compile(rb"<c [^>]*?\br=\"([A-Z]{1,3})\d{1,7}\"")
_FILLED_CELL = re.compile(rb"<c [^>]*?\br=\"([A-Z]{1,3})\d{1,7}\"[^>]*(?<!/)>")
# What stands in a cell that holds something (ECMA-376 Part 1, 18.3.1.4).
_VALUES = (b"<v>", b"<is>", b"<f>", b"<v ", b"<is ", b"<f ")
_LAST_COLUMN = "XFD"
_MOST_FILLED = 100_000  # cells that hold something: so many are the mass themselves
_LOOKED_AT = 4 * 2**20  # of a sheet: enough to see where most of its cells stand


@dataclass(frozen=True, slots=True)
class Mass:
    """How many rows and cells a sheet has; the rows below its last text, as 65:20001, or the
    columns right of it, as P:XFD, where these are most of it.
    """

    rows: int
    cells: int
    empty_rows: str = ""
    empty_columns: str = ""


def readable(part: bytes) -> bytes:
    """Return a part without the zeros between which UTF-16 hides words."""
    return part.replace(b"\x00", b"") if b"\x00" in part else part


def tags_in(part: bytes) -> int:
    """Return how many elements a part has."""
    part = readable(part)
    return part.count(b"<") - sum(part.count(other) for other in (b"</", b"<?", b"<!"))


def mass_of(part: bytes) -> Mass:
    """Return how much a sheet holds, and what of it is empty."""
    part = readable(part)
    rows = sum(part.count(b"<row" + end) for end in (b" ", b">", b"/"))
    cells = sum(part.count(b"<c" + end) for end in (b" ", b">", b"/"))
    empty_rows = _rows_below_texts(part)
    empty_columns = "" if empty_rows else _columns_beside_texts(part)
    return Mass(rows, cells, empty_rows, empty_columns)


def _rows_below_texts(part: bytes) -> str:
    """Return the rows below the last one that holds anything, where they are most of a sheet."""
    last_value = max(part.rfind(value) for value in _VALUES)
    start = part.rfind(b"<row ", 0, max(last_value, 0))
    filled = _ROW.match(part, start) if start >= 0 else None
    end = _ROW.match(part, part.rfind(b"<row "))
    if not filled or not end or len(part) - last_value < len(part) // 2:
        return ""
    return f"{int(filled[1]) + 1}:{int(end[1])}" if filled[1] != end[1] else ""


def _columns_beside_texts(part: bytes) -> str:
    """Return the columns right of the last one that holds anything, where most cells are there."""
    if part.count(b"</c>") > _MOST_FILLED:
        return ""
    filled = {found[1].decode() for found in _FILLED_CELL.finditer(part)}
    last = max(map(column_number, filled), default=1)
    counts = Counter(found[1].decode() for found in _CELL.finditer(part, 0, _LOOKED_AT))
    beside = [letters for letters in counts if column_number(letters) > last]
    is_most = sum(counts[each] for each in beside) > counts.total() // 2
    return f"{min(beside, key=column_number)}:{_LAST_COLUMN}" if is_most else ""


def sheet_names(archive: Archive, graph: PackageGraph) -> dict[str, str]:
    """Return the names of the sheets by their parts; none where the workbook does not say them."""
    try:
        targets = {each.id: each.target for each in graph.relationships(graph.main)}
        sheets = elements(archive.read(graph.main), "sheet") if graph.main else []
    except BrokenPackageError:
        return {}
    names: dict[str, str] = {}
    for _, values in sheets:
        id_ = next((text for key, text in values.items() if key.rpartition(" ")[2] == "id"), "")
        names[targets.get(id_, "")] = values.get("name", "")
    return names
