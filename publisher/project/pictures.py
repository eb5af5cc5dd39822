"""The pictures that settings name: the logo and the picture on the cover.

This is the edge: it knows paths. Comes in: a file and the key of the setting that names it. Goes
out: the picture without what a camera or a program wrote into the file beside it, such as the place
where it was taken; and what is wrong with it.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from publisher.compose.presentation import Picture
from publisher.domain.diagnostics import Diagnostic, Place, failure, problem
from publisher.project.files import read_file
from publisher.project.on_disk import as_on_disk

# What a picture file begins with, by the type of picture; Word, PDF and web page can show both.
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# PNG, 11.2.5: IEND with its checksum; ITU T.81, B.1.1.3: EOI, which stands nowhere else.
_ENDS = b"IEND\xaeB`\x82", b"\xff\xd9"
_TYPES = {_PNG: "image/png", _JPEG: "image/jpeg"}
_MEGABYTE = 1_000_000
# Every web page, Word file and PDF holds the picture.
_MOST_MEGABYTES = 4
_MOST_PIXELS = 40_000_000
# Pixels each way. The cover of an upright page is 210 mm wide, that of a broad one as high: 1,300
# pixels are some 150 on an inch there.
_LEAST_OF_COVER = 1_300
_LEAST_OF_LOGO = 800
# The logo fills this much of the cover, in millimetres, one way or the other; with fewer pixels on
# an inch than 75 its letters fall apart.
_LOGO_WIDE, _LOGO_HIGH = 70, 18
_LEAST_ON_INCH, _INCH = 75, 25.4
_UPRIGHT = 1  # Exif 2.32, tag 274: the picture is stored as it is to be seen
_ORIENTATION = 274


def read_picture(
    folder: Path, key: str, name: str, description: str, credit: str = ""
) -> Picture | None:
    """Return the picture that a setting names, None where it names none.

    Raises PublisherError where the file cannot be read, or is no picture.
    """
    if not name:
        return None
    content = read_file(as_on_disk(folder / name))
    kind = next((kind for start, kind in _TYPES.items() if content.startswith(start)), "")
    if not kind:
        least = _LEAST_OF_LOGO if key.endswith("logo") else _LEAST_OF_COVER
        raise failure("P411", Place(name), key=key, least=least)
    if len(content) > _MOST_MEGABYTES * _MEGABYTE:
        megabytes = round(len(content) / _MEGABYTE, 1)
        raise failure("P440", Place(name), key=key, megabytes=f"{megabytes:g}")
    plain = _plain_png(content) if kind == "image/png" else _plain_jpeg(content)
    return Picture(plain, kind, description, credit)


def picture_faults(folder: Path, key: str, name: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with a picture that can be read as its first bytes say; a cover picture
    must also be large enough to fill its part of the page.
    """
    from PIL import Image  # noqa: PLC0415 - for projects with a picture only

    place, content = Place(name), read_file(as_on_disk(folder / name))
    # WeasyPrint has Pillow take pictures that are cut off.
    if not any(end in content for end in _ENDS):
        yield problem("P441", place, key=key)
        return
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                yield problem("P444", place, key=key, width=width, height=height)
                return
            image.load()
            is_in_inks = image.mode == "CMYK"
            is_turned = image.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        yield problem("P441", place, key=key)
        return
    # Word, Typst and PDF/A take no picture in four inks; its colours without a profile of the press
    # are nobody's.
    if is_in_inks:
        yield problem("P447", place, key=key)
    if is_turned:
        yield problem("P443", place, key=key)
    if key == "house.picture" and min(width, height) < _LEAST_OF_COVER:
        yield problem("P442", place, key=key, width=width, height=height, least=_LEAST_OF_COVER)
    on_inch = max(width / _LOGO_WIDE, height / _LOGO_HIGH) * _INCH
    if key == "house.logo" and on_inch < _LEAST_ON_INCH:
        yield problem("P446", place, key=key, width=width, height=height, least=_LEAST_OF_LOGO)


# Files without what stands beside the picture in them

# PNG, 11.3: words, the time, and what a camera knows.
_PNG_BESIDE = (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf")


def _plain_png(content: bytes) -> bytes:
    """Return a PNG without chunks that hold words, times and places."""
    kept, at = [content[: len(_PNG)]], len(_PNG)
    while at + 12 <= len(content):
        # Length, name, content, checksum (PNG, 5.3).
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] not in _PNG_BESIDE:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


# Application segments that are needed to show the picture: JFIF, colour profile, Adobe's colours.
_NEEDED = (0xE0, 0xE2, 0xEE)
_COMMENT, _SCAN = 0xFE, 0xDA


def _plain_jpeg(content: bytes) -> bytes:
    """Return a JPEG without comments and segments of applications that it can be shown without
    (ITU T.81, B.1.1).
    """
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _SCAN:
        marker, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4])
        is_beside = 0xE0 <= marker <= 0xEF and marker not in _NEEDED
        if not is_beside and marker != _COMMENT:
            kept.append(content[at:end])
        at = end
    return b"".join((*kept, content[at:]))
