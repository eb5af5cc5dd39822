"""Word templates as an editor sees them, and everything in them that would fail or lose content."""

from publisher.templating.word.check import TemplateFinding, inspect_template, tags_of_template
from publisher.templating.word.paragraphs import pieces_of
from publisher.templating.word.styles import Demands

__all__ = ["Demands", "TemplateFinding", "inspect_template", "pieces_of", "tags_of_template"]
