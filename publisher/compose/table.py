"""The table of a report: which provisions stand in it, under which headings, with which content."""

from collections.abc import Iterable, Iterator, Mapping

from publisher.compose.context import Composition, told_finding
from publisher.compose.publication import PublishedCell, PublishedGroup, PublishedRow
from publisher.domain.report import Content, Entry, Facts
from publisher.domain.text import plain_text
from publisher.domain.treaty import Column, Group, Obligation, Order
from publisher.domain.years import years_in

# Words, a quarter of a page; keeping longer rows whole leaves a sixth of the pages white (reports
# of 30 and 40 rows).
_SHORT_CELL = 80


def printed_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that a report prints: a row that the treaty calls optional is left out
    while it is blank.
    """
    return tuple(
        entry for entry in entries if not (entry.provision.is_optional_row and entry.is_blank)
    )


def groups(context: Composition, entries: tuple[Entry, ...]) -> Iterator[PublishedGroup]:
    """Yield the groups of the edition's order that have rows, with their notes where the edition
    wants them there.
    """
    by_group = context.edition.notes_at == "group"
    order = context.treaty.order(context.edition.order)
    for group in order.groups:
        rows = tuple(_row(entry, context) for entry in _entries_of(group, order, entries))
        if rows:
            heading = context.words["notes_to"].format(group=group.title)
            notes = context.notes.close_section() if by_group else ()
            yield PublishedGroup(group.id, group.title, rows, notes, heading)


def _entries_of(group: Group, order: Order, entries: tuple[Entry, ...]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.provision.groups[order.id] == group.id)


def _row(entry: Entry, context: Composition) -> PublishedRow:
    provision = entry.provision
    rating = entry.finding.rating.value if entry.finding.rating else ""
    return PublishedRow(
        id=provision.id,
        title=context.text(provision.title),
        reference=context.text(provision.un_reference),
        summary=context.text(provision.summary),
        remark=_remark(provision.obligation, context.words),
        assessment=context.text(told_finding(entry.finding, context.language)),
        assessment_id=rating,
        symbol=context.edition.house.symbols.get(rating, ""),
        warning=_warning(entry, context),
        is_short=all(_word_count(content) < _SHORT_CELL for content in entry.contents),
        cells=tuple(
            _cell(content, column.heading, context)
            for content, column in zip(entry.contents, context.treaty.columns, strict=True)
        ),
    )


def _word_count(content: Content) -> int:
    return len(plain_text(content.blocks).split())


def _remark(obligation: Obligation, words: Mapping[str, str]) -> str:
    return words.get(f"obligation_{obligation.value}", "")


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


def _cell(content: Content, heading: str, context: Composition) -> PublishedCell:
    blocks = context.blocks(content.blocks) or context.words_as_blocks(
        context.words[content.state.value]
    )
    return PublishedCell(content.key, heading, content.state, blocks)
