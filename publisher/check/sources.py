"""The sheet Sources: each source can be cited, found by a reader and printed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from publisher.check.cells import (
    EMPTY,
    cell_problem,
    choice_of,
    date_of,
    plain_text_of,
    require_past,
)
from publisher.check.symbols import check_symbol
from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.language import Language
from publisher.domain.markup import is_source_key, source_key
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.names import folded, likely
from publisher.domain.report import UN_TYPES, Source
from publisher.workbook import layout

_PRIVATE_HOSTS = (
    "localhost",
    "sharepoint.com",
    "docs.google.com",
    "drive.google.com",
    "dropbox.com",
    "onedrive.live.com",
)


def check_sources(
    workbook: Workbook,
    lists: Mapping[str, Mapping[str, str]],
    language: Language,
    found: list[Diagnostic],
) -> tuple[Source, ...]:
    """Return the sources that are filled in; a row with nothing but its key is none."""
    sources: dict[str, Source] = {}
    cells: dict[str, Cell] = {}
    labels = language.words("sources")
    for row in filled_rows(workbook):
        cell = row.cells.get("key", EMPTY)
        key = source_key(cell.text)
        if not key:
            place = cell.place if cell.place.file else row.place
            found.append(problem("C213", place))
        elif not is_source_key(key):
            example = f"{workbook.identity.get('country') or 'XX'}-{len(sources) + 1}"
            found.append(cell_problem("C221", cell, key=key[:20], example=example))
        elif key in sources:
            found.append(cell_problem("C214", cell, key=key, other=cells[key].place.cell))
        else:
            sources[key], cells[key] = _source(key, row, lists, labels, found), cell
    return tuple(sources.values())


def filled_rows(workbook: Workbook) -> Iterator[SheetRow]:
    """Yield the rows that hold more than a key and what the program wrote."""
    for row in workbook.sources:
        if any(
            cell.value is not None
            for key, cell in row.cells.items()
            if key not in ("key", "checks")
        ):
            yield row


def _source(
    key: str,
    row: SheetRow,
    lists: Mapping[str, Mapping[str, str]],
    labels: Mapping[str, str],
    found: list[Diagnostic],
) -> Source:
    for needed in ("type", "title"):
        cell = row.cells.get(needed, EMPTY)
        if not cell.text and cell.place.file:
            found.append(cell_problem("C215", cell, label=labels[needed], key=key))
    skipped = (*layout.SOURCE_DATES, *layout.RESERVED_COLUMNS)
    texts = {
        name: plain_text_of(cell, found) for name, cell in row.cells.items() if name not in skipped
    }
    for name, choice in layout.SOURCE_CHOICES.items():
        texts[name] = choice_of(row.cells.get(name, EMPTY), lists[choice], found)
    dates = {name: date_of(row.cells.get(name, EMPTY), found) for name in layout.SOURCE_DATES}
    return Source(key, texts["type"], texts, {name: when for name, when in dates.items() if when})


def check_source_rows(
    workbook: Workbook, sources: tuple[Source, ...], country: tuple[str, str], today: date
) -> Iterator[Diagnostic]:
    """Yield what is doubtful in the fields of the sources; `country` is the State's name and
    three-letter code.
    """
    by_key = {source.key: source for source in sources}
    first_of: dict[tuple[str, ...], str] = {}
    for row in filled_rows(workbook):
        source = by_key.pop(source_key(row.cells.get("key", EMPTY).text), None)
        if source is None:
            continue
        yield from _address(source, row, "url")
        yield from _address(source, row, "archive_url")
        yield from _dates(source, row, today)
        newer = source_key(source.texts.get("superseded_by", ""))
        keys = [each.key for each in sources]
        if newer and newer not in keys:
            yield cell_problem(
                "C254", row.cells["superseded_by"], written=newer, near=likely(newer, keys)
            )
        if source.type in UN_TYPES and source.texts.get("symbol"):
            yield from check_symbol(row.cells["symbol"], *country)
        names = tuple(
            folded(source.texts.get(name, "")) for name in ("author", "title", "symbol", "url")
        )
        first = first_of.setdefault(names, source.key)
        if first != source.key and names[1]:
            yield cell_problem("C261", row.cells["title"], first=first, second=source.key)


def _dates(source: Source, row: SheetRow, today: date) -> Iterator[Diagnostic]:
    if source.texts.get("url") and not row.cells.get("accessed", EMPTY).text:
        yield cell_problem("C216", row.cells["url"], key=source.key)
    found: list[Diagnostic] = []
    for name in ("adopted", "published", "accessed", "verified_on"):
        require_past(row.cells.get(name, EMPTY), source.dates.get(name), today, found)
    yield from found


def _address(source: Source, row: SheetRow, name: str) -> Iterator[Diagnostic]:
    url = source.texts.get(name, "")
    if not url:
        return
    fault = fault_of_address(url)
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
    rows = (row for row in workbook.sources if source_key(row.cells.get("key", EMPTY).text) == key)
    return next(row.cells["key"].place for row in rows)
