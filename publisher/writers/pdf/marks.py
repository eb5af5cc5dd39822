"""Crop marks and register marks round the pages of a print edition, in the colour of all plates.

Comes in: a PDF whose pages have their boxes. Goes out: the same, with the marks on each page, all
outside the bleed (ISO 32000-1, 14.11.2 and, for the colour, 8.6.6.4).
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

MILLIMETRE = 72 / 25.4
BLEED = 3 * MILLIMETRE
# From the bleed to a mark, the mark's length, from there to the sheet's edge.
_GAP, _MARK, _MARGIN = 1 * MILLIMETRE, 5 * MILLIMETRE, 2 * MILLIMETRE
SLUG = _GAP + _MARK + _MARGIN  # from the bleed to the sheet's edge

_RADIUS = 1.5 * MILLIMETRE  # of a register mark's circle
_ROUND = 0.5523  # of the radius: where the handles of a quarter circle end

Trim = tuple[float, float, float, float]  # left, bottom, right and top of the trimmed page


def add_marks(pdf: pikepdf.Pdf) -> None:
    """Draw the marks on each page; pages of one size share them."""
    forms: dict[Trim, pikepdf.Object] = {}
    for page in pdf.pages:
        trim = _trim(page)
        if trim not in forms:
            forms[trim] = _form(pdf, trim)
        name = page.add_resource(forms[trim], Name.XObject, Name(f"/Marks{[*forms].index(trim)}"))
        page.contents_add(pdf.make_stream(f"q {name} Do Q".encode()))


def is_registration(space: pikepdf.Object | None) -> bool:
    """Tell whether a colour space is that of all plates, with the four inks in its place on a
    screen.
    """
    is_separation = isinstance(space, Array) and len(space) == 4 and space[0] == Name.Separation
    return bool(is_separation and space[1] == Name.All and space[2] == Name.DeviceCMYK)  # type: ignore[index]


def _trim(page: pikepdf.Page) -> Trim:
    left, bottom, right, top = (float(side) for side in page.TrimBox)
    return left, bottom, right, top


def _form(pdf: pikepdf.Pdf, trim: Trim) -> pikepdf.Object:
    """Return the marks of a page of this size as a form that has its colour space with it."""
    drawn = " ".join((*_crop_marks(trim), *_register_marks(trim)))
    left, bottom, right, top = trim
    around = BLEED + SLUG
    return pdf.make_indirect(
        pdf.make_stream(
            f"/Registration CS 1 SCN 0.25 w {drawn}".encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([left - around, bottom - around, right + around, top + around]),
            Resources=Dictionary(ColorSpace=Dictionary({"/Registration": _all_plates()})),
        )
    )


def _all_plates() -> Array:
    """Return the colour that is printed with every ink there is, on a screen with all four."""
    inks = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1
    )
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, inks])


def _crop_marks(trim: Trim) -> Iterator[str]:
    """Yield eight lines, two at each corner, along which the sheet is cut."""
    left, bottom, right, top = trim
    near, far = BLEED + _GAP, BLEED + _GAP + _MARK
    for x, outward in ((left, -1), (right, 1)):
        for y, upward in ((bottom, -1), (top, 1)):
            yield _line(x + outward * near, y, x + outward * far, y)
            yield _line(x, y + upward * near, x, y + upward * far)


def _register_marks(trim: Trim) -> Iterator[str]:
    """Yield a cross in a circle at the middle of each side, by which plates are fitted."""
    left, bottom, right, top = trim
    away = BLEED + _GAP + _MARK / 2
    centre, middle = (left + right) / 2, (bottom + top) / 2
    for x, y in (
        (left - away, middle),
        (right + away, middle),
        (centre, bottom - away),
        (centre, top + away),
    ):
        yield _line(x - _MARK / 2, y, x + _MARK / 2, y)
        yield _line(x, y - _MARK / 2, x, y + _MARK / 2)
        yield _circle(x, y)


def _line(from_x: float, from_y: float, to_x: float, to_y: float) -> str:
    return f"{from_x:.3f} {from_y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _circle(x: float, y: float) -> str:
    """Return a circle of four curves, each a quarter of it."""
    drawn = [f"{x + _RADIUS:.3f} {y:.3f} m"]
    for along, across in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        # From the point in this direction to that a quarter further to the left.
        points = [
            (along - across * _ROUND, across + along * _ROUND),
            (along * _ROUND - across, across * _ROUND + along),
            (-across, along),
        ]
        ends = " ".join(f"{x + a * _RADIUS:.3f} {y + b * _RADIUS:.3f}" for a, b in points)
        drawn.append(f"{ends} c")
    return f"{' '.join(drawn)} s"
