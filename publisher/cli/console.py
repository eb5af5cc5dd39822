"""The console as it is: what it cannot show is shown in letters that it has, and never ends a
command.

Windows hands out code pages of 256 letters to programs whose output goes into a file or another
program, and Unix knows consoles of plain ASCII (LANG=C). What comes in is text, what goes out is
text in letters that the console has.
"""

import errno
import io
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TextIO

import click

# Signs that stand for something else where they cannot be shown; letters that Unicode does not take
# apart into a base letter and marks.
_OTHERS = {
    "-": "•‣◦∙▪▫■□●○◆◇►▶–—‒‑‐―−",
    "->": "→➔➜⟶",
    "<-": "←⟵",
    "<->": "↔",
    "=>": "⇒",
    "...": "…",
    '"': "“”„‟«»〝〞",
    "'": "‘’‚‛‹›ʼ′",
    "x": "×✗✘",
    "+": "✓✔",
    ">=": "≥",
    "<=": "≤",
    "!=": "≠",
    "/": "⁄∕⏎",
    "i": "ı", "l": "ł", "L": "Ł", "d": "đðɗ", "D": "ĐÐƊ", "o": "ø", "O": "Ø", "h": "ħ", "H": "Ħ",
    "t": "ŧ", "T": "Ŧ", "b": "ɓ", "B": "Ɓ", "k": "ĸƙ", "K": "Ƙ", "e": "əǝɛ", "E": "ƏƎƐ", "y": "ƴ",
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "ss": "ß", "SS": "ẞ", "th": "þ", "Th": "Þ",
    "ng": "ŋ", "Ng": "Ŋ", "n": "ɲ", "N": "Ɲ", "EUR": "€",
}  # fmt: skip
_SUBSTITUTES = {sign: plain for plain, signs in _OTHERS.items() for sign in signs}


def readable(text: str, encoding: str) -> str:
    """Return a text in letters that an encoding has; each that it lacks has a substitute.

    A list sign becomes -, an arrow ->, a letter with marks the same with fewer or none. A letter of
    another script, which has no substitute, becomes a question mark.
    """
    if _has(encoding, text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_shown(letter, encoding) for letter in composed)


@lru_cache(maxsize=4096)
def _shown(letter: str, encoding: str) -> str:
    if _has(encoding, letter):
        return letter
    if letter in _SUBSTITUTES:
        return _SUBSTITUTES[letter]
    category = unicodedata.category(letter)
    if category.startswith("M") or category == "Cf":  # marks; signs that are never seen
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category.startswith("Z"):
        return " "
    return _with_fewer_marks(letter, encoding) or _taken_apart(letter, encoding) or "?"


def _with_fewer_marks(letter: str, encoding: str) -> str:
    """Return the base of a letter with one of its marks (ê for ệ), where the encoding has that."""
    base, *marks = tuple(unicodedata.normalize("NFD", letter))
    together = (unicodedata.normalize("NFC", base + mark) for mark in marks)
    return next((each for each in together if len(each) == 1 and _has(encoding, each)), "")


def _taken_apart(letter: str, encoding: str) -> str:
    """Return what a letter is made of (ﬁ, ③, ş), in letters that the encoding has."""
    parts = unicodedata.normalize("NFKD", letter)
    return "" if parts == letter else "".join(_shown(each, encoding) for each in parts)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class Readable(io.TextIOBase):
    """A stream that shows each text in the letters that the stream below has."""

    # click takes a stream of ASCII for a mistake and writes UTF-8 past it.
    encoding = "utf-8"
    errors = "strict"

    def __init__(self, below: TextIO) -> None:
        self._below = below

    def write(self, text: str) -> int:
        """Write a text and return how long it was."""
        if not isinstance(text, str):  # click asks so whether a stream takes bytes
            raise TypeError(text)
        self._below.write(readable(text, self._below.encoding))
        return len(text)

    def flush(self) -> None:
        """Write out what waits."""
        self._below.flush()

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self._below.isatty()

    def fileno(self) -> int:
        """Return the number that the system gave the stream below."""
        return self._below.fileno()


def shows_all() -> bool:
    """Return whether the standard output has all letters."""
    return not isinstance(sys.stdout, Readable)


def run(command: Callable[[], object]) -> None:
    """Carry out a command on whatever console there is; what cannot be shown ends no command."""
    _know_all_names()
    sys.stdout = _prepared(sys.stdout)
    sys.stderr = _prepared(sys.stderr)
    _require_text(sys.argv[1:])
    try:
        command()
    except OSError as fault:
        if fault.filename is not None or fault.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        sys.stdout = _nowhere()  # it would fail once more when the program ends
        click.echo(f"What was to be shown could not be written ({fault.strerror}).", err=True)
        raise SystemExit(1) from fault


def _know_all_names() -> None:
    """Begin again so that files of any name can be found and written, where the system's settings
    know only those of one alphabet (LANG=C).
    """
    knows_all = sys.getfilesystemencoding().lower().replace("-", "") == "utf8"
    if os.name != "posix" or knows_all or sys.flags.utf8_mode or not sys.executable:
        return
    shown_in = getattr(sys.stdout, "encoding", None) or "ascii"
    os.environ.setdefault("PYTHONIOENCODING", shown_in)
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _require_text(arguments: Sequence[str]) -> None:
    """Stop where something was typed that is no text, as in a terminal of another encoding; only
    files that are there may be called so.
    """
    for typed in arguments:
        value = typed.partition("=")[2] if typed.startswith("--") else typed
        if not _has("utf-8", typed) and not Path(value).exists():
            shown = readable(typed, "utf-8")
            click.echo(
                f"Error: '{shown}' holds signs that are no letters in UTF-8; set this terminal to "
                "UTF-8 and type it again.",
                err=True,
            )
            raise SystemExit(2)


def _prepared(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed by whoever started the program
        return _nowhere()
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if stream.encoding.lower().replace("-", "") == "utf8":
        # A file's name may hold what is no letter in UTF-8.
        stream.reconfigure(errors="replace")
        return stream
    return Readable(stream)  # type: ignore[return-value]


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
