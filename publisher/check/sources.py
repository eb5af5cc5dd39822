"""The sheet Sources: each source can be cited, found by a reader and printed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields
from datetime import date
from urllib.parse import urlsplit

from publisher.check.cells import (
    Lists,
    calendar_faults,
    cell_of,
    cell_problem,
    choice_faults,
    choice_of,
    date_faults,
    date_of,
    future_faults,
    one_of,
    plain_text_of,
    scrambled_faults,
    text_faults,
)
from publisher.check.rules import Rules
from publisher.check.states import said_in, said_in_cells
from publisher.check.symbols import check_symbol
from publisher.domain.citation import hyphenated, is_source_key, near_key, source_key
from publisher.domain.dates import PartialDate
from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.language import Language
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.names import folded
from publisher.domain.report import Source, Verification
from publisher.workbook import layout

# The columns whose meaning the program knows.
_KNOWN = {*(each.name for each in fields(Source)), "confidential", *layout.RESERVED_COLUMNS}
_PRINTED = (
    *("short_title", "author", "title", "title_english", "symbol", "gazette", "pinpoint"),
    *("as_at", "language", "language_read", "translation_by", "jurisdiction", "access_note"),
)
_PRIVATE_HOSTS = (
    "localhost",
    "sharepoint.com",
    "docs.google.com",
    "drive.google.com",
    "dropbox.com",
    "onedrive.live.com",
)


def sources_of(workbook: Workbook, lists: Lists) -> tuple[Source, ...]:
    """Return the sources that are filled in, each key once; a row with nothing but its key is
    none.
    """
    rows: dict[str, SheetRow] = {}
    for row in filled_rows(workbook):
        key = _key_of(row)
        if is_source_key(key):
            rows.setdefault(key, row)
    return tuple(_source_of(key, row, lists) for key, row in rows.items())


def source_faults(workbook: Workbook, lists: Lists, language: Language) -> Iterator[Diagnostic]:
    """Yield keys that cannot be used, what is missing of a source, and entries that cannot be
    used.
    """
    labels = language.words("sources")
    keys: dict[str, Cell] = {}
    taken = {_key_of(row) for row in workbook.sources}
    beginnings = _beginnings(workbook)
    for row in filled_rows(workbook):
        cell, key = cell_of(row, "key"), _key_of(row)
        meant = _meant_key(key, beginnings)
        if not key:
            yield problem("C213", cell.place if cell.place.file else row.place)
        elif meant and meant not in taken:
            yield cell_problem("C273", cell, written=cell.text, meant=meant)
        elif not is_source_key(key):
            example = f"{workbook.identity.get('country') or 'XX'}-{len(keys) + 1}"
            yield cell_problem("C221", cell, key=key[:20], example=example)
        elif key in keys:
            yield cell_problem("C214", cell, key=key, other=keys[key].place.cell)
        else:
            keys[key] = cell
            yield from _missing(key, row, labels)
            yield from _unusable(row, lists)


def mended_keys(workbook: Workbook) -> dict[Place, str]:
    """Return the keys that are meant where one lacks its hyphen or has spaces around it, by the
    place of the cell; not where another row has that key.
    """
    given = Counter(source_key(cell_of(row, "key").text) for row in workbook.sources)
    beginnings = _beginnings(workbook)
    found: dict[Place, str] = {}
    for row in filled_rows(workbook):
        cell = cell_of(row, "key")
        key = source_key(cell.text)
        meant = _meant_key(key, beginnings)
        has_spaces = is_source_key(key) and any(each.isspace() for each in cell.text)
        if (meant and not given[meant]) or (has_spaces and given[key] == 1):
            found[cell.place] = meant or key
            given[found[cell.place]] += 1
    return found


def _beginnings(workbook: Workbook) -> set[str]:
    """Return the letters with which the keys of a workbook begin."""
    keys = (_key_of(row) for row in workbook.sources)
    letters = {key.partition("-")[0] for key in keys if is_source_key(key)}
    return {*letters, workbook.identity.get("country", "").upper()}


def _meant_key(key: str, beginnings: Set[str]) -> str:
    """Return the key that is meant without its hyphen, or the empty string: 'Act 5' is none where
    no other key begins with ACT.
    """
    meant = hyphenated(key)
    return meant if meant.partition("-")[0] in beginnings else ""


def _key_of(row: SheetRow) -> str:
    return source_key(cell_of(row, "key").text)


def filled_rows(workbook: Workbook) -> Iterator[SheetRow]:
    """Yield the rows that hold more than a key and what the program wrote."""
    for row in workbook.sources:
        if any(
            cell.value is not None
            for key, cell in row.cells.items()
            if key not in ("key", "checks")
        ):
            yield row


def _source_of(key: str, row: SheetRow, lists: Lists) -> Source:
    def text(name: str) -> str:
        return plain_text_of(cell_of(row, name))

    def day(name: str) -> PartialDate | None:
        return date_of(cell_of(row, name))

    return Source(
        key=key,
        type=choice_of(cell_of(row, "type"), lists["source_type"]),
        short_title=text("short_title"),
        author=text("author"),
        title=text("title"),
        title_english=text("title_english"),
        symbol=text("symbol"),
        gazette=text("gazette"),
        pinpoint=text("pinpoint"),
        adopted=day("adopted"),
        published=day("published"),
        in_force=day("in_force"),
        as_at=text("as_at"),
        language=text("language"),
        language_read=text("language_read"),
        translation_by=text("translation_by"),
        jurisdiction=text("jurisdiction"),
        url=text("url"),
        archive_url=text("archive_url"),
        accessed=day("accessed"),
        access_note=text("access_note"),
        file_hash=text("file_hash"),
        verified=one_of(Verification, cell_of(row, "verified"), lists["verified"]),
        verified_by=text("verified_by"),
        verified_on=day("verified_on"),
        superseded_by=text("superseded_by"),
        is_confidential=choice_of(cell_of(row, "confidential"), lists["yes_no"]) == "yes",
        note=text("note"),
        more={name: text(name) for name in row.cells if name not in _KNOWN},
    )


def _missing(key: str, row: SheetRow, labels: Mapping[str, str]) -> Iterator[Diagnostic]:
    for needed in ("type", "title"):
        cell = cell_of(row, needed)
        if not cell.text and cell.place.file:
            yield cell_problem("C215", cell, label=labels[needed], key=key)


def _unusable(row: SheetRow, lists: Lists) -> Iterator[Diagnostic]:
    for name, cell in row.cells.items():
        if name in layout.SOURCE_DATES:
            yield from date_faults(cell)
        elif name not in layout.RESERVED_COLUMNS:
            yield from text_faults(cell)
            if name in layout.SOURCE_CHOICES:
                yield from choice_faults(cell, lists, layout.SOURCE_CHOICES[name])


def check_source_rows(
    workbook: Workbook, sources: tuple[Source, ...], country: tuple[str, str], rules: Rules
) -> Iterator[Diagnostic]:
    """Yield what is doubtful in the fields of the sources; `country` is the State's name and
    three-letter code.
    """
    said_otherwise = said_in_cells(rules.language)
    by_key = {source.key: source for source in sources}
    keys = tuple(by_key)
    first_of: dict[tuple[str, ...], str] = {}
    for row in filled_rows(workbook):
        source = by_key.pop(_key_of(row), None)
        if source is None:
            continue
        yield from _address(source.url, row, "url")
        yield from _address(source.archive_url, row, "archive_url")
        yield from _dates(source, row, rules.today)
        yield from _said(row, said_otherwise)
        yield from _superseded(source, row, keys)
        if source.is_un_document and source.symbol:
            yield from check_symbol(row.cells["symbol"], *country)
        looks = (source.author, source.title, source.symbol, source.url)
        first = first_of.setdefault(tuple(map(folded, looks)), source.key)
        if first != source.key and folded(source.title):
            yield cell_problem("C261", row.cells["title"], first=first, second=source.key)


def _said(row: SheetRow, known: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield texts that a reader of the list of sources would take for what the source says: n/a, to
    be confirmed.
    """
    for name in _PRINTED:
        cell = cell_of(row, name)
        if said_in(cell, known):
            yield cell_problem("C282", cell, written=cell.text)
        yield from scrambled_faults(cell)


def _dates(source: Source, row: SheetRow, today: date) -> Iterator[Diagnostic]:
    if source.url and not cell_of(row, "accessed").text:
        yield cell_problem("C216", row.cells["url"], key=source.key)
    past = {
        "adopted": source.adopted,
        "published": source.published,
        "accessed": source.accessed,
        "verified_on": source.verified_on,
    }
    for name, when in past.items():
        yield from future_faults(cell_of(row, name), when, today)
    for name in layout.SOURCE_DATES:
        yield from calendar_faults(cell_of(row, name), today)


def _superseded(source: Source, row: SheetRow, keys: tuple[str, ...]) -> Iterator[Diagnostic]:
    newer = source_key(source.superseded_by)
    if newer and newer not in keys:
        cell = row.cells["superseded_by"]
        yield cell_problem("C254", cell, written=newer, near=near_key(newer, keys))


def _address(url: str, row: SheetRow, name: str) -> Iterator[Diagnostic]:
    fault = fault_of_address(url) if url else ""
    if fault:
        yield cell_problem(fault, row.cells[name], url=url[:120])


def fault_of_address(url: str) -> str:
    """Return the code of what is wrong with a web address by its form alone, or the empty string.

    Nothing is fetched (RFC 3986, section 3). An address that only lacks its scheme can be mended by
    the reader.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "C236"
    if parts.scheme in ("http", "https"):
        return _fault_of_page(url, host, parts.path)
    is_bare = not parts.scheme and re.match(r"[\w-]+(\.[\w-]+)+(?![\w\\])", url)
    if not is_bare:
        return "C236"
    return "C237" if re.search(r"\s|\.\.\.|…", url) else "C263"


def _fault_of_page(url: str, host: str, path: str) -> str:
    if "." not in host:
        return "C236"
    is_private = any(host == each or host.endswith(f".{each}") for each in _PRIVATE_HOSTS)
    is_search = re.search(r"\.google\.[a-z.]+$", host) and path in ("/url", "/search")
    is_damaged = re.search(r"[\s…“”‘’<>]|\.\.\.|[.,;]$", url)
    return "C237" if is_private or is_search or is_damaged else ""


def place_of(workbook: Workbook, key: str) -> Place:
    """Return where the key of a source stands."""
    return next(row.cells["key"].place for row in workbook.sources if _key_of(row) == key)
