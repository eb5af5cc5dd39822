"""Word templates read as an editor sees them, and everything in them that would fail or lose content."""

from publisher.writers.docx.inspect.check import Finding, inspect_template, tags_of_template
from publisher.writers.docx.inspect.paragraphs import pieces_of
from publisher.writers.docx.inspect.styles import Demands

__all__ = ["Demands", "Finding", "inspect_template", "pieces_of", "tags_of_template"]
