"""The sheet Provisions: every provision has one row, and what the row says makes sense."""

from collections.abc import Mapping

from publisher.check.cells import EMPTY, blocks_of, choice_of, date_of
from publisher.diagnostics import Diagnostic, Place, error, warning
from publisher.model import (
    Cell,
    CellKey,
    Content,
    Entry,
    Finding,
    Row,
    State,
    Workbook,
)
from publisher.near import did_you_mean, folded
from publisher.treaty import Obligation, Provision, Treaty


def rows_by_provision(workbook: Workbook, treaty: Treaty, found: list[Diagnostic]) -> dict[str, Row]:
    """Return the row of each provision by its id; a missing, doubled or nameless row is told."""
    if not any("id" in row.cells for row in workbook.provisions):
        return {}  # that the column is missing was told by the reader; no row can be placed
    known = {provision.id: provision for provision in treaty.provisions}
    rows: dict[str, Row] = {}
    for row in workbook.provisions:
        cell = row.cells.get("id", EMPTY)
        if cell.text in rows:
            first = rows[cell.text].place.cell
            found.append(_duplicated(known[cell.text], cell.place, first))
        elif cell.text in known:
            rows[cell.text] = row
        elif _holds_text(row, treaty):
            found.append(_nameless(row, cell, known))
    place = workbook.provisions[0].place
    found.extend(_deleted(each, Place(place.file, place.sheet)) for each in treaty.provisions if each.id not in rows)
    return rows


def _holds_text(row: Row, treaty: Treaty) -> bool:
    return any(row.cells.get(column.id, EMPTY).text for column in treaty.columns)


def _duplicated(provision: Provision, place: Place, first: str) -> Diagnostic:
    return error(
        "C202",
        place,
        f"article {provision.reference} has two rows, {first} and {place.cell[1:]}",
        "bring the texts together in one row and delete the other",
    )


def _nameless(row: Row, cell: Cell, known: Mapping[str, Provision]) -> Diagnostic:
    written = f"'{cell.text}'" if cell.text else "nothing"
    guess = did_you_mean(cell.text, known) if cell.text else ""
    hint = (
        "copy the id of the provision from a new workbook into column A, or move the text into the row where it belongs"
    )
    return error(
        "C203",
        Place(row.place.file, row.place.sheet, f"A{row.place.cell}"),
        f"this row holds text, but its hidden id says {written}, which is no provision of the treaty",
        f"{guess} If not, {hint}" if guess else hint,
    )


def _deleted(provision: Provision, place: Place) -> Diagnostic:
    return error(
        "C204",
        place,
        f"the row for article {provision.reference} ({provision.id}) is missing",
        "bring the row back from a new workbook made with 'publisher new', with its hidden id; it may stay empty",
    )


def check_entry(
    provision: Provision, row: Row, treaty: Treaty, lists: Mapping[str, Mapping[str, str]], found: list[Diagnostic]
) -> Entry:
    """Return what one row says about its provision."""
    contents = tuple(_content(provision, column.id, row, lists["cell_states"], found) for column in treaty.columns)
    return Entry(
        provision,
        contents,
        _finding(provision, row, lists, found),
        choice_of(row.cells.get("research_status", EMPTY), lists["research_status"], found),
        blocks_of(row.cells.get("question", EMPTY), found),
    )


def _content(
    provision: Provision, column: str, row: Row, states: Mapping[str, str], found: list[Diagnostic]
) -> Content:
    cell = row.cells.get(column, EMPTY)
    key = CellKey(provision.id, column)
    if cell.value is None:
        return Content(key, State.NOT_RESEARCHED)
    if not isinstance(cell.value, str):
        found.append(_not_text(cell))
    said = folded(cell.text)
    for state in (State.NOTHING_FOUND, State.NOT_APPLICABLE):
        if said == folded(states[state.value]):
            return Content(key, state)
    blocks = blocks_of(cell, found)
    return Content(key, State.TEXT, blocks) if blocks else Content(key, State.NOT_RESEARCHED)


def _not_text(cell: Cell) -> Diagnostic:
    return warning(
        "C205",
        cell.place,
        f"this cell holds a number or a date ({cell.text}), not text: Excel may have changed what was typed",
        "type it again with an apostrophe (') in front",
    )


def _finding(
    provision: Provision, row: Row, lists: Mapping[str, Mapping[str, str]], found: list[Diagnostic]
) -> Finding:
    cell = row.cells.get("assessment", EMPTY)
    assessment = choice_of(cell, lists["assessment"], found)
    finder = choice_of(row.cells.get("finder", EMPTY), lists["finder"], found)
    when = date_of(row.cells.get("finding_date", EMPTY), found)
    if assessment and provision.obligation is Obligation.DECLARATORY:
        found.append(
            error(
                "C207",
                cell.place,
                f"article {provision.reference} asks nothing of a State, so it cannot be assessed",
                "empty the cell",
            )
        )
    if assessment == "not_in_line" and provision.obligation is Obligation.OPTIONAL:
        found.append(
            error(
                "C208",
                cell.place,
                f"article {provision.reference} leaves States a choice, so a State cannot be out of line with it",
                "choose 'In line' or 'Not applicable', or empty the cell",
            )
        )
    if assessment and not finder:
        found.append(
            warning(
                "C209",
                cell.place,
                "there is an assessment, but not whose it is",
                "choose who found it, in the next column",
            )
        )
    return Finding(assessment, finder, when)
