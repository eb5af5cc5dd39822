"""All checks of the guide's workbook: its texts make sense, its picks point to texts, its sources
are known.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from publisher.check.cells import (
    EMPTY,
    Lists,
    blocks_of,
    cell_of,
    cell_problem,
    choice_faults,
    date_faults,
    date_of,
    future_faults,
    known_choices,
    one_of,
    plain_text_of,
    required_faults,
    text_faults,
)
from publisher.check.dismissals import Dismissed, dismiss
from publisher.check.passages import Passage
from publisher.check.picks import PickContext, pick_faults, picks_of
from publisher.check.rules import Rules
from publisher.check.sources import fault_of_address
from publisher.check.texts import check_texts
from publisher.check.workbook import in_sheet_order
from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.editorial import (
    ChapterTexts,
    Editorial,
    GlossaryTerm,
    GuideFacts,
    GuideWorkbook,
    Resource,
)
from publisher.domain.language import Language
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.domain.report import ReportStatus
from publisher.domain.text import Citation, all_inlines
from publisher.domain.treaty import Order, Treaty
from publisher.workbook import guide_layout
from publisher.workbook.guide_layout import REQUIRED, guide_choices, text_columns


@dataclass(frozen=True, slots=True)
class CheckedGuide:
    """What the guide's workbook holds, what is wrong or doubtful in it, and what was dismissed."""

    editorial: Editorial
    diagnostics: tuple[Diagnostic, ...]
    dismissed: tuple[Dismissed, ...]


def check_guide(
    workbook: GuideWorkbook, noticed: Iterable[Diagnostic], around: PickContext, rules: Rules
) -> CheckedGuide:
    """Return the editor's part of the guide with all problems in sheet order.

    `noticed` is what reading the workbook told already; the words of `rules` are those of its
    language.
    """
    language, tables = rules.language, workbook.tables
    lists = {
        **known_choices(guide_choices(rules.treaty, language)),
        "labels": language.words("guide_picks"),
    }
    editorial = Editorial(
        _facts_of(workbook, lists),
        _chapters_of(tables["chapters"], around.order),
        picks_of(tables["picks"], around, rules.treaty, lists),
        tuple(map(_term_of, _filled(tables["glossary"], "glossary", language))),
        tuple(map(_resource_of, _filled(tables["resources"], "resources", language))),
    )
    passages = tuple(_passages(workbook))
    found = (
        *noticed,
        *_identity(workbook, rules.treaty),
        *_fact_faults(workbook, lists, rules),
        *_chapter_faults(tables["chapters"], around.order, rules.treaty),
        *pick_faults(tables["picks"], around, rules.treaty, lists),
        *_glossary_faults(tables["glossary"], language),
        *_resource_faults(tables["resources"], rules),
        *_citations(passages, around),
        *_drafts(workbook, around, rules),
        *check_texts(passages, rules),
    )
    standing, dismissed = dismiss((*workbook.fields.values(), *_rows(workbook)), found)
    names = tuple(language.words("guide_sheets").values())
    return CheckedGuide(editorial, in_sheet_order(standing, names), dismissed)


def _identity(workbook: GuideWorkbook, treaty: Treaty) -> Iterator[Diagnostic]:
    named = workbook.identity.get("treaty", treaty.id)
    if named != treaty.id:
        yield problem("C201", Place(workbook.file), written=named, treaty=treaty.id)


def _drafts(workbook: GuideWorkbook, around: PickContext, rules: Rules) -> Iterator[Diagnostic]:
    """Yield that a final guide rests on reports that are not final."""
    facts = (report.facts for report in around.reports.values())
    drafts = [each.short_name for each in facts if not each.is_final]
    if rules.is_final and drafts:
        cell = workbook.fields["status"].cells["value"]
        yield cell_problem("G723", cell, names=", ".join(sorted(drafts)))


def guide_rules(
    workbook: GuideWorkbook, treaty: Treaty, language: Language, *, today: date
) -> Rules:
    """Return what the checks go by; a final guide may hold no placeholder."""
    status = workbook.fields["status"].cells["value"].text if "status" in workbook.fields else ""
    is_final = folded(status) == folded(language.words("choices.status")["final"])
    return Rules(treaty, language, today, is_final, f"XX-1 {language.sections['paragraph']}")


def _rows(workbook: GuideWorkbook) -> Iterator[SheetRow]:
    return (row for rows in workbook.tables.values() for row in rows)


# The sheet Guide


def _fields_of(workbook: GuideWorkbook) -> dict[str, Cell]:
    return {key: row.cells["value"] for key, row in workbook.fields.items()}


def _facts_of(workbook: GuideWorkbook, lists: Lists) -> GuideFacts:
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


def _fact_faults(workbook: GuideWorkbook, lists: Lists, rules: Rules) -> Iterator[Diagnostic]:
    cells = _fields_of(workbook)
    if rules.is_final and "version_date" in cells and not cells["version_date"].text:
        label = rules.language.words("guide_fields")["version_date"]
        yield cell_problem("C212", cells["version_date"], label=label)
    for key, cell in cells.items():
        if key in guide_layout.FIELD_CHOICES:
            yield from choice_faults(cell, lists[guide_layout.FIELD_CHOICES[key]])
        elif key in guide_layout.FIELD_DATES:
            yield from date_faults(cell)
        else:
            yield from text_faults(cell)


# The sheets of rows


def _chapters_of(rows: Iterable[SheetRow], order: Order) -> dict[str, ChapterTexts]:
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


def _chapter_faults(rows: Iterable[SheetRow], order: Order, treaty: Treaty) -> Iterator[Diagnostic]:
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


def _glossary_faults(rows: Iterable[SheetRow], language: Language) -> Iterator[Diagnostic]:
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


def _resource_faults(rows: Iterable[SheetRow], rules: Rules) -> Iterator[Diagnostic]:
    labels = rules.language.words("guide_resources")
    for row in _filled(rows, "resources", rules.language):
        yield from required_faults(row, REQUIRED["resources"], labels)
        for key in ("theme", "title", "publisher", "about"):
            yield from text_faults(cell_of(row, key))
        opened = cell_of(row, "accessed")
        yield from date_faults(opened)
        yield from future_faults(opened, date_of(opened), rules.today)
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


# The texts


def _passages(workbook: GuideWorkbook) -> Iterator[Passage]:
    """Yield the longer texts with their cells."""
    for key in guide_layout.FIELD_BLOCKS:
        if key in workbook.fields:
            yield from _passage(workbook.fields[key].cells["value"])
    columns = {"chapters": guide_layout.CHAPTER_TEXTS, "picks": ("why",), "glossary": ("meaning",)}
    for sheet, keys in columns.items():
        for row in workbook.tables[sheet]:
            for key in keys:
                yield from _passage(cell_of(row, key))


def _passage(cell: Cell) -> Iterator[Passage]:
    blocks = blocks_of(cell)
    if blocks:
        yield Passage(cell, blocks)


def _citations(passages: Iterable[Passage], around: PickContext) -> Iterator[Diagnostic]:
    """Yield the source keys in the editor's texts that no country's workbook has, or that two
    have.
    """
    holders: dict[str, list[str]] = {}
    for report in around.reports.values():
        for source in report.sources:
            holders.setdefault(source.key, []).append(report.facts.short_name)
    for passage in passages:
        for key in _cited_in(passage):
            names = holders.get(key, [])
            if not names:
                level = None if around.is_whole else Level.PLEASE_CHECK
                yield cell_problem("G715", passage.cell, level=level, key=key)
            elif len(names) > 1:
                yield cell_problem("G724", passage.cell, key=key, names=", ".join(names))


def _cited_in(passage: Passage) -> Iterator[str]:
    for inline in all_inlines(passage.blocks):
        if isinstance(inline, Citation):
            for reference in inline.references:
                yield reference.source
