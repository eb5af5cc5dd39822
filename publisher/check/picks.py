"""The editor's picks: each names a text that is there, and the text is still what it was when it
was picked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from publisher.check.cells import (
    Lists,
    blocks_of,
    cell_of,
    cell_problem,
    choice_faults,
    choice_of,
    required_faults,
    text_faults,
)
from publisher.domain.countries import find_country
from publisher.domain.diagnostics import Diagnostic, Level, problem
from publisher.domain.editorial import Pick
from publisher.domain.markup import parse
from publisher.domain.model import Cell, Run, SheetRow
from publisher.domain.names import folded, likely
from publisher.domain.report import CellKey, Content, CountryReport, State
from publisher.domain.text import plain_text
from publisher.domain.treaty import Order, Provision, Treaty
from publisher.workbook.guide_layout import PICK_CHOICES, REQUIRED

_LONGEST = 400  # of a text that a message shows
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True)
class PickContext:
    """What the guide's workbook is checked against: the countries' reports by code, the order of
    its chapters.

    `is_whole` is false where a country's workbook could not be read, so that nobody knows which
    country it is.
    """

    reports: Mapping[str, CountryReport]
    order: Order
    is_whole: bool = True

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return _codes_by_name(self.reports)

    def code_of(self, name: str) -> str:
        """Return the code of the country that a person means, or the empty string."""
        return _code_called(name, self._codes)


def picks_of(
    rows: Iterable[SheetRow], around: PickContext, treaty: Treaty, lists: Lists
) -> tuple[Pick, ...]:
    """Return the picks that point to a text, the first of those that point to the same."""
    picks: dict[tuple[str, CellKey], Pick] = {}
    for row in rows:
        target = _target_of(row, around, treaty, lists)
        if target and target.is_text:
            picks.setdefault((target.country, target.key), _pick_of(row, target, lists))
    return tuple(picks.values())


def pick_faults(
    rows: Iterable[SheetRow], around: PickContext, treaty: Treaty, lists: Lists
) -> Iterator[Diagnostic]:
    """Yield rows that name no text, whose text is another now, or that name a text a second
    time.
    """
    first_of: dict[tuple[str, CellKey], str] = {}
    for row in filter(_is_filled, rows):
        yield from _naming_faults(row, around, treaty, lists)
        target = _target_of(row, around, treaty, lists)
        if target is None:
            continue
        article = cell_of(row, "article")
        told = _told(target, around, lists)
        if not target.is_text:
            yield _pick_problem("G705", article, told)
            continue
        yield from _text_faults(row, target, told)
        if _is_gap(row, lists) and _is_best(row, lists):
            yield cell_problem("G721", cell_of(row, "best"))
        yield from text_faults(cell_of(row, "why"))
        place = article.place.cell
        first = first_of.setdefault((target.country, target.key), place)
        if first != place:
            yield cell_problem("G708", article, other=first)


def report_called(name: str, reports: Mapping[str, CountryReport]) -> str:
    """Return the code of the country that a person means, or the empty string where none of the
    reports is its.
    """
    return _code_called(name, _codes_by_name(reports))


def _codes_by_name(reports: Mapping[str, CountryReport]) -> dict[str, str]:
    """Return the codes of countries by code and names, folded; of two that share one the first."""
    codes: dict[str, str] = {}
    for code, report in reports.items():
        for name in (code, *report.facts.names):
            codes.setdefault(folded(name), code)
    return codes


def _code_called(name: str, codes: Mapping[str, str]) -> str:
    known = find_country(name) if folded(name) not in codes else None
    return codes.get(folded(known.iso2 if known else name), "")


def provision_called(name: str, treaty: Treaty) -> Provision | None:
    """Return the provision that a person means by its row id or its article, such as '3(1)(c)' or
    'art. 3 (1) (c)'.
    """
    wanted = _bare(name)
    for each in treaty.provisions:
        if wanted in (each.id, _bare(each.reference), _bare(each.un_reference)):
            return each
    return None


def _bare(reference: str) -> str:
    return re.sub(r"\s|^(?:articles?|arts?)\.?|\bparas?\.?|,", "", reference.strip().casefold())


def content_of(report: CountryReport, key: CellKey) -> Content | None:
    """Return a content cell of a report, if the report has its row."""
    contents = (each for entry in report.entries for each in entry.contents)
    return next((each for each in contents if each.key == key), None)


# What a row names


@dataclass(frozen=True, slots=True)
class _Target:
    """The content cell that a row names; `content` is None where the report has no such row."""

    country: str
    provision: Provision
    column: str
    content: Content | None

    @property
    def key(self) -> CellKey:
        return CellKey(self.provision.id, self.column)

    @property
    def is_text(self) -> bool:
        """Whether there is a text to be quoted."""
        return self.content is not None and self.content.state is State.TEXT

    @property
    def text(self) -> str:
        return plain_text(self.content.blocks) if self.content else ""


def _is_filled(row: SheetRow) -> bool:
    return any(cell_of(row, key).text for key in (*REQUIRED["picks"], "best", "why", "text"))


def _target_of(row: SheetRow, around: PickContext, treaty: Treaty, lists: Lists) -> _Target | None:
    """Return what a row names; None where it names nothing, or not rightly."""
    provision = provision_called(cell_of(row, "article").text, treaty)
    if provision is None or any(_naming_faults(row, around, treaty, lists)):
        return None
    country = around.code_of(cell_of(row, "country").text)
    column = choice_of(cell_of(row, "column"), lists["pick_column"])
    content = content_of(around.reports[country], CellKey(provision.id, column))
    return _Target(country, provision, column, content)


def _naming_faults(
    row: SheetRow, around: PickContext, treaty: Treaty, lists: Lists
) -> Iterator[Diagnostic]:
    yield from required_faults(row, REQUIRED["picks"], lists["labels"])
    country, article = cell_of(row, "country"), cell_of(row, "article")
    if country.text and not around.code_of(country.text):
        names = (name for each in around.reports.values() for name in each.facts.names)
        near = likely(country.text, names)
        # A country whose workbook could not be read may be the one that is meant.
        level = None if around.is_whole else Level.PLEASE_CHECK
        yield cell_problem("G703", country, level=level, written=country.text, near=near)
    if article.text and provision_called(article.text, treaty) is None:
        near = likely(article.text, (each.reference for each in treaty.provisions))
        yield cell_problem("G704", article, written=article.text, near=near)
    for key, name in PICK_CHOICES.items():
        yield from choice_faults(cell_of(row, key), lists, name)


def _pick_of(row: SheetRow, target: _Target, lists: Lists) -> Pick:
    return Pick(
        target.country,
        target.key,
        is_gap=_is_gap(row, lists),
        is_best=_is_best(row, lists),
        why=blocks_of(cell_of(row, "why")),
        is_changed=_has_changed(row, target),
    )


def _is_gap(row: SheetRow, lists: Lists) -> bool:
    return choice_of(cell_of(row, "kind"), lists["pick_kind"]) == "gap"


def _is_best(row: SheetRow, lists: Lists) -> bool:
    return choice_of(cell_of(row, "best"), lists["yes_no"]) == "yes"


def _told(target: _Target, around: PickContext, lists: Lists) -> dict[str, str]:
    return {
        "country": around.reports[target.country].facts.short_name,
        "article": target.provision.reference,
        "heading": lists["pick_column"][target.column],
        "column": target.column,
    }


# Whether the text is what it was


def _has_changed(row: SheetRow, target: _Target) -> bool:
    noted = cell_of(row, "text").text
    # A text with marks of emphasis may have been copied by hand.
    known = (_without_marks(noted).split(), noted.split())
    return bool(noted) and target.text.split() not in known


def _without_marks(noted: str) -> str:
    return plain_text(parse((Run(noted),)))


def _text_faults(row: SheetRow, target: _Target, told: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield that a picked text is not known, or has changed, with the sentences that only one of
    the two has.
    """
    cell = cell_of(row, "text")
    if not cell.text:
        yield _pick_problem("G707", cell_of(row, "article"), told)
    elif _has_changed(row, target):
        was, now = _without_marks(cell.text), target.text
        differences = {"was": _only_in(was, now), "now": _only_in(now, was)}
        yield _pick_problem("G706", cell, {**differences, **told})


def _pick_problem(code: str, cell: Cell, told: Mapping[str, str]) -> Diagnostic:
    return problem(code, cell.place, basis=cell.text, **told)  # type: ignore[arg-type]  # values are never options


def _only_in(text: str, other: str) -> str:
    """Return the sentences that another text lacks, shortened; the whole text where only their
    order differs.
    """
    others = set(_sentences(other))
    told = " ".join(each for each in _sentences(text) if each not in others) or "–"
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST].rpartition(' ')[0]} …"


def _sentences(text: str) -> list[str]:
    return [" ".join(each.split()) for each in _SENTENCE_END.split(text)]
