"""The editor's picks: each names a text that is there, and the text is still what it was when it
was picked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.check.cells import EMPTY, blocks_of, cell_problem, choice_of, require_entries
from publisher.check.provisions import Lists
from publisher.domain.countries import find_country
from publisher.domain.diagnostics import Diagnostic, Level, problem
from publisher.domain.editorial import Pick
from publisher.domain.markup import parse
from publisher.domain.model import Cell, Run, SheetRow
from publisher.domain.names import folded, likely
from publisher.domain.report import CellKey, Content, CountryReport, State
from publisher.domain.text import plain_text
from publisher.domain.treaty import Order, Provision, Treaty
from publisher.workbook.guide_layout import REQUIRED

_LONGEST = 400  # of a text that a message shows
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class PickContext:
    """What the guide's workbook is checked against: the countries' reports by code, the order of
    its chapters.

    `is_whole` is false where a country's workbook could not be read, so that nobody knows which
    country it is.
    """

    reports: Mapping[str, CountryReport]
    order: Order
    is_whole: bool = True


def check_picks(
    rows: Iterable[SheetRow],
    around: PickContext,
    treaty: Treaty,
    lists: Lists,
    found: list[Diagnostic],
) -> tuple[Pick, ...]:
    """Return the picks that point to a text."""
    picks: dict[tuple[str, CellKey], Pick] = {}
    first: dict[tuple[str, CellKey], str] = {}
    for row in rows:
        pick = _pick(row, around, treaty, lists, found)
        if pick is None:
            continue
        place = pick.country, pick.key
        if place in picks:
            found.append(cell_problem("G708", row.cells["article"], other=first[place]))
        else:
            picks[place], first[place] = pick, row.cells["article"].place.cell
    return tuple(picks.values())


def report_called(name: str, reports: Mapping[str, CountryReport]) -> str:
    """Return the code of the country that a person means, or the empty string where none of the
    reports is its.
    """
    wanted = folded(name)
    for code, report in reports.items():
        if wanted in (folded(code), *(folded(text) for text in names_of(report))):
            return code
    known = find_country(name)
    return known.iso2 if known and known.iso2 in reports else ""


def names_of(report: CountryReport) -> tuple[str, ...]:
    """Return the names by which a report calls its country."""
    texts = report.facts.texts
    return tuple(
        filter(None, (texts.get(key, "") for key in ("short_name", "formal_name", "local_name")))
    )


def provision_called(name: str, treaty: Treaty) -> Provision | None:
    """Return the provision that a person means by its row id or its article, such as '3(1)(c)' or
    'art. 3 (1) (c)'.
    """
    wanted = _bare(name)
    return next(
        (
            each
            for each in treaty.provisions
            if wanted in (each.id, _bare(each.reference), _bare(each.un_reference))
        ),
        None,
    )


def _bare(reference: str) -> str:
    return re.sub(r"\s|^(?:articles?|arts?)\.?|\bparas?\.?|,", "", reference.strip().casefold())


def content_of(report: CountryReport, key: CellKey) -> Content | None:
    """Return a content cell of a report, if the report has its row."""
    return next(
        (each for entry in report.entries for each in entry.contents if each.key == key), None
    )


def _pick(
    row: SheetRow, around: PickContext, treaty: Treaty, lists: Lists, found: list[Diagnostic]
) -> Pick | None:
    cells = {key: row.cells.get(key, EMPTY) for key in (*REQUIRED["picks"], "best", "why", "text")}
    if not any(cell.text for key, cell in cells.items()):
        return None
    reports, before = around.reports, len(found)
    require_entries(row, REQUIRED["picks"], lists["labels"], found)
    country = report_called(cells["country"].text, reports)
    if cells["country"].text and not country:
        near = likely(
            cells["country"].text, (name for each in reports.values() for name in names_of(each))
        )
        level = None if around.is_whole else Level.PLEASE_CHECK
        found.append(
            cell_problem(
                "G703", cells["country"], level=level, written=cells["country"].text, near=near
            )
        )
    provision = provision_called(cells["article"].text, treaty)
    if cells["article"].text and provision is None:
        near = likely(cells["article"].text, (each.reference for each in treaty.provisions))
        found.append(
            cell_problem("G704", cells["article"], written=cells["article"].text, near=near)
        )
    column, kind = (
        choice_of(cells[key], lists[f"pick_{key}"], found) for key in ("column", "kind")
    )
    best = choice_of(cells["best"], lists["yes_no"], found)
    if len(found) > before or provision is None:
        return None
    key = CellKey(provision.id, column)
    content = content_of(reports[country], key)
    if content is None or content.state is not State.TEXT:
        found.append(
            _pick_problem(
                "G705", cells["article"], _told(country, reports, provision, column, lists)
            )
        )
        return None
    changes = tuple(_change(cells, content, _told(country, reports, provision, column, lists)))
    found.extend(changes)
    if kind == "gap" and best == "yes":
        found.append(cell_problem("G721", cells["best"]))
    is_changed = any(each.code == "G706" for each in changes)
    return Pick(
        country,
        key,
        kind == "gap",
        best == "yes",
        blocks_of(cells["why"], found),
        is_changed=is_changed,
    )


def _told(
    country: str,
    reports: Mapping[str, CountryReport],
    provision: Provision,
    column: str,
    lists: Lists,
) -> dict[str, str]:
    return {
        "country": reports[country].facts.texts["short_name"],
        "article": provision.reference,
        "heading": lists["pick_column"][column],
        "column": column,
    }


def _change(
    cells: Mapping[str, Cell], content: Content, told: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield that a picked text is not known, or has changed, with the sentences that only one of
    the two has.
    """
    noted, now = cells["text"].text, plain_text(content.blocks)
    was = plain_text(parse((Run(noted),)))
    if not noted:
        yield _pick_problem("G707", cells["article"], told)
    elif now.split() not in (
        was.split(),
        noted.split(),
    ):  # a text with marks of emphasis may have been copied by hand
        yield _pick_problem(
            "G706", cells["text"], {"was": _only_in(was, now), "now": _only_in(now, was), **told}
        )


def _pick_problem(code: str, cell: Cell, told: Mapping[str, str]) -> Diagnostic:
    return problem(code, cell.place, basis=cell.text, **told)  # type: ignore[arg-type]  # values are never options


def _only_in(text: str, other: str) -> str:
    """Return the sentences that another text lacks, shortened; the whole text where only their
    order differs.
    """
    others = {" ".join(each.split()) for each in _SENTENCE_END.split(other)}
    own = [" ".join(each.split()) for each in _SENTENCE_END.split(text)]
    told = " ".join(each for each in own if each not in others) or "–"
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST].rpartition(' ')[0]} …"
