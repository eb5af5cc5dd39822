"""The sheet Sources: each source can be cited and printed, and each citation has its source."""

from collections.abc import Iterable, Mapping
from itertools import chain

from publisher.check.cells import EMPTY, choice_of, date_of, plain_text_of
from publisher.diagnostics import Diagnostic, Place, Severity, error, warning
from publisher.language import Language
from publisher.markup import all_inlines, source_key
from publisher.model import (
    Block,
    Citation,
    Entry,
    Facts,
    Row,
    Source,
    Workbook,
)
from publisher.near import did_you_mean
from publisher.workbook import layout


def check_sources(
    workbook: Workbook, lists: Mapping[str, Mapping[str, str]], language: Language, found: list[Diagnostic]
) -> tuple[Source, ...]:
    """Return the sources that are filled in; a row with nothing but its key is none."""
    sources: dict[str, Source] = {}
    places: dict[str, Place] = {}
    labels = language.words("sources")
    for row in workbook.sources:
        filled = {key: cell for key, cell in row.cells.items() if cell.value is not None}
        if filled.keys() <= {"key"}:
            continue
        key = source_key(row.cells.get("key", EMPTY).text)
        place = row.cells["key"].place if "key" in row.cells else row.place
        if not key:
            found.append(
                error("C213", place, "this source has no key, so it cannot be cited", "write the next free key")
            )
        elif key in sources:
            found.append(
                error(
                    "C214",
                    place,
                    f"the key {key} stands twice, here and in {places[key].cell}",
                    "give one of the two sources another key and correct the citations",
                )
            )
        else:
            sources[key], places[key] = _source(key, row, lists, labels, found), place
    return tuple(sources.values())


def _source(
    key: str,
    row: Row,
    lists: Mapping[str, Mapping[str, str]],
    labels: Mapping[str, str],
    found: list[Diagnostic],
) -> Source:
    for needed in ("type", "title"):
        cell = row.cells.get(needed, EMPTY)
        if not cell.text and cell.place.file:
            found.append(
                error(
                    "C215",
                    cell.place,
                    f"'{labels[needed]}' of the source {key} is empty",
                    "fill it in: it decides how the source is printed",
                )
            )
    texts = {name: plain_text_of(cell, found) for name, cell in row.cells.items() if name not in layout.SOURCE_DATES}
    for name, choice in layout.SOURCE_CHOICES.items():
        texts[name] = choice_of(row.cells.get(name, EMPTY), lists[choice], found)
    dates = {name: date_of(row.cells.get(name, EMPTY), found) for name in layout.SOURCE_DATES}
    if texts.get("url") and not row.cells.get("accessed", EMPTY).text:
        place = row.cells["url"].place
        found.append(
            warning(
                "C216",
                place,
                f"the source {key} has a web address but no date of access",
                "add the day you looked at it",
            )
        )
    return Source(key, texts["type"], texts, {name: when for name, when in dates.items() if when})


def check_citations(
    workbook: Workbook,
    entries: Iterable[Entry],
    facts: Facts,
    sources: tuple[Source, ...],
    rows: Mapping[str, Row],
) -> Iterable[Diagnostic]:
    """Yield what is wrong between the texts and the list of sources."""
    keys = [source.key for source in sources]
    cited: set[str] = set()
    texts = chain(
        ((workbook.country[name].place, blocks) for name, blocks in facts.blocks.items() if name in workbook.country),
        (
            (rows[content.key.provision].cells[content.key.column].place, content.blocks)
            for entry in entries
            for content in entry.contents
            if content.blocks
        ),
        ((rows[entry.provision.id].cells["question"].place, entry.question) for entry in entries if entry.question),
    )
    for place, blocks in texts:
        for name in _cited(blocks):
            cited.add(name)
            if name not in keys:
                yield _unknown_source(place, name, keys)
    if workbook.sources:
        yield from _never_cited(workbook, cited, keys)


def _cited(blocks: Iterable[Block]) -> Iterable[str]:
    marks = (each for each in all_inlines(blocks) if isinstance(each, Citation))
    return dict.fromkeys(reference.source for mark in marks for reference in mark.references)


def _unknown_source(place: Place, name: str, keys: list[str]) -> Diagnostic:
    guess = did_you_mean(name, keys)
    hint = "add it to the sheet of sources, or correct the key"
    return error(
        "C217",
        place,
        f"the text cites [{name}], but there is no such source",
        f"{guess} If not, {hint}" if guess else hint,
    )


def _never_cited(workbook: Workbook, cited: set[str], keys: list[str]) -> Iterable[Diagnostic]:
    places = {
        source_key(row.cells["key"].text): row.cells["key"].place for row in workbook.sources if "key" in row.cells
    }
    for key in keys:
        if key not in cited:
            yield Diagnostic(
                "C218",
                Severity.NOTE,
                places[key],
                f"the source {key} is never cited; it is printed in the list of sources all the same",
                "cite it, or delete its row if it is not needed",
            )
