"""Right to left in Word: flags on tables, paragraphs, sections and runs; the order of the data never changes.

The first column stays the first cell and is shown at the right (ECMA-376 Part 1, 17.4.1).
"""

import copy
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
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
# A symbol, key or name in Latin letters: CRC/C/156, QX-1, UN Doc A/HRC/28/56.
_WORD = r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9/.\-]*(?:\([A-Za-z0-9]+\))*"
_LATIN = re.compile(rf"((?=[A-Za-zÀ-ɏ]){_WORD}(?:[ \u00a0]{_WORD})*)")
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
_AFTER_SECTION_BIDI = ("rtlGutter", "docGrid", "printerSettings")


def set_right_to_left(document: Document) -> None:
    """Turn a filled document round: tables, paragraphs and pages, and each run that is not Latin.

    A Latin symbol inside a text that runs to the left becomes a run of its own, so that its parts keep their order.
    """
    for defaults in document.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr"):
        defaults.insert(0, OxmlElement("w:bidi"))
    for section in document.sections:
        _insert(section._sectPr, "bidi", _AFTER_SECTION_BIDI)
    for borders in document.element.body.iter(qn("w:pgBorders")):
        _swap_sides(borders)
    roots = [document.element.body]
    roots += [part._element for part in _own_parts(document)]
    for root in roots:
        for properties in root.iter(qn("w:tblPr")):
            _insert(properties, "bidiVisual", _AFTER_BIDI_VISUAL)
        turn_runs(root)


def _swap_sides(borders: Any) -> None:  # noqa: ANN401 - an lxml element
    """Put what a page has at its left edge to the right (17.6.10)."""
    for side in borders:
        other = {qn("w:left"): qn("w:right"), qn("w:right"): qn("w:left")}
        side.tag = other.get(side.tag, side.tag)


def turned(part: bytes) -> bytes:
    """Return a part, such as that of the footnotes, with its runs flagged."""
    root = parse_xml(part)
    turn_runs(root)
    return bytes(serialize_part_xml(root))


def turn_runs(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Flag each run below an element that runs to the left, after taking Latin symbols out of it (17.3.2.30)."""
    for run in [piece for each in list(root.iter(qn("w:r"))) for piece in _pieces(each)]:
        if _runs_right_to_left("".join(text.text or "" for text in run.iter(qn("w:t")))):
            _insert(run.get_or_add_rPr(), "rtl", _AFTER_RTL)


def _pieces(run: Any) -> list[Any]:  # noqa: ANN401 - lxml elements
    """Return a run cut into stretches of one direction each; the run itself where it has but one."""
    texts = run.findall(qn("w:t"))
    text = texts[0].text or "" if len(texts) == 1 else ""
    stretches = [each for each in _LATIN.split(text) if each]
    if len(stretches) < 2 or not any(map(_runs_right_to_left, stretches)):
        return [run]
    pieces = [run, *(copy.deepcopy(run) for _ in stretches[1:])]
    for before, piece in itertools.pairwise(pieces):
        before.addnext(piece)
    for piece, stretch in zip(pieces, stretches, strict=True):
        shown = piece.find(qn("w:t"))
        shown.text = stretch
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return pieces


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
