"""What changed since an earlier edition of a report, in words: by provision and column,
assessments, sources.

Comes in: an `Earlier` edition with the facts of what changed. Goes out: `Changes`, in the order of
the present report. Texts are shown sentence by sentence, without their formatting.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import get_args, get_type_hints

from publisher.compose.changed import CellChange, Changes, RowChange
from publisher.compose.context import told_finding
from publisher.domain.dates import PartialDate, format_date, parse_date
from publisher.domain.language import Language
from publisher.domain.report import Assessment, CountryReport, Facts, Rating
from publisher.domain.text import CrossReference, Span
from publisher.domain.treaty import Column, Provision
from publisher.domain.worded import WordedTreaty
from publisher.editions.changes import ASSESSMENT, COUNTRY, Change, ChangeKind, compare

_LONGEST = 60  # words of a passage that are printed; the whole text stands in its row


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier edition with which a report is compared, and what has changed since.

    `number` is 0 where it was never published, but is a workbook that somebody kept.
    """

    facts: Facts
    changes: tuple[Change, ...]
    number: int = 0


def earlier_of(
    old: CountryReport, new: CountryReport, columns: Sequence[Column], number: int = 0
) -> Earlier:
    """Return an earlier report as that with which the new one is compared."""
    return Earlier(old.facts, compare(old, new, columns), number)


def changes(earlier: Earlier, provisions: Iterable[Provision], worded: WordedTreaty) -> Changes:
    """Return what changed in the sheet Country and in the provisions that a report prints."""
    words = worded.language.words("report")
    by_place: dict[str, list[Change]] = {}
    for change in earlier.changes:
        by_place.setdefault(change.place, []).append(change)
    wording = _Wording(worded)
    rows = [_row(each, by_place[each.id], wording) for each in provisions if each.id in by_place]
    if COUNTRY in by_place:
        rows.insert(0, _facts(by_place[COUNTRY], wording))
    since = _edition(earlier, worded.language)
    return Changes(
        heading=words["changes"],
        since=words["changes_since"].format(edition=since),
        rows=tuple(rows),
        sources=tuple(_sources(by_place.get("source", ()), words)),
    )


def _edition(earlier: Earlier, language: Language) -> str:
    """Return 'edition 2, version 1.0, 31 March 2026', as much of it as is known."""
    words, facts = language.words("report"), earlier.facts
    parts: list[str] = []
    if earlier.number:
        parts.append(words["edition_named"].format(number=earlier.number))
    if facts.version:
        parts.append(words["version_named"].format(version=facts.version))
    if facts.version_date:
        parts.append(format_date(facts.version_date, language.locale))
    return f"{words['comma']} ".join(parts) or words["earlier_version"]


@dataclass(frozen=True, slots=True)
class _Wording:
    """The words in which changes are told."""

    worded: WordedTreaty

    @property
    def language(self) -> Language:
        """The language of the report."""
        return self.worded.language

    @property
    def report(self) -> Mapping[str, str]:
        """The fixed words of a report."""
        return self.language.words("report")

    def heading(self, column: str) -> str:
        """Return the heading of a column by its id."""
        headings = {each.id: each.heading for each in self.worded.treaty.columns}
        return headings.get(column, column)


# The sheet Country


# The fields that hold a date, as their types say.
_DAYS = frozenset(
    name for name, type_ in get_type_hints(Facts).items() if PartialDate in get_args(type_)
)


def _facts(found: Iterable[Change], wording: _Wording) -> RowChange:
    """Return what changed in the sheet Country, under the labels that the sheet has."""
    heading = wording.report["facts"]
    cells = tuple(_fact(change, wording) for change in found)
    return RowChange("", "", (Span(heading),), cells)


def _fact(change: Change, wording: _Wording) -> CellChange:
    words, worded = wording.report, wording.worded
    was, now = (_sentences(told_fact(change, each, worded)) for each in (change.old, change.new))
    label = fact_label(change.part, worded)
    return _compared(label, was, now, words)


def fact_label(field: str, worded: WordedTreaty) -> str:
    """Return how a field of the sheet Country is called."""
    label = worded.language.words("country").get(field, field)
    return label.format(treaty=worded.treaty.abbreviation)


def told_fact(change: Change, told: str, worded: WordedTreaty) -> str:
    """Return what a field of the sheet Country said or says, in words: dates in full, and the entry
    of a list for its id.
    """
    language = worded.language
    if change.part == "instrument":
        return language.words("choices.instrument").get(told, told)
    date = parse_date(told) if change.part in _DAYS else None
    return format_date(date, language.locale) if date else told


# Rows


def _row(provision: Provision, found: Iterable[Change], wording: _Wording) -> RowChange:
    reference = CrossReference(Span(provision.un_reference), provision.id)
    listed = tuple(found)
    cells = [_cell(change, wording) for change in listed]
    if reason := listed[0].reason:  # one for the row
        cells.insert(0, CellChange(wording.report["reason"], reason, (), ()))
    return RowChange(provision.id, provision.title, (reference,), tuple(cells))


def _cell(change: Change, wording: _Wording) -> CellChange:
    words = wording.report
    if change.part == ASSESSMENT:
        gone, come = (told_rating(each, wording.language) for each in (change.old, change.new))
        return CellChange(words["assessment"], words["changed"], (gone,), (come,))
    was = _sentences(change.old) or (words[change.old_state],)
    now = _sentences(change.new) or (words[change.new_state],)
    cell = _compared(wording.heading(change.part), was, now, words)
    if change.moved_to or change.moved_from:
        return _moved(change, cell, wording)
    if change.kind is ChangeKind.ASSESSMENT:
        return cell
    kind = wording.language.words("change_kinds")[change.kind]
    return replace(cell, what=words["changed_of_kind"].format(what=cell.what, kind=kind))


def _moved(change: Change, cell: CellChange, wording: _Wording) -> CellChange:
    """Return where a text went and whence one came; neither is printed again, but what else became
    of the cell.
    """
    gone = () if change.moved_to or not change.old else cell.gone
    come = () if change.moved_from or not change.new else cell.come
    what = " · ".join(told_moves(change, wording.worded))
    return CellChange(cell.heading, what, gone, come)


def told_moves(change: Change, worded: WordedTreaty) -> Iterator[str]:
    """Yield in words where the old text of a cell went, and whence the new one came."""
    words = worded.language.words("report")
    for name, key in (("moved_to", change.moved_to), ("moved_from", change.moved_from)):
        if key:
            yield words[name].format(cell=called_cell(key, worded))


def called_cell(key: str, worded: WordedTreaty) -> str:
    """Return how a cell is called: 'art. 3, para. 1 (b), Current national law'."""
    id_, _, column = key.partition("/")
    references = {each.id: each.un_reference for each in worded.treaty.provisions}
    headings = {each.id: each.heading for each in worded.treaty.columns}
    comma = worded.language.words("report")["comma"]
    return f"{references.get(id_, id_)}{comma} {headings.get(column, column)}"


def told_rating(told: str, language: Language) -> str:
    """Return an assessment in words, which a change tells as ids, with its finder and date."""
    if not told:
        return language.words("report")["no_assessment"]
    rating, *others = told.split("; ")
    date = parse_date(others[-1]) if others else None
    finder = "; ".join(others[:-1] if date else others)
    return told_finding(Assessment(Rating(rating), finder, date), language)


def _compared(
    heading: str, was: Sequence[str], now: Sequence[str], words: Mapping[str, str]
) -> CellChange:
    gone: list[str] = []
    come: list[str] = []
    compared = SequenceMatcher(None, was, now, autojunk=False)
    for kind, first, last, start, end in compared.get_opcodes():
        if kind == "equal":
            continue
        if first < last:
            gone.append(_short(" ".join(was[first:last])))
        if start < end:
            come.append(_short(" ".join(now[start:end])))
    what = "changed" if gone and come else "added" if come else "removed"
    return CellChange(heading, words[what], tuple(gone), tuple(come))


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(
        " ".join(each.split())
        for each in re.split(r"(?<=[.!?…؟。])\s+(?=[^\Wa-z\d_])|\n+", text)
        if each.strip()
    )


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LONGEST]) + (" …" if len(words) > _LONGEST else "")


def _sources(found: Iterable[Change], words: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys of sources that are new, and of those that are no longer there."""
    listed = tuple(found)
    new = {change.part for change in listed if not change.old}
    gone = {change.part for change in listed if not change.new}
    for key, keys in (("sources_added", new), ("sources_removed", gone)):
        if keys:
            named = f"{words['comma']} ".join(sorted(keys, key=_natural))
            yield words[key].format(keys=named)


def _natural(key: str) -> tuple[str, int]:
    letters, _, number = key.rpartition("-")
    return letters, int(number) if number.isdigit() else 0
