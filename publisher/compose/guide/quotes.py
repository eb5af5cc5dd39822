"""What the guide takes from country reports word for word: sentences on reforms and on findings, picked texts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from publisher.compose.guide.matrix import Cells
from publisher.compose.guide.values import GuideCountry, Origin, Quote
from publisher.compose.sources import short_citation
from publisher.language import Language
from publisher.markup import all_inlines, plain_inlines, years_in
from publisher.model import (
    Block,
    Break,
    Citation,
    CountryReport,
    Entry,
    Inline,
    ListBlock,
    Paragraph,
    Reference,
    Source,
    Span,
)
from publisher.workbook.layout import UN_TYPES

Change = Callable[[Citation], tuple[Inline, ...]]
Rows = Iterable[tuple[GuideCountry, CountryReport, Entry]]
# A sentence ends at a full stop before a space and a capital letter; 'Act 5 of 1990. In' but not 'art. 5'.
_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zß-ÿ])")
# A citation mark on its way through a text: private characters around its number.
_MARK = re.compile("\ue000(\\d+)\ue001")
_AFTER_STOP = re.compile("([.!?…])((?:\\s*\ue000\\d+\ue001)+)")
_BEFORE_SIGN = re.compile("\\s+(?=(?:\ue000\\d+\ue001\\s*)+[.,;:!?)])")


def origin_of(country: GuideCountry, report: CountryReport, entry: Entry, cells: Cells) -> Origin:
    """Return where something that stands in a row comes from."""
    provision = entry.provision
    address = f"{country.report}#row-{provision.id}" if country.report else ""
    is_outdated = cells.is_outdated(report, entry)
    return Origin(country.name, country.code, provision.id, provision.un_reference, address, is_outdated)


def reforms_of(rows: Rows, cells: Cells) -> Iterator[Quote]:
    """Yield the sentences of the columns on reforms that name a year, by that year; none after the report's own."""
    for country, report, entry in rows:
        last = report.facts.dates.get("version_date")
        for text, references in _sentences_under("reforms", entry, cells):
            if year := _year_of_reform(text, last.year if last else None, cells):
                cited = sources_line(references, report, country, cells.language)
                yield Quote(origin_of(country, report, entry, cells), year, text, cited, references)


def _year_of_reform(text: str, last: int | None, cells: Cells) -> int:
    """Return the latest year that a sentence names; 0 where it names none.

    A year in the name of a law, the Penal Code 1860, counts only from the treaty's adoption on: it names what was
    reformed.
    """
    blocks = (Paragraph((Span(text),)),)
    named = (year for year in years_in(blocks, last) if year >= cells.treaty.adopted.year)
    return max((*years_in(blocks, last, with_names=False), *named), default=0)


def findings_of(rows: Rows, cells: Cells) -> Iterator[Quote]:
    """Yield the sentences on compliance that cite a document of a United Nations body, with the place in it."""
    for country, report, entry in rows:
        types = {source.key: source.type for source in report.sources}
        when = entry.finding.date
        for text, references in _sentences_under("findings", entry, cells):
            if any(types.get(each.source) in UN_TYPES for each in references):
                cited = sources_line(references, report, country, cells.language)
                yield Quote(origin_of(country, report, entry, cells), when.year if when else 0, text, cited, references)


def _sentences_under(role: str, entry: Entry, cells: Cells) -> Iterator[tuple[str, tuple[Reference, ...]]]:
    column = next((each.id for each in cells.treaty.columns if each.role == role), "")
    for content in entry.contents:
        if content.key.column == column:
            yield from sentences(content.blocks)


def sentences(blocks: Iterable[Block]) -> Iterator[tuple[str, tuple[Reference, ...]]]:
    """Yield the sentences of a text, each as it is written but for its source keys, with the sources it cites.

    A sentence that cites none takes those of the next one in its paragraph that does: a mark often stands at the end.
    """
    for inlines in _paragraphs(blocks):
        for line in _marked(inlines).split("\n"):
            parts = [part for part in _END.split(_AFTER_STOP.sub(r"\2\1", line)) if part.strip()]
            cited: tuple[Reference, ...] = ()
            found = []
            for part in reversed(parts):
                cited = _cited(part, inlines) or cited
                found.append((" ".join(_MARK.sub("", _BEFORE_SIGN.sub("", part)).split()), cited))
            yield from ((text, references) for text, references in reversed(found) if text)


def _marked(inlines: Iterable[Inline]) -> str:
    """Return a paragraph as plain text in which each citation is a private mark with its number."""
    return plain_inlines(
        Span(f"\ue000{number}\ue001") if isinstance(each, Citation) else Span("\n") if isinstance(each, Break) else each
        for number, each in enumerate(inlines)
    )


def _cited(part: str, inlines: tuple[Inline, ...]) -> tuple[Reference, ...]:
    citations = (inlines[int(found[1])] for found in _MARK.finditer(part))
    references = (each for citation in citations if isinstance(citation, Citation) for each in citation.references)
    return tuple(dict.fromkeys(references))


def _paragraphs(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield inlines
            case ListBlock(items):
                yield from (item.inlines for item in items)


# Sources


def sources_line(
    references: Iterable[Reference], report: CountryReport, country: GuideCountry, language: Language
) -> tuple[Inline, ...]:
    """Return short citations of sources of a report; their keys lead to the report's list where that can be linked."""
    known = {source.key: source for source in report.sources}
    cited = short_citation((each for each in references if each.source in known), known, language)
    return tuple(_led(each, country.report) for each in cited)


def references_in(blocks: Iterable[Block]) -> tuple[Reference, ...]:
    """Return the sources that a text cites, each once."""
    marks = (each for each in all_inlines(blocks) if isinstance(each, Citation))
    return tuple(dict.fromkeys(reference for mark in marks for reference in mark.references))


def _led(inline: Inline, report: str) -> Inline:
    if isinstance(inline, Span) and inline.link:
        return Span(inline.text, link=f"{report}{inline.link}" if report else "")
    return inline


def without_citations(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return a text as it is written but for its citation marks."""
    return tuple(_mapped(block, lambda _: ()) for block in blocks)


def with_citations_told(
    blocks: Iterable[Block], sources: Mapping[str, Source], language: Language
) -> tuple[Block, ...]:
    """Return a text in which each citation mark is a short citation in brackets."""

    def told(mark: Citation) -> tuple[Inline, ...]:
        known = tuple(each for each in mark.references if each.source in sources)
        text = plain_inlines(short_citation(known, sources, language))
        return (Span(f"({text})"),) if text else ()

    return tuple(_mapped(block, told) for block in blocks)


def _mapped(block: Block, change: Change) -> Block:
    match block:
        case Paragraph(inlines):
            return Paragraph(_changed(inlines, change))
        case ListBlock(items, is_ordered):
            kept = tuple(type(item)(_changed(item.inlines, change), item.level) for item in items)
            return ListBlock(kept, is_ordered)


def _changed(inlines: Iterable[Inline], change: Change) -> tuple[Inline, ...]:
    """Return inlines with the citations changed; the space before one that falls away goes with it."""
    changed: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Citation):
            changed.append(inline)
            continue
        instead = change(inline)
        if not instead and changed and isinstance(last := changed[-1], Span):
            changed[-1] = Span(last.text.rstrip(), last.bold, last.italic, last.link, last.language)
        changed.extend(instead)
    return tuple(changed)
