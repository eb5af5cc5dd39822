"""All checks of a workbook, in one go."""

from collections.abc import Iterable

from publisher.check.facts import check_facts
from publisher.check.provisions import check_entry, rows_by_provision
from publisher.check.sources import check_citations, check_sources
from publisher.diagnostics import Checked, Diagnostic, Place, Severity, error
from publisher.language import Language
from publisher.model import (
    CountryReport,
    Workbook,
)
from publisher.treaty import Treaty
from publisher.workbook import layout


def check_workbook(workbook: Workbook, treaty: Treaty, language: Language) -> Checked[CountryReport]:
    """Return the report that a workbook holds, with everything that is wrong or doubtful in it, in sheet order."""
    found: list[Diagnostic] = []
    found.extend(_check_identity(workbook, treaty))
    lists = layout.choices(treaty, language)
    rows = rows_by_provision(workbook, treaty, found)
    entries = tuple(
        check_entry(provision, rows[provision.id], treaty, lists, found)
        for provision in treaty.provisions
        if provision.id in rows
    )
    facts = check_facts(workbook, lists, language, found)
    sources = check_sources(workbook, lists, language, found)
    found.extend(check_citations(workbook, entries, facts, sources, rows))
    return Checked(CountryReport(facts, entries, sources), tuple(found))


def in_sheet_order(diagnostics: Iterable[Diagnostic], sheet_names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Return the problems as somebody goes through the workbook: by sheet, row and column, worst first in a cell."""
    severities = list(Severity)

    def position(each: Diagnostic) -> tuple[int, int, int, str, int]:
        sheet = sheet_names.index(each.place.sheet) if each.place.sheet in sheet_names else -1
        letters = each.place.cell.rstrip("0123456789")
        row = int(each.place.cell[len(letters) :] or 0)
        return sheet, row, len(letters), letters, severities.index(each.severity)

    return tuple(sorted(dict.fromkeys(diagnostics), key=position))


def _check_identity(workbook: Workbook, treaty: Treaty) -> Iterable[Diagnostic]:
    named = workbook.identity.get("treaty", treaty.id)
    if named != treaty.id:
        yield error(
            "C201",
            Place(workbook.file),
            f"this workbook was made for the treaty '{named}', but the project is about '{treaty.id}'",
            "move the workbook to a project for its own treaty, or set the treaty in publisher.toml",
        )
