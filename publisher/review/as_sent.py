"""Recorded changes of formatting after which all looks as it was sent: nobody's work.

SuperDoc records on the text before a new paragraph that its formatting changed, with the new the
same as the old, or the same as in the draft as sent (measured).
"""

from collections.abc import Iterable, Iterator, Sequence

from publisher.review.differences import bare
from publisher.review.format_changes import LOOKS
from publisher.review.marked import letters_of, paired
from publisher.review.returned import FormatChange, Formatting, Line, TrackedChange

_BY_WHAT = {what: look for look, what in LOOKS.items()} | {"style": "style"}
_OF_PARAGRAPHS = frozenset(("style", "list", "level"))


def unchanged_formats(sent: Sequence[Line], returned: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the changes of formatting in lines that changed nothing for the eye."""
    every = {change.number: change for line in returned for change in _formats_in(line)}
    if not any(change.formats for change in every.values()):
        return frozenset(every)
    changed = {*_changed_letters(sent, returned), *_changed_paragraphs(sent, returned)}
    return frozenset(every.keys() - changed)


def _formats_in(line: Line) -> Iterator[TrackedChange]:
    yield from line.is_formatted
    for piece in line.pieces:
        yield from piece.formats


def _changed_letters(sent: Sequence[Line], returned: Sequence[Line]) -> Iterator[int]:
    """Yield the changes of which a letter does not look as it was sent, or was not sent."""
    letters = list(letters_of(returned))
    for letter, old in zip(letters, paired(list(letters_of(sent)), letters), strict=True):
        for change in letter.formats:
            is_as_sent = old and _is_as_sent(change.formats, letter.formatting, old.formatting)
            if change.formats and not is_as_sent:
                yield change.number


def _is_as_sent(changes: Iterable[FormatChange], new: Formatting, old: Formatting) -> bool:
    """Tell whether all that was changed looks as it was sent."""
    one, other = dict(old.look), dict(new.look)
    looks = [_BY_WHAT.get(each.what, "") for each in changes]
    return all(each and one.get(each, "") == other.get(each, "") for each in looks)


def _changed_paragraphs(sent: Sequence[Line], returned: Iterable[Line]) -> Iterator[int]:
    """Yield the changes of paragraphs that are not the same as a paragraph that was sent."""
    known = {_as_paragraph(line) for line in sent if line.text.strip()}
    for line in returned:
        is_known = _as_paragraph(line) in known
        for change in line.is_formatted:
            is_of_style = {each.what for each in change.formats} <= _OF_PARAGRAPHS
            if change.formats and not (is_known and is_of_style):
                yield change.number


def _as_paragraph(line: Line) -> tuple[str, str, int | None]:
    return bare(line.text), line.style, line.level
