"""The order in which WordprocessingML wants properties (ECMA-376 Part 1, annex A: wml.xsd)."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from publisher.writers.docx.elements import qn

_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr"
    " shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE"
    " autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
    " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr"
    " sectPr pPrChange"
)
_RUN = (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow"
    " emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs"
    " highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    " rPrChange"
)
_TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    " tblPrChange"
)
_CELL = (
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign"
    " hideMark headers cellIns cellDel cellMerge tcPrChange"
)
_SECTION = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
    " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter"
    " docGrid printerSettings sectPrChange"
)
_NUMBERING = "ilvl numId numberingChange ins"


def _places(names: str) -> Mapping[str, int]:
    """Return the place of each element in its sequence."""
    return {qn(name): place for place, name in enumerate(names.split())}


# The sequence of each kind of properties, by its qualified name. Headers and footers of a section
# may stand in any order among themselves, and so may the properties of rows and controls.
SEQUENCES = {
    qn("pPr"): _places(_PARAGRAPH),
    qn("rPr"): _places(_RUN),
    qn("tblPr"): _places(_TABLE),
    qn("tcPr"): _places(_CELL),
    qn("sectPr"): {**_places(_SECTION), qn("footerReference"): 0},
    qn("numPr"): _places(_NUMBERING),
}


def sequence_of(properties: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
    """Return properties as names, that of the whole first."""
    return (properties.tag, *(each.tag for each in properties if isinstance(each.tag, str)))


def put_in_order(properties: Any) -> None:  # noqa: ANN401 - an lxml element
    """Put properties into their sequence."""
    places = SEQUENCES[properties.tag]
    properties[:] = sorted(properties, key=lambda each: places.get(each.tag, len(places)))


def disorder_in(sequence: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield neighbours among properties that stand the wrong way round, after the name of the
    whole; what the standard does not name stands anywhere.
    """
    places = SEQUENCES[sequence[0]]
    own = [name for name in sequence[1:] if name in places]
    for first, second in itertools.pairwise(own):
        if places[first] > places[second]:
            yield sequence[0], first, second
