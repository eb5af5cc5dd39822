"""The sheet Country: the facts about the State and about this version of the report."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from publisher.check.cells import (
    EMPTY,
    Lists,
    blocks_of,
    calendar_faults,
    cell_problem,
    choice_faults,
    date_faults,
    date_of,
    future_faults,
    one_of,
    plain_text_of,
    text_faults,
)
from publisher.check.rules import Rules
from publisher.domain.dates import PartialDate
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.language import Language
from publisher.domain.model import Cell, Workbook
from publisher.domain.report import Facts, Instrument, Mark, ReportStatus
from publisher.domain.treaty import Treaty
from publisher.workbook import layout

_YEARS_OF_LAW = 2


def fields_of(workbook: Workbook) -> dict[str, Cell]:
    """Return the entries of the sheet by field."""
    return {field: row.cells["value"] for field, row in workbook.country.items()}


def facts_of(workbook: Workbook, lists: Lists, keys: Set[str]) -> Facts:
    """Return the facts of the sheet; `keys` are those of the sources."""
    cells = defaultdict(lambda: EMPTY, fields_of(workbook))
    status = one_of(ReportStatus, cells["status"], lists["status"])
    return Facts(
        short_name=plain_text_of(cells["short_name"]),
        formal_name=plain_text_of(cells["formal_name"]),
        local_name=plain_text_of(cells["local_name"]),
        iso2=plain_text_of(cells["iso2"]),
        signed=date_of(cells["signed"]),
        instrument=one_of(Instrument, cells["instrument"], lists["instrument"]),
        bound=date_of(cells["bound"]),
        declaration=blocks_of(cells["declaration"], keys),
        law_as_at=date_of(cells["law_as_at"]),
        documents=blocks_of(cells["documents"], keys),
        next_report=date_of(cells["next_report"]),
        version=plain_text_of(cells["version"]),
        version_date=date_of(cells["version_date"]),
        status=status or ReportStatus.DRAFT,
        mark=one_of(Mark, cells["mark"], lists["mark"]),
        summary=blocks_of(cells["summary"], keys),
        contributors=blocks_of(cells["contributors"], keys),
        acknowledgements=blocks_of(cells["acknowledgements"], keys),
        recommended_citation=plain_text_of(cells["recommended_citation"]),
        contact=plain_text_of(cells["contact"]),
    )


def fact_faults(workbook: Workbook, lists: Lists, language: Language) -> Iterator[Diagnostic]:
    """Yield what is missing on the sheet, and entries that cannot be used."""
    cells = fields_of(workbook)
    labels = language.words("country")
    for key in layout.REQUIRED_COUNTRY_FIELDS:
        if key in cells and not cells[key].text:
            yield cell_problem("C210", cells[key], label=labels[key])
    for key, cell in cells.items():
        if key in layout.COUNTRY_CHOICES:
            yield from choice_faults(cell, lists, layout.COUNTRY_CHOICES[key])
        elif key in layout.COUNTRY_DATES:
            yield from date_faults(cell)
        else:
            yield from text_faults(cell)


def check_fact_dates(workbook: Workbook, facts: Facts, rules: Rules) -> Iterator[Diagnostic]:
    """Yield dates that cannot be, that are missing from a final report, or that have grown old."""
    cells, today = fields_of(workbook), rules.today
    past = {"signed": facts.signed, "bound": facts.bound, "law_as_at": facts.law_as_at}
    for key, when in past.items():
        yield from future_faults(cells.get(key, EMPTY), when, today)
    for key in layout.COUNTRY_DATES:
        yield from calendar_faults(cells.get(key, EMPTY), today)
    yield from _treaty_dates(cells, facts, rules.treaty)
    yield from _missing_dates(cells, facts, rules.language.words("country"))
    law = facts.law_as_at
    if law and law.is_before(PartialDate(today.year - _YEARS_OF_LAW, today.month, today.day)):
        yield cell_problem("C260", cells["law_as_at"], date=law)


def _treaty_dates(cells: Mapping[str, Cell], facts: Facts, treaty: Treaty) -> Iterator[Diagnostic]:
    signed, bound = facts.signed, facts.bound
    adopted = PartialDate(treaty.adopted.year, treaty.adopted.month, treaty.adopted.day)
    for key, when in (("signed", signed), ("bound", bound)):
        if when and when.is_before(adopted):
            yield cell_problem("C242", cells[key], date=when, adopted=adopted)
    if signed and bound and bound.is_before(signed):
        yield cell_problem("C211", cells["bound"], bound=bound, signed=signed)


def _missing_dates(
    cells: Mapping[str, Cell], facts: Facts, labels: Mapping[str, str]
) -> Iterator[Diagnostic]:
    if facts.is_final:
        for key in ("law_as_at", "version_date"):
            if key in cells and not cells[key].text:
                yield cell_problem("C212", cells[key], label=labels[key])
