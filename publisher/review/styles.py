"""How letters look in a returned draft: by formatting of their own, else by the styles of run and
paragraph (ECMA-376 Part 1, 17.7).

Styles of tables are left aside: a draft as sent and as returned have the same, and what LibreOffice
copies out of them into the text is nobody's mark.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from publisher.review.names import PLAIN_VALUES, child, name_of, named, value
from publisher.review.returned import Formatting

_Look = dict[str, str]  # the value of each property of letters that a level sets
_Elements = dict[str, Any]  # properties by name
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
_COLOURFUL = 48  # how far red, green and blue of a colour lie apart, of 255; less is a grey
_DARK = 80  # a colour of which nothing is brighter is taken for black
_FONTS, _COMPLEX_FONTS = ("ascii", "hAnsi"), ("cs",)


@dataclass(frozen=True, slots=True)
class _Base:
    """How letters look that have no formatting of their own, and what of it comes from the style of
    their paragraph.
    """

    look: _Look
    of_paragraph: frozenset[str]


class StyleSheet:
    """The styles of a file; `root` is its part of styles, None where it has none."""

    def __init__(self, root: Any = None) -> None:  # noqa: ANN401 - an lxml element, or None
        styles = list(named(root, "style"))
        self._styles = {value(each, "styleId"): each for each in styles}
        defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        self._defaults = {each: _set_by(_by_name(defaults), each) for each in (False, True)}
        self._default = next((value(each, "styleId") for each in styles if _is_default(each)), "")
        # Thousands of runs have few looks among them.
        self._base = cache(self._uncached_base)
        self._of_style = cache(self._uncached_of_style)

    def name(self, style: str) -> str:
        """Return what people call a style, such as 'heading 1'; its id where it has no name."""
        return value(child(self._styles.get(style), "name"), "val") or style

    def formatting(self, properties: Any, paragraph_style: str) -> Formatting:  # noqa: ANN401
        """Return how letters with these properties look in a paragraph of this style."""
        look, of_paragraph = self._looks_of(properties, paragraph_style)
        return _formatting(frozenset(look.items()), of_paragraph)

    def look(self, properties: Any, paragraph_style: str) -> Mapping[str, str]:  # noqa: ANN401
        """Return what is set of the look of letters with these properties: font, size and so on."""
        return self._looks_of(properties, paragraph_style)[0]

    def _looks_of(self, properties: Any, paragraph_style: str) -> tuple[_Look, frozenset[str]]:  # noqa: ANN401
        """Return what letters look like once all levels are put together, and what the style of the
        paragraph puts on.
        """
        own = _by_name(properties)
        is_complex = "rtl" in own or "cs" in own  # a script such as Arabic (17.3.2.7, 17.3.2.30)
        style = value(own.get("rStyle"), "val")
        base = self._base(paragraph_style or self._default, style, is_complex)
        return base.look | _set_by(own, is_complex), base.of_paragraph

    def _uncached_base(self, paragraph_style: str, run_style: str, is_complex: bool) -> _Base:
        levels = (
            self._defaults[is_complex],
            self._of_style(paragraph_style, is_complex),
            self._of_style(run_style, is_complex),
        )
        look: _Look = {}
        for level in levels:
            look |= level
        # What both styles put on is off; what the document puts on at all stays on (17.7.3).
        for name in _TOGGLES:
            puts_on = [level.get(name) == _ON for level in levels]
            look[name] = _ON if puts_on[0] or puts_on[1] != puts_on[2] else ""
        look["style"] = self.name(run_style)
        return _Base(look, frozenset(name for name, is_on in levels[1].items() if is_on == _ON))

    def _uncached_of_style(self, style: str, is_complex: bool) -> _Look:
        """Return what a style sets, with what it takes from those on which it is based
        (17.7.4.3).
        """
        chain: list[Any] = []
        while style in self._styles and self._styles[style] not in chain:
            chain.append(self._styles[style])
            style = value(child(chain[-1], "basedOn"), "val")
        look: _Look = {}
        for each in reversed(chain):
            look |= _set_by(_by_name(child(each, "rPr")), is_complex)
        return look


@cache
def _formatting(look: frozenset[tuple[str, str]], of_paragraph: frozenset[str]) -> Formatting:
    found = dict(look)
    switched = {name: found.get(name) == _ON for name in (*_TOGGLES, "underlined")}
    is_highlighted = _ON in (found.get("highlighted"), found.get("shaded"))
    color = found.get("color", "")
    return Formatting(
        **switched,
        highlighted=is_highlighted,
        color=color,
        of_paragraph=of_paragraph,
        look=look,
    )


def _by_name(properties: Any) -> _Elements:  # noqa: ANN401 - an lxml element, or None
    return {name_of(each): each for each in properties} if properties is not None else {}


def _is_shade(fill: str) -> bool:
    """Tell whether a background is one that a person sees as a mark: no white, no hint of grey."""
    if len(fill) != 6 or fill.lower().strip("0123456789abcdef"):
        return False
    parts = [int(fill[at : at + 2], 16) for at in (0, 2, 4)]
    return min(parts) < _PAPER or max(parts) - min(parts) >= _TINT


def _is_colour(color: str) -> bool:
    """Tell whether a person sees a colour as one: no grey, nothing nearly black."""
    if len(color) != 6 or color.strip("0123456789ABCDEF"):
        return False
    parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) >= _DARK and max(parts) - min(parts) >= _COLOURFUL


def _is_default(style: Any) -> bool:  # noqa: ANN401 - an lxml element
    is_of_paragraphs = value(style, "type") == "paragraph"
    return is_of_paragraphs and value(style, "default") not in ("", *PLAIN_VALUES)


def _set_by(properties: _Elements, is_complex: bool) -> _Look:
    """Return what properties of a run set, by what it is called here."""
    look: _Look = {}
    for name, called in (_COMPLEX if is_complex else _SWITCHES).items():
        if name in properties:
            look[called] = _on(properties[name]) or look.get(called, "")
    for name, (called, said) in _SAID.items():
        if name in properties:
            look[called] = said(properties[name])
    if "rFonts" in properties:
        fonts = _COMPLEX_FONTS if is_complex else _FONTS
        own = next(filter(None, (value(properties["rFonts"], each) for each in fonts)), "")
        look |= {"font": own} if own else {}
    return look


def _on(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return _ON if value(element, "val") not in PLAIN_VALUES else ""


def is_highlight(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether a person sees a highlight as one: white on paper is none (17.3.2.15). AbiWord's
    .rtf has it on all that stands in cells (measured).
    """
    return value(element, "val") not in (*PLAIN_VALUES, "white")


def _highlight(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return _ON if is_highlight(element) else ""


def _shade(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return _ON if _is_shade(value(element, "fill")) else ""


def _colour(element: Any) -> str:  # noqa: ANN401 - an lxml element
    color = value(element, "val").upper()
    return color if _is_colour(color) else ""


def _size(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return value(element, "val")


# What properties other than switches set, and how it is read.
_SAID: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "u": ("underlined", _on),
    "highlight": ("highlighted", _highlight),
    "shd": ("shaded", _shade),
    "color": ("color", _colour),
    "sz": ("size", _size),
}
