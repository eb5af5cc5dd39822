"""The sheet Country: the facts about the State and about this version of the report."""

from collections.abc import Iterable, Iterator, Mapping

from publisher.check.cells import (
    EMPTY,
    blocks_of,
    cell_problem,
    choice_of,
    date_of,
    plain_text_of,
    require_past,
)
from publisher.check.rules import Rules
from publisher.domain.dates import PartialDate
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.language import Language
from publisher.domain.model import Cell, Workbook
from publisher.domain.report import Facts
from publisher.domain.treaty import Treaty
from publisher.workbook import layout

_YEARS_OF_LAW = 2


def entries_of(workbook: Workbook) -> dict[str, Cell]:
    """Return the entries of the sheet by field."""
    return {field: row.cells["value"] for field, row in workbook.country.items()}


def check_facts(
    workbook: Workbook,
    lists: Mapping[str, Mapping[str, str]],
    language: Language,
    found: list[Diagnostic],
) -> Facts:
    """Return the facts of the sheet."""
    fields = entries_of(workbook)
    labels = language.words("country")
    for key in layout.REQUIRED_COUNTRY_FIELDS:
        if key in fields and not fields[key].text:
            found.append(cell_problem("C210", fields[key], label=labels[key]))
    choices = {
        key: choice_of(fields.get(key, EMPTY), lists[name], found)
        for key, name in layout.COUNTRY_CHOICES.items()
    }
    dates = {key: date_of(fields.get(key, EMPTY), found) for key in layout.COUNTRY_DATES}
    return Facts(
        texts={
            key: plain_text_of(cell, found)
            for key, cell in fields.items()
            if key not in (*layout.COUNTRY_BLOCKS, *layout.COUNTRY_DATES, *layout.COUNTRY_CHOICES)
        },
        dates={key: when for key, when in dates.items() if when},
        choices=choices,
        blocks={key: blocks_of(fields.get(key, EMPTY), found) for key in layout.COUNTRY_BLOCKS},
    )


def check_fact_dates(workbook: Workbook, facts: Facts, rules: Rules) -> Iterable[Diagnostic]:
    """Yield dates that cannot be, that are missing from a final report, or that have grown old."""
    fields, today = entries_of(workbook), rules.today
    found: list[Diagnostic] = []
    for key in ("signed", "bound", "law_as_at"):
        require_past(fields.get(key, EMPTY), facts.dates.get(key), today, found)
    yield from found
    yield from _treaty_dates(fields, facts, rules.treaty)
    yield from _missing_dates(fields, facts, rules.language.words("country"))
    law = facts.dates.get("law_as_at")
    if law and law.is_before(PartialDate(today.year - _YEARS_OF_LAW, today.month, today.day)):
        yield cell_problem("C260", fields["law_as_at"], date=law)


def _treaty_dates(fields: Mapping[str, Cell], facts: Facts, treaty: Treaty) -> Iterator[Diagnostic]:
    signed, bound = facts.dates.get("signed"), facts.dates.get("bound")
    adopted = PartialDate(treaty.adopted.year, treaty.adopted.month, treaty.adopted.day)
    for key, when in (("signed", signed), ("bound", bound)):
        if when and when.is_before(adopted):
            yield cell_problem("C242", fields[key], date=when, adopted=adopted)
    if signed and bound and bound.is_before(signed):
        yield cell_problem("C211", fields["bound"], bound=bound, signed=signed)


def _missing_dates(
    fields: Mapping[str, Cell], facts: Facts, labels: Mapping[str, str]
) -> Iterator[Diagnostic]:
    if facts.choices["status"] == "final":
        for key in ("law_as_at", "version_date"):
            if key in fields and not fields[key].text:
                yield cell_problem("C212", fields[key], label=labels[key])
