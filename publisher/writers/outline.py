"""A publication as plain indented text, for tests and for comparing two versions."""

from collections.abc import Iterable, Iterator

from publisher.compose.changed import Changes
from publisher.compose.publication import (
    Note,
    Publication,
    PublishedGroup,
    PublishedRow,
    SourceGroup,
)
from publisher.domain.text import Block, ListBlock, Paragraph, plain_inlines


def write_outline(publication: Publication) -> str:
    """Return everything that the publication prints, one line per paragraph or list item."""
    return "".join(f"{line}\n" for line in _lines(publication)).replace("\u00a0", " ")


def _lines(publication: Publication) -> Iterator[str]:
    words = publication.words
    yield f"# {publication.title}"
    yield from (f"  {line}" for line in _cover(publication) if line)
    yield f"## {words['facts']}"
    for fact in publication.facts:
        yield f"  {fact.label}"
        yield from _blocks(fact.blocks, 4)
    yield f"## {words['how_to_read']}"
    yield from (f"  {text}" for text in publication.how_to_read)
    if publication.summary:
        yield f"## {words['summary']}"
        yield from _blocks(publication.summary, 2)
    yield from _notes(publication.front_notes)
    yield from _overview(publication)
    yield from _changes(publication.changes)
    yield f"## {words['table']}"
    for group in publication.groups:
        yield from _group(group)
    yield from _notes(publication.end_notes)
    yield from _end_matter(publication)


def _cover(publication: Publication) -> tuple[str, ...]:
    return (
        publication.local_name,
        publication.treaty,
        publication.organisation,
        publication.version,
        publication.date_line,
        publication.status,
        publication.law_as_at,
        publication.mark,
        publication.mark_note,
    )


def _overview(publication: Publication) -> Iterator[str]:
    yield f"## {publication.words['glance']}"
    yield from (f"  {each.number} {each.label}" for each in publication.overview.figures)
    yield from (f"  {bar.label} ({bar.total}): {bar.text}" for bar in publication.overview.bars)
    for line in publication.overview.lines:
        yield f"  {line.label} ({line.count}): {plain_inlines(line.inlines)}"


def _changes(changes: Changes | None) -> Iterator[str]:
    if changes is None:
        return
    yield f"## {changes.heading}"
    yield f"  {changes.since}"
    for row in changes.rows:
        yield f"  {plain_inlines(row.inlines)} {row.title}"
        for cell in row.cells:
            yield f"    {cell.heading}: {cell.what}"
            yield from (f"      - {text}" for text in cell.gone)
            yield from (f"      + {text}" for text in cell.come)
    yield from (f"  {line}" for line in changes.sources)


def _group(group: PublishedGroup) -> Iterator[str]:
    yield f"### {group.title}"
    for row in group.rows:
        yield from _row(row)
    for line in group.blank:
        told = "; ".join(f"{each.reference} ({each.title})" for each in line.provisions)
        yield f"  {line.label} {told}"
    yield from _notes(group.notes)


def _row(row: PublishedRow) -> Iterator[str]:
    yield f"  {row.title} · {row.reference} · {row.id}"
    told = (row.summary, row.remark, row.assessment, row.warning)
    yield from (f"    {text}" for text in told if text)
    for cell in row.cells:
        yield f"    {cell.heading}: {cell.state.value}"
        yield from _blocks(cell.blocks, 6)


def _notes(notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        yield f"  ({note.number}) {plain_inlines(note.inlines)} ← {', '.join(note.calls)}"


def _end_matter(publication: Publication) -> Iterator[str]:
    for question in publication.questions:
        yield f"  ? {question.reference} {question.title}"
        yield from _blocks(question.blocks, 4)
    yield from _research(publication)
    yield f"## {publication.words['sources']}"
    for group in publication.source_groups:
        yield from _sources(group)
    thanks = {
        "contributors": publication.contributors,
        "acknowledgements": publication.acknowledgements,
    }
    for key, blocks in thanks.items():
        if blocks:
            yield f"## {publication.words[key]}"
            yield from _blocks(blocks, 2)
    yield f"## {publication.words['recommended_citation']}"
    last = (publication.citation, publication.contact, publication.licence)
    yield from (f"  {text}" for text in last if text)


def _research(publication: Publication) -> Iterator[str]:
    if publication.research is None:
        return
    yield f"## {publication.words['research']}"
    yield f"  {publication.research.text}"
    for line in publication.research.lines:
        told = (line.place, line.looked_on, line.result)
        yield f"  {' · '.join(part for part in told if part)}"


def _sources(group: SourceGroup) -> Iterator[str]:
    yield f"  {group.title}"
    yield from (f"    {entry.key} {plain_inlines(entry.inlines)}" for entry in group.entries)


def _blocks(blocks: Iterable[Block], indent: int) -> Iterator[str]:
    space = " " * indent
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield space + plain_inlines(inlines).replace("\n", f"\n{space}")
            case ListBlock(items, is_ordered):
                for number, item in enumerate(items, start=1):
                    marker = f"{number}." if is_ordered else "-"
                    yield f"{space}{'  ' * item.level}{marker} {plain_inlines(item.inlines)}"
