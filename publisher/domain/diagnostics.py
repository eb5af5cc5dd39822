"""Problems told to a person: where they are, what is wrong and what to do.

A diagnostic holds a code and values, no sentences: the sentences stand in a catalogue per language
(messages/), so that a researcher reads them in the language of the workbook.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from publisher.domain.names import typed

T = TypeVar("T")
Catalogue = Mapping[str, Any]
STANDARD_MESSAGES = files("publisher") / "messages" / "en.toml"


class Level(StrEnum):
    """How much a problem weighs: what must be fixed stops publishing, the others do not."""

    MUST_FIX = "must_fix"
    PLEASE_CHECK = "please_check"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class TemplateSpot:
    """Where in a template a problem is: steps from the outside in, and the text that stands there.

    A step is a kind of place, as the catalogues name it in [places], and its number or name: table
    3, row 2.
    """

    steps: tuple[tuple[str, str], ...] = ()
    quote: str = ""

    def told(self, catalogue: Catalogue | None = None) -> str:
        """Return the spot in words: table 3, row 2, column 1, paragraph 4, "{{ row.title }}"."""
        words = (catalogue or standard_catalogue())["places"]
        steps = [str(words[kind]).format(number=number) for kind, number in self.steps]
        quoted = [str(words["quote"]).format(quote=self.quote)] if self.quote else []
        return ", ".join(steps + quoted)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files of a project a problem is; the empty string stands for 'not that precise'.

    `name` is what a person calls the cell: art. 5, Legal reforms. `spot` is a place in a template.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    name: str = ""
    spot: TemplateSpot = TemplateSpot()

    @property
    def inside(self) -> str:
        """The place in the workbook: Provisions!F12 (art. 5, Legal reforms); or in the template, in
        English.
        """
        return self.inside_in()

    def inside_in(self, catalogue: Catalogue | None = None) -> str:
        """Return the place in the file, in the language of a catalogue."""
        inside = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet
        inside = f"{inside} ({self.name})" if self.name else inside
        return inside or self.spot.told(catalogue)

    def told(self, catalogue: Catalogue | None = None) -> str:
        """Return file and place, in the language of a catalogue."""
        return f"{self.file}: {inside}" if (inside := self.inside_in(catalogue)) else self.file

    def __str__(self) -> str:
        return self.told()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The sentence in which a problem lies, with the very spot marked."""

    before: str
    spot: str
    after: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem; `values` fill the sentences of its code, `basis` is the text that it was found
    in.

    `other` is a second place that belongs to the problem. A value whose name ends in 'kind' is a
    word of [kinds].
    """

    code: str
    level: Level
    place: Place
    values: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    excerpt: Excerpt | None = None
    other: Place | None = None

    @property
    def token(self) -> str:
        """The code with a mark that changes with the text, for dismissing this very problem:
        C247-7f3a.
        """
        parts = (
            self.code,
            self.place.sheet,
            self.place.name,
            self.basis,
            *(f"{key}={v}" for key, v in self.values),
        )
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
        return f"{self.code}-{digest[:4]}"

    @property
    def is_dismissible(self) -> bool:
        """Whether a person may say that the problem is none: not where the report could not be
        printed.
        """
        return bool(self.place.cell) and not standard_catalogue()[self.code].get("is_fixed", False)

    def message(self, catalogue: Catalogue | None = None) -> str:
        """Return what is wrong, in the language of a catalogue; in English without one."""
        return self._sentence("message", catalogue)

    def hint(self, catalogue: Catalogue | None = None) -> str:
        """Return what to do about it, with the likely value in front where one is near."""
        hint, near = self._sentence("hint", catalogue), dict(self.values).get("near")
        if not near:
            return hint
        general = (catalogue or standard_catalogue())["general"]
        return str(general["near_hint" if hint else "near"]).format(near=near, hint=hint)

    def told(self, catalogue: Catalogue | None = None) -> str:
        """Return the whole problem as one line, and the remedy as a second one."""
        level = (catalogue or standard_catalogue())["levels"][self.level]
        first = f"{self.place.told(catalogue)}: {level} {self.code}: {self.message(catalogue)}"
        return f"{first}\n    {hint}" if (hint := self.hint(catalogue)) else first

    def __str__(self) -> str:
        return self.told()

    def _sentence(self, kind: str, catalogue: Catalogue | None) -> str:
        """Return a sentence: the one for a single thing, such as message_one, before that for a
        value that is given, such as hint_kept, before the usual one.
        """
        values, words = self._values(catalogue), self._words(catalogue)
        given = (words.get(f"{kind}_{name}") for name, value in values.items() if value)
        of_one = words.get(f"{kind}_one") if values.get("count") == "1" else None
        sentence = of_one or next(filter(None, given), words.get(kind, ""))
        return str(sentence).format(**values)

    def _values(self, catalogue: Catalogue | None) -> dict[str, str]:
        kinds = (catalogue or standard_catalogue())["kinds"]
        values: dict[str, str] = {
            key: _Value(kinds.get(value, value) if key.endswith("kind") else value)
            for key, value in self.values
        }
        return values | {"other": self.other.inside_in(catalogue)} if self.other else values

    def _words(self, catalogue: Catalogue | None) -> Mapping[str, Any]:
        words: Mapping[str, Any] = (catalogue or standard_catalogue())[self.code]
        return words


class _Value(str):
    """A value of a message, which stands as '{file:typed}' as it is typed in a command, and as
    '{count:spaced}' with spaces between its thousands, as French has them.
    """

    __slots__ = ()

    def __format__(self, wanted: str) -> str:
        if wanted == "spaced":
            return self.replace(",", _NARROW_SPACE)
        return typed(self) if wanted == "typed" else super().__format__(wanted)


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A value together with everything that was noticed while making it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = field(default=())


class PublisherError(Exception):
    """A file cannot be read or written at all; the only exception that the stages raise on purpose.

    It tells one problem, or all those that one file has.
    """

    def __init__(self, diagnostic: Diagnostic, *more: Diagnostic) -> None:
        super().__init__(diagnostic, *more)
        self.diagnostic = diagnostic
        self.diagnostics = (diagnostic, *more)

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.diagnostics)


class DamagedFileError(PublisherError):
    """A finished file is not as its readers want it, so it is not written; others are."""


@cache
def standard_catalogue() -> Catalogue:
    """Return the sentences of every code in English, the complete catalogue, which also gives each
    code its level.
    """
    return tomllib.loads(STANDARD_MESSAGES.read_text(encoding="utf-8"))


_ON_DESK = "desk_"
_NARROW_SPACE = "\u202f"  # NARROW NO-BREAK SPACE


def on_desk(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue as it is told to those who sit at the desk: where what to do is said for
    them in words of its own, since they type no commands, these take the place of the others.
    """
    return {code: _for_desk(words) for code, words in catalogue.items()}


def _for_desk(words: Mapping[str, Any]) -> Mapping[str, Any]:
    own = {
        key.removeprefix(_ON_DESK): text for key, text in words.items() if key.startswith(_ON_DESK)
    }
    return {**words, **own} if own else words


def alike(
    found: Iterable[Diagnostic], catalogue: Catalogue | None = None
) -> tuple[tuple[Diagnostic, ...], ...]:
    """Return problems in the order of their levels, those of one file of which the same is told in
    the words of a catalogue together: what is wrong in many places in the same way is told once.
    """
    groups: dict[tuple[str, Level, str, str, str], list[Diagnostic]] = {}
    for each in sorted(found, key=lambda each: list(Level).index(each.level)):
        said = each.message(catalogue), each.hint(catalogue)
        told = (each.place.file, each.level, each.code, *said)
        groups.setdefault(told, []).append(each)
    return tuple(map(tuple, groups.values()))


def problem(
    code: str,
    place: Place,
    *,
    level: Level | None = None,
    basis: str = "",
    excerpt: Excerpt | None = None,
    **values: object,
) -> Diagnostic:
    """Return a problem at a place; `level` is that of the catalogue unless the case weighs more or
    less.
    """
    own = level or Level(standard_catalogue()[code]["level"])
    return Diagnostic(
        code, own, place, tuple((key, str(value)) for key, value in values.items()), basis, excerpt
    )


def stopping(diagnostic: Diagnostic) -> Diagnostic:
    """Return a problem as it weighs where a report is final: what stops a final report must be
    fixed.
    """
    if standard_catalogue()[diagnostic.code].get("stops_final", False):
        return replace(diagnostic, level=Level.MUST_FIX)
    return diagnostic


def failure(code: str, place: Place, **values: object) -> PublisherError:
    """Return the exception that stops work on one file."""
    return PublisherError(problem(code, place, **values))  # type: ignore[arg-type]  # values are never options


def must_fix(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the problems stops publishing."""
    return any(each.level is Level.MUST_FIX for each in diagnostics)
