"""Symbols of United Nations documents: are they written as the UN writes them, and about this
State.

The forms were gathered from documents of the treaty bodies, the Human Rights Council, the former
Commission and the General Assembly: CRC/C/OPSC/DEU/CO/1, CRC/C/DEU/CO/3-4, CRC/C/15/Add.266,
CRC/C/SR.1867, A/HRC/28/56, E/CN.4/1994/84.
"""

import re
from collections.abc import Iterator

from publisher.check.cells import cell_problem
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.model import Cell

_ADDENDA = r"(?:/(?:Add|Corr|Rev)\.\d+)*"
_BODY = r"(?:CRC|CEDAW|CCPR|CERD|CAT|CED|CMW|CRPD)"
_STATE = r"(?P<state>[A-Z]{3})"
_NUMBERS = r"\d+(?:-\d+)?"
_FORMS = (
    rf"{_BODY}/C/(?:OP[A-Z]{{2}}/)?{_STATE}/(?:(?:CO|Q|QPR|INT|FCO|FU|RQ)/)?{_NUMBERS}{_ADDENDA}",
    rf"{_BODY}/C/\d+/(?:Add\.\d+|\d+|L\.\d+){_ADDENDA}",
    rf"{_BODY}/C/(?:GC/|SR\.|RES/)?{_NUMBERS}(?:/Rev\.\d+)?{_ADDENDA}",
    r"CEDAW/C/GC/\d+(?:/Rev\.\d+)?[-/]CRC/C/GC/\d+(?:/Rev\.\d+)?",
    rf"A/HRC/(?:RES/|DEC/|WG\.6/)?\d+/(?:{_STATE}/)?\d+{_ADDENDA}",
    rf"A/(?:RES/)?\d+/\d+{_ADDENDA}",
    rf"E/CN\.4/\d{{4}}/\d+{_ADDENDA}",
    rf"ST/[A-Z]+/\d+{_ADDENDA}",
)
_SYMBOL = re.compile("|".join(f"(?:{re.sub('[?]P<state>', '?:', form)})" for form in _FORMS))
_STATE_OF = re.compile(rf"/C/(?:OP[A-Z]{{2}}/)?{_STATE}/|/WG\.6/\d+/(?P<upr>[A-Z]{{3}})/")
_LOOKS_LIKE_ONE = re.compile(
    r"\b(?:CRC|CEDAW|CCPR|A|E)\s?[/\\]\s?(?:C|HRC|CN|RES|\d)", re.IGNORECASE
)


def check_symbol(cell: Cell, country: str, iso3: str) -> Iterator[Diagnostic]:
    """Yield what is doubtful in the symbol of a source; text without anything like a symbol is let
    be.
    """
    for written in re.split(r"\s*[;,]\s+|\s+and\s+", cell.text):
        if not _LOOKS_LIKE_ONE.search(written):
            continue
        if not _SYMBOL.fullmatch(written):
            yield cell_problem("C238", cell, spot=written, near=mended_symbol(written))
        elif (other := state_of(written)) and iso3 and other != iso3:
            yield cell_problem("C239", cell, spot=written, other=other, country=country, own=iso3)


def state_of(symbol: str) -> str:
    """Return the three letters of the State in a symbol, or the empty string."""
    found = _STATE_OF.search(symbol)
    return (found["state"] or found["upr"] or "") if found else ""


def mended_symbol(written: str) -> str:
    """Return the symbol that was probably meant, or the empty string: spaces, case, backslashes, a
    zero for O.
    """
    text = re.sub(r"\s+", "", written).strip(".").upper().replace("\\", "/")
    text = text.replace("/C0/", "/CO/").replace("//", "/")
    text = re.sub(r"/(ADD|CORR|REV)\.?(?=\d)", lambda found: f"/{found[1].capitalize()}.", text)
    return text if text != written and _SYMBOL.fullmatch(text) else ""
