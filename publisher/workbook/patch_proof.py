"""The proof that a changed workbook is the old one but for the named cells: both files are read
anew and compared byte by byte, whatever the writing was meant to do.
"""

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from publisher.workbook.added_texts import AddedTexts
from publisher.workbook.addresses import row_of
from publisher.workbook.reach import without_reach
from publisher.workbook.sheet_xml import Locator, PatchError, SheetXml

# Between which columns the cells of a row stand: optional (ECMA-376 Part 1, 18.3.1.73).
SPANS = rb"\s+spans=(?:\"[^\"]*\"|'[^']*')"


@dataclass(frozen=True, slots=True)
class MayChange:
    """What may differ in a sheet: cells by address, the tags of rows that are given a height, and
    how far drop-downs reach.
    """

    cells: Collection[str]
    rows: Collection[int] = ()
    has_reach: bool = False


def require_nothing_else_changed(
    old: bytes, new: bytes, wanted: Mapping[str, MayChange], shared: AddedTexts | None
) -> None:
    """Raise PatchError unless all parts, all cells but the wanted ones and all texts that cells
    share are as they were; `wanted` stands by the part of the sheet.
    """
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        if before.namelist() != after.namelist():
            raise PatchError("the parts differ")
        for part in before.namelist():
            one, other = before.read(part), after.read(part)
            if part in wanted:
                if _others(one, wanted[part]) != _others(other, wanted[part]):
                    raise PatchError(f"other cells of {part} differ")
            elif shared and part == shared.part:
                shared.require_kept(other)
            elif one != other:
                raise PatchError(f"the part {part} differs")


def _others(xml: bytes, wanted: MayChange) -> list[tuple[str, bytes]]:
    """Return what must stay in a sheet: cells by address, tags of rows by number, and all that
    stands before and after the rows.
    """
    sheet = Locator(xml).sheet
    assert sheet.data is not None
    # A row of which all cells are wanted may be new; of any other the tag stays as it was.
    may_be_new = {row_of(address) for address in wanted.cells}
    kept = [("", _before_rows(xml, sheet, sheet.data.start))]
    for number, row in sheet.rows.items():
        others = {each: cell for each, cell in row.cells.items() if each not in wanted.cells}
        for address, cell in others.items():
            kept.append((address, xml[cell.start : cell.end]))
        is_known = bool(others) or number not in may_be_new
        if is_known and number not in wanted.rows:
            # The span of a row may go and an empty <row/> be opened; all else of the tag stays.
            tag = xml[row.element.start : row.element.tag_end]
            kept.append((str(number), re.sub(SPANS + rb"|\s*/?>$", b"", tag)))
    behind = xml[sheet.data.end :]
    kept.append(("", without_reach(behind) if wanted.has_reach else behind))
    return kept


def _before_rows(xml: bytes, sheet: SheetXml, end: int) -> bytes:
    """Return what stands before the rows, but for the dimension: it is optional (18.3.1.35), and
    goes where cells are added.
    """
    area = sheet.dimension
    return xml[: area.start] + xml[area.end : end] if area else xml[:end]
