"""Filters for templates that print what is drawn rather than written: signs of assessments, bars,
pictures.
"""

from collections.abc import Callable

from markupsafe import Markup

from publisher.compose.guide.cells import MatrixCell
from publisher.compose.presentation import Picture
from publisher.compose.publication import Bar, OverviewLine, PublishedRow, Share
from publisher.domain.xml_text import escape
from publisher.templating.contract import Paragraphs, Runs
from publisher.writers.docx import pictures
from publisher.writers.docx.inlines import PartContext, run


def marker_filter(around: PartContext) -> Callable[[PublishedRow | OverviewLine], Runs]:
    """Return the filter `marker`: the sign of an assessment in its colour."""

    def marker(value: PublishedRow | OverviewLine) -> Markup:
        id_ = value.assessment_id if isinstance(value, PublishedRow) else value.id
        return Markup(pictures.marker(id_, value.symbol, around))

    return marker


def bar_filter(around: PartContext) -> Callable[[Bar, int], Paragraphs]:
    """Return the filter `bar(width)`: a bar of a chart, of a width in twentieths of a point."""
    return lambda value, width: Markup(pictures.bar_table(value, width, around))


def picture_filter(around: PartContext) -> Callable[[Picture, float], Runs]:
    """Return the filter `picture(height)`: the logo, of a height in millimetres."""
    return lambda value, height: Markup(pictures.picture(value, height, around))


def cover_filter(around: PartContext) -> Callable[[Picture, float, float], Runs]:
    """Return the filter `cover(width, height)`: a picture in the corner of the page at the end of
    its first line, of a size in millimetres.
    """
    return lambda value, width, height: Markup(pictures.cover_picture(value, width, height, around))


def drawing_filter(around: PartContext) -> Callable[..., Runs]:
    """Return the filter `drawing(width)`: a chart, with what it shows for those who cannot see it;
    made smaller where it is wider than so many millimetres.
    """
    return lambda value, width=0: Markup(pictures.drawing(value, around, width))


def sign_filter(around: PartContext) -> Callable[..., Runs]:
    """Return the filter `sign(mark)`: the sign of an assessment in a map, followed by a raised mark
    where one is given.
    """

    def sign(value: MatrixCell, mark: str = "") -> Markup:
        return Markup(pictures.sign(value, mark, around))

    return sign


def chip_filter(
    around: PartContext,
) -> Callable[[MatrixCell | Share | PublishedRow | OverviewLine], Runs]:
    """Return the filter `chip`: the sign of an assessment on a square of its colour; an empty
    square where nobody assessed, and for a share of a bar that has no sign.
    """

    def chip(value: MatrixCell | Share | PublishedRow | OverviewLine) -> Markup:
        id_ = value.assessment_id if isinstance(value, PublishedRow) else value.id
        if value.symbol:
            return Markup(pictures.chip(id_, value.symbol, around))
        if isinstance(value, Share):
            return Markup(pictures.square(around, value.colour))
        is_unassessed = isinstance(value, MatrixCell) and value.is_printed
        return Markup(pictures.square(around) if is_unassessed else "")

    return chip


def unassessed_filter(around: PartContext) -> Callable[[str], Runs]:
    """Return the filter `unassessed`: a text behind the empty square of what nobody assessed."""
    return lambda value: Markup(pictures.square(around) + run(f"\u00a0{escape(value)}"))


def share_count_filter(_around: PartContext) -> Callable[[Share], Runs]:
    """Return the filter `share_count`: how many a share of a bar stands for, on its colour."""
    return lambda value: Markup(pictures.count(value))


DRAWN: dict[str, Callable[[PartContext], Callable[..., Markup]]] = {
    "marker": marker_filter,
    "bar": bar_filter,
    "picture": picture_filter,
    "cover": cover_filter,
    "drawing": drawing_filter,
    "sign": sign_filter,
    "chip": chip_filter,
    "unassessed": unassessed_filter,
    "share_count": share_count_filter,
}
