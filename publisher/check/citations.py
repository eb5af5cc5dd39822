"""Citation marks against the sheet Sources, and whether what is cited bears what is said."""

import re
from collections.abc import Iterable, Iterator, Mapping

from publisher.check.cells import cell_problem
from publisher.check.passages import Passage
from publisher.check.rules import Rules
from publisher.check.sources import place_of
from publisher.domain.diagnostics import Diagnostic, problem
from publisher.domain.markup import is_source_key, source_key
from publisher.domain.model import Workbook
from publisher.domain.names import likely
from publisher.domain.report import Entry, ResearchStatus, Source, Verification
from publisher.domain.text import Citation, Reference, all_inlines, plain_text

# A text shorter than this is a remark such as 'See article 3(1)', not a claim.
_SHORTEST_CLAIM = 60
_ALMOST_A_CITATION = re.compile(
    r"[\[(](?P<key>[A-Z]{1,5}[ -]?\d{1,3})(?P<rest>(?:[ ,]+[^\[\]()]{1,40})?)[\])]"
    r"|\[(?P<bare>\d{1,3})\]"
)


def check_citations(
    workbook: Workbook, passages: Iterable[Passage], sources: tuple[Source, ...]
) -> Iterator[Diagnostic]:
    """Yield marks without a source, sources without a mark, and what looks like a mark but is
    none.
    """
    by_key = {source.key: source for source in sources}
    given = {source_key(row.cells["key"].text) for row in workbook.sources if "key" in row.cells}
    cited: set[str] = set()
    for passage in passages:
        for reference in references_of(passage):
            cited.add(reference.source)
            source = by_key.get(reference.source)
            yield from _reference(passage, reference, source, list(by_key), given)
        yield from _almost_citations(passage, given)
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
    passage: Passage, reference: Reference, source: Source | None, keys: list[str], given: set[str]
) -> Iterator[Diagnostic]:
    key = reference.source
    found = re.search(re.escape(key), passage.cell.text, re.IGNORECASE)
    spot = found.span() if found else None
    if source is None:
        code = "C222" if key in given else "C217"
        yield cell_problem(code, passage.cell, spot, key=key, near=likely(key, keys))
        return
    if source.superseded_by:
        yield cell_problem("C253", passage.cell, spot, key=key, newer=source.superseded_by)
    has_pinpoint = reference.pinpoint or source.pinpoint
    if source.is_un_document and passage.column and not has_pinpoint:
        yield cell_problem("C240", passage.cell, spot, key=key)


def _almost_citations(passage: Passage, given: set[str]) -> Iterator[Diagnostic]:
    """Yield what was meant as a citation mark, as far as one can tell: (DE-9), [DE9], [9]."""
    prefix = next((key.partition("-")[0] for key in sorted(given) if is_source_key(key)), "")
    for found in _ALMOST_A_CITATION.finditer(passage.cell.text):
        written = found["key"] or ""
        key = _with_hyphen(written) if written else f"{prefix}-{found['bare']}"
        is_mark = found[0].startswith("[") and "-" in written
        if not is_mark and key in given:
            example = f"{key}{found['rest'] or ''}"
            yield cell_problem("C252", passage.cell, found.span(), spot=found[0], example=example)


def _with_hyphen(key: str) -> str:
    return re.sub(r"[ -]?(\d+)$", r"-\1", key)


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
