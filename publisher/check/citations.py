"""Citation marks against the sheet Sources, and whether what is cited bears what is said."""

import re
from collections.abc import Iterable, Iterator, Mapping

from publisher.check.cells import cell_problem
from publisher.check.citation_forms import check_citation_forms
from publisher.check.passages import Passage
from publisher.check.rules import Rules
from publisher.check.sources import place_of
from publisher.domain.citation import hyphenated, is_source_key, near_key, source_key
from publisher.domain.diagnostics import Diagnostic, problem
from publisher.domain.model import Cell, Workbook
from publisher.domain.report import Entry, ResearchStatus, Source, Verification
from publisher.domain.text import Citation, Reference, all_inlines, plain_text

# A text shorter than this is a remark such as 'See article 3(1)', not a claim.
_SHORTEST_CLAIM = 60


def check_citations(
    workbook: Workbook, passages: Iterable[Passage], sources: tuple[Source, ...], example: str
) -> Iterator[Diagnostic]:
    """Yield marks without a source, sources without a mark, and what looks like a mark but is
    none; `example` is a mark to show.
    """
    by_key = {source.key: source for source in sources}
    given = {
        source_key(row.cells["key"].text): row.cells["key"]
        for row in workbook.sources
        if "key" in row.cells
    }
    keys = {key for key in given if is_source_key(key)}
    cited: set[str] = set()
    for passage in passages:
        for reference in references_of(passage):
            cited.add(reference.source)
            source = by_key.get(reference.source)
            yield from _reference(passage, reference, source, tuple(by_key), given)
        yield from check_citation_forms(passage, keys, example)
    for key in by_key:
        if key not in cited:
            yield problem("C218", place_of(workbook, key), key=key)


def references_of(passage: Passage) -> tuple[Reference, ...]:
    """Return what a text cites, each source with its first place in it."""
    marks = (each for each in all_inlines(passage.blocks) if isinstance(each, Citation))
    by_source: dict[str, Reference] = {}
    for mark in marks:
        for reference in mark.references:
            by_source.setdefault(reference.source, reference)
    return tuple(by_source.values())


def _reference(
    passage: Passage,
    reference: Reference,
    source: Source | None,
    keys: tuple[str, ...],
    given: Mapping[str, Cell],
) -> Iterator[Diagnostic]:
    key = reference.source
    found = re.search(re.escape(key), passage.cell.text, re.IGNORECASE)
    spot = found.span() if found else None
    if source is None:
        yield _without_source(passage.cell, spot, key, keys, given)
        return
    if source.superseded_by:
        yield cell_problem("C253", passage.cell, spot, key=key, newer=source.superseded_by)
    has_pinpoint = reference.pinpoint or source.pinpoint
    if source.is_un_document and passage.column and not has_pinpoint:
        yield cell_problem("C240", passage.cell, spot, key=key)


def _without_source(
    cell: Cell,
    spot: tuple[int, int] | None,
    key: str,
    keys: tuple[str, ...],
    given: Mapping[str, Cell],
) -> Diagnostic:
    """Return what a key without a source is told with: its row is empty, it is written otherwise in
    the sheet, or it is not there.
    """
    if key in given:
        return cell_problem("C222", cell, spot, key=key)
    meant = next((each for other, each in given.items() if hyphenated(other) == key), None)
    if meant:
        place = meant.place
        where = f"{place.sheet}!{place.cell}"
        return cell_problem("C272", cell, spot, key=key, written=meant.text, where=where)
    return cell_problem("C217", cell, spot, key=key, near=near_key(key, keys))


def check_evidence(
    entry: Entry, passages: Iterable[Passage], sources: Mapping[str, Source], rules: Rules
) -> Iterator[Diagnostic]:
    """Yield where the texts of a row rest on nothing, on what nobody read, or on others than the UN
    bodies.
    """
    for passage in passages:
        references = references_of(passage)
        cited = [sources[each.source] for each in references if each.source in sources]
        if not references and len(plain_text(passage.blocks)) >= _SHORTEST_CLAIM:
            yield cell_problem("C225", passage.cell, example=rules.example)
        elif cited and passage.column and passage.column.role == "law":
            yield from _law_in_force(passage, cited)
            yield from _verified(passage, cited, entry)
        elif cited and passage.column and passage.column.role == "findings":
            yield from _findings(passage, cited)


def _findings(passage: Passage, cited: list[Source]) -> Iterator[Diagnostic]:
    if not any(source.is_un_document for source in cited):
        yield cell_problem("C255", passage.cell)


def _verified(passage: Passage, cited: list[Source], entry: Entry) -> Iterator[Diagnostic]:
    if entry.research_status is ResearchStatus.VERIFIED:
        for source in cited:
            if source.verified is not Verification.YES:
                yield cell_problem("C232", passage.cell, key=source.key)


def _law_in_force(passage: Passage, cited: list[Source]) -> Iterator[Diagnostic]:
    keys = ", ".join(source.key for source in cited)
    was_read = [source.verified in (Verification.YES, Verification.PARTLY) for source in cited]
    if all(source.is_secondary for source in cited):
        yield cell_problem("C234", passage.cell, keys=keys)
    elif not any(was_read):
        yield cell_problem("C233", passage.cell, keys=keys)
