"""A Word document put together from its parts (ECMA-376 Part 2)."""

from datetime import datetime

from publisher.domain.archive import pack
from tools.word.look import LIST_INDENT, character_styles, paragraph_styles, table_styles
from tools.word.styles import Style, border, styles_part, theme
from tools.word.xml import HEAD, NAMESPACES, paragraph, tab

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STAMP = datetime(2026, 1, 1)


def document(
    body: str,
    *,
    headers: dict[str, str],
    footers: dict[str, str],
    width: int,
    measure: int,
    cell: float,
    more_styles: tuple[Style, ...] = (),
    more_tables: str = "",
) -> bytes:
    """Return a .docx: its body, its headers and footers by name, the width of its text, the right
    indent of prose, the size of the provisions' text in points.

    Sections of the body name headers and footers by their names as relationship ids; `more_styles`
    add to the styles or stand in place of those of the same name, `more_tables` to those of tables.
    """
    styles = {each.name: each for each in (*paragraph_styles(width, measure, cell), *more_styles)}
    parts = {
        "document.xml": (
            "document.main",
            f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        ),
        "styles.xml": (
            "styles",
            styles_part(tuple(styles.values()), character_styles(), table_styles() + more_tables),
        ),
        "settings.xml": ("settings", _settings()),
        "numbering.xml": ("numbering", _numbering()),
        "fontTable.xml": ("fontTable", f"{HEAD}<w:fonts {NAMESPACES}/>"),
        "footnotes.xml": ("footnotes", _notes("footnote")),
        "endnotes.xml": ("endnotes", _notes("endnote")),
        "theme/theme1.xml": ("theme", theme()),
    }
    parts |= {
        f"{name}.xml": ("header", f"{HEAD}<w:hdr {NAMESPACES}>{text}</w:hdr>")
        for name, text in headers.items()
    }
    parts |= {
        f"{name}.xml": ("footer", f"{HEAD}<w:ftr {NAMESPACES}>{text}</w:ftr>")
        for name, text in footers.items()
    }
    return pack(
        {
            "[Content_Types].xml": _content_types(
                {name: kind for name, (kind, _) in parts.items()}
            ).encode(),
            "_rels/.rels": _package_relations().encode(),
            "docProps/core.xml": _core().encode(),
            "word/_rels/document.xml.rels": _relations(parts).encode(),
            **{f"word/{name}": text.encode() for name, (_, text) in parts.items()},
        },
        stamp=_STAMP,
    )


def section(
    *,
    size: str,
    margins: str,
    header: str = "",
    footer: str = "",
    borders: str = "",
    is_last: bool = False,
) -> str:
    """Return the properties of a section; those of all but the last stand in a paragraph of their
    own (17.6.18).
    """
    references = f'<w:headerReference w:type="default" r:id="{header}"/>' if header else ""
    references += f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
    properties = (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}{margins}{borders}</w:sectPr>'
    )
    return (
        properties
        if is_last
        else f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{properties}</w:pPr></w:p>'
    )


def cover_band() -> str:
    """Return a page border that is a band of the accent colour at the left edge (17.6.10)."""
    return f'<w:pgBorders w:offsetFrom="page">{border("left", "accent", size=96, space=12)}</w:pgBorders>'


def running_line(style: str, left: str, right: str) -> str:
    """Return a header or footer: one text at the left, one at the right edge."""
    return paragraph(style, left, tab(), right)


def _content_types(kinds: dict[str, str]) -> str:
    types = {name: f"{_TYPE}.{kind}+xml" for name, kind in kinds.items()}
    types["theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    )


def _relations(parts: dict[str, tuple[str, str]]) -> str:
    entries = (
        f'<Relationship Id="{name.removesuffix(".xml").replace("/", "")}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for name, (kind, _) in parts.items()
        if kind != "document.main"
    )
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'
    )


def _core() -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Template of a country report</dc:title>'
        "</cp:coreProperties>"
    )


def _settings() -> str:
    """Return settings.xml: Word 2013 and later, automatic hyphenation, the separators of notes
    (17.15.1).
    """
    notes = "".join(
        f'<w:{kind}Pr><w:numFmt w:val="decimal"/><w:{kind} w:id="-1"/><w:{kind} w:id="0"/></w:{kind}Pr>'
        for kind in ("footnote", "endnote")
    )
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:autoHyphenation/>'
        '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="280"/><w:doNotHyphenateCaps/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{notes}'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
        ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"'
        ' w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/></w:settings>'
    )


def _numbering() -> str:
    """Return numbering.xml: bullets (1) and numbers (2), three levels each."""
    kinds = ((1, "bullet", ("•", "–", "·")), (2, "decimal", ("%1.", "%2.", "%3.")))
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{id_}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{LIST_INDENT * (level + 1)}" w:hanging="{LIST_INDENT}"/></w:pPr>'
            "</w:lvl>"
            for level, text in enumerate(texts)
        )
        + "</w:abstractNum>"
        for id_, form, texts in kinds
    )
    uses = "".join(
        f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{id_}"/></w:num>' for id_, *_ in kinds
    )
    return f"{HEAD}<w:numbering {NAMESPACES}>{lists}{uses}</w:numbering>"


def _notes(kind: str) -> str:
    """Return footnotes.xml or endnotes.xml with its separators alone (17.11.1)."""
    # As high as LibreOffice makes it: see publisher/writers/docx/notes.py.
    plain = '<w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>'
    return (
        f"{HEAD}<w:{kind}s {NAMESPACES}>"
        f'<w:{kind} w:type="separator" w:id="-1"><w:p>{plain}<w:r><w:separator/></w:r></w:p></w:{kind}>'
        f'<w:{kind} w:type="continuationSeparator" w:id="0"><w:p>{plain}<w:r><w:continuationSeparator/></w:r></w:p>'
        f"</w:{kind}></w:{kind}s>"
    )
