"""Names of styles as Word compares them: without regard to case, and by their other names.

LibreOffice writes 'Heading 1' and 'Footnote Text' where Word writes 'heading 1' and 'footnote text'
(measured); Word takes both for its own style.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from lxml import etree

from publisher.templating.word.package import W

T = TypeVar("T")
# What Word shows of its own styles where it is not what it writes, but for capital letters
# (17.7.4.9).
_SHOWN = {
    "comment text": "annotation text",
    "comment reference": "annotation reference",
    "comment subject": "annotation subject",
}


class StyleNames(Mapping[str, T], Generic[T]):
    """What belongs to styles, by their names in any spelling that Word takes for the same.

    Styles of the same letters in another case are told apart where the very name is there.
    """

    def __init__(self) -> None:
        self._own: dict[str, T] = {}
        self._same: dict[str, T] = {}

    def add(self, name: str, value: T, other_names: tuple[str, ...] = ()) -> None:
        """Add what belongs to a style; the first style of a name counts."""
        self._own.setdefault(name, value)
        for each in (name, *other_names):
            self._same.setdefault(compared(each), value)

    def __getitem__(self, name: str) -> T:
        if name in self._own:
            return self._own[name]
        return self._same[compared(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def compared(name: str) -> str:
    """Return what all spellings of a style's name have in common."""
    folded = " ".join(name.split()).casefold()
    return _SHOWN.get(folded, folded)


def style_name(style: etree._Element) -> str:
    """Return the name that Word shows of a style; headings' have a capital letter (17.7.4.9)."""
    named = style.find(f"{W}name")
    name = (named.get(f"{W}val") or "") if named is not None else ""
    return re.sub(r"^heading (?=\d$)", "Heading ", name)


def other_names(style: etree._Element) -> tuple[str, ...]:
    """Return the further names that somebody gave a style (17.7.4.1)."""
    aliases = style.find(f"{W}aliases")
    listed = (aliases.get(f"{W}val") or "") if aliases is not None else ""
    return tuple(each.strip() for each in listed.split(",") if each.strip())
