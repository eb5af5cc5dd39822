"""A report at a glance: how many provisions were assessed how, how far the research is, which
provisions stand out.

Everything is counted from the report; nothing is judged here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.compose.presentation import House
from publisher.compose.publication import Bar, KeyFigure, Overview, OverviewLine, Share, StripMark
from publisher.domain.colours import UNSHADED, text_on
from publisher.domain.language import Language
from publisher.domain.report import Entry, Rating, State
from publisher.domain.text import CrossReference, Inline, Span
from publisher.domain.treaty import Column


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that the report prints, with whether its finding is older than a reform."""

    entry: Entry
    is_outdated: bool


def overview(
    rows: Iterable[Row],
    columns: tuple[Column, ...],
    language: Language,
    house: House,
    source_count: int,
    text: Callable[[str], str] = str,
) -> Overview:
    """Return the overview of the rows that a report prints; `source_count` is how many sources it
    lists, `text` makes a reference to a provision ready for print.
    """
    listed = tuple(rows)
    words = language.words("report")
    bars = (_assessments(listed, language, house), *_coverage(listed, columns, language, house))
    return Overview(
        tuple(_figures(listed, words, source_count)),
        tuple(_strip(listed, language, house, text)),
        tuple(bar for bar in bars if bar.total),
        tuple(line for line in _lines(listed, language, house, text) if line.count),
    )


def _figures(
    rows: tuple[Row, ...], words: Mapping[str, str], source_count: int
) -> Iterator[KeyFigure]:
    """Yield how many provisions have a text, how many were assessed, how many sources there are."""
    of_all = words["figure_of"]
    texts = sum(any(each.state is State.TEXT for each in row.entry.contents) for row in rows)
    yield KeyFigure(of_all.format(count=texts, all=len(rows)), words["figure_texts"])
    rated = [row for row in rows if row.entry.provision.is_rated]
    assessed = sum(row.entry.finding.rating is not None for row in rated)
    yield KeyFigure(of_all.format(count=assessed, all=len(rated)), words["figure_assessed"])
    yield KeyFigure(str(source_count), words["figure_sources"])


def _strip(
    rows: tuple[Row, ...], language: Language, house: House, text: Callable[[str], str]
) -> Iterator[StripMark]:
    """Yield a mark for each provision that can be assessed, in the order of the report."""
    labels, words = language.words("choices.assessment"), language.words("report")
    nobody = house.state_colours.get(State.NOT_RESEARCHED, UNSHADED)
    for row in rows:
        provision, rating = row.entry.provision, row.entry.finding.rating
        if provision.is_rated:
            colour = house.colours.get(rating, UNSHADED) if rating else nobody
            yield StripMark(
                provision.id,
                text(provision.un_reference),
                rating.value if rating else "",
                labels[rating] if rating else words["not_assessed"],
                house.symbols.get(rating, "") if rating else "",
                colour,
                text_on(colour),
            )


def _assessments(rows: tuple[Row, ...], language: Language, house: House) -> Bar:
    """Return the bar of the provisions that can be assessed."""
    found = (row.entry.finding.rating for row in rows if row.entry.provision.is_rated)
    return assessment_bar(language.words("report")["glance_assessments"], found, language, house)


def assessment_bar(
    label: str,
    ratings: Iterable[Rating | None],
    language: Language,
    house: House,
    *,
    keeps_unassessed: bool = False,
) -> Bar:
    """Return a bar of assessments by how they rate; those that nobody made are its last part.

    Where there is none at all, it is an empty bar unless `keeps_unassessed`.
    """
    labels = language.words("choices.assessment")
    words = language.words("report")
    counts = Counter(rating.value if rating else "" for rating in ratings)
    parts = [
        (id_, label, house.symbols.get(id_, ""), house.colours.get(id_, ""))
        for id_, label in labels.items()
    ]
    parts.append(("", words["not_assessed"], "", house.state_colours.get(State.NOT_RESEARCHED, "")))
    if set(counts) <= {""} and not keeps_unassessed:
        counts.clear()
    return _bar(label, parts, counts, language.words("report"))


def _coverage(
    rows: tuple[Row, ...], columns: tuple[Column, ...], language: Language, house: House
) -> Iterator[Bar]:
    """Yield a bar for each content column: how many of its cells hold text, how many say why they
    do not.
    """
    for position, column in enumerate(columns):
        states = (row.entry.contents[position].state for row in rows)
        yield coverage_bar(column.heading, states, language, house)


def coverage_bar(label: str, states: Iterable[State], language: Language, house: House) -> Bar:
    """Return a bar of content cells by their state."""
    words = language.words("report")
    parts = [
        (each.value, words[f"glance_{each.value}"], "", house.state_colours.get(each, ""))
        for each in State
    ]
    return _bar(label, parts, Counter(state.value for state in states), words)


def _bar(
    label: str,
    parts: Iterable[tuple[str, str, str, str]],
    counts: Mapping[str, int],
    words: Mapping[str, str],
) -> Bar:
    total = sum(counts.values())
    shares = tuple(
        Share(
            id_, name, symbol, colour or UNSHADED, counts[id_], round(100 * counts[id_] / total, 2)
        )
        for id_, name, symbol, colour in parts
        if counts.get(id_)
    )
    told = (f"{words['labelled'].format(label=share.label)} {share.count}" for share in shares)
    return Bar(label, total, shares, f"{words['semicolon']} ".join(told))


def _lines(
    rows: tuple[Row, ...], language: Language, house: House, text: Callable[[str], str]
) -> Iterator[OverviewLine]:
    words = language.words("report")
    labels = language.words("choices.assessment")
    for rating in Rating:
        rated = (row for row in rows if row.entry.provision.is_rated)
        found = [row for row in rated if row.entry.finding.rating is rating]
        links = _links(found, words, text)
        symbol = house.symbols.get(rating, "")
        yield OverviewLine(rating.value, labels[rating], symbol, len(found), links)
    outdated = [row for row in rows if row.is_outdated]
    links = _links(outdated, words, text)
    yield OverviewLine("outdated", words["glance_outdated"], "", len(outdated), links)


def _links(
    rows: list[Row], words: Mapping[str, str], text: Callable[[str], str]
) -> tuple[Inline, ...]:
    """Return the references of provisions, parted by semicolons, each as a link to its row."""
    links: list[Inline] = []
    for provision in (row.entry.provision for row in rows):
        if links:
            links.append(Span(f"{words['semicolon']} "))
        reference = text(provision.un_reference).replace(" ", "\u00a0")
        links.append(CrossReference(Span(reference), provision.id))
    return tuple(links)
