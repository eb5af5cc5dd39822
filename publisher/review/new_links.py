"""Links that somebody made of words that were sent, and what programs record of how these look
then.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from publisher.review.differences import alike
from publisher.review.returned import FormatChange, Line, Piece

# A place in the draft: # alone, one of our bookmarks behind the name of a file, or, as pandoc
# writes such a link, the switch that says so (17.16.5.25).
_OWN_PLACE = re.compile(r"^#|^\\l|^(?!https?:).*#(source|group|r|c)_\w+$")
_LOOKS = frozenset(("color", "underlined"))
# Word's name of the style, and LibreOffice's.
_STYLES = frozenset(("hyperlink", "internet link"))


def linked_anew(sent: Iterable[Line], returned: Iterable[Line]) -> Iterator[Piece]:
    """Yield the words of which somebody made a link; a new word with a link is an item of its
    own.
    """
    linked = _linked_text(sent)
    for line in returned:
        for piece in line.pieces:
            if piece.text.strip() and _is_linked_anew(piece, linked):
                yield piece


def looks_of_new_links(sent: Sequence[Line], returned: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the changes of formatting by which new links look like links.

    LibreOffice records them (measured); the items of the links say what was done.
    """
    return frozenset(
        change.number
        for piece in linked_anew(sent, returned)
        for change in piece.formats
        if all(map(_is_of_links, change.formats))
    )


def _is_of_links(change: FormatChange) -> bool:
    is_style = change.what == "style" and change.new.casefold() in _STYLES
    return is_style or change.what in _LOOKS


def _linked_text(sent: Iterable[Line]) -> str:
    """Return all words that were links in the draft as sent."""
    pieces = [piece for line in sent for piece in line.pieces if piece.link]
    return alike("".join(piece.text for piece in pieces))


def _is_linked_anew(piece: Piece, linked: str) -> bool:
    leads_outside = piece.link and not _OWN_PLACE.search(piece.link)
    is_new_text = any(change.kind.adds for change in piece.changes)
    return bool(leads_outside) and alike(piece.text) not in linked and not is_new_text
