"""Citation marks become numbered notes, counted through the publication.

A mark that says the same as an earlier one of the same section shares its note, which then leads
back to each call.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from publisher.compose.publication import Note
from publisher.compose.sources import ready_for_print, short_citation
from publisher.domain.language import Language
from publisher.domain.report import Source
from publisher.domain.text import (
    Block,
    Changed,
    Citation,
    Inline,
    NoteCall,
    Reference,
    Span,
    with_lines,
)

# What a call cites, and whether only the later of two editions has it, only the earlier, or both:
# a note whose first call goes must not take that of another call with it.
_Cited = tuple[tuple[Reference, ...], bool | None]


@dataclass(slots=True)
class NoteCounter:
    """The notes of a publication while it is being composed, section by section.

    `text` makes a text ready for print.
    """

    sources: Mapping[str, Source]
    language: Language
    text: Callable[[str], str]
    _count: int = 0
    _numbers: dict[_Cited, int] = field(default_factory=dict)
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
                tuple(self._text(cited)),
                tuple(calls),
            )
            for cited, number in self._numbers.items()
            for calls in (self._calls[number],)
        )
        self._numbers.clear()
        self._calls.clear()
        return notes

    def _text(self, cited: _Cited) -> Iterator[Inline]:
        references, is_added = cited
        cited_as = short_citation(references, self.sources, self.language)
        for inline in ready_for_print(cited_as, self.text):
            yield inline if is_added is None else Changed(inline, is_added)

    def _number_inlines(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        for inline, following in zip_longest(inlines, inlines[1:]):
            if isinstance(inline, Citation):
                yield self._call((inline.references, None))
            elif isinstance(inline, Changed) and isinstance(inline.inline, Citation):
                cited = (inline.inline.references, inline.is_added)
                yield replace(inline, inline=self._call(cited))
            elif isinstance(inline, Span) and isinstance(following, Citation):
                # A raised number stands close to the word or full stop before it.
                yield replace(inline, text=inline.text.rstrip())
            else:
                yield inline

    def _call(self, cited: _Cited) -> NoteCall:
        if cited not in self._numbers:
            self._count += 1
            self._numbers[cited] = self._count
        number = self._numbers[cited]
        calls = self._calls.setdefault(number, [])
        calls.append(f"call-{number}-{len(calls) + 1}")
        return NoteCall(number, f"note-{number}", calls[-1])
