"""What our Word writer is measured against: the same table as people usually make it, with docxtpl
and docxtemplater.

Both print the table by subject area with its notes as paragraphs, and the list of sources; neither
has our cover, front matter, contents list, notes of Word's own, bookmarks and locked ids.
"""

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from docxtpl import DocxTemplate, RichText

from publisher.compose.publication import Note, Publication
from publisher.domain.text import Block, NoteCall, Paragraph, Span, plain_inlines

FOLDER = Path(__file__).parent


# docxtpl


def plain_docxtpl(publication: Publication) -> bytes:
    """Return the report by docxtpl as its manual shows: a RichText for each paragraph, a new
    template each time.
    """
    template = DocxTemplate(io.BytesIO(_docxtpl_template()))
    template.render(_content(publication, _rich), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


@cache
def _docxtpl_template() -> bytes:
    """Return a plain template: one table for each group, a row loop, the notes and the sources as
    paragraphs.
    """
    document, table = _begun("{%p for group in groups %}", rows=4)
    table.rows[1].cells[0].text = "{%tr for row in group.rows %}"
    cells = table.rows[2].cells
    cells[0].text = "{{ row.title }}"
    for text in ("{{ row.reference }}", "{{ row.summary }}"):
        cells[0].add_paragraph(text)
    for number in range(3):
        cells[number + 1].text = f"{{%p for text in row.cell{number} %}}"
        cells[number + 1].add_paragraph("{{r text }}")
        cells[number + 1].add_paragraph("{%p endfor %}")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    lines = ["{%p for note in group.notes %}", "{{ note }}", "{%p endfor %}", "{%p endfor %}"]
    return _ended(
        document, [*lines, "{%p for source in sources %}", "{{ source }}", "{%p endfor %}"]
    )


def _rich(block: Block) -> RichText:
    text = RichText()
    for inline in block.inlines if isinstance(block, Paragraph) else ():
        if isinstance(inline, Span):
            text.add(inline.text, bold=inline.bold, italic=inline.italic)
        elif isinstance(inline, NoteCall):
            text.add(str(inline.number), superscript=True)
    return text


# docxtemplater


def docxtemplater(publications: Sequence[Publication]) -> tuple[float, float]:
    """Return CPU seconds per report and peak memory in MB of docxtemplater in one process of Node,
    after a warm-up.

    Its own template, with loops as its manual shows; bold and italic, which this workload has none
    of, are left out.
    """
    with tempfile.TemporaryDirectory() as name:
        template, content = Path(name) / "template.docx", Path(name) / "reports.json"
        template.write_bytes(_docxtemplater_template())
        reports = [_content(each, _runs) for each in publications]
        content.write_text(json.dumps(reports), encoding="utf-8")
        command = ["node", str(FOLDER / "docxtemplater.cjs"), str(template), str(content)]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(found[0]), float(found[1])


def has_docxtemplater() -> bool:
    """Tell whether docxtemplater and Node are installed."""
    return (FOLDER / "node_modules/docxtemplater").exists() and bool(shutil.which("node"))


def _docxtemplater_template() -> bytes:
    """Return the same template with docxtemplater's tags: a loop begins in a row's first cell and
    ends in its last.
    """
    document, table = _begun("{#groups}", rows=2)
    cells = table.rows[1].cells
    cells[0].text = "{#rows}{title}"
    for text in ("{reference}", "{summary}"):
        cells[0].add_paragraph(text)
    for number in range(3):
        cells[number + 1].text = f"{{#cell{number}}}"
        paragraph = cells[number + 1].add_paragraph("{#runs}{text}")
        paragraph.add_run("{note}").font.superscript = True
        paragraph.add_run("{/runs}")
        cells[number + 1].add_paragraph(f"{{/cell{number}}}")
    cells[3].add_paragraph("{/rows}")
    return _ended(
        document, ["{#notes}", "{.}", "{/notes}", "{/groups}", "{#sources}", "{.}", "{/sources}"]
    )


def _runs(block: Block) -> dict[str, object]:
    inlines = block.inlines if isinstance(block, Paragraph) else ()
    texts = [{"text": each.text, "note": ""} for each in inlines if isinstance(each, Span)]
    calls = [
        {"text": "", "note": str(each.number)} for each in inlines if isinstance(each, NoteCall)
    ]
    return {"runs": texts + calls}


# What both share


def _begun(loop: str, *, rows: int) -> tuple[Any, Any]:
    """Return a document that begins with title, loop and a table whose heading row is filled."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = (
        WD_ORIENT.LANDSCAPE,
        Mm(297),
        Mm(210),
    )
    brace = "{{ %s }}" if "%" in loop else "{%s}"
    document.add_heading(brace % "title", 0)
    document.add_paragraph(loop)
    document.add_heading(brace % ("group.title" if "%" in loop else "title"), 1)
    table = document.add_table(rows=rows, cols=4)
    table.style = "Table Grid"
    for cell, number in zip(table.rows[0].cells[1:], range(3), strict=True):
        cell.text = brace % f"heading{number}"
    return document, table


def _ended(document: Any, lines: Iterable[str]) -> bytes:  # noqa: ANN401 - python-docx's own
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _content(publication: Publication, write: Callable[[Block], object]) -> dict[str, object]:
    """Return what both templates are filled with; `write` gives a paragraph of a cell."""
    groups: list[dict[str, object]] = [
        {
            "title": group.title,
            "notes": [_note(note) for note in group.notes],
            "rows": [
                {
                    "title": row.title,
                    "reference": row.reference,
                    "summary": row.summary,
                    **{
                        f"cell{number}": [write(each) for each in cell.blocks]
                        for number, cell in enumerate(row.cells)
                    },
                }
                for row in group.rows
            ],
        }
        for group in publication.groups
    ]
    headings = {
        f"heading{number}": column.heading for number, column in enumerate(publication.columns)
    }
    return {
        "title": publication.title,
        "groups": groups,
        "sources": list(_sources(publication)),
        **headings,
    }


def _note(note: Note) -> str:
    return f"{note.number} {plain_inlines(note.inlines)}"


def _sources(publication: Publication) -> Iterable[str]:
    return (
        f"{each.key} {plain_inlines(each.inlines)}"
        for group in publication.source_groups
        for each in group.entries
    )
