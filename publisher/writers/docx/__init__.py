"""The Word file of a publication: an editor's template filled with ready content."""

from publisher.writers.docx.contents import with_page_numbers
from publisher.writers.docx.document import template_findings, write_docx, write_guide_docx
from publisher.writers.docx.draft import write_draft

__all__ = [
    "template_findings",
    "with_page_numbers",
    "write_docx",
    "write_draft",
    "write_guide_docx",
]
