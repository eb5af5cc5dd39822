"""The sheets of the guide's workbook but for the picks: what an editor wrote, and what of it cannot
be used.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from publisher.check.cells import (
    EMPTY,
    Lists,
    blocks_of,
    calendar_faults,
    cell_of,
    cell_problem,
    choice_faults,
    date_faults,
    date_of,
    future_faults,
    one_of,
    plain_text_of,
    required_faults,
    text_faults,
)
from publisher.check.rules import Rules
from publisher.check.sources import fault_of_address
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.editorial import (
    ChapterTexts,
    GlossaryTerm,
    GuideFacts,
    GuideWorkbook,
    Resource,
)
from publisher.domain.language import Language
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.domain.report import ReportStatus
from publisher.domain.treaty import Order, Treaty
from publisher.workbook import guide_layout
from publisher.workbook.guide_layout import REQUIRED, text_columns

# The sheet Guide


def _fields_of(workbook: GuideWorkbook) -> dict[str, Cell]:
    return {key: row.cells["value"] for key, row in workbook.fields.items()}


def guide_facts_of(workbook: GuideWorkbook, lists: Lists) -> GuideFacts:
    """Return what the sheet Guide says."""
    cells = defaultdict(lambda: EMPTY, _fields_of(workbook))
    status = one_of(ReportStatus, cells["status"], lists["status"])
    return GuideFacts(
        title=plain_text_of(cells["title"]),
        subtitle=plain_text_of(cells["subtitle"]),
        version=plain_text_of(cells["version"]),
        version_date=date_of(cells["version_date"]),
        status=status or ReportStatus.DRAFT,
        introduction=blocks_of(cells["introduction"]),
        method=blocks_of(cells["method"]),
        process=blocks_of(cells["process"]),
        safety=blocks_of(cells["safety"]),
        terms_note=blocks_of(cells["terms_note"]),
        contributors=blocks_of(cells["contributors"]),
        acknowledgements=blocks_of(cells["acknowledgements"]),
        recommended_citation=plain_text_of(cells["recommended_citation"]),
        contact=plain_text_of(cells["contact"]),
    )


def guide_fact_faults(workbook: GuideWorkbook, lists: Lists, rules: Rules) -> Iterator[Diagnostic]:
    """Yield what is missing on the sheet Guide, and entries that cannot be used."""
    cells = _fields_of(workbook)
    if rules.is_final and "version_date" in cells and not cells["version_date"].text:
        label = rules.language.words("guide_fields")["version_date"]
        yield cell_problem("C212", cells["version_date"], label=label)
    for key, cell in cells.items():
        if key in guide_layout.FIELD_CHOICES:
            yield from choice_faults(cell, lists, guide_layout.FIELD_CHOICES[key])
        elif key in guide_layout.FIELD_DATES:
            yield from date_faults(cell)
        else:
            yield from text_faults(cell)


# The sheets of rows


def chapters_of(rows: Iterable[SheetRow], order: Order) -> dict[str, ChapterTexts]:
    """Return the texts of chapters by subject area, the first where an area has two rows."""
    own = {group.id for group in order.groups}
    chapters: dict[str, ChapterTexts] = {}
    for row in rows:
        id_, texts = cell_of(row, "id").text, _chapter_of(row)
        if texts != ChapterTexts() and id_ in own:
            chapters.setdefault(id_, texts)
    return chapters


def _chapter_of(row: SheetRow) -> ChapterTexts:
    return ChapterTexts(
        introduction=blocks_of(cell_of(row, "introduction")),
        hints=blocks_of(cell_of(row, "hints")),
        questions=blocks_of(cell_of(row, "questions")),
        wording=blocks_of(cell_of(row, "wording")),
        objections=blocks_of(cell_of(row, "objections")),
    )


def chapter_faults(rows: Iterable[SheetRow], order: Order, treaty: Treaty) -> Iterator[Diagnostic]:
    """Yield rows that belong to no subject area of the order, or to one that has a row already."""
    own = {group.id for group in order.groups}
    known = {group.id for each in treaty.orders for group in each.groups}
    told: set[str] = set()
    for row in rows:
        for key in guide_layout.CHAPTER_TEXTS:
            yield from text_faults(cell_of(row, key))
        if _chapter_of(row) == ChapterTexts():
            continue
        cell = cell_of(row, "id")
        if cell.text not in known:
            yield cell_problem("G710", cell, written=cell.text)
        elif cell.text not in own:
            yield cell_problem("G711", cell, order=order.name)
        elif cell.text in told:
            yield cell_problem("G712", cell, written=cell.text)
        told.add(cell.text)


def _term_of(row: SheetRow) -> GlossaryTerm:
    return GlossaryTerm(
        plain_text_of(cell_of(row, "term")),
        blocks_of(cell_of(row, "meaning")),
        plain_text_of(cell_of(row, "remark")),
    )


def glossary_of(rows: Iterable[SheetRow], language: Language) -> tuple[GlossaryTerm, ...]:
    """Return the terms, in the order of the sheet."""
    return tuple(map(_term_of, _filled(rows, "glossary", language)))


def glossary_faults(rows: Iterable[SheetRow], language: Language) -> Iterator[Diagnostic]:
    """Yield terms that stand twice, what is missing of them, and texts that cannot be used."""
    first_of: dict[str, str] = {}
    for row in _filled(rows, "glossary", language):
        yield from required_faults(row, REQUIRED["glossary"], language.words("guide_glossary"))
        term = cell_of(row, "term")
        first = first_of.setdefault(folded(term.text), term.place.cell)
        if term.text and first != term.place.cell:
            yield cell_problem("G713", term, term=term.text, first=first)
        for key in ("term", "meaning", "remark"):
            yield from text_faults(cell_of(row, key))


def _resource_of(row: SheetRow) -> Resource:
    return Resource(
        theme=plain_text_of(cell_of(row, "theme")),
        title=plain_text_of(cell_of(row, "title")),
        publisher=plain_text_of(cell_of(row, "publisher")),
        address=plain_text_of(cell_of(row, "address")),
        accessed=date_of(cell_of(row, "accessed")),
        about=plain_text_of(cell_of(row, "about")),
    )


def resources_of(rows: Iterable[SheetRow], language: Language) -> tuple[Resource, ...]:
    """Return the further resources, in the order of the sheet."""
    return tuple(map(_resource_of, _filled(rows, "resources", language)))


def resource_faults(rows: Iterable[SheetRow], rules: Rules) -> Iterator[Diagnostic]:
    """Yield what is missing of resources, and addresses and dates that cannot be right."""
    labels = rules.language.words("guide_resources")
    for row in _filled(rows, "resources", rules.language):
        yield from required_faults(row, REQUIRED["resources"], labels)
        for key in ("theme", "title", "publisher", "about"):
            yield from text_faults(cell_of(row, key))
        opened = cell_of(row, "accessed")
        yield from date_faults(opened)
        yield from future_faults(opened, date_of(opened), rules.today)
        yield from calendar_faults(opened, rules.today)
        yield from _address_faults(cell_of(row, "address"), opened)


def _address_faults(address: Cell, opened: Cell) -> Iterator[Diagnostic]:
    fault = fault_of_address(address.text) if address.text else ""
    if fault:
        yield cell_problem(fault, address, url=address.text[:120])
    elif address.text and opened.value is None:
        yield cell_problem("G714", address)
    yield from text_faults(address)


def _filled(rows: Iterable[SheetRow], key: str, language: Language) -> Iterator[SheetRow]:
    columns = text_columns(key, language)
    return (row for row in rows if any(cell_of(row, column).text for column in columns))
