"""Text made ready for print: spaces that must not break, and references to other provisions that
lead to their rows.

What is kept together and how a text refers to another provision is data of the language ([rules]).
Nothing is added to a text or taken from it but the kind of a space and of a quotation mark, an
apostrophe or a dash.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from publisher.compose.marks import Marks, with_marks
from publisher.domain.language import Language
from publisher.domain.text import Block, CrossReference, Inline, Span, with_lines
from publisher.domain.treaty import Provision, Treaty

_NO_BREAK_SPACE = "\u00a0"
_NO_TEXT = "\ufffc"  # stands for what is no text (U+FFFC, object replacement character)
_MARKS = 4  # around a quotation and around one within it
_PARTS = re.compile(r"\d+|[a-z]+")


@dataclass(frozen=True, slots=True)
class Typesetter:
    """What typesetting the texts of one report needs: its language, its treaty and the rows it
    prints. `sets_marks` puts the quotation marks, apostrophes and dashes of print in place of those
    of a keyboard; not in drafts, in which each letter is compared when they come back.
    """

    language: Language
    treaty: Treaty
    provisions: tuple[Provision, ...]
    sets_marks: bool = False

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return blocks ready for print."""
        return with_lines(blocks, self._inlines)

    def line(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        """Return a line ready for print, in which references lead nowhere: one that is quoted
        speaks of the rows of its own report.
        """
        return tuple(self._printed(inlines))

    def text(self, text: str) -> str:
        """Return a text with the marks of print, in which what belongs together is not torn apart
        at the end of a line.
        """
        (marked,) = self._marked([text])
        return self._kept_together(marked)

    def _marked(self, texts: Sequence[str]) -> list[str]:
        """Return the pieces of one line with the marks of print."""
        marks = _marks(self.language) if self.sets_marks else None
        return with_marks(texts, marks) if marks else list(texts)

    def _kept_together(self, text: str) -> str:
        spaces = _spaces(self.language.rule("keep_together"))
        return spaces.sub(lambda found: found[0].replace(" ", _NO_BREAK_SPACE), text)

    def _inlines(self, inlines: Iterable[Inline]) -> Iterator[Inline]:
        for inline in self._printed(inlines):
            if isinstance(inline, Span):
                yield from self._span(inline)
            else:
                yield inline

    def _printed(self, inlines: Iterable[Inline]) -> Iterator[Inline]:
        """Yield the pieces of one line with the marks and the spaces of print."""
        line = tuple(inlines)
        # A quotation may go over words that look otherwise, and over the mark of a note.
        texts = [each.text if isinstance(each, Span) else _NO_TEXT for each in line]
        for inline, text in zip(line, self._marked(texts), strict=True):
            if isinstance(inline, Span):
                yield replace(inline, text=self._kept_together(text))
            else:
                yield inline

    def _span(self, span: Span) -> Iterator[Inline]:
        """Yield a span in pieces: its text, and each reference to a row of the report."""
        end = 0
        for found in () if span.link else _references(self.language).finditer(span.text):
            row = self._row(found["cited"], span.text[found.end() :])
            if row is None:
                continue
            if found.start("reference") > end:
                yield replace(span, text=span.text[end : found.start("reference")])
            yield CrossReference(replace(span, text=found["reference"]), row.id)
            end = found.end("reference")
        if span.text[end:]:
            yield replace(span, text=span.text[end:])

    def _row(self, cited: str, rest: str) -> Provision | None:
        """Return the provision that is meant; none where the text goes on to name another law: of
        the Penal Code.
        """
        own = rf"[^.;\n]{{0,20}}\b(?:{'|'.join(map(re.escape, self.treaty.called))})"
        if re.match("|".join(self.language.rule("of_a_law")), rest) and not re.match(own, rest):
            return None
        parts = _parts_of(cited, self.language)
        found = (
            each
            for each in self.provisions
            if _parts_of(each.reference, self.language)[: len(parts)] == parts
        )
        return next(found, None)


def _marks(language: Language) -> Marks | None:
    """Return the marks of print of a language; None where it names none."""
    written = language.rule("quotation_marks")
    if len(written) != _MARKS:
        return None
    before, behind, inner_before, inner_behind = written
    ranges = language.rule("before_ranges")
    return Marks((before, behind), (inner_before, inner_behind), ranges)


@cache
def _spaces(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _references(language: Language) -> re.Pattern[str]:
    rules = (language.rule(name) for name in ("see", "article_words", "paragraph_words"))
    return _reference_pattern(*("|".join(rule).replace(" ", "[ \u00a0]") for rule in rules))


@cache
def _reference_pattern(see: str, articles: str, paragraphs: str) -> re.Pattern[str]:
    """Return what finds 'see article 3(5)' in all ways of citing: 3, para. 1 (a) (i) b;
    3, par. 1 a) i) b); 3(1)(a)(i)b; 3.1.a.i.b.
    """
    space = "[ \u00a0]?"
    part = (
        rf",?{space}(?:{paragraphs}){space}\d+"
        rf"|{space}\(\w{{1,4}}\)"
        rf"|{space}(?:[a-z]|[ivx]{{1,4}})\)"
        r"|\.\w{1,3}\b"
        rf"|{space}\b[a-z]\b(?!\.)"
        r"|(?<=\))[a-z]\b"
    )
    return re.compile(
        rf"(?<!\w)(?:{see})[ \u00a0](?P<reference>(?:{articles}){space}(?P<cited>\d+(?:{part})*))",
        re.IGNORECASE,
    )


def _parts_of(reference: str, language: Language) -> tuple[str, ...]:
    """Return the parts of a citation: 3, para. 1 (a) (i) b gives 3, 1, a, i, b."""
    words = "|".join(language.rule("paragraph_words")).replace(" ", "[ \u00a0]")
    return tuple(_PARTS.findall(re.sub(words, " ", reference, flags=re.IGNORECASE)))
