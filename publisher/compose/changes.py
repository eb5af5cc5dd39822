"""What changed between two editions of a report: texts by provision and column, assessments,
sources.

Comes in: the report of an earlier workbook and that of the present one. Goes out: `Changes`, in the
order of the present report. Texts are compared sentence by sentence, without their formatting.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from publisher.compose.context import told_finding
from publisher.compose.publication import CellChange, Changes, RowChange
from publisher.domain.dates import format_date
from publisher.domain.language import Language
from publisher.domain.report import Content, CountryReport, Entry, Facts, Source, State
from publisher.domain.text import CrossReference, Span, plain_text
from publisher.domain.treaty import Column, Provision

_LONGEST = 60  # words of a passage that are printed; the whole text stands in its row


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in which changes are told."""

    language: Language
    columns: tuple[Column, ...]

    @property
    def report(self) -> Mapping[str, str]:
        """The fixed words of a report."""
        return self.language.words("report")


def changes(
    old: CountryReport,
    new: CountryReport,
    provisions: Iterable[Provision],
    columns: tuple[Column, ...],
    language: Language,
) -> Changes:
    """Return what changed from one report to the next in the provisions that the new one prints."""
    wording = Wording(language, columns)
    since = _edition(old.facts, language)
    before = {entry.provision.id: entry for entry in old.entries}
    after = {entry.provision.id: entry for entry in new.entries}
    rows = (_row(before.get(each.id), after[each.id], wording) for each in provisions)
    return Changes(
        heading=wording.report["changes"],
        since=wording.report["changes_since"].format(edition=since),
        rows=tuple(row for row in rows if row.cells),
        sources=tuple(_sources(old.sources, new.sources, wording)),
    )


def _edition(facts: Facts, language: Language) -> str:
    """Return 'version 1.0, 31 March 2026', as much of it as is known."""
    words = language.words("report")
    parts: list[str] = []
    if facts.version:
        parts.append(words["version_named"].format(version=facts.version))
    if facts.version_date:
        parts.append(format_date(facts.version_date, language.locale))
    return ", ".join(parts) or words["earlier_version"]


def _row(old: Entry | None, new: Entry, wording: Wording) -> RowChange:
    reference = CrossReference(Span(new.provision.un_reference), new.provision.id)
    cells = (*_assessment(old, new, wording), *_cells(old, new, wording))
    return RowChange(new.provision.id, new.provision.title, (reference,), cells)


def _assessment(old: Entry | None, new: Entry, wording: Wording) -> Iterator[CellChange]:
    before = told_finding(old.finding, wording.language) if old else ""
    after = told_finding(new.finding, wording.language)
    if before != after:
        words = wording.report
        none = words["no_assessment"]
        yield CellChange(words["assessment"], words["changed"], (before or none,), (after or none,))


def _cells(old: Entry | None, new: Entry, wording: Wording) -> Iterator[CellChange]:
    before = {content.key.column: content for content in old.contents} if old else {}
    for column, content in zip(wording.columns, new.contents, strict=True):
        nothing = Content(content.key, State.NOT_RESEARCHED)
        was = _told(before.get(column.id, nothing), wording)
        now = _told(content, wording)
        if was != now:
            yield _cell(column.heading, was, now, wording)


def _told(content: Content, wording: Wording) -> list[str]:
    """Return the sentences of a text, or the word for why there is none."""
    return _sentences(plain_text(content.blocks)) or [wording.report[content.state.value]]


def _cell(heading: str, was: list[str], now: list[str], wording: Wording) -> CellChange:
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
    return CellChange(heading, wording.report[what], tuple(gone), tuple(come))


def _sentences(text: str) -> list[str]:
    return [
        " ".join(each.split())
        for each in re.split(r"(?<=[.!?…؟。])\s+(?=[^\Wa-z\d_])|\n+", text)
        if each.strip()
    ]


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LONGEST]) + (" …" if len(words) > _LONGEST else "")


def _sources(old: Iterable[Source], new: Iterable[Source], wording: Wording) -> Iterator[str]:
    """Yield the keys of sources that are new, and of those that are no longer there."""
    before = {source.key for source in old}
    after = {source.key for source in new}
    for key, found in (("sources_added", after - before), ("sources_removed", before - after)):
        if found:
            yield wording.report[key].format(keys=", ".join(sorted(found, key=_natural)))


def _natural(key: str) -> tuple[str, int]:
    letters, _, number = key.rpartition("-")
    return letters, int(number) if number.isdigit() else 0
