"""The file publisher.toml as text, in whatever encoding and under whatever name it was saved.

This is the edge: it knows paths.
"""

import codecs
import re
import tomllib
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure, problem
from publisher.project.files import read_file
from publisher.project.settings_lines import misread_lines, unread_lines, without_odd_spaces

# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DOCUMENTS = (b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .rtf; .docx and .odt; .doc
# The setting's file as Windows, macOS and e-mail programs rename it.
_ALMOST = re.compile(r"publisher(?:[ _-]?\(?\d*\)?)?\.(?:toml|tml|txt|tom|ini)(?:\.(?:txt|toml))?")


def settings_of(path: Path, defaults: dict[str, Any]) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return the settings that a file holds, none where there is no such file, and what is wrong.

    Raises PublisherError where it cannot be read at all, with everything that stands against it.
    """
    if not path.exists():
        return {}, _under_another_name(path)
    place = Place(path.name)
    text = _text(path, place)
    for each in (text, without_odd_spaces(text)):
        try:
            return tomllib.loads(each), list(misread_lines(each, place))
        except tomllib.TOMLDecodeError as fault:
            unread = fault
    found = tuple(unread_lines(without_odd_spaces(text), defaults, place))
    if found:
        raise PublisherError(*found) from unread
    raise failure("P401", place, fault=unread) from unread


def _text(path: Path, place: Place) -> str:
    content = read_file(path)
    if content.startswith(_DOCUMENTS):
        raise failure("P435", place)
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as fault:
        line = len(re.split(rb"\r\n|\r|\n", content[: fault.start]))
        raise failure("P434", place, line=line) from fault
    return re.sub(r"\r\n?", "\n", text)


def _encoding(content: bytes) -> str:
    marked = (encoding for mark, encoding in _MARKS.items() if content.startswith(mark))
    if found := next(marked, ""):
        return found
    # Without a mark, UTF-16 is known by the half of each plain letter that is nothing.
    if content[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" else "utf-8"


def _under_another_name(path: Path) -> list[Diagnostic]:
    if not path.parent.is_dir():
        return []
    names = sorted(each.name for each in path.parent.iterdir() if each.is_file())
    almost = [name for name in names if _ALMOST.fullmatch(name.casefold())]
    return [problem("P436", Place(name)) for name in almost[:1]]
