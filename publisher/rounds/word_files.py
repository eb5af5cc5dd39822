"""Returned files as Word files: what each is, is told by its bytes, and LibreOffice turns the
documents of other programs into Word files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure, problem
from publisher.domain.language import Language
from publisher.project.files import read_file
from publisher.project.office import as_word, office
from publisher.review.kinds import FileKind, FlatWordError, kind_of, unfolded
from publisher.review.outside_text import all_lines
from publisher.review.returned import Returned
from publisher.review.safe_open import MOST_BYTES, bearable_parts

_IN_ONE_PIECE = (FileKind.FLAT_OPENDOCUMENT, FileKind.FLAT_WORD)


@dataclass(frozen=True, slots=True)
class WordFile:
    """A returned file as a Word file, with the name to keep it by: one that ends in .docx is a Word
    file.
    """

    content: bytes
    name: str


def word_file(content: bytes, name: str) -> WordFile:
    """Return a returned file as a Word file. Raises PublisherError where it cannot be one."""
    kind = kind_of(content)
    if kind is FileKind.LOCKED:
        raise failure("R644", Place(name))
    if kind is FileKind.WORD_2003_XML:
        # LibreOffice reads these, and drops what was added with tracking (measured: 7.4).
        raise failure("R648", Place(name))
    if kind is not FileKind.FLAT_WORD and not kind.is_foreign:
        return WordFile(content, name)  # what is no document at all, is told when it is opened
    _require_bearable(content, kind, name)
    kept = f"{name}{kind.ending}" if name.lower().endswith(".docx") else name
    word = (
        _unfolded(content, name) if kind is FileKind.FLAT_WORD else _converted(content, kind, name)
    )
    return WordFile(word, kept)


def _require_bearable(content: bytes, kind: FileKind, name: str) -> None:
    place = Place(name)
    if len(content) > MOST_BYTES:
        raise failure("R613", place, size=len(content) // 2**20, most=MOST_BYTES // 2**20)
    if kind is FileKind.OPENDOCUMENT:
        bearable_parts(content, name)
    # No program writes a document type into these; entities could be anything.
    if kind in _IN_ONE_PIECE and b"<!DOCTYPE" in content.replace(b"\x00", b""):
        raise failure("R617", place, part=name)


def _unfolded(content: bytes, name: str) -> bytes:
    try:
        return unfolded(content)
    except FlatWordError as fault:
        raise failure("R614", Place(name)) from fault


def _converted(content: bytes, kind: FileKind, name: str) -> bytes:
    if not office():
        raise failure("R630", Place(name), ending=kind.ending)
    word = as_word(content, kind.ending)
    if not word:
        raise failure("R635", Place(name))
    return word


# Files that are no drafts


def lock_files(paths: Iterable[Path]) -> dict[Path, Diagnostic]:
    """Return which files are those that Word keeps beside a document that is open, each with what
    is told of it: 'collect *.docx' names them too.
    """
    found = {}
    for path in paths:
        if path.name.startswith("~$") and _is_no_document(path):
            found[path] = problem("R647", Place(path.name))
    return found


def _is_no_document(path: Path) -> bool:
    try:
        return kind_of(read_file(path)) is FileKind.OTHER
    except PublisherError:  # another program holds it open, as Word does with its own
        return True


# Headings that only a report has, and words that only a draft has, by their keys among the words.
_IN_REPORT = ("facts", "how_to_read", "summary", "glance")
_IN_DRAFT = ("mark", "title", "asked", "how", "until", "questions")
_ENOUGH = 2  # a reviewer may write one of these headings too


def require_no_report(returned: Returned, language: Language, name: str) -> None:
    """Raise PublisherError where a file is no draft but a report made for publication."""
    lines = {line.text.strip() for line in all_lines(returned)}
    report, draft = language.words("report"), language.words("draft")
    headings = [report[key] for key in _IN_REPORT if report[key] in lines]
    if len(headings) < _ENOUGH or _says_any(lines, [draft[key] for key in _IN_DRAFT]):
        return
    title = returned.properties.get("dc:title", "") or _first_line(returned)
    raise failure("R646", Place(name), title=title, mark=draft["mark"])


def _says_any(lines: Iterable[str], words: list[str]) -> bool:
    return any(each in line for line in lines for each in words)


def _first_line(returned: Returned) -> str:
    texts = (line.text.strip() for line in all_lines(returned))
    return next(filter(None, texts), "")
