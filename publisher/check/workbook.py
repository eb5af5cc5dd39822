"""All checks of a workbook, in one go."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from publisher.check.cells import Lists, cell_problem, known_choices
from publisher.check.citations import check_citations, check_evidence
from publisher.check.decisions import decision_faults
from publisher.check.dismissals import Dismissed, dismiss
from publisher.check.facts import check_fact_dates, fact_faults, facts_of
from publisher.check.letters import Lacking, letter_faults, none_lacking
from publisher.check.one_cause import told_once
from publisher.check.passages import contents_of, passages_of
from publisher.check.pasted import pasted_faults
from publisher.check.places import check_places, place_faults, places_of
from publisher.check.provisions import (
    check_completeness,
    entry_faults,
    entry_of,
    row_faults,
    rows_by_provision,
)
from publisher.check.reviewers import reviewers_of
from publisher.check.rules import Rules
from publisher.check.sources import check_source_rows, source_faults, sources_of
from publisher.check.states import said_in_cells, state_faults
from publisher.check.texts import check_texts
from publisher.check.times import check_times
from publisher.domain.countries import country_of_code
from publisher.domain.diagnostics import Diagnostic, Level, Place, problem, stopping
from publisher.domain.model import SheetRow, Workbook
from publisher.domain.report import CountryReport, Facts, ReportStatus
from publisher.domain.synonyms import meant_choices
from publisher.domain.treaty import Treaty
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout


@dataclass(frozen=True, slots=True)
class CheckedWorkbook:
    """The report that a workbook holds, what is wrong or doubtful in it, and what was dismissed."""

    report: CountryReport
    diagnostics: tuple[Diagnostic, ...]
    dismissed: tuple[Dismissed, ...]


def check_workbook(
    workbook: Workbook,
    noticed: Iterable[Diagnostic],
    worded: WordedTreaty,
    *,
    today: date,
    lacking: Lacking = none_lacking,
    as_final: bool = False,
) -> CheckedWorkbook:
    """Return the report that a workbook holds with all problems in sheet order.

    `noticed` is what reading the workbook told already; `worded` has the words in which the
    workbook was issued; `lacking` says which of some letters no font has; `as_final` checks a draft
    as if it were final.
    """
    lists = {
        **known_choices(layout.choices(worded)),
        "said_in_cells": said_in_cells(worded.language),
        "meant": meant_choices(worded),
    }
    rows = rows_by_provision(workbook, worded.treaty)
    sources = sources_of(workbook, lists)
    keys = frozenset(source.key for source in sources)
    report = CountryReport(
        facts_of(workbook, lists, keys),
        tuple(
            entry_of(provision, rows[provision.id], worded.treaty, lists, keys)
            for provision in worded.treaty.provisions
            if provision.id in rows
        ),
        sources,
        reviewers_of(workbook, lists["yes_no"]),
        places_of(workbook, lists),
    )
    as_checked = report
    if as_final:
        as_checked = replace(report, facts=replace(report.facts, status=ReportStatus.FINAL))
    rules = _rules(workbook, as_checked.facts, worded, today)
    found = (
        *noticed,
        *_check_identity(workbook, worded.treaty),
        *_check_entries(workbook, as_checked, rows, lists, rules),
        *_check_contents(workbook, as_checked, rows, rules),
        *letter_faults(workbook, worded.treaty, lacking, is_final=rules.is_final),
        *decision_faults(workbook, layout.choices(worded)["decision"]),
    )
    dismissible = (
        *workbook.country.values(),
        *workbook.provisions,
        *workbook.sources,
        *workbook.places,
    )
    weighed = [stopping(each) for each in found] if rules.is_final else found
    standing, dismissed = dismiss(dismissible, weighed)
    names = tuple(worded.language.words("sheets").values())
    return CheckedWorkbook(report, in_sheet_order(told_once(standing), names), dismissed)


def _check_entries(
    workbook: Workbook,
    report: CountryReport,
    rows: Mapping[str, SheetRow],
    lists: Lists,
    rules: Rules,
) -> Iterator[Diagnostic]:
    """Yield what cannot be used, cell by cell."""
    yield from row_faults(workbook, rules.treaty)
    for entry in report.entries:
        yield from entry_faults(entry, rows[entry.provision.id], lists)
        yield from state_faults(entry, rows[entry.provision.id], rules)
    yield from fact_faults(workbook, lists, rules.language)
    yield from source_faults(workbook, lists, rules.language)
    yield from place_faults(workbook, lists)


def _check_contents(
    workbook: Workbook, report: CountryReport, rows: Mapping[str, SheetRow], rules: Rules
) -> Iterator[Diagnostic]:
    """Yield what is doubtful in what can be used."""
    passages = tuple(passages_of(workbook, report, rows, rules.treaty))
    yield from check_fact_dates(workbook, report.facts, rules)
    yield from check_source_rows(workbook, report.sources, _country(report), rules)
    yield from check_citations(workbook, passages, report.sources, rules.example)
    yield from check_texts(passages, rules)
    yield from pasted_faults(rows, rules.treaty)
    sources = {source.key: source for source in report.sources}
    for entry in report.entries:
        row = rows[entry.provision.id]
        contents = tuple(contents_of(entry, row, rules.treaty))
        if rules.is_final and entry.question:
            yield cell_problem("C301", row.cells["question"])
        yield from check_completeness(entry, row, rules)
        yield from check_evidence(entry, contents, sources, rules)
        yield from check_times(entry, contents, rules.today)
    yield from check_places(workbook, report, rows, rules)


def _rules(workbook: Workbook, facts: Facts, worded: WordedTreaty, today: date) -> Rules:
    code = workbook.identity.get("country") or facts.iso2 or "XX"
    example = f"{code}-1 {worded.language.sections['paragraph']}"
    return Rules(worded, today, facts.is_final, example)


def _country(report: CountryReport) -> tuple[str, str]:
    """Return the State's short name and its three letters, which stand in the symbols of documents
    about it.
    """
    known = country_of_code(report.facts.iso2)
    return report.facts.short_name, known.iso3 if known else ""


def in_sheet_order(
    diagnostics: Iterable[Diagnostic], sheet_names: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """Return the problems as somebody goes through the workbook: by sheet, row and column, worst
    first in a cell.
    """
    levels = list(Level)

    def position(each: Diagnostic) -> tuple[int, int, int, str, int]:
        sheet = sheet_names.index(each.place.sheet) if each.place.sheet in sheet_names else -1
        letters = each.place.cell.rstrip("0123456789")
        row = int(each.place.cell[len(letters) :] or 0)
        return sheet, row, len(letters), letters, levels.index(each.level)

    return tuple(sorted(dict.fromkeys(diagnostics), key=position))


def _check_identity(workbook: Workbook, treaty: Treaty) -> Iterator[Diagnostic]:
    named = workbook.identity.get("treaty", treaty.id)
    if named != treaty.id:
        yield problem("C201", Place(workbook.file), written=named, treaty=treaty.id)
    versions = (layout.FORMAT_VERSION, treaty.version)
    own = (workbook.identity.get("format_version"), workbook.identity.get("treaty_version"))
    if named == treaty.id and None not in own and own != versions:
        yield problem("S115", Place(workbook.file), file=workbook.file)
