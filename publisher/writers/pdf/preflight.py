"""What a printing house would refuse in a PDF, as far as it can be seen in the file.

Comes in: the bytes of a PDF. Goes out: the faults, in words.
"""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pikepdf
from pikepdf import Name

from publisher.writers.pdf.cmyk import is_painted, parts
from publisher.writers.pdf.marks import is_registration

MOST_INK = 3.0  # the four inks of one spot added up; coated paper takes 3 to 3.3
LEAST_BLEED = 3 * 72 / 25.4 - 0.01

_COLORS = {
    "g": "grey",
    "G": "grey",
    "rg": "RGB",
    "RG": "RGB",
    "sc": "other",
    "SC": "other",
    "BI": "inline picture",
}


def faults(content: bytes) -> tuple[str, ...]:
    """Return what is wrong with a print edition; each fault once, with its first page if any."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return tuple(dict.fromkeys(_faults(pdf)))


def _faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from _document(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        yield from _page(page, number)
    for part in parts(pdf):
        yield from _part(part)


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    profiles = [each.DestOutputProfile for each in intents if "/DestOutputProfile" in each]
    if not any(int(profile.get("/N", 0)) == 4 for profile in profiles):
        yield "no output intent for CMYK"
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    if "/AF" in pdf.Root or "/EmbeddedFiles" in names:
        yield "attachments"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root or "/JavaScript" in names:
        yield "actions or JavaScript"


def _page(page: pikepdf.Page, number: int) -> Iterator[str]:
    if "/Annots" in page:
        yield f"links or other annotations (page {number})"
    if not ("/TrimBox" in page and "/BleedBox" in page):
        yield f"no trim box or bleed box (page {number})"
    elif not _are_boxes_nested(page):
        yield f"page boxes do not lie one inside the other with 3 mm of bleed (page {number})"
    if "/Group" in page:
        yield f"transparency (page {number})"
    for fault in _operators(page):
        yield f"{fault} (page {number})"


def _are_boxes_nested(page: pikepdf.Page) -> bool:
    bleeds = _reaches(page.BleedBox, page.TrimBox, LEAST_BLEED)
    return bleeds and _reaches(page.mediabox, page.BleedBox, LEAST_BLEED)


def _reaches(outer: Any, inner: Any, distance: float) -> bool:  # noqa: ANN401 - arrays of a PDF
    sides = zip(outer, inner, (-1, -1, 1, 1), strict=True)
    return all((float(out) - float(in_)) * direction >= distance for out, in_, direction in sides)


def _part(part: pikepdf.Object) -> Iterator[str]:
    if is_painted(part):
        yield from _operators(part)
        if part.get("/Group", pikepdf.Dictionary()).get("/S") == Name.Transparency:
            yield "transparency"
    elif part.get("/Subtype") == Name.Image:
        yield from _image(part)
    elif "/ShadingType" in part and part.ColorSpace != Name.DeviceCMYK:
        yield "a gradient in other colours than CMYK"
    elif part.get("/Type") == Name.FontDescriptor:
        if not any(key in part for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"a font that is not embedded: {part.get('/FontName')}"
    elif any(key in part for key in ("/ca", "/CA", "/SMask", "/BM")):
        yield from _state(part)


def _state(state: pikepdf.Object) -> Iterator[str]:
    """Yield what is wrong with a graphics state: that something else would show through."""
    is_opaque = all(float(state.get(key, 1)) == 1 for key in ("/ca", "/CA"))
    is_masked = state.get("/SMask", Name("/None")) != Name("/None")
    is_mixed = state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
    if is_masked or is_mixed or not is_opaque:
        yield "transparency"


def _operators(content: Any) -> Iterator[str]:  # noqa: ANN401 - a page or a stream
    for operands, operator in pikepdf.parse_content_stream(content):  # type: ignore[misc]
        name = str(operator)
        if name in _COLORS:
            yield f"a colour that is not CMYK: {_COLORS[name]}"
        elif name in ("cs", "CS") and not _is_in_inks(operands[0], content):
            yield f"a colour that is not CMYK: {operands[0]}"
        elif name in ("k", "K") and sum(float(each) for each in operands) > MOST_INK:
            yield f"more than {MOST_INK:.0%} of ink"


def _is_in_inks(space: Any, content: Any) -> bool:  # noqa: ANN401 - a name, a page or a stream
    if space in (Name.DeviceCMYK, Name.Pattern):
        return True
    resources = content.get("/Resources", pikepdf.Dictionary())
    return is_registration(resources.get("/ColorSpace", pikepdf.Dictionary()).get(space))


def _image(image: pikepdf.Object) -> Iterator[str]:
    if "/SMask" in image:
        yield "transparency"
    if image.get("/ColorSpace") != Name.DeviceCMYK:
        if not image.get("/ImageMask", False):
            yield "a picture that is not CMYK"
        return
    dots = iter(bytes(image.read_bytes()))
    while dot := tuple(islice(dots, 4)):
        if sum(dot) > MOST_INK * 255:
            yield f"more than {MOST_INK:.0%} of ink"
            return
