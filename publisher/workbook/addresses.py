"""The addresses of cells, such as F12: letters for the column, a number for the row."""

import re

# Excel's last column is XFD; more letters are no column.
_LETTERS = re.compile("[A-Za-z]{1,3}")
_CORNER = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def split_address(address: str) -> tuple[str, str]:
    """Return the letters and the digits of an address; either may be missing, as in F or in 12."""
    letters = address.rstrip("0123456789")
    return letters, address[len(letters) :]


def column_number(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA. Raises ValueError where it is none."""
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"{letters} is no column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_of(address: str) -> int:
    """Return the number of the column in an address such as F12; 0 where it names none."""
    letters, _ = split_address(address)
    return column_number(letters) if letters else 0


def row_of(address: str) -> int:
    """Return the number of the row in an address such as F12. Raises ValueError where it names
    none.
    """
    _, digits = split_address(address)
    return int(digits)


def cells_in(area: str) -> int:
    """Return how many cells an area such as B2:D9 has; 1 where it is no area."""
    corners = _CORNER.findall(area)
    if len(corners) != 2:
        return 1
    (first_letters, first_row), (last_letters, last_row) = corners
    columns = abs(column_number(last_letters) - column_number(first_letters)) + 1
    rows = abs(int(last_row) - int(first_row)) + 1
    return columns * rows
