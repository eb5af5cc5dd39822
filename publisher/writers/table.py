"""The content of a publication as CSV for other programs: its content cells, its sources and where
was looked.

Comes in: a `Publication`. Goes out: CSV (RFC 4180) as UTF-8 with a mark at its beginning, so that
Excel reads it right. The headings are fixed ids, the same in every language.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from publisher.compose.publication import (
    Note,
    Publication,
    PublishedGroup,
    PublishedRow,
    Research,
)
from publisher.domain.text import Block, ListBlock, NoteCall, Paragraph, all_inlines, plain_inlines

CONTENT = (
    "row_id", "reference", "title", "subject_area", "column_id", "column", "state", "text",
    "notes", "assessment_id", "assessment", "remark", "warning",
)  # fmt: skip
SOURCES = ("key", "type", "text")
RESEARCH = ("place_id", "place", "looked_on", "looked_by", "result_id", "result", "sources")

# A spreadsheet takes a cell that begins so for a formula (OWASP, 'CSV Injection').
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_content_table(publication: Publication) -> bytes:
    """Return the content cells of a publication, in its order."""
    lines: list[Sequence[str]] = []
    for group in publication.groups:
        lines += _group(group, publication.end_notes)
    return csv_table(CONTENT, lines)


def write_source_table(publication: Publication) -> bytes:
    """Return the sources of a publication, in its order."""
    lines = []
    for group in publication.source_groups:
        for each in group.entries:
            lines.append((each.key, group.title, plain_inlines(each.inlines)))
    return csv_table(SOURCES, lines)


def write_research_table(research: Research) -> bytes:
    """Return the places where somebody looked; the day as ISO 8601 writes it."""
    lines = []
    for each in research.lines:
        told = (each.key, each.place, str(each.day or ""), each.looked_by)
        lines.append((*told, each.result_id, each.result, "; ".join(each.sources)))
    return csv_table(RESEARCH, lines)


def _group(group: PublishedGroup, end_notes: Iterable[Note]) -> Iterator[Sequence[str]]:
    notes = {note.id: note for note in (*group.notes, *end_notes)}
    for row in group.rows:
        yield from _row(row, group.title, notes)


def _row(row: PublishedRow, area: str, notes: dict[str, Note]) -> Iterator[Sequence[str]]:
    finding = (row.assessment_id, row.assessment, row.remark, row.warning)
    for cell in row.cells:
        calls = [each for each in all_inlines(cell.blocks) if isinstance(each, NoteCall)]
        ids = dict.fromkeys(call.note for call in calls)
        called = [notes[id_] for id_ in ids if id_ in notes]
        told = "\n".join(f"{note.number} {plain_inlines(note.inlines)}" for note in called)
        key = (
            row.id,
            row.reference,
            row.title,
            area,
            cell.key.column,
            cell.heading,
            cell.state.value,
        )
        yield (*key, "\n".join(text_lines(cell.blocks)), told, *finding)


def text_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the text of blocks line by line; items of lists begin with their bullet or number."""
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield plain_inlines(inlines)
            case ListBlock(items, is_ordered):
                for number, item in enumerate(items, start=1):
                    mark = f"{number}." if is_ordered else "•"
                    yield f"{'  ' * item.level}{mark} {plain_inlines(item.inlines)}"


def csv_table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8, safe for spreadsheets."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_harmless(each) for each in line] for line in lines)
    return stream.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before such."""
    text = text.replace("\u00a0", " ")  # those are for the ends of printed lines
    return f"'{text}" if text.startswith(_FORMULA) else text
