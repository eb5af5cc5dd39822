"""What was meant as a citation, as far as one can tell, and is not read as one."""

import re
from collections.abc import Iterator, Set

from publisher.check.cells import cell_problem
from publisher.check.passages import Passage
from publisher.domain.citation import (
    LOOSE_KEY,
    hyphenated,
    is_source_key,
    place_pattern,
    source_key,
)
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.text import Citation, Span, all_inlines

_WITHOUT_HYPHEN = re.compile(
    r"[\[({](?P<key>[^\W\d_]{1,5} ?\d{1,3})(?P<rest>(?:[ ,]+[^\[\](){}]{1,40})?)[\])}]"
)
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
    for found in _NUMBER.finditer(text):
        yield cell_problem("C271", passage.cell, found.span(), spot=found[0], example=example)
    for found in _WITHOUT_HYPHEN.finditer(text):
        key = hyphenated(found["key"])
        if key in given:
            yield _told(passage, found.span(), found[0], f"{key}{found['rest']}")
    yield from _bare(passage, text, given)


def _in_places(passage: Passage, given: Set[str]) -> Iterator[Diagnostic]:
    for mark in all_inlines(passage.blocks):
        if not isinstance(mark, Citation):
            continue
        for reference in mark.references:
            for found in _BARE.finditer(reference.pinpoint):
                key = source_key(found[0])
                if key in given and key != reference.source:
                    example = f"{reference.source}; {key}"
                    yield cell_problem(
                        "C270",
                        passage.cell,
                        _span_of(mark.written, passage.cell.text),
                        spot=mark.written,
                        key=key,
                        example=example,
                    )


def _bare(passage: Passage, text: str, given: Set[str]) -> Iterator[Diagnostic]:
    place = re.compile(rf"[,:]?\s*({place_pattern(needs_word=True)})", re.IGNORECASE)
    for found in _BARE.finditer(text):
        key = source_key(found[0])
        if key not in given or not (is_source_key(found[0]) or found[0].isupper()):
            continue
        behind = place.match(text, found.end())
        end = behind.end() if behind else found.end()
        example = key + text[found.end() : end]
        yield _told(passage, (found.start(), end), text[found.start() : end], example)


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
