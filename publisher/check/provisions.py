"""The sheet Provisions: every provision has one row, and what the row says makes sense."""

from collections.abc import Iterator, Mapping, Set

from publisher.check.cells import (
    Lists,
    blocks_of,
    calendar_faults,
    cell_of,
    cell_problem,
    choice_faults,
    choice_of,
    date_faults,
    date_of,
    future_faults,
    one_of,
    text_faults,
)
from publisher.check.rules import Rules
from publisher.check.states import SAID_IN_WORDS, said_in, state_in_words, state_of
from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.names import folded
from publisher.domain.report import (
    Assessment,
    CellKey,
    Content,
    Entry,
    Rating,
    ResearchStatus,
    State,
)
from publisher.domain.treaty import Column, Obligation, Provision, Treaty

# The rows


def rows_by_provision(workbook: Workbook, treaty: Treaty) -> dict[str, SheetRow]:
    """Return the row of each provision by its id, the first where it has several."""
    known = {provision.id for provision in treaty.provisions}
    rows: dict[str, SheetRow] = {}
    for row in workbook.provisions:
        id_ = cell_of(row, "id").text
        if id_ in known:
            rows.setdefault(id_, row)
    return rows


def row_faults(workbook: Workbook, treaty: Treaty) -> Iterator[Diagnostic]:
    """Yield rows that are missing, doubled or nameless."""
    known = {provision.id: provision for provision in treaty.provisions}
    rows = rows_by_provision(workbook, treaty)
    placed = [row for row in workbook.provisions if "id" in row.cells]
    for row in placed:
        cell = cell_of(row, "id")
        if cell.text not in known:
            if _holds_content(row, treaty):
                yield _nameless(row, cell, treaty, rows)
        elif row is not rows[cell.text]:
            article, first = known[cell.text].reference, rows[cell.text].place.cell
            shown = cell_of(row, "article")  # the id itself stands in a hidden column
            yield cell_problem("C202", shown, article=article, first=first, second=row.place.cell)
        else:
            yield from _shown_otherwise(row, known[cell.text], treaty)
    strays = [row for row in workbook.provisions if "id" not in row.cells]
    if not placed or any(_holds_content(row, treaty) for row in strays):
        return  # the reader told what nobody can place; the row that is missing may be one of these
    place = workbook.provisions[0].place
    sheet = Place(place.file, place.sheet)
    for provision in treaty.provisions:
        if provision.id not in rows:
            yield problem("C204", sheet, article=provision.reference, file=place.file)


def _holds_content(row: SheetRow, treaty: Treaty) -> bool:
    return any(cell_of(row, column.id).text for column in treaty.columns)


def _shown_otherwise(row: SheetRow, provision: Provision, treaty: Treaty) -> Iterator[Diagnostic]:
    """Yield that a row shows the article of another provision than that of its hidden id: the one
    was moved without the other.
    """
    cell = cell_of(row, "article")
    shown = folded(cell.text)
    if shown == folded(provision.reference):
        return
    if any(shown == folded(each.reference) for each in treaty.provisions):
        yield cell_problem("C264", cell, shown=cell.text, article=provision.reference)


def _nameless(
    row: SheetRow, cell: Cell, treaty: Treaty, rows: Mapping[str, SheetRow]
) -> Diagnostic:
    """Return that the hidden id of a row names no provision, at the article that a person sees."""
    place, file = cell_of(row, "article").place, row.place.file
    home = provision_shown(row, treaty)
    article = home.reference if home and home.id not in rows else ""
    if not cell.text:
        return problem("C223", place, article=article, file=file)
    return problem("C203", place, written=cell.text, article=article, file=file)


def provision_shown(row: SheetRow, treaty: Treaty) -> Provision | None:
    """Return the provision whose article a row shows; None where it shows that of none."""
    shown = folded(cell_of(row, "article").text)
    return next((each for each in treaty.provisions if folded(each.reference) == shown), None)


# What one row says


def entry_of(
    provision: Provision, row: SheetRow, treaty: Treaty, lists: Lists, keys: Set[str]
) -> Entry:
    """Return what one row says about its provision; `keys` are those of the sources."""
    contents = (
        _content_of(CellKey(provision.id, column.id), cell_of(row, column.id), lists, keys)
        for column in treaty.columns
    )
    status = one_of(ResearchStatus, cell_of(row, "research_status"), lists["research_status"])
    finding = Assessment(
        one_of(Rating, cell_of(row, "assessment"), lists["assessment"]),
        choice_of(cell_of(row, "finder"), lists["finder"]),
        date_of(cell_of(row, "finding_date")),
    )
    question = blocks_of(cell_of(row, "question"), keys)
    return Entry(provision, tuple(contents), finding, status, question)


def entry_faults(entry: Entry, row: SheetRow, lists: Lists) -> Iterator[Diagnostic]:
    """Yield what in a row cannot be used, and an assessment that does not fit its provision."""
    for content in entry.contents:
        yield from _content_faults(content, cell_of(row, content.key.column))
    for name in ("assessment", "finder", "research_status"):
        yield from choice_faults(cell_of(row, name), lists, name)
    yield from date_faults(cell_of(row, "finding_date"))
    yield from _finding_faults(entry, cell_of(row, "assessment"), lists["assessment"])
    # What stands there and cannot be read is told at its own cell.
    if entry.finding.rating and not cell_of(row, "finder").value:
        yield cell_problem("C209", cell_of(row, "assessment"))
    yield from text_faults(cell_of(row, "question"))


def _content_of(key: CellKey, cell: Cell, lists: Lists, keys: Set[str]) -> Content:
    if cell.value is None:
        return Content(key, State.NOT_RESEARCHED)
    state = state_in_words(cell, lists["cell_states"])
    if state:
        return Content(key, state)
    said = said_in(cell, lists["said_in_cells"])
    if said:
        return Content(key, state_of(said), said=said)
    blocks = blocks_of(cell, keys)
    return Content(key, State.TEXT, blocks) if blocks else Content(key, State.NOT_RESEARCHED)


def _content_faults(content: Content, cell: Cell) -> Iterator[Diagnostic]:
    if cell.value is not None and not isinstance(cell.value, str):
        yield cell_problem("C205", cell, value=cell.text)
    if content.state not in SAID_IN_WORDS:
        yield from text_faults(cell)


def _finding_faults(entry: Entry, cell: Cell, entries: Mapping[str, str]) -> Iterator[Diagnostic]:
    provision, rating = entry.provision, entry.finding.rating
    if rating is None:
        return
    article = provision.reference
    if not provision.is_assessable:
        yield cell_problem("C207", cell, article=article)
    if rating is Rating.NOT_IN_LINE and provision.obligation is Obligation.OPTIONAL:
        in_line, not_applicable = entries[Rating.IN_LINE], entries[Rating.NOT_APPLICABLE]
        yield cell_problem(
            "C208", cell, article=article, in_line=in_line, not_applicable=not_applicable
        )


def check_completeness(entry: Entry, row: SheetRow, rules: Rules) -> Iterator[Diagnostic]:
    """Yield where a row is filled in part, or claims more than it holds."""
    treaty, states = rules.treaty, rules.language.words("cell_states")
    blank = [
        column
        for column, content in zip(treaty.columns, entry.contents, strict=True)
        if content.state is State.NOT_RESEARCHED and not content.said
    ]
    headings = ", ".join(column.heading for column in blank)
    nothing, none = states[State.NOTHING_FOUND], states[State.NOT_APPLICABLE]
    if entry.research_status is ResearchStatus.VERIFIED and blank:
        yield cell_problem("C231", row.cells["research_status"], headings=headings)
    elif blank and not (entry.is_blank and not any(each.said for each in entry.contents)):
        yield cell_problem(
            "C229",
            cell_of(row, blank[0].id),
            headings=headings,
            nothing_found=nothing,
            not_applicable=none,
        )
    findings = _findings_column(treaty)
    if findings and findings in blank and entry.finding.rating:
        yield cell_problem("C230", row.cells["assessment"], heading=findings.heading)
    cell = cell_of(row, "finding_date")
    yield from future_faults(cell, entry.finding.date, rules.today)
    yield from calendar_faults(cell, rules.today)


def _findings_column(treaty: Treaty) -> Column | None:
    return next((column for column in treaty.columns if column.role == "findings"), None)
