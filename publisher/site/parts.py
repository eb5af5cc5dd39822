"""What the pages of all countries need of one country: findings, texts, words, editions.

Comes in: a country with its reports as composed. Goes out: a `CountryPart` of plain values, which
can be kept as JSON, so that one new edition does not need all reports to be read again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from publisher.compose.publication import Publication
from publisher.compose.table import outdated, printed_entries
from publisher.domain.report import Content, CountryReport, Entry, State
from publisher.domain.text import Block, Citation, NoteCall, all_inlines, plain_text, with_lines
from publisher.domain.treaty import Column, Treaty
from publisher.editions.manifest import PublishedFile
from publisher.editions.record import Edition
from publisher.site.search import words_of_cells
from publisher.site.values import Country, Issue

# The files of redlines by the number of the edition whose changes they show.
Redlines = Mapping[int, tuple[PublishedFile, ...]]
# Texts of a report that stand outside its table, by the section of its page; searched like cells.
LONGER_TEXTS = ("summary", "facts")


@dataclass(frozen=True, slots=True)
class CellPart:
    """A content cell: its state, its text as printed but without numbers of notes, the keys of its
    sources.
    """

    state: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowPart:
    """A provision in a report: how it was assessed, by id and in words; its cells by column.

    `is_outdated` tells of a finding older than a reform.
    """

    rating: str
    told: str
    finder: str
    date: str
    is_outdated: bool
    cells: Mapping[str, CellPart]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The edition of a report that readers should read, in one language; `published` and
    `law_as_at` are days as in ISO 8601, `mark` is the id of what marks it as no real report;
    `texts` are those outside its table, `words` are its words by the number of the cell.
    """

    language: str
    direction: str
    number: int
    is_final: bool
    published: str
    version: str
    law_as_at: str
    mark: str
    citation: str
    sources: int
    rows: Mapping[str, RowPart]
    texts: Mapping[str, str]
    words: Mapping[str, list[int]]


@dataclass(frozen=True, slots=True)
class EditionPart:
    """An edition as lists tell it; `withdrawn` is why, where it was; `redlines` are the files that
    show what changed since the edition before, `provisions` the ids of those that changed: of a
    first edition, those of which it says something.
    """

    number: int
    language: str
    is_final: bool
    published: str
    version: str
    changes: int
    withdrawn: str
    withdrawn_on: str
    redlines: tuple[PublishedFile, ...] = ()
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountryPart:
    """A country: its code in addresses, its names by language of the site, its reports by
    language, its editions from the oldest on.
    """

    folder: str
    iso2: str
    code: str
    names: Mapping[str, str]
    reports: Mapping[str, ReportPart]
    editions: tuple[EditionPart, ...]

    def report(self, language: str) -> ReportPart | None:
        """Return the report that readers of a language are shown: in that language, else in
        another; None where all editions were withdrawn.
        """
        own = self.reports.get(language)
        return own or next(iter(self.reports.values()), None)


def cells_of_reports(treaty: Treaty) -> tuple[tuple[str, str], ...]:
    """Return the cells of every report in the order of their numbers: provision and column; the
    texts outside the table are the last, with their section and no column.
    """
    table = [(each.id, column.id) for each in treaty.provisions for column in treaty.columns]
    return (*table, *((name, "") for name in LONGER_TEXTS))


def report_part(issue: Issue, publication: Publication, treaty: Treaty) -> ReportPart:
    """Return what is needed of the edition of a report."""
    report, manifest = issue.record.report, issue.manifest
    printed = {row.id: row for group in publication.groups for row in group.rows}
    rows: dict[str, RowPart] = {}
    for entry in printed_entries(report.entries):
        shown = printed.get(entry.provision.id)
        texts = {cell.key.column: _plain(cell.blocks) for cell in shown.cells} if shown else {}
        told = shown.assessment if shown else ""
        rows[entry.provision.id] = _row(entry, report, treaty.columns, texts, told)
    longer = {
        "summary": _plain(publication.summary),
        "facts": "\n".join(_facts(publication)),
    }
    return ReportPart(
        language=publication.language,
        direction=publication.direction,
        number=manifest.number,
        is_final=manifest.is_final,
        published=manifest.published.isoformat(),
        version=publication.version,
        law_as_at=str(report.facts.law_as_at or ""),
        mark=str(report.facts.mark or ""),
        citation=publication.citation,
        sources=len(report.sources),
        rows=rows,
        texts=longer,
        words=words_of_cells(_numbered(rows, longer, treaty)),
    )


def _facts(publication: Publication) -> Iterator[str]:
    """Yield the longer texts of the facts box."""
    words = publication.words
    for fact in publication.facts:
        if fact.label in (words["declaration"], words["documents"]):
            yield _plain(fact.blocks)


def _row(
    entry: Entry,
    report: CountryReport,
    columns: tuple[Column, ...],
    texts: Mapping[str, str],
    told: str,
) -> RowPart:
    finding = entry.finding
    cells: dict[str, CellPart] = {}
    for content in entry.contents:
        has_text = content.state is State.TEXT
        text = texts.get(content.key.column, "") if has_text else ""
        cells[content.key.column] = CellPart(content.state.value, text, _cited(content))
    return RowPart(
        rating=finding.rating.value if finding.rating else "",
        told=told,
        finder=finding.finder,
        date=str(finding.date or ""),
        is_outdated=outdated(entry, columns, report.facts) is not None,
        cells=cells,
    )


def _cited(content: Content) -> tuple[str, ...]:
    marks = (each for each in all_inlines(content.blocks) if isinstance(each, Citation))
    keys = (reference.source for mark in marks for reference in mark.references)
    return tuple(dict.fromkeys(keys))


def _plain(blocks: tuple[Block, ...]) -> str:
    """Return a text without the numbers of its notes, which mean nothing outside its page."""
    kept = with_lines(
        blocks, lambda line: (each for each in line if not isinstance(each, NoteCall))
    )
    return plain_text(kept).replace("\u2060", "")


def _numbered(
    rows: Mapping[str, RowPart], longer: Mapping[str, str], treaty: Treaty
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for number, (place, column) in enumerate(cells_of_reports(treaty)):
        if not column:
            found.append((number, longer.get(place, "")))
        elif place in rows and column in rows[place].cells:
            found.append((number, rows[place].cells[column].text))
    return found


def edition_part(issue: Issue, redlines: tuple[PublishedFile, ...]) -> EditionPart:
    """Return an edition as lists tell it."""
    manifest, withdrawn = issue.manifest, issue.withdrawn
    return EditionPart(
        manifest.number,
        manifest.language,
        manifest.is_final,
        manifest.published.isoformat(),
        manifest.version,
        len(issue.record.changes),
        withdrawn.text if withdrawn else "",
        withdrawn.date.isoformat() if withdrawn else "",
        redlines,
        tuple(_news(issue.record)),
    )


def _news(edition: Edition) -> Iterator[str]:
    if edition.previous:
        places = dict.fromkeys(each.place for each in edition.changes)
        yield from (
            each.provision.id for each in edition.report.entries if each.provision.id in places
        )
        return
    for entry in edition.report.entries:
        if any(content.state is State.TEXT for content in entry.contents):
            yield entry.provision.id


def country_part(
    country: Country,
    names: Mapping[str, str],
    reports: Mapping[str, ReportPart],
    redlines: Redlines,
) -> CountryPart:
    """Return a country with its names and reports."""
    editions = tuple(
        edition_part(each, redlines.get(each.manifest.number, ())) for each in country.issues
    )
    return CountryPart(country.folder, country.iso2, country.code, names, reports, editions)


# Kept as JSON


def part_written(part: CountryPart) -> dict[str, Any]:
    """Return a part as values of JSON."""
    return asdict(part)


def part_read(written: Mapping[str, Any]) -> CountryPart:
    """Return the part of such values. Raises KeyError or TypeError where they are of another
    program.
    """
    reports = {code: _report_read(each) for code, each in written["reports"].items()}
    editions = tuple(map(_edition_read, written["editions"]))
    return CountryPart(**{**written, "reports": reports, "editions": editions})


def _edition_read(written: Mapping[str, Any]) -> EditionPart:
    redlines = tuple(PublishedFile(**each) for each in written["redlines"])
    provisions = tuple(written["provisions"])
    return EditionPart(**{**written, "redlines": redlines, "provisions": provisions})


def _report_read(written: Mapping[str, Any]) -> ReportPart:
    rows: dict[str, RowPart] = {}
    for id_, row in written["rows"].items():
        cells = {
            key: CellPart(each["state"], each["text"], tuple(each["sources"]))
            for key, each in row["cells"].items()
        }
        rows[id_] = RowPart(**{**row, "cells": cells})
    return ReportPart(**{**written, "rows": rows})
