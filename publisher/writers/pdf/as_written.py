"""What WeasyPrint does not say to those who copy a text or have it read out."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from publisher.writers.pdf.boxes import Box, Element, walk
from publisher.writers.pdf.replaced import Function

# The scripts from Devanagari to Myanmar, and Khmer.
_SYLLABLES = re.compile(r"[\u0900-\u109f\u1780-\u17ff]")
_TAIL = 12  # letters at the end of a line, by which its place in the text is found


def as_written(draw: Function) -> Function:
    """Return a way to draw a line that says what its signs do not.

    A font maps each of its signs to letters. In Devanagari and scripts like it a syllable is drawn
    with several signs, some of which stand before letters that are spoken first: no such map gives
    the text back, so that it stands beside the signs (ISO 32000-1, 14.9.4). The space at which a
    line was broken is drawn at its end, so that words stay apart (14.8.2.5).
    """

    def draw_as_written(stream: Any, text: Box, *given: Any) -> Any:  # noqa: ANN401 - WeasyPrint's own
        space = " " if hasattr(text, "drops_space") else ""
        if _SYLLABLES.search(text.text):
            told = f"<</ActualText {_as_object(text.text + space)}>>"
            stream.begin_marked_content("Span", told)
            drawn = draw(stream, text, *given)
            stream.end_marked_content()
        else:
            drawn = draw(stream, text, *given)
            if space:
                _draw_space(stream)
        return drawn

    return draw_as_written


def _draw_space(stream: Any) -> None:  # noqa: ANN401
    """Draw a space in the font of what was drawn last, where that font has been asked for one."""
    name, _ = stream._current_font
    font = next(font for font in stream._fonts.values() if font.hash == name)
    spaces = (sign for sign, letters in font.to_unicode.items() if letters == " ")
    for sign in spaces:
        stream.show_text(f"<{sign:04x}>")
        break


def mark_dropped_spaces(pages: Iterable[Box]) -> None:
    """Mark the last text of each line that was broken at a space: it has the attribute
    `drops_space`.
    """

    @cache
    def whole(element: Element) -> str:
        return " ".join("".join(element.itertext()).split())

    for page in pages:
        for block in walk(page):
            # Running heads and feet are of no element, nor are they read out.
            if block.element is None:
                continue
            for line in getattr(block, "children", ()):
                # Of the last line of a paragraph nothing is left to be resumed.
                if type(line).__name__ != "LineBox" or line.resume_at is None:
                    continue
                texts = [each for each in walk(line) if type(each).__name__ == "TextBox"]
                tail = " ".join(texts[-1].text.split())[-_TAIL:] if texts else ""
                if tail and f"{tail} " in whole(block.element):
                    texts[-1].drops_space = True


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
