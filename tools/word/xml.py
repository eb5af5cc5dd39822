"""Small pieces of WordprocessingML."""

from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def style_id(name: str) -> str:
    """Return the id under which a style of this name is used: 'toc 1' gives TOC1."""
    known = {"Normal": "Normal", "toc": "TOC"}
    words = [known.get(word, word[:1].upper() + word[1:]) for word in name.split()]
    return "".join(words)


def run(text: str, style: str = "") -> str:
    """Return a run of text in a character style."""
    look = f'<w:rPr><w:rStyle w:val="{style_id(style)}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, *pieces: str, extra: str = "") -> str:
    """Return a paragraph in a style; a piece that is no element is text."""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in pieces)
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{extra}</w:pPr>{runs}</w:p>'


def tag(text: str) -> str:
    """Return a paragraph that holds nothing but a tag and disappears with it."""
    return paragraph("Template Tag", text)


def tab() -> str:
    """Return a tab."""
    return "<w:r><w:tab/></w:r>"


def field(instruction: str, result: str, style: str = "") -> str:
    """Return a complex field with the result it shows until it is updated (17.16.18)."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return f"{begin}{code}{separate}{run(result, style)}{end}"


def page_field(instruction: str) -> str:
    """Return a simple field with a number of pages (17.16.19): ONLYOFFICE works out no other in a paragraph that runs
    from right to left.
    """
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def cell(width: int, *paragraphs: str, span: int = 1, edges: str = "") -> str:
    """Return a table cell over `span` columns; width in twentieths of a point. `edges` are borders
    and margins of its own (17.4.66, 17.4.68).
    """
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{edges}</w:tcPr>'
    return f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a table row."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(
    style: str, widths: tuple[int, ...], *rows: str, caption: str, description: str, look: str
) -> str:
    """Return a table of fixed layout with what it is about for screen readers (17.4.41,
    17.4.42).
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id(style)}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}<w:tblCaption w:val="{escape(caption)}"/>'
        f'<w:tblDescription w:val="{escape(description)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def look(*, first_row: bool, first_column: bool) -> str:
    """Return which parts of a table its style dresses (17.4.56)."""
    value = 0x0400 | 0x0200 | (0x0020 if first_row else 0) | (0x0080 if first_column else 0)
    return (
        f'<w:tblLook w:val="{value:04X}" w:firstRow="{int(first_row)}" w:lastRow="0"'
        f' w:firstColumn="{int(first_column)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
