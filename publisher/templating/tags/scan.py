"""The tags in a text: where each begins and ends, and where braces stand that make no tag.

Comes in: a text, such as a paragraph of a Word template or a whole HTML template. Goes out: its
tags in order, and the faults of its braces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = re.compile(r"\{[{%#]")
_CLOSER = re.compile(r"[}%#]\}")
# In a Word template a tag may say what goes with it: its paragraph, table row, table cell or run.
_PREFIX = re.compile(r"(tr|tc|p|r) ")
_RAW_END = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_APART = re.compile(r"\{\s+[{%]|(?<![}%])\}\s+\}|%\s+\}")
_SINGLE = re.compile(r"(?<!\{)\{\s*((?:report|words)\.\w[^{}]*?)\s*\}(?!\})")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; `inner` is what stands between its braces, without prefix and hyphens.

    `closer` is empty where the tag is not closed, and another than the opener asks for where the
    two do not match.
    """

    start: int
    end: int
    text: str
    opener: str
    prefix: str
    inner: str
    closer: str

    @property
    def is_whole(self) -> bool:
        """Whether the tag ends as it should."""
        return self.closer == _CLOSING[self.opener]

    @property
    def wanted(self) -> str:
        """The braces that should end the tag."""
        return _CLOSING[self.opener]

    @property
    def prints(self) -> bool:
        """Whether the tag prints something."""
        return self.opener == "{{"

    @property
    def word(self) -> str:
        """The first word of an instruction: for, if, endfor."""
        found = re.match(r"\s*(\w+)", self.inner)
        return found[1] if found and self.opener == "{%" else ""


@dataclass(frozen=True, slots=True)
class Stray:
    """Braces that make no tag: `kind` is 'closing' (nothing was opened), 'apart' (a space between)
    or 'single'.
    """

    start: int
    end: int
    text: str
    kind: str


def tags_in(text: str, *, has_prefixes: bool) -> tuple[Tag, ...]:
    """Return the tags of a text in order, those that are not closed as well; what stands between
    raw tags is none.
    """
    return tuple(_tags(text, has_prefixes=has_prefixes))


def _tags(text: str, *, has_prefixes: bool) -> Iterator[Tag]:
    position = 0
    while opener := _OPENER.search(text, position):
        tag = _tag(text, opener.start(), has_prefixes=has_prefixes)
        position = tag.end
        yield tag
        if tag.word == "raw" and (end := _RAW_END.search(text, position)):
            position = end.start()


def _tag(text: str, start: int, *, has_prefixes: bool) -> Tag:
    opener = text[start : start + 2]
    following = _OPENER.search(text, start + 2)
    limit = following.start() if following and opener != "{#" else len(text)
    closer = text.find(_CLOSING[opener], start + 2, limit)
    found = _CLOSING[opener] if closer >= 0 else ""
    if closer < 0 and opener != "{#" and (other := _CLOSER.search(text, start + 2, limit)):
        closer, found = other.start(), other[0]
    end = closer + 2 if closer >= 0 else _end_of_unclosed(text, start, limit)
    inner = text[start + 2 : closer if closer >= 0 else end]
    prefix = _PREFIX.match(inner) if has_prefixes else None
    if prefix:
        inner = inner[prefix.end() :]
    elif inner.startswith(("-", "+")):
        inner = inner[1:]
    inner = inner.removesuffix("-").removesuffix("+")
    return Tag(start, end, text[start:end], opener, prefix[1] if prefix else "", inner, found)


def _end_of_unclosed(text: str, start: int, limit: int) -> int:
    """Return where an unclosed tag is taken to end: at its line's end, and not at all too far."""
    line_end = text.find("\n", start + 2, limit)
    return min(line_end if line_end >= 0 else limit, start + 80, limit)


def strays_in(text: str, tags: tuple[Tag, ...]) -> tuple[Stray, ...]:
    """Return the braces outside the tags that look as if they should make one."""
    rest = list(text)
    for tag in tags:
        end = _RAW_END.search(text, tag.end) if tag.word == "raw" else None
        last = end.start() if end else tag.end
        rest[tag.start : last] = "\0" * (last - tag.start)
    outside = "".join(rest)
    found = [Stray(each.start(), each.end(), each[0], "apart") for each in _APART.finditer(outside)]
    found += [
        Stray(each.start(), each.end(), each[0], "closing")
        for each in re.finditer(r"[}%]\}", outside)
    ]
    found += [
        Stray(each.start(), each.end(), each[0], "single") for each in _SINGLE.finditer(outside)
    ]
    return tuple(sorted(found, key=lambda stray: stray.start))


def quoted(text: str, start: int, end: int, *, around: int = 24, most: int = 90) -> str:
    """Return a stretch of a text with a little of what stands around it, on one line."""
    first, last = max(start - around, 0), min(max(end, start + 1) + around, len(text))
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    shown = " ".join(text[first:last].split())
    if len(shown) > most:
        first, last = (
            start,
            max(text.rfind(" ", start + most // 2, start + most), start + most // 2),
        )
        shown = " ".join(text[first:last].split())
    return f"{'… ' if text[:first].strip() else ''}{shown}{' …' if text[last:].strip() else ''}"
