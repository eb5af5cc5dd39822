"""What a printing house and a bookbinder want of a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printing:
    """The ICC profile of the press, and how the sheets are bound.

    `gutter` is by how many millimetres the pages move away from their binding; with `has_fours`
    blank pages fill their number up to a multiple of four.
    """

    profile: bytes
    gutter: int = 0
    has_fours: bool = False
