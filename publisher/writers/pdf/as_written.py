"""What WeasyPrint does not say to those who copy a text or have it read out."""

import re
from collections.abc import Iterator
from typing import Any

from publisher.writers.pdf.boxes import Box
from publisher.writers.pdf.replaced import Function

# The scripts from Devanagari to Myanmar, and Khmer.
_SYLLABLES = re.compile(r"[\u0900-\u109f\u1780-\u17ff]")


def as_written(draw: Function) -> Function:
    """Return a way to draw a line that puts its text beside its signs (ISO 32000-1, 14.9.4).

    A font maps each of its signs to letters. In Devanagari and scripts like it a syllable is drawn
    with several signs, some of which stand before letters that are spoken first: no such map gives
    the text back.
    """

    def draw_as_written(stream: Any, line: Box, *given: Any) -> Any:  # noqa: ANN401 - WeasyPrint's own
        if not _SYLLABLES.search(line.text):
            return draw(stream, line, *given)
        stream.begin_marked_content("Span", f"<</ActualText {_as_object(line.text)}>>")
        drawn = draw(stream, line, *given)
        stream.end_marked_content()
        return drawn

    return draw_as_written


def with_languages(build: Function) -> Function:
    """Return a way to build tags that name the language of a text which is in another one than the
    page (ISO 32000-1, 14.9.2); WeasyPrint names that of the document alone.
    """

    def build_with_languages(box: Any, *given: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint's own
        for element in build(box, *given):
            language = None if box.element is None else box.element.get("lang")
            if language and box.element_tag not in ("html", "body"):
                element["Lang"] = _as_object(language)
            yield element

    return build_with_languages


def _as_object(text: str) -> str:
    """Return a text as a PDF writes it, in UTF-16 and hexadecimal (ISO 32000-1, 7.9.2.2)."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
