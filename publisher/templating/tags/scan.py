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
# Braces outside all tags that look as if they should make one, by the kind of `Stray`.
_STRAYS = {
    "apart": re.compile(r"\{\s+[{%]|(?<![}%])\}\s+\}|%\s+\}"),
    "closing": re.compile(r"[}%]\}"),
    "single": re.compile(r"(?<!\{)\{\s*((?:report|words)\.\w[^{}]*?)\s*\}(?!\})"),
}


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
    """Braces that make no tag.

    `kind` is 'closing' (nothing was opened), 'apart' (a space between) or 'single'.
    """

    start: int
    end: int
    text: str
    kind: str


def tags_in(text: str, *, has_prefixes: bool) -> tuple[Tag, ...]:
    """Return the tags of a text in order, also unclosed ones; between raw tags there are none."""
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
    # A tag ends before the next begins, but for a remark, in which others may stand.
    following = None if opener == "{#" else _OPENER.search(text, start + 2)
    limit = following.start() if following else len(text)
    closer, closing = _closer_of(opener, text, start, limit)
    if closing:
        end, inner_end = closer + 2, closer
    else:
        end = inner_end = _end_of_unclosed(text, start, limit)
    prefix, inner = _parted(text[start + 2 : inner_end], has_prefixes=has_prefixes)
    return Tag(start, end, text[start:end], opener, prefix, inner, closing)


def _closer_of(opener: str, text: str, start: int, limit: int) -> tuple[int, str]:
    """Return where a tag is closed and by which braces, be they those of another kind of tag."""
    wanted = _CLOSING[opener]
    closer = text.find(wanted, start + 2, limit)
    if closer >= 0:
        return closer, wanted
    other = None if opener == "{#" else _CLOSER.search(text, start + 2, limit)
    return (other.start(), other[0]) if other else (-1, "")


def _parted(inside: str, *, has_prefixes: bool) -> tuple[str, str]:
    """Return what stands between braces as its prefix and the rest, without hyphens at the ends."""
    prefix = _PREFIX.match(inside) if has_prefixes else None
    if prefix:
        inner = inside[prefix.end() :]
    else:
        inner = inside[1:] if inside.startswith(("-", "+")) else inside
    inner = inner.removesuffix("-").removesuffix("+")
    return prefix[1] if prefix else "", inner


def _end_of_unclosed(text: str, start: int, limit: int) -> int:
    """Return where an unclosed tag is taken to end: at its line's end, and not at all too far."""
    line_end = text.find("\n", start + 2, limit)
    return min(line_end if line_end >= 0 else limit, start + 80, limit)


def strays_in(text: str, tags: tuple[Tag, ...]) -> tuple[Stray, ...]:
    """Return the braces outside the tags that look as if they should make one."""
    rest = list(text)
    for tag in tags:
        raw_end = _RAW_END.search(text, tag.end) if tag.word == "raw" else None
        last = raw_end.start() if raw_end else tag.end
        rest[tag.start : last] = "\0" * (last - tag.start)
    outside = "".join(rest)
    strays = []
    for kind, pattern in _STRAYS.items():
        for found in pattern.finditer(outside):
            strays.append(Stray(found.start(), found.end(), found[0], kind))
    return tuple(sorted(strays, key=lambda stray: stray.start))


def quoted(text: str, start: int, end: int, *, around: int = 24, most: int = 90) -> str:
    """Return a stretch of a text with a little of what stands around it, on one line."""
    first, last = max(start - around, 0), min(max(end, start + 1) + around, len(text))
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    shown = " ".join(text[first:last].split())
    if len(shown) > most:
        half = start + most // 2
        first, last = start, max(text.rfind(" ", half, start + most), half)
        shown = " ".join(text[first:last].split())
    before = "… " if text[:first].strip() else ""
    after = " …" if text[last:].strip() else ""
    return f"{before}{shown}{after}"
