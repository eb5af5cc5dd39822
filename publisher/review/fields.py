"""Fields: text that a program puts in by a code, such as a page number or a link (ECMA-376 Part 1,
17.16).

What most fields show a program works out anew. What a link, a citation or a blank of a form shows,
somebody wrote.
"""

import re
from dataclasses import dataclass, field
from typing import Any

# Fields whose result is somebody's words (17.16.5); programs for citations keep theirs in ADDIN.
_WRITTEN = (
    "HYPERLINK",
    "ADDIN",
    "CITATION",
    "FORMTEXT",
    "FORMDROPDOWN",
    "MERGEFIELD",
    "QUOTE",
    "MACROBUTTON",
    "GOTOBUTTON",
    "SYMBOL",
)
_WORDS = re.compile(r'"((?:\\.|[^"\\])*)"|(\S+)')
_WITH_VALUE = ("\\o", "\\t")  # switches of HYPERLINK whose value leads nowhere


@dataclass(slots=True)
class OpenField:
    """A field that has begun: its code, whether its result has begun.

    `held` are the elements of its code in which text stands: they are read once the code has ended.
    """

    code: str = ""
    shows: bool = False
    held: list[Any] = field(default_factory=list)

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote what the field shows."""
        return self.code.strip().partition(" ")[0].upper() in _WRITTEN

    @property
    def address(self) -> str:
        """Where the field leads; the empty string where it is no link."""
        return link_of(self.code)


def link_of(code: str) -> str:
    """Return the address in the code of a link, HYPERLINK "https://…" with its switches
    (17.16.5.25).
    """
    words = list(_WORDS.finditer(code))
    if not words or words[0][0].upper() != "HYPERLINK":
        return ""
    address = place = switch = ""
    for found in words[1:]:
        text = found[0] if found[1] is None else re.sub(r"\\(.)", r"\1", found[1])
        if found[1] is None and text.startswith("\\"):
            switch = text.lower()
        elif switch == "\\l":
            place, switch = text, ""
        elif switch in _WITH_VALUE:
            switch = ""
        else:
            address, switch = address or text, ""
    return f"{address}#{place}" if place else address
