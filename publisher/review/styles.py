"""How letters look in a returned draft: by formatting of their own, else by the styles of run and
paragraph (ECMA-376 Part 1, 17.7).

Styles of tables are left aside: a draft as sent and as returned have the same, and what LibreOffice
copies out of them into the text is nobody's mark.
"""

from functools import cache
from typing import Any

from publisher.review.names import PLAIN_VALUES, child, name_of, named, value
from publisher.review.returned import Formatting

_Look = dict[str, str]  # the value of each property of letters that a level sets
_ON = "on"
_SWITCHES = {
    "b": "bold",
    "i": "italic",
    "strike": "struck",
    "dstrike": "struck",
    "vanish": "hidden",
}
_COMPLEX = {
    "bCs": "bold",
    "iCs": "italic",
    "strike": "struck",
    "dstrike": "struck",
    "vanish": "hidden",
}  # in scripts such as Arabic (17.3.2.2, 17.3.2.17)
_TOGGLES = ("bold", "italic", "struck", "hidden")
# A background lighter than this in all of red, green and blue, with less between them, is paper;
# AbiWord copies that of a cell into each run (measured).
_PAPER, _TINT = 0xE8, 0x10
_FONTS = ("ascii", "hAnsi", "cs", "eastAsia")


class StyleSheet:
    """The styles of a file; `root` is its part of styles, None where it has none."""

    def __init__(self, root: Any = None) -> None:  # noqa: ANN401 - an lxml element, or None
        styles = list(named(root, "style"))
        self._styles = {value(each, "styleId"): each for each in styles}
        defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        self._defaults = {each: _set_by(defaults, is_complex=each) for each in (False, True)}
        self._default = next((value(each, "styleId") for each in styles if _is_default(each)), "")
        self._of_style = cache(self._uncached_of_style)

    def name(self, style: str) -> str:
        """Return what people call a style, such as 'heading 1'; its id where it has no name."""
        return value(child(self._styles.get(style), "name"), "val") or style

    def formatting(self, properties: Any, paragraph_style: str) -> Formatting:  # noqa: ANN401
        """Return how letters with these properties look in a paragraph of this style."""
        look = self._looks_of(properties, paragraph_style)
        switched = {name: look.get(name) == _ON for name in (*_TOGGLES, "underlined")}
        is_highlighted = _ON in (look.get("highlighted"), look.get("shaded"))
        style = self._of_style(paragraph_style or self._default, _is_complex(properties))
        of_paragraph = frozenset(name for name, is_on in style.items() if is_on == _ON)
        return Formatting(
            **switched,
            highlighted=is_highlighted,
            color=look.get("color", ""),
            of_paragraph=of_paragraph,
        )

    def font(self, properties: Any, paragraph_style: str) -> str:  # noqa: ANN401
        """Return the font of letters with these properties; the empty string for none."""
        return self._looks_of(properties, paragraph_style).get("font", "")

    def _looks_of(self, properties: Any, paragraph_style: str) -> _Look:  # noqa: ANN401
        """Return what letters look like once all levels are put together."""
        is_complex = _is_complex(properties)
        run_style = value(child(properties, "rStyle"), "val")
        levels = (
            self._defaults[is_complex],
            self._of_style(paragraph_style or self._default, is_complex),
            self._of_style(run_style, is_complex),
        )
        look: dict[str, str] = {}
        for level in levels:
            look |= level
        # What both styles put on is off; what the document puts on at all stays on (17.7.3).
        for name in _TOGGLES:
            puts_on = [level.get(name) == _ON for level in levels]
            look[name] = _ON if puts_on[0] or puts_on[1] != puts_on[2] else ""
        return look | _set_by(properties, is_complex=is_complex)

    def _uncached_of_style(self, style: str, is_complex: bool) -> _Look:
        """Return what a style sets, with what it takes from those on which it is based
        (17.7.4.3).
        """
        chain: list[Any] = []
        while style in self._styles and self._styles[style] not in chain:
            chain.append(self._styles[style])
            style = value(child(chain[-1], "basedOn"), "val")
        look: dict[str, str] = {}
        for each in reversed(chain):
            look |= _set_by(child(each, "rPr"), is_complex=is_complex)
        return look


def _is_complex(properties: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether letters are those of a script such as Arabic, which has looks of its own
    (17.3.2.7, 17.3.2.30).
    """
    return child(properties, "rtl") is not None or child(properties, "cs") is not None


def _is_shade(fill: str) -> bool:
    """Tell whether a background is one that a person sees as a mark: no white, no hint of grey."""
    if len(fill) != 6 or fill.lower().strip("0123456789abcdef"):
        return False
    parts = [int(fill[at : at + 2], 16) for at in (0, 2, 4)]
    return min(parts) < _PAPER or max(parts) - min(parts) >= _TINT


def _is_default(style: Any) -> bool:  # noqa: ANN401 - an lxml element
    is_of_paragraphs = value(style, "type") == "paragraph"
    return is_of_paragraphs and value(style, "default") not in ("", *PLAIN_VALUES)


def _set_by(properties: Any, *, is_complex: bool) -> _Look:  # noqa: ANN401 - an lxml element
    """Return what properties of a run set, by what it is called here."""
    look: dict[str, str] = {}
    switches = _COMPLEX if is_complex else _SWITCHES
    for element in properties if properties is not None else ():
        name, own = name_of(element), value(element, "val")
        if name in switches:
            is_on = own not in PLAIN_VALUES
            is_second = look.get(switches[name]) == _ON and name == "dstrike"
            look[switches[name]] = _ON if is_on or is_second else ""
        elif name == "u":
            look["underlined"] = _ON if own not in PLAIN_VALUES else ""
        elif name == "highlight":
            look["highlighted"] = _ON if own not in PLAIN_VALUES else ""
        elif name == "shd":
            look["shaded"] = _ON if _is_shade(value(element, "fill")) else ""
        elif name == "color":
            look["color"] = "" if own.lower() == "auto" else own.upper()
        elif name == "rFonts":
            fonts = (value(element, each) for each in _FONTS)
            look["font"] = next(filter(None, fonts), "")
    return look
