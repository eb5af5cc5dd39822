"""What the guide takes from country reports word for word: paragraphs on reforms and on findings,
with their sources.

A paragraph, or an item of a list, is quoted whole: a sentence out of it could say something else
than it did there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from publisher.check.states import said_in_cells
from publisher.compose.guide.cells import GuideCountry
from publisher.compose.guide.matrix import Cells
from publisher.compose.guide.values import Origin, Quote
from publisher.compose.guide.years import years_named
from publisher.compose.sources import REMARKS, ready_for_print, short_citation
from publisher.compose.typeset import Typesetter
from publisher.domain.language import Language
from publisher.domain.names import folded
from publisher.domain.report import Content, CountryReport, Entry, Source, State
from publisher.domain.text import (
    Block,
    Break,
    Citation,
    CrossReference,
    Inline,
    ListBlock,
    Paragraph,
    Reference,
    Span,
    all_inlines,
    plain_inlines,
    with_lines,
)

_Change = Callable[[Citation], tuple[Inline, ...]]
_CLOSING = tuple(".,;:!?…)]»”’؛،؟。")


def origin_of(country: GuideCountry, entry: Entry, cells: Cells) -> Origin:
    """Return where something that stands in a row comes from."""
    provision = entry.provision
    address = f"{country.report}#row-{provision.id}" if country.report else ""
    is_outdated = (country.code, provision.id) in cells.outdated
    return Origin(
        country.name,
        country.code,
        country.language,
        provision.id,
        cells.text(provision.un_reference),
        address,
        is_outdated,
    )


def that_name_a_year(
    quotes: Iterable[Quote], report: CountryReport, cells: Cells
) -> Iterator[Quote]:
    """Yield the paragraphs on reforms that name a year, none later than the report's own; one that
    says that nothing was found tells of no reform.
    """
    day, adopted = report.facts.version_date, cells.treaty.adopted.year
    last = day.year if day else None
    for quote in quotes:
        years = years_named(quote.text, last, adopted, cells.language)
        if years and not _says_nothing_found(quote.text, cells.language):
            yield replace(quote, years=years)


def _says_nothing_found(text: str, language: Language) -> bool:
    """Tell whether a text begins with words that people write where they found nothing."""
    known = said_in_cells(language).items()
    begins = tuple(f"{words} " for words, state in known if state == State.NOTHING_FOUND)
    return f"{folded(text)} ".startswith(begins)


def that_cite_a_source(quotes: Iterable[Quote], report: CountryReport) -> Iterator[Quote]:
    """Yield the paragraphs on compliance that cite a source, with the year of the United Nations
    document they cite.
    """
    sources = {source.key: source for source in report.sources}
    for quote in quotes:
        cited = [sources[each.source] for each in quote.references if each.source in sources]
        if cited:
            yield replace(quote, years=_years_of_documents(cited))


def _years_of_documents(sources: Iterable[Source]) -> tuple[int, ...]:
    """Return the years of those sources that are documents of the United Nations."""
    documents = (source for source in sources if source.is_un_document)
    days = [source.adopted or source.published for source in documents]
    return tuple(sorted({day.year for day in days if day}))


def paragraphs_of(
    content: Content,
    origin: Origin,
    country: GuideCountry,
    report: CountryReport,
    typesetter: Typesetter,
) -> Iterator[Quote]:
    """Yield the paragraphs of a content cell; those of a report in another language as they were
    typed.
    """
    for sign, level, inlines in _signed_lines(content.blocks):
        references = references_in((Paragraph(inlines),))
        written = _without_marks(inlines)
        text = " ".join(plain_inlines(written).split())
        if text:
            if country.language:
                quoted = in_its_language(written, country.language)
            else:
                quoted = typesetter.line(written)
            sources = sources_line(references, report, country, typesetter)
            yield Quote(origin, text, quoted, (), sources, references, sign, level)


def _signed_lines(blocks: Iterable[Block]) -> Iterator[tuple[str, int, tuple[Inline, ...]]]:
    """Yield each paragraph and item of a list with what stands before it, nothing, a bullet or the
    number of the item among those of its level, and with its level.
    """
    for block in blocks:
        if not isinstance(block, ListBlock):
            yield "", 0, block.inlines
            continue
        counts: dict[int, int] = {}
        for item in block.items:
            counts = {level: count for level, count in counts.items() if level <= item.level}
            counts[item.level] = counts.get(item.level, 0) + 1
            sign = f"{counts[item.level]}." if block.is_ordered else "•"
            yield sign, item.level, item.inlines


# Sources


def references_in(blocks: Iterable[Block]) -> tuple[Reference, ...]:
    """Return the sources that a text cites, each once."""
    marks = (each for each in all_inlines(blocks) if isinstance(each, Citation))
    return tuple(dict.fromkeys(reference for mark in marks for reference in mark.references))


def sources_line(
    references: Iterable[Reference],
    report: CountryReport,
    country: GuideCountry,
    typesetter: Typesetter,
) -> tuple[Inline, ...]:
    """Return short citations of sources of a report, each with its symbol where it is a document of
    the United Nations.

    Where nobody read it in the original it says so. Their keys lead to the report's list of sources
    where that can be linked.
    """
    language = typesetter.language
    comma, semicolon = (language.words("report")[name] for name in ("comma", "semicolon"))
    known = {source.key: source for source in report.sources}
    told: list[Inline] = []
    for reference in references:
        source = known.get(reference.source)
        if source is None:
            continue
        if told:
            told.append(Span(f"{semicolon} "))
        cited = short_citation((reference,), known, language)
        for inline in ready_for_print(cited, typesetter.text):
            told.append(_led(inline, country.report))
        symbol = _symbol_of(source)
        # Once: a short title may name the symbol already.
        if symbol and symbol not in plain_inlines(told):
            told.append(Span(f"{comma} {symbol}"))
        if source.verified in REMARKS:
            remark = language.words("citations")[REMARKS[source.verified]]
            told.append(Span(f"{comma} {remark}"))
    return tuple(told)


def _symbol_of(source: Source) -> str:
    """Return the symbol of a document of the United Nations; empty for any other, and for one that
    readers must not see.
    """
    return source.symbol if source.is_un_document and not source.is_confidential else ""


def _led(inline: Inline, report: str) -> Inline:
    if isinstance(inline, Span) and inline.link:
        return Span(inline.text, link=f"{report}{inline.link}" if report else "")
    return inline


# Texts without their citation marks, or with these told


def without_citations(blocks: Iterable[Block], language: str) -> tuple[Block, ...]:
    """Return a text as it is written but for its citation marks, marked as being in a language;
    none where it is ''.
    """
    return with_lines(blocks, lambda inlines: in_its_language(_without_marks(inlines), language))


def with_citations_told(
    blocks: Iterable[Block], sources: Mapping[str, Source], language: Language
) -> tuple[Block, ...]:
    """Return a text in which each citation mark is a short citation in brackets."""

    def told(mark: Citation) -> tuple[Inline, ...]:
        known = tuple(each for each in mark.references if each.source in sources)
        text = plain_inlines(short_citation(known, sources, language))
        return (Span(f"({text})"),) if text else ()

    return with_lines(blocks, lambda inlines: _changed(inlines, told))


def in_its_language(inlines: Iterable[Inline], language: str) -> tuple[Inline, ...]:
    """Return inlines marked as being in a language, for spelling and screen readers; as they are
    where it is ''.
    """
    if not language:
        return tuple(inlines)
    return tuple(
        replace(each, language=each.language or language) if isinstance(each, Span) else each
        for each in inlines
    )


def _without_marks(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    return _changed(inlines, lambda _: ())


def _changed(inlines: Iterable[Inline], change: _Change) -> tuple[Inline, ...]:
    """Return inlines with the citations changed, without the space before one that falls away at an
    end or a sign.
    """
    changed: list[Inline] = []
    is_open = False
    for inline in inlines:
        if isinstance(inline, Citation):
            instead = change(inline)
            changed.extend(instead)
            is_open = is_open or not instead
            continue
        if is_open and changed and _begins_closed(inline):
            changed[-1] = _trimmed(changed[-1])
        is_open = False
        changed.append(inline)
    while changed and (
        isinstance(changed[-1], Break) or not plain_inlines((_trimmed(changed[-1]),)).strip()
    ):
        changed.pop()
    return (*changed[:-1], _trimmed(changed[-1])) if changed else ()


def _begins_closed(inline: Inline) -> bool:
    return isinstance(inline, Break) or plain_inlines((inline,)).startswith((*_CLOSING, " "))


def _trimmed(inline: Inline) -> Inline:
    match inline:
        case Span(text):
            return replace(inline, text=text.rstrip())
        case CrossReference(span):
            return replace(inline, span=replace(span, text=span.text.rstrip()))
        case _:
            return inline
