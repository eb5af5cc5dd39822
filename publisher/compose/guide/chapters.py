"""A chapter of the guide: one subject area across all countries."""

from collections.abc import Iterable, Iterator

from publisher.compose.guide.editor import Desk, Quotes
from publisher.compose.guide.matrix import Cells, is_rated
from publisher.compose.guide.quotes import origin_of
from publisher.compose.guide.values import BestGroup, Chapter, GuideCountry, Quote, Rule
from publisher.compose.overview import assessment_bar
from publisher.compose.publication import Note
from publisher.domain.report import CountryReport, Entry, State
from publisher.domain.text import Inline, NoteCall, Span
from publisher.domain.treaty import Group, Provision

Row = tuple[GuideCountry, CountryReport, Entry]


def chapter(group: Group, provisions: tuple[Provision, ...], desk: Desk) -> Chapter:
    """Return the chapter on a subject area."""
    cells = desk.cells
    notes = _NamesInNotes(group.id)
    rows = [
        (country, report, entry)
        for provision in provisions
        for country, report, entry in cells.of(provision)
    ]
    picks = tuple(desk.picks({provision.id for provision in provisions}))
    return Chapter(
        id=group.id,
        title=group.title,
        introduction=desk.introduction(group.id),
        bar=assessment_bar(group.title, cells.findings(provisions), cells.language, cells.house),
        rules=tuple(_rule(provision, cells, notes) for provision in provisions),
        laws=tuple(_quoted(desk.laws, rows)),
        examples=tuple(desk.examples(pick for pick in picks if not pick.is_gap)),
        gaps=tuple(desk.examples(pick for pick in picks if pick.is_gap)),
        reforms=tuple(
            sorted(_quoted(desk.reforms, rows), key=lambda each: (each.year, each.origin.country))
        ),
        findings=tuple(_quoted(desk.findings, rows)),
        outdated=tuple(
            origin_of(country, entry, cells)
            for country, _, entry in rows
            if is_rated(entry.provision) and (country.code, entry.provision.id) in cells.outdated
        ),
        advice=tuple(desk.advice(group.id)),
        notes=tuple(notes.notes),
    )


def _quoted(quotes: Quotes, rows: Iterable[Row]) -> Iterator[Quote]:
    return (
        quote for country, _, entry in rows for quote in quotes[country.code, entry.provision.id]
    )


def best_group(group: Group, provisions: tuple[Provision, ...], desk: Desk) -> BestGroup:
    """Return the texts on a subject area that the editor put on the page 'Best of'."""
    picks = desk.picks({provision.id for provision in provisions})
    return BestGroup(
        group.id,
        group.title,
        tuple(desk.examples(pick for pick in picks if pick.is_best and not pick.is_gap)),
    )


class _NamesInNotes:
    """The notes of a chapter, which name the countries behind a number; the same names share a
    note.
    """

    def __init__(self, chapter: str) -> None:
        self._chapter = chapter
        self.notes: list[Note] = []

    def call(self, countries: Iterable[GuideCountry]) -> NoteCall:
        """Return the call of a note with these countries, each with a link to its page."""
        inlines: list[Inline] = []
        for country in countries:
            inlines += [Span("; ")] if inlines else []
            inlines.append(Span(country.name, link=f"#country-{country.code}"))
        told = tuple(inlines)
        number = next(
            (note.number for note in self.notes if note.inlines == told), len(self.notes) + 1
        )
        id_ = f"{self._chapter}-note-{number}"
        known = self.notes[number - 1].calls if number <= len(self.notes) else ()
        call = f"{self._chapter}-call-{number}-{len(known) + 1}"
        self.notes[number - 1 : number] = [Note(id_, number, told, (*known, call))]
        return NoteCall(number, id_, call)


def _rule(provision: Provision, cells: Cells, notes: _NamesInNotes) -> Rule:
    words = cells.language.words("report")
    return Rule(
        id=provision.id,
        reference=provision.un_reference,
        title=provision.title,
        summary=provision.summary,
        remark=words.get(f"obligation_{provision.obligation.value}", ""),
        statements=tuple(_statements(provision, cells, notes)),
    )


def _statements(
    provision: Provision, cells: Cells, notes: _NamesInNotes
) -> Iterator[tuple[Inline, ...]]:
    """Yield sentences such as '3 of 12 countries: partly in line', with the countries named in a
    note.
    """
    words, everybody = cells.language.words("guide"), len(cells.covered)
    rows = tuple(cells.of(provision))
    if is_rated(provision):
        labels = {
            **cells.language.words("choices.assessment"),
            "": cells.language.words("report")["not_assessed"],
        }
        for id_, label in labels.items():
            named = [country for country, _, entry in rows if entry.finding.assessment == id_]
            if named:
                text = words["assessed"].format(count=len(named), all=everybody, label=label)
                yield (Span(text), notes.call(named))
    for column in cells.treaty.columns:
        named = [
            country
            for country, _, entry in rows
            for content in entry.contents
            if content.key.column == column.id and content.state is State.TEXT
        ]
        if named:
            text = words["described"].format(count=len(named), all=everybody, column=column.heading)
            yield (Span(text), notes.call(named))
