"""Does the content of a workbook make sense: from a `Workbook` as read to a `CountryReport` that can be trusted.

Every problem is told at its cell; what is wrong beyond use is left out of the report, and an error stops it anyway.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

from publisher.dates import PartialDate, parse_date
from publisher.diagnostics import Checked, Diagnostic, Place, Severity, error, warning
from publisher.language import Language
from publisher.markup import all_inlines, forbidden_characters, parse, source_key
from publisher.model import (
    Block,
    Cell,
    CellKey,
    Citation,
    Content,
    CountryReport,
    Entry,
    Facts,
    Finding,
    Row,
    Source,
    State,
    Workbook,
)
from publisher.near import did_you_mean, folded
from publisher.treaty import Obligation, Provision, Treaty
from publisher.workbook import layout

_EMPTY = Cell(Place(""))


def check_workbook(workbook: Workbook, treaty: Treaty, language: Language) -> Checked[CountryReport]:
    """Return the report that a workbook holds, with everything that is wrong or doubtful in it, in sheet order."""
    found: list[Diagnostic] = []
    found.extend(_check_identity(workbook, treaty))
    lists = layout.choices(treaty, language)
    rows = _rows_by_provision(workbook, treaty, found)
    entries = tuple(
        _entry(provision, rows[provision.id], treaty, lists, found)
        for provision in treaty.provisions
        if provision.id in rows
    )
    facts = _facts(workbook, lists, language, found)
    sources = _sources(workbook, lists, language, found)
    found.extend(_check_citations(workbook, entries, facts, sources, rows))
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


# Provisions


def _rows_by_provision(workbook: Workbook, treaty: Treaty, found: list[Diagnostic]) -> dict[str, Row]:
    known = {provision.id: provision for provision in treaty.provisions}
    rows: dict[str, Row] = {}
    for row in workbook.provisions:
        cell = row.cells.get("id", _EMPTY)
        if cell.text in rows:
            first = rows[cell.text].place.cell
            found.append(_duplicated(known[cell.text], cell.place, first))
        elif cell.text in known:
            rows[cell.text] = row
        elif _holds_text(row, treaty):
            found.append(_nameless(row, cell, known))
    if workbook.provisions:
        place = workbook.provisions[0].place
        found.extend(_deleted(each, Place(place.file, place.sheet)) for each in treaty.provisions if each.id not in rows)
    return rows


def _holds_text(row: Row, treaty: Treaty) -> bool:
    return any(row.cells.get(column.id, _EMPTY).text for column in treaty.columns)


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
    hint = "copy the id of the provision from a new workbook into column A, or move the text into the row where it belongs"
    return error(
        "C203",
        Place(row.place.file, row.place.sheet, f"A{row.place.cell}"),
        f"this row holds text, but its hidden id says {written}, which is no provision of the treaty",
        f"{guess}; {hint}" if guess else hint,
    )


def _deleted(provision: Provision, place: Place) -> Diagnostic:
    return error(
        "C204",
        place,
        f"the row for article {provision.reference} ({provision.id}) is missing",
        "bring the row back from a new workbook made with 'publisher new', with its hidden id; leave it empty if there is nothing",
    )


def _entry(
    provision: Provision, row: Row, treaty: Treaty, lists: Mapping[str, Mapping[str, str]], found: list[Diagnostic]
) -> Entry:
    contents = tuple(_content(provision, column.id, row, lists["cell_states"], found) for column in treaty.columns)
    return Entry(
        provision,
        contents,
        _finding(provision, row, lists, found),
        _choice(row.cells.get("research_status", _EMPTY), lists["research_status"], found),
        _blocks(row.cells.get("question", _EMPTY), found),
    )


def _content(
    provision: Provision, column: str, row: Row, states: Mapping[str, str], found: list[Diagnostic]
) -> Content:
    cell = row.cells.get(column, _EMPTY)
    key = CellKey(provision.id, column)
    if cell.value is None:
        return Content(key, State.NOT_RESEARCHED)
    if not isinstance(cell.value, str):
        found.append(_not_text(cell))
    said = folded(cell.text)
    for state in (State.NOTHING_FOUND, State.NOT_APPLICABLE):
        if said == folded(states[state.value]):
            return Content(key, state)
    blocks = _blocks(cell, found)
    return Content(key, State.TEXT, blocks) if blocks else Content(key, State.NOT_RESEARCHED)


def _not_text(cell: Cell) -> Diagnostic:
    return warning(
        "C205",
        cell.place,
        f"this cell holds a number or a date ({cell.text}), not text: Excel may have changed what was typed",
        "type it again with an apostrophe (') in front",
    )


def _blocks(cell: Cell, found: list[Diagnostic]) -> tuple[Block, ...]:
    """Return the blocks of a cell, or none where a character in it cannot be printed."""
    if bad := forbidden_characters("".join(run.text for run in cell.runs)):
        found.append(
            error(
                "C206",
                cell.place,
                f"this cell holds a character that cannot be printed ({', '.join(bad)})",
                "it usually comes from another program: type the words around it again",
            )
        )
        return ()
    return parse(cell.runs, link=cell.link)


def _finding(
    provision: Provision, row: Row, lists: Mapping[str, Mapping[str, str]], found: list[Diagnostic]
) -> Finding:
    cell = row.cells.get("assessment", _EMPTY)
    assessment = _choice(cell, lists["assessment"], found)
    finder = _choice(row.cells.get("finder", _EMPTY), lists["finder"], found)
    when = _date(row.cells.get("finding_date", _EMPTY), found)
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
            warning("C209", cell.place, "there is an assessment, but not whose it is", "choose who found it, in the next column")
        )
    return Finding(assessment, finder, when)


# The sheet Country


def _facts(
    workbook: Workbook, lists: Mapping[str, Mapping[str, str]], language: Language, found: list[Diagnostic]
) -> Facts:
    fields = workbook.country
    labels = language.words("country")
    for key in layout.REQUIRED_COUNTRY_FIELDS:
        if key in fields and not fields[key].text:
            found.append(
                error("C210", fields[key].place, f"'{labels[key]}' is empty", "the report cannot be built without it: fill it in")
            )
    choices = {key: _choice(fields.get(key, _EMPTY), lists[name], found) for key, name in layout.COUNTRY_CHOICES.items()}
    dates = {key: _date(fields.get(key, _EMPTY), found) for key in layout.COUNTRY_DATES}
    facts = Facts(
        texts={
            key: _plain(cell, found)
            for key, cell in fields.items()
            if key not in (*layout.COUNTRY_BLOCKS, *layout.COUNTRY_DATES, *layout.COUNTRY_CHOICES)
        },
        dates={key: when for key, when in dates.items() if when},
        choices=choices,
        blocks={key: _blocks(fields.get(key, _EMPTY), found) for key in layout.COUNTRY_BLOCKS},
    )
    if fields:
        found.extend(_check_dates(facts, fields, labels))
    return facts


def _check_dates(facts: Facts, fields: Mapping[str, Cell], labels: Mapping[str, str]) -> Iterable[Diagnostic]:
    signed, bound = facts.dates.get("signed"), facts.dates.get("bound")
    if signed and bound and bound < PartialDate(signed.year):
        yield error(
            "C211",
            fields["bound"].place,
            f"the State is said to have become a party on {bound}, before it signed on {signed}",
            "correct one of the two dates",
        )
    if facts.choices["status"] == "final":
        for key in ("law_as_at", "version_date"):
            if key not in facts.dates and key in fields and not fields[key].text:
                yield error(
                    "C212",
                    fields[key].place,
                    f"'{labels[key]}' is empty, but the status is final",
                    "fill it in, or set the status to draft",
                )


# Sources


def _sources(
    workbook: Workbook, lists: Mapping[str, Mapping[str, str]], language: Language, found: list[Diagnostic]
) -> tuple[Source, ...]:
    sources: dict[str, Source] = {}
    places: dict[str, Place] = {}
    labels = language.words("sources")
    for row in workbook.sources:
        filled = {key: cell for key, cell in row.cells.items() if cell.value is not None}
        if filled.keys() <= {"key"}:
            continue
        key = source_key(row.cells.get("key", _EMPTY).text)
        place = row.cells["key"].place if "key" in row.cells else row.place
        if not key:
            found.append(error("C213", place, "this source has no key, so it cannot be cited", "write the next free key"))
        elif key in sources:
            found.append(
                error(
                    "C214",
                    place,
                    f"the key {key} stands twice, here and in {places[key].cell}",
                    "give one of the two sources another key and correct the citations",
                )
            )
        else:
            sources[key], places[key] = _source(key, row, lists, labels, found), place
    return tuple(sources.values())


def _source(
    key: str,
    row: Row,
    lists: Mapping[str, Mapping[str, str]],
    labels: Mapping[str, str],
    found: list[Diagnostic],
) -> Source:
    for needed in ("type", "title"):
        cell = row.cells.get(needed, _EMPTY)
        if not cell.text and cell.place.file:
            found.append(
                error("C215", cell.place, f"'{labels[needed]}' of the source {key} is empty", "fill it in: it decides how the source is printed")
            )
    texts = {name: _plain(cell, found) for name, cell in row.cells.items() if name not in layout.SOURCE_DATES}
    for name, choice in layout.SOURCE_CHOICES.items():
        texts[name] = _choice(row.cells.get(name, _EMPTY), lists[choice], found)
    dates = {name: _date(row.cells.get(name, _EMPTY), found) for name in layout.SOURCE_DATES}
    if texts.get("url") and not row.cells.get("accessed", _EMPTY).text:
        place = row.cells["url"].place
        found.append(
            warning("C216", place, f"the source {key} has a web address but no date of access", "add the day you looked at it")
        )
    return Source(key, texts["type"], texts, {name: when for name, when in dates.items() if when})


# Citations


def _check_citations(
    workbook: Workbook,
    entries: Iterable[Entry],
    facts: Facts,
    sources: tuple[Source, ...],
    rows: Mapping[str, Row],
) -> Iterable[Diagnostic]:
    keys = [source.key for source in sources]
    cited: set[str] = set()
    texts = chain(
        ((workbook.country[name].place, blocks) for name, blocks in facts.blocks.items() if name in workbook.country),
        (
            (rows[content.key.provision].cells[content.key.column].place, content.blocks)
            for entry in entries
            for content in entry.contents
            if content.blocks
        ),
        ((rows[entry.provision.id].cells["question"].place, entry.question) for entry in entries if entry.question),
    )
    for place, blocks in texts:
        for name in _cited(blocks):
            cited.add(name)
            if name not in keys:
                yield _unknown_source(place, name, keys)
    if workbook.sources:
        yield from _never_cited(workbook, cited, keys)


def _cited(blocks: Iterable[Block]) -> Iterable[str]:
    marks = (each for each in all_inlines(blocks) if isinstance(each, Citation))
    return dict.fromkeys(reference.source for mark in marks for reference in mark.references)


def _unknown_source(place: Place, name: str, keys: list[str]) -> Diagnostic:
    guess = did_you_mean(name, keys)
    hint = "add it to the sheet of sources, or correct the key"
    return error(
        "C217",
        place,
        f"the text cites [{name}], but there is no such source",
        f"{guess} If not, {hint}" if guess else hint,
    )


def _never_cited(workbook: Workbook, cited: set[str], keys: list[str]) -> Iterable[Diagnostic]:
    places = {source_key(row.cells["key"].text): row.cells["key"].place for row in workbook.sources if "key" in row.cells}
    for key in keys:
        if key not in cited:
            yield Diagnostic(
                "C218",
                Severity.NOTE,
                places[key],
                f"the source {key} is never cited; it is printed in the list of sources all the same",
                "cite it, or delete its row if it is not needed",
            )


# Single cells


def _plain(cell: Cell, found: list[Diagnostic]) -> str:
    return " ".join(cell.text.split()) if not cell.text or _blocks(cell, found) else ""


def _choice(cell: Cell, entries: Mapping[str, str], found: list[Diagnostic]) -> str:
    """Return the id of the entry that a cell names; the empty string for an empty cell or an unknown entry."""
    if not cell.text:
        return ""
    by_form = {folded(text): id_ for id_, text in entries.items()}
    if chosen := by_form.get(folded(cell.text)):
        return chosen
    guess = did_you_mean(cell.text, entries.values())
    listed = ", ".join(entries.values())
    found.append(
        error(
            "C219",
            cell.place,
            f"'{cell.text}' is not in the list of this column",
            f"{guess} The list has: {listed}" if guess else f"the list has: {listed}",
        )
    )
    return ""


def _date(cell: Cell, found: list[Diagnostic]) -> PartialDate | None:
    if cell.value is None:
        return None
    when = parse_date(cell.value)
    if when is None:
        found.append(
            error(
                "C220",
                cell.place,
                f"'{cell.text}' is not a date that can be read in one way only",
                "write 4 March 2019, March 2019 or 2019",
            )
        )
    return when
