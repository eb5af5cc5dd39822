"""The cells of a researcher's workbook, each with its place.

Comes in: the bytes of an .xlsx file. Goes out: a `Workbook` and everything that is wrong with its
structure. Sheets and headings are found by name, rows keep their ids; whether the content makes
sense is for the checks.
"""

import re
from collections.abc import Iterator, Mapping

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.domain.model import SheetRow, Workbook
from publisher.domain.treaty import Treaty, VersionChange
from publisher.domain.worded import WordedTreaty
from publisher.workbook import layout
from publisher.workbook.lists import list_rows, list_sheet, written_decisions
from publisher.workbook.opened import OpenedWorkbook
from publisher.workbook.read_places import read_places
from publisher.workbook.sheet import FoundSheet, find_sheet, notes_of
from publisher.workbook.sheet_fields import columns_of_fields, read_fields
from publisher.workbook.sheet_rows import read_table
from publisher.workbook.shown import fields_by_label, provisions_by_article, unchanged


def read_workbook(opened: OpenedWorkbook, worded: WordedTreaty) -> Checked[Workbook]:
    """Return what a workbook holds, with the problems of its sheets, headings and cells.

    `worded` has the words in which the workbook was issued. Raises PublisherError where a cell
    cannot be read at all.
    """
    try:
        return _workbook(opened, worded)
    except (IndexError, KeyError, AttributeError) as fault:  # a cell whose style is not in the file
        raise failure("F020", Place(opened.file), fault=type(fault).__name__) from fault


def _workbook(opened: OpenedWorkbook, worded: WordedTreaty) -> Checked[Workbook]:
    described = layout.sheets(worded)
    references = {provision.id: provision.un_reference for provision in worded.treaty.provisions}
    later = _later_columns(opened, worded.treaty)
    told = list(opened.diagnostics)
    sheets: dict[str, FoundSheet | None] = {}
    for key in ("provisions", "country", "sources"):
        sheet = find_sheet(opened, described[key])
        sheets[key] = sheet.value
        told += sheet.diagnostics
    told += _place_by_what_shows(opened, sheets, worded)
    rows: dict[str, tuple[SheetRow, ...]] = {"provisions": (), "sources": ()}
    for key in rows:
        if found := sheets[key]:
            table = read_table(found, references, later)
            rows[key] = table.value.rows
            told += table.diagnostics
    country: dict[str, SheetRow] = {}
    if form := sheets["country"]:
        fields = read_fields(form, _field_labels(worded))
        country = fields.value
        told += fields.diagnostics
    for each in sheets.values():
        if each is not None:
            told += notes_of(each)
    places = read_places(opened, worded)
    told += places.diagnostics
    reviewers = tuple(texts for _, texts in list_rows(list_sheet(opened, described["reviewers"])))
    workbook = Workbook(
        opened.file,
        opened.identity,
        rows["provisions"],
        country,
        rows["sources"],
        reviewers,
        written_decisions(opened, described["review"]),
        places.value,
    )
    return Checked(workbook, tuple(told))


def _place_by_what_shows(
    opened: OpenedWorkbook, sheets: dict[str, FoundSheet | None], worded: WordedTreaty
) -> Iterator[Diagnostic]:
    """Give the sheets whose hidden column is gone the ids of their rows; yield that it is gone, and
    which rows nobody can place.
    """
    told: list[Diagnostic] = []
    if provisions := sheets["provisions"]:
        example = worded.language.words("readme")["example_note"]
        articles = unchanged(worded.treaty, _changes_since(opened, worded.treaty))
        placed = provisions_by_article(provisions, articles, example)
        sheets["provisions"] = placed.value
        told += placed.diagnostics
    if country := sheets["country"]:
        fields = fields_by_label(country, _field_labels(worded), columns_of_fields(country))
        sheets["country"] = fields.value
        told += fields.diagnostics
    if any(found is not None and found.ids for found in sheets.values()):
        yield problem("S122", Place(opened.file), file=opened.file)
    yield from told


def _changes_since(opened: OpenedWorkbook, treaty: Treaty) -> tuple[VersionChange, ...]:
    """Return the changes of the treaty's data since a workbook was issued; none where nobody can
    tell how old it is.
    """
    issued_for = opened.identity.get("treaty_version", treaty.version)
    return treaty.changes if _is_older(issued_for, treaty) else ()


def _later_columns(opened: OpenedWorkbook, treaty: Treaty) -> tuple[str, ...]:
    """Return the columns that a workbook may be too old to have: those of the treaty, where its
    data had an older version when the workbook was issued.
    """
    issued_for = opened.identity.get("treaty_version", treaty.version)
    is_of_treaty = opened.identity.get("treaty", treaty.id) == treaty.id
    if not is_of_treaty or not _is_older(issued_for, treaty):
        return ()
    return tuple(column.id for column in treaty.columns)


def _is_older(version: str, treaty: Treaty) -> bool:
    """Tell whether a version of the treaty's data came before the present one.

    A workbook may also be newer than the project's data, and that no upgrade mends.
    """
    is_known_as_old = any(change.old == version for change in treaty.changes)
    return is_known_as_old or _numbers(version) < _numbers(treaty.version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", version))


def _field_labels(worded: WordedTreaty) -> Mapping[str, str]:
    """Return the labels of the fields by key, as they stand in a workbook."""
    words = worded.language.words("country")
    return {
        key: words[key].format(treaty=worded.treaty.abbreviation)
        for key in layout.country_fields(worded.language)
    }
