"""The country report: from checked content to a publication.

Comes in: a `CountryReport`, the treaty, the language, the editor's choices. Goes out: a `Publication`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.compose.notes import NoteCounter
from publisher.compose.publication import (
    Edition,
    Fact,
    Publication,
    PublishedCell,
    PublishedGroup,
    PublishedRow,
    Question,
)
from publisher.compose.sources import source_groups
from publisher.dates import format_date
from publisher.language import Language
from publisher.markup import plain_text, years_in
from publisher.model import Block, Content, CountryReport, Entry, Facts, Finding, Paragraph, Span, State
from publisher.treaty import Group, Obligation, Order, Treaty

# Words, a quarter of a page; keeping longer rows whole leaves a sixth of the pages white (reports of 30 and 40 rows).
_SHORT_CELL = 80


@dataclass(frozen=True, slots=True)
class _Context:
    """What every part of the composition needs."""

    report: CountryReport
    treaty: Treaty
    language: Language
    edition: Edition

    @property
    def facts(self) -> Facts:
        return self.report.facts

    @property
    def words(self) -> Mapping[str, str]:
        return self.language.words("report")

    def date(self, field: str, otherwise: str) -> str:
        """Return a date of the sheet Country in words."""
        when = self.facts.dates.get(field)
        return format_date(when, self.language.locale) if when else otherwise


def compose_report(report: CountryReport, treaty: Treaty, language: Language, edition: Edition) -> Publication:
    """Return the publication of a report: everything in its order, notes numbered, fixed words filled in."""
    context = _Context(report, treaty, language, edition)
    facts, words, texts = report.facts, context.words, report.facts.texts
    notes = NoteCounter({source.key: source for source in report.sources}, language)
    by_group = edition.notes_at == "group"
    fact_lines = tuple(_facts(context, notes))
    summary = notes.number(facts.blocks["summary"]) or _words(words["no_summary"])
    front_notes = notes.close_section() if by_group else ()
    groups = tuple(_groups(context, notes, by_group=by_group))
    questions = tuple(_questions(context, notes))
    contributors = notes.number(facts.blocks["contributors"])
    acknowledgements = notes.number(facts.blocks["acknowledgements"])
    mark = facts.choices["mark"]
    return Publication(
        language=language.code,
        direction=language.direction,
        words=words,
        country=texts["short_name"],
        country_code=texts["iso2"],
        local_name=texts.get("local_name", ""),
        treaty=treaty.short_name,
        treaty_abbreviation=treaty.abbreviation,
        title=f"{texts['short_name']}: {words['subtitle']}",
        organisation=edition.organisation,
        licence=edition.licence,
        contact=texts.get("contact", ""),
        version=texts.get("version", ""),
        date=facts.dates.get("version_date") or facts.dates.get("law_as_at"),
        date_line=context.date("version_date", ""),
        law_as_at=context.date("law_as_at", words["not_stated"]),
        status=language.words("choices.status")[facts.choices["status"] or "draft"],
        is_draft=facts.choices["status"] != "final",
        mark=language.words("marks")[mark] if mark else "",
        mark_note=language.words("marks")[f"{mark}_note"] if mark else "",
        facts=fact_lines,
        summary=summary,
        front_notes=front_notes,
        how_to_read=tuple(language.words("how_to_read").values()),
        columns=treaty.columns,
        groups=groups,
        end_notes=notes.close_section(),
        questions=questions,
        source_groups=source_groups(report.sources, language),
        contributors=contributors,
        acknowledgements=acknowledgements,
        citation=texts.get("recommended_citation") or _citation(context),
    )


def _words(text: str) -> tuple[Block, ...]:
    return (Paragraph((Span(text),)),)


# The facts box


def _facts(context: _Context, notes: NoteCounter) -> Iterator[Fact]:
    words, facts, treaty = context.words, context.facts, context.treaty
    if formal := facts.texts.get("formal_name"):
        yield Fact(words["formal_name"], _words(formal))
    yield Fact(words["treaty"], _words(f"{treaty.name} ({treaty.abbreviation}; {treaty.citation})"))
    yield Fact(words["signed"], _words(context.date("signed", words["not_signed"])))
    yield Fact(words["bound"], _words(_bound(context)))
    if declaration := facts.blocks["declaration"]:
        yield Fact(words["declaration"], notes.number(declaration))
    yield Fact(words["law_as_at"], _words(context.date("law_as_at", words["not_stated"])))
    if documents := facts.blocks["documents"]:
        yield Fact(words["documents"], notes.number(documents))
    yield Fact(words["version_label"], _words(_version(context)))
    yield Fact(words["coverage"], _words(_coverage(context)))


def _bound(context: _Context) -> str:
    instrument = context.facts.choices["instrument"]
    if instrument == "none":
        return context.words["not_party"]
    when = context.date("bound", context.words["date_unknown"])
    return f"{context.language.words('choices.instrument')[instrument]}, {when}" if instrument else when


def _version(context: _Context) -> str:
    status = context.language.words("choices.status")[context.facts.choices["status"] or "draft"]
    parts = (context.facts.texts.get("version", ""), context.date("version_date", ""), status)
    return " · ".join(part for part in parts if part)


def _coverage(context: _Context) -> str:
    entries = context.report.entries
    states = Counter(content.state for entry in entries for content in entry.contents)
    counts = {state.value: states[state] for state in State}
    return context.words["coverage_line"].format(all=states.total(), **counts)


# The table


def _groups(context: _Context, notes: NoteCounter, *, by_group: bool) -> Iterator[PublishedGroup]:
    order = _order(context.treaty, context.edition.order)
    for group in order.groups:
        if entries := _entries_of(group, order, context.report.entries):
            rows = tuple(_row(entry, context, notes) for entry in entries)
            heading = context.words["notes_to"].format(group=group.title)
            yield PublishedGroup(group.id, group.title, rows, notes.close_section() if by_group else (), heading)


def _order(treaty: Treaty, name: str) -> Order:
    return next((order for order in treaty.orders if order.id == name), treaty.orders[0])


def _entries_of(group: Group, order: Order, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a group; a row that the treaty's data calls optional is left out while it is blank."""
    return tuple(
        entry
        for entry in entries
        if entry.provision.groups[order.id] == group.id and not (entry.provision.is_optional_row and entry.is_blank)
    )


def _row(entry: Entry, context: _Context, notes: NoteCounter) -> PublishedRow:
    provision = entry.provision
    return PublishedRow(
        id=provision.id,
        title=provision.title,
        reference=provision.un_reference,
        summary=provision.summary,
        remark=_remark(provision.obligation, context.words),
        assessment=_assessment(entry.finding, context),
        assessment_id=entry.finding.assessment,
        warning=_warning(entry, context),
        is_short=all(_word_count(content) < _SHORT_CELL for content in entry.contents),
        cells=tuple(
            _cell(content, column.heading, context, notes)
            for content, column in zip(entry.contents, context.treaty.columns, strict=True)
        ),
    )


def _word_count(content: Content) -> int:
    return len(plain_text(content.blocks).split())


def _remark(obligation: Obligation, words: Mapping[str, str]) -> str:
    return words.get(f"obligation_{obligation.value}", "")


def _assessment(finding: Finding, context: _Context) -> str:
    """Return 'Partly in line (Committee, 31 January 2014)', as much of it as is known."""
    if not finding.assessment:
        return ""
    label = context.language.words("choices.assessment")[finding.assessment]
    when = format_date(finding.date, context.language.locale) if finding.date else ""
    by_whom = ", ".join(part for part in (finding.finder, when) if part)
    return f"{label} ({by_whom})" if by_whom else label


def _warning(entry: Entry, context: _Context) -> str:
    """Return that the finding is older than a reform of the row, or nothing where it is not."""
    finding, last = entry.finding, context.facts.dates.get("version_date")
    by_role = zip(context.treaty.columns, entry.contents, strict=True)
    reforms = next((content for column, content in by_role if column.role == "reforms"), None)
    if not (finding.assessment and finding.date and reforms):
        return ""
    reform = max(years_in(reforms.blocks, last.year if last else None), default=0)
    if reform <= finding.date.year:
        return ""
    return context.words["predates"].format(finding=finding.date.year, reform=reform)


def _cell(content: Content, heading: str, context: _Context, notes: NoteCounter) -> PublishedCell:
    blocks = notes.number(content.blocks) or _words(context.words[content.state.value])
    return PublishedCell(content.key, heading, content.state, blocks)


# The end matter


def _questions(context: _Context, notes: NoteCounter) -> Iterator[Question]:
    """Yield the questions to the national partner; they are part of a draft only."""
    if context.facts.choices["status"] == "final":
        return
    for entry in context.report.entries:
        if entry.question:
            provision = entry.provision
            yield Question(provision.un_reference, provision.title, notes.number(entry.question))


def _citation(context: _Context) -> str:
    name = "citation" if context.edition.organisation else "citation_without_organisation"
    return context.words[name].format(
        organisation=context.edition.organisation,
        country=context.facts.texts["short_name"],
        treaty=context.treaty.short_name,
        version=context.facts.texts.get("version") or "–",
        date=context.date("version_date", context.words["not_stated"]),
    )
