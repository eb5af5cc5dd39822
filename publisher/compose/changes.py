"""What changed since an earlier edition of a report, in words: by provision and column,
assessments, sources.

Comes in: an `Earlier` edition with the facts of what changed. Goes out: `Changes`, in the order of
the present report. Texts are shown sentence by sentence, without their formatting.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from publisher.compose.context import told_finding
from publisher.compose.publication import CellChange, Changes, RowChange
from publisher.domain.dates import format_date, parse_date
from publisher.domain.language import Language
from publisher.domain.report import Assessment, CountryReport, Facts, Rating
from publisher.domain.text import CrossReference, Span
from publisher.domain.treaty import Column, Provision
from publisher.editions.changes import ASSESSMENT, Change, compare

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


def changes(
    earlier: Earlier,
    provisions: Iterable[Provision],
    columns: tuple[Column, ...],
    language: Language,
) -> Changes:
    """Return what changed in the provisions that a report prints."""
    words = language.words("report")
    by_row: dict[str, list[Change]] = {}
    for change in earlier.changes:
        by_row.setdefault(change.place, []).append(change)
    wording = _Wording(language, {column.id: column.heading for column in columns})
    rows = (_row(each, by_row[each.id], wording) for each in provisions if each.id in by_row)
    since = _edition(earlier, language)
    return Changes(
        heading=words["changes"],
        since=words["changes_since"].format(edition=since),
        rows=tuple(rows),
        sources=tuple(_sources(by_row.get("source", ()), words)),
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
    return ", ".join(parts) or words["earlier_version"]


@dataclass(frozen=True, slots=True)
class _Wording:
    """The words in which changes are told; `headings` are those of the columns, by id."""

    language: Language
    headings: Mapping[str, str]

    @property
    def report(self) -> Mapping[str, str]:
        """The fixed words of a report."""
        return self.language.words("report")


def _row(provision: Provision, found: Iterable[Change], wording: _Wording) -> RowChange:
    reference = CrossReference(Span(provision.un_reference), provision.id)
    first, *others = found
    cells = [_cell(change, wording) for change in (first, *others)]
    if first.reason:  # one for the row; it stands behind what became of its first cell
        told = wording.report["changed_because"].format(what=cells[0].what, reason=first.reason)
        cells[0] = replace(cells[0], what=told)
    return RowChange(provision.id, provision.title, (reference,), tuple(cells))


def _cell(change: Change, wording: _Wording) -> CellChange:
    words = wording.report
    if change.part == ASSESSMENT:
        gone, come = (_told_finding(each, wording) for each in (change.old, change.new))
        return CellChange(words["assessment"], words["changed"], (gone,), (come,))
    was = _sentences(change.old) or (words[change.old_state],)
    now = _sentences(change.new) or (words[change.new_state],)
    heading = wording.headings.get(change.part, change.part)
    return _compared(heading, was, now, words)


def _told_finding(told: str, wording: _Wording) -> str:
    """Return an assessment in words, which a change tells as ids, with its finder and date."""
    if not told:
        return wording.report["no_assessment"]
    rating, *others = told.split("; ")
    date = parse_date(others[-1]) if others else None
    finder = "; ".join(others[:-1] if date else others)
    return told_finding(Assessment(Rating(rating), finder, date), wording.language)


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
            yield words[key].format(keys=", ".join(sorted(keys, key=_natural)))


def _natural(key: str) -> tuple[str, int]:
    letters, _, number = key.rpartition("-")
    return letters, int(number) if number.isdigit() else 0
