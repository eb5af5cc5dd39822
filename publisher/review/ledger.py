"""The ledger of letters: whether all that stands in a returned draft was read, and whether all that
was read is unchanged or in an item.

What balances says nothing. What does not is told with its words, so that a person can look for
them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.review.differences import ENDS, alike, bare
from publisher.review.fields import link_of
from publisher.review.items import ReviewItem
from publisher.review.names import DRAWINGS, KINDS, MARKS, WORD_NAMESPACES, is_read, name_of, value
from publisher.review.returned import Line
from publisher.review.tracked_text import Atom

_MOST = 200  # letters that a message quotes
_NEAR = 60  # letters of what stands before
_FORMULAS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_CODES = ("instrText", "delInstrText")
_OLD = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")


def _tags() -> Iterator[str]:
    """Yield the names of the elements in which something stands that a person sees."""
    for space in WORD_NAMESPACES:
        for name in ("t", "delText", "sym", *_CODES, *DRAWINGS):
            yield f"{{{space}}}{name}"
    yield from (f"{{{space}}}t" for space in _FORMULAS)
    yield "{*}symEx"


_SAYING = tuple(_tags())
_MARKS = tuple(f"{{{space}}}{name}" for space in WORD_NAMESPACES for name in MARKS)


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that stand together and were not read, and the words before them."""

    words: str
    near: str = ""


# Reading


def unread_letters(roots: Iterable[Any], read: Set[Any], file: str) -> Iterator[Diagnostic]:
    """Yield what stands in the parts of a file and was not read; `read` holds the elements that
    were.
    """
    place = Place(file)
    pictures = 0
    for root in roots:
        saying = [each for each in root.iter(*_SAYING) if each in read or _counts(each)]
        if all(each in read for each in saying):
            continue
        pictures += sum(each not in read and _is_picture(each) for each in saying)
        for each in _stretches(saying, read):
            yield _told(each, place)
    if pictures:
        yield problem("R652", place, count=pictures)


def _told(unread: Unread, place: Place) -> Diagnostic:
    words = _quoted(unread.words)
    if unread.near:
        return problem("R650", place, words=words, before=unread.near)
    return problem("R651", place, words=words)


def _is_picture(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether an element is a drawing without words; its words are told themselves."""
    has_words = next(element.iter("{*}txbxContent"), None) is not None
    return name_of(element) in DRAWINGS and not has_words


def _quoted(words: str) -> str:
    return words if len(words) <= _MOST else f"{words[:_MOST]}…"


def _counts(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether something has to be read: not the line above notes, nor a second form of what
    was.
    """
    is_of_program = any(
        name_of(each) in ("footnote", "endnote") and value(each, "type")
        for each in element.iterancestors()
    )
    return not is_of_program and is_read(element)


def _stretches(saying: Sequence[Any], read: Set[Any]) -> Iterator[Unread]:
    """Yield the words that were not read, those that follow upon each other as one."""
    before = words = ""
    paragraph = None
    for element in saying:
        own = next(element.iterancestors("{*}p"), None)
        if own is not paragraph:
            before, words, paragraph = f"{before} ", f"{words} ", own
        if element not in read:
            words += _words(element)
            continue
        if words.strip():
            yield Unread(" ".join(words.split()), _end(before))
        words = ""
        before = f"{before}{_words(element)}"[-2 * _NEAR :]
    if words.strip():
        yield Unread(" ".join(words.split()), _end(before))


def _words(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return what a person sees in an element; of the code of a field its address."""
    name = name_of(element)
    if name in _CODES:
        return link_of(element.text or "")
    if name in ("sym", "symEx"):
        return f"[{value(element, 'font')} {value(element, 'char')}]"
    return "" if name in DRAWINGS else element.text or ""


def _end(text: str) -> str:
    """Return the end of a text, from the beginning of a word."""
    text = " ".join(text.split())
    return text if len(text) <= _NEAR else text[-_NEAR:].partition(" ")[2]


def unread_marks(roots: Iterable[Any], read: Set[Any]) -> Iterator[Any]:
    """Yield the marks that were not read and change no letters that were: those of formatting, of
    paragraphs, rows and cells without text. What they were before is no mark (17.13.5.31).
    """
    for root in roots:
        for mark in root.iter(*_MARKS):
            is_left = mark not in read and is_read(mark) and not _is_history(mark)
            if is_left and next(mark.iter(*_SAYING), None) is None:
                yield mark


def misread_marks(roots: Iterable[Any], read: Set[Any], file: str) -> Iterator[Diagnostic]:
    """Yield the marks that were not read though the letters in them were."""
    counts: dict[str, int] = {}
    for root in roots:
        for mark in root.iter(*_MARKS):
            is_left = mark not in read and name_of(mark) in KINDS and is_read(mark)
            if is_left and any(each in read for each in mark.iter(*_SAYING)):
                counts[name_of(mark)] = counts.get(name_of(mark), 0) + 1
    for name, count in sorted(counts.items()):
        yield problem("R621", Place(file), count=count, name=name)


def _is_history(mark: Any) -> bool:  # noqa: ANN401 - an lxml element
    return any(name_of(each) in _OLD for each in mark.iterancestors())


# Harvest


def uncompared(lines: Iterable[Line], places: Iterable[tuple[object, Sequence[Line]]]) -> list[str]:
    """Return the text of lines at which no comparison has looked; `places` are those at which one
    has.
    """
    # By identity, since two lines that say the same are equal.
    compared = {id(line) for _, own in places for line in own}
    texts = (line.text.strip() for line in lines if id(line) not in compared)
    return list(filter(None, texts))


def told_lost(words: str, file: str) -> Diagnostic:
    """Return what is told of words that got into no item."""
    return problem("R653", Place(file), words=_quoted(words))


def lost_in_weaving(returned: Iterable[Atom], woven: Iterable[Atom]) -> list[str]:
    """Return the words of a text that are no longer in it once it is woven together with what was
    sent.
    """
    own, found = _meant(returned), _meant(woven)
    if bare(own) == bare(found):
        return []
    known = Counter(found.split())
    return [" ".join((Counter(own.split()) - known).elements()) or own.strip()]


def lost_in_items(woven: Iterable[Atom], items: Iterable[ReviewItem]) -> list[str]:
    """Return added words that stand in no item."""
    added = [atom.text for atom in woven if not atom.is_base]
    told = [bare(item.added) for item in items]
    if Counter(bare("".join(added))) == Counter("".join(told)):
        return []
    whole = "\n".join(told)
    lost = [text.strip() for text in added if bare(text) not in whole]
    return list(filter(None, lost)) or ["".join(added).strip()]


def letters_in(lines: Iterable[Line], changes: Set[int]) -> list[tuple[int, str]]:
    """Return of changes, given by number, the words that somebody wrote in them; what a program
    works out is no word of anybody's.
    """
    found: dict[int, str] = {}
    for line in lines:
        for piece in line.pieces:
            if piece.is_field or not piece.text.strip():
                continue
            for change in piece.changes:
                if change.number in changes:
                    found[change.number] = found.get(change.number, "") + piece.text
    return list(found.items())


def own_marks(lines: Iterable[Line]) -> set[int]:
    """Return the changes of the marks of paragraphs whose text the same person changed: these say
    no more than the text does.
    """
    found: set[int] = set()
    for line in lines:
        authors = {change.author for piece in line.pieces for change in piece.changes}
        found.update(change.number for change in line.mark if change.author in authors)
    return found


def _meant(atoms: Iterable[Atom]) -> str:
    """Return the text of atoms with all changes accepted, ends of paragraphs as spaces."""
    meant = (each for each in atoms if all(change.kind.adds for change in each.changes))
    return alike("".join(" " if atom.text in ENDS else atom.text for atom in meant))
