"""The sheet 'Read me' of a workbook as a PDF with pictures, for those who fill it in.

Comes in: the lines of the sheet, and the words and letters that its pictures show. Goes out: the
PDF. What a line is about is found by what stands in it, so that every language has the same page.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from publisher.writers.typst.process import Job, pdf_of

_TEMPLATE = "read_me.typ"
# What the lines themselves say that nobody can read in a cell.
_UNREADABLE = ("n/a", "–", "?")
_MARK = re.compile(r"\b[A-Z]\d{3}-[0-9a-f]{4}\b")
_PASTE_KEYS = re.compile(r"\b(?:Ctrl|Strg)\+V\b")
_PARTS = " · "
_ENDS = (".", "!", "?", "؟", "…", ")")
# What is read first: how to paste, how to cite, what to say; then the rest as the sheet has it.
_ORDER = ("paste", "cite", "states")


@dataclass(frozen=True, slots=True)
class ReadMe:
    """What the page is made of: the lines of the sheet, of which the first is the title and those
    that begin with '# ' are headings; `states` are what a cell says where there is no text,
    `articles` four rows, `pictures` the words of the pictures; `accent` is the colour of headings.
    """

    lines: Sequence[str]
    states: Sequence[str]
    articles: Sequence[str]
    last_letter: str
    pictures: Mapping[str, str]
    language: str
    direction: str
    accent: str
    author: str


@dataclass(frozen=True, slots=True)
class _Example:
    """A citation as it is right and as it is wrong, and why."""

    right: str
    wrong: str
    why: str


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    picture: str
    lines: tuple[str, ...]
    rows: tuple[_Example, ...] = ()
    right: str = ""
    wrong: str = ""


def write_read_me(page: ReadMe, *, file: str) -> bytes:
    """Return the PDF (PDF/UA-1). Raises PublisherError where Typst is not there or dies."""
    title, *lines = page.lines
    intro = _until_heading(lines)
    told = _in_order(_sections(lines[len(intro) :], page.states))
    keys = (found[0] for line in lines if (found := _PASTE_KEYS.search(line)))
    marks = (found[0] for line in lines if (found := _MARK.search(line)))
    data: dict[str, Any] = {
        "title": title.removeprefix("# "),
        "intro": intro,
        "sections": [asdict(each) for each in told],
        "articles": page.articles,
        "states": page.states,
        "unreadable": _UNREADABLE,
        "paste_keys": next(keys, "Ctrl+V"),
        "mark": next(marks, ""),
        "last_letter": page.last_letter,
        "pictures": dict(page.pictures),
        "language": page.language,
        "direction": page.direction,
        "accent": page.accent,
        "author": page.author,
    }
    template = files("publisher.writers.typst") / _TEMPLATE
    job = Job(
        file=file,
        folder="publisher",
        files={_TEMPLATE: template.read_bytes()},
        data=json.dumps(data, ensure_ascii=False),
        standards=("ua-1",),
    )
    from publisher.writers.typst.tags import without_suspects  # noqa: PLC0415 - loads pikepdf

    return without_suspects(pdf_of(job))


def _until_heading(lines: Sequence[str]) -> list[str]:
    first = next((at for at, line in enumerate(lines) if line.startswith("# ")), len(lines))
    return list(lines[:first])


def _sections(lines: Sequence[str], states: Sequence[str]) -> Iterator[_Section]:
    heading, own = "", list[str]()
    for line in (*lines, "# "):
        if not line.startswith("# "):
            own.append(line)
            continue
        if heading:
            yield _section(heading, tuple(own), states)
        heading, own = line.removeprefix("# "), []


def _section(title: str, lines: tuple[str, ...], states: Sequence[str]) -> _Section:
    examples = [line.split(_PARTS) for line in lines if line.count(_PARTS) == 2]
    if examples:
        rest = tuple(line for line in lines if line.count(_PARTS) != 2)
        labels = [_apart(part)[0] for part in examples[0][:2]]
        rows = tuple(_Example(_apart(one)[1], _apart(two)[1], why) for one, two, why in examples)
        return _Section(title, "cite", rest, rows, *labels)
    text = "\n".join(lines)
    picture = ""
    if "F2" in text:
        picture = "paste"
    elif all(state in text for state in states):
        picture = "states"
    elif _MARK.search(text):
        picture = "check"
    return _Section(title, picture, tuple(_whole(lines)))


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Yield sentences that the sheet breaks over two lines, since its columns are narrow, whole."""
    begun = ""
    for line in lines:
        begun = f"{begun} {line}".strip()
        if line.endswith(_ENDS):
            yield begun
            begun = ""
    if begun:
        yield begun


def _apart(part: str) -> tuple[str, str]:
    """Return what stands before the colon of an example, and the citation behind it."""
    name, _, citation = part.partition(":")
    return name.strip(), citation.strip()


def _in_order(sections: Iterable[_Section]) -> list[_Section]:
    found = list(sections)
    ranks = {kind: number for number, kind in enumerate(_ORDER)}
    return sorted(found, key=lambda each: ranks.get(each.picture, len(ranks)))
