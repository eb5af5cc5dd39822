"""Which styles the standard templates have, and what they look like."""

from tools.word.styles import Style, border, colour, fill
from tools.word.xml import style_id

UPRIGHT_WIDTH = 11906 - 2 * 1134  # of the text on an upright A4 page, in twips
TABLE_TEXT = "Table Text"
RUNNING_HEAD = "Running Head"  # a text that headers repeat
LIST_INDENT = 260  # twentieths of a point per level of a list
_RIGHT_TAB = '<w:tab w:val="right" w:leader="dot" w:pos="{}"/>'


def paragraph_styles(width: int, measure: int, cell: float) -> tuple[Style, ...]:
    """Return the paragraph styles; the width of the page's text and the right indent of running
    text in twips, the size of the provisions' text in points.
    """
    upright = (
        f'<w:tab w:val="clear" w:pos="{width}"/><w:tab w:val="right" w:pos="{UPRIGHT_WIDTH}"/>'
    )
    leader, edge = _RIGHT_TAB.format(width - measure), f'<w:tab w:val="right" w:pos="{width}"/>'
    return (
        Style("Normal", 10, after=4),
        Style("Template Tag", 8, "soft", base="Normal", hyphens=False),
        Style("Section End", 1, spacing=0.1, hyphens=False),
        Style(
            "Title",
            44,
            "accent",
            bold=True,
            before=6,
            after=6,
            major=True,
            hyphens=False,
            spacing=1.0,
        ),
        Style("Cover Organisation", 12, "accent", bold=True, after=4, major=True, hyphens=False),
        Style("Cover Mark", 12, "warning", bold=True, before=6, hyphens=False),
        Style("Cover Subtitle", 13, "soft", caps=True, before=90, after=4, hyphens=False),
        Style("Cover Subtitle Below Picture", before=48, base="Cover Subtitle", hyphens=False),
        Style("Cover Picture", 1, spacing=0.1, hyphens=False),
        Style("Cover Local", 17, "soft", after=6, hyphens=False),
        Style("Cover Treaty", 14, before=6, after=60, right=measure + 1400, hyphens=False),
        Style("Cover Treaty Below Picture", before=6, after=30, base="Cover Treaty"),
        Style("Cover Edition", 10, after=2, hyphens=False),
        Style("Cover Note", 9, "warning", before=16, right=measure, hyphens=False),
        Style(
            "heading 1",
            17,
            "accent",
            bold=True,
            after=8,
            keep_next=True,
            keep_lines=True,
            page_break=True,
            level=0,
            major=True,
            hyphens=False,
            following="Body Text",
        ),
        Style(
            "Heading 1 Same Page",
            base="heading 1",
            before=16,
            after=6,
            page_break=False,
            following="Body Text",
        ),
        Style(
            "heading 2",
            12,
            "accent",
            bold=True,
            before=12,
            after=5,
            keep_next=True,
            keep_lines=True,
            level=1,
            major=True,
            hyphens=False,
            following="Body Text",
        ),
        Style(
            "heading 3",
            10.5,
            "accent",
            bold=True,
            before=8,
            after=3,
            keep_next=True,
            keep_lines=True,
            level=2,
            major=True,
            hyphens=False,
            following="Body Text",
        ),
        Style("Body Text", after=6, right=measure),
        Style("Body Text Small", 8.5, after=2, base="Body Text"),
        Style("Blank Rows", before=4, after=2, base="Body Text Small"),
        Style("Small Print", 8.5, "soft", before=4, after=4, right=measure),
        Style("List Bullet", after=3, base="Body Text", number=1),
        Style("List Number", after=3, base="Body Text", number=2),
        Style(
            "TOC Heading",
            17,
            "accent",
            bold=True,
            after=8,
            keep_next=True,
            page_break=True,
            major=True,
            hyphens=False,
        ),
        Style("toc 1", 10.5, bold=True, before=4, tabs=leader, right=measure, hyphens=False),
        Style("toc 2", 10.5, before=1, tabs=leader, left=340, right=measure, hyphens=False),
        # All text in tables has the size of its parent: one change there carries through.
        Style(TABLE_TEXT, cell),
        Style("Fact Label", 0, "soft", before=2, after=2, base=TABLE_TEXT, hyphens=False),
        Style("Fact Text", before=2, after=2, base=TABLE_TEXT),
        Style("Fact Bullet", after=2, base="Fact Text", number=1),
        Style("Fact Number", after=2, base="Fact Text", number=2),
        Style("Bar Label", 9.5, bold=True, before=8, after=2, keep_next=True, hyphens=False),
        Style(
            "Bar Count",
            8,
            "paper",
            bold=True,
            before=1,
            after=1,
            keep_next=True,
            justify="center",
            hyphens=False,
        ),
        Style("Bar Key", 8.5, "soft", before=2, after=2, hyphens=False),
        Style(
            "Column Heading",
            0,
            "paper",
            bold=True,
            before=2,
            after=2,
            base=TABLE_TEXT,
            keep_next=True,
            major=True,
            hyphens=False,
        ),
        *_label_styles(),
        Style(
            "Cell Heading",
            0,
            "accent",
            bold=True,
            before=6,
            after=1,
            base=TABLE_TEXT,
            keep_next=True,
            major=True,
            hyphens=False,
        ),
        Style("Cell Id", 6.5, "soft", before=4, after=1, base=TABLE_TEXT, hyphens=False),
        Style("Cell Text", before=1, after=3, base=TABLE_TEXT),
        Style("Cell State", 0, "soft", italic=True, before=1, after=3, base="Cell Text"),
        Style("Cell Bullet", after=2, base="Cell Text", number=1),
        Style("Cell Number", after=2, base="Cell Text", number=2),
        Style(
            "Note Heading", 8.5, "soft", bold=True, before=7, after=2, keep_next=True, hyphens=False
        ),
        Style("Note Text", 8, after=1),
        Style("annotation text", 9, after=2),
        Style("footnote text", 8, after=1),
        Style("endnote text", 8.5, after=2, right=measure),
        Style(
            "Source Text",
            9,
            after=3,
            left=900,
            hanging=900,
            tabs='<w:tab w:val="left" w:pos="900"/>',
        ),
        Style("header", 8, "soft", tabs=edge, hyphens=False),
        Style("footer", 8, "soft", tabs=edge, hyphens=False),
        Style("Header Upright", base="header", tabs=upright, hyphens=False),
        Style("Footer Upright", base="footer", tabs=upright, hyphens=False),
    )


def _label_styles() -> tuple[Style, ...]:
    """Return the styles of what stands at the left of a provision, whose lines stay together."""
    return (
        _label("Row Title", "accent", bold=True, before=1),
        _label("Row Reference", bold=True),
        _label("Row Summary", "soft", before=3, hyphens=True),
        _label("Row Remark", "soft", italic=True, before=2, hyphens=True),
        _label("Row Assessment", before=4),
        _label("Row Warning", "warning", before=2),
    )


def _label(
    name: str,
    colour: str = "",
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    hyphens: bool = False,
) -> Style:
    return Style(
        name,
        colour=colour,
        bold=bold,
        italic=italic,
        before=before,
        base=TABLE_TEXT,
        keep_lines=True,
        hyphens=hyphens,
    )


def character_styles() -> dict[str, str]:
    """Return the properties of each character style by its name; the signs of assessments take
    house colours.
    """
    bold = "<w:b/><w:bCs/>"
    styles = {
        "Hyperlink": f"<w:color {colour('accent')}/>",
        "footnote reference": f'<w:color {colour("accent")}/><w:vertAlign w:val="superscript"/>',
        "endnote reference": f'<w:color {colour("accent")}/><w:vertAlign w:val="superscript"/>',
        "Note Call": f'<w:color {colour("accent")}/><w:vertAlign w:val="superscript"/>',
        RUNNING_HEAD: "",  # looks like what is around it
        "Note Number": bold,
        "Source Key": bold,
        "Strong": bold,
        "Mark": f"{bold}<w:color {colour('warning')}/>",
        "Ordinal": f"<w:color {colour('accent')}/>",
        "Reference": f'<w:b w:val="0"/><w:bCs w:val="0"/><w:color {colour("soft")}/>',
        "Label": f"<w:color {colour('soft')}/>",
        "Gone": f"<w:strike/><w:color {colour('soft')}/>",
        "Come": '<w:u w:val="single"/>',
        "Bar Count Dark": '<w:color w:val="000000"/>',  # read on every colour that white is not
    }
    for id_ in ("in_line", "partly", "not_in_line", "not_determined", "not_applicable"):
        styles[f"Assessment {id_}"] = bold
    return styles


def table_styles() -> str:
    """Return the table styles: provisions with a heading row and a tinted first column, facts with
    lines between.
    """
    some = "".join(border(side, "line") for side in ("top", "bottom", "insideH"))
    margins = (
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
    )
    narrow = margins.replace('"90"', '"30"').replace('"40"', '"10"')
    gaps = '<w:insideV w:val="single" w:sz="8" w:space="0" w:color="FFFFFF"/>'
    return (
        table_style("Provision Table", margins)
        + _table_style("Fact Table", f"<w:tblBorders>{some}</w:tblBorders>{margins}", "")
        + _table_style("Bar Table", f"<w:tblBorders>{gaps}</w:tblBorders>{narrow}", "")
    )


def table_style(name: str, margins: str) -> str:
    """Return a style of tables with lines between all cells, their margins, a heading row and a
    tinted first column.
    """
    lines = "".join(
        border(side, "line") for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{fill("accent")}</w:tcPr></w:tblStylePr>'
    left = f'<w:tblStylePr w:type="firstCol"><w:tcPr>{fill("tint")}</w:tcPr></w:tblStylePr>'
    return _table_style(name, f"<w:tblBorders>{lines}</w:tblBorders>{margins}", head + left)


def _table_style(name: str, properties: str, parts: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>{properties}</w:tblPr>{parts}</w:style>'
    )
