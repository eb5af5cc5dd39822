"""The edition for a printing house: bleed, crop marks, inks, nothing that only a screen can use.

A printing house's own preflight must confirm what cannot be known here: see the editors' guide.
"""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from publisher.writers.pdf.cmyk import description_of, in_inks, is_painted, parts, press_profile
from publisher.writers.pdf.marks import BLEED, SLUG, add_marks
from publisher.writers.pdf.pdfx import PDF_VERSION, identify
from publisher.writers.pdf.preflight import faults
from publisher.writers.pdf.screen_edition import saved
from publisher.writers.printing import Printing

__all__ = ["faults", "for_press"]

# The printing conditions of Fogra, as the International Color Consortium lists them.
_REGISTERED = re.compile(r"\bFOGRA\d{2}(?=L?\b)")
_REGISTRY = "http://www.color.org"

# Of the document and of its pages: what leads somewhere, runs or is attached.
_SCREEN_ONLY = (
    "/Names", "/Dests", "/AF", "/Outlines", "/PageMode", "/OpenAction", "/AA", "/AcroForm",
    "/StructTreeRoot", "/MarkInfo", "/ViewerPreferences", "/Metadata",
)  # fmt: skip
_PAGE_SCREEN_ONLY = ("/Annots", "/AA", "/Tabs", "/StructParents", "/CropBox", "/ArtBox", "/Group")


def for_press(content: bytes, printing: Printing) -> bytes:
    """Return a PDF as a printing house wants it.

    The pages of `content` reach 3 mm over their TrimBox. Raises NoPressProfileError where the
    profile is none for CMYK.
    """
    press = press_profile(printing.profile)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _take_away(pdf, _SCREEN_ONLY, _PAGE_SCREEN_ONLY)
        for form in filter(is_painted, parts(pdf)):
            # Opaque in opaque, as WeasyPrint draws gradients and SVG; what is not shows as a fault.
            if "/Group" in form:
                del form["/Group"]
        in_inks(pdf, press)
        if printing.has_fours:
            _fill_up(pdf)
        for page in pdf.pages:
            _set_boxes(page)
        _turn(pdf)
        add_marks(pdf)
        _state_condition(pdf, printing.profile, press)
        identify(pdf, content)
        pdf.docinfo["/Trapped"] = Name("/False")
        return saved(pdf, PDF_VERSION)


def _fill_up(pdf: pikepdf.Pdf) -> None:
    """Add blank pages at the end until their number can be divided by four, as folded sheets want
    it.
    """
    while len(pdf.pages) % 4:
        box = pdf.pages[-1].TrimBox
        page = Dictionary(Type=Name.Page, MediaBox=box, TrimBox=box, Resources=Dictionary())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _turn(pdf: pikepdf.Pdf) -> None:
    """Turn upright pages among broad ones, or the other way round, so that all sheets have one
    shape; their heads lie to the left, as those of turned tables do.
    """
    is_upright = _is_upright(pdf.pages[0])
    for page in pdf.pages:
        if _is_upright(page) is not is_upright:
            page.rotate(270, relative=False)


def _is_upright(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(side) for side in page.TrimBox)
    return top - bottom > right - left


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
    page.MediaBox = _around(trim, BLEED + SLUG)


def _around(box: list[float], distance: float) -> Array:
    left, bottom, right, top = box
    sides = (left - distance, bottom - distance, right + distance, top + distance)
    return Array([round(side, 3) for side in sides])


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
    if condition := _REGISTERED.search(name):
        intent.OutputConditionIdentifier = condition[0]
        intent.RegistryName = _REGISTRY
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
