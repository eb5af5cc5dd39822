"""The styles of the standard templates, as a table, and the theme they take their colours and fonts
from.
"""

from dataclasses import dataclass

from tools.word.xml import HEAD, NAMESPACES, style_id

# Name in the theme -> colour. The house style of a project replaces accent1 (accent) and accent2
# (warning).
COLOURS = {
    "dk1": "1F2A37",
    "lt1": "FFFFFF",
    "dk2": "55606E",
    "lt2": "F2F5F8",
    "accent1": "1F4E79",
    "accent2": "9A3412",
    "accent3": "0E4D3D",
    "accent4": "D9A13B",
    "accent5": "C23B22",
    "accent6": "C3CCD6",
    "hlink": "1F4E79",
    "folHlink": "55606E",
}
# What styles call a colour -> its name in the theme (17.18.97) and in COLOURS.
_NAMES = {
    "ink": ("text1", "dk1"),
    "soft": ("text2", "dk2"),
    "tint": ("background2", "lt2"),
    "paper": ("background1", "lt1"),
    "accent": ("accent1", "accent1"),
    "warning": ("accent2", "accent2"),
    "line": ("accent6", "accent6"),
}


@dataclass(frozen=True)
class Style:
    """A paragraph style: sizes and distances in points; `borders` are as `border`
    gives them, in the order top, left, bottom; `shade` is the name of a colour behind the text.
    """

    name: str
    size: float = 0
    colour: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    before: float = 0
    after: float = 0
    base: str = "Normal"
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool | None = None
    number: int = 0
    tabs: str = ""
    left: int = 0
    hanging: int = 0
    right: int = 0
    justify: str = ""
    level: int | None = None
    major: bool = False
    hyphens: bool = True
    following: str = ""
    spacing: float = 1.1
    borders: str = ""
    shade: str = ""


def theme(font: str = "Calibri") -> str:
    """Return the theme part: colours, fonts, and the plain formats that the schema asks for."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items()
    )
    scripts = "".join(
        f'<a:font script="{script}" typeface="{face}"/>'
        for script, face in (
            ("Arab", "Arial"),
            ("Hebr", "Arial"),
            ("Deva", "Nirmala UI"),
            ("Hans", "Microsoft YaHei"),
        )
    )
    fonts = f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>{scripts}'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Report"><a:themeElements>'
        f'<a:clrScheme name="Report">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Report"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Report"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def colour(name: str) -> str:
    """Return the attributes of a colour that follows the theme, with its value for programs that
    know no themes.
    """
    theme_name, key = _NAMES[name]
    return f'w:val="{COLOURS[key]}" w:themeColor="{theme_name}"'


def fill(name: str) -> str:
    """Return the shading of a cell in a colour of the theme (17.4.33)."""
    theme_name, key = _NAMES[name]
    return (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{COLOURS[key]}" w:themeFill="{theme_name}"/>'
    )


def border(side: str, name: str, size: int = 4, space: int = 0) -> str:
    """Return a border; size in eighths of a point (17.3.4)."""
    theme_name, key = _NAMES[name]
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{COLOURS[key]}" w:themeColor="{theme_name}"/>'


def fonts(*, major: bool) -> str:
    """Return the fonts of the theme for headings (major) or text."""
    kind = "major" if major else "minor"
    return (
        f'<w:rFonts w:asciiTheme="{kind}HAnsi" w:hAnsiTheme="{kind}HAnsi" w:eastAsiaTheme="{kind}EastAsia"'
        f' w:cstheme="{kind}Bidi"/>'
    )


def styles_part(styles: tuple[Style, ...], characters: dict[str, str], tables: str) -> str:
    """Return styles.xml."""
    body = "".join(_paragraph_style(style) for style in styles)
    body += '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    body += "".join(
        f'<w:style w:type="character" w:styleId="{style_id(name)}"{_custom(name)}><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{properties}</w:rPr></w:style>'
        for name, properties in characters.items()
    )
    body += (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
    )
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(major=False)}"
        f'<w:color {colour("ink")}/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>{body}{tables}</w:styles>"
    )


# The styles that Word knows by itself; the others are custom styles (17.7.4.17).
_BUILT_IN = (
    "Normal",
    "Title",
    "heading",
    "Body Text",
    "List",
    "toc",
    "TOC",
    "header",
    "footer",
    "footnote",
    "endnote",
    "annotation",
    "Hyperlink",
)


def _custom(name: str) -> str:
    is_run_on = name.endswith("Same Page")
    return ' w:customStyle="1"' if is_run_on or not name.startswith(_BUILT_IN) else ""


def _paragraph_style(style: Style) -> str:
    default = ' w:default="1"' if style.name == "Normal" else ""
    base = "" if style.name == "Normal" else f'<w:basedOn w:val="{style_id(style.base)}"/>'
    following = f'<w:next w:val="{style_id(style.following)}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style_id(style.name)}"{_custom(style.name)}>'
        f'<w:name w:val="{style.name}"/>{base}{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(style)}</w:pPr><w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style) -> str:
    """Return pPr in the order of the schema (17.3.1.26)."""
    page_break = {None: "", True: "<w:pageBreakBefore/>", False: '<w:pageBreakBefore w:val="0"/>'}[
        style.page_break
    ]
    indents = "".join(
        f' w:{name}="{value}"'
        for name, value in (("start", style.left), ("end", style.right), ("hanging", style.hanging))
        if value
    )
    return "".join(
        (
            "<w:keepNext/>" if style.keep_next else "",
            "<w:keepLines/>" if style.keep_lines else "",
            page_break,
            f'<w:numPr><w:numId w:val="{style.number}"/></w:numPr>' if style.number else "",
            f"<w:pBdr>{style.borders}</w:pBdr>" if style.borders else "",
            fill(style.shade) if style.shade else "",
            f"<w:tabs>{style.tabs}</w:tabs>" if style.tabs else "",
            "" if style.hyphens else "<w:suppressAutoHyphens/>",
            f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}"'
            f' w:line="{round(style.spacing * 240)}" w:lineRule="auto"/>',
            f"<w:ind{indents.replace('start', 'left').replace('end', 'right')}/>"
            if indents
            else "",
            f'<w:jc w:val="{style.justify}"/>' if style.justify else "",
            f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else "",
        )
    )


def _run_properties(style: Style) -> str:
    """Return rPr in the order of the schema (17.3.2.28), for Latin and for complex scripts
    alike.
    """
    size = round(style.size * 2)
    return "".join(
        (
            fonts(major=True) if style.major else "",
            "<w:b/><w:bCs/>" if style.bold else "",
            # Arabic, Hebrew and the scripts of India have no italics: no w:iCs.
            "<w:i/>" if style.italic else "",
            "<w:caps/>" if style.caps else "",
            f"<w:color {colour(style.colour)}/>" if style.colour else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        )
    )
