"""What of a guide is said more briefly on paper, where nothing can be opened and shut."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from publisher.compose.guide.entries import IndexGroup
from publisher.compose.guide.values import Chapter, Guide
from publisher.domain.text import Inline, Span, plain_inlines


def on_paper(guide: Guide) -> Guide:
    """Return a guide with shorter notes and, where not all paragraphs are printed, shorter indexes.

    Where it has so many countries that its heat map calls them by codes, so do its notes and what
    tells of findings older than a reform: in full, the notes of one subject area in a guide to 45
    fill three pages, and links from them to the countries take a third of the time and of the
    memory of its PDF (measured).
    """
    if not guide.is_full:
        guide = replace(guide, indexes=tuple(_of_what_is_printed(guide)))
    if not guide.heat.uses_codes:
        return guide
    codes = {each.name: each.head for each in guide.countries}
    chapters = tuple(_with_codes(chapter, codes) for chapter in guide.chapters)
    return replace(guide, chapters=chapters)


def _with_codes(chapter: Chapter, codes: Mapping[str, str]) -> Chapter:
    notes = (replace(note, inlines=_in_codes(note.inlines, codes)) for note in chapter.notes)
    told = _in_codes(chapter.outdated_told, codes)
    return replace(chapter, notes=tuple(notes), outdated_told=told)


def _of_what_is_printed(guide: Guide) -> Iterator[IndexGroup]:
    """Yield the indexes without what leads to paragraphs that stand on the web page alone: of a
    country its own page is left, of sources nothing.
    """
    for index in guide.indexes:
        if index.id != "index-sources":
            entries = (replace(entry, inlines=entry.inlines[:1]) for entry in index.entries)
            yield replace(index, entries=tuple(entries))


def _in_codes(inlines: Iterable[Inline], codes: Mapping[str, str]) -> tuple[Inline, ...]:
    """Return a text of names with links in between others, as one that links to nothing."""
    pieces = (
        codes.get(each.text, each.text) if isinstance(each, Span) else plain_inlines((each,))
        for each in inlines
    )
    text = "".join(pieces)
    return (Span(text),) if text else ()
