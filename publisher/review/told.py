"""What must be told of how a returned draft is built: a line for what would be hundreds of
items.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, by the code of its message, with the rows and columns that it concerns.

    `words` are words of the draft itself, such as a heading that somebody wrote.
    """

    code: str
    provisions: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    count: int = 0
