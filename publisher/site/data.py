"""The content of all reports as data: CSV, JSON and Excel, described for people and programs.

One line for each content cell, in the order of countries and provisions. The columns are the same
for all files and in all languages; `FIELDS` names them, the languages' words say what they hold.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publisher.compose.presentation import Presentation
from publisher.domain.digest import digest_of
from publisher.domain.report import Content, Entry, Rating, State
from publisher.domain.text import Citation, all_inlines
from publisher.domain.treaty import Treaty
from publisher.domain.worded import WordedTreaty
from publisher.editions.changes import told_text
from publisher.editions.manifest import PublishedFile, sums_of
from publisher.editions.record import Edition
from publisher.site import addresses
from publisher.site.pages import File
from publisher.site.sheet import excel_file, written_row
from publisher.site.values import Country, Issue, Site, code_of
from publisher.writers.table import csv_table

FIELDS = (
    "id", "country", "country_name", "edition", "edition_kind", "published", "law_as_at",
    "language", "provision", "reference", "title", "area", "column", "heading", "state", "text",
    "sources", "assessment", "assessed_by", "assessed_on", "address",
)  # fmt: skip
_NUMBERS = ("edition",)
_SCHEMA = "datapackage.json"
FROZEN = "data.csv"  # of one edition
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data: where it is, its name, size and digest, its type for programs; empty where
    it holds no data itself.
    """

    address: str
    file: PublishedFile
    media_type: str


@dataclass(frozen=True, slots=True)
class DataRows:
    """The cells of a country as each of the files writes them, so that all countries are put
    together without writing them anew.
    """

    csv: str
    json: str
    excel: str


def lines_of(edition: Edition, treaty: Treaty, page: str) -> Iterator[Line]:
    """Yield the cells of an edition; `page` is where they stand."""
    report = edition.report
    head = (
        code_of(report.facts.iso2),
        report.facts.short_name,
        str(edition.number),
        edition.kind.value,
        edition.published.isoformat(),
        str(report.facts.law_as_at or ""),
        edition.language,
    )
    headings = {column.id: column.heading for column in treaty.columns}
    for entry in report.entries:
        for content in entry.contents:
            yield _line(entry, content, head, headings, treaty, page)


def _line(
    entry: Entry,
    content: Content,
    head: Line,
    headings: dict[str, str],
    treaty: Treaty,
    page: str,
) -> Line:
    provision, finding, column = entry.provision, entry.finding, content.key.column
    anchor = addresses.cell_anchor(provision.id, column)
    has_text = content.state is State.TEXT
    return (
        f"{head[0]}/{content.key}",
        *head,
        provision.id,
        provision.un_reference,
        provision.title,
        _area(entry, treaty),
        column,
        headings.get(column, column),
        content.state.value,
        told_text(content.blocks) if has_text else "",
        "; ".join(cited(content)),
        finding.rating.value if finding.rating else "",
        finding.finder if finding.rating else "",
        str(finding.date or "") if finding.rating else "",
        f"{page}#{anchor}",
    )


def _area(entry: Entry, treaty: Treaty) -> str:
    try:
        return treaty.area(entry.provision)
    except (StopIteration, KeyError):  # of an edition that was made with other data of the treaty
        return ""


def cited(content: Content) -> tuple[str, ...]:
    """Return the keys of the sources that a cell cites, each once."""
    marks = (each for each in all_inlines(content.blocks) if isinstance(each, Citation))
    return tuple(dict.fromkeys(each.source for mark in marks for each in mark.references))


def data_of_edition(
    edition: Edition, worded: WordedTreaty, choices: Presentation, address: str
) -> Iterator[File]:
    """Yield the data of an edition, which stay as they are, by the names of their files; `address`
    is that of the site, empty where it is not known.
    """
    page = addresses.edition_page(edition.country, edition.number)
    at = addresses.canonical(address, page) or page
    # The page of an edition has no anchors for its cells: they stand in its files.
    lines = [
        (*line[:-1], line[-1].partition("#")[0]) for line in lines_of(edition, worded.treaty, at)
    ]
    table = csv_table(FIELDS, lines)
    name = f"{code_of(edition.report.facts.iso2)}-{edition.number}"
    yield FROZEN, table
    yield _SCHEMA, _package(worded, choices, [(FROZEN, "text/csv")], name, [table])


def frozen_files(site: Site, country: Country, issue: Issue) -> Iterator[File]:
    """Yield the data of an edition that was published without them."""
    if any(file.name == FROZEN for file in issue.manifest.files):
        return
    record = replace(issue.record, country=country.folder)
    worded = site.reports[record.language]
    for name, content in data_of_edition(record, worded, site.choices, site.address):
        yield addresses.edition_file(country.folder, record.number, name), content


# Everything


def data_rows(lines: Sequence[Line]) -> DataRows:
    """Return cells as the files write them."""
    table = csv_table(FIELDS, lines).removeprefix(_heading())
    return DataRows(table.decode(), _json(lines), "".join(map(written_row, lines)))


def _heading() -> bytes:
    return csv_table(FIELDS, ())


def data_files(site: Site, rows: Sequence[DataRows]) -> tuple[list[File], list[DataFile]]:
    """Return the files of all cells with what lists of them say."""
    table = _heading() + "".join(each.csv for each in rows).encode()
    records = "[\n" + ",\n".join(each.json for each in rows if each.json) + "\n]\n"
    tables = [
        ("cells.csv", "text/csv", table),
        ("cells.json", "application/json", records.encode()),
        (
            "cells.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            excel_file(_sheets(site.first, rows)),
        ),
    ]
    resources = [(name, kind) for name, kind, _ in tables]
    contents = [content for _, _, content in tables]
    package = _package(site.first, site.choices, resources, "cells", contents)
    files = [(name, kind, content) for name, kind, content in tables]
    files.append((_SCHEMA, "", package))
    shown = [
        DataFile(f"data/{name}", published(name, content), kind) for name, kind, content in files
    ]
    sums = sums_of(each.file for each in shown)
    shown.append(DataFile("data/SHA256SUMS", published("SHA256SUMS", sums), ""))
    written = [(f"data/{name}", content) for name, _, content in files]
    return [*written, ("data/SHA256SUMS", sums)], shown


def published(name: str, content: bytes) -> PublishedFile:
    """Return the name, size and digest of a file."""
    return PublishedFile(name, len(content), digest_of(content))


def _json(lines: Iterable[Line]) -> str:
    """Return the cells as records, one a line; what is empty is left out."""
    written: list[str] = []
    for line in lines:
        record: dict[str, object] = {
            name: value for name, value in zip(FIELDS, line, strict=True) if value
        }
        record["edition"] = int(str(record["edition"]))
        if "sources" in record:
            record["sources"] = str(record["sources"]).split("; ")
        written.append(json.dumps(record, ensure_ascii=False))
    return ",\n".join(written)


def _sheets(worded: WordedTreaty, rows: Sequence[DataRows]) -> Iterator[tuple[str, Iterable[str]]]:
    fields = worded.language.words("site_fields")
    yield "cells", (written_row(FIELDS, is_heading=True), *(each.excel for each in rows))
    told = (written_row((name, fields[name])) for name in FIELDS)
    yield "fields", (written_row(("field", "meaning"), is_heading=True), *told)


def _package(
    worded: WordedTreaty,
    choices: Presentation,
    resources: Sequence[tuple[str, str]],
    name: str,
    contents: Sequence[bytes],
) -> bytes:
    """Return the description of data by the Frictionless Data Package standard, version 1."""
    words = worded.language.words("site")
    described: dict[str, object] = {
        "profile": "data-package",
        "name": f"{worded.treaty.id}-{name}",
        "title": f"{words['title']} · {worded.treaty.short_name}",
        "description": words["data_lead"],
        "resources": [
            _resource(worded, *each, content)
            for each, content in zip(resources, contents, strict=True)
        ],
    }
    if choices.licence:
        described["licenses"] = [{"name": "licence", "title": choices.licence}]
    if choices.organisation:
        described["contributors"] = [{"title": choices.organisation, "role": "publisher"}]
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(
    worded: WordedTreaty, name: str, media_type: str, content: bytes
) -> dict[str, object]:
    texts = worded.language.words("site_fields")
    stem, _, ending = name.rpartition(".")
    found: dict[str, object] = {
        "name": f"{stem}-{ending}",
        "path": name,
        "format": ending,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{digest_of(content)}",
    }
    if ending == "csv":
        fields = [_field(each, texts[each]) for each in FIELDS]
        found["profile"] = "tabular-data-resource"
        found["dialect"] = {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n"}
        found["schema"] = {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": ["id", "language"],
        }
    return found


_ALLOWED = {
    "state": [each.value for each in State],
    "assessment": [each.value for each in Rating],
    "edition_kind": ["final", "consultation"],
}


def _field(name: str, text: str) -> dict[str, object]:
    kind = "integer" if name in _NUMBERS else "date" if name == "published" else "string"
    found: dict[str, object] = {"name": name, "type": kind, "description": text}
    if name in _ALLOWED:
        found["constraints"] = {"enum": _ALLOWED[name]}
    return found
