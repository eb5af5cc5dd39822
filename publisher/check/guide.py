"""All checks of the guide's workbook: its texts make sense, its picks point to texts, its sources
are known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from publisher.check.cells import (
    EMPTY,
    blocks_of,
    cell_problem,
    choice_of,
    date_of,
    plain_text_of,
    require_entries,
    require_past,
)
from publisher.check.dismissals import Dismissed, dismiss
from publisher.check.passages import Passage
from publisher.check.picks import PickContext, check_picks
from publisher.check.rules import Rules
from publisher.check.sources import fault_of_address
from publisher.check.texts import check_texts
from publisher.check.workbook import in_sheet_order
from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.editorial import (
    ChapterTexts,
    Editorial,
    GlossaryTerm,
    GuideWorkbook,
    Resource,
)
from publisher.domain.language import Language
from publisher.domain.model import Cell, SheetRow
from publisher.domain.names import folded
from publisher.domain.report import Facts
from publisher.domain.text import Block, Citation, all_inlines
from publisher.domain.treaty import Order, Treaty
from publisher.workbook import guide_layout
from publisher.workbook.guide_layout import REQUIRED, guide_choices, text_columns

_Found = list[Diagnostic]


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
    found: _Found = [*noticed, *_identity(workbook, rules.treaty)]
    language = rules.language
    lists = {**guide_choices(rules.treaty, language), "labels": language.words("guide_picks")}
    editorial = Editorial(
        _facts(workbook, lists, rules, found),
        _chapters(workbook.tables["chapters"], around.order, rules.treaty, found),
        check_picks(workbook.tables["picks"], around, rules.treaty, lists, found),
        tuple(_glossary(workbook.tables["glossary"], language, found)),
        tuple(_resources(workbook.tables["resources"], rules, found)),
    )
    passages = tuple(_passages(workbook))
    found.extend(_citations(passages, around))
    found.extend(_drafts(workbook, around, rules))
    found.extend(check_texts(passages, rules))
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
    drafts = [
        each.texts.get("short_name", "") for each in facts if each.choices.get("status") != "final"
    ]
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


# The sheets


def _facts(
    workbook: GuideWorkbook, lists: Mapping[str, Mapping[str, str]], rules: Rules, found: _Found
) -> Facts:
    cells = {key: row.cells["value"] for key, row in workbook.fields.items()}
    dates = {key: date_of(cells.get(key, EMPTY), found) for key in guide_layout.FIELD_DATES}
    apart = (*guide_layout.FIELD_DATES, *guide_layout.FIELD_CHOICES, *guide_layout.FIELD_BLOCKS)
    if rules.is_final and "version_date" in cells and not cells["version_date"].text:
        label = rules.language.words("guide_fields")["version_date"]
        found.append(cell_problem("C212", cells["version_date"], label=label))
    return Facts(
        {key: plain_text_of(cell, found) for key, cell in cells.items() if key not in apart},
        {key: when for key, when in dates.items() if when},
        {
            key: choice_of(cells.get(key, EMPTY), lists[name], found)
            for key, name in guide_layout.FIELD_CHOICES.items()
        },
        {key: blocks_of(cells.get(key, EMPTY), found) for key in guide_layout.FIELD_BLOCKS},
    )


def _chapters(
    rows: Iterable[SheetRow], order: Order, treaty: Treaty, found: _Found
) -> dict[str, ChapterTexts]:
    own = {group.id for group in order.groups}
    known = {group.id for each in treaty.orders for group in each.groups}
    chapters: dict[str, ChapterTexts] = {}
    for row in rows:
        cell = row.cells.get("id", EMPTY)
        texts = {
            key: blocks_of(row.cells.get(key, EMPTY), found) for key in guide_layout.CHAPTER_TEXTS
        }
        if not any(texts.values()):
            continue
        if cell.text not in known:
            found.append(cell_problem("G710", cell, written=cell.text))
        elif cell.text not in own:
            found.append(cell_problem("G711", cell, order=order.name))
        elif cell.text in chapters:
            found.append(cell_problem("G712", cell, written=cell.text))
        else:
            chapters[cell.text] = ChapterTexts(**texts)
    return chapters


def _glossary(
    rows: Iterable[SheetRow], language: Language, found: _Found
) -> Iterator[GlossaryTerm]:
    told: dict[str, str] = {}
    for row in _filled(rows, "glossary", language):
        require_entries(row, REQUIRED["glossary"], language.words("guide_glossary"), found)
        term = row.cells.get("term", EMPTY)
        first = told.setdefault(folded(term.text), term.place.cell)
        if term.text and first != term.place.cell:
            found.append(cell_problem("G713", term, term=term.text, first=first))
        remark = plain_text_of(row.cells.get("remark", EMPTY), found)
        yield GlossaryTerm(
            plain_text_of(term, found), blocks_of(row.cells.get("meaning", EMPTY), found), remark
        )


def _resources(rows: Iterable[SheetRow], rules: Rules, found: _Found) -> Iterator[Resource]:
    for row in _filled(rows, "resources", rules.language):
        require_entries(row, REQUIRED["resources"], rules.language.words("guide_resources"), found)
        texts = {
            key: plain_text_of(row.cells.get(key, EMPTY), found)
            for key in ("theme", "title", "publisher", "about")
        }
        address, opened = (row.cells.get(key, EMPTY) for key in ("address", "accessed"))
        accessed = date_of(opened, found)
        require_past(opened, accessed, rules.today, found)
        if address.text and (fault := fault_of_address(address.text)):
            found.append(cell_problem(fault, address, url=address.text[:120]))
        elif address.text and opened.value is None:
            found.append(cell_problem("G714", address))
        yield Resource(**texts, address=plain_text_of(address, found), accessed=accessed)


def _filled(rows: Iterable[SheetRow], key: str, language: Language) -> Iterator[SheetRow]:
    columns = text_columns(key, language)
    return (row for row in rows if any(row.cells.get(column, EMPTY).text for column in columns))


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
                yield from _passage(row.cells.get(key, EMPTY))


def _passage(cell: Cell) -> Iterator[Passage]:
    blocks: tuple[Block, ...] = blocks_of(cell, []) if cell.text else ()
    if blocks:
        yield Passage(cell, blocks)


def _citations(passages: Iterable[Passage], around: PickContext) -> Iterator[Diagnostic]:
    """Yield the source keys in the editor's texts that no country's workbook has, or that two
    have.
    """
    holders: dict[str, list[str]] = {}
    for report in around.reports.values():
        for source in report.sources:
            holders.setdefault(source.key, []).append(report.facts.texts.get("short_name", ""))
    for passage in passages:
        for inline in all_inlines(passage.blocks):
            for reference in inline.references if isinstance(inline, Citation) else ():
                own = holders.get(reference.source, [])
                if not own:
                    level = None if around.is_whole else Level.PLEASE_CHECK
                    yield cell_problem("G715", passage.cell, level=level, key=reference.source)
                elif len(own) > 1:
                    yield cell_problem(
                        "G724", passage.cell, key=reference.source, names=", ".join(own)
                    )
