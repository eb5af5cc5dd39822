"""How far down drop-downs and colours reach in a sheet: as far as its rows and some spare ones, not
to the end of what could ever be.

Each cell with a drop-down is a cell to some programs: Gnumeric wrote 340,017 of them for a sheet
whose drop-downs reached to row 20,001. So they grow with the rows (ECMA-376 Part 1, 18.3.1.33 and
18.3.1.18; 18.18.76 for the areas).
"""

import re
from collections.abc import Callable

# Rows that drop-downs reach beyond the last one.
SPARE_ROWS = 300
# One area from the first row below the heading: as an attribute, or as Excel 2010 and ONLYOFFICE
# write it in an extension.
_AREA = re.compile(rb"(sqref=[\"']|<xm:sqref>)([A-Z]{1,3}2:[A-Z]{1,3})(\d{1,7})(?=[\"'<])")


def grown(behind_rows: bytes, reach: int) -> bytes:
    """Return what follows the rows of a sheet with its drop-downs and colours reaching to a row at
    the least.
    """
    return _with_ends(behind_rows, lambda end: max(end, reach))


def grown_area(area: str, reach: int) -> str:
    """Return an area of cells, such as L2:L301, reaching to a row at the least."""
    written = grown(f'sqref="{area}"'.encode(), reach).decode()
    return written.removeprefix('sqref="').removesuffix('"')


def without_reach(behind_rows: bytes) -> bytes:
    """Return what follows the rows of a sheet without how far drop-downs and colours reach, for
    comparing.
    """
    return _with_ends(behind_rows, lambda _: 0)


def _with_ends(xml: bytes, new_end: Callable[[int], int]) -> bytes:
    def changed(found: re.Match[bytes]) -> bytes:
        end = int(found[3])
        if end < SPARE_ROWS:  # an area that somebody drew around some cells
            return found[0]
        return found[1] + found[2] + str(new_end(end)).encode()

    return _AREA.sub(changed, xml)
