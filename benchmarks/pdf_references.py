"""What our PDF writer is measured against: the same report laid out by untuned WeasyPrint, by
LibreOffice, by Typst.
"""

import atexit
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from markupsafe import escape
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from publisher.compose.publication import Note, Publication, PublishedGroup, PublishedRow
from publisher.domain.text import Block, Inline, NoteCall, Paragraph, Span, plain_inlines
from publisher.writers.pdf import font_faces

FONTS = Path(__file__).parent.parent / "publisher/fonts"


# WeasyPrint, untuned

_STYLE = """
@page { size: A4 landscape; margin: 20mm 14mm 17mm; @bottom-right { content: counter(page) " / " counter(pages) } }
html { font: 8.6pt/1.38 "Report Sans" }
table { border-collapse: collapse } th, td { border: 1px solid; padding: 1.6mm 2mm; vertical-align: top }
td { hyphens: auto }
h2, .group { break-after: avoid }
nav a::after { content: leader(dotted) target-counter(attr(href), page) }
nav, section { break-before: page }
.notes { columns: 2 }
"""


def plain_weasyprint(publication: Publication) -> bytes:
    """Return the PDF of a page as people usually write it, with nothing done for speed.

    One table with the browser's own layout (table-layout: auto) and a row for each subject area's
    title; all notes, and the sources, at the end in two CSS columns; a contents list with page
    numbers (target-counter); hyphens. In the same font files, size, page and margins as ours. It
    has no cover, chart, tags, attachments or archive format.
    """
    fonts = FontConfiguration()
    sheets = [CSS(string=font_faces() + _STYLE, font_config=fonts)]
    pdf: bytes = HTML(string=plain_page(publication)).write_pdf(
        stylesheets=sheets, font_config=fonts
    )
    return pdf


def plain_page(publication: Publication) -> str:
    """Return the page that untuned WeasyPrint lays out."""
    words = publication.words
    headings = "".join(
        f"<th>{escape(each)}</th>" for each in (words["provision"], *_headings(publication))
    )
    groups = "".join(
        _html_group(group, len(publication.columns) + 1) for group in publication.groups
    )
    parts = {
        "facts": "facts",
        "how-to-read": "how_to_read",
        "table": "table",
        "notes": "notes",
        "sources": "sources",
    }
    entries = "".join(
        "<li><a "
        f'href="#{id_}">{escape(words[word])}</a>{_group_entries(publication) if id_ == "table" else ""}</li>'
        for id_, word in parts.items()
    )
    bodies = {
        "facts": "".join(
            f"<p>{escape(each.label)}: {_html_blocks(each.blocks)}</p>"
            for each in publication.facts
        ),
        "how-to-read": "".join(f"<p>{escape(each)}</p>" for each in publication.how_to_read),
        "table": f"<table><thead><tr>{headings}</tr></thead><tbody>{groups}</tbody></table>",
        "notes": f'<div class="notes">{"".join(map(_html_note, _notes(publication)))}</div>',
        "sources": (
            "<div "
            f'class="notes">{"".join(f"<p>{escape(each)}</p>" for each in _sources(publication))}</div>'
        ),
    }
    sections = "".join(
        f'<section id="{id_}"><h2>{escape(words[word])}</h2>{bodies[id_]}</section>'
        for id_, word in parts.items()
    )
    return (
        f'<!DOCTYPE html><html lang="{publication.language}"><head><meta charset="utf-8">'
        f"<title>{escape(publication.title)}</title></head><body><h1>{escape(publication.title)}</h1>"
        f"<nav><ol>{entries}</ol></nav>{sections}</body></html>"
    )


def _group_entries(publication: Publication) -> str:
    entries = (
        f'<li><a href="#{each.id}">{escape(each.title)}</a></li>' for each in publication.groups
    )
    return f"<ol>{''.join(entries)}</ol>"


def _html_group(group: PublishedGroup, span: int) -> str:
    title = (
        f'<tr class="group"><th colspan="{span}" id="{group.id}">'
        f"<h3>{escape(group.title)}</h3></th></tr>"
    )
    return title + "".join(_html_row(row) for row in group.rows)


def _html_row(row: PublishedRow) -> str:
    first = (
        f"<th><h4>{escape(row.title)}</h4><p>{escape(row.reference)}</p>"
        f"<p>{escape(row.summary)}</p></th>"
    )
    return (
        f"<tr>{first}{''.join(f'<td>{_html_blocks(cell.blocks)}</td>' for cell in row.cells)}</tr>"
    )


def _html_blocks(blocks: Iterable[Block]) -> str:
    texts = (each.inlines for each in blocks if isinstance(each, Paragraph))
    return "".join(f"<p>{''.join(map(_html_inline, inlines))}</p>" for inlines in texts)


def _html_inline(inline: Inline) -> str:
    if isinstance(inline, NoteCall):
        return f'<a id="{inline.id}" href="#{inline.note}"><sup>{inline.number}</sup></a>'
    return str(escape(inline.text)) if isinstance(inline, Span) else ""


def _html_note(note: Note) -> str:
    return (
        f'<p id="{note.id}"><a href="#{note.calls[0]}">{note.number}</a> '
        f"{escape(plain_inlines(note.inlines))}</p>"
    )


# LibreOffice


@cache
def _profile() -> Path:
    folder = tempfile.mkdtemp(prefix="benchmark-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def libreoffice(document: bytes) -> bytes:
    """Return the PDF that LibreOffice makes of a Word file; its profile is kept, the program starts
    anew each time.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        command = [
            "soffice",
            f"-env:UserInstallation={_profile().as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        subprocess.run(
            [*command, "--outdir", name, str(folder / "report.docx")],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return (folder / "report.pdf").read_bytes()


def has_libreoffice() -> bool:
    """Tell whether LibreOffice is installed."""
    return bool(shutil.which("soffice"))


# Typst

_TYPST = """
#set page(paper: "a4", flipped: true, margin: (x: 14mm, top: 20mm, bottom: 17mm), numbering: "1 / 1")
#set text(font: "Noto Sans", size: 8.6pt, lang: {language}, hyphenate: true)
#set par(leading: 0.6em)
#set document(title: {title})
#text(size: 20pt, {title})
#outline(depth: 2)
#pagebreak()
"""


def typst(publication: Publication) -> bytes:
    """Return the PDF by Typst: a table for each subject area with a repeated heading, notes as its
    own footnotes.

    In the same font files, size, page and margins as ours, with the same front matter in plain
    paragraphs, contents list, notes and sources. It has no cover, chart, links between sources and
    notes, or archive format.
    """
    import typst as program  # noqa: PLC0415 - 80 MB, for this alone

    source = typst_source(publication)
    fonts = program.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    pdf = program.Compiler(source.encode(), font_paths=fonts).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def typst_source(publication: Publication) -> str:
    """Return the document that Typst lays out."""
    words, notes = publication.words, {note.id: note for note in _notes(publication)}
    head = _TYPST.format(language=_quoted(publication.language), title=_quoted(publication.title))
    facts = [
        f"{_text(each.label)}: {_typst_blocks(each.blocks, notes)}" for each in publication.facts
    ]
    parts = [_heading(1, words["facts"]), *facts]
    parts += [_heading(1, words["how_to_read"]), *map(_text, publication.how_to_read)]
    parts += ["#pagebreak()", _heading(1, words["table"])]
    for group in publication.groups:
        parts += [_heading(2, group.title), _typst_table(publication, group, notes)]
    parts += ["#pagebreak()", _heading(1, words["sources"]), *map(_text, _sources(publication))]
    return head + "\n\n".join(parts)


def _typst_table(publication: Publication, group: PublishedGroup, notes: dict[str, Note]) -> str:
    headings = "".join(
        f"[{_text(each)}]," for each in (publication.words["provision"], *_headings(publication))
    )
    rows = "\n".join(
        f"[*{_text(row.title)}*\n\n{_text(row.reference)}\n\n{_text(row.summary)}],"
        + "".join(f"[{_typst_blocks(cell.blocks, notes)}]," for cell in row.cells)
        for row in group.rows
    )
    widths = f"(1fr,{' 1.6fr,' * len(publication.columns)})"
    return (
        f"#table(columns: {widths}, inset: (x: 2mm, y: 1.6mm), table.header({headings}),\n{rows})"
    )


def _typst_blocks(blocks: Iterable[Block], notes: dict[str, Note]) -> str:
    texts = (each.inlines for each in blocks if isinstance(each, Paragraph))
    return "\n\n".join("".join(_typst_inline(each, notes) for each in inlines) for inlines in texts)


def _typst_inline(inline: Inline, notes: dict[str, Note]) -> str:
    if isinstance(inline, NoteCall):
        return f"#footnote[{_text(plain_inlines(notes[inline.note].inlines))}]"
    return _text(inline.text) if isinstance(inline, Span) else ""


def _heading(level: int, text: str) -> str:
    return f"{'=' * level} {_text(text)}"


def _text(text: str) -> str:
    return f"#{_quoted(text)};"


def _quoted(text: str) -> str:
    """Return a text literal; Typst's are those of JSON but for escapes that these texts do not
    need.
    """
    return json.dumps(text, ensure_ascii=False)


# What they share


def _headings(publication: Publication) -> tuple[str, ...]:
    return tuple(each.heading for each in publication.columns)


def _notes(publication: Publication) -> Iterable[Note]:
    return (note for group in publication.groups for note in group.notes)


def _sources(publication: Publication) -> Iterable[str]:
    return (
        f"{each.key} {plain_inlines(each.inlines)}"
        for group in publication.source_groups
        for each in group.entries
    )
