"""What changed from one edition of a report to the next, as facts: cell by cell, each of a kind.

Comes in: two reports of one country. Goes out: `Change`s in the order of the new one. What is
compared is content: a new layout, notes with other numbers, another space or letter case are no
change, since nobody wrote anything else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from publisher.domain.dates import PartialDate
from publisher.domain.report import (
    Assessment,
    CellKey,
    Content,
    CountryReport,
    Entry,
    Facts,
    Source,
    State,
)
from publisher.domain.text import Block, Break, Citation, Inline, Reference, all_inlines, lines_of
from publisher.domain.treaty import Column

ASSESSMENT = "assessment"  # the part of a row that is no column
COUNTRY = "country"  # the place of what the sheet Country says
_SOURCE = "source"
FINDINGS = "findings"  # the role of the column of what was found
_REFORMS, _LAW = "reforms", "law"
# Shorter texts may be alike by chance: 'The law says nothing of it.'
_LETTERS_OF_A_MOVE = 40
# Quotation marks, apostrophes and dashes are set by the program: either kind is the same text.
_SAME_SIGNS = str.maketrans("‘’‚‛“”„‟–—‑−", "''''\"\"\"\"----")


class ChangeKind(StrEnum):
    """What a change is about. Only of the dates of what is cited can a program tell a new law from
    one that was found late; a person may put it right.
    """

    LAW = "law"
    RESEARCH = "research"
    WORDING = "wording"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one part of a report.

    `place` is a provision's id, 'country' or 'source'; `part` the id of a column, 'assessment', a
    field of the sheet Country or the key of a source. `old` and `new` are plain text, empty where
    there is none; `old_state` and `new_state` are those of a cell. `moved_to` is the cell in which
    the old text stands now, `moved_from` that in which the new one stood: 'opsc-1/law', or empty.
    `reason` is what a person wrote.
    """

    place: str
    part: str
    kind: ChangeKind
    old: str = ""
    new: str = ""
    old_state: str = ""
    new_state: str = ""
    moved_to: str = ""
    moved_from: str = ""
    reason: str = ""

    @property
    def is_of_row(self) -> bool:
        """Whether it is about a provision."""
        return self.place not in (COUNTRY, _SOURCE)

    @property
    def cell(self) -> str:
        """The cell that it is about: 'opsc-1/law'."""
        return str(CellKey(self.place, self.part))


def compare(
    old: CountryReport, new: CountryReport, columns: Sequence[Column]
) -> tuple[Change, ...]:
    """Return what changed from one report to the next: rows, the sheet Country, sources."""
    rows = tuple(_of_rows(old, new, columns))
    return (
        *_with_moves(rows),
        *_of_facts(old.facts, new.facts),
        *_of_sources(old.sources, new.sources),
    )


# Rows


def _of_rows(old: CountryReport, new: CountryReport, columns: Sequence[Column]) -> Iterator[Change]:
    before = {entry.provision.id: entry for entry in old.entries}
    after = {entry.provision.id: entry for entry in new.entries}
    comparison = _Comparison(old, new, {column.id: column.role for column in columns})
    for id_, entry in after.items():
        yield from comparison.row(before.get(id_, Entry(entry.provision, ())), entry)
    for id_, entry in before.items():
        if id_ not in after:
            yield from comparison.row(entry, Entry(entry.provision, ()))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two reports of one country; `roles` are those of the columns, by id."""

    old: CountryReport
    new: CountryReport
    roles: Mapping[str, str]

    def row(self, was: Entry, now: Entry) -> Iterator[Change]:
        """Yield what changed in a row."""
        id_ = now.provision.id
        if was.finding != now.finding:
            told = (told_assessment(was.finding), told_assessment(now.finding))
            yield Change(id_, ASSESSMENT, ChangeKind.ASSESSMENT, *told)
        before = {content.key.column: content for content in was.contents}
        after = {content.key.column: content for content in now.contents}
        for column in dict.fromkeys((*after, *before)):
            yield from self._cell(id_, column, before.get(column), after.get(column))

    def _cell(
        self, row: str, column: str, was: Content | None, now: Content | None
    ) -> Iterator[Change]:
        states = tuple(each.state if each else State.NOT_RESEARCHED for each in (was, now))
        blocks = tuple(each.blocks if each else () for each in (was, now))
        if states[0] is states[1] and is_same_text(*blocks):
            return
        kind = self._kind(column, states, blocks)
        told = (told_text(blocks[0]), told_text(blocks[1]))
        yield Change(row, column, kind, *told, states[0].value, states[1].value)

    def _kind(
        self,
        column: str,
        states: tuple[State, ...],
        blocks: tuple[tuple[Block, ...], ...],
    ) -> ChangeKind:
        role = self.roles.get(column, "")
        was, now = (set(_cited(each)) for each in blocks)
        if role == FINDINGS:
            is_finding = was != now or states[0] is not states[1]
            return ChangeKind.ASSESSMENT if is_finding else ChangeKind.WORDING
        newly_cited = {each.source for each in now} - {each.source for each in was}
        if role in (_LAW, _REFORMS) and any(map(self._is_later_law, newly_cited)):
            return ChangeKind.LAW
        if states[0] is not states[1] or was != now:
            return ChangeKind.RESEARCH
        numbers = [re.findall(r"\d+", told_text(each)) for each in blocks]
        return ChangeKind.WORDING if numbers[0] == numbers[1] else ChangeKind.RESEARCH

    def _is_later_law(self, key: str) -> bool:
        """Tell whether a source is younger than the law of the earlier edition."""
        as_at = self.old.facts.law_as_at or self.old.facts.version_date
        source = next((each for each in self.new.sources if each.key == key), None)
        if source is None or as_at is None or source.is_un_document:
            return False
        dates = (source.adopted, source.in_force, source.published)
        return any(as_at.is_before(each) for each in dates if each)


def _with_moves(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes of rows; a text that left one cell and stands whole in another one moved."""
    cells = [change for change in changes if change.part != ASSESSMENT]
    gone = _alone((comparable(change.old), change.cell) for change in cells)
    come = _alone((comparable(change.new), change.cell) for change in cells)
    moves = {text: (gone[text], come[text]) for text in gone.keys() & come.keys()}
    moved_to = {source: target for source, target in moves.values() if source != target}
    moved_from = {target: source for source, target in moved_to.items()}
    for change in changes:
        to, from_ = moved_to.get(change.cell, ""), moved_from.get(change.cell, "")
        # What stood elsewhere in the report is no new law.
        is_law = change.kind is ChangeKind.LAW
        kind = ChangeKind.RESEARCH if from_ and is_law else change.kind
        yield replace(change, kind=kind, moved_to=to, moved_from=from_)


def _alone(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return by text the cell of each text that is long enough and stands in one cell only."""
    listed = [each for each in texts if len(each[0]) >= _LETTERS_OF_A_MOVE]
    counts = Counter(text for text, _ in listed)
    return {text: cell for text, cell in listed if counts[text] == 1}


def told_assessment(finding: Assessment) -> str:
    """Return an assessment as ids: 'partly; Committee; 2014-01-31'; empty where nobody assessed."""
    if finding.rating is None:
        return ""
    parts = (finding.rating.value, finding.finder, str(finding.date or ""))
    return "; ".join(part for part in parts if part)


# Texts


def told_text(blocks: Iterable[Block]) -> str:
    """Return a text without formatting, one line for each paragraph, item or line; citations as
    [KEY place].
    """
    return "\n".join("".join(map(_told, line)) for line in lines_of(blocks))


def _told(inline: Inline) -> str:
    match inline:
        case Break():
            return "\n"
        case Citation(references):
            return f"[{'; '.join(map(_told_reference, references))}]"
        case _:
            return getattr(inline, "text", "")


def _told_reference(reference: Reference) -> str:
    return f"{reference.source} {reference.pinpoint}".strip()


def is_same_text(one: Iterable[Block], other: Iterable[Block]) -> bool:
    """Tell whether two texts say the same but for spaces, letter case and the kind of marks."""
    return comparable(told_text(one)) == comparable(told_text(other))


def comparable(text: str) -> str:
    """Return a text as it is compared: one space for any, no capitals, a keyboard's marks."""
    return " ".join(text.translate(_SAME_SIGNS).casefold().split())


def _cited(blocks: Iterable[Block]) -> Iterator[Reference]:
    for inline in all_inlines(blocks):
        if isinstance(inline, Citation):
            yield from inline.references


# The sheet Country and the sources

# What an edition says of itself is no change of content.
_OF_THE_EDITION = ("version", "version_date", "status", "mark", "recommended_citation", "contact")


def _of_facts(old: Facts, new: Facts) -> Iterator[Change]:
    for each in fields(Facts):
        if each.name in _OF_THE_EDITION:
            continue
        was, now = (_told_fact(getattr(facts, each.name)) for facts in (old, new))
        if comparable(was) != comparable(now):
            yield Change(COUNTRY, each.name, ChangeKind.RESEARCH, was, now)


def _told_fact(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return told_text(value)
        case PartialDate() | str():
            return str(value)
        case _:
            raise TypeError(f"no fact of a country is a {type(value).__name__}")


def _of_sources(old: Iterable[Source], new: Iterable[Source]) -> Iterator[Change]:
    before = {source.key: source for source in old}
    after = {source.key: source for source in new}
    for key in dict.fromkeys((*after, *before)):
        was, now = (_told_source(found.get(key)) for found in (before, after))
        if comparable(was) != comparable(now):
            yield Change(_SOURCE, key, ChangeKind.RESEARCH, was, now)


def _told_source(source: Source | None) -> str:
    """Return what a source says of itself, but for when it was last looked at."""
    if source is None:
        return ""
    told: list[str] = []
    for each in fields(Source):
        value = getattr(source, each.name)
        if each.name in ("key", "accessed", "more") or not value:
            continue
        told.append(str(value))
    return "; ".join((*told, *source.more.values()))
