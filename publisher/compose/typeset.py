"""Text made ready for print: spaces that must not break, and references to other provisions that
lead to their rows.

What is kept together and how a text refers to another provision is data of the language ([rules]).
Nothing is added to a text or taken from it but the kind of a space.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from publisher.domain.language import Language
from publisher.domain.text import Block, CrossReference, Inline, Span, with_lines
from publisher.domain.treaty import Provision, Treaty

_NO_BREAK_SPACE = "\u00a0"
_PARTS = re.compile(r"\d+|[a-z]+")


@dataclass(frozen=True, slots=True)
class Typesetter:
    """What typesetting the texts of one report needs: its language, its treaty and the rows it
    prints.
    """

    language: Language
    treaty: Treaty
    provisions: tuple[Provision, ...]

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return blocks ready for print."""
        return with_lines(blocks, self._inlines)

    def text(self, text: str) -> str:
        """Return a text in which what belongs together is not torn apart at the end of a line."""
        spaces = _spaces(self.language.rule("keep_together"))
        return spaces.sub(lambda found: found[0].replace(" ", _NO_BREAK_SPACE), text)

    def _inlines(self, inlines: Iterable[Inline]) -> Iterator[Inline]:
        for inline in inlines:
            if isinstance(inline, Span):
                yield from self._span(replace(inline, text=self.text(inline.text)))
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
