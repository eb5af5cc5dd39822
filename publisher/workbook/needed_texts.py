"""The shared texts and the comments of a workbook, cut down to what is read of them (ECMA-376 Part
1, 18.4, 18.7).
"""

import re
from dataclasses import dataclass

from publisher.workbook.needed_xml import CleanXml, Texts, parse

_COMMENT = {"ref": r"[A-Z]{1,3}\d{1,7}", "authorId": r"\d{1,5}"}


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """The shared texts of a workbook: how many there are, and how many the file says there should
    be; 0 where it says nothing.
    """

    xml: bytes = b""
    count: int = 0
    promised: int = 0


def strings_xml(xml: bytes) -> SharedTexts:
    """Return the shared texts of a workbook (18.4.9). Raises BrokenPackageError."""
    strings = _Strings()
    parse(xml, strings)
    return SharedTexts(strings.to.done(), strings.count, strings.promised)


class _Strings:
    """Reads shared texts and writes them."""

    def __init__(self) -> None:
        self.to = CleanXml("sst")
        self.count = self.promised = 0
        self._texts = Texts()

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "sst":
            written = values.get("uniqueCount", "")
            self.promised = int(written) if re.fullmatch(r"[0-9]{1,9}", written) else 0
        elif name == "si":
            self._texts = Texts()
        else:
            self._texts.begin(name, values)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "si":
            self._texts.write(self.to, "si")
            self.count += 1
        else:
            self._texts.end(name)

    def letters(self, text: str) -> None:
        """Take text."""
        self._texts.letters(text)


def comments_xml(xml: bytes) -> bytes:
    """Return the comments of a sheet: authors and texts (18.7). Raises BrokenPackageError."""
    comments = _Comments()
    parse(xml, comments)
    return comments.to.done()


class _Comments:
    """Reads comments and writes them."""

    def __init__(self) -> None:
        self.to = CleanXml("comments")
        self._texts: Texts | None = None
        self._author: list[str] | None = None

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if self._texts:
            self._texts.begin(name, values)
        elif name == "text":
            self._texts = Texts()
        elif name == "author":
            self._author = []
        elif name in ("authors", "commentList", "comment"):
            self.to.begin(name, values, _COMMENT if name == "comment" else {})

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "text" and self._texts:
            self._texts.write(self.to, "text")
            self._texts = None
        elif self._texts:
            self._texts.end(name)
        elif name == "author":
            self.to.text("author", "".join(self._author or ()))
            self._author = None
        elif name in ("authors", "commentList", "comment"):
            self.to.end(name)

    def letters(self, text: str) -> None:
        """Take text."""
        if self._texts:
            self._texts.letters(text)
        elif self._author is not None:
            self._author.append(text)
