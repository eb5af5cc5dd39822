"""Our own writers as the benchmarks call them: a publication in, the bytes of a file out."""

from pathlib import Path

from publisher.compose.publication import Publication
from publisher.project.fonts import are_beyond_shipped
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from publisher.writers.pdf import Attachment, write_pdf
from publisher.writers.table import write_content_table, write_source_table
from publisher.writers.typst import Layout, write_typst_pdf

TEMPLATES = Path(__file__).parent.parent / "templates"
NAME = "country_report"


def ours_docx(publication: Publication) -> bytes:
    """Return the Word file of a publication."""
    return write_docx(
        publication, (TEMPLATES / f"docx/{NAME}.docx").read_bytes(), template_name=NAME
    )


def ours_html(publication: Publication) -> str:
    """Return the web page of a publication."""
    return _page(publication, _text(f"{NAME}.css"))


def ours_pdf(publication: Publication) -> bytes:
    """Return the PDF of a publication for the screen, its tables attached as in a build."""
    names = (f"{NAME}.typ", "house.typ")
    files = {name: (TEMPLATES / "typst" / name).read_bytes() for name in names}
    layout = Layout(files, "templates/typst", are_beyond_shipped)
    return write_typst_pdf(publication, layout, file=NAME, attachments=_tables(publication))


def weasyprint_pdf(publication: Publication) -> bytes:
    """Return the same PDF by WeasyPrint, of the web page and its style sheet."""
    page, style_sheet = _page(publication, ""), _text(f"{NAME}.pdf.css")
    return write_pdf(page, style_sheet, file=NAME, attachments=_tables(publication))


def _tables(publication: Publication) -> list[Attachment]:
    tables = (write_content_table(publication), write_source_table(publication))
    return [Attachment(f"{number}.csv", "text/csv", "", each) for number, each in enumerate(tables)]


def _page(publication: Publication, style_sheet: str) -> str:
    return write_html(publication, _text(f"{NAME}.html"), style_sheet, template_name=NAME)


def _text(name: str) -> str:
    return (TEMPLATES / "html" / name).read_text(encoding="utf-8")
