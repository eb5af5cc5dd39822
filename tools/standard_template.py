"""Make the first version of templates/docx/country_report.docx; from then on it is edited in Word.

Run it from the top of the project: python tools/standard_template.py
"""

import io
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table

from publisher.zipped import deterministic_zip

TARGET = Path(__file__).parent.parent / "templates" / "docx" / "country_report.docx"
INK, SOFT, ACCENT, WARN, TINT, LINE = "1F2A37", "55606E", "1F4E79", "9A3412", "F2F5F8", "C3CCD6"
LEFT, CONTENT = 3360, 3963  # twentieths of a point: the column of provisions, each content column

# name, based on, size, colour, bold, italic, space before, space after, other paragraph properties
STYLES = (
    ("Normal", None, 10, INK, False, False, 0, 4, ""),
    ("Title", "Normal", 44, ACCENT, True, False, 6, 6, ""),
    ("Cover Organisation", "Normal", 12, ACCENT, True, False, 0, 4, ""),
    ("Cover Mark", "Normal", 12, WARN, True, False, 0, 0, ""),
    ("Cover Subtitle", "Normal", 13, SOFT, False, False, 90, 4, ""),
    ("Cover Local", "Normal", 17, SOFT, False, False, 0, 6, ""),
    ("Cover Treaty", "Normal", 14, INK, False, False, 6, 60, '<w:ind w:right="4500"/>'),
    ("Cover Edition", "Normal", 10, INK, False, False, 0, 2, ""),
    ("Cover Note", "Normal", 9, WARN, False, False, 18, 0, ""),
    ("Heading 1", "Normal", 17, ACCENT, True, False, 0, 8, "<w:keepNext/>"),
    ("Heading 2", "Normal", 11.5, ACCENT, True, False, 10, 5, "<w:keepNext/>"),
    ("Heading 3", "Normal", 10.5, ACCENT, True, False, 8, 3, "<w:keepNext/>"),
    ("Body Text", "Normal", 10, INK, False, False, 0, 6, '<w:ind w:right="3000"/>'),
    ("List Bullet", "Body Text", 10, INK, False, False, 0, 3, ""),
    ("List Number", "Body Text", 10, INK, False, False, 0, 3, ""),
    ("Contents Heading", "Normal", 17, ACCENT, True, False, 0, 8, "<w:keepNext/>"),
    ("toc 1", "Normal", 10.5, INK, True, False, 4, 0, ""),
    ("toc 2", "Normal", 10.5, INK, False, False, 1, 0, '<w:ind w:left="340"/>'),
    ("Fact Label", "Normal", 9.5, SOFT, False, False, 3, 3, ""),
    ("Fact Text", "Normal", 9.5, INK, False, False, 3, 3, ""),
    ("Column Heading", "Normal", 9, "FFFFFF", True, False, 2, 2, "<w:keepNext/>"),
    ("Row Title", "Normal", 9, ACCENT, True, False, 1, 0, ""),
    ("Row Reference", "Normal", 8.5, INK, True, False, 0, 0, ""),
    ("Row Summary", "Normal", 8.5, SOFT, False, False, 3, 0, ""),
    ("Row Remark", "Normal", 8.5, SOFT, False, True, 2, 0, ""),
    ("Row Assessment", "Normal", 8.5, INK, False, False, 4, 0, ""),
    ("Cell Id", "Normal", 6.5, SOFT, False, False, 4, 1, ""),
    ("Cell Text", "Normal", 9, INK, False, False, 1, 3, ""),
    ("Cell State", "Cell Text", 9, SOFT, False, True, 1, 3, ""),
    ("Cell Bullet", "Cell Text", 9, INK, False, False, 0, 2, ""),
    ("Cell Number", "Cell Text", 9, INK, False, False, 0, 2, ""),
    ("Note Heading", "Normal", 8.5, SOFT, True, False, 7, 2, "<w:keepNext/>"),
    ("Note Text", "Normal", 8, INK, False, False, 0, 1, ""),
    ("Source Text", "Normal", 9, INK, False, False, 0, 3, '<w:ind w:left="800" w:hanging="800"/>'),
    ("header", "Normal", 8, SOFT, False, False, 0, 0, ""),
    ("footer", "Normal", 8, SOFT, False, False, 0, 0, ""),
)
CHARACTER_STYLES = (
    ("Hyperlink", f'<w:color w:val="{ACCENT}"/>'),
    ("Note Call", f'<w:color w:val="{ACCENT}"/><w:vertAlign w:val="superscript"/>'),
    ("Note Number", "<w:b/><w:bCs/>"),
    ("Source Key", "<w:b/><w:bCs/>"),
    ("Mark", f'<w:b/><w:bCs/><w:color w:val="{WARN}"/>'),
    ("Label", f'<w:color w:val="{SOFT}"/>'),
)
BULLETS = ("•", "–", "·")


def main() -> None:
    """Write the template."""
    document = _empty_document()
    _add_styles(document)
    _add_numbering(document)
    _add_cover(document)
    _add_front(document)
    _add_table(document)
    _add_back(document)
    stream = io.BytesIO()
    document.save(stream)
    TARGET.write_bytes(deterministic_zip(stream.getvalue(), stamp=datetime(2026, 1, 1)))


def _empty_document():  # noqa: ANN202
    """Return a document with nothing of python-docx's own template but the parts that Word needs."""
    document = Document()
    for id_, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml")):
            document.part.drop_rel(id_)
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    document.core_properties.title = "{{ report.title }}"
    document.core_properties.author = "{{ report.organisation }}"
    document.core_properties.comments = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin, section.bottom_margin = Mm(20), Mm(17)
    section.header_distance = section.footer_distance = Mm(9)
    return document


def _add_styles(document) -> None:
    for name, base, size, colour, bold, italic, before, after, extra in STYLES:
        known = {style.name.lower(): style for style in document.styles}
        style = known.get(name.lower()) or document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name in ("header", "footer"):
            style.element.set(qn("w:styleId"), name.capitalize())
        if base:
            style.base_style = document.styles[base]
            style.quick_style = True
            style.hidden = False
        font, format_ = style.font, style.paragraph_format
        font.size, font.bold, font.italic = Pt(size), bold, italic
        font.color.rgb = RGBColor.from_string(colour)
        _complex_script(style.element.get_or_add_rPr(), size, bold=bold, italic=italic)
        format_.space_before, format_.space_after = Pt(before), Pt(after)
        format_.line_spacing = 1.1
        if extra:
            _insert_paragraph_property(style.element.get_or_add_pPr(), extra)
    for level in (1, 2, 3):
        outline = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>')
        document.styles[f"Heading {level}"].element.get_or_add_pPr().append(outline)
    for name, properties in CHARACTER_STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{properties}</w:rPr>"))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
            '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei" w:cs="Arial"/>'
            '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
        ),
    )
    normal = document.styles["Normal"].element.rPr
    if normal is not None and normal.find(qn("w:rFonts")) is not None:
        normal.remove(normal.find(qn("w:rFonts")))


def _complex_script(properties, size: float, *, bold: bool, italic: bool) -> None:
    for name, value in (("bCs", bold), ("iCs", italic)):
        plain = properties.find(qn(f"w:{name[0]}"))
        if value and plain is not None:
            plain.addnext(parse_xml(f"<w:{name} {nsdecls('w')}/>"))
    properties.find(qn("w:sz")).addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(size * 2)}"/>'))


def _insert_paragraph_property(properties, xml: str) -> None:
    element = parse_xml(xml.replace("/>", f" {nsdecls('w')}/>", 1))
    if element.tag == qn("w:keepNext"):
        properties.insert(0, element)
    else:
        properties.find(qn("w:spacing")).addnext(element)


def _add_numbering(document) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for id_, form, texts in ((1, "bullet", BULLETS), (2, "decimal", ("%1.", "%2.", "%3."))):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{260 * (level + 1)}" w:hanging="260"/></w:pPr></w:lvl>'
            for level, text in enumerate(texts)
        )
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id_}"><w:multiLevelType w:val="multilevel"/>'
                f"{levels}</w:abstractNum>"
            )
        )
    for id_ in (1, 2):
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{id_}"><w:abstractNumId w:val="{id_}"/></w:num>'))
    for name, id_ in (("List Bullet", 1), ("Cell Bullet", 1), ("List Number", 2), ("Cell Number", 2)):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.insert(0, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{id_}"/></w:numPr>'))


# The document, from cover to last page


def _add_cover(document) -> None:
    for style, text in (
        ("Cover Organisation", "{{ report.organisation }}"),
        ("Normal", "{%p if report.mark %}"),
        ("Cover Mark", "{{ report.mark }}"),
        ("Normal", "{%p endif %}"),
        ("Cover Subtitle", "{{ words.subtitle }}"),
        ("Title", "{{ report.country }}"),
        ("Normal", "{%p if report.local_name %}"),
        ("Cover Local", "{{ report.local_name }}"),
        ("Normal", "{%p endif %}"),
        ("Cover Treaty", "{{ report.treaty }}"),
    ):
        document.add_paragraph(text, style)
    for label, text in (
        ("law_as_at", "{{ report.law_as_at }}"),
        ("version_label", '{{ [report.version, report.date_line] | select | join(" · ") or "–" }}'),
        ("status", "{{ report.status }}"),
    ):
        paragraph = document.add_paragraph("", "Cover Edition")
        paragraph.add_run(f"{{{{ words.{label} }}}}: ", "Label")
        paragraph.add_run(text).bold = True
    for style, text in (
        ("Normal", "{%p if report.mark_note %}"),
        ("Cover Note", "{{ report.mark_note }}"),
        ("Normal", "{%p endif %}"),
    ):
        document.add_paragraph(text, style)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    header = section.header
    header.is_linked_to_previous = False
    head = header.paragraphs[0]
    head.style = document.styles["header"]
    head.add_run("{{ report.title }}")
    head.add_run("{% if report.mark %}")
    head.add_run("    {{ report.mark }}", "Mark")
    head.add_run("{% endif %}")
    footer = section.footer
    footer.is_linked_to_previous = False
    foot = footer.paragraphs[0]
    foot.style = document.styles["footer"]
    foot._p.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="end"/>'))
    foot.add_run("{{ words.page_word }} ")
    _add_field(foot, "PAGE")
    foot.add_run(" {{ words.page_of }} ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph, code: str, result: str = "1") -> None:
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>{result}</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def _heading(document, text: str, *, break_before: bool = True) -> None:
    paragraph = document.add_paragraph(text, "Heading 1")
    paragraph.paragraph_format.page_break_before = break_before or None
    if not break_before:
        paragraph.paragraph_format.space_before = Pt(16)


def _lines(document, *lines: tuple[str, str]) -> None:
    for style, text in lines:
        document.add_paragraph(text, style)


def _add_notes(document, notes: str, heading: str) -> None:
    _lines(
        document,
        ("Normal", f"{{%p if {notes} %}}"),
        ("Note Heading", heading),
        ("Normal", f"{{%p for note in {notes} %}}"),
    )
    paragraph = document.add_paragraph("", "Note Text")
    paragraph.add_run('{{r note.number | target(note.id, "Note Number") }}')
    paragraph.add_run(" ")
    paragraph.add_run("{{r note.inlines | inlines }}")
    paragraph.add_run("{{r note.calls | back }}")
    _lines(document, ("Normal", "{%p endfor %}"), ("Normal", "{%p endif %}"))


def _add_front(document) -> None:
    _heading(document, "{{ words.facts }}", break_before=False)
    _add_pairs(document, "fact in report.facts", "{{ fact.label }}", '{{p fact.blocks | blocks("Fact Text") }}')
    _heading(document, '{{r words.summary | target("summary") }}')
    _lines(document, ("Body Text", '{{p report.summary | blocks("Body Text") }}'))
    _add_notes(document, "report.front_notes", "{{ words.notes }}")
    _heading(document, '{{r words.how_to_read | target("how-to-read") }}', break_before=False)
    _lines(
        document,
        ("Normal", "{%p for text in report.how_to_read %}"),
        ("Body Text", "{{ text }}"),
        ("Normal", "{%p endfor %}"),
    )
    _add_contents(document)


def _add_contents(document) -> None:
    """Add a contents field with its entries ready; Word adds the page numbers on F9."""
    heading = document.add_paragraph("{{ words.contents }}", "Contents Heading")
    heading.paragraph_format.page_break_before = True
    first = document.add_paragraph("", "toc 1")
    for kind, text in (("begin", ""), ("", ' TOC \\o "1-2" \\h \\z \\u '), ("separate", "")):
        run = first.add_run()
        run._r.append(
            parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')
            if kind
            else parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>')
        )
    first.add_run('{{r words.summary | link("summary") }}')
    _lines(
        document,
        ("toc 1", '{{r words.how_to_read | link("how-to-read") }}'),
        ("toc 1", '{{r words.table | link("table") }}'),
        ("Normal", "{%p for group in report.groups %}"),
        ("toc 2", '{{r group.title | link("group-" ~ group.id) }}'),
        ("Normal", "{%p endfor %}"),
        ("Normal", "{%p if report.questions %}"),
        ("toc 1", '{{r words.questions | link("questions") }}'),
        ("Normal", "{%p endif %}"),
    )
    last = document.add_paragraph("", "toc 1")
    last.add_run('{{r words.sources | link("sources") }}')
    last.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>'))


def _table_properties(table: Table, widths: tuple[int, ...], caption: str, *, lines: bool) -> None:
    border = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if lines else ("top", "bottom", "insideH")
    borders = "".join(f"<w:{side} {border}/>" for side in sides)
    properties = parse_xml(
        f"<w:tblPr {nsdecls('w')}>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        '<w:left w:w="90" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1"'
        ' w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{caption}"/></w:tblPr>'
    )
    table._tbl.replace(table._tbl.tblPr, properties)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell._tc.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), str(width))
            cell._tc.tcPr.tcW.set(qn("w:type"), "dxa")


def _write(cell, style: str, text: str) -> None:
    paragraph = cell.paragraphs[0]
    if paragraph.runs or paragraph._p.xpath("w:fldSimple"):
        paragraph = cell.add_paragraph()
    paragraph.style = style
    paragraph.add_run(text)


def _add_pairs(document, loop: str, label: str, text: str) -> None:
    table = document.add_table(rows=3, cols=2)
    _table_properties(table, (LEFT, 3 * CONTENT), "{{ words.facts }}", lines=False)
    _write(table.cell(0, 0), "Normal", f"{{%tr for {loop} %}}")
    _write(table.cell(1, 0), "Fact Label", label)
    _write(table.cell(1, 1), "Fact Text", text)
    _write(table.cell(2, 0), "Normal", "{%tr endfor %}")


def _shade(cell, fill: str) -> None:
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    )


def _add_table(document) -> None:
    _heading(document, '{{r words.table | target("table") }}')
    _lines(
        document,
        ("Normal", "{%p for group in report.groups %}"),
        ("Heading 2", '{{r group.title | target("group-" ~ group.id) }}'),
    )
    table = document.add_table(rows=4, cols=4)
    widths = (LEFT, CONTENT, CONTENT, CONTENT)
    _table_properties(table, widths, "{{ group.title }}", lines=True)
    heading, opening, row, closing = table.rows
    heading._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    heading._tr.trPr.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    _write(heading.cells[0], "Column Heading", "{{ words.provision }}")
    _write(heading.cells[1], "Normal", "{%tc for column in report.columns %}")
    _write(heading.cells[2], "Column Heading", "{{ column.heading }}")
    _write(heading.cells[3], "Normal", "{%tc endfor %}")
    for cell in heading.cells:
        _shade(cell, ACCENT)
    _write(opening.cells[0], "Normal", "{%tr for row in group.rows %}")
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    left = row.cells[0]
    _shade(left, TINT)
    for style, text in (
        ("Row Title", "{{ row.title }}"),
        ("Row Reference", "{{ row.reference }}"),
        ("Row Summary", "{{ row.summary }}"),
        ("Normal", "{%p if row.remark %}"),
        ("Row Remark", "{{ row.remark }}"),
        ("Normal", "{%p endif %}"),
        ("Normal", "{%p if row.assessment %}"),
        ("Row Assessment", "{{ words.assessment }}: {{ row.assessment }}"),
        ("Normal", "{%p endif %}"),
        ("Normal", "{%p if row.warning %}"),
        ("Row Remark", "{{ row.warning }}"),
        ("Normal", "{%p endif %}"),
        ("Cell Id", "{{p row | anchor }}"),
    ):
        _write(left, style, text)
    _write(row.cells[1], "Normal", "{%tc for cell in row.cells %}")
    _write(row.cells[2], "Cell Text", "{{p cell | cell }}")
    _write(row.cells[3], "Normal", "{%tc endfor %}")
    _write(closing.cells[0], "Normal", "{%tr endfor %}")
    _add_notes(document, "group.notes", "{{ group.notes_heading }}")
    _lines(document, ("Normal", "{%p else %}"), ("Body Text", "{{ words.no_rows }}"), ("Normal", "{%p endfor %}"))


def _add_back(document) -> None:
    _lines(document, ("Normal", "{%p if report.questions %}"))
    _heading(document, '{{r words.questions | target("questions") }}')
    _add_pairs(
        document,
        "question in report.questions",
        "{{ question.reference }} {{ question.title }}",
        '{{p question.blocks | blocks("Fact Text") }}',
    )
    _lines(document, ("Normal", "{%p endif %}"), ("Normal", "{%p if report.end_notes %}"))
    _heading(document, "{{ words.notes }}")
    _add_notes(document, "report.end_notes", "{{ words.notes }}")
    _lines(document, ("Normal", "{%p endif %}"))
    _heading(document, '{{r words.sources | target("sources") }}')
    _lines(
        document,
        ("Normal", "{%p for group in report.source_groups %}"),
        ("Heading 3", "{{ group.title }}"),
        ("Normal", "{%p for source in group.entries %}"),
    )
    paragraph = document.add_paragraph("", "Source Text")
    paragraph.add_run('{{r source.key | target("source-" ~ source.key, "Source Key") }}')
    paragraph.add_run("\t")
    paragraph.add_run("{{r source.inlines | inlines }}")
    _lines(
        document,
        ("Normal", "{%p endfor %}"),
        ("Normal", "{%p else %}"),
        ("Body Text", "{{ words.no_sources }}"),
        ("Normal", "{%p endfor %}"),
    )
    for name in ("contributors", "acknowledgements"):
        _lines(document, ("Normal", f"{{%p if report.{name} %}}"))
        _heading(document, f"{{{{ words.{name} }}}}", break_before=False)
        _lines(document, ("Body Text", f'{{{{p report.{name} | blocks("Body Text") }}}}'), ("Normal", "{%p endif %}"))
    _heading(document, "{{ words.recommended_citation }}", break_before=False)
    _lines(document, ("Body Text", "{{ report.citation }}"))
    for name in ("contact", "licence"):
        _lines(
            document,
            ("Normal", f"{{%p if report.{name} %}}"),
            ("Body Text", f"{{{{ words.{name} }}}}: {{{{ report.{name} }}}}"),
            ("Normal", "{%p endif %}"),
        )


if __name__ == "__main__":
    main()
