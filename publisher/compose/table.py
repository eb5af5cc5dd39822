"""The table of a report: which provisions stand in it, under which headings, with which content."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from publisher.compose.context import Composition, told_finding
from publisher.compose.publication import (
    BlankLine,
    BlankProvision,
    PublishedCell,
    PublishedGroup,
    PublishedRow,
)
from publisher.domain.report import Content, Entry, Facts, State
from publisher.domain.text import Span, plain_text
from publisher.domain.treaty import Column, Group, Order
from publisher.domain.years import years_in

# Words, a quarter of a page; keeping longer rows whole leaves a sixth of the pages white (reports
# of 30 and 40 rows).
_SHORT_CELL = 80
# Words, a page's height in a column of a landscape page; a neighbour of a third of them leaves half
# of that page white.
LONG_CELL = 200
FAR_LONGER = 3
# Words, two pages' height: the second would not name the provision, and be half white.
TWO_PAGES = 400


def printed_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that a report prints: a row that the treaty calls optional is left out
    while it is blank and nobody has assessed it.
    """
    return tuple(
        entry
        for entry in entries
        if not entry.provision.is_optional_row or not entry.is_blank or entry.finding.rating
    )


def groups(context: Composition, entries: tuple[Entry, ...]) -> Iterator[PublishedGroup]:
    """Yield the groups of the edition's order that have rows, with their notes where the edition
    wants them there.
    """
    by_group = context.presentation.notes_at == "group"
    order = context.treaty.order(context.presentation.order)
    for group in order.groups:
        listed = tuple(_entries_of(group, order, entries))
        gathered = tuple(entry for entry in listed if _is_gathered(entry, context))
        rows = tuple(_row(entry, context) for entry in listed if entry not in gathered)
        if listed:
            heading = context.words["notes_to"].format(group=group.title)
            notes = context.notes.close_section() if by_group else ()
            blank = tuple(_blank_lines(gathered, context))
            yield PublishedGroup(group.id, group.title, rows, blank, notes, heading)


def _is_gathered(entry: Entry, context: Composition) -> bool:
    """Tell whether a provision is named in a line instead of having a row."""
    has_text = any(content.state is State.TEXT for content in entry.contents)
    return context.presentation.blank_rows == "list" and not has_text and not entry.finding.rating


def _blank_lines(entries: Iterable[Entry], context: Composition) -> Iterator[BlankLine]:
    """Yield a line for provisions of the same states, in the order of their first."""
    by_states: dict[tuple[State, ...], list[BlankProvision]] = {}
    for entry in entries:
        provision = entry.provision
        states = tuple(content.state for content in entry.contents)
        named = BlankProvision(
            provision.id, context.text(provision.title), context.text(provision.un_reference)
        )
        by_states.setdefault(states, []).append(named)
    for states, provisions in by_states.items():
        yield BlankLine(_told_states(states, context), tuple(provisions))


def _told_states(states: tuple[State, ...], context: Composition) -> str:
    """Return what the cells of a row are: once where all are the same, else column by column."""
    words = context.words
    if len(set(states)) == 1:
        return words["labelled"].format(label=words[states[0].value].rstrip("."))
    told = (
        words["of_column"].format(column=column.heading, state=words[f"glance_{state.value}"])
        for column, state in zip(context.treaty.columns, states, strict=True)
    )
    return words["labelled"].format(label=f"{words['semicolon']} ".join(told))


def _entries_of(group: Group, order: Order, entries: tuple[Entry, ...]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.provision.groups[order.id] == group.id)


def _row(entry: Entry, context: Composition) -> PublishedRow:
    provision = entry.provision
    rating = entry.finding.rating.value if entry.finding.rating else ""
    assessment = context.text(told_finding(entry.finding, context.language))
    lengths = tuple(map(_word_count, entry.contents))
    return PublishedRow(
        id=provision.id,
        title=context.text(provision.title),
        reference=context.text(provision.un_reference),
        summary=context.text(provision.summary),
        remark=_remark(entry, context.words),
        assessment=assessment,
        assessed=(Span(assessment),) if assessment else (),
        assessment_id=rating,
        symbol=context.presentation.house.symbols.get(rating, ""),
        warning=_warning(entry, context),
        is_short=max(lengths) < _SHORT_CELL,
        is_wide=_needs_the_page(lengths),
        runs_on=_named(context, "runs_on", what=provision.un_reference),
        longest=lengths.index(max(lengths)),
        cells=tuple(
            _cell(content, column.heading, provision.un_reference, context)
            for content, column in zip(entry.contents, context.treaty.columns, strict=True)
        ),
    )


def _needs_the_page(lengths: Sequence[int]) -> bool:
    """Tell whether a row has a cell that is too long for a column, by the words in each."""
    longest, *others = sorted(lengths, reverse=True)
    next_longest = others[0] if others else longest
    is_far_longer = longest >= LONG_CELL and longest >= FAR_LONGER * next_longest
    return is_far_longer or longest >= TWO_PAGES


def _word_count(content: Content) -> int:
    return len(plain_text(content.blocks).split())


def _remark(entry: Entry, words: Mapping[str, str]) -> str:
    """Return what is to be said of a provision that is not a plain duty: one that gives an option,
    or declares something, is not rated, and an assessment that it has all the same not counted.
    """
    remark = f"obligation_{entry.provision.obligation.value}"
    if entry.finding.rating and not entry.provision.is_rated:
        remark += "_assessed"
    return words.get(remark, "")


def _warning(entry: Entry, context: Composition) -> str:
    years = outdated(entry, context.treaty.columns, context.facts)
    return context.words["predates"].format(finding=years[0], reform=years[1]) if years else ""


def outdated(entry: Entry, columns: tuple[Column, ...], facts: Facts) -> tuple[int, int] | None:
    """Return the years of the finding and of a later reform of the row; None where the finding is
    not older.
    """
    finding, last = entry.finding, facts.version_date
    by_role = zip(columns, entry.contents, strict=True)
    reforms = next((content for column, content in by_role if column.role == "reforms"), None)
    if not (finding.rating and finding.date and reforms):
        return None
    reform = max(years_in(reforms.blocks, last.year if last else None), default=0)
    return (finding.date.year, reform) if reform > finding.date.year else None


def _cell(content: Content, heading: str, reference: str, context: Composition) -> PublishedCell:
    blocks = context.blocks(content.blocks) or context.words_as_blocks(
        context.words[content.state.value]
    )
    runs_on = _named(context, "cell_runs_on", provision=reference, column=heading)
    return PublishedCell(content.key, heading, content.state, blocks, runs_on)


def _named(context: Composition, words: str, **names: str) -> str:
    return context.text(context.words[words].format(**names))
