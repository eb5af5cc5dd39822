"""A chapter of the guide: one subject area across all countries."""

from collections.abc import Iterable, Iterator

from publisher.compose.context import ratings_in_order
from publisher.compose.guide.cells import GuideCountry
from publisher.compose.guide.editor import Desk, Quotes
from publisher.compose.guide.matrix import Cells
from publisher.compose.guide.quotes import origin_of
from publisher.compose.guide.values import (
    BestGroup,
    Chapter,
    ColumnTexts,
    CountryTexts,
    Origin,
    Quote,
    Rule,
)
from publisher.compose.overview import assessment_bar
from publisher.compose.publication import Note
from publisher.domain.language import Language
from publisher.domain.report import CountryReport, Entry, Rating, State
from publisher.domain.text import Inline, NoteCall, Span
from publisher.domain.treaty import Group, Provision

Row = tuple[GuideCountry, CountryReport, Entry]

_NO_BREAK = "\u00a0"


def chapter(group: Group, provisions: tuple[Provision, ...], desk: Desk) -> Chapter:
    """Return the chapter on a subject area."""
    cells = desk.cells
    notes = _NamesInNotes(group.id, cells.language.words("report")["semicolon"])
    rows: list[Row] = []
    for provision in provisions:
        rows.extend(cells.of(provision))
    picks = tuple(desk.picks({provision.id for provision in provisions}))
    gaps = [pick for pick in picks if pick.is_gap]
    good = [pick for pick in picks if not pick.is_gap]
    outdated = tuple(_outdated(rows, cells))
    reforms = sorted(_quoted(desk.reforms, rows), key=lambda each: (each.year, each.origin.country))
    return Chapter(
        id=group.id,
        title=group.title,
        introduction=desk.introduction(group.id),
        bar=assessment_bar(
            group.title, cells.ratings(provisions, cells.countries), cells.language, cells.house
        ),
        rules=tuple(_rule(provision, desk, notes) for provision in provisions),
        laws=tuple(_quoted(desk.laws, rows)),
        examples=tuple(desk.examples(good)),
        gaps=tuple(desk.examples(gaps)),
        reforms=tuple(reforms),
        findings=tuple(_quoted(desk.findings, rows)),
        outdated=outdated,
        outdated_told=tuple(_told(outdated, cells.language)),
        advice=tuple(desk.advice(group.id)),
        notes=tuple(notes.notes),
        notes_heading=_labelled(cells.language.words("guide")["names"], cells.language)
        + group.title,
    )


def _quoted(quotes: Quotes, rows: Iterable[Row]) -> Iterator[Quote]:
    for country, _, entry in rows:
        yield from quotes[country.code, entry.provision.id]


def _outdated(rows: Iterable[Row], cells: Cells) -> Iterator[Origin]:
    """Yield where a finding that counts is older than a reform."""
    for country, _, entry in rows:
        provision = entry.provision
        if provision.is_rated and (country.code, provision.id) in cells.outdated:
            yield origin_of(country, entry, cells)


def _told(origins: Iterable[Origin], language: Language) -> Iterator[Inline]:
    """Yield 'art. 1: Examplia, Walkland; art. 3: Examplia', the countries with links."""
    words = language.words("report")
    before = None
    for origin in origins:
        if origin.reference == before:
            yield Span(f"{words['comma']} ")
        else:
            parting = f"{words['semicolon']} " if before else ""
            reference = origin.reference.replace(" ", _NO_BREAK)
            yield Span(parting + _labelled(reference, language))
        yield Span(origin.country, link=origin.address or f"#country-{origin.country_code}")
        before = origin.reference


def _labelled(label: str, language: Language) -> str:
    return f"{language.words('report')['labelled'].format(label=label)} "


def best_group(group: Group, provisions: tuple[Provision, ...], desk: Desk) -> BestGroup:
    """Return the texts on a subject area that the editor put on the page 'Best of'."""
    picks = desk.picks({provision.id for provision in provisions})
    best = [pick for pick in picks if pick.is_best and not pick.is_gap]
    return BestGroup(group.id, group.title, tuple(desk.examples(best)))


class _NamesInNotes:
    """The notes of a chapter, which name the countries behind a number; the same names share a
    note.
    """

    def __init__(self, chapter: str, semicolon: str) -> None:
        self._chapter = chapter
        self._parting = Span(f"{semicolon} ")
        self.notes: list[Note] = []

    def call(self, countries: Iterable[GuideCountry]) -> NoteCall:
        """Return the call of a note with these countries, each with a link to its page."""
        inlines: list[Inline] = []
        for country in countries:
            inlines += [self._parting] if inlines else []
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


def _rule(provision: Provision, desk: Desk, notes: _NamesInNotes) -> Rule:
    cells = desk.cells
    words, text = cells.language.words("report"), cells.text
    return Rule(
        id=provision.id,
        reference=text(provision.un_reference),
        title=text(provision.title),
        summary=text(provision.summary),
        remark=words.get(f"obligation_{provision.obligation.value}", ""),
        statements=tuple(_statements(provision, cells, notes)),
        texts=tuple(_texts(provision, desk)),
    )


def _texts(provision: Provision, desk: Desk) -> Iterator[CountryTexts]:
    """Yield what each country's report says of a provision, without countries of which it says
    nothing.
    """
    cells = desk.cells
    for country, _, entry in cells.of(provision):
        quoted = desk.paragraphs[country.code, provision.id]
        columns = tuple(
            ColumnTexts(column.heading, quoted[column.id])
            for column in cells.treaty.columns
            if quoted.get(column.id)
        )
        if columns:
            id_ = f"text-{provision.id}-{country.code}"
            cell = cells.cell(provision, country.code)
            yield CountryTexts(id_, origin_of(country, entry, cells), cell, columns)


def _statements(
    provision: Provision, cells: Cells, notes: _NamesInNotes
) -> Iterator[tuple[Inline, ...]]:
    """Yield sentences such as '3 of 12 countries: partly in line', with the countries named in a
    note.
    """
    words, everybody = cells.language.words("guide"), len(cells.covered)
    rows = tuple(cells.of(provision))
    if provision.is_rated:
        by_label = [
            (label, [country for country, _, entry in rows if entry.finding.rating == rating])
            for rating, label in _labels(cells.language)
        ]
        printed = {country.code for country, _, _ in rows}
        left_out = [country for country in cells.countries if country.code not in printed]
        for label, named in (*by_label, (words["not_printed"], left_out)):
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
    if not provision.is_rated and not any(_has_text(entry) for _, _, entry in rows):
        yield (Span(words["undescribed"]),)


def _has_text(entry: Entry) -> bool:
    return any(content.state is State.TEXT for content in entry.contents)


def _labels(language: Language) -> Iterator[tuple[Rating | None, str]]:
    """Yield the words for each rating in the language's order, and that for none."""
    for rating in ratings_in_order(language):
        yield rating, language.words("choices.assessment")[rating]
    yield None, language.words("report")["not_assessed"]
