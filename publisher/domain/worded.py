"""A treaty in the words of a language: what a workbook is issued, read, checked and printed by."""

from dataclasses import dataclass

from publisher.domain.language import Language
from publisher.domain.treaty import Treaty


@dataclass(frozen=True, slots=True)
class WordedTreaty:
    """A treaty with its titles and headings in a language, and the fixed words of that language."""

    treaty: Treaty
    language: Language
