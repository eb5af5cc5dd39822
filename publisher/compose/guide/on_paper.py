"""What of a guide is said more briefly on paper, where nothing can be opened and shut."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from publisher.compose.guide.entries import IndexGroup
from publisher.compose.guide.values import Guide
from publisher.compose.publication import Note
from publisher.domain.text import Span, plain_inlines


def on_paper(guide: Guide) -> Guide:
    """Return a guide with shorter notes and, where not all paragraphs are printed, shorter indexes.

    Where it has so many countries that its heat map calls them by codes, so do its notes: in full,
    those of one subject area in a guide to 45 fill three pages, and links from them to the
    countries take a third of the time and of the memory of its PDF (measured).
    """
    if not guide.is_full:
        guide = replace(guide, indexes=tuple(_of_what_is_printed(guide)))
    if not guide.heat.uses_codes:
        return guide
    codes = {f"#country-{each.code}": each.head for each in guide.countries}
    chapters = (
        replace(chapter, notes=tuple(_in_codes(note, codes) for note in chapter.notes))
        for chapter in guide.chapters
    )
    return replace(guide, chapters=tuple(chapters))


def _of_what_is_printed(guide: Guide) -> Iterator[IndexGroup]:
    """Yield the indexes without what leads to paragraphs that stand on the web page alone: of a
    country its own page is left, of sources nothing.
    """
    for index in guide.indexes:
        if index.id != "index-sources":
            entries = (replace(entry, inlines=entry.inlines[:1]) for entry in index.entries)
            yield replace(index, entries=tuple(entries))


def _in_codes(note: Note, codes: Mapping[str, str]) -> Note:
    pieces = (
        codes.get(each.link, each.text) if isinstance(each, Span) else plain_inlines((each,))
        for each in note.inlines
    )
    return replace(note, inlines=(Span("".join(pieces)),))
