"""The sheet Provisions: every provision has one row, and what the row says makes sense."""

from collections.abc import Iterator, Mapping

from publisher.check.cells import EMPTY, blocks_of, cell_problem, choice_of, date_of, require_past
from publisher.check.rules import Rules
from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.names import folded, likely
from publisher.domain.report import Assessment, CellKey, Content, Entry, State
from publisher.domain.treaty import Column, Obligation, Provision, Treaty

Lists = Mapping[str, Mapping[str, str]]


def rows_by_provision(
    workbook: Workbook, treaty: Treaty, found: list[Diagnostic]
) -> dict[str, SheetRow]:
    """Return the row of each provision by its id; a missing, doubled or nameless row is told."""
    if not any("id" in row.cells for row in workbook.provisions):
        return {}  # that the column is missing was told by the reader; no row can be placed
    known = {provision.id: provision for provision in treaty.provisions}
    rows: dict[str, SheetRow] = {}
    for row in workbook.provisions:
        cell = row.cells.get("id", EMPTY)
        if cell.text in rows:
            article, first = known[cell.text].reference, rows[cell.text].place.cell
            found.append(
                cell_problem("C202", cell, article=article, first=first, second=row.place.cell)
            )
        elif cell.text in known:
            rows[cell.text] = row
        elif any(row.cells.get(column.id, EMPTY).text for column in treaty.columns):
            found.append(_nameless(row, cell, known))
    place = workbook.provisions[0].place
    missing = (each for each in treaty.provisions if each.id not in rows)
    sheet = Place(place.file, place.sheet)
    found.extend(problem("C204", sheet, article=each.reference, id=each.id) for each in missing)
    return rows


def _nameless(row: SheetRow, cell: Cell, known: Mapping[str, Provision]) -> Diagnostic:
    place = Place(row.place.file, row.place.sheet, f"A{row.place.cell}")
    if not cell.text:
        return problem("C223", place)
    return problem("C203", place, written=cell.text, near=likely(cell.text, known))


def check_entry(
    provision: Provision, row: SheetRow, treaty: Treaty, lists: Lists, found: list[Diagnostic]
) -> Entry:
    """Return what one row says about its provision."""
    contents = tuple(
        _content(provision, column.id, row, lists["cell_states"], found)
        for column in treaty.columns
    )
    return Entry(
        provision,
        contents,
        _finding(provision, row, lists, found),
        choice_of(row.cells.get("research_status", EMPTY), lists["research_status"], found),
        blocks_of(row.cells.get("question", EMPTY), found),
    )


def _content(
    provision: Provision,
    column: str,
    row: SheetRow,
    states: Mapping[str, str],
    found: list[Diagnostic],
) -> Content:
    cell = row.cells.get(column, EMPTY)
    key = CellKey(provision.id, column)
    if cell.value is None:
        return Content(key, State.NOT_RESEARCHED)
    if not isinstance(cell.value, str):
        found.append(cell_problem("C205", cell, value=cell.text))
    said = folded(cell.text)
    for state in (State.NOTHING_FOUND, State.NOT_APPLICABLE):
        if said == folded(states[state.value]):
            return Content(key, state)
    blocks = blocks_of(cell, found)
    return Content(key, State.TEXT, blocks) if blocks else Content(key, State.NOT_RESEARCHED)


def _finding(
    provision: Provision, row: SheetRow, lists: Lists, found: list[Diagnostic]
) -> Assessment:
    cell = row.cells.get("assessment", EMPTY)
    assessment = choice_of(cell, lists["assessment"], found)
    finder = choice_of(row.cells.get("finder", EMPTY), lists["finder"], found)
    when = date_of(row.cells.get("finding_date", EMPTY), found)
    if assessment and provision.obligation is Obligation.DECLARATORY:
        found.append(cell_problem("C207", cell, article=provision.reference))
    if assessment == "not_in_line" and provision.obligation is Obligation.OPTIONAL:
        entries = lists["assessment"]
        in_line, not_applicable = entries["in_line"], entries["not_applicable"]
        found.append(
            cell_problem(
                "C208",
                cell,
                article=provision.reference,
                in_line=in_line,
                not_applicable=not_applicable,
            )
        )
    if assessment and not finder:
        found.append(cell_problem("C209", cell))
    return Assessment(assessment, finder, when)


def check_completeness(entry: Entry, row: SheetRow, rules: Rules) -> Iterator[Diagnostic]:
    """Yield where a row is filled in part, or claims more than it holds."""
    treaty, states = rules.treaty, rules.language.words("cell_states")
    blank = [
        column
        for column, content in zip(treaty.columns, entry.contents, strict=True)
        if content.state is State.NOT_RESEARCHED
    ]
    headings = ", ".join(column.heading for column in blank)
    nothing, none = states[State.NOTHING_FOUND], states[State.NOT_APPLICABLE]
    if entry.research_status == "verified" and blank:
        yield cell_problem("C231", row.cells["research_status"], headings=headings)
    elif blank and not entry.is_blank:
        yield cell_problem(
            "C229",
            row.cells.get(blank[0].id, EMPTY),
            headings=headings,
            nothing_found=nothing,
            not_applicable=none,
        )
    findings = _findings_column(treaty)
    if findings and findings in blank and entry.finding.assessment:
        yield cell_problem("C230", row.cells["assessment"], heading=findings.heading)
    found: list[Diagnostic] = []
    require_past(row.cells.get("finding_date", EMPTY), entry.finding.date, rules.today, found)
    yield from found


def _findings_column(treaty: Treaty) -> Column | None:
    return next((column for column in treaty.columns if column.role == "findings"), None)
