"""Our own writers as the benchmarks call them: a publication in, the bytes of a file out."""

from pathlib import Path

from publisher.compose.publication import Publication
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from publisher.writers.pdf import Attachment, write_pdf
from publisher.writers.table import write_content_table, write_source_table

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
    tables = (write_content_table(publication), write_source_table(publication))
    attachments = [
        Attachment(f"{number}.csv", "text/csv", "", each) for number, each in enumerate(tables)
    ]
    return write_pdf(
        _page(publication, ""), _text(f"{NAME}.pdf.css"), file=NAME, attachments=attachments
    )


def _page(publication: Publication, style_sheet: str) -> str:
    return write_html(publication, _text(f"{NAME}.html"), style_sheet, template_name=NAME)


def _text(name: str) -> str:
    return (TEMPLATES / "html" / name).read_text(encoding="utf-8")
