"""What of a guide is said more briefly on paper, where nothing can be opened and shut."""

from collections.abc import Mapping
from dataclasses import replace

from publisher.compose.guide.values import Guide
from publisher.compose.publication import Note
from publisher.domain.text import Span, plain_inlines


def on_paper(guide: Guide) -> Guide:
    """Return a guide whose notes name the countries behind a number by their codes, where it has
    so many countries that its heat map does.

    In full, the notes of one subject area in a guide to 45 countries fill three pages; and links
    from them to the countries take a third of the time and of the memory of its PDF (measured).
    """
    if not guide.heat.uses_codes:
        return guide
    codes = {f"#country-{each.code}": each.head for each in guide.countries}
    chapters = (
        replace(chapter, notes=tuple(_in_codes(note, codes) for note in chapter.notes))
        for chapter in guide.chapters
    )
    return replace(guide, chapters=tuple(chapters))


def _in_codes(note: Note, codes: Mapping[str, str]) -> Note:
    pieces = (
        codes.get(each.link, each.text) if isinstance(each, Span) else plain_inlines((each,))
        for each in note.inlines
    )
    return replace(note, inlines=(Span("".join(pieces)),))
