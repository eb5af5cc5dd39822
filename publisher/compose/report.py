"""The country report: from checked content to a publication.

Comes in: a `CountryReport`, the treaty, the language, the editor's choices, perhaps the report of
an earlier edition. Goes out: a `Publication`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from babel.languages import get_official_languages

from publisher.compose.changed import Changes
from publisher.compose.changes import Earlier, changes
from publisher.compose.context import Composition, Numbered, told_bound, told_status
from publisher.compose.imprint import imprint
from publisher.compose.notes import NoteCounter
from publisher.compose.numbered import citation_of, mark_of, named_version, version_of
from publisher.compose.overview import Row, overview
from publisher.compose.presentation import Presentation
from publisher.compose.publication import Fact, Overview, Publication, Question
from publisher.compose.research import research
from publisher.compose.sources import source_groups
from publisher.compose.table import groups, outdated, printed_entries
from publisher.compose.typeset import Typesetter
from publisher.domain.report import CountryReport, Entry, Reviewer, State
from publisher.domain.text import Paragraph, Span
from publisher.domain.worded import WordedTreaty


def compose_report(
    report: CountryReport,
    worded: WordedTreaty,
    presentation: Presentation,
    *,
    since: Earlier | None = None,
    numbered: Numbered | None = None,
) -> Publication:
    """Return the publication of a report: everything in its order, notes numbered, fixed words
    filled in.

    With `since`, an earlier edition, it also says what has changed; with `numbered` it says which
    edition it is.
    """
    entries = printed_entries(report.entries)
    provisions = tuple(entry.provision for entry in entries)
    typesetter = Typesetter(worded.language, worded.treaty, provisions, presentation.sets_marks)
    sources = {source.key: source for source in report.sources}
    notes = NoteCounter(sources, worded.language, typesetter.text)
    context = Composition(report, worded, presentation, typesetter, notes, numbered)
    compared = changes(since, provisions, worded) if since else None
    return _publication(context, entries, compared)


def _publication(
    context: Composition, entries: tuple[Entry, ...], compared: Changes | None
) -> Publication:
    """Return the parts of a report together; those with notes are made in the order in which they
    are read, since notes are numbered as they come.
    """
    report, presentation = context.report, context.presentation
    treaty, language = context.treaty, context.language
    facts, words, notes = report.facts, context.words, context.notes
    fact_lines = tuple(_facts(context, entries))
    mark, mark_note = mark_of(context)
    summary = context.blocks(facts.summary)
    front_notes = notes.close_section() if presentation.notes_at == "group" else ()
    published_groups = tuple(groups(context, entries))
    citation = context.text(citation_of(context))
    questions, contributors = tuple(_questions(context)), context.blocks(facts.contributors)
    thanks = (*context.blocks(facts.acknowledgements), *_reviewed(report.reviewers, context))
    return Publication(
        language=language.code,
        direction=language.direction,
        words=words,
        country=facts.short_name,
        country_code=facts.iso2,
        local_name=facts.local_name,
        local_language=_local_language(facts.iso2),
        treaty=treaty.short_name,
        treaty_abbreviation=treaty.abbreviation,
        title=f"{words['labelled'].format(label=facts.short_name)} {words['subtitle']}",
        organisation=presentation.organisation,
        licence=presentation.licence,
        contact=facts.contact,
        address=presentation.address,
        house=presentation.house,
        version=named_version(context),
        date=facts.version_date or facts.law_as_at,
        date_line=context.date(facts.version_date),
        law_as_at=context.date(facts.law_as_at, words["not_stated"]),
        status=told_status(facts.status, language),
        is_draft=not facts.is_final,
        mark=mark,
        mark_note=mark_note,
        facts=fact_lines,
        summary=summary,
        overview=_overview(context, entries),
        changes=compared,
        front_notes=front_notes,
        how_to_read=tuple(map(context.text, language.words("how_to_read").values())),
        columns=treaty.columns,
        groups=published_groups,
        end_notes=notes.close_section(),
        notes_in_word=presentation.notes_in_word,
        questions=questions,
        source_groups=source_groups(report.sources, language, context.text),
        contributors=contributors,
        acknowledgements=thanks,
        citation=citation,
        imprint=imprint(presentation, words, citation=citation, contact=facts.contact),
        research=research(context),
    )


def _reviewed(reviewers: tuple[Reviewer, ...], context: Composition) -> Iterator[Paragraph]:
    """Yield how many reviewers answered, and the names of those who may be named."""
    answered = [each for each in reviewers if each.has_answered]
    named = [each.name for each in answered if each.may_be_named]
    if reviewers:
        yield _line(context.words["reviewed"].format(answered=len(answered), asked=len(reviewers)))
    if named:
        names = f"{context.words['semicolon']} ".join(named)
        yield _line(context.words["reviewers_named"].format(names=names))


def _line(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _local_language(iso2: str) -> str:
    """Return the code of the one official language of a State; the empty string where there are
    several or none.
    """
    languages = get_official_languages(iso2)
    return languages[0] if len(languages) == 1 else ""


def _overview(context: Composition, entries: tuple[Entry, ...]) -> Overview:
    return overview(
        _rows(context, entries),
        context.treaty.columns,
        context.language,
        context.presentation.house,
        len(context.report.sources),
        context.text,
    )


def _rows(context: Composition, entries: tuple[Entry, ...]) -> Iterator[Row]:
    columns, facts = context.treaty.columns, context.facts
    return (Row(entry, outdated(entry, columns, facts) is not None) for entry in entries)


# The facts box


def _facts(context: Composition, entries: Iterable[Entry]) -> Iterator[Fact]:
    words, facts, treaty = context.words, context.facts, context.treaty
    plain = context.words_as_blocks
    if facts.formal_name:
        yield Fact(words["formal_name"], plain(facts.formal_name))
    cited = f"{treaty.abbreviation}{words['semicolon']} {treaty.citation}"
    yield Fact(words["treaty"], plain(f"{treaty.name} ({cited})"))
    yield Fact(words["signed"], plain(context.date(facts.signed, words["not_signed"])))
    yield Fact(words["bound"], plain(context.text(told_bound(facts, context.language))))
    if facts.declaration:
        yield Fact(words["declaration"], context.blocks(facts.declaration))
    yield Fact(words["law_as_at"], plain(context.date(facts.law_as_at, words["not_stated"])))
    if facts.documents:
        yield Fact(words["documents"], context.blocks(facts.documents))
    if facts.next_report:
        yield Fact(words["next_report"], plain(context.date(facts.next_report)))
    yield Fact(words["version_label"], plain(version_of(context)))
    yield Fact(words["coverage"], plain(_coverage(context, entries)))


def _coverage(context: Composition, entries: Iterable[Entry]) -> str:
    """Return how far the cells of the rows that are printed have been researched."""
    states = Counter(content.state for entry in entries for content in entry.contents)
    counts = {state.value: states[state] for state in State}
    return context.words["coverage_line"].format(all=states.total(), **counts)


# The end matter


def _questions(context: Composition) -> Iterator[Question]:
    """Yield the questions to the national partner; they are part of a draft only."""
    if context.facts.is_final:
        return
    for entry in context.report.entries:
        if entry.question:
            provision = entry.provision
            yield Question(
                context.text(provision.un_reference),
                provision.title,
                context.blocks(entry.question),
            )
