"""The marks of assessments on the desk: those of all publications, in the colours of the house.

They are drawn, since a page of the desk may hold no styles of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.compose.presentation import House
from publisher.domain.colours import text_on
from publisher.domain.report import State
from publisher.writers.drawn import drawn


@dataclass(frozen=True, slots=True)
class Mark:
    """A square of a colour, and the drawing of the sign in it; nothing where nobody assessed."""

    colour: str
    sign: str = ""


def marks_of(house: House) -> Mapping[str, Mark]:
    """Return the marks of assessments by their ids, and that of 'none': nobody assessed."""
    marks = {
        id_: Mark(colour, drawn(house.symbols.get(id_, ""), text_on(colour)))
        for id_, colour in house.colours.items()
    }
    return {**marks, "none": Mark(house.state_colours[State.NOT_RESEARCHED])}
