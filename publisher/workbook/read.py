"""The cells of a researcher's workbook, each with its place.

Comes in: the bytes of an .xlsx file. Goes out: a `Workbook` and everything that is wrong with its
structure. Sheets and headings are found by name, rows keep their ids; whether the content makes
sense is for the checks.
"""

from collections.abc import Mapping

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure
from publisher.domain.language import Language
from publisher.domain.model import SheetRow, Workbook
from publisher.domain.treaty import Treaty
from publisher.workbook import layout
from publisher.workbook.lists import list_rows, list_sheet
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.sheet import FoundSheet, find_sheet, notes_of
from publisher.workbook.sheet_fields import read_fields
from publisher.workbook.sheet_rows import read_table


def read_workbook(opened: OpenedWorkbook, treaty: Treaty, language: Language) -> Checked[Workbook]:
    """Return what a workbook holds, with the problems of its sheets, headings and cells.

    `treaty` and `language` are in the words in which the workbook was issued. Raises PublisherError
    where a cell cannot be read at all.
    """
    try:
        return _workbook(opened, treaty, language)
    except (IndexError, KeyError, AttributeError) as fault:  # a cell whose style is not in the file
        raise failure("F020", Place(opened.file), fault=type(fault).__name__) from fault


def _workbook(opened: OpenedWorkbook, treaty: Treaty, language: Language) -> Checked[Workbook]:
    described = layout.sheets(treaty, language)
    references = {provision.id: provision.un_reference for provision in treaty.provisions}
    told: list[Diagnostic] = []
    sheets: dict[str, FoundSheet | None] = {}
    for key in ("provisions", "country", "sources"):
        sheet = find_sheet(opened, described[key])
        sheets[key] = sheet.value
        told += sheet.diagnostics
    rows: dict[str, tuple[SheetRow, ...]] = {"provisions": (), "sources": ()}
    for key in rows:
        if found := sheets[key]:
            table = read_table(found, references)
            rows[key] = table.value.rows
            told += table.diagnostics
    country: dict[str, SheetRow] = {}
    if form := sheets["country"]:
        fields = read_fields(form, _field_labels(treaty, language))
        country = fields.value
        told += fields.diagnostics
    for each in sheets.values():
        if each is not None:
            told += notes_of(each)
    reviewers = tuple(texts for _, texts in list_rows(list_sheet(opened, described["reviewers"])))
    workbook = Workbook(
        opened.file, opened.identity, rows["provisions"], country, rows["sources"], reviewers
    )
    return Checked(workbook, tuple(told))


def _field_labels(treaty: Treaty, language: Language) -> Mapping[str, str]:
    """Return the labels of the fields by key, as they stand in a workbook."""
    words = language.words("country")
    return {
        key: words[key].format(treaty=treaty.abbreviation)
        for key in layout.country_fields(language)
    }
