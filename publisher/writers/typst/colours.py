"""The colours of a publication as a Typst template is given them: for the screen, or as inks.

On the screen a colour is written #rrggbb. In print it is four parts in per cent: text is black ink
alone, so that no letter is a screen of dots or printed twice; the accent has two inks at most, so
that small headings stay sharp where the plates lie a little apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from publisher.compose.presentation import House
from publisher.domain.colours import WHITE, text_on

Inks = tuple[float, float, float, float]  # cyan, magenta, yellow and black, in per cent
Separation = Callable[[str], Inks]  # of a colour written #rrggbb

_SCREEN = {
    "paper": "#ffffff",
    "ink": "#1f2a37",
    "soft": "#55606e",
    "rule": "#c3ccd6",
    "tint": "#f2f5f8",
    "grey": "#8a95a1",
}
_PRINT: Mapping[str, Inks] = {
    "paper": (0, 0, 0, 0),
    "ink": (0, 0, 0, 100),
    "soft": (0, 0, 0, 100),
    "rule": (0, 0, 0, 30),
    "tint": (0, 0, 0, 6),
    "grey": (0, 0, 0, 45),
}
_MOST_INKS_OF_TEXT = 2


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by name, and by the id of a share the one in which a text stands on it."""

    colours: Mapping[str, str | Inks]
    on: Mapping[str, str | Inks]


def palette(house: House, separation: Separation | None = None) -> Palette:
    """Return the colours of a house style; as inks where `separation` gives them."""
    fills = {f"finding-{id_}": colour for id_, colour in house.colours.items()}
    fills |= {f"state-{state}": colour for state, colour in house.state_colours.items()}
    # What nobody assessed looks like what nobody researched.
    if "not_researched" in house.state_colours:
        fills["finding-"] = house.state_colours["not_researched"]
    own = {"accent": house.accent, "warning": house.warning}
    on = {
        name.split("-", 1)[1]: "paper" if text_on(each) == WHITE else "ink"
        for name, each in fills.items()
    }
    if separation is None:
        colours: dict[str, str | Inks] = {**_SCREEN, **own, **fills}
    else:
        inks = {name: separation(each) for name, each in fills.items()}
        texts = {name: _of_few_inks(separation(each)) for name, each in own.items()}
        colours = {**_PRINT, **texts, **inks}
    return Palette(colours, {id_: colours[name] for id_, name in on.items()})


def _of_few_inks(inks: Inks) -> Inks:
    least = sorted(inks)[-_MOST_INKS_OF_TEXT]
    cyan, magenta, yellow, black = (part if part >= least else 0 for part in inks)
    return cyan, magenta, yellow, black
