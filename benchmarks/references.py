"""What our writers are measured against: the same table as people usually make it with the same libraries."""

import io
from collections.abc import Iterable
from functools import cache

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from docxtpl import DocxTemplate, RichText
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from publisher.compose.publication import Note, Publication
from publisher.markup import plain_inlines
from publisher.model import Block, NoteCall, Paragraph, Span
from publisher.writers.html import write_html
from publisher.writers.pdf import font_faces


@cache
def _word_template() -> bytes:
    """Return a plain template: one table for each group, a row loop, the notes and the sources as paragraphs."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{%p for group in groups %}")
    document.add_heading("{{ group.title }}", 1)
    table = document.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    for cell, number in zip(table.rows[0].cells[1:], range(3), strict=True):
        cell.text = f"{{{{ headings[{number}] }}}}"
    table.rows[1].cells[0].text = "{%tr for row in group.rows %}"
    cells = table.rows[2].cells
    cells[0].text = "{{ row.title }}"
    for text in ("{{ row.reference }}", "{{ row.summary }}"):
        cells[0].add_paragraph(text)
    for number in range(3):
        cells[number + 1].text = f"{{%p for text in row.cells[{number}] %}}"
        cells[number + 1].add_paragraph("{{r text }}")
        cells[number + 1].add_paragraph("{%p endfor %}")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for loop, text in (("note in group.notes", "{{ note }}"),):
        for line in (f"{{%p for {loop} %}}", text, "{%p endfor %}"):
            document.add_paragraph(line)
    document.add_paragraph("{%p endfor %}")
    for line in ("{%p for source in sources %}", "{{ source }}", "{%p endfor %}"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain_docxtpl(publication: Publication) -> bytes:
    """Return the report by docxtpl as its manual shows: a RichText for each paragraph, a new template each time."""
    template = DocxTemplate(io.BytesIO(_word_template()))
    groups = [
        {
            "title": group.title,
            "notes": [_note(note) for note in group.notes],
            "rows": [
                {
                    "title": row.title,
                    "reference": row.reference,
                    "summary": row.summary,
                    "cells": [[_rich(block) for block in cell.blocks] for cell in row.cells],
                }
                for row in group.rows
            ],
        }
        for group in publication.groups
    ]
    context = {"title": publication.title, "headings": [each.heading for each in publication.columns], "groups": groups}
    template.render(context | {"sources": list(_sources(publication))}, autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def _rich(block: Block) -> RichText:
    text = RichText()
    for inline in block.inlines if isinstance(block, Paragraph) else ():
        if isinstance(inline, Span):
            text.add(inline.text, bold=inline.bold, italic=inline.italic)
        elif isinstance(inline, NoteCall):
            text.add(str(inline.number), superscript=True)
    return text


def _note(note: Note) -> str:
    return f"{note.number} {plain_inlines(note.inlines)}"


def _sources(publication: Publication) -> Iterable[str]:
    return (
        f"{each.key} {plain_inlines(each.inlines)}" for group in publication.source_groups for each in group.entries
    )


# No tuning: the default table layout, lines and margins only, the same font, size and page numbers in the contents.
_PLAIN_STYLE = """
@page { size: A4 landscape; margin: 20mm 14mm 17mm; @bottom-right { content: counter(page) " / " counter(pages) } }
html { font: 8.6pt "Report Sans", "Report Arabic", "Report Devanagari" }
table { border-collapse: collapse } th, td { border: 1px solid; padding: 1.6mm 2mm; vertical-align: top }
th span { display: block } nav a::after { content: leader(dotted) target-counter(attr(href), page) }
"""


def untuned_page(publication: Publication, template: str) -> str:
    """Return the same page as ours with a style sheet that does nothing for speed."""
    return write_html(publication, template, _PLAIN_STYLE, template_name="country_report.html")


def plain_weasyprint(page: str) -> bytes:
    """Return the PDF of a page, with the same fonts as ours."""
    fonts = FontConfiguration()
    faces = CSS(string=font_faces(), font_config=fonts)
    pdf: bytes = HTML(string=page).write_pdf(stylesheets=[faces], font_config=fonts)
    return pdf
