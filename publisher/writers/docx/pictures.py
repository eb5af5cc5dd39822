"""What is drawn rather than written: bars of a chart, signs of assessments, the logo.

A bar is a table of one row whose cells are as wide as what they count, with the count in each:
crisp at any size, legible in grey, read out by screen readers, and dressed in the house colours.
"""

from publisher.compose.presentation import Logo
from publisher.compose.publication import Bar, Drawing, Share
from publisher.domain.colours import text_on
from publisher.domain.xml_text import escape, quoteattr
from publisher.writers.docx.inlines import PartContext, run, run_style

_NARROWEST = 420  # twips: room for a sign and a number of two digits
_EMU_PER_MM = 36_000
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_LIGHT = 150  # of 255: on a lighter colour the count is printed dark


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
    colour = share.colour.lstrip("#") or "auto"
    dark = run_style("Bar Count Dark", around) if _is_light(colour) else ""
    count = run(escape(f"{share.symbol} {share.count}".strip()), dark)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" '
        f'w:color="auto" w:fill="{colour}"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{around.style_ids["Bar Count"]}"/>'
        f"</w:pPr>{count}</w:p></w:tc>"
    )


def _is_light(colour: str) -> bool:
    if colour == "auto":
        return True
    red, green, blue = (int(colour[start : start + 2], 16) for start in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue > _LIGHT


def marker(id_: str, symbol: str, around: PartContext) -> str:
    """Return the sign of an assessment, in the style 'Assessment <id>' where there is one."""
    name = f"Assessment {id_}"
    look = run_style(name, around) if name in around.style_ids else ""
    return run(escape(symbol), look)


def chip(text: str, colour: str) -> str:
    """Return a text on a colour, dark or white as it is read best (17.3.2.32); a dot where there is
    no text.
    """
    if not text or not colour:
        return run(escape(text or "·"))
    look = f'<w:color w:val="{text_on(colour).lstrip("#")}"/>'
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{colour.lstrip("#")}"/>'
    return run(escape(f"\u00a0{text}\u00a0"), look)


def picture(logo: Logo, height_mm: float, around: PartContext) -> str:
    """Return the logo as a picture in the line, of a height in millimetres (20.4.2.5)."""
    relation, width_px, height_px = around.picture_id(logo.content)
    height = round(height_mm * _EMU_PER_MM)
    size = round(height * width_px / height_px), height
    blip = f'<a:blip r:embed="{escape(relation)}"/>'
    return _in_line(blip, size, ("Logo", logo.description), around)


def drawing(value: Drawing, around: PartContext) -> str:
    """Return a chart as a picture in the line: points, and vectors for programs that know them.

    The vectors are an extension of Office 2016: [MS-ODRAWXML] 2.3.2.26, svgBlip.
    """
    points, vectors = around.media_id(value.png, "png"), around.media_id(value.svg, "svg")
    size = round(value.width_mm * _EMU_PER_MM), round(value.height_mm * _EMU_PER_MM)
    blip = (
        f'<a:blip r:embed="{escape(points)}"><a:extLst><a:ext uri="{_SVG_EXTENSION}">'
        f'<asvg:svgBlip xmlns:asvg="{_SVG_NAMESPACE}" r:embed="{escape(vectors)}"/>'
        "</a:ext></a:extLst></a:blip>"
    )
    return _in_line(blip, size, ("Chart", value.description), around)


def _in_line(
    blip: str, size: tuple[int, int], told_as: tuple[str, str], around: PartContext
) -> str:
    """Return a picture in the line, with a name, a description and a number (20.4.2.5)."""
    name, told, number = told_as[0], quoteattr(told_as[1]), around.bookmark_id()
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="{name}" descr={told}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}" descr={told}/><pic:cNvPicPr/>'
        "</pic:nvPicPr><pic:blipFill>"
        f"{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></pic:spPr>"
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
