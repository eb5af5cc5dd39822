"""What stands on which page of a Word file that a program laid out, beside what the file itself says must be there.

The file is read as the standard describes it (ECMA-376 Part 1, 17.9 for lists, 17.11 for notes), with nothing of the
product's. Texts are compared without spaces, since programs break lines where they like.
"""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from tests.programs.saved_again import program, run
from tests.support import W

_START = 16  # letters by which a paragraph is known; more are often cut by the end of a line


@dataclass(frozen=True)
class Words:
    """What a page must show of a paragraph: its first letters, and all of them; with the sign or number before it."""

    first: str
    all: str


class WordFile:
    """What a Word file says that its pages must show."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._parts = {
                name: etree.fromstring(archive.read(f"word/{name}.xml"))
                for name in ("document", "styles", "numbering", "footnotes")
            }
        styles = self._parts["styles"].iter(f"{W}style")
        self._styles = {each.get(f"{W}styleId"): each for each in styles}

    @cached_property
    def headings(self) -> list[str]:
        """The headings of the text that stand in it once, in order; not those of cover and list of contents."""
        found = []
        for paragraph in self._paragraphs:
            name = self._style_name(paragraph)
            if re.match(r"heading [1-9]", name) and bare(text_of(paragraph)):
                found.append(bare(text_of(paragraph)))
        return [each for each in found if found.count(each) == 1]

    @cached_property
    def listed(self) -> list[Words]:
        """The paragraphs of lists, with the sign or number that each must show."""
        counts: Counter[tuple[str, str]] = Counter()
        found = []
        for paragraph in self._paragraphs:
            number, level = self._numbering(paragraph)
            words = bare(text_of(paragraph))
            if number in ("", "0") or not words:
                continue
            kind, sign, start = self._level(number, level)
            if kind != "bullet":
                counts[number, level] += 1
                sign = re.sub(r"%\d", str(start - 1 + counts[number, level]), sign)
            found.append(Words(bare(sign) + words[:_START], bare(sign) + words))
        return found

    @cached_property
    def notes(self) -> list[Words]:
        """The footnotes, each with its number."""
        texts = (bare(text_of(each)) for each in self._notes)
        return [Words(f"{n}{text[:_START]}", f"{n}{text}") for n, text in enumerate(texts, 1)]

    @property
    def notes_without_numbers(self) -> list[Words]:
        """The footnotes by their texts alone."""
        texts = (bare(text_of(each)) for each in self._notes)
        return [Words(text[:_START], text) for text in texts]

    @property
    def _notes(self):
        notes = self._parts["footnotes"].iter(f"{W}footnote")
        return [each for each in notes if not each.get(f"{W}type")]

    @property
    def _paragraphs(self):
        return self._parts["document"].iter(f"{W}p")

    def _style_name(self, paragraph) -> str:
        style = self._styles.get(_value(paragraph, "pPr/pStyle"))
        return "" if style is None else _value(style, "name").casefold()

    def _numbering(self, paragraph) -> tuple[str, str]:
        """Return the list and level of a paragraph, its own or those of its style (17.9.18)."""
        at = paragraph
        style = _value(paragraph, "pPr/pStyle")
        while at is not None:
            if number := _value(at, "pPr/numPr/numId"):
                return number, _value(at, "pPr/numPr/ilvl") or "0"
            at = self._styles.get(style)
            style = "" if at is None else _value(at, "basedOn")
        return "", ""

    def _level(self, number: str, level: str) -> tuple[str, str, int]:
        """Return the kind, the text and the first number of a level (17.9.6)."""
        numbering = self._parts["numbering"]
        num = numbering.find(f"{W}num[@{W}numId='{number}']")
        assert num is not None
        abstract = numbering.find(
            f"{W}abstractNum[@{W}abstractNumId='{_value(num, 'abstractNumId')}']"
        )
        assert abstract is not None
        found = abstract.find(f"{W}lvl[@{W}ilvl='{level}']")
        assert found is not None
        override = num.find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}startOverride")
        start = _value(found, "start") if override is None else override.get(f"{W}val")
        return _value(found, "numFmt"), _value(found, "lvlText"), int(start or 1)


def text_of(element) -> str:
    """Return the text of a paragraph or note; a tab or break parts words."""
    return "".join(
        each.text or "" if each.tag == f"{W}t" else " "
        for each in element.iter(f"{W}t", f"{W}tab", f"{W}br")
    )


def bare(text: str) -> str:
    """Return a text without spaces and hyphens, its letters in one form."""
    return re.sub(
        r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2010-\u2011-]",
        "",
        unicodedata.normalize("NFKC", text),
    )


def letters(text: str) -> str:
    """Return the letters of a text in the order of the alphabet, by which lines are compared."""
    return "".join(sorted(bare(text)))


def _value(element, path: str) -> str:
    names = "/".join(f"{W}{name}" for name in path.split("/"))
    found = element.find(names)
    return "" if found is None else found.get(f"{W}val", "")


class Pages:
    """The pages of a PDF that a program made of a Word file."""

    def __init__(self, pdf, folder) -> None:
        text = run(program("pdftotext", "poppler-utils"), pdf, "-", folder=folder)
        raw = run(program("pdftotext", "poppler-utils"), "-raw", pdf, "-", folder=folder)
        self.texts = text.split("\f")[:-1]
        self._bare = [bare(page) for page in self.texts]
        self._raw = [bare(page) for page in raw.split("\f")[:-1]]
        # Letters from right to left come in the order of the line or in that of the page, as a program wrote them.
        self._lines = [Counter(letters(line) for line in page.splitlines()) for page in self.texts]

    def of_headings(self, headings: list[str]) -> list[int]:
        """Return the page of each heading, from the last one back; 0 for one that stands nowhere."""
        found: list[int] = []
        page = len(self._raw)
        for heading in reversed(headings):
            at = page
            while at and not self._shows(at, heading):
                at -= 1
            found.insert(0, at)
            page = at or page
        return found

    def _shows(self, page: int, text: str) -> bool:
        at = page - 1
        return text in self._bare[at] or text in self._raw[at] or letters(text) in self._lines[at]

    def missing(self, texts: list[Words]) -> list[str]:
        """Return the texts that stand on no page, or on fewer than they should."""
        raw, plain = "".join(self._raw), "".join(self._bare)
        lines = sum(self._lines, Counter())
        found = []
        for text, count in Counter(texts).items():
            shown = max(raw.count(text.first), plain.count(text.first), lines[letters(text.all)])
            if shown < count:
                found.append(text.first)
        return found

    def number_of(self, pattern: str) -> int:
        """Return how often signs stand on the pages."""
        return len(re.findall(pattern, "".join(self.texts)))

    @property
    def shows_its_number(self) -> bool:
        """Whether the last page bears its number."""
        return str(len(self.texts)) in re.findall(r"\d+", self.texts[-1])

    @property
    def empty(self) -> list[int]:
        """The pages on which nothing stands but what stands on many."""
        lines = [{_without_numbers(line) for line in page.splitlines()} for page in self.texts]
        usual = Counter(line for page in lines for line in page)
        found = []
        for number, page in enumerate(lines, 1):
            own = [line for line in page if usual[line] <= max(2, len(lines) / 3)]
            if len("".join(own)) < 10:
                found.append(number)
        return found


def _without_numbers(line: str) -> str:
    return re.sub(r"\d+", "", bare(line))
