"""What was meant as a citation, as far as one can tell, and is not read as one."""

import re
from collections.abc import Iterator, Set
from functools import cache

from publisher.check.cells import cell_problem
from publisher.check.passages import Passage
from publisher.domain.citation import (
    LOOSE_KEY,
    begins_with_joint,
    hyphenated,
    is_source_key,
    place_pattern,
    range_of,
    source_key,
)
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.text import Citation, Reference, Span, all_inlines

_WITHOUT_HYPHEN = re.compile(
    r"[\[({](?P<key>[^\W\d_]{1,5} ?\d{1,3})(?P<rest>(?:[ ,]+[^\[\](){}]{1,40})?)[\])}]"
)
_BRACKETED = re.compile(r"[\[({][^\[\](){}\n]{1,40}[\])}]")
_NUMBER = re.compile(r"\[\d{1,3}\]")
# Not in a web address, a symbol of the United Nations, a longer name.
_BARE = re.compile(rf"(?<![\w/.@#-]){LOOSE_KEY}(?![\w/-])")


def check_citation_forms(passage: Passage, given: Set[str], example: str) -> Iterator[Diagnostic]:
    """Yield keys of the sheet Sources that a text names without citing them: (DE9), DE-9 s. 4, and
    the second of [DE-9 with DE-10]; and numbers of notes that were pasted, [9], which no source
    stands behind. `given` are the keys of the sheet.
    """
    yield from _in_places(passage, given)
    text = _without_citations(passage)
    for found, told in _ranges(passage, given):
        yield told
        text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    for found in _NUMBER.finditer(text):
        yield cell_problem("C271", passage.cell, found.span(), spot=found[0], example=example)
    for found in _WITHOUT_HYPHEN.finditer(text):
        key = hyphenated(found["key"])
        if key in given:
            yield _told(passage, found.span(), found[0], f"{key}{found['rest']}")
    yield from _bare(passage, text, given)


def _in_places(passage: Passage, given: Set[str]) -> Iterator[Diagnostic]:
    """Yield keys and numbers in the place in a source that may be other sources."""
    for mark in all_inlines(passage.blocks):
        if not isinstance(mark, Citation) or _is_range(mark.written, given):
            continue
        for reference in mark.references:
            yield from _in_place(passage, mark.written, reference, given)


def _in_place(
    passage: Passage, mark: str, reference: Reference, given: Set[str]
) -> Iterator[Diagnostic]:
    cell, own = passage.cell, reference.source
    span = _span_of(mark, cell.text)
    number = begins_with_joint(reference.pinpoint)
    if number:
        other = f"{own.rpartition('-')[0]}-{number}"
        yield cell_problem("C280", cell, span, spot=mark, number=number, key=own, other=other)
    for key in _keys_in(reference.pinpoint, given - {own}):
        yield cell_problem("C270", cell, span, spot=mark, key=key, example=f"{own}; {key}")


def _keys_in(text: str, given: Set[str]) -> Iterator[str]:
    keys = (source_key(found[0]) for found in _BARE.finditer(text))
    return (key for key in keys if key in given)


def _is_range(mark: str, given: Set[str]) -> bool:
    keys = range_of(mark)
    return bool(keys) and given >= set(keys)


def _ranges(passage: Passage, given: Set[str]) -> Iterator[tuple[re.Match[str], Diagnostic]]:
    for found in _BRACKETED.finditer(passage.cell.text):
        if _is_range(found[0], given):
            example = "; ".join(range_of(found[0]))
            told = cell_problem("C281", passage.cell, found.span(), spot=found[0], example=example)
            yield found, told


def _bare(passage: Passage, text: str, given: Set[str]) -> Iterator[Diagnostic]:
    for found in _BARE.finditer(text):
        key = source_key(found[0])
        if key not in given or not (is_source_key(found[0]) or found[0].isupper()):
            continue
        behind = _place_behind().match(text, found.end())
        end = behind.end() if behind else found.end()
        example = key + text[found.end() : end]
        yield _told(passage, (found.start(), end), text[found.start() : end], example)


@cache
def _place_behind() -> re.Pattern[str]:
    return re.compile(rf"[,:]?\s*({place_pattern(needs_word=True)})", re.IGNORECASE)


def _told(passage: Passage, span: tuple[int, int], spot: str, example: str) -> Diagnostic:
    return cell_problem("C252", passage.cell, span, spot=spot, example=example)


def _without_citations(passage: Passage) -> str:
    """Return the text of a cell with spaces in the place of its citation marks and addresses."""
    text = passage.cell.text
    position = 0
    for inline in all_inlines(passage.blocks):
        match inline:
            case Citation(_, written):
                known = written
            case Span(written, link=link) if link and written == link:
                known = written
            case _:
                continue
        start = text.find(known, position)
        if start >= 0:
            position = start + len(known)
            text = text[:start] + " " * len(known) + text[position:]
    return text


def _span_of(part: str, text: str) -> tuple[int, int] | None:
    start = text.find(part)
    return (start, start + len(part)) if start >= 0 else None
