"""Two texts of a cell compared for a reader: what was added and what was taken away."""

from dataclasses import dataclass

from publisher.review.differences import different


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text; `kind` is 'same', 'added' or 'deleted' as against another text, or
    'struck' where it is struck through.
    """

    kind: str
    text: str


def marked(before: str, after: str) -> tuple[Stretch, ...]:
    """Return a text with what was added to another one and taken from it."""
    found: list[Stretch] = []
    end = 0
    for start, stop, first, last in different(before, after):
        found.append(Stretch("same", before[end:start]))
        found.append(Stretch("deleted", before[start:stop]))
        found.append(Stretch("added", after[first:last]))
        end = stop
    found.append(Stretch("same", before[end:]))
    return tuple(each for each in found if each.text)
