"""The Word file of a publication: an editor's template filled with ready content."""

from publisher.writers.docx.document import write_docx

__all__ = ["write_docx"]
