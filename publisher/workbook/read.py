"""The cells of a researcher's workbook, each with its place.

Comes in: the bytes of an .xlsx file. Goes out: a `Workbook` and everything that is wrong with its
structure. Sheets and headings are found by name, rows keep their ids; whether the content makes
sense is for the checks.
"""

from collections.abc import Mapping

from publisher.domain.diagnostics import Checked, Place, failure
from publisher.domain.language import Language
from publisher.domain.model import Workbook
from publisher.domain.treaty import Treaty
from publisher.workbook import layout
from publisher.workbook.lists import list_rows, list_sheet
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.sheet import Found, SheetTable, find_sheet, notes_of, read_fields


def read_workbook(opened: OpenedWorkbook, treaty: Treaty, language: Language) -> Checked[Workbook]:
    """Return what a workbook holds, with the problems of its sheets, headings and cells.

    `treaty` and `language` are in the words in which the workbook was issued. Raises PublisherError
    where a cell cannot be read at all.
    """
    found: Found = []
    try:
        workbook = _workbook(opened, treaty, language, found)
    except (IndexError, KeyError, AttributeError) as fault:  # a cell whose style is not in the file
        raise failure("F020", Place(opened.file), fault=type(fault).__name__) from fault
    return Checked(workbook, tuple(found))


def _workbook(opened: OpenedWorkbook, treaty: Treaty, language: Language, found: Found) -> Workbook:
    described = layout.sheets(treaty, language)
    references = {provision.id: provision.un_reference for provision in treaty.provisions}
    sheets = {
        key: find_sheet(opened, described[key], found)
        for key in ("provisions", "country", "sources")
    }
    provisions, sources = (
        SheetTable(sheet, described[key], opened.file, references, found).rows()
        if (sheet := sheets[key])
        else ()
        for key in ("provisions", "sources")
    )
    labels = _field_labels(treaty, language)
    country = (
        read_fields(sheet, described["country"], labels, opened.file, found)
        if (sheet := sheets["country"])
        else {}
    )
    for each in filter(None, sheets.values()):
        found.extend(notes_of(each, opened.file))
    reviewers = tuple(texts for _, texts in list_rows(list_sheet(opened, described["reviewers"])))
    return Workbook(opened.file, opened.identity, provisions, country, sources, reviewers)


def _field_labels(treaty: Treaty, language: Language) -> Mapping[str, str]:
    """Return the labels of the fields by key, as they stand in a workbook."""
    words = language.words("country")
    return {
        key: words[key].format(treaty=treaty.abbreviation)
        for key in layout.country_fields(language)
    }
