"""What the guide takes from country reports word for word: sentences on reforms, documents of the United Nations."""

import re
from collections.abc import Iterable, Iterator

from publisher.compose.guide.matrix import Cells
from publisher.compose.guide.values import Document, GuideCountry, Quote
from publisher.compose.sources import short_citation
from publisher.markup import all_inlines, plain_inlines, years_in
from publisher.model import Block, Break, Citation, CountryReport, Entry, Inline, ListBlock, Paragraph, Span
from publisher.workbook.layout import UN_TYPES

_Rows = Iterable[tuple[GuideCountry, CountryReport, Entry]]
# A sentence ends at a full stop before a space and a capital letter; 'Act 5 of 1990. In' but not 'art. 5'.
_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zß-ÿ]|\d{4}\b)")


def reforms_of(rows: _Rows, cells: Cells) -> Iterator[Quote]:
    """Yield the sentences of the columns on reforms that name a year, by that year; none after the report's own."""
    column = next((each.id for each in cells.treaty.columns if each.role == "reforms"), "")
    for country, report, entry in rows:
        last = report.facts.dates.get("version_date")
        for content in entry.contents:
            if content.key.column == column:
                for text in sentences(content.blocks):
                    years = years_in((Paragraph((Span(text),)),), last.year if last else None)
                    if years:
                        reference = entry.provision.un_reference
                        yield Quote(country.name, country.code, entry.provision.id, reference, max(years), text)


def sentences(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the sentences of a text without its source keys, each as it is written."""
    for inlines in _paragraphs(blocks):
        kept = (Span("\n") if isinstance(each, Break) else each for each in inlines if not isinstance(each, Citation))
        for line in plain_inlines(kept).split("\n"):
            yield from (each for part in _END.split(line) if (each := " ".join(part.split())))


def _paragraphs(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield inlines
            case ListBlock(items):
                yield from (item.inlines for item in items)


def documents_of(rows: _Rows, cells: Cells) -> Iterator[Document]:
    """Yield the documents of United Nations bodies that a row cites on compliance, with the paragraphs."""
    column = next((each.id for each in cells.treaty.columns if each.role == "findings"), "")
    for country, report, entry in rows:
        sources = {source.key: source for source in report.sources}
        found = dict.fromkeys(
            reference
            for content in entry.contents
            if content.key.column == column
            for inline in all_inlines(content.blocks)
            if isinstance(inline, Citation)
            for reference in inline.references
            if reference.source in sources and sources[reference.source].type in UN_TYPES
        )
        for reference in found:
            citation = tuple(short_citation((reference,), sources, cells.language))
            yield Document(country.name, country.code, entry.provision.id, entry.provision.un_reference, citation)
