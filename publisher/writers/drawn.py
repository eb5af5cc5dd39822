"""Filters for web pages that print what is drawn rather than written: signs of assessments, bars.

Drawings stand in the page as SVG, in which WeasyPrint has the same letters and places as browsers.
"""

from markupsafe import Markup

from publisher.compose.guide.cells import MatrixCell
from publisher.compose.publication import Bar, OverviewLine, PublishedRow, Share, StripMark

# What a sign and a count take of a bar, in mm: beside each other, and either alone.
_BOTH, _SIGN, _COUNT, _DIGIT = 6.0, 4.0, 2.5, 1.5
# The size of a sign in a bar and half a digit's width, in pixels.
_SIGN_SIZE, _HALF_DIGIT = 13.0, 3.1
# Where a sign and a count begin, from the middle of both, when the count has no digit.
_SIGN_START, _COUNT_START = -8.75, 5.75

# The signs of the house in a square of ten.
_DRAWN = {
    "●": '<circle cx="5" cy="5" r="2.7" fill="{hue}"/>',
    "○": '<circle cx="5" cy="5" r="2.3" fill="none" stroke="{hue}" stroke-width="1.2"/>',
    "◐": '<circle cx="5" cy="5" r="2.5" fill="none" stroke="{hue}" stroke-width="0.8"/>'
    '<path d="M5 2.3 A2.7 2.7 0 0 0 5 7.7 Z" fill="{hue}"/>',
    "■": '<rect x="2.5" y="2.5" width="5" height="5" fill="{hue}"/>',
    "□": '<rect x="2.8" y="2.8" width="4.4" height="4.4" fill="none" stroke="{hue}"'
    ' stroke-width="0.9"/>',
    "◆": '<path d="M5 1.8 L8.2 5 L5 8.2 L1.8 5 Z" fill="{hue}"/>',
    "◇": '<path d="M5 2.2 L7.8 5 L5 7.8 L2.2 5 Z" fill="none" stroke="{hue}" stroke-width="0.9"/>',
    "–": '<rect x="2" y="4.4" width="6" height="1.2" fill="{hue}"/>',
}
# Of any other sign, the letter.
_LETTER = (
    '<text x="5" y="7.4" font-family="Report Sans" font-size="6.6" font-weight="bold"'
    ' text-anchor="middle" fill="{hue}">{symbol}</text>'
)


def marker(value: PublishedRow | StripMark | OverviewLine | Share | MatrixCell) -> Markup:
    """Return the sign of an assessment on its colour, an empty square where nobody assessed; the
    plain colour of a part of a bar that has no sign.
    """
    match value:
        case PublishedRow(assessment_id=id_) | StripMark(assessment_id=id_):
            pass
        case _:
            id_ = value.id
    if isinstance(value, Share) and id_ and not value.symbol:
        swatch = Markup('<i class="swatch {}" style="background: {}"></i>')
        return swatch.format(id_, value.colour)
    return Markup('<span class="marker {}" data-sign="{}"></span>').format(
        id_ or "none", value.symbol
    )


def drawn(symbol: str, colour: str) -> Markup:
    """Return a sign as a drawing of a colour, such as #ffffff, in a square of ten."""
    return Markup(_DRAWN.get(symbol, _LETTER)).format(hue=colour, symbol=symbol)


def bar(value: Bar, title: str, width: float, from_right: bool = False) -> Markup:
    """Return a bar of a chart, its parts with signs and counts where there is room on a width in
    millimetres; `title` says what it shows, `from_right` whether it begins at the right.
    """
    parts = Markup()
    begun = 0.0
    for share in value.shares:
        left = 100 - begun - share.percent if from_right else begun
        parts += _part(share, left, width, from_right=from_right)
        begun += share.percent
    return Markup('<svg class="bar" role="img"><title>{}</title>{}</svg>').format(title, parts)


def _part(share: Share, left: float, width: float, *, from_right: bool) -> Markup:
    """Return a part of a bar; one with little room has its sign or else its count, with none
    neither.
    """
    drawing = Markup(
        '<rect class="share {}" x="{}%" y="0" width="{}%" height="100%" fill="{}"'
        ' stroke="#ffffff"/>'
    ).format(share.id, _number(left), _number(share.percent), share.colour)
    room = share.percent * width / 100
    digits = len(str(share.count))
    if room < (_SIGN if share.symbol else _COUNT + _DIGIT * digits):
        return drawing
    inside = Markup()
    has_both = bool(share.symbol) and room >= _BOTH + _DIGIT * digits
    if share.symbol:
        start = _SIGN_START - _HALF_DIGIT * digits if has_both else -_SIGN_SIZE / 2
        inside += _sign(share, -_SIGN_SIZE - start if from_right else start)
    if has_both:
        start = _COUNT_START - _HALF_DIGIT * digits
        inside += _count(share, *((-start, "end") if from_right else (start, "start")))
    elif not share.symbol:
        inside += _count(share, 0, "middle")
    return drawing + Markup('<svg x="{}%" y="50%" overflow="visible">{}</svg>').format(
        _number(left + share.percent / 2), inside
    )


def _sign(share: Share, start: float) -> Markup:
    return Markup('<g transform="translate({} {}) scale({})">{}</g>').format(
        _number(start), -_SIGN_SIZE / 2, _SIGN_SIZE / 10, drawn(share.symbol, share.text_colour)
    )


def _count(share: Share, at: float, anchor: str) -> Markup:
    return Markup(
        '<text x="{}" y="3.8" direction="ltr" font-family="Report Sans, Noto Sans, sans-serif"'
        ' font-size="10.5" font-weight="bold" text-anchor="{}" fill="{}">{}</text>'
    ).format(_number(at), anchor, share.text_colour, share.count)


def _number(value: float) -> str:
    """Return a number with at most two decimals; none is written 0.0 or -0."""
    return f"{round(value, 2) + 0:g}"
