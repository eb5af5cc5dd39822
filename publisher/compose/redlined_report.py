"""A report that shows two editions at once, cell by cell, as a redline.

Comes in: the reports of both editions. Goes out: a `Publication` in which words that only one of
them has are `Changed`, assessments too. The rows are those of both. A text that stands in another
cell now is marked as moved at both ends. What the program remarks on a row is that of the later
edition.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from publisher.compose.changes import called_cell, earlier_of
from publisher.compose.presentation import Presentation
from publisher.compose.publication import (
    Fact,
    Publication,
    PublishedGroup,
    Revision,
    SourceEntry,
    SourceGroup,
)
from publisher.compose.redline import exchanged, redlined
from publisher.compose.report import compose_report
from publisher.compose.table import printed_entries
from publisher.compose.typeset import Typesetter
from publisher.domain.dates import PartialDate
from publisher.domain.report import Content, CountryReport, Entry, Facts, State
from publisher.domain.text import Block, Changed, Inline, Move, Paragraph, Span, all_inlines
from publisher.domain.worded import WordedTreaty
from publisher.editions.changes import Change


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown at once: how the two editions are called, the day of the later one, if it is
    known, and the number of the earlier one.
    """

    old: str
    new: str
    day: PartialDate | None = None
    number: int = 0


def compose_redline(
    old: CountryReport,
    new: CountryReport,
    worded: WordedTreaty,
    presentation: Presentation,
    shown: Shown,
    said: Iterable[Change] = (),
) -> Publication:
    """Return the publication of two editions of a report at once; `said` are the changes as they
    were published, with reasons.
    """
    words = worded.language.words("report")
    printed = (*printed_entries(old.entries), *printed_entries(new.entries))
    provisions = tuple({entry.provision.id: entry.provision for entry in printed}.values())
    typesetter = Typesetter(worded.language, worded.treaty, provisions, presentation.sets_marks)
    earlier = earlier_of(old, new, worded.treaty.columns, shown.number)
    earlier = replace(earlier, changes=tuple(_as_said(earlier.changes, said)))
    moved = {each.cell: each for each in earlier.changes if each.moved_to or each.moved_from}
    merged = _Merging(typesetter, worded, moved).report(old, new)
    # The texts have the marks of print already; set anew, they might be others beside a change.
    as_set = replace(presentation, sets_marks=False)
    both = compose_report(merged, worded, as_set, since=earlier)
    before = compose_report(old, worded, presentation)
    after = compose_report(new, worded, presentation)
    named = words["redline"].format(old=shown.old, new=shown.new)
    return replace(
        both,
        mark=" · ".join(filter(None, (both.mark, named))),
        mark_note=" ".join(filter(None, (both.mark_note, words["redline_note"]))),
        facts=tuple(_facts(before.facts, both.facts)),
        groups=tuple(_groups(before, after, both)),
        source_groups=tuple(_source_groups(before, after, both)),
        revision=Revision(f"{shown.old} → {shown.new}", shown.day),
    )


def shows_change(redline: Publication) -> bool:
    """Tell whether a redline shows anything that only one of its editions has."""
    changes = redline.changes
    is_told = changes is not None and bool(changes.rows or changes.sources)
    return is_told or any(isinstance(each, Changed) for each in _all_inlines(redline))


def _all_inlines(publication: Publication) -> Iterator[Inline]:
    for fact in publication.facts:
        yield from all_inlines(fact.blocks)
    for group in publication.groups:
        for row in group.rows:
            yield from row.assessed
            for cell in row.cells:
                yield from all_inlines(cell.blocks)
    for sources in publication.source_groups:
        for entry in sources.entries:
            yield from entry.inlines
    for blocks in (publication.summary, publication.contributors, publication.acknowledgements):
        yield from all_inlines(blocks)


def _as_said(changes: Iterable[Change], said: Iterable[Change]) -> Iterator[Change]:
    """Yield changes with the reasons and kinds that were published with them."""
    published = {each.cell: each for each in said}
    for change in changes:
        known = published.get(change.cell)
        yield replace(change, kind=known.kind, reason=known.reason) if known else change


@dataclass(frozen=True, slots=True)
class _Merging:
    """Makes two reports one; `moved` are the changes of cells whose text went to or came from
    another one.
    """

    typesetter: Typesetter
    worded: WordedTreaty
    moved: Mapping[str, Change]

    def report(self, old: CountryReport, new: CountryReport) -> CountryReport:
        """Return both reports in one."""
        known = {source.key for source in new.sources}
        gone = (source for source in old.sources if source.key not in known)
        return replace(
            new,
            facts=self._facts(old.facts, new.facts),
            entries=tuple(self._entries(old.entries, new.entries)),
            sources=(*new.sources, *gone),
        )

    def _facts(self, old: Facts, new: Facts) -> Facts:
        return replace(
            new,
            declaration=self._texts(old.declaration, new.declaration),
            documents=self._texts(old.documents, new.documents),
            summary=self._texts(old.summary, new.summary),
            contributors=self._texts(old.contributors, new.contributors),
            acknowledgements=self._texts(old.acknowledgements, new.acknowledgements),
        )

    def _texts(self, old: tuple[Block, ...], new: tuple[Block, ...]) -> tuple[Block, ...]:
        return redlined(self.typesetter.blocks(old), self.typesetter.blocks(new))

    def _entries(self, old: tuple[Entry, ...], new: tuple[Entry, ...]) -> Iterator[Entry]:
        """Yield the rows of both, in the order of the later, then those that went."""
        before = {entry.provision.id: entry for entry in old}
        for entry in new:
            was = before.pop(entry.provision.id, None) or _blank(entry)
            yield replace(entry, contents=tuple(self._contents(was, entry)))
        for entry in before.values():
            now = _blank(entry)
            yield replace(now, contents=tuple(self._contents(entry, now)))

    def _contents(self, was: Entry, now: Entry) -> Iterator[Content]:
        before = {content.key: content for content in was.contents}
        for content in now.contents:
            old = before.get(content.key, Content(content.key, State.NOT_RESEARCHED))
            if content.state is old.state and content.state is not State.TEXT:
                yield content
            else:
                yield Content(content.key, State.TEXT, self._both(old, content))

    def _both(self, old: Content, new: Content) -> tuple[Block, ...]:
        was, now = self._told(old), self._told(new)
        change = self.moved.get(str(new.key))
        if change is None:
            return self._texts(was, now)
        set_ = self.typesetter.blocks
        return exchanged(set_(was), set_(now), *self._ends(change))

    def _ends(self, change: Change) -> Iterator[Move | None]:
        """Yield where the old text of a cell went, and whence the new one came. The cell that it
        came from names a move.
        """
        words = self.worded.language.words("report")
        for name, other, source in (
            ("moved_to", change.moved_to, change.cell),
            ("moved_from", change.moved_from, change.moved_from),
        ):
            told = words[name].format(cell=called_cell(other, self.worded))
            yield Move(source, told) if other else None

    def _told(self, content: Content) -> tuple[Block, ...]:
        """Return a text, or the fixed words for why there is none, as a report prints them."""
        words = self.worded.language.words("report")
        return content.blocks or (Paragraph((Span(words[content.state.value]),)),)


def _blank(entry: Entry) -> Entry:
    """Return a row without a text, as an edition has it that lacks the row."""
    contents = (replace(each, state=State.NOT_RESEARCHED, blocks=()) for each in entry.contents)
    return Entry(entry.provision, tuple(contents))


# Assessments, the facts box and the list of sources


def _groups(before: Publication, after: Publication, both: Publication) -> Iterator[PublishedGroup]:
    """Yield the groups of both, each row with its assessment as it was and as it is."""
    was, now = (_assessments(publication) for publication in (before, after))
    for group in both.groups:
        rows = tuple(
            replace(row, assessed=tuple(_assessed(was.get(row.id, ()), now.get(row.id, ()))))
            for row in group.rows
        )
        yield replace(group, rows=rows)


def _assessed(was: tuple[Inline, ...], now: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield an assessment that stays, else both as a whole: it is read as a word, not in parts."""
    if was == now:
        yield from now
        return
    gap = (Span(" "),) if was and now else ()
    for inlines, is_added in ((was, False), ((*gap, *now), True)):
        for inline in inlines:
            assert not isinstance(inline, Changed)
            yield Changed(inline, is_added)


def _assessments(publication: Publication) -> dict[str, tuple[Inline, ...]]:
    return {row.id: row.assessed for group in publication.groups for row in group.rows}


def _facts(old: tuple[Fact, ...], both: tuple[Fact, ...]) -> Iterator[Fact]:
    """Yield the facts of both; texts in which sources are cited show both editions already."""
    before = {fact.label: fact.blocks for fact in old}
    for fact in both:
        shows_both = any(isinstance(each, Changed) for each in all_inlines(fact.blocks))
        was = before.pop(fact.label, ())
        yield fact if shows_both else replace(fact, blocks=redlined(was, fact.blocks))
    for label, blocks in before.items():
        yield Fact(label, redlined(blocks, ()))


def _source_groups(
    before: Publication, after: Publication, both: Publication
) -> Iterator[SourceGroup]:
    """Yield the sources of both editions, each as it was and as it is."""
    was, now = (_entries_of(publication) for publication in (before, after))
    for group in both.source_groups:
        entries = tuple(
            SourceEntry(entry.key, _both(was.get(entry.key, ()), now.get(entry.key, ())))
            for entry in group.entries
        )
        yield replace(group, entries=entries)


def _entries_of(publication: Publication) -> dict[str, tuple[Inline, ...]]:
    groups = publication.source_groups
    return {entry.key: entry.inlines for group in groups for entry in group.entries}


def _both(old: Iterable[Inline], new: Iterable[Inline]) -> tuple[Inline, ...]:
    lines = (tuple([Paragraph(tuple(line))] if line else []) for line in (old, new))
    return tuple(all_inlines(redlined(*lines)))
