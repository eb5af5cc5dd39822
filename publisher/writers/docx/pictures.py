"""What is drawn rather than written: bars of a chart, signs of assessments, the logo, the
picture on the cover.

A bar is a table of one row whose cells are as wide as what they count, with the count in each:
crisp at any size, legible in grey, read out by screen readers, and dressed in the house colours.
"""

from publisher.compose.guide.cells import MatrixCell
from publisher.compose.presentation import Picture
from publisher.compose.publication import Bar, Drawing, Share
from publisher.domain.colours import UNSHADED, WHITE, text_on
from publisher.domain.report import State
from publisher.domain.xml_text import escape, quoteattr
from publisher.writers.docx.inlines import PartContext, run, run_style

_NARROWEST = 420  # twips: room for a sign and a number of two digits
_EMU_PER_MM = 36_000
# LibreOffice shows U+00A0 as a piece of its own, with a seam in the colour.
_ROOM = "\u202f"  # a narrow space that does not break, round a sign or a number on its colour
_EMPTY = "\u2007\u2007"  # as broad as two digits: an empty square
_OUTLINE = "AAB4BF"  # of an empty square, whose colour may be as pale as paper
_KEPT_AWAY = 288_000  # 8 mm between the picture on the cover and the text
_WORD_DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_DECORATION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def bar_table(bar: Bar, width: int, around: PartContext) -> str:
    """Return a bar as a table of a width in twips, with the same in words (17.4.41)."""
    grid = cells = ""
    widths = _widths(bar, width)
    for share, own_width in zip(bar.shares, widths, strict=True):
        grid += f'<w:gridCol w:w="{own_width}"/>'
        cells += _cell(share, own_width, around)
    style_id = around.style_ids.get("Bar Table")
    style = "" if style_id is None else f'<w:tblStyle w:val="{style_id}"/>'
    told = quoteattr(f"{bar.label}: {bar.text}")
    return (
        f"<w:tbl><w:tblPr>{style}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCaption w:val={quoteattr(bar.label)}/><w:tblDescription w:val={told}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _widths(bar: Bar, width: int) -> list[int]:
    """Return the widths of the parts: in proportion, but none too narrow for its count."""
    free = width - _NARROWEST * len(bar.shares)
    return [_NARROWEST + round(free * share.percent / 100) for share in bar.shares]


def _cell(share: Share, width: int, around: PartContext) -> str:
    is_dark = text_on(share.colour or WHITE) != WHITE
    dark = run_style("Bar Count Dark", around) if is_dark else ""
    count = run(escape(f"{share.symbol} {share.count}".strip()), dark)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_shading(share.colour)}'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{around.style_ids["Bar Count"]}"/>'
        f"</w:pPr>{count}</w:p></w:tc>"
    )


def chip(id_: str, symbol: str, around: PartContext) -> str:
    """Return the sign of an assessment on a square of its colour: it has room at both sides, a mark
    or letter, which is narrower than a shape, more of it.
    """
    is_shape = "\u25a0" <= symbol[:1] <= "\u25ff"  # the block Geometric Shapes
    return marker(id_, symbol, around, _ROOM if is_shape or len(symbol) > 1 else 2 * _ROOM)


def marker(id_: str, symbol: str, around: PartContext, room: str = "") -> str:
    """Return the sign of an assessment on its colour, in the style 'Assessment <id>' where there is
    one; `room` stands at both its sides.

    The colours stand at the run itself: in tables LibreOffice puts the colour of the text before
    that of such a style.
    """
    name, colour = f"Assessment {id_}", around.house.colours.get(id_, "")
    style = run_style(name, around) if name in around.style_ids else ""
    return run(escape(f"{room}{symbol}{room}"), style + _on(colour)) if symbol else ""


def sign(cell: MatrixCell, mark: str, around: PartContext) -> str:
    """Return the sign of an assessment on its colour, for a cell of a map; a mark is raised. What
    nobody assessed has a colour alone, a row that its report leaves out nothing.
    """
    if not cell.is_printed:
        return ""
    look = f"<w:b/>{_on(cell.colour or _unassessed(around))}"
    signed = run(escape(cell.symbol), look)
    return (
        signed + run(escape(mark), f'{look}<w:vertAlign w:val="superscript"/>') if mark else signed
    )


def square(around: PartContext, colour: str = "") -> str:
    """Return an empty square: in a colour, or of what nobody assessed."""
    outline = f'<w:bdr w:val="single" w:sz="4" w:space="0" w:color="{_OUTLINE}"/>'
    return run(_EMPTY, outline + _shading(colour or _unassessed(around)))


def count(share: Share) -> str:
    """Return how many a share stands for, on its colour."""
    return run(f"{_ROOM}{share.count}{_ROOM}", _on(share.colour))


def _unassessed(around: PartContext) -> str:
    return around.house.state_colours.get(State.NOT_RESEARCHED) or UNSHADED


def _on(colour: str) -> str:
    """Return the properties of text on a colour, dark or white as it is read best (17.3.2.32)."""
    if not colour:
        return ""
    return f'<w:color w:val="{text_on(colour).lstrip("#")}"/>{_shading(colour)}'


def _shading(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour.lstrip("#") or "auto"}"/>'


def picture(shown: Picture, height_mm: float, around: PartContext) -> str:
    """Return a picture in the line, of a height in millimetres (20.4.2.5)."""
    relation, width_px, height_px = around.picture_id(shown.content)
    height = round(height_mm * _EMU_PER_MM)
    size = round(height * width_px / height_px), height
    blip = f'<a:blip r:embed="{escape(relation)}"/>'
    return _in_line(blip, size, ("Logo", shown.description), around)


def cover_picture(shown: Picture, width_mm: float, height_mm: float, around: PartContext) -> str:
    """Return a picture that fills a corner of the page: the upper right one, from right to left the
    upper left one; text keeps away from it (20.4.2.3). What does not fit the frame is cut off.
    """
    relation, width_px, height_px = around.picture_id(shown.content)
    size = round(width_mm * _EMU_PER_MM), round(height_mm * _EMU_PER_MM)
    cut = _cut_off(width_px / height_px, width_mm / height_mm)
    blip = f'<a:blip r:embed="{escape(relation)}"/>{cut}'
    number, told = around.bookmark_id(), ("Cover picture", shown.description)
    return (
        f'<w:r><w:drawing><wp:anchor {_WORD_DRAWING} distT="0" distB="{_KEPT_AWAY}"'
        f' distL="{_KEPT_AWAY}" distR="0" simplePos="0" relativeHeight="1" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:align>top</wp:align></wp:positionV>'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:wrapSquare wrapText="bothSides"/>'
        f"{_told(number, told)}<wp:cNvGraphicFramePr/>{_graphic(blip, size, number, told)}"
        "</wp:anchor></w:drawing></w:r>"
    )


def _cut_off(ratio: float, wanted: float) -> str:
    """Return what is cut off a picture so that its shape is as wanted, the same at opposite sides,
    in thousandths of a per cent (20.1.8.55); shapes are widths divided by heights.
    """
    if ratio > wanted:
        aside = round((1 - wanted / ratio) / 2 * 100_000)
        return f'<a:srcRect l="{aside}" r="{aside}"/>'
    aside = round((1 - ratio / wanted) / 2 * 100_000)
    return f'<a:srcRect t="{aside}" b="{aside}"/>'


def drawing(value: Drawing, around: PartContext, widest_mm: float = 0) -> str:
    """Return a chart as a picture in the line, no wider than `widest_mm` where that is given:
    points, and vectors for programs that know them.

    The vectors are an extension of Office 2016: [MS-ODRAWXML] 2.3.2.26, svgBlip.
    """
    points, vectors = around.media_id(value.png, "png"), around.media_id(value.svg, "svg")
    scale = min(1, (widest_mm or value.width_mm) / value.width_mm) * _EMU_PER_MM
    size = round(value.width_mm * scale), round(value.height_mm * scale)
    blip = (
        f'<a:blip r:embed="{escape(points)}"><a:extLst><a:ext uri="{_SVG_EXTENSION}">'
        f'<asvg:svgBlip xmlns:asvg="{_SVG_NAMESPACE}" r:embed="{escape(vectors)}"/>'
        "</a:ext></a:extLst></a:blip>"
    )
    return _in_line(blip, size, ("Chart", value.description), around)


def _in_line(
    blip: str, size: tuple[int, int], told_as: tuple[str, str], around: PartContext
) -> str:
    """Return a picture in the line, with a name, a description and a number (20.4.2.8)."""
    number = around.bookmark_id()
    return (
        f'<w:r><w:drawing><wp:inline {_WORD_DRAWING} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/>'
        f"{_told(number, told_as)}{_graphic(blip, size, number, told_as)}"
        "</wp:inline></w:drawing></w:r>"
    )


def _told(number: int, told_as: tuple[str, str]) -> str:
    """Return the name and description of a picture (20.4.2.5); one without a description is marked
    as decoration ([MS-ODRAWXML] 2.22.1.1), which screen readers pass over.
    """
    name, description = told_as
    start = f'<wp:docPr id="{number}" name="{name}" descr={quoteattr(description)}'
    if description:
        return f"{start}/>"
    return (
        f'{start}><a:extLst {_DRAWING}><a:ext uri="{_DECORATION}"><adec:decorative'
        ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst></wp:docPr>"
    )


def _graphic(blip: str, size: tuple[int, int], number: int, told_as: tuple[str, str]) -> str:
    """Return the graphic of a picture (20.1.2.2.16); `blip` is followed by what is cut off it."""
    name, told = told_as[0], quoteattr(told_as[1])
    return (
        f"<a:graphic {_DRAWING}><a:graphicData"
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}" descr={told}/><pic:cNvPicPr/>'
        "</pic:nvPicPr><pic:blipFill>"
        f"{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )
