"""The edition for a printing house: bleed, crop marks, inks, nothing that only a screen can use.

A printing house's own preflight must confirm what cannot be known here: see the editors' guide.
PDF/X is not claimed.
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from publisher.writers.pdf.cmyk import description_of, in_inks, is_painted, parts, press_profile
from publisher.writers.pdf.preflight import faults
from publisher.writers.pdf.screen_edition import saved

__all__ = ["faults", "for_press"]

MILLIMETRE = 72 / 25.4
BLEED = 3 * MILLIMETRE
# From the bleed to a mark, the mark's length, from there to the sheet's edge.
_GAP, _MARK, _MARGIN = 1 * MILLIMETRE, 5 * MILLIMETRE, 2 * MILLIMETRE

# Of the document and of its pages: what leads somewhere, runs or is attached.
_SCREEN_ONLY = (
    "/Names", "/Dests", "/AF", "/Outlines", "/PageMode", "/OpenAction", "/AA", "/AcroForm",
    "/StructTreeRoot", "/MarkInfo", "/ViewerPreferences", "/Metadata",
)  # fmt: skip
_PAGE_SCREEN_ONLY = ("/Annots", "/AA", "/Tabs", "/StructParents", "/CropBox", "/ArtBox", "/Group")


def for_press(content: bytes, profile: bytes) -> bytes:
    """Return a PDF as a printing house wants it.

    The pages of `content` reach 3 mm over their TrimBox. Raises NoPressProfileError where `profile`
    is no CMYK profile.
    """
    press = press_profile(profile)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _take_away(pdf, _SCREEN_ONLY, _PAGE_SCREEN_ONLY)
        for form in filter(is_painted, parts(pdf)):
            # Opaque in opaque, as WeasyPrint draws gradients and SVG; what is not shows as a fault.
            if "/Group" in form:
                del form["/Group"]
        in_inks(pdf, press)
        for page in pdf.pages:
            _set_boxes(page)
            page.contents_add(pdf.make_stream(_marks(page)))
        _state_condition(pdf, profile, press)
        pdf.docinfo["/Trapped"] = Name("/False")
        return saved(pdf)


def _take_away(pdf: pikepdf.Pdf, of_document: tuple[str, ...], of_pages: tuple[str, ...]) -> None:
    _drop(pdf.Root, of_document)
    for page in pdf.pages:
        _drop(page.obj, of_pages)


def _drop(holder: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _set_boxes(page: pikepdf.Page) -> None:
    """Set the page's boxes, each inside the next (ISO 32000-1, 14.11.2).

    They are the trimmed page, the page with its bleed, the sheet with its marks.
    """
    trim = [float(side) for side in page.TrimBox]
    page.BleedBox = _around(trim, BLEED)
    page.MediaBox = _around(trim, BLEED + _GAP + _MARK + _MARGIN)


def _around(box: list[float], distance: float) -> Array:
    left, bottom, right, top = box
    sides = (left - distance, bottom - distance, right + distance, top + distance)
    return Array([round(side, 3) for side in sides])


def _marks(page: pikepdf.Page) -> bytes:
    """Return eight crop marks in black ink, two at each corner, none of them inside the bleed."""
    left, bottom, right, top = (float(side) for side in page.TrimBox)
    near, far = BLEED + _GAP, BLEED + _GAP + _MARK
    lines = []
    for x, outward in ((left, -1), (right, 1)):
        for y, upward in ((bottom, -1), (top, 1)):
            lines.append((x + outward * near, y, x + outward * far, y))
            lines.append((x, y + upward * near, x, y + upward * far))
    drawn = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S" for a, b, c, d in lines)
    return f"q 0 0 0 1 K 0.25 w {drawn} Q".encode()


def _state_condition(pdf: pikepdf.Pdf, profile: bytes, press: ImageCms.ImageCmsProfile) -> None:
    """State for which printing condition the inks are meant (ISO 32000-1, 14.11.5)."""
    stream = pdf.make_stream(profile, N=4, Alternate=Name.DeviceCMYK)
    name = description_of(press)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=name,
        Info=name,
        DestOutputProfile=stream,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
