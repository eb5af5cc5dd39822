"""A picture of a report for those who pass its link on: its assessments as squares in their
colours.

Written as PNG (ISO/IEC 15948) by hand: plain squares need no library, and the same report gives the
same bytes.
"""

import struct
import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 1200, 630  # what services that show links ask for
_MARGIN, _GAP = 60, 8
_BAR = 24
Colour = tuple[int, int, int]
_WHITE: Colour = (255, 255, 255)


def strip_picture(colours: Sequence[str], accent: str) -> bytes:
    """Return the picture of squares in these colours, written #rrggbb, under a bar in the accent of
    the house.
    """
    size, columns = _square(max(1, len(colours)))
    rows: list[bytes] = [_row([(0, WIDTH, _rgb(accent))])] * _BAR
    blank = _row([])
    rows += [blank] * (_MARGIN - _BAR)
    for start in range(0, len(colours), columns):
        line = colours[start : start + columns]
        pieces = [
            (_MARGIN + at * (size + _GAP), _MARGIN + at * (size + _GAP) + size, _rgb(colour))
            for at, colour in enumerate(line)
        ]
        rows += [_row(pieces)] * size + [blank] * _GAP
    rows = (rows + [blank] * HEIGHT)[:HEIGHT]
    return _png(b"".join(b"\x00" + row for row in rows))


def _square(count: int) -> tuple[int, int]:
    """Return the side of the largest squares with which all fit, and how many stand in a row."""
    for size in range(160, 3, -1):
        columns = (WIDTH - 2 * _MARGIN + _GAP) // (size + _GAP)
        lines = -(-count // columns)
        if lines * (size + _GAP) - _GAP <= HEIGHT - 2 * _MARGIN:
            return size, columns
    return 4, (WIDTH - 2 * _MARGIN + _GAP) // (4 + _GAP)


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _row(pieces: Sequence[tuple[int, int, Colour]]) -> bytes:
    row = bytearray(bytes(_WHITE) * WIDTH)
    for start, end, colour in pieces:
        row[3 * start : 3 * end] = bytes(colour) * (end - start)
    return bytes(row)


def _png(pixels: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)  # 8 bits a channel, RGB
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
