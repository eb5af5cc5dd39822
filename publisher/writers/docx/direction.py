"""Right to left in Word: flags on tables, paragraphs, sections and runs; the order of the data never changes.

The first column stays the first cell and is shown at the right (ECMA-376 Part 1, 17.4.1).
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# Elements that come after the flag in their parents' sequences (17.3.1.26, 17.3.2.28, 17.4.60, 17.6.17).
_AFTER_BIDI_VISUAL = (
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
    "tblW",
    "jc",
    "tblCellSpacing",
    "tblInd",
    "tblBorders",
)
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
_AFTER_SECTION_BIDI = ("rtlGutter", "docGrid", "printerSettings")


def set_right_to_left(document: Document) -> None:
    """Turn a filled document round: tables, paragraphs and pages, and each run that is not Latin."""
    for defaults in document.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr"):
        defaults.insert(0, OxmlElement("w:bidi"))
    for section in document.sections:
        _insert(section._sectPr, "bidi", _AFTER_SECTION_BIDI)
    roots = [document.element.body]
    roots += [part._element for part in _own_parts(document)]
    for root in roots:
        for properties in root.iter(qn("w:tblPr")):
            _insert(properties, "bidiVisual", _AFTER_BIDI_VISUAL)
        for run in root.iter(qn("w:r")):
            if _runs_right_to_left("".join(text.text or "" for text in run.iter(qn("w:t")))):
                _insert(run.get_or_add_rPr(), "rtl", _AFTER_RTL)


def _own_parts(document: Document) -> Iterator[Any]:
    """Yield headers and footers; looking into one that is only taken over from the section before would make it."""
    for section in document.sections:
        yield from (part for part in (section.header, section.footer) if not part.is_linked_to_previous)


def _runs_right_to_left(text: str) -> bool:
    """Tell whether a run's first letter that has a direction runs to the left; Latin symbols and keys do not."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((direction in ("R", "AL") for direction in directions if direction in ("L", "R", "AL")), False)


def _insert(parent: Any, name: str, followers: tuple[str, ...]) -> None:  # noqa: ANN401 - an lxml element
    if parent.find(qn(f"w:{name}")) is not None:
        return
    flag = OxmlElement(f"w:{name}")
    after = next((child for child in parent if child.tag in {qn(f"w:{each}") for each in followers}), None)
    if after is None:
        parent.append(flag)
    else:
        after.addprevious(flag)
