"""All checks of the guide's workbook: its texts make sense, its picks point to texts, its sources
are known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from publisher.check.cells import blocks_of, cell_of, cell_problem, known_choices
from publisher.check.dismissals import Dismissed, dismiss
from publisher.check.guide_sheets import (
    chapter_faults,
    chapters_of,
    glossary_faults,
    glossary_of,
    guide_fact_faults,
    guide_facts_of,
    resource_faults,
    resources_of,
)
from publisher.check.one_cause import told_once
from publisher.check.passages import Passage
from publisher.check.picks import PickContext, pick_faults, picks_of
from publisher.check.rules import Rules
from publisher.check.texts import check_texts
from publisher.check.workbook import in_sheet_order
from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.editorial import Editorial, GuideWorkbook
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.domain.synonyms import meant_choices
from publisher.domain.text import Citation, all_inlines
from publisher.domain.treaty import Treaty
from publisher.domain.worded import WordedTreaty
from publisher.workbook import guide_layout
from publisher.workbook.guide_layout import guide_choices


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
        **known_choices(guide_choices(rules.worded)),
        "labels": language.words("guide_picks"),
        "meant": meant_choices(rules.worded),
    }
    editorial = Editorial(
        guide_facts_of(workbook, lists),
        chapters_of(tables["chapters"], around.order),
        picks_of(tables["picks"], around, rules.treaty, lists),
        glossary_of(tables["glossary"], language),
        resources_of(tables["resources"], language),
    )
    passages = tuple(_passages(workbook))
    found = (
        *noticed,
        *_identity(workbook, rules.treaty),
        *guide_fact_faults(workbook, lists, rules),
        *chapter_faults(tables["chapters"], around.order, rules.treaty),
        *pick_faults(tables["picks"], around, rules.treaty, lists),
        *glossary_faults(tables["glossary"], language),
        *resource_faults(tables["resources"], rules),
        *_citations(passages, around),
        *_drafts(workbook, around, rules),
        *check_texts(passages, rules),
    )
    standing, dismissed = dismiss((*workbook.fields.values(), *_rows(workbook)), found)
    names = tuple(language.words("guide_sheets").values())
    return CheckedGuide(editorial, in_sheet_order(told_once(standing), names), dismissed)


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


def guide_rules(workbook: GuideWorkbook, worded: WordedTreaty, *, today: date) -> Rules:
    """Return what the checks go by; a final guide may hold no placeholder."""
    status = workbook.fields["status"].cells["value"].text if "status" in workbook.fields else ""
    is_final = folded(status) == folded(worded.language.words("choices.status")["final"])
    example = f"XX-1 {worded.language.sections['paragraph']}"
    return Rules(worded, today, is_final, example)


def _rows(workbook: GuideWorkbook) -> Iterator[SheetRow]:
    return (row for rows in workbook.tables.values() for row in rows)


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
