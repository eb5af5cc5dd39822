"""Citation marks become numbered notes, counted through the publication.

A mark that says the same as an earlier one of the same section shares its note, which then leads
back to each call.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from publisher.compose.publication import Note
from publisher.compose.sources import short_citation
from publisher.domain.language import Language
from publisher.domain.report import Source
from publisher.domain.text import Block, Citation, Inline, NoteCall, Reference, Span, with_lines


@dataclass(slots=True)
class NoteCounter:
    """The notes of a publication while it is being composed, section by section."""

    sources: Mapping[str, Source]
    language: Language
    _count: int = 0
    _numbers: dict[tuple[Reference, ...], int] = field(default_factory=dict)
    _calls: dict[int, list[str]] = field(default_factory=dict)

    def number(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks with a note call in the place of each citation mark."""
        return with_lines(blocks, self._number_inlines)

    def close_section(self) -> tuple[Note, ...]:
        """Return the notes counted since the last section was closed."""
        notes = tuple(
            Note(
                f"note-{number}",
                number,
                tuple(short_citation(references, self.sources, self.language)),
                tuple(calls),
            )
            for references, number in self._numbers.items()
            for calls in (self._calls[number],)
        )
        self._numbers.clear()
        self._calls.clear()
        return notes

    def _number_inlines(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        for inline, following in zip_longest(inlines, inlines[1:]):
            if isinstance(inline, Citation):
                yield self._call(inline.references)
            elif isinstance(inline, Span) and isinstance(following, Citation):
                # A raised number stands close to the word or full stop before it.
                yield replace(inline, text=inline.text.rstrip())
            else:
                yield inline

    def _call(self, references: tuple[Reference, ...]) -> NoteCall:
        if references not in self._numbers:
            self._count += 1
            self._numbers[references] = self._count
        number = self._numbers[references]
        calls = self._calls.setdefault(number, [])
        calls.append(f"call-{number}-{len(calls) + 1}")
        return NoteCall(number, f"note-{number}", calls[-1])
